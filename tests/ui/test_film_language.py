"""A film and a picture speak their language as a whole; what was spoken before comes back."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.spoken import ENGLISH, speak, spoken
from eq_sim.lessons.files.lesson_file import load_lesson, parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.offscreen_course import OffscreenCourse
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.picture import shown
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.opening import open_session
from eq_sim.sweeps.plan import Outcome, Trial
from eq_sim.ui.style.preferences import Preferences, use

SIZE = (320, 180)
LESSON = """
title = "One"
"title.de" = "Eins"
"title.fr" = "Un"
idea = "An idea."
scenario = "house-price"
seed = 3

[[step]]
say = "One."
"say.de" = "Eins."
seconds = 0.1
"""
BROKEN = '[[step]]\nset = "learning_rate"\nto = "0 - loss"\n'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use(Preferences())
    yield
    use(Preferences())


def test_a_film_speaks_its_language_until_it_is_closed() -> None:
    lesson = load_lesson("one-knob")
    with closing(OffscreenFilm(lesson, SIZE, "dark", "de")):
        assert (spoken(), with_comma()) == ("de", True)
    assert (spoken(), with_comma()) == ("en", False)
    use(Preferences(language="de"))
    with closing(OffscreenFilm(lesson, SIZE, "dark", "en")):
        assert (spoken(), with_comma()) == ("en", False)
    assert (spoken(), with_comma()) == ("de", True)


def test_where_the_program_does_not_speak_it_a_film_is_english_with_its_own_decimals() -> None:
    lesson = parse_lesson(LESSON, "one")
    with closing(OffscreenFilm(lesson, SIZE, "dark", "fr")):
        assert (spoken(), with_comma()) == ("en", True)
    with closing(OffscreenFilm(lesson, SIZE, "dark", "de", decimal=".")):
        assert (spoken(), with_comma()) == ("de", False)


def test_a_course_and_one_that_fails_leave_the_language_as_it_was() -> None:
    course = OffscreenCourse([parse_lesson(LESSON, "one")], SIZE, "dark", "de")
    heard = {spoken() for _ in course.frames(24)}
    assert heard == {"en", "de"}  # a card has no words of the program
    assert spoken() == "en"
    course = OffscreenCourse([parse_lesson(LESSON + BROKEN, "one")], SIZE, "dark", "de")
    with pytest.raises(LessonError, match="one: "):
        list(course.frames(24))
    assert spoken() == "en"


def test_a_picture_speaks_its_language() -> None:
    with shown(open_session("ring"), (1280, 720), 1.0, "dark", "de") as window:
        assert (spoken(), with_comma()) == ("de", True)
        assert window.isVisible()
    assert spoken() == "en"


def test_a_lessons_mistakes_are_said_in_the_language_that_is_spoken() -> None:
    text = LESSON + '[[step]]\ntrian = 3\n\n[[step]]\nsay = "{los}"\n'
    with pytest.raises(LessonError) as english:
        parse_lesson(text, "one")
    said = str(english.value).split("\n")
    assert said[0] == "one: 2 mistakes"
    assert said[1].endswith("step 2: 'trian' is no kind of step: did you mean 'train'?")
    speak("de")
    try:
        with pytest.raises(LessonError) as german:
            parse_lesson(text, "one")
        said = str(german.value).split("\n")
        assert said[0] == "one: 2 Fehler"
        assert said[1].endswith(
            "Schritt 2: „trian“ ist keine Art von Schritt: war „train“ gemeint?"
        )
        assert "Schritt 3 (say), say: es gibt keine Zahl „los“" in said[2]
    finally:
        speak(ENGLISH)


def test_why_a_trial_failed_is_kept_so_that_every_language_can_say_it() -> None:
    scenario = open_session("ring").scenario
    trial = Trial(0, 0.1, 1, 10, scenario)
    small = Outcome(trial, refusal="There is not enough memory for a network of this size")
    wrong = Outcome(trial, refusal=EqSimError("there is no lesson '{name}': choose {names}"))
    assert Outcome(trial).advice == ""
    assert small.advice == small.refusal
    speak("de")
    write_with_comma(True)
    assert small.advice == "Für ein Netz dieser Größe reicht der Speicher nicht"
    assert wrong.advice.startswith("Es gibt keine Lektion")
