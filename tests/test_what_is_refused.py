"""Whatever is refused is said to a person: a rule for every sentence, and for how they are made."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from program_trees import program_trees

import eq_sim
from eq_sim.cli.program import main
from eq_sim.film.film_error import FilmError
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.lessons.files.lesson_file import read_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, KnobError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import read_recording
from eq_sim.session.scenario import convert
from eq_sim.session.settings.table import SETTINGS

ROOM = Path(eq_sim.__file__).parent

JARGON = (
    r"codec",
    r"\bdecode",
    r"\$",
    r"`",
    r"\b(data|network|training|goal)\.[a-z]",  # a path of keys
    r"\b(float|int|str|NoneType|dict|tuple|array)\b",
    r"object has no|Traceback|Error\b|0x[0-9a-f]{4}",
    r"\bNone\b|\bTrue\b|\bFalse\b",
)


def faults(sentence: str) -> list[str]:
    """Returns what a person could not read in a sentence that begins with no name."""
    found = [pattern for pattern in JARGON if re.search(pattern, sentence)]
    return found if sentence[:1].isupper() or not sentence[:1].isalpha() else [*found, "small"]


def errors_made() -> Iterator[tuple[str, ast.expr]]:
    """Yields (place, sentence) for each error for a person that the program's source makes."""
    kinds = {kind.__name__ for kind in every_kind(EqSimError)}
    for path, tree in program_trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in kinds:
                    yield f"{path.relative_to(ROOM)}:{node.lineno}", node.args[0]


def every_kind(kind: type) -> set[type]:
    return {kind} | {deep for child in kind.__subclasses__() for deep in every_kind(child)}


