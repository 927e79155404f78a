"""All knobs of one network, to look at and never to turn: what a view of them is given.

A live network is one bank, a plain array is another. Whoever shows one cannot tell them apart, and
has no way to change either.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.language.tr import ntr
from eq_sim.network.identity import Identities
from eq_sim.network.layout import Adapter, Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.change import Change, Changes
from eq_sim.session.knob_portion import (
    NOTHING,
    Chosen,
    Portion,
    layers_of_network,
    names_of_adapter,
)
from eq_sim.session.knob_sets import numbers_of, places_of
from eq_sim.session.names import knob_name, subscript
from eq_sim.session.positions import Positions
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches

Knobs = Sequence[int] | IndexArray
"""Places in θ."""

ALL = slice(None)


class KnobBank(Protocol):
    """Knobs as they stand."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def which(self) -> Identities:
        """Which knob is which, when neurons and layers come and go."""

    @property
    def dataset(self) -> Dataset:
        """What goes in and comes out: its names and, where there are some, samples."""

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo, and so silent."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened; for a ``Watch``."""

    @property
    def structure(self) -> int:
        """Grows when the knobs are those of another network or of other data."""

    @property
    def positions(self) -> Positions | None:
        """The positions that knobs click into; None where they turn freely."""

    def values(self, part: slice = ALL) -> Array:
        """Returns the values of a slice of the knobs, read-only.

        To be asked again after each change.
        """

    def whole(self, part: slice = ALL) -> Array:
        """Returns where the faders stand: the values, and of silent knobs what they come back to.

        Where knobs click into positions, those: what the network computes with. Read-only; to be
        asked again after each change.
        """

    def turned(self, part: slice = ALL) -> Array:
        """Returns the same before it clicks: where hands and training have turned the knobs."""

    def start(self, part: slice = ALL) -> Array:
        """Returns where a slice of the knobs started, read-only."""

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person: "x₂ → neuron 3, layer 1"."""

    def called(self, knobs: Knobs) -> str:
        """Returns what some knobs are called: by its name one, by their number more."""

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done."""


