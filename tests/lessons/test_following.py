"""One sample that a lesson follows: how it is named, and what is no sample."""

import pytest

from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.player import Player
from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

HEAD = 'title = "A"\nidea = "B"\nscenario = "moons"\nseed = 1\n'


def player(steps: str) -> Player:
    session = Session(load_scenario("ring"))
    return Player(session, parse_lesson(HEAD + steps, "follow"), auto=True)


def test_a_point_is_of_those_that_are_learned_from_and_a_sample_of_all() -> None:
    session = Session(load_scenario("ring"))
    for words in ("point 2", "sample 2", "nothing"):
        steps = f'[[step]]\nfollow = "{words}"\n[[step]]\nsay = "So."\nseconds = 1\n'
        playing = Player(session, parse_lesson(HEAD + steps, "follow"), auto=True)
        playing.go_to(300)
        second = int(session.evaluation.train[1])
        wanted = {"point 2": second, "sample 2": 1, "nothing": None}[words]
        assert playing.on_stage.followed == wanted


@pytest.mark.parametrize("words", ["point 0", "point", "x1", "the first"])
def test_what_is_no_sample_is_refused_before_anybody_plays(words: str) -> None:
    with pytest.raises(LessonError, match="is no sample: write 'point 1' or 'sample 3'"):
        player(f'[[step]]\nfollow = "{words}"\n')


def test_a_sample_that_there_is_not_is_said() -> None:
    with pytest.raises(EqSimError, match="There is no point 9,999: there are 300"):
        player('[[step]]\nfollow = "point 9999"\n').go_to(10)


def test_other_data_has_other_samples() -> None:
    playing = player(
        '[[step]]\nfollow = "point 1"\n[[step]]\nload = "ring"\nseed = 1\n'
        '[[step]]\nsay = "So."\nseconds = 1\n'
    )
    playing.go_to(300)
    assert playing.on_stage.followed is None


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        ("formula: upper", "add which point"),
        ("formula: lower at point 1", "there is no neuron 'lower'"),
        ("setting: speed of light", "there is no setting"),
        ("muted: x1", "it is about nothing"),
        ("formula:", "nothing is said of what it is about"),
    ],
)
def test_a_card_about_what_there_is_not_is_refused(thing: str, reason: str) -> None:
    with pytest.raises(LessonError, match=reason):
        player(f'[[step]]\nshow = ["{thing}"]\n')
