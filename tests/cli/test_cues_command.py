"""``eq-sim cues``: when to say what, in text and as a page, in each language."""

import re
from html.parser import HTMLParser
from pathlib import Path

from command_line import run

LESSON = """
title = "Cues"
"title.de" = "Einsätze"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One & only"
"chapter.de" = "Eins"

[[step]]
say = "Learning rate {learning rate}."
"say.de" = "Lernrate {learning rate}."
seconds = 1.5
notes = "Say hello <twice>."

[[step]]
train = 3
seconds = 2

[[step]]
chapter = "Two"

[[step]]
guess = "What now?"
"guess.de" = "Was nun?"
answers = ["up", "down"]
"answers.de" = ["hinauf", "hinab"]
right = 1
reveal = "Up it went."
"reveal.de" = "Hinauf ging es."
seconds = 3
"""

ENGLISH = """\
Cues
The times are those of the film, in minutes and seconds. It lasts 0:10, and
its last picture stands a little longer.

1. One & only

0:00    Learning rate 0.1.
        Notes: Say hello <twice>.
        3.5 s until the next

2. Two

0:03    What now?
        – up
        – down
        3.0 s until the next

0:06    Up it went.
        4.0 s until the next
"""


def cells(page: str) -> list[str]:
    """Returns the words of a page's rows."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag in ("td", "th"):
                found.append("")

        def handle_data(self, data: str) -> None:
            if found:
                found[-1] += data.strip() + " "

    Reader().feed(page)
    return [each.strip() for each in found]


def test_a_cue_sheet_says_when_to_say_what(tmp_path: Path) -> None:
    lesson = tmp_path / "cues.toml"
    lesson.write_text(LESSON, encoding="utf-8")
    said = run("cues", lesson).stdout
    rate = said.partition("Learning rate ")[2].partition(".\n")[0]
    assert said.replace(f"rate {rate}.", "rate 0.1.") == ENGLISH

    alone = run("cues", lesson, "--chapter", "two").stdout
    assert "0:00    What now?" in alone
    assert "0:03    Up it went." in alone
    assert "Learning rate" not in alone

    page = tmp_path / "cues.html"
    run("cues", lesson, "--language", "de", "-o", page)
    written = page.read_text(encoding="utf-8")
    assert '<html lang="de">' in written
    assert "://" not in written, "it needs no network"
    found = cells(written)
    assert found[:5] == ["Zeit", "Untertitel", "Notizen", "Bis zum nächsten", "1. Eins"]
    assert found[5:9] == [
        "0:00",
        f"Lernrate {rate.replace('.', ',')}.",
        "Say hello <twice>.",
        "3,5 s",
    ]
    assert "Was nun? hinauf hinab" in found

    text = tmp_path / "cues.txt"
    run("cues", lesson, "-o", text)
    assert text.read_text(encoding="utf-8") == said


def test_every_number_has_the_decimal_sign_that_is_asked_for(tmp_path: Path) -> None:
    lesson = tmp_path / "cues.toml"
    numbers = {'"Cues"': '"Cues 0.1"', "Say hello": "Say 2.5 times", '"up"': '"up by 0.5"'}
    text = LESSON
    for words, number in numbers.items():
        text = text.replace(words, number)
    lesson.write_text(text, encoding="utf-8")
    said = run("cues", lesson, "--decimal", ",").stdout
    assert said.startswith("Cues 0,1\n")
    assert "Notes: Say 2,5 times" in said
    assert "– up by 0,5" in said
    assert "." not in re.findall(r"[0-9]([.,])[0-9]", said)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    lesson = tmp_path / "cues.toml"
    lesson.write_text(LESSON, encoding="utf-8")
    told = run("cues", lesson, "-o", tmp_path / "cues.pdf", code=2).stderr
    assert "a cue sheet is a .html or .txt file" in told
    told = run("cues", lesson, "--chapter", "3", code=2).stderr
    assert "cues has no chapter '3': choose a number or a title of\n  1  One & only\n" in told
    assert "no words in the language 'fr'" in run("cues", lesson, "--language", "fr", code=2).stderr
