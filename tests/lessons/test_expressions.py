"""Conditions, amounts and captions from a stranger's lesson: read as they stand, or refused."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lesson_kit import HEAD, lesson

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.expressions import (
    amount,
    filled,
    holds,
    mistakes_in_amount,
    mistakes_in_condition,
    mistakes_in_text,
)
from eq_sim.lessons.language.quantities import QUANTITIES
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.steps.kinds import KINDS
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.opening import open_session


@pytest.fixture(scope="module")
def context() -> StepContext:
    return StepContext(open_session("one-knob"))


def refusal(step: str) -> str:
    """Returns what is said of a lesson with one step that is wrong."""
    with pytest.raises(LessonError) as found:
        lesson(f"{HEAD}[[step]]\n{step}\n")
    return str(found.value)


HOSTILE = {
    "a digit behind a brace": ('expect = "{loss}0 < 1"', "cannot be understood"),
    "a name behind a name": ('expect = "{loss}{knobs} < 1"', "cannot be understood"),
    "a placeholder": ('expect = "_5 < 1"', "no number '5'"),
    "a placeholder that is there": ('expect = "{loss} < _0"', "no number '0'"),
    "400 nines": (f'expect = "{"9" * 400} < 1"', "too large"),
    "infinity": ('expect = "loss < 1e999"', "too large"),
    "2,000 terms": (f'expect = "{"1 + " * 2000}1 < 1"', "longer than 500 characters"),
    "200 parentheses": (f'expect = "{"(" * 200}1{")" * 200} < 1"', "deeper than 20"),
    "200 signs": (f'expect = "{"-" * 200}1 < 1"', "deeper than 20"),
    "a million spaces": (f'expect = "loss{" " * 900_000}< 1"', "longer than 500 characters"),
    "half a billion digits": ('say = "{loss to 500000000 digits}"', "asks for digits"),
    "half a billion equal digits": ('expect = "loss = 1 to 500000000 digits"', "asks for digits"),
    "no digits": ('say = "{loss to 0 digits}"', "asks for digits"),
    "a number of 5,000 digits": (f'turn = "bias of neuron {"9" * 5000}"\nto = 1', "200 characters"),
    "a layer of 5,000 digits": (f'highlight = "layer {"9" * 5000}"', "200 characters"),
    "a place of 4,000 digits": (f"turn = {{ layer = {'9' * 4000}, neuron = 1 }}\nto = 1", "2⁶³"),
    "a point of 150 digits": (f'say = "{{input: x1 at point {"9" * 150}}}"', "add which point"),
    "a name of 300 characters": (f'say = "{{{"x" * 300}}}"', "200 characters"),
    "a long caption": (f'say = "{"{loss} " * 200}"', "longer than 1,000 characters"),
    "a character that ends a name": ('load = "ring\\u0000.toml"', "cannot be printed"),
    "an amount in a note": ('note = "x"\nof = "loss} + {knobs"', "no number 'loss} + {knobs'"),
    "a note that cannot be named": ('note = "a}b"\nof = "loss"', "no brace"),
    "a note without a name": ('note = " "\nof = "loss"', "no brace"),
    "Python": ('expect = "0x10 < 2"', "cannot be understood"),
    "Python's lists": ('expect = "[1] < 2"', "cannot be understood"),
    "digits for nothing": ('expect = "loss < 2 to 3 digits"', "goes with = alone"),
    "two comparisons": ('expect = "1 < loss < 2"', "'and' joins two"),
    "a list": ('expect = "loss < min(1, 2)"', "cannot be understood at ',': it may have"),
    "an amount that compares": ('turn = "x1 -> neuron 1"\nto = "1 < 2"', "is no amount"),
    "a key of 900,000 letters": (f'"{"x" * 900_000}" = 1', "does not say what to do"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_played_is_refused_when_it_is_read(name: str) -> None:
    step, words = HOSTILE[name]
    said = refusal(step)
    assert words in said
    assert len(said) < 1000  # a message of its own, not the text again


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('expect = "test loss < 0.1"', "in braces: {test loss}"),
        ('expect = "loss < 2 * test loss"', "in braces: {test loss}"),
        ('set = "learning_rate"\nto = "2 * learning rate"', "in braces: {learning rate}"),
        ('note = "before"\nof = "train loss"', "no number 'train loss' (like it: loss, "),
    ],
)
def test_a_mistake_in_a_name_says_what_was_meant(step: str, said: str) -> None:
    assert said in refusal(step)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 - 3 - 4", -5),
        ("8 / 2 / 2", 2),
        ("-2 * -3", 6),
        ("−(1 − .5)", -0.5),
        ("1e-3*1E3", 1),
        ("knobs + {knobs}", 2),
        ("learning_rate / learning_rate", 1),
        ("((((((((((1))))))))))", 1),
    ],
)
def test_an_amount_is_calculated_as_at_school(
    context: StepContext, text: str, value: float
) -> None:
    assert mistakes_in_amount(text, Scope.of(context.session)) == []
    assert amount(text, context) == value


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("knobs = 1 to 3 digits", True),
        ("knobs == 1.0004 to 3 digits", True),
        ("knobs = 1.004 to 3 digits", False),
        ("2 ≤ 2", True),
        ("2 >= 3", False),
        ("-1 < {step}", True),
        ("1 / {step} < 5", False),  # a division by zero
        ("0 < 1 and knobs = 1 to 3 digits and 2 < 3", True),
        ("0 < 1 and knobs = 2 to 3 digits and 2 < 3", False),
        ("0 < 1 and", None),
        ("0 < 1 and 2", None),
        ("and < 1", None),
        ("test loss < 5", None),  # a name of two words needs braces
        ("{test loss} < 5", False),  # there is no test part
        ("1e308 * 10 = 1 to 3 digits", False),  # infinity is equal to nothing
    ],
)
def test_a_condition_holds_or_does_not(context: StepContext, text: str, held: bool | None) -> None:
    mistakes = mistakes_in_condition(text, Scope.of(context.session))
    assert bool(mistakes) == (held is None)
    if held is not None:
        assert holds(text, context).holds is held


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{step} > 2 * ({knobs} + 1)", "step is 0 and 2 * (knobs + 1) is 4"),
        ("learning_rate ≤ 0.001", "learning_rate is 0.02"),
        ("{knob: x -> y} > 1e9", "{knob: x -> y} is "),
        ("1 > 2", "its numbers never change"),
        ("step < 1 and step > knobs", "step is 0 and knobs is 1"),
    ],
)
def test_what_did_not_hold_is_said_with_its_numbers(
    context: StepContext, text: str, said: str
) -> None:
    assert holds(text, context).numbers.startswith(said)


@pytest.mark.parametrize("text", ["1 / step", "1e308 * 10", "{test loss}"])
def test_an_amount_without_a_finite_value_is_a_sentence_in_the_end(
    context: StepContext, text: str
) -> None:
    with pytest.raises(EqSimError, match="has no value here"):
        amount(text, context)


def test_a_caption_writes_as_many_digits_as_it_asks_for(context: StepContext) -> None:
    rate = context.session.scenario.training.learning_rate
    assert filled("{learning rate  to  5 digits}", context, "en") == f"{rate:#.5g}"


def test_a_message_lists_fifty_mistakes_and_counts_the_others() -> None:
    with pytest.raises(LessonError) as found:
        lesson(HEAD + "[[step]]\nx = 1\n" * 120)
    assert len(found.value.mistakes) == 120
    said = str(found.value)
    assert "120 mistakes" in said
    assert said.endswith("… and 70 more")


# Texts that no lecturer writes

_WORDS = st.sampled_from(
    [*QUANTITIES, "learning_rate", "knob: x -> y", "input: x at point 3", "x", "{", "}", ":", "_0"]
)
_SIGNS = st.one_of(
    st.sampled_from("+-*/()<>=≤−^,.;!%&|\\\n\0'[]"),
    st.sampled_from(["<=", ">=", "==", "**", "//", "to", "digits", "3", "15", "16"]),
)
_NUMBERS = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=True).map(repr),
    st.integers(1, 600).map(lambda count: "9" * count),
)
_PIECES = st.one_of(_WORDS, _WORDS.map("{{{}}}".format), _SIGNS, _NUMBERS, st.text(max_size=9))
TEXTS = st.one_of(
    st.lists(_PIECES, max_size=24).map(" ".join),
    st.lists(_PIECES, max_size=12).map("".join),
    st.tuples(_PIECES, st.integers(0, 900)).map(lambda pair: pair[0] * pair[1]),
    st.text(max_size=60),
)
QUIET = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


def read_and_play(text: str, context: StepContext) -> None:
    """Reads a text as everything that it can be; what is not refused has to play."""
    scope = Scope.of(context.session)
    if not mistakes_in_condition(text, scope):
        assert isinstance(holds(text, context).numbers, str)
    if not mistakes_in_amount(text, scope):
        with suppress(EqSimError):
            assert abs(amount(text, context)) < float("inf")
    if not mistakes_in_text(text, scope):
        assert len(filled(text, context, "de")) < 20_000


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(TEXTS)
def test_any_text_is_refused_or_plays(context: StepContext, text: str) -> None:
    read_and_play(text, context)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(TEXTS)
def test_many_texts_are_refused_or_play(context: StepContext, text: str) -> None:
    read_and_play(text, context)


# Whole lessons: a sound one, changed

_VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-3, 100),
        st.integers(-(2**70), 2**70),
        st.floats(width=32),
        st.text(max_size=12),
        _WORDS,
        _PIECES,
        st.sampled_from(["x -> y", "y", "all knobs", "layer 1", "smallest 50 %", "A", "B", "same"]),
        st.sampled_from(["ring", "house-price", "inside", "x1 -> neuron 1", "loss > {note}"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["layer", "neuron", "source", "say", "turn"]), inner),
    ),
    max_leaves=4,
)
_KEYS = st.sampled_from(
    sorted({name for kind in KINDS.values() for name in kind.__struct_fields__})
)
_STEPS = st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4)
_TYPICAL = st.sampled_from(
    [
        {"say": "{loss}", "live": True},
        {"turn": "x -> y", "to": "1", "seconds": 0.1},
        {"set": "learning_rate", "to": "limit"},
        {"set": "hidden", "to": [3]},
        {"remember": "a"},
        {"recall": "a", "seconds": 0},
        {"train": 3, "seconds": 0},
        {"note": "a", "of": "loss"},
        {"expect": "loss > 0"},
    ]
)
_CHANGED = st.builds(lambda step, more: {**step, **more}, _TYPICAL, _STEPS.map(dict))
LESSONS = st.lists(st.one_of(_STEPS, _TYPICAL, _CHANGED), max_size=6)


def toml(value: object) -> str:
    """Writes a value as TOML does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {toml(thing)}' for key, thing in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(sign):08x}" for sign in value) + '"'
    return repr(value)


def read_and_check(steps: list[dict[str, object]]) -> None:
    """Reads a lesson with these steps; one that is not refused has to play to a report."""
    head = HEAD.replace("ring", "one-knob")
    tables = ["\n".join(f'"{key}" = {toml(step[key])}' for key in step) for step in steps]
    read = None
    with suppress(LessonError):
        read = lesson("\n[[step]]\n".join([head, *tables]))
    if read is None:
        return
    if sum(step.ticks for step in read.steps) < 600 * 60 and "rival" not in str(steps):
        assert all(isinstance(line, str) for line in check_lesson(read).lines())


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(LESSONS)
def test_any_lesson_is_refused_or_plays(steps: list[dict[str, object]]) -> None:
    read_and_check(steps)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, suppress_health_check=QUIET)
@given(LESSONS)
def test_many_lessons_are_refused_or_play(steps: list[dict[str, object]]) -> None:
    read_and_check(steps)
