"""What a person looks for: names in part and in any order, rules, words with a letter wrong."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from eq_sim.lessons.language.finding import Finding, united
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.layout import Layout
from eq_sim.session.files.opening import open_session
from eq_sim.session.names import knob_name
from eq_sim.session.questions.knob_rules import Rule
from eq_sim.session.session import Session

OPENED: dict[str, Session] = {}


def of(name: str) -> Session:
    if name not in OPENED:
        OPENED[name] = open_session(name)
    return OPENED[name]


def knobs(query: str, name: str = "ring") -> list[int]:
    """Returns the knobs that a query without a rule means, in its order."""
    session = of(name)
    wish = Finding(Scope.of(session)).read(query, session.parameters.theta)
    assert wish.rule is None
    return [knob for place in wish.places for knob in place.knobs.tolist()]


def named(query: str, name: str = "ring") -> list[str]:
    session = of(name)
    return [knob_name(session.layout, session.dataset, knob) for knob in knobs(query, name)]


@pytest.mark.parametrize("name", ["ring", "house-price", "penguins", "equalizer", "one-knob"])
def test_every_knob_is_found_by_its_name(name: str) -> None:
    layout = of(name).layout
    for knob in range(layout.size):
        assert knobs(knob_name(layout, of(name).dataset, knob), name) == [knob]
        assert knobs(f"knob {knob + 1}", name) == [knob]
        place = layout.knob(knob)
        weight = f"weight[{place.neuron}, {place.source}]"
        tensor = f"bias[{place.neuron}]" if place.is_bias else weight
        assert knobs(f"layers.{place.layer}.{tensor}", name) == [knob]


ONE = [
    ("x1 neuron 3", "x₁ → neuron 3, layer 1"),
    ("X₁ → Neuron 3", "x₁ → neuron 3, layer 1"),
    ("neuron 3 x1", "x₁ → neuron 3, layer 1"),
    ("x1 n3", "x₁ → neuron 3, layer 1"),
    ("x1 3", "x₁ → neuron 3, layer 1"),
    ("weight from x1 to neuron 3 in layer 1", "x₁ → neuron 3, layer 1"),
    ("x1 nuron 3", "x₁ → neuron 3, layer 1"),
    ("biass of neuron 4", "bias of neuron 4, layer 1"),
    ("neuron 4 bias", "bias of neuron 4, layer 1"),
    ("bias n2 layer 2", "bias of neuron 2, layer 2"),
    ("2.2 bias", "bias of neuron 2, layer 2"),
    ("n3 → neuron 1, layer 2", "neuron 3 → neuron 1, layer 2"),
    ("neuron 3 neuron 1 layer 2", "neuron 3 → neuron 1, layer 2"),
    ("n2 → inside", "neuron 2 → the output"),
    ("neuron 2 inside", "neuron 2 → the output"),
    ("bias of the output", "bias of the output"),
    ("bias inside?", "bias of the output"),
]


@pytest.mark.parametrize(("query", "name"), ONE)
def test_pieces_of_a_name_will_do(query: str, name: str) -> None:
    assert named(query) == [name]


PIXELS = [
    "row 3 column 5 → neuron 7",
    "row 3, column 5, neuron 7",
    "column 5 row 3 n7",
    "pixel 3,5 neuron 7",
    "pixel (3, 5) -> neuron 7",
    "3,5 n7",
    "r3c5 n7",
    "input 21 neuron 7",
    "neuron 7 pixel 3 5",
    "row 3 colum 5 neuron 7",
    "pixel in row 3, column 5 → neuron 7",
]


@pytest.mark.parametrize("query", PIXELS)
def test_a_place_in_a_picture(query: str) -> None:
    layout = of("digits").layout
    assert knobs(query, "digits") == [layout.index(0, 6, 2 * 8 + 4)]


def test_a_part_of_a_name_means_all_that_have_it() -> None:
    layout = of("ring").layout
    assert knobs("x2") == [layout.index(0, neuron, 1) for neuron in range(4)]
    assert knobs("layer 2 neuron 1") == layout.neuron(1, 0).tolist()
    assert knobs("inside") == layout.neuron(2, 0).tolist()
    biases = [knob for knob in range(25) if layout.knob(knob).is_bias]
    assert sorted(knobs("biases")) == biases
    assert sorted(knobs("weights of neuron 2")) == sorted(
        [*layout.neuron(0, 1)[:-1].tolist(), *layout.neuron(1, 1)[:-1].tolist()]
    )
    # Its own knobs come before those that hear it.
    assert knobs("neuron 3") == [*layout.neuron(0, 2).tolist(), *layout.outgoing(0, 2).tolist()]
    assert knobs("x2 -> layer 1") == find_knobs("x2 -> layer 1", Scope.of(of("ring"))).tolist()


def test_two_numbers_are_read_both_ways() -> None:
    layout = of("ring").layout
    assert knobs("2.1") == [*layout.neuron(0, 1).tolist(), *layout.neuron(1, 0).tolist()]
    assert knobs("4.1") == layout.neuron(0, 3).tolist()
    assert knobs("7") == [6]  # its number; there is no seventh neuron
    assert knobs("#7") == knobs("knob number 7") == [6]
    assert knobs("2,410", "digits") == [2409]


RULES = [
    ("largest", Rule.LARGEST),
    ("the biggest knobs", Rule.LARGEST),
    ("larg", Rule.LARGEST),
    ("largset", Rule.LARGEST),
    ("largest 5", Rule.LARGEST),
    ("smallest", Rule.SMALLEST),
    ("most positive", Rule.HIGHEST),
    ("most negative", Rule.LOWEST),
    ("largest gradient", Rule.STEEPEST),
    ("gradient", Rule.STEEPEST),
    ("steepest", Rule.STEEPEST),
    ("biggest slope", Rule.STEEPEST),
    ("Largest Gradeint", Rule.STEEPEST),
    ("smallest gradient", Rule.FLATTEST),
    ("moved most", Rule.MOVED_MOST),
    ("moved most since the start", Rule.MOVED_MOST),
    ("largest change", Rule.MOVED_MOST),
    ("moved least", Rule.MOVED_LEAST),
    ("moved last", Rule.MOVED_LAST),
    ("moved in last step", Rule.MOVED_LAST),
    ("moves next", Rule.MOVES_NEXT),
    ("next step", Rule.MOVES_NEXT),
    ("dead", Rule.DEAD),
    ("dead neurons", Rule.DEAD_NEURONS),
    ("dead neuron", Rule.DEAD_NEURONS),
    ("silent neurons", Rule.DEAD_NEURONS),
    ("frozen", Rule.FROZEN),
    ("muted", Rule.MUTED),
    ("solo", Rule.SOLO),
    ("outliers", Rule.BEYOND),
    ("beyond the scale", Rule.BEYOND),
]


@pytest.mark.parametrize(("query", "rule"), RULES)
def test_a_rule(query: str, rule: Rule) -> None:
    wish = Finding(Scope.of(of("ring"))).read(query, of("ring").parameters.theta)
    assert (wish.rule, wish.places) == (rule, ())


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_is_found_by_its_own_name(rule: Rule) -> None:
    wish = Finding(Scope.of(of("digits"))).read(rule.value, of("digits").parameters.theta)
    assert wish.rule is rule


@pytest.mark.parametrize(
    ("query", "rule", "part"),
    [
        ("largest in layer 2", Rule.LARGEST, "layer 2"),
        ("dead neuron 7", Rule.DEAD, "neuron 7, layer 1"),
        ("largest gradient of biases in layer 1", Rule.STEEPEST, "biases of layer 1"),
        ("moved most digit 3", Rule.MOVED_MOST, "digit 3"),
    ],
)
def test_a_rule_within_a_part(query: str, rule: Rule, part: str) -> None:
    session = of("digits")
    wish = Finding(Scope.of(session)).read(query, session.parameters.theta)
    assert wish.rule is rule
    asked = united(wish.places[:1], session.layout.size).tolist()
    assert asked == sorted(find_knobs(part, Scope.of(session)).tolist())


@pytest.mark.parametrize(
    ("query", "why", "name"),
    [
        ("foo bar", "there is nothing called 'foo bar' here", "ring"),
        ("neuron 99", "there is no neuron 99 there: layer 1 has 4, layer 2 has 2", "ring"),
        ("layer 9", "there is no layer 9: this network has 3", "ring"),
        ("knob 26", "knobs are 1 to 25", "ring"),
        ("row 3 column 5", "is no picture with rows and columns", "ring"),
        ("row 9 column 1", "a picture here has 8 rows and 8 columns", "digits"),
        ("7.2", "neither a neuron 7 in layer 2 nor a neuron 2 in layer 7", "ring"),
        ("x1 inside", "layer 3 listens to neurons: inputs go to layer 1", "ring"),
        ("layers.3.bias[0]", "the last layer in files is layers.2", "ring"),
        ("layers.0.weight[4, 0]", "layers.0.weight has 4 × 2 places, from 0", "ring"),
        ("input 3", "the inputs are 1 to 2", "ring"),
        ("->", "there is nothing to look for in these words", "ring"),
        ("the", "there is nothing to look for in these words", "ring"),
        ("99999999999999999999999", "larger than any here", "ring"),
        ("x" * 300, "more than 200 characters", "ring"),
    ],
)
def test_what_means_nothing_says_why(query: str, why: str, name: str) -> None:
    with pytest.raises(UnknownNameError) as refused:
        knobs(query, name)
    assert why in str(refused.value)


WORDS = """x1 x₂ neuron n layer bias weights row column pixel 3,5 -> → , . ( ) [ layers.0.weight of
    the largest gradient dead moved last next 0 1 2 7 99 4.2 -3 1e9 inside digit output %
    smallest 50 knob knobs to # ٣ ² ½ İ ß"""
PIECES = some.sampled_from(WORDS.split())


@given(
    some.one_of(some.text(max_size=60), some.lists(PIECES, max_size=9).map(" ".join)),
    some.sampled_from(["ring", "digits", "one-knob", "equalizer"]),
)
@example("largest 5 %", "ring")
@example("²", "ring")
@example("neuron ٣", "ring")
@example("smallest 0 %", "ring")
def test_whatever_is_typed_is_understood_or_refused(query: str, name: str) -> None:
    session = of(name)
    try:
        wish = Finding(Scope.of(session)).read(query, session.parameters.theta)
    except UnknownNameError:
        return
    for place in wish.places:
        assert ((place.knobs >= 0) & (place.knobs < session.layout.size)).all()
        assert len(set(place.knobs.tolist())) == len(place.knobs)


@given(some.integers(0, 2**32 - 1), some.integers(0, 100))
def test_a_share_of_the_weights_is_that_of_a_stable_sort(seed: int, percent: int) -> None:
    scope = Scope.of(of("ring"))
    layout = of("ring").layout
    theta = np.random.default_rng(seed).standard_normal(layout.size).round(1)
    smallest = find_knobs(f"smallest {percent} %", scope, theta)
    largest = find_knobs(f"largest {100 - percent} %", scope, theta)
    order = _by_size(layout, theta)
    count = round(len(order) * percent / 100)
    assert smallest.tolist() == sorted(order[:count].tolist())
    count = round(len(order) * (100 - percent) / 100)
    assert largest.tolist() == sorted(order[len(order) - count :].tolist())


def _by_size(layout: Layout, theta: np.ndarray) -> np.ndarray:
    weights = np.flatnonzero(layout.weights)
    return weights[np.argsort(np.abs(theta[weights]), kind="stable")]
