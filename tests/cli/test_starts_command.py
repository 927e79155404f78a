"""``eq-sim starts`` and ``eq-sim landscape``: what they say, as one object and in words."""

import json

import pytest
from command_line import run

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session


def test_starts_tells_losses_groups_and_barriers() -> None:
    done = run("starts", "ring", "--count", 3, "--steps", 300, "--seed", 5, "--json")
    told = json.loads(done.stdout)
    assert (told["scenario"], told["seed"], told["knobs"], told["steps"]) == ("ring", 5, 25, 300)
    assert told["bits"] in ("checked", "rounding")
    assert [one["start"] for one in told["networks"]] == [0, 1, 2]
    window = open_session("ring", 5)
    window.apply(act.NewStart(2))
    window.apply(act.Train(300))
    assert told["networks"][2]["train_loss"] == pytest.approx(window.losses.train, rel=1e-6)
    assert [(pair["first"], pair["second"]) for pair in told["pairs"]] == [(0, 1), (0, 2), (1, 2)]
    for pair in told["pairs"]:
        assert pair["lined_up_apart"] <= pair["apart"]
        assert pair["same"] == (pair["joined"] and pair["lined_up_apart"] <= told["near"])
    good = [one["start"] for one in told["networks"] if one["good"]]
    assert sorted(start for group in told["groups"] for start in group) == good
    assert told["same_pairs"] == sum(pair["same"] for pair in told["pairs"])


def test_starts_in_words() -> None:
    text = run("starts", "ring", "--count", 3, "--steps", 300, "--set", "learning_rate=0.4").stdout
    assert text.startswith("Ring: 25 knobs, seed 1, 3 random starts, up to 300 steps each.\n")
    assert "On the straight path the train loss rises by" in text
    assert "one network in disguise" in text


def test_landscape_is_reproduced_by_its_seeds() -> None:
    words = ("landscape", "ring", "--steps", 40, "--side", 9, "--draw", 7, "--json")
    told = json.loads(run(*words).stdout)
    assert told == json.loads(run(*words).stdout)
    session = open_session("ring")
    session.apply(act.Train(40))
    assert told["loss"] == session.losses.train == told["losses"][4][4]
    assert (told["steps"], told["draw"], told["directions"]) == (40, 7, "random")
    assert len(told["path"]["steps"]) == len(told["path"]["places"]) == 41
    assert 0 < told["holds"] < 1
    assert "The plane holds" in run("landscape", "ring", "--directions", "path", "--side", 9).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("starts", "ring", "--count", "1"), "starts are 2 to 40, not '1'"),
        (("starts", "ring", "--steps", "0"), "a start is trained: 1 step at least"),
        (("starts", "nothing"), "nothing"),
        (("landscape", "ring", "--steps", "0", "--directions", "path"), "no two directions"),
        (("landscape", "one-knob", "--steps", "3"), "two knobs that can move"),
        (("landscape", "ring", "--side", "10"), "choose 9 or 17 or 33 or 65"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    assert said in run(*words, code=2).stderr
