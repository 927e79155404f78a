"""What is lit: while its step lasts, several things at once, and nothing that nobody sees."""

import pytest
from lesson_kit import HEAD, lesson, play_to_the_end, player

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.stage_names import CARDS
from eq_sim.lessons.player import Player

LIT = (
    HEAD
    + """
[[step]]
say = "Dark."
seconds = 1
[[step]]
turn = "x1 -> neuron 3"
to = 1.5
seconds = 1
highlight = ["x1 -> neuron 3", "panel loss"]
[[step]]
pause = 1
[[step]]
say = "It lights the step after it."
seconds = 0
highlight = "output"
[[step]]
expect = "loss > 0"
[[step]]
train = 5
seconds = 1
[[step]]
chapter = "Your turn"
[[step]]
highlight = "layer 2"
[[step]]
ask = "Turn it up."
hint = "The first knob."
until = "{knob: x1 -> neuron 1} > 99"
seconds = 1
way_on = [
    { turn = "x1 -> neuron 1", to = 3, seconds = 1 },
    { train = 5, seconds = 1, highlight = "panel loss" },
    { highlight = "panel map" },
    { pause = 1 },
    { pause = 1 },
]
[[step]]
pause = 1
[[step]]
highlight = "panel loss"
[[step]]
highlight = "nothing"
[[step]]
pause = 1
[[step]]
show = ["console", "output"]
highlight = "panel output"
seconds = 1
[[step]]
pause = 1
[[step]]
pause = 1
highlight = "bias of neuron 1, layer 1"
"""
)

SECONDS: list[tuple[str, ...]] = [
    (),
    ("x1 -> neuron 3", "panel loss"),
    (),
    ("output",),
    ("layer 2",),  # the request
    ("layer 2",),  # and its way on
    ("panel loss",),
    ("panel map",),
    ("layer 2",),
    (),
    (),
    ("panel output",),  # what the passage leads in to is lit too
    ("panel output",),
    ("bias of neuron 1, layer 1",),
]
"""What is lit in each second of it."""


def lit(of: Player) -> tuple[str, ...]:
    return tuple(each.words for each in of.on_stage.highlights)


def middles() -> list[int]:
    # A request takes a tick more than its seconds.
    return [600 * second + 300 + (second > 4) for second in range(len(SECONDS))]


def test_a_highlight_lasts_as_long_as_its_step() -> None:
    of = player(LIT)
    of.play()
    for number, words in enumerate(SECONDS):
        assert lit(of) == words, number  # from the first tick
        of.advance(599)
        assert lit(of) == words, number  # to the last
        of.advance(1 + (number == 4))
    assert of.finished
    assert lit(of) == ()


def test_jumps_forward_and_back_light_the_same() -> None:
    of = player(LIT)
    jumps = list(zip(middles(), SECONDS, strict=True))
    for tick, words in (*jumps[::2], *reversed(jumps)):
        of.go_to(tick)
        assert lit(of) == words, tick
    play_to_the_end(of)
    of.back()  # to the last thing that was said
    assert lit(of) == ("output",)


def test_several_things_are_lit_each_by_itself() -> None:
    of = player(LIT)
    of.go_to(900)
    knob, panel = of.on_stage.highlights
    assert (knob.kind, panel.kind) == ("knob", "panel")
    assert of._session.name(knob.knobs[0]) == "x₁ → neuron 3, layer 1"
    assert panel.panel == "loss"


def test_what_a_load_takes_away_lights_nothing() -> None:
    text = (
        HEAD
        + """
[[step]]
highlight = ["x2 -> neuron 4", "panel loss"]
[[step]]
load = "one-knob"
seed = 1
[[step]]
pause = 1
"""
    )
    assert lit(player(text)) == ("panel loss",)


def test_a_share_of_the_weights_is_the_one_there_is_now() -> None:
    text = f"""{HEAD}
[[step]]
pause = 1
highlight = "largest 50 % of the weights"
"""
    of = player(text)
    (found,) = of.on_stage.highlights
    theta = abs(of._session.parameters.theta)
    others = set(range(len(theta))) - set(found.knobs)
    assert len(found.knobs) == 9  # of 18
    assert min(theta[list(found.knobs)]) > sorted(theta[list(others)])[-1]


UNSEEN = {
    "a hidden panel": (
        'hide = ["loss"]\n[[step]]\npause = 1\nhighlight = ["panel output", "panel loss"]',
        ["step 2: it highlights 'panel loss', which is hidden there"],
    ),
    "a part of a hidden panel": (
        'highlight = "panel slice"\n[[step]]\nhide = ["inspector"]\n[[step]]\npause = 1',
        ["step 1: it highlights 'panel slice', which is hidden there"],
    ),
    "a panel that is back": (
        'hide = ["loss"]\n[[step]]\nhide = []\n[[step]]\npause = 1\nhighlight = "loss"',
        [],
    ),
    "a panel that is not on stage": (
        'show = ["output", "console"]\nhighlight = "panel output"\n[[step]]\npause = 1\n'
        '[[step]]\npause = 0.05\nhighlight = ["x1 -> neuron 1, layer 1", "loss"]',
        ["step 3: it highlights 'loss', which is not on stage there: output, console"],
    ),
    "knobs that are not on stage": (
        'show = ["output", "inspector"]\n[[step]]\npause = 1\n'
        'highlight = ["panel slice", "layer 2"]',
        ["step 2: it highlights 'layer 2', which is not on stage there: output, inspector"],
    ),
    "what is hidden and on stage": (
        'hide = ["loss"]\n[[step]]\nshow = ["loss"]\n[[step]]\npause = 1\nhighlight = "loss"',
        [],
    ),
    "a card without a stage": (
        'pause = 1\nhighlight = "knob: x1 -> neuron 1, layer 1"',
        [
            "step 1: it highlights 'knob: x1 -> neuron 1, layer 1', "
            "which is not on stage there: nothing is"
        ],
    ),
    "a card that shows other knobs": (
        'show = ["output", "knob: x1 -> neuron 1, layer 1"]\n[[step]]\npause = 1\n'
        'highlight = ["knob:  x1 -> neuron 1, layer 1", "x1 -> neuron 1, layer 1", "layer 2"]',
        [
            "step 2: it highlights 'layer 2', which is not on stage there: "
            "output, knob: x1 -> neuron 1, layer 1"
        ],
    ),
    "knobs in the place of which is something else": (
        'beyond = "GPT-3"\n[[step]]\npause = 1\nhighlight = "layer 1"',
        ["step 2: it highlights 'layer 1', while a large network is in the place of the knobs"],
    ),
    "no time": (
        'highlight = "panel loss"\n[[step]]\nhighlight = "panel output"\n[[step]]\npause = 1\n'
        '[[step]]\nhighlight = "x1 -> neuron 1, layer 1"',
        [
            "step 1: its highlight is never seen, for it takes no time, and what is lit in "
            "step 3, the next that does, is said after it: say it there",
            "step 4: its highlight is never seen, for no step after it takes time: end with a "
            "'say' or a 'pause'",
        ],
    ),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_check_finds_what_nobody_would_see(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CARDS, "knob", lambda words, scope: tuple(find_knobs(words, scope)))
    steps, problems = UNSEEN[name]
    end = '[[step]]\nexpect = "loss > 0"\n'
    report = check_lesson(lesson(f"{HEAD}\n[[step]]\n{steps}\n{end}"))
    assert list(report.problems) == problems
    assert report.ok == (not problems)
