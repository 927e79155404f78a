"""The small bank of knobs beside locked ones: what can be done with it, and what it is worth."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from eq_sim.network.layout import Adapter
from eq_sim.network.types import Array
from eq_sim.session.actions import (
    AddAdapter,
    AnyAction,
    MergeAdapter,
    RemoveAdapter,
    SetStrength,
)
from eq_sim.session.change import Change, Watch
from eq_sim.session.engine import Engine
from eq_sim.session.names import layer_name
from eq_sim.session.scenario import MOST_RANK
from eq_sim.session.session import Session
from eq_sim.session.training.metrics import Measure

_WHAT = (
    Change.KNOBS
    | Change.SETTINGS
    | Change.STRUCTURE
    | Change.DATA
    | Change.SWITCHES
    | Change.TRAINING
    | Change.OBJECTIVE
    | Change.HISTORY
)


@dataclass(frozen=True)
class Place:
    """A layer that can have an adapter.

    Attributes:
        name: the layer's.
        inputs: what it listens to.
        outputs: its neurons.
    """

    name: str
    inputs: int
    outputs: int

    @property
    def most(self) -> int:
        """The largest rank."""
        return min(self.inputs, self.outputs, MOST_RANK)

    def knobs(self, rank: int) -> int:
        """How many knobs an adapter of a rank has."""
        return rank * (self.inputs + self.outputs)


class AdapterDesk:
    """What the panel shows and does.

    Args:
        session: beside whose knobs.
        do: takes what a person does; returns whether it was done.

    Attributes:
        session: the same.
        do: the same.
        save: asks for a file and writes the adapter to it.
        load: asks for a file and puts its adapter beside these knobs.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self.session, self.do = session, do
        self._watch = Watch(session.changes, _WHAT)
        self._engine: Engine | None = None
        self._of: tuple[object, ...] = ()
        self._base: Array = np.empty(0)
        self._found: Measure | None = None
        self.save: Callable[[], None] = _nothing
        self.load: Callable[[], None] = _nothing

    def news(self) -> bool:
        """Whether something has changed since the last time."""
        return bool(self._watch.news())

    def forget(self) -> None:
        """Shows everything anew at the next look."""
        self._watch.forget()

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """Those that are there."""
        return self.session.layout.adapters

    @property
    def places(self) -> tuple[Place, ...]:
        """All layers."""
        layout = self.session.layout
        return tuple(
            Place(layer_name(layout, block.layer), block.inputs, block.outputs)
            for block in layout.blocks
        )

    @property
    def knobs(self) -> int:
        """How many knobs the adapters have."""
        layout = self.session.layout
        return layout.size - layout.wired

    @property
    def locked(self) -> int:
        """How many of the layers' knobs are frozen."""
        return int(np.count_nonzero(self.session.switches.frozen[: self.session.layout.wired]))

    @property
    def strength(self) -> float:
        """What the product of the matrices is multiplied by."""
        return self.session.parameters.making.strength

    def add(self, ranks: tuple[int, ...]) -> None:
        """Locks all knobs and puts a bank beside them."""
        self.do(AddAdapter(ranks))

    def set_strength(self, strength: float) -> None:
        """Counts the product more or less."""
        if strength != self.strength:
            self.do(SetStrength(strength))

    def merge(self) -> None:
        """Adds the product to the layers' own knobs."""
        self.do(MergeAdapter())

    def remove(self) -> None:
        """Takes the bank away."""
        self.do(RemoveAdapter())

    def without(self) -> Measure:
        """Returns what the goal's metric would be with the strength at 0.

        It is worked out again only where the base, the data or the metric are others.
        """
        session = self.session
        base = np.asarray(session.parameters.theta[: session.layout.wired])
        of = (
            session.data,
            session.layout,
            session.scenario.goal.metric,
            session.scenario.training.loss,
            session.scenario.network,
            session.parameters.making.rounding,
            session.switches,
        )
        same = len(of) == len(self._of) and all(
            one is two or (isinstance(one, str) and one == two)
            for one, two in zip(of, self._of, strict=True)
        )
        if self._found is None or not same or not np.array_equal(base, self._base):
            self._of, self._base = of, base.copy()
            state = session.state()
            off = replace(state, making=replace(state.making, strength=0.0)).at_step_0()
            self._engine = Engine.serving(off, self._engine)
            self._engine.put(off)
            self._found = self._engine.evaluation.measure(session.scenario.goal.metric)
        return self._found


def _nothing() -> None:
    """Does nothing: a panel without a window."""
