"""Knobs as they are drawn while an update glides: each cap on its way to where its knob stands."""

from collections.abc import Callable

from eq_sim.data.dataset import Dataset
from eq_sim.network.identity import Identities
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Changes
from eq_sim.session.knob_bank import ALL, KnobBank, Knobs
from eq_sim.session.positions import Positions
from eq_sim.session.switches import Switches


class GlidingBank:
    """A bank whose faders stand somewhere else for a moment; only for drawing.

    Args:
        bank: the knobs.
        way: returns where the faders are drawn, from where they stand.
    """

    def __init__(self, bank: KnobBank, way: Callable[[Array], Array]) -> None:
        self._bank, self._way = bank, way

    @property
    def which(self) -> Identities:
        """Which knob is which, when neurons and layers come and go."""
        return self._bank.which

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self._bank.layout

    @property
    def dataset(self) -> Dataset:
        """What goes in and comes out."""
        return self._bank.dataset

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo."""
        return self._bank.switches

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""
        return self._bank.changes

    @property
    def structure(self) -> int:
        """Grows when the knobs are those of another network or of other data."""
        return self._bank.structure

    def values(self, part: slice = ALL) -> Array:
        """Returns the values, on their way."""
        return self._way(self._bank.values())[part]

    @property
    def positions(self) -> Positions | None:
        """The positions that knobs click into."""
        return self._bank.positions

    def whole(self, part: slice = ALL) -> Array:
        """Returns where the faders are drawn; silent ones have no way to go."""
        if not self.switches.all_play:
            return self._bank.whole(part)
        positions, values = self.positions, self.values()
        return (values if positions is None else positions.clicked(values))[part]

    def turned(self, part: slice = ALL) -> Array:
        """Returns where the knobs would be if they did not click."""
        return self.values(part) if self.switches.all_play else self._bank.turned(part)

    def start(self, part: slice = ALL) -> Array:
        """Returns where a slice of the knobs started."""
        return self._bank.start(part)

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person."""
        return self._bank.name(knob)

    def called(self, knobs: Knobs) -> str:
        """Returns what some knobs are called."""
        return self._bank.called(knobs)

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done."""
        self._bank.observe(observer)
