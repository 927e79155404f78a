"""Several lessons in one film: a card before each, captions and chapters in one run."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from eq_sim.film.pictures import Same
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.offscreen_course import OffscreenCourse
from eq_sim.ui.style.theme import theme_for
from eq_sim.ui.title_card import SHORTEST, TitleCard

SIZE = (320, 180)
FPS = 24

LESSON = """
title = "{title}"
"title.de" = "{title} auf Deutsch"
idea = "An idea."
scenario = "house-price"
seed = 3

[[step]]
chapter = "{title} begins"

[[step]]
say = "This is {title}."
"say.de" = "Das ist {title}."
seconds = 0.5
"""
WRONG = """
[[step]]
set = "learning_rate"
to = "0 - loss"
"""


def course(*titles: str, language: str = "en") -> OffscreenCourse:
    lessons = [parse_lesson(LESSON.format(title=title), title) for title in titles]
    return OffscreenCourse(lessons, SIZE, "dark", language)


def test_each_lesson_follows_its_card_with_captions_and_chapters_in_one_run() -> None:
    before = len(QApplication.allWidgets())
    made = course("First", "Second", language="de")
    frames, widgets = [], []
    for frame in made.frames(FPS):
        frames.append(frame)
        if not isinstance(frame, Same):
            widgets.append(len(QApplication.allWidgets()) - before)

    cards = [
        round(FPS * TitleCard(n, 2, f"{t} auf Deutsch", "An idea.").seconds) / FPS
        for n, t in ((1, "First"), (2, "Second"))
    ]
    length = len(frames) / FPS
    assert length == pytest.approx(made.seconds, abs=0.2)
    second = length / 2 + (cards[0] - cards[1]) / 2
    assert [(each.title, pytest.approx(each.start, abs=0.05)) for each in made.chapters] == [
        ("1. First auf Deutsch", 0),
        ("1.1 First begins", cards[0]),
        ("2. Second auf Deutsch", second),
        ("2.1 Second begins", second + cards[1]),
    ]
    assert [each.text for each in made.subtitles] == ["Das ist First.", "Das ist Second."]
    assert [each.start for each in made.subtitles] == pytest.approx(
        [cards[0], second + cards[1]], abs=0.05
    )
    # Nothing moves on a card.
    first = frames[: round(FPS * cards[0])]
    assert not isinstance(first[0], Same)
    assert all(isinstance(each, Same) for each in first[1:])
    # A lesson is gone before the next begins: the memory of a course is that of one.
    assert max(widgets) < 1.1 * next(count for count in widgets if count > 50)
    assert len(QApplication.allWidgets()) - before < 50


def test_a_step_that_cannot_be_done_is_told_with_its_lesson() -> None:
    lessons = [parse_lesson(LESSON.format(title="First") + WRONG, "the-first")]
    made = OffscreenCourse([*lessons, *lessons], SIZE, "dark")

    with pytest.raises(LessonError, match=r"^the-first: .*learning rate"):
        list(made.frames(FPS))
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def test_a_card_fits_in_every_shape_and_language() -> None:
    """Every word of it, with room around: nothing touches the edge of its card."""
    for number, name in enumerate(names := bundled_lessons(), start=1):
        lesson = load_lesson(name)
        for language in lesson.languages:
            title, idea = lesson.title[language], lesson.idea.get(language, lesson.idea["en"])
            card = TitleCard(number, len(names), title, idea)
            assert card.seconds >= SHORTEST
            for size in ((320, 180), (320, 240), (180, 320)):
                image = card.image(size, theme_for("dark"))
                written = words_in(image)
                margin = 0.05 * min(size)
                assert written[0] > margin, (name, language, size)
                assert written[2] < size[0] - margin
                assert written[1] > margin
                assert written[3] < size[1] - margin


def words_in(image: QImage) -> tuple[int, int, int, int]:
    """Returns left, top, right and bottom of all that is brighter than the ground."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    down, across = np.nonzero(rows[..., 1] > 90)
    return across.min(), down.min(), across.max(), down.max()
