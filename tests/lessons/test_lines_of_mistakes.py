"""Whatever is wrong with a lesson's file: the message names the file once, and each line."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lesson_kit import HEAD

from eq_sim.lessons.check import check_lesson, headless
from eq_sim.lessons.files.lesson_file import (
    bundled_lessons,
    load_lesson,
    parse_lesson,
    read_lesson,
)
from eq_sim.lessons.files.places import Places
from eq_sim.lessons.lesson_error import LessonError, StepError
from eq_sim.resources import resource
from eq_sim.session.files.opening import is_lesson

FILE = "folder/mine.toml"
LINE = re.compile(r"  line (\d+)(, step \d+( \(\w+\))?)?(, [^:]+)?: .")


def shipped(name: str) -> str:
    return resource("lessons", f"{name}.toml").read_text(encoding="utf-8")


def mistaken(line: str) -> Iterator[str | None]:
    """Yields a line as it gets when somebody slips; None where it is gone."""
    yield None
    yield line[: len(line) // 2]
    yield f"{line}\n{line}"
    yield line.replace('"', "“")
    yield line.replace('"', "")
    yield re.sub(r"^(\w+)", lambda key: f"{key[1][::-1]}x", line)
    for value in ("7", '"zzz"', "[]", "{ a = 1 }", "-1e30", "nan", "0,5", ""):
        yield re.sub(r"= .*", f"= {value}", line)
    yield line.replace("{", "{zz")
    yield re.sub(r"\d+", "99", line)
    yield line.replace("[[step]]", "[step]")


def said_of(text: str) -> str:
    """Returns the message about a text; nothing where it is a lesson."""
    try:
        parse_lesson(text, "mine", FILE)
    except LessonError as error:
        return str(error)
    return ""


def check_message(message: str, lines: int, slip: str) -> None:
    first, *rest = message.split("\n")
    assert re.fullmatch(rf"{FILE}: \d+ mistakes?", first), slip
    assert rest, slip
    for line in rest:
        found = LINE.match(line)
        assert found, (slip, line)
        assert 1 <= int(found[1]) <= lines
        assert len(re.findall(r"\bline \d", line)) == 1, (slip, line)
    assert message.count("mine.toml") == 1


def slipped(name: str, every: int, first: int = 0) -> None:
    lines = shipped(name).split("\n")
    written = [place for place, line in enumerate(lines) if line.strip()]
    for place in written[first::every]:
        for other in mistaken(lines[place]):
            changed = [] if other is None else [other]
            text = "\n".join([*lines[:place], *changed, *lines[place + 1 :]])
            if message := said_of(text):
                slip = f"{name}, line {place + 1}: {other}"
                check_message(message, text.count("\n") + 1, slip)


def test_a_slip_in_any_line_is_named_with_its_line() -> None:
    for place, name in enumerate(bundled_lessons()):
        slipped(name, every=150, first=9 * place + 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_lessons())
def test_a_slip_in_each_line_is_named_with_its_line(name: str) -> None:
    slipped(name, every=1)


def test_each_key_of_the_shipped_lessons_has_the_line_in_which_it_stands() -> None:
    for name in bundled_lessons():
        text = shipped(name)
        lines, places = text.split("\n"), Places(text)
        steps = tomllib.loads(text)["step"]
        assert len(places.steps) == len(steps)
        for number, step in enumerate(steps, start=1):
            assert lines[places.line(number, "") - 1].startswith("[[step]]")
            for key in step:
                assert lines[places.line(number, key) - 1].lstrip('"').startswith(key)


STEPS = """title = "a"
idea = '''
[[step]]
say = "not yet"
'''
scenario = "ring"
seed = 1

[[step]]
ask = "Turn."
until = "loss < 1"
hint = ""
way_on = [
    { turn = "x1 -> neuron 1", by = 1 },
    { turn = "x1 -> neuron 9", by = 1 }, # a neuron that is not there
    { trun = "x1 -> neuron 1" },
]

[[step]]
load = "xor"
[step.change]
noise = "much"

