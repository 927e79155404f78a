"""A part of a lesson as a film: one chapter, one panel, without its ground, with its keys."""

from itertools import islice

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.film.pictures import Picture, Same
from eq_sim.film.see_through import over
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.offscreen_course import OffscreenCourse
from eq_sim.offscreen_film import REST, OffscreenFilm
from eq_sim.offscreen_transparent import TransparentFilm, open_film

SIZE = (480, 270)
FPS = 24

LESSON = """
title = "Parts"
idea = "A lesson for tests."
scenario = "ring"
seed = 3

[[step]]
chapter = "First"

[[step]]
say = "Before."
seconds = 0.5

[[step]]
train = 20
seconds = 0.5

[[step]]
chapter = "Second"

[[step]]
show = ["console", "loss"]
seconds = 0

[[step]]
say = "Learning rate next."
seconds = 0.5

[[step]]
set = "learning_rate"
to = 0.25

[[step]]
train = 20
seconds = 0.5

[[step]]
chapter = "Third"

[[step]]
say = "After."
seconds = 0.5
"""


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return parse_lesson(LESSON, "parts")


def all_of(film: OffscreenFilm | TransparentFilm | OffscreenCourse) -> list[Picture]:
    """Returns each frame's picture."""
    shown: list[Picture] = []
    for frame in film.frames(FPS):
        shown.append(shown[-1] if isinstance(frame, Same) else frame)
    return shown


def apart(one: Picture, other: Picture) -> NDArray[np.int16]:
    return np.abs(one[..., :3].astype(np.int16) - other[..., :3])


def test_a_chapter_is_as_in_the_whole_film_and_its_times_begin_at_0(lesson: Lesson) -> None:
    whole = OffscreenFilm(lesson, SIZE, "dark")
    pictures = all_of(whole)
    spoken, begun = whole.captions, whole.chapters
    whole.close()
    film = OffscreenFilm(lesson, SIZE, "dark", chapter=1)
    alone = all_of(film)
    film.close()

    assert [(each.start, each.title) for each in film.chapters] == [(0, "Second")]
    start = begun[1].start
    said = [(each.start, each.text) for each in film.captions]
    assert said == [(0, "Learning rate next.")]
    assert spoken[1].start == start
    assert len(alone) == pytest.approx(FPS * (1 + REST), abs=1)
    assert film.seconds == pytest.approx(1 + REST, abs=0.01)
    # The same pixels; nothing of the next chapter, though the last picture stays.
    first = round(start * FPS)
    for frame in (6, 14, 22):
        assert np.array_equal(alone[frame], pictures[first + frame])
    assert all(np.array_equal(each, alone[-1]) for each in alone[-FPS:])


@pytest.mark.parametrize(
    "panel", ["loss", "console", pytest.param("output", marks=pytest.mark.slow)]
)
def test_one_panel_alone_stands_on_any_ground(lesson: Lesson, panel: str) -> None:
    """Made transparent and laid on grey, it is what is drawn where the window itself is grey.

    But for the edges of letters: Qt blends them in a light of its own, a little otherwise on each
    ground. They are exact on black and on white, and near it between.
    """
    films = (
        open_film(lesson, SIZE, "dark", transparent=True, chapter=1, panel=panel, burned=False),
        OffscreenFilm(lesson, SIZE, "dark", chapter=1, panel=panel, burned=False, ground="#5a5a5a"),
    )
    shown = [list(islice(_shown(film), 4))[-1] for film in films]
    stage = films[1].view.stage.stage
    box = stage.on_stage(panel).rect()
    assert (box.width(), box.height()) > (0.9 * SIZE[0], 0.85 * SIZE[1])
    for film in reversed(films):
        film.close()
    see, grey = shown
    assert not see[:4].any(), "nothing at the edge"
    assert (see[..., 3] == 0).mean() > 0.2
    assert (see[..., 3] == 255).any(), "what is opaque stays so"
    wrong = apart(over(see, 0x5A), grey)
    assert wrong.max() < 30, panel
    assert np.percentile(wrong, 97) <= 2, panel


def _shown(film: OffscreenFilm | TransparentFilm):  # noqa: ANN202 - pictures
    last: Picture | None = None
    for frame in film.frames(FPS):
        last = last if isinstance(frame, Same) else frame
        yield last


def test_a_panel_that_is_none_or_cannot_be_shown_is_refused(lesson: Lesson) -> None:
    with pytest.raises(LessonError, match="'losss' cannot be on stage: choose knob"):
        OffscreenFilm(lesson, SIZE, "dark", panel="losss")
    for thing in ("drawing", "knob: x9 -> neuron 1, layer 1"):
        film = open_film(lesson, SIZE, "dark", panel=thing)
        with pytest.raises(LessonError, match=f"'{thing}' cannot be shown here: .+"):
            list(film.frames(FPS))
        film.close()


def test_keys_stand_below_the_captions_and_move_nothing(lesson: Lesson) -> None:
    film = OffscreenFilm(lesson, SIZE, "dark", "de", keys=True)
    bar = film.view.bar
    seen, places = [], set()
    for number, _ in enumerate(film.frames(FPS)):
        places.add((bar.y(), bar.caption.geometry().bottom(), bar.did.y()))
        if bar.did.text and (not seen or seen[-1][1:] != (bar.did.text, bar.caption.text)):
            seen.append((number / FPS, bar.did.text, bar.caption.text))
    film.close()
    ((_, caption, did),) = places  # no picture jumps when a line comes or goes
    assert caption < did
    assert [words for _, words, _ in seen] == [
        "trainieren (Leertaste)",
        "Pause (Leertaste)",
        "Lernrate: 0,25 · trainieren (Leertaste)",
        "Pause (Leertaste)",
    ]
    assert seen[0][2] == "Before."
    assert [each.text for each in film.captions] == ["Before.", "Learning rate next.", "After."]


def test_cards_between_lessons_have_no_ground_either(lesson: Lesson) -> None:
    course = OffscreenCourse([lesson, lesson], SIZE, "light", transparent=True)
    card = next(course.frames(FPS))
    course.close()
    assert not isinstance(card, Same)
    assert not card[0].any()
    assert (card[..., 3] == 0).mean() > 0.8
    assert (card[..., 3] == 255).any()
