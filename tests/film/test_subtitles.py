import pytest

from eq_sim.film.film_error import FilmError
from eq_sim.film.subtitles import (
    Caption,
    Chapter,
    TimedText,
    caption_spans,
    chapter_list,
    chapter_spans,
    language_code,
    srt,
    vtt,
)


def test_captions_are_put_in_order_and_never_overlap() -> None:
    spans = caption_spans(
        [Caption(2, 9, "b"), Caption(0, 3, "a"), Caption(8, 12, "c"), Caption(20, 21, "late")],
        10_000,
    )

    assert spans == [
        TimedText(0, 2000, "a"),
        TimedText(2000, 8000, "b"),
        TimedText(8000, 10_000, "c"),
    ]


def test_empty_lines_would_end_a_caption() -> None:
    assert caption_spans([Caption(0, 1, " a \n\n b\n"), Caption(1, 2, " \n")], 5000) == [
        TimedText(0, 1000, "a\nb")
    ]


def test_nothing_said_is_no_file() -> None:
    assert srt([]) == vtt([]) == chapter_list([]) == ""
    assert caption_spans([], 1000) == chapter_spans([], 1000) == []


def test_hours_are_hours() -> None:
    spans = chapter_spans([Chapter(3725.5, "Late\nagain")], 4_000_000)

    assert chapter_list(spans) == "01:02:05 Late again\n"
    assert srt(spans).startswith("1\n01:02:05,500 --> 01:06:40,000\n")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, float("inf"))])
def test_a_caption_has_a_beginning_and_an_end(start: float, end: float) -> None:
    with pytest.raises(FilmError, match="cannot run from second"):
        Caption(start, end, "x")


@pytest.mark.parametrize("start", [-1, float("nan")])
def test_a_chapter_has_a_beginning(start: float) -> None:
    with pytest.raises(FilmError, match="cannot begin at second"):
        Chapter(start, "x")


def test_languages_have_three_letters_in_a_film() -> None:
    assert [language_code(each) for each in ("en", "de-AT", "fra", "xx")] == [
        "eng",
        "deu",
        "fra",
        "und",
    ]