class LiveBank:
    """The knobs of a session, as they stand at each call.

    Args:
        session: whose knobs.
        part: which of them; those of all layers by itself.

    A part that a network does not have is empty: ask for ``portion`` first.
    """

    def __init__(self, session: Session, part: Chosen = layers_of_network) -> None:
        self._session, self._part = session, part
        self._switches: tuple[Switches, Portion, Switches] | None = None
        self._names: tuple[Dataset, Adapter, Dataset] | None = None
        self._wanted_of: object = None
        self._wanted: Array = np.empty(0)
        self._positions: Positions | None = None
        self._clicked_of: object = None
        self._clicked: Array = self._wanted

    @property
    def portion(self) -> Portion:
        """Which of the session's knobs these are."""
        found = self._part(self._session.layout)
        return NOTHING if found is None else found

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self.portion.layout

    @property
    def which(self) -> Identities:
        """Which knob is which, when neurons and layers come and go."""
        portion = self.portion
        return self._session.which if portion.adapter is None else Identities.of(portion.layout)

    @property
    def dataset(self) -> Dataset:
        """What the network learns from; beside an adapter, the names of what it is between."""
        session, adapter = self._session, self.portion.adapter
        if adapter is None:
            return session.dataset
        known, of = self._names, session.dataset
        if known is None or known[0] is not of or known[1] != adapter:
            self._names = known = (of, adapter, names_of_adapter(session.layout, of, adapter))
        return known[2]

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo, and so silent."""
        of, portion = self._session.switches, self.portion
        if portion.whole:
            return of
        known = self._switches
        if known is None or known[0] is not of or known[1] != portion:
            self._switches = known = (of, portion, portion.switches(of))
        return known[2]

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""
        return self._session.changes

    @property
    def structure(self) -> int:
        """Grows when the knobs are those of another network or of other data."""
        return self._session.structure

    def values(self, part: slice = ALL) -> Array:
        """Returns the values of a slice of the knobs, read-only.

        To be asked again after each change. A knob that a hand has turned stands where the hand
        wants it, even before the steps under way are done.
        """
        return self.portion.of(self._everything())[part]

    def _everything(self) -> Array:
        """Returns the values of all knobs of the session."""
        parameters, pending = self._session.parameters, self._session.pending
        if pending is None:
            return parameters.theta
        of = (pending, parameters, parameters.revision)
        if of != self._wanted_of:
            self._wanted_of = of
            self._wanted = np.array(parameters.theta)
            knobs = places_of(pending.knobs, self._wanted.size)
            self._wanted[knobs] = numbers_of(pending.values)
            self._wanted.flags.writeable = False
        return self._wanted

    @property
    def positions(self) -> Positions | None:
        """The positions that knobs click into; None where they turn freely."""
        parameters = self._session.parameters
        rounding = parameters.making.rounding
        if rounding is None or self.portion.adapter is not None:  # the weights click, not A and B
            self._positions = None
        elif self._positions is None or self._positions.rounding is not rounding:
            self._positions = Positions(rounding, self.layout, parameters.theta.dtype)
        return self._positions

    def whole(self, part: slice = ALL) -> Array:
        """Returns where the faders stand: of silent knobs, what they come back to."""
        positions = self.positions
        return _whole(self, part) if positions is None else self._stands(positions)[part]

    def _stands(self, positions: Positions) -> Array:
        """Returns the positions of all knobs; those of silent ones, that they come back to."""
        session, switches = self._session, self.switches
        parameters, pending = session.parameters, session.pending
        if pending is None and switches.all_play:
            return parameters.w
        of = (pending, parameters, parameters.revision, switches, positions)
        if of != self._clicked_of:
            self._clicked_of = of
            made = parameters.made(self._everything())
            if not switches.all_play:
                stops = positions.clicked(switches.parked)
                made = np.where(switches.silent, stops, made).astype(made.dtype, copy=False)
            made.flags.writeable = False
            self._clicked = made
        return self._clicked

    def turned(self, part: slice = ALL) -> Array:
        """Returns where hands and training have turned the knobs: of silent ones, as in whole."""
        return _whole(self, part)

    def start(self, part: slice = ALL) -> Array:
        """Returns where a slice of the knobs started, read-only."""
        return self.portion.of(self._session.parameters.start)[part]

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person."""
        session, place = self._session, self.portion.first + knob
        return knob_name(session.layout, session.dataset, place)

    def called(self, knobs: Knobs) -> str:
        """Returns what some knobs are called."""
        return _called(self, knobs)

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done."""
        self._session.observe(observer)


class ArrayBank:
    """Knobs that are an array and nothing more: none of them ever moves.

    Args:
        layout: where each knob sits.
        values: (size,) the values; they are copied.
        start: (size,) where each started; where it stands, if nothing else is known.
        switches: what is frozen, muted or playing solo; nothing by itself.
        dataset: names of inputs and outputs; x₁, x₂, … and numbered outputs by itself.

    Raises:
        ValueError: the arrays or the data are not of the layout's size.
    """

    def __init__(
        self,
        layout: Layout,
        values: Array,
        start: Array | None = None,
        switches: Switches | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        self.layout = layout
        self.which = Identities.of(layout)
        self.dataset = dataset or _nameless(layout)
        sizes = layout.architecture.sizes
        if (len(self.dataset.columns), len(self.dataset.outputs)) != (sizes[0], sizes[-1]):
            raise ValueError("the data have other inputs or outputs than the network")
        self._values = _still(values, layout.size)
        self._start = self._values if start is None else _still(start, layout.size)
        self.switches = switches or Switches.none(layout, self._values.dtype)
        self.changes = Changes()
        self.structure = 0
        self.positions: Positions | None = None

    def values(self, part: slice = ALL) -> Array:
        """Returns the values of a slice of the knobs, read-only."""
        return self._values[part]

    def whole(self, part: slice = ALL) -> Array:
        """Returns where the faders stand: of silent knobs, what they come back to."""
        return _whole(self, part)

    def turned(self, part: slice = ALL) -> Array:
        """Returns the same."""
        return _whole(self, part)

    def start(self, part: slice = ALL) -> Array:
        """Returns where a slice of the knobs started, read-only."""
        return self._start[part]

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person."""
        return knob_name(self.layout, self.dataset, knob)

    def called(self, knobs: Knobs) -> str:
        """Returns what some knobs are called."""
        return _called(self, knobs)

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Does nothing: nothing will ever be told of an array that stays as it is."""


def _called(bank: KnobBank, knobs: Knobs) -> str:
    if len(knobs) == 1:
        return bank.name(int(knobs[0]))
    return ntr("{count:,} knob", "{count:,} knobs", len(knobs))


def _whole(bank: KnobBank, part: slice) -> Array:
    switches, values = bank.switches, bank.values(part)
    if switches.all_play:
        return values
    return np.asarray(np.where(switches.silent[part], switches.parked[part], values))


def _still(values: Array, size: int) -> Array:
    """Returns a read-only copy of one value a knob."""
    kept = np.array(values)
    if kept.shape != (size,):
        raise ValueError(f"{kept.shape} values for {size} knobs")
    kept.flags.writeable = False
    return kept


def _nameless(layout: Layout) -> Dataset:
    """Returns data without samples, whose inputs and outputs are numbered."""
    inputs, *_, outputs = layout.architecture.sizes
    numbers = range(1, inputs + 1)
    columns = tuple(Column(f"x{subscript(n)}", f"x{subscript(n)}") for n in numbers)
    names = tuple(f"output {n}" for n in range(1, outputs + 1)) if outputs > 1 else ("output",)
    return Dataset(columns, np.empty((inputs, 0)), np.empty((outputs, 0)), names, View.TABLE)
