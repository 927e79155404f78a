"""A page without a window: the lesson is real, and its pictures are plain."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np

from eq_sim.film.pictures import Picture, Same
from eq_sim.film.subtitles import Caption, Chapter
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.page.about import About
from eq_sim.page.make import Page, make_page
from eq_sim.page.sources import experiments_of
from eq_sim.session.session import Session

SIZE = (32, 16)

LESSON = """
title = "Short <script>alert(1)</script>"
"title.de" = "Kurz <script>alert(1)</script>"
idea = "An idea & no more."
"idea.de" = "Ein Gedanke & sonst nichts."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One"
"chapter.de" = "Eins"
notes = "Say <b>hello</b>."

[[step]]
say = "A few </script><b>knobs</b>."
"say.de" = "Ein paar </script><b>Regler</b>."
seconds = 1

[[step]]
guess = "What happens\\nnow?"
"guess.de" = "Was geschieht\\njetzt?"
answers = ["It falls", "It rises <i>"]
"answers.de" = ["Es sinkt", "Es steigt <i>"]
right = 1
reveal = "Down it goes."
"reveal.de" = "Abwärts geht es."
seconds = 1
after = 1

[[step]]
guess = "And later?"
"guess.de" = "Und später?"
name = "later"
answers = ["More", "Less"]
"answers.de" = ["Mehr", "Weniger"]
right = 2
seconds = 1

[[step]]
chapter = "Two"
"chapter.de" = "Zwei"

[[step]]
say = "Loss {loss}"
"say.de" = "Der Fehler: {loss}"
live = true
seconds = 0

[[step]]
train = 30
seconds = 1

[[step]]
answer = "later"
reveal = "It was less."
"reveal.de" = "Es war weniger."
seconds = 1
"""


class PlainPictures:
    """Plays a lesson as a film does; its pictures are one colour each, by the chapter."""

    def __init__(self, lesson: Lesson, language: str) -> None:
        self.player = Player(Session(lesson.opening.scenario(), 3), lesson, language, auto=True)
        self.captions: list[Caption] = []
        self.chapters: list[Chapter] = []
        self._language = language
        self.seconds = lesson.seconds

    def frames(self, fps: int) -> Iterator[Picture | Same]:
        player, said, since, frame = self.player, "", 0.0, 0
        player.play()
        while not player.finished:
            stage = player.on_stage
            if stage.chapter is not None and stage.chapter == len(self.chapters):
                self.chapters.append(Chapter(frame / fps, stage.chapters[stage.chapter][0]))
            text = self._said()
            if text != said:
                if said:
                    self.captions.append(Caption(since, frame / fps, said))
                said, since = text, frame / fps
            yield np.full((SIZE[1], SIZE[0], 4), 80 * len(self.chapters), np.uint8)
            player.advance(TICKS // fps)
            frame += 1
        self.captions.append(Caption(since, frame / fps, said))

    def _said(self) -> str:
        question = self.player.on_stage.question
        if question is None:
            return self.player.caption
        reveal = question.reveal if question.revealed else {}
        return reveal.get(self._language) or question.text[self._language]


def page(folder: Path, language: str = "en", text: str = LESSON, **choices: object) -> Page:
    """Makes a page; further choices are those of ``make_page``."""
    lesson = parse_lesson(text, "short")
    title, idea = lesson.title.get(language, "?"), lesson.idea.get(language, "?")
    about = About(title, idea, language, experiments_of(lesson), "eq-sim export short.toml")
    chosen = {"fps": None, "size": SIZE, **choices}
    return make_page(PlainPictures(lesson, language), about, folder, **chosen)  # type: ignore[arg-type]


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order.

    Attributes:
        elements: each with its attributes, in order.
        words: all that is read or heard, but for what is said to be in English.
        scripts: the text of each script.
        faults: what no page may have.
    """

    _EMPTY = frozenset({"meta", "link", "img"})
    _HEARD = ("alt", "aria-label", "title")

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.faults: list[str] = []
        self._open: list[tuple[str, bool]] = []
        assert text.startswith("<!DOCTYPE html>\n<html lang=")
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is open" for tag, _ in self._open]
        ids = [each["id"] for _, each in self.elements if "id" in each]
        self.faults += [f"id {one} twice" for one in ids if ids.count(one) > 1]
        for tag, each in self.elements:
            self.faults += ["img without alt"] if tag == "img" and not each.get("alt") else []
            self.faults += (
                ["button without a type"] if tag == "button" and "type" not in each else []
            )
            for name in ("aria-labelledby", "for"):
                if name in each and each[name] not in ids:
                    self.faults.append(f"{name}: no {each[name]}")
            self.faults += [f"{tag} has {name}" for name in each if name.startswith("on")]
            if each.get("href", "").startswith("#") and each["href"][1:] not in ids:
                self.faults.append(f"no {each['href']}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, given))
        in_english = tag != "html" and given.get("lang") == "en"
        foreign = in_english or any(each for _, each in self._open)
        if not foreign:
            self.words += [given[name] for name in self._HEARD if name in given]
            self.words += [given["content"]] if given.get("name") == "description" else []
        if tag not in self._EMPTY:
            self._open.append((tag, foreign or tag in ("style", "script", "code")))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "script":
            self.scripts.append(data)
        elif self._open and not self._open[-1][1]:
            self.words.append(data)

    @property
    def addresses(self) -> list[str]:
        """Whatever is loaded, or can be gone to."""
        names = ("src", "href", "poster", "action", "data", "srcset")
        return [each[name] for _, each in self.elements for name in names if name in each]

    def missing_in(self, folder: Path) -> list[str]:
        """Returns the addresses that lead to no file of a folder."""
        wrong = []
        for address in self.addresses:
            parts = urlsplit(address)
            inside = not parts.scheme and not parts.netloc and not parts.path.startswith("/")
            if not inside or not (folder / unquote(parts.path)).exists():
                wrong.append(address)
        return wrong
