"""What is on stage: how lessons say it, and how much of the picture each thing takes."""

import pytest
from lesson_kit import HEAD

from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.staging import Staged, Subject, places
from eq_sim.session.session import Session

WIDE, CLASSIC, TALL = 16 / 9, 4 / 3, 9 / 16

TWO = """
[[step]]
show = ["console", "output"]
large = "console"
seconds = 1
[[step]]
say = "Both."
seconds = 1
[[step]]
show = ["loss"]
seconds = 0
[[step]]
train = 3
seconds = 1
[[step]]
show = []
[[step]]
expect = "loss < 9"
"""


def player(steps: str) -> Player:
    lesson = parse_lesson(HEAD + steps, "test")
    made = Player(Session(lesson.opening.scenario(), 3), lesson, auto=True)
    made.play()
    return made


def test_a_lesson_says_what_is_on_stage_and_how_far_the_passage_is() -> None:
    played = player(TWO)
    stage = played.on_stage
    assert stage.staged is not None
    assert (stage.staged.things, stage.staged.large) == (("console", "output"), "console")
    assert stage.passage == 0
    played.advance(TICKS // 2)
    assert played.on_stage.passage == pytest.approx(0.5)
    played.advance(TICKS)
    assert played.on_stage.passage == 1
    played.advance(TICKS)
    stage = played.on_stage
    assert stage.staged is not None
    assert (stage.staged.things, stage.passage) == (("loss",), 1)
    played.go_to(TICKS)  # back
    again = played.on_stage.staged
    assert again is not None
    assert again.things == ("console", "output")
    played.go_to(played.length)
    assert played.on_stage.staged is None


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ('show = ["sofa"]', "'sofa' cannot be on stage"),
        ('show = ["transport"]', "'transport' cannot be on stage"),
        ('show = ["slice"]', "'slice' cannot be on stage"),
        ('show = ["loss", "loss"]', "'loss' is there twice"),
        ('show = ["loss"]\nlarge = "output"', "'output' is not among what is shown"),
        ('show = ["loss: x1"]', "'loss: x1' cannot be on stage"),
        ('show = ["real units"]', "there is no sum in real units"),
        ('show = ["two runs: last"]', "it shows 'test' or 'first', not 'last'"),
        ('show = ["loss", "output", "map", "console", "data"]', "show"),
    ],
)
def test_what_cannot_be_shown_is_a_mistake_before_anybody_plays(step: str, reason: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse_lesson(f"{HEAD}\n[[step]]\n{step}\n", "test")
    assert reason in str(caught.value)


@pytest.mark.parametrize("shape", [WIDE, CLASSIC, TALL])
@pytest.mark.parametrize(
    ("things", "large"),
    [
        (["a"], ""), (["a", "b"], ""), (["a", "b"], "b"), (["a", "b", "c"], ""),
        (["a", "b", "c"], "a"), (["a", "b", "c"], "c"), (["a", "b", "c", "d"], ""),
        (["a", "b", "c", "d"], "d"),
    ],
)  # fmt: skip
def test_things_share_the_whole_stage_and_none_lies_on_another(
    things: list[str], large: str, shape: float
) -> None:
    placed = places(things, large, {"a"} - {large}, shape)
    assert sorted(placed) == things
    areas = list(placed.values())
    assert sum(width * height for _, _, width, height in areas) == pytest.approx(1)
    for number, (left, top, width, height) in enumerate(areas):
        assert min(left, top) >= 0
        assert max(left + width, top + height) <= 1 + 1e-9
        for other in areas[:number]:
            across = min(left + width, other[0] + other[2]) - max(left, other[0])
            down = min(top + height, other[1] + other[3]) - max(top, other[1])
            assert min(across, down) <= 1e-9
    if large:
        sizes = {name: width * height for name, (_, _, width, height) in placed.items()}
        assert max(sizes, key=lambda name: sizes[name]) == large


def test_the_shape_of_the_picture_decides_and_not_its_pixels() -> None:
    wide = places(["a", "b"], "", (), 1280 / 720)
    assert wide == places(["a", "b"], "", (), 3840 / 2160) == places(["a", "b"], "", (), 1.5)
    assert wide["a"][3] == 1  # side by side
    assert places(["a", "b"], "", (), TALL)["a"][2] == 1  # one above the other
    three = places(["a", "b", "c"], "a", (), CLASSIC)
    assert three["a"][2] == 1
    assert three != places(["a", "b", "c"], "a", (), WIDE)


@pytest.mark.parametrize("shape", [WIDE, CLASSIC, TALL])
def test_a_low_card_stands_below_the_others_over_the_whole_width(shape: float) -> None:
    both = Staged((Subject("map"), Subject("phase"), Subject("output")))
    placed = both.places(shape)
    assert placed["phase"] == (0.0, pytest.approx(0.7), 1.0, pytest.approx(0.3))
    for name in ("map", "output"):
        left, top, wide, high = placed[name]
        assert left + wide <= 1 + 1e-9
        assert top + high <= 0.7 + 1e-9
    assert Staged((Subject("phase"),)).places(shape) == {"phase": (0.0, 0.0, 1.0, 1.0)}