def literals(sentence: ast.expr) -> str:
    return " ".join(
        part.value
        for part in ast.walk(sentence)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def test_no_sentence_in_the_program_begins_with_what_it_does_not_know() -> None:
    """A name at the beginning stays as it is: so it stands in braces, and not in an f-string."""
    made = dict(errors_made())
    assert len(made) > 90
    begin = {
        place
        for place, sentence in made.items()
        if isinstance(sentence, ast.JoinedStr) and not isinstance(sentence.values[0], ast.Constant)
    }
    assert not begin
    quoting = {place: words for place, words in made.items() if faults_of(literals(words))}
    assert not quoting


def faults_of(words: str) -> list[str]:
    return [pattern for pattern in JARGON if re.search(pattern, words)]


def test_every_sentence_begins_with_a_capital_and_every_name_stays() -> None:
    assert str(KnobError("there is no knob {knob}", knob=3)) == "There is no knob 3"
    assert str(KnobError("{name} is muted", name="x₂ → neuron 3")) == "x₂ → neuron 3 is muted"
    assert str(LessonError("{path} is long", path="mine.toml")) == "mine.toml is long"
    inner = KnobError("there is no knob 3")
    assert str(FilmError("Line 3: {error}", error=inner)) == "Line 3: there is no knob 3"


WRONG: tuple[object, ...] = (
    "abc", "", "ü", -1, 0, 1e308, float("nan"), float("inf"), True, None, [], [-1], [1.5], ["a"],
    {}, {"a": 1}, 10**30, "9" * 5000, "{x}", "\x00",
)  # fmt: skip


def refusal(doing: Callable[[], object]) -> str:
    """Returns what is said of something that is refused; nothing where it is not."""
    try:
        doing()
    except EqSimError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_value_of_a_setting_is_refused_in_jargon(setting: str) -> None:
    session = open_session("house-price")
    said = {
        refusal(partial(session.apply, act.Set(setting, value))).replace(f"'{value}'", "")
        for value in WRONG
    }
    assert len(said) > 5
    assert [sentence for sentence in said if sentence and faults(sentence)] == []


def places(document: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yields the way to every key of a document."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield (*at, key)
            yield from places(value, (*at, key))


def with_value(document: object, way: tuple[str, ...], value: object) -> object:
    """Returns a copy of a document with another value at a place."""
    copy = json.loads(json.dumps(document))
    part = copy
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = value
    return copy


def test_no_scenario_is_refused_in_jargon() -> None:
    sound = msgspec.to_builtins(open_session("ring").scenario)
    refused = 0
    for way in places(sound):
        for value in WRONG:
            said = refusal(partial(convert, with_value(sound, way, value)))
            refused += bool(said)
            assert not faults_of(said), said
            assert not said or way[-1] in said or "The " in said, said
    assert refused > 250


PLAIN = re.compile(r"(?<!\w)[A-Za-z]*[aeiou][A-Za-z]*(?!\w)")
KEYS = {
    *(word for key, setting in SETTINGS.items() for word in (key, *setting.names)),
    *("dtype", "data", "network", "training", "goal", "full", "true", "nan", "inf", "float"),
}
"""Names in files and on the command line, which are the same in each language."""


def words_in(text: str) -> set[str]:
    return {word for word in PLAIN.findall(text.replace("_", " ")) if len(word) > 1}


def test_nothing_is_refused_in_english_where_another_language_is_spoken() -> None:
    speak(PSEUDO)  # whose sentences have no plain vowels
    try:
        session = open_session("ring")
        said = {
            refusal(partial(session.apply, act.Set(setting, value)))
            for setting in SETTINGS
            for value in WRONG
        }
    finally:
        speak(ENGLISH)
    assert len(said) > 200
    known = {word for key in KEYS for word in words_in(key)}
    given = re.compile(r"'[^']*'|“[^”]*”")
    left = {
        sentence: words for sentence in said if (words := words_in(given.sub("", sentence)) - known)
    }
    assert left == {}


LESSON = 'title = "a"\nidea = "b"\nscenario = "ring"\nseed = 1\n'
BAD_FILES: dict[str, tuple[Callable[[Path], object], bytes]] = {
    "no text": (read_lesson, b'title = "\xe9"'),
    "a lesson too deep": (read_lesson, b"a = " + b"[" * 99_999),
    "a scenario of no text": (lambda path: open_session(str(path)), b'\n\nname = "\xe9"'),
    "a scenario too deep": (lambda path: open_session(str(path)), b"a = " + b"[" * 99_999),
    "a lesson of wrong types": (
        read_lesson,
        (LESSON + "seed = true\n").encode().replace(b"seed = 1\n", b"")
        + b'[[step]]\nsay = 3\nseconds = "x"\n[[step]]\nturn = 3\nto = []\n[[step]]\nload = 7\n',
    ),
    "a recording": (read_recording, b'{"eq_sim": 1}\n\xff'),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_no_file_is_refused_in_jargon(name: str, tmp_path: Path) -> None:
    read, content = BAD_FILES[name]
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(EqSimError) as caught:
        read(path)
    said = str(caught.value)
    assert not faults_of(said.replace(str(path), "")), said
    if "no text" in name:
        assert f"line {1 + content.count(10)}" in said
        assert "not" in said.split("line")[1]
        assert "UTF-8" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fly"], "There is no command 'fly': choose open, list, train, export, predict, picture,"),
        (["ring"], "There is no command 'ring': to open it in the window, write eq-sim open ring"),
        (["train"], "There is still missing: SCENARIO|FILE|LINE."),
        (["train", "ring", "--steps"], "--steps: a value is missing."),
        (["train", "ring", "--steps", "x"], "--steps: a whole number is needed, not 'x'."),
        (["picture", "ring", "-o", "a.png", "--theme", "red"], "--theme: choose dark or light,"),
        (["list", "--all"], "There is no such option or argument here: --all."),
        (["train", "ring", "--set", "dropout=1.5"], "such as 0.2 (20 %), not 1.5 (150 %)"),
        (
            ["train", "digits", "--set", "noise=1"],
            "The noise cannot be set: digits is a real table",
        ),
    ],
    ids=str,
)
def test_the_command_line_says_what_there_is(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert told.startswith("eq-sim: ")
    assert said in told
    assert told.count("\n") == 1
    assert not faults(told.removeprefix("eq-sim: "))


def test_an_expectation_that_fails_says_what_the_number_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    steps = ("loss < 1e-9", "1e-9 > {knob: x1 -> neuron 3} + 1", "loss = test_loss to 3 digits")
    path.write_text(LESSON + "".join(f'[[step]]\nexpect = "{step}"\n' for step in steps))
    assert main(["check", str(path)]) == 1
    loss = open_session("ring").losses
    said = capsys.readouterr().out
    assert f"step 1: expected loss < 1e-9, but loss is {loss.train:.6g}\n" in said
    assert "but {knob: x1 -> neuron 3} + 1 is 1.72584\n" in said
    assert f"but loss is {loss.train:.6g} and test_loss is {loss.test:.6g}\n" in said
