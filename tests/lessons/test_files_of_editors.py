"""Lessons as Notepad and Word save them: understood, or named with the line and what to type."""

from pathlib import Path

import pytest
from lesson_kit import HEAD

from eq_sim.lessons.files.lesson_file import parse_lesson, read_lesson
from eq_sim.lessons.files.typed_marks import with_typed_marks
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.resources import resource

STEP = '[[step]]\nsay = "Der Wärmegrad ist {loss}."\n'


def read(path: Path, content: bytes) -> Lesson:
    path.write_bytes(content)
    lesson = read_lesson(path)
    assert path.read_bytes() == content
    return lesson


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_notepad(
    tmp_path: Path, encoding: str, ends: str
) -> None:
    path = tmp_path / "mine.toml"
    plain = read(path, (HEAD + STEP).encode())
    assert read(path, (HEAD + STEP).replace("\n", ends).encode(encoding)) == plain
    both = ("\ufeff" + HEAD + STEP).replace("\n", ends)
    assert read(path, both.encode("utf-16-le")) == read(path, both.encode("utf-16-be")) == plain


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ((HEAD + STEP).encode("cp1252"), 7, "Windows-1252 it is 'ä': save the file with the enc"),
        (b'a = 1\nb = "\x81"', 2, "column 6 is not UTF-8: save the file with the encoding UTF-8"),
        (HEAD.encode("utf-16") + b"a", 6, "UTF-16 and does not go on so: save it as UTF-8"),
        ("\ufeffa = 1\n".encode("utf-16-be") + b"\xd8\x00", 2, "UTF-16"),
    ],
)
def test_what_is_no_text_has_its_line_and_what_to_do(
    tmp_path: Path, content: bytes, line: int, words: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(LessonError) as found:
        read_lesson(path)
    (mistake,) = found.value.mistakes
    assert mistake.line == line
    assert words in mistake.reason
    assert str(found.value).count("mine.toml") == 1


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("say = “Hello” # so “it” is", 'say = "Hello" # so “it” is'),
        ("“say.de” = „Hallo“", '"say.de" = "Hallo"'),
        ("say = „Hallo”", 'say = "Hallo"'),
        ("“say.fr” = « Bonjour »", '"say.fr" = "Bonjour"'),
        ("a = [“a”, ‘b’, «c», ‚d‘, »e«]", 'a = ["a", \'b\', "c", \'d\', "e"]'),
        ("a = { b = “c”, “d.e” = 1 }", 'a = { b = "c", "d.e" = 1 }'),
        ("say = “„Ja”, sagte er.”", 'say = "„Ja”, sagte er."'),
        ('say = “so "it" is\\n”', 'say = "so \\"it\\" is\\n"'),
        ("say = ‘It’s here’", "say = 'It’s here'"),
        ("say = ‘It's \\here’", 'say = "It\'s \\\\here"'),
        ('say = "Hello”', 'say = "Hello"'),
        ('say = “Hello"', 'say = "Hello"'),
        ("say = “““a\nb”””", 'say = """a\nb"""'),
        ("say = “”", 'say = ""'),
        ("to = –0.5", "to = -0.5"),
        ("to\u00a0= −1e‑3\u2009", "to = -1e-3 "),
        ("\tto =\t1", "\tto =\t1"),
        # What stands between straight quotes, or behind a number sign, is the author's own.
        ('say = "He said “x” – y\u00a0z"', 'say = "He said “x” – y\u00a0z"'),
        ("# don’t “\na = 1", "# don’t “\na = 1"),
        ("say = '''a “b”\n’c'''", "say = '''a “b”\n’c'''"),
    ],
)
def test_signs_of_a_word_processor_are_read_as_what_was_typed(written: str, typed: str) -> None:
    assert with_typed_marks(written).text == typed
    assert with_typed_marks(written).unclear is None


@pytest.mark.parametrize(
    ("step", "line", "column", "sign", "typed"),
    [
        ("say = “Hello", 7, 7, "“", '"'),
        ("seconds = 1\nanswers = [“a, “b”, c”]", 8, 22, "”", '"'),
        ('answers = ["a”, "b"]', 7, 14, "”", '"'),
        ("say = ‘Hello", 7, 7, "‘", "'"),
    ],
)
def test_where_it_is_not_clear_what_a_sign_means_its_place_is_named(
    step: str, line: int, column: int, sign: str, typed: str
) -> None:
    with pytest.raises(LessonError) as found:
        parse_lesson(f"{HEAD}[[step]]\n{step}\n", "mine")
    (mistake,) = found.value.mistakes
    assert mistake.line == line
    assert f"{sign} in column {column}" in mistake.reason
    assert f"put {typed} at both ends" in mistake.reason


def test_a_whole_lesson_as_word_would_write_it_is_the_same_lesson() -> None:
    text = resource("lessons", "one-knob.toml").read_text(encoding="utf-8")
    worded, opens = [], True
    for sign in text:
        if sign == '"':
            sign, opens = "“" if opens else "”", not opens
        worded.append(sign)
    written = "".join(worded).replace("= -", "= –").replace("\n", "\n\u00a0")
    assert written != text
    assert parse_lesson(written, "mine") == parse_lesson(text, "mine")


@pytest.mark.parametrize(
    "step",
    [
        'turn = "x1\u00a0–> neuron\u00a03"\nto = –0.5',
        'turn = "x1 \uf0e0 neuron 3"\nto = 1',
        'expect = "loss\u00a0> –0.1"',
        'set = "learning_rate"\nto = "2 – {learning rate}"',
        'note = "a"\nof = "test\u00a0loss"',
    ],
)
def test_names_and_amounts_are_read_with_such_signs(step: str) -> None:
    assert parse_lesson(f"{HEAD}[[step]]\n{step}\n", "mine").steps
