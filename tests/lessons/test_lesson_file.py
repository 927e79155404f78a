"""A broken script: every mistake at once, each with its place and a reason."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from lesson_kit import HEAD, SMALL, lesson

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, read_lesson
from eq_sim.lessons.files.schema import lesson_schema, schema_text
from eq_sim.lessons.language.quantities import QUANTITIES
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.steps.kinds import KINDS
from eq_sim.resources import resource
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.sources import source_of

BROKEN = """title = "A test"
idea = 7
scenario = "rign"
seed = 3

[[step]]
say = "x"
secnds = 2

[[step]]
trun = "x1 -> neuron 3"

[[step]]
train = -5

[[step]]
say = "This caption is far too long to be read from the last row of any hall, and so it is refused."
"say.de" = "Hier steht {verlust}."
"""


def mistakes(text: str) -> list[tuple[int | None, int, str, str]]:
    with pytest.raises(LessonError) as found:
        lesson(text)
    return [(item.line, item.step, item.key, item.reason) for item in found.value.mistakes]


def one(step: str, before: str = "") -> tuple[str, str]:
    """Returns (key, reason) of the one mistake of a script with this step."""
    text = f"{HEAD}{before}\n[[step]]\n{step}\n"
    found = mistakes(text)
    assert len(found) == 1, found
    line, number, key, reason = found[0]
    assert number == 1 + before.count("[[step]]")
    header = text[: text.rindex("[[step]]")].count("\n") + 1
    assert line is not None
    assert line >= header
    return key, reason


def test_all_mistakes_are_named_at_once_with_their_lines() -> None:
    found = mistakes(BROKEN)
    places = [(line, step, key) for line, step, key, _ in found]
    assert places == [
        (2, 0, "idea"),
        (8, 1, "secnds"),
        (10, 2, ""),
        (14, 3, "train"),
        (17, 4, "say"),
        (18, 4, "say.de"),
    ]
    reasons = [reason for *_, reason in found]
    assert "needs text" in reasons[0]
    assert "did you mean 'seconds'" in reasons[1]
    assert "did you mean 'turn'" in reasons[2]
    assert "two lines of 42 characters: it has " in reasons[4]
    assert "no number 'verlust'" in reasons[5]


def test_the_message_lists_them_all() -> None:
    with pytest.raises(LessonError) as found:
        lesson(BROKEN)
    text = str(found.value)
    assert "6 mistakes" in text
    assert "line 14, step 3 (train), train:" in text


# A step, and what the reason has to speak of.
MISTAKES = {
    "unknown neuron": ('turn = "x1 -> neuron 9"\nto = 1', "turn", "layer 1 has 4"),
    "unknown input": ('turn = "x7 -> neuron 1, layer 1"\nto = 1', "turn", "x₁, x₂"),
    "unknown layer": ('turn = "bias of neuron 1, layer 9"\nto = 1', "turn", "no layer 9"),
    "layer missing": ('turn = "bias of neuron 1"\nto = 1', "turn", "add the layer"),
    "no knob at all": ('turn = "the red one"\nto = 1', "turn", "no neuron"),
    "place out of reach": ("turn = { layer = 1, neuron = 9 }\nto = 1", "turn", "neuron 9"),
    "neither to nor by": ('turn = "x1 -> neuron 1"', "to", "'to' a value or 'by'"),
    "both to and by": ('turn = "x1 -> neuron 1"\nto = 1\nby = 1', "to", "'to' a value or 'by'"),
    "nan": ('turn = "x1 -> neuron 1"\nto = nan', "to", "finite"),
    "two things": ('say = "x"\ntrain = 5', "", "not say and train"),
    "nothing to do": ("seconds = 2", "", "does not say what to do"),
    "one answer": ('guess = "?"\nanswers = ["a"]\nright = 1', "answers", "a list of at least 2"),
    "no such answer": ('guess = "?"\nanswers = ["a", "b"]\nright = 3', "right", "no answer 3"),
    "said twice": ('say = "x"\n"say.en" = "y"', "say.en", "write 'say' alone"),
    "answers differ": (
        'guess = "?"\nanswers = ["a", "b"]\n"answers.de" = ["a", "b", "c"]\nright = 1',
        "answers.de",
        "3 answers here, and 2 in the file's own language",
    ),
    "missing key": ('guess = "?"\nanswers = ["a", "b"]', "", "missing key 'right'"),
    "unknown panel": ('highlight = "panel smell"', "highlight", "no panel 'smell'"),
    "unknown hidden panel": ('hide = ["smell"]', "hide", "choose output"),
    "hides the console": ('hide = ["loss", "console"]', "hide", "'console' cannot be hidden"),
    "hides a part": ('hide = ["slice"]', "hide", "a part of the panel 'inspector'"),
    "unknown panel beside others": (
        'turn = "x1 -> neuron 1"\nby = 1\nhighlight = ["panel loss", "panel smell"]',
        "highlight",
        "no panel 'smell'",
    ),
    "lit knob that is gone": (
        'remove_neuron = 1\nlayer = 1\nhighlight = "x1 -> neuron 4"',
        "highlight",
        "layer 1 has 3",
    ),
    "way on lights what is not there": (
        'ask = "x"\nuntil = "loss < 1"\nhint = ""\n'
        'way_on = [{ turn = "x1 -> neuron 1", by = 1, highlight = "x9 -> neuron 1, layer 1" }]',
        "way_on.highlight",
        "x₁, x₂",
    ),
    "lights nothing at all": ('say = "x"\nhighlight = []', "highlight", "at least 1"),
    "no knob to come near to": ('zoom = "x1 -> neuron 9"', "zoom", "layer 1 has 4"),
    "unknown large network": ('beyond = "GPT-9"', "beyond", "choose ResNet-50, AlexNet"),
    "number of no network": ('say = "{knobs of: GPT-9}"', "say", "no large network 'GPT-9'"),
    "network missing": ('say = "{desk of}"', "say", "takes a large network"),
    "unknown setting": ('set = "speeed"\nto = 1', "set", "no setting 'speeed'"),
    "impossible value": ('set = "optimizer"\nto = "magic"', "to", "The optimizer needs one of"),
    "unknown scenario": ('load = "rign"', "load", "no scenario 'rign'"),
    "bad change": (
        'load = "ring"\nchange = { hidden = [0] }',
        "change.hidden",
        "The layers need whole",
    ),
    "never remembered": ('recall = "there"', "recall", "'there'"),
    "two solos": ('solo = "neuron 1, layer 2"', "solo", "only one knob"),
    "compares nothing": ('expect = "loss"', "expect", "compares nothing"),
    "not to say how exactly": ('expect = "loss = 2"', "expect", "how exactly"),
    "no condition": ('expect = "loss is low"', "expect", "compare with <"),
    "code": ('expect = "open(1) < 2"', "expect", "a side may have"),
    "needs an argument": ('expect = "{knob} < 2"', "expect", "takes a knob"),
    "way on is wrong": (
        'ask = "x"\nuntil = "loss < 1"\nhint = ""\nway_on = [{ trun = 1 }]',
        "way_on",
        "did you mean 'turn'",
    ),
    "open brace": ('say = "It is {loss."', "say", "a brace is open"),
    "too many seconds": ('say = "x"\nseconds = 1e9', "seconds", "a number up to 600"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_key_and_reason(name: str) -> None:
    step, key, words = MISTAKES[name]
    found = one(step, '\n[[step]]\nsay = "before"\n')
    assert found[0] == key
    assert words in found[1]


def test_a_knob_follows_the_network_that_is_loaded() -> None:
    text = SMALL + '[[step]]\nload = "one-knob"\n[[step]]\nturn = "x -> y"\nto = 1\n'
    assert len(lesson(text).steps) == len(lesson().steps) + 2
    (found,) = mistakes(text + '[[step]]\nturn = "x1 -> neuron 3"\nto = 1\n')
    assert "neuron 3" in found[3] or "x1" in found[3]


def test_what_the_screen_calls_a_knob_is_its_name_in_a_script() -> None:
    lesson(HEAD + '[[step]]\nturn = "x₂ → neuron 3, layer 1"\nto = 1\n')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "is not TOML"),
        ('[[step]]\nsay = "a"\nsay.de = "b"\n', 'quotes, as in "say.de"'),
        (HEAD, "no [[step]]"),
    ],
)
def test_what_is_no_lesson_at_all_is_said(text: str, words: str) -> None:
    with pytest.raises(LessonError, match=words.replace("[", r"\[").replace(".", r"\.")):
        lesson(text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="cannot be read"):
        read_lesson(tmp_path / "none.toml")
    with pytest.raises(LessonError, match="choose one-knob, three-knobs"):
        load_lesson("none")


def test_the_stored_schema_is_the_generated_one() -> None:
    stored = resource("lessons", "lesson.schema.json").read_text(encoding="utf-8")
    assert stored == schema_text()


def test_the_schema_knows_every_kind_and_every_key_of_the_lessons() -> None:
    schema = lesson_schema()
    assert len(schema["properties"]["step"]["items"]["anyOf"]) == len(KINDS)
    for kind in KINDS.values():
        properties = schema["$defs"][kind.__name__]["properties"]
        assert kind.key in properties
        assert "translations" not in properties
    json.dumps(schema)


def test_the_page_names_every_kind_and_every_number() -> None:
    page = resource("lessons", "README.md").read_text(encoding="utf-8")
    for name in KINDS:
        assert f"`{name}" in page, name
    for name in QUANTITIES:
        assert f"| `{name}" in page, name


def test_the_example_on_the_page_is_a_lesson() -> None:
    page = resource("lessons", "README.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert len(lesson(example).steps) == 4
    assert check_lesson(lesson(example)).lines() == []


def test_the_other_examples_on_the_page_are_steps() -> None:
    page = resource("lessons", "README.md").read_text(encoding="utf-8")
    head, *others = [part.split("```")[0] for part in page.split("```toml\n")[1:]]
    head = head.split("[[step]]")[0]
    noted = ""
    for name in ("halfway", "all zero"):
        noted += f'[[step]]\nnote = "{name}"\nof = "loss"\n'
    assert len(others) == 5
    for example in others:
        whole = example.startswith("title")
        assert lesson(example if whole else f"{head}{noted}{example}").steps


def test_the_page_names_what_goes_in_and_comes_out_of_each_scenario() -> None:
    page = resource("lessons", "README.md").read_text(encoding="utf-8")
    table = page.split("| scenario | inputs | outputs |")[1].split("\n\n")[0]
    for name in bundled():
        row = next((line for line in table.splitlines() if f"`{name}`" in line), "")
        row = row or next(
            line
            for line in table.splitlines()
            if ("digits" in name and "its kin" in line) or line.startswith("| the others")
        )
        head = HEAD.replace('"ring"', f'"{name}"')
        inputs, outputs = ([*re.findall("`([^`]+)`", cell)] for cell in row.split("|")[2:4])
        for each in inputs:
            lesson(f'{head}[[step]]\nmute = "{each} -> layer 1"\n')
        if len(inputs) > 1:
            assert len(inputs) == source_of(load_scenario(name).data).features, name
        origin = inputs[0] if name in ("one-knob", "house-price", "equalizer") else "neuron 1"
        for each in outputs:
            lesson(f'{head}[[step]]\nmute = "{origin} -> {each}"\n')


def test_the_lessons_stand_in_order() -> None:
    assert bundled_lessons() == [
        "one-knob",
        "three-knobs",
        "until-it-sounds-right",
        "inside-a-neuron",
        "all-at-once",
        "four-steps",
        "you-set-it-learns",
        "many-settings",
        "what-is-one-knob-worth",
        "where-to-stop",
        "too-few-too-many",
        "a-new-kind-of-music",
        "fewer-positions",
        "using-is-not-learning",
        "a-million",
    ]


def test_each_kind_declares_the_key_that_names_it() -> None:
    for name, kind in KINDS.items():
        assert kind.key == name
        (field,) = (field for field in msgspec.structs.fields(kind) if field.name == name)
        assert field.required
        assert "key" in vars(kind)


@pytest.mark.parametrize("name", ["loss", "test loss", "learning_rate", " step "])
def test_a_note_does_not_take_the_name_of_a_number(name: str) -> None:
    key, reason = one(f'note = "{name}"\nof = "knobs"')
    assert key == "note"
    assert "is a number of its own" in reason
