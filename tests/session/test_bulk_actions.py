"""Many knobs in one action: short in memory and in files, and the same as one list of them."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from session_kit import session, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError
from eq_sim.session.files.replay import replay
from eq_sim.session.knob_sets import (
    Mask,
    Packed,
    Span,
    compact,
    count_of,
    numbers_of,
    packed,
    places_of,
)
from eq_sim.session.log import Record

SIZE = 2410


@given(st.sets(st.integers(0, SIZE - 1)), st.booleans())
@tried(max_examples=100, deadline=None, derandomize=True)
def test_any_knobs_come_back_from_their_short_form(knobs: set[int], known: bool) -> None:
    places = np.array(sorted(knobs), dtype=np.intp)
    short = compact(places, SIZE if known else None)
    assert places_of(short, SIZE).tolist() == places.tolist()
    assert count_of(short) == len(knobs)
    record = Record(0, act.Freeze(short, True))
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


def test_forms_are_as_short_as_they_can_be() -> None:
    assert compact(np.arange(5, 900), SIZE) == Span(5, 895)
    some = np.arange(0, SIZE, 2)
    mask = compact(some, SIZE)
    assert isinstance(mask, Mask)
    assert len(mask.bits) == (SIZE + 7) // 8
    assert compact(some[::-1], SIZE) == tuple(some[::-1].tolist())  # values come in this order
    assert compact((3, 1, 2)) == (3, 1, 2)
    values = np.linspace(-1, 1, 999, dtype=np.float32)
    short = packed(values)
    assert isinstance(short, Packed)
    assert len(short.data) == values.nbytes
    assert numbers_of(short).tobytes() == values.tobytes()


@pytest.mark.parametrize(
    "knobs",
    [
        Span(-1, 3),
        Span(SIZE - 2, 3),
        Span(0, 10**12),
        Span(3, -1),
        Mask(SIZE + 1, bytes(302)),
        Mask(SIZE, bytes(3)),
        (SIZE,),
        (-1,),
    ],
)
def test_knobs_that_are_not_there_are_refused(knobs: object) -> None:
    digits = session("digits")
    before = whole_state(digits)
    for action in (
        act.Freeze(knobs, True),  # type: ignore[arg-type]
        act.Mute(knobs, True),  # type: ignore[arg-type]
        act.Grab(knobs),  # type: ignore[arg-type]
        act.Turn(knobs, Packed("float32", bytes(12))),  # type: ignore[arg-type]
    ):
        with pytest.raises(KnobError):
            digits.apply(action)
    assert whole_state(digits) == before


def test_values_that_do_not_fit_are_refused() -> None:
    digits = session("digits")
    for values in (
        Packed("float32", bytes(11)),
        Packed("float64", bytes(12)),
        packed([np.nan] * 3),
    ):
        with pytest.raises(KnobError):
            digits.apply(act.Turn(Span(0, 3), values))


@pytest.mark.parametrize("knobs", [range(500, 900), range(0, SIZE, 3), range(SIZE)])
def test_many_at_once_are_the_same_as_a_list_of_them(knobs: range) -> None:
    short, long = session("digits"), session("digits")
    rng = np.random.default_rng(1)
    values = rng.normal(size=len(knobs)).astype(np.float32)
    places = np.array(knobs)
    ways = [
        (act.Grab.of(places, size=SIZE), act.Grab(tuple(knobs))),
        (act.Turn.of(places, values, size=SIZE), act.Turn(tuple(knobs), tuple(values.tolist()))),
        (act.Release(), act.Release()),
        (act.Freeze.of(places, on=True, size=SIZE), act.Freeze(tuple(knobs), True)),
        (act.Train(3), act.Train(3)),
        (act.Mute.of(places[::2], on=True, size=SIZE), act.Mute(tuple(knobs)[::2], True)),
        (act.Train(3), act.Train(3)),
        (act.Undo(), act.Undo()),
    ]
    for one, other in ways:
        short.apply(one)
        long.apply(other)
        assert whole_state(short) == whole_state(long)
    assert short.undo.names == long.undo.names
    lines = [msgspec.json.encode(record) for record in short.log.records]
    assert max(map(len, lines[1:])) < 6 * SIZE
    again = replay(record.action for record in short.log.records)
    assert whole_state(again) == whole_state(short)


def test_a_long_movement_of_many_is_one_record_and_ends_in_the_same_bits() -> None:
    digits = session("digits")
    every = np.arange(SIZE)
    digits.apply(act.Grab.of(every))
    for place in range(50):
        digits.apply(act.Turn.of(every, np.full(SIZE, 0.01 * place)))
    digits.apply(act.Release())
    turns = [r for r in digits.log.records if isinstance(r.action, act.Turn)]
    assert len(turns) == 1
    again = replay(record.action for record in digits.log.records)
    assert whole_state(again) == whole_state(digits)
