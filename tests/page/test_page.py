"""A lesson as a page: what stands in it, in both languages, and what cannot get into it."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from page_kit import LESSON, PlainPictures, Reader, page

from eq_sim.film.film_error import FilmCancelled
from eq_sim.language.numerals import write_with_comma
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, parse_lesson
from eq_sim.page.page_error import PageError
from eq_sim.page.sources import experiments_of, models_named, tables_of
from eq_sim.page.telling import Line, Quiz, parts_of
from eq_sim.page.watching import Watch
from eq_sim.resources import resource

ENGLISH_WORDS = re.compile(
    r"\b(the|and|of|to|with|by|from|is|are|were|this|that|show|play|made|chapters?)\b(?!\.txt)",
    re.IGNORECASE,
)


@pytest.fixture
def _german() -> Iterator[None]:
    speak("de")
    write_with_comma(True)
    yield
    speak(ENGLISH)
    write_with_comma(False)


def test_a_page_has_film_text_stills_and_questions_and_no_markup_of_a_lesson(
    tmp_path: Path,
) -> None:
    made = page(tmp_path / "out", fps=24)
    text = (made.folder / "index.html").read_text("utf-8")
    reader = Reader(text)
    assert reader.faults == []
    assert reader.missing_in(made.folder) == []
    assert made.pictures == 2
    tags = [tag for tag, _ in reader.elements]
    assert (tags.count("video"), tags.count("img"), tags.count("details")) == (1, 2, 2)
    assert tags.count("script") == 2  # what is told, and who shows it
    assert "b" not in tags
    assert "i" not in tags
    read = " ".join(reader.words)
    for words in (
        "Short <script>alert(1)</script>",
        "A few </script><b>knobs</b>.",
        "It rises <i>",
        "Right: It falls",
        "Down it goes.",
        "It was less.",
        "House sales in Windsor",
        "“House price”, seed 3",
    ):
        assert words in read
    assert "hello" not in read
    assert "2:" not in read  # a lesson of seven seconds
    told = json.loads(reader.scripts[0])
    assert told["cues"][1][2].splitlines()[2:] == ["1  It falls", "2  It rises <i>"]
    assert told["cues"][2][2] == "Down it goes.\n✓ It falls"
    assert (made.folder / "film.vtt").read_text("utf-8").count("-->") == len(told["cues"])
    policy = next(each["content"] for _, each in reader.elements if "content" in each)
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy
    assert "unsafe" not in policy
    for own in (reader.scripts[1], text.partition("<style>")[2].partition("</style>")[0]):
        assert f"'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy
    assert not re.findall(r"(?:src|href|url)[=(]\W*(?:https?:)?//", text)


def test_notes_are_there_if_asked_for_and_a_page_may_have_no_film(tmp_path: Path) -> None:
    made = page(tmp_path / "out", notes=True)
    reader = Reader((made.folder / "index.html").read_text("utf-8"))
    assert reader.faults == []
    assert reader.missing_in(made.folder) == []
    assert "Say <b>hello</b>." in reader.words
    tags = [tag for tag, _ in reader.elements]
    assert not {"video", "script", "button"} & set(tags)
    assert not list(made.folder.glob("film*"))
    assert [each["href"] for tag, each in reader.elements if tag == "a"][1:3] == [
        "#part-1",
        "#part-2",
    ]


@pytest.mark.usefixtures("_german")
def test_a_german_page_has_no_english_word(tmp_path: Path) -> None:
    made = page(tmp_path / "seite", "de", fps=24)
    reader = Reader((made.folder / "index.html").read_text("utf-8"))
    assert reader.faults == []
    assert reader.elements[0] == ("html", {"lang": "de"})
    assert [words for words in reader.words if ENGLISH_WORDS.search(words)] == []
    assert any(re.search(r"Der Fehler: \d+,\d", words) for words in reader.words)


def test_lines_are_what_was_said_with_the_last_of_numbers_that_went_on() -> None:
    pictures = PlainPictures(parse_lesson(LESSON, "short"), "en")
    watch = Watch(pictures, 10, "en")
    assert len(list(watch.frames())) > 10 * pictures.seconds
    one, two = parts_of(watch, pictures.captions, pictures.chapters, "en")
    assert [type(item) for item in one.items] == [Line, Quiz, Quiz]
    assert one.items[1] == Quiz(
        1.0, "What happens now?", ("It falls", "It rises <i>"), 0, "Down it goes."
    )
    assert one.items[2] == Quiz(
        one.items[2].start, "And later?", ("More", "Less"), 1, "It was less."
    )
    assert one.notes == ("Say <b>hello</b>.",)
    live, later = two.items
    last = [caption.text for caption in pictures.captions if caption.text.startswith("Loss")][-1]
    assert (live.text, later.text) == (last, "It was less.")
    assert one.still != two.still


def test_a_folder_keeps_what_did_not_come_with_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "course"
    page(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]
    (folder / ".DS_Store").write_bytes(b"seen")
    page(folder)  # one that came with a page is replaced
    index = folder / "index.html"
    whole = index.read_text("utf-8")
    index.write_text(whole + "<!-- mine -->", encoding="utf-8")
    with pytest.raises(PageError, match=r"index\.html in course was changed .* --force"):
        page(folder)
    assert "mine" in index.read_text("utf-8")
    page(folder, force=True)
    assert index.read_text("utf-8") == whole
    for mine in (folder / "fonts" / "mine.otf", folder / "mine"):
        mine.mkdir() if mine.suffix == "" else mine.write_bytes(b"mine")
        for force in (False, True):
            with pytest.raises(PageError, match=r"holds other files, such as .*mine"):
                page(folder, force=force)
        assert mine.exists()
        mine.rmdir() if mine.is_dir() else mine.unlink()
    other = tmp_path / "file"
    other.write_text("mine")
    with pytest.raises(PageError, match="file is no folder"):
        page(other)
    with pytest.raises(PageError, match="there is no folder"):
        page(tmp_path / "none" / "out")
    monkeypatch.chdir(folder / "fonts")
    with pytest.raises(PageError, match="is the folder that you are in"):
        page(Path(".."))


def test_a_page_is_whole_or_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    page(folder)
    before = (folder / "index.html").read_bytes()
    for fps in (None, 24):
        with pytest.raises(FilmCancelled):
            page(folder, fps=fps, cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
    assert (folder / "index.html").read_bytes() == before
    with pytest.raises(FilmCancelled):
        page(tmp_path / "other", cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_sources_are_those_of_the_data_and_of_the_models_that_are_named() -> None:
    said = resource("data", "SOURCES.md").read_text("utf-8").replace('"', "")
    found = set()
    for name in bundled_lessons():
        for table in tables_of(experiments_of(load_lesson(name))):
            found.add(table.what)
            for part in re.split(r", “|”, |; |, UCI", table.reference):
                assert part.strip() in said, part
            assert table.licence in said
    assert len(found) >= 2
    ((name, source),) = models_named(["AlexNet has many knobs"])
    assert name == "AlexNet"
    assert "Krizhevsky" in source
