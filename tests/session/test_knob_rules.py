"""Knobs by a rule: each order is that of plain NumPy, and what is called dead is dead."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from session_kit import session

from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import Freeze, Grab, Mute, Release, Solo, Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.questions.all_samples import Pulls, Sweep
from eq_sim.session.questions.knob_rules import MOST, ORDERED, Rule, ranked, why_dead
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches


@dataclass
class Plain:
    """Knobs that are arrays."""

    values: NDArray[np.float64]
    begun: NDArray[np.float64]
    slopes: NDArray[np.float64]
    moves: NDArray[np.float64] | None = None
    reach: float = 1.0
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.layout = Layout(Architecture((len(self.values), 1), ("identity",), (False,)))
        self.switches = Switches.none(self.layout, np.dtype(float))

    def whole(self) -> NDArray[np.float64]:
        return self.values

    def start(self) -> NDArray[np.float64]:
        return self.begun

    def last_move(self) -> NDArray[np.float64] | None:
        return self.moves

    def next_move(self) -> NDArray[np.float64] | None:
        return self.moves

    def limits(self) -> NDArray[np.float64]:
        return np.full(len(self.values), self.reach)

    def pulls(self) -> Pulls:
        ones = np.ones(1, dtype=bool)
        return Pulls(self.slopes, np.ones(len(self.values), dtype=bool), (ones,), (ones,), 1)


def pulls(of: Session) -> Pulls:
    sweep = Sweep(of, of.parameters.theta)
    while (found := sweep.go_on()) is None:
        pass
    return found


NUMBERS = arrays(
    float,
    some.integers(1, 3000),
    elements=some.sampled_from([0.0, -0.0, 1.0, -1.0, 2.5, -7.0, 1e-9, 0.3]),
    fill=some.just(0.25),
)
ORDERS = {
    Rule.LARGEST: lambda v: -np.abs(v),
    Rule.SMALLEST: np.abs,
    Rule.HIGHEST: lambda v: -v,
    Rule.LOWEST: lambda v: v,
}


@given(NUMBERS, some.sampled_from(sorted(ORDERS, key=str)))
def test_an_order_is_that_of_a_stable_sort(values: NDArray[np.float64], rule: Rule) -> None:
    found = ranked(rule, Plain(values, values, values))
    assert found is not None
    wanted = np.argsort(ORDERS[rule](values), kind="stable")[:MOST]
    assert found.knobs.tolist() == wanted.tolist()
    assert found.numbers.tolist() == values[wanted].tolist()
    assert (found.count, found.asked) == (len(values), len(values))


@settings(max_examples=8)  # sorting so many takes long
@given(some.integers(0, 2**32 - 1))
def test_among_very_many_the_same_are_found(seed: int) -> None:
    stream = np.random.default_rng(seed)
    values = stream.standard_normal(60_000).round(int(stream.integers(1, 6)))
    among = np.flatnonzero(stream.random(60_000) < 0.9)
    for rule, key in ORDERS.items():
        everywhere = ranked(rule, Plain(values, values, values))
        part = ranked(rule, Plain(values, values, values), among)
        assert everywhere is not None
        assert part is not None
        wanted = np.argsort(key(values), kind="stable")[:MOST]
        assert everywhere.knobs.tolist() == wanted.tolist()
        wanted = among[np.argsort(key(values[among]), kind="stable")[:MOST]]
        assert part.knobs.tolist() == wanted.tolist()
        assert part.asked == len(among)


def test_what_did_not_move_has_not_moved_most() -> None:
    start = np.zeros(50)
    values = start.copy()
    values[[3, 7]] = 0.5, -2.0
    known = Plain(values, start, start, moves=values)
    for rule in (Rule.MOVED_MOST, Rule.MOVED_LAST, Rule.MOVES_NEXT):
        found = ranked(rule, known)
        assert found is not None
        assert found.knobs.tolist() == [7, 3]
        assert found.numbers.tolist() == [-2.0, 0.5]
        assert found.count == 2
    least = ranked(Rule.MOVED_LEAST, known)
    assert least is not None
    assert least.count == 50
    assert not set(least.knobs.tolist()) & {3, 7}


def test_what_is_not_finite_is_steepest() -> None:
    slopes = np.array([0.0, 3.0, np.nan, -5.0])
    found = ranked(Rule.STEEPEST, Plain(slopes * 0, slopes, slopes))
    assert found is not None
    assert found.knobs.tolist() == [2, 3, 1, 0]


def test_beyond_the_scale_is_beyond_it() -> None:
    values = np.array([1.0, -1.5, 0.5, 1.0001])
    found = ranked(Rule.BEYOND, Plain(values, values, values))
    assert found is not None
    assert found.knobs.tolist() == [1, 3]
    assert found.numbers.tolist() == [1.5, 1.0001]
    assert found.count == 2


def test_without_a_step_nothing_moved_last() -> None:
    still = np.zeros(3)
    assert ranked(Rule.MOVED_LAST, Plain(still, still, still)) is None


@pytest.mark.parametrize("name", ["ring", "digits", "house-price", "one-knob"])
def test_the_gradient_of_all_samples_is_the_slope_of_the_train_loss(name: str) -> None:
    of = open_session(name)
    of.apply(Train(3))
    found = pulls(of)
    assert found.samples == len(of.state().data.train)
    np.testing.assert_allclose(found.gradient, KnobSlices(of).gradient(), rtol=1e-3, atol=1e-6)
    # And a difference of losses says so, too.
    knob = int(np.argmax(np.abs(found.gradient)))
    here, by = float(of.parameters.theta[knob]), 1e-3
    low, high = KnobSlices(of).losses(knob, np.array([here - by, here + by]))
    assert (high - low) / (2 * by) == pytest.approx(found.gradient[knob], rel=0.02)


def test_a_pass_in_parts_is_the_pass_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    of = open_session("digits")
    whole = pulls(of)
    monkeypatch.setattr("eq_sim.session.questions.all_samples._PART", of.layout.size * 100)
    sweep, parts = Sweep(of, of.parameters.theta), 1
    while (found := sweep.go_on()) is None:
        assert sweep.done == 100 * parts
        parts += 1
    assert parts == 13  # 1,258 samples
    np.testing.assert_allclose(found.gradient, whole.gradient, rtol=1e-4, atol=1e-7)
    for one, other in zip(found.answers + found.errors, whole.answers + whole.errors, strict=True):
        assert (one == other).all()
    assert (found.inputs == whole.inputs).all()


def test_a_pass_goes_by_the_knobs_as_it_began() -> None:
    of = session("ring")
    sweep, before = Sweep(of, of.parameters.theta), KnobSlices(of).gradient()
    of.apply(Train(5))
    found = sweep.go_on()
    assert found is not None
    np.testing.assert_allclose(found.gradient, before, rtol=1e-4, atol=1e-7)


def test_dead_knobs_have_a_reason() -> None:
    of = open_session("digits")
    layout = of.layout
    blank = np.flatnonzero(~of.dataset.inputs[:, of.state().data.train].any(axis=1))
    assert blank.size
    found = pulls(of)
    for pixel in blank.tolist():
        knob = layout.index(0, 3, pixel)
        assert found.gradient[knob] == 0
        assert why_dead(found, layout, knob) == "its input is always 0"
    # A neuron with a bias far below 0 never answers: ReLU.
    neuron = layout.neuron(0, 5)
    values = of.parameters.theta[neuron].astype(float)
    values[-1] = -100.0
    of.apply(Grab.of(neuron, size=layout.size))
    of.apply(Turn.of(neuron, values, size=layout.size))
    of.apply(Release())
    bank, found = LiveBank(of), pulls(of)

    class Known(Plain):
        def pulls(self) -> Pulls:
            return found

    known = Known(bank.whole(), bank.start(), bank.start())
    known.layout = layout
    silent = ranked(Rule.DEAD_NEURONS, known)
    assert silent is not None
    assert silent.asked == 32
    assert layout.index(0, 5, None) in silent.knobs.tolist()
    for knob in silent.knobs.tolist():  # those, and no others, answer nothing
        assert not found.answers[0][layout.knob(knob).neuron]
    assert silent.count == int((~found.answers[0]).sum())
    dead = ranked(Rule.DEAD, known)
    assert dead is not None
    assert dead.count == int((found.gradient == 0).sum())
    assert why_dead(found, layout, layout.index(0, 5, None)) == "its neuron never answers"
    assert why_dead(found, layout, layout.index(1, 2, 5)) == "listens to a dead neuron"
    elsewhere = ranked(Rule.DEAD_NEURONS, known, layout.neuron(0, 6))
    assert elsewhere is not None
    assert elsewhere.asked == 1


def test_switches_are_found() -> None:
    of = session("ring")
    of.apply(Freeze.of((1, 4), on=True, size=25))
    of.apply(Mute.of((2,), on=True, size=25))
    of.apply(Solo.of(20, on=True))

    class Known(Plain):
        @property
        def switches(self) -> Switches:
            return of.switches

        @switches.setter
        def switches(self, _value: Switches) -> None: ...

    values = LiveBank(of).whole()
    known = Known(values, values, values)
    for rule, wanted in (
        (Rule.FROZEN, [1, 4]),
        (Rule.MUTED, np.flatnonzero(of.switches.silent)[:MOST].tolist()),
        (Rule.SOLO, [20]),
    ):
        found = ranked(rule, known)
        assert found is not None
        assert found.knobs.tolist() == wanted


def test_every_rule_is_an_order_or_a_yes_or_no() -> None:
    values = np.arange(4.0)
    known = Plain(values, np.ones(4), values, moves=values)
    counts = {rule: ranked(rule, known).count for rule in Rule}  # type: ignore[union-attr]
    assert counts[Rule.BEYOND] == 2
    assert {rule for rule, count in counts.items() if count > 1} == ORDERED
