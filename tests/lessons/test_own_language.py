"""A lesson that is in one language from end to end, and says which."""

import pytest

from eq_sim.lessons.check import check_lesson, headless
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError

GERMAN = """
title = "Ein Ring"
idea = "Viele Regler bewegen sich zugleich."
language = "de"
scenario = "ring"
seed = 3

[[step]]
chapter = "Anfang"
[[step]]
say = "Der Loss ist {loss}: one, two, three."
notes = "Warten."
[[step]]
guess = "Sinkt er?"
answers = ["ja", "nein"]
right = 1
name = "sinkt"
[[step]]
train = 200
seconds = 1
[[step]]
answer = "sinkt"
reveal = "Accuracy auf Test: {accuracy}."
[[step]]
expect = "loss < 2"
"""


def test_what_no_key_says_is_in_the_files_own_language() -> None:
    lesson = parse_lesson(GERMAN, "ring")
    assert lesson.languages == ("de",)
    assert lesson.title == {"de": "Ein Ring"}
    assert lesson.chapters == ({"de": "Anfang"},)
    report = check_lesson(lesson)  # its numbers in English words are none in German
    assert report.ok, report.lines()
    first = {}
    for language in ("", "de", "en"):  # asked for in English, it speaks German all the same
        player = headless(lesson, language)
        player.go_to(60)
        first[language] = player.caption, player.on_stage.notes
    assert first[""] == first["de"] == first["en"]
    assert first["en"][0].startswith("Der Loss ist 0,")


def test_its_words_are_checked_by_the_rules_of_its_language() -> None:
    typed = GERMAN.replace("one, two, three", "zwölf")
    report = check_lesson(parse_lesson(typed, "ring"))
    assert any("zwölf" in problem for problem in report.problems)


def test_other_languages_stand_beside_its_own() -> None:
    lesson = parse_lesson(GERMAN.replace("notes =", '"say.en" = "Loss {loss}."\nnotes ='), "ring")
    player = headless(lesson, "en")
    player.go_to(60)
    assert player.caption.startswith("Loss 0.")
    assert player.on_stage.notes == "Warten."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('"de"', '"german"'), "language"),
        (('"de"', "7"), "language"),
        (("notes =", '"say.de" = "Noch einmal."\nnotes ='), "write 'say' alone"),
        (("idea =", '"title.de" = "Ein Ring"\nidea ='), "write 'title' alone"),
    ],
)
def test_a_language_that_is_none_or_said_twice_is_named(
    change: tuple[str, str], reason: str
) -> None:
    with pytest.raises(LessonError, match=reason):
        parse_lesson(GERMAN.replace(*change), "ring")