[[step]]
ask = "Again."
until = "loss < 1"
hint = ""
[[step.way_on]]
say = "First."
[[step.way_on]]
say = "Then {nothing}."
"""


def test_a_mistake_inside_a_list_or_a_table_has_its_own_line() -> None:
    with pytest.raises(LessonError) as found:
        parse_lesson(STEPS, "mine")
    assert [(each.line, each.step) for each in found.value.mistakes] == [(16, 1), (22, 2), (31, 3)]
    whole = STEPS.replace('trun = "x1 -> neuron 1" }', 'turn = "all knobs", by = 1 }')
    with pytest.raises(LessonError) as found:
        parse_lesson(whole.replace('noise = "much"', "noise = 0.3"), "mine")
    assert [(each.line, each.step) for each in found.value.mistakes] == [(15, 1), (31, 3)]


def test_steps_in_a_list_have_lines_too() -> None:
    text = 'title = "a"\nidea = "b"\nscenario = "ring"\nseed = 1\nstep = [\n  { say = "x" },\n'
    text += '  { say = 7 },\n  "no table",\n]\n'
    with pytest.raises(LessonError) as found:
        parse_lesson(text, "mine")
    assert [(each.line, each.step) for each in found.value.mistakes] == [(7, 2), (8, 3)]


@pytest.mark.parametrize(
    ("step", "line", "words"),
    [
        ("say = Hello", 7, 'a text stands between straight quotes, as in say = "…"'),
        ('say = "Hello', 7, "what begins here has no end"),
        ('say = """Hello\nthere', 7, "what begins here has no end"),
        ('hide = ["loss",\n"console"\n\n[[step]]\npause = 1', 7, "what begins here has no end"),
        ('say = "a"\nsay = "b"', 8, "'say' stands twice: delete one, or begin another [[step]]"),
        ('say = "a"\nsay.de = "b"', 8, 'a key with a dot needs quotes, as in "say.de" = "…"'),
        ("pause = 0,5", 7, "a number has a point, not a comma: 0.5"),
        ("pause =", 7, "nothing stands behind the equals sign"),
        ("pause = 99999999999999999999", 7, "a whole number is not within ±2⁶³"),
        ("pause = " + "[" * 100_000, 7, "its lists and tables nest too deep"),
        (f"{'a.' * 40}b = 1", 7, "a key has more than 32 parts"),
    ],
)
def test_what_is_not_toml_has_its_line_and_what_to_do(step: str, line: int, words: str) -> None:
    text = f'title = "a"\nidea = "b"\nscenario = "ring"\nseed = 1\n\n[[step]]\n{step}\n'
    with pytest.raises(LessonError) as found:
        parse_lesson(text, "mine")
    (mistake,) = found.value.mistakes
    assert mistake.line == line
    assert words in mistake.reason


def test_a_single_bracket_is_named() -> None:
    text = f"{HEAD}[step]\npause = 1\n\n[step]\npause = 2"
    with pytest.raises(LessonError, match=r"line 9: .*\[\[step\]\], in two brackets"):
        parse_lesson(text, "mine")
    with pytest.raises(LessonError, match=r"line 6: there is no \[\[step\]\]"):
        parse_lesson(text[: text.rindex("[step]")], "mine")


def test_what_goes_wrong_in_playing_has_its_line() -> None:
    lesson = parse_lesson(f'{HEAD}[[step]]\nset = "learning_rate"\nto = "1 / step"\n', "a", FILE)
    (problem,) = check_lesson(lesson).problems
    assert problem == "stopped after 0.0 s: line 6, step 1 (set): '1 / step' has no value here"
    with pytest.raises(StepError) as found:
        headless(lesson).go_to(100)
    assert str(found.value) == f"{FILE}: line 6, step 1 (set): '1 / step' has no value here"


def test_a_brief_message_has_the_first_mistakes() -> None:
    text = HEAD + '[[step]]\nsay = "{zzz}"\n' * 9
    with pytest.raises(LessonError) as found:
        parse_lesson(text, "mine", FILE)
    brief = found.value.in_brief().split("\n")
    assert brief[0] == f"{FILE}: 9 mistakes"
    assert len(brief) == 5
    assert brief[-1] == "  … and 6 more"
    assert all(len(line) <= 240 for line in brief)


def test_a_file_is_taken_for_a_lesson_by_its_steps(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    for text in (
        "[[step]]",
        "  [step]\n",
        "“idea” = 3",
        '"idea.de" = 7',
        "step = []",
        "[[ step ]]",
    ):
        path.write_text(f"title = 3\n{text}\n", encoding="utf-16")
        assert is_lesson(str(path)), text
    path.write_bytes(b'title = "\xe4"\nidea = "a"')
    assert is_lesson(str(path))
    path.write_bytes(resource("scenarios", "ring.toml").read_bytes())
    assert not is_lesson(str(path))
    assert not is_lesson(str(tmp_path / "none.toml"))
    assert not is_lesson("ring")


def test_the_file_of_a_shipped_lesson_is_known() -> None:
    lesson = load_lesson("one-knob")
    assert read_lesson(Path(lesson.file)) == lesson
    assert lesson.line(1) == lesson.lines[0] > lesson.line(0) > 0
