"""What the cells of a desk show: values, the gradient, or how far knobs have moved since when.

Faders and bars show values always, for they are turned by their height; their arrows say what the
last step moved. Cells are looked at, and show what one chooses. Of many knobs the values look the
same before and after training, for none goes far: there the change since the start is shown from
the first step on, unless somebody chooses otherwise.

Changes are measured by the largest start weight of their layer, on a scale that is shaped like a
root: 1 % stands half way to 4 %. All numbers come from ``refresh``; no paint computes them.
"""

from collections.abc import Sequence
from enum import Enum
from math import floor, log10

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Block
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.questions.moved_share import count_moved, start_scales
from eq_sim.session.state import Checkpoint
from eq_sim.ui.console.reach import bulk_of
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.style.numbers import plain

FROZEN_LOOK = 10_000
"""From so many knobs on, values look the same before and after training."""

MOST_CHANGE = 0.04
"""The end of the scale of changes since a moment, as a share of the largest start weight."""

_BULK = 0.95  # of steps and gradients are within the scale: a few are far larger than most
_ROOM = 8.0  # times: while training runs, the end of a scale may be so much too far
_ENDS = (1, 4, 10)  # of scales without an end of their own: their quarters are short numbers
_SMALLEST = 1e-30


class Kind(Enum):
    """What cells can show, in the order of the control; the value is said by ``tr``."""

    VALUE = later("value")
    GRADIENT = later("gradient")
    LAST = later("last change")
    START = later("since the start")
    CHECKPOINT = later("since a checkpoint")

    @property
    def words(self) -> str:
        """What is shown, in a sentence."""
        return {
            Kind.VALUE: tr("the value of each knob"),
            Kind.GRADIENT: tr("the gradient"),
            Kind.LAST: tr("the change in the last step"),
            Kind.START: tr("the change since the start"),
            Kind.CHECKPOINT: tr("the change since a checkpoint"),
        }[self]


_CHANGES = (Kind.LAST, Kind.START, Kind.CHECKPOINT)

_VALUE_OF_NEURON = later("Value, in % of the scale of its neuron")
_VALUE_OF_LAYER = later("Value, in % of the scale of its layer")
_POOLED = {
    Kind.VALUE: later("Where a pixel holds many knobs, the largest value of them is shown."),
    Kind.GRADIENT: later("Where a pixel holds many knobs, the largest gradient of them is shown."),
}
_POOLED_CHANGES = later("Where a pixel holds many knobs, the largest change of them is shown.")


class Legend(Struct, frozen=True):
    """What the colours of cells mean.

    Attributes:
        title: what is shown, and in which unit.
        marks: places on the scale, from 0 to 1, and the number that belongs there.
        unit: what follows the last number; "" or " %".
        beyond: whether what is further out has the colour of the ends, too.
        pooled: what a pixel with several knobs shows.
        missing: why nothing is shown; "" where something is.
        shorter: the title in fewer words, for little room, the longest first.
    """

    title: str
    marks: tuple[tuple[float, float], ...]
    unit: str
    beyond: bool
    pooled: str
    missing: str = ""
    shorter: tuple[str, ...] = ()


class Shown:
    """What the cells of a bank show; worked out once after each change.

    Args:
        bank: the knobs.
        activity: what training does with them.
        scales: how far their values go.

    Attributes:
        revision: grows when something else is shown than before.
    """

    def __init__(self, bank: KnobBank, activity: Activity, scales: Scales) -> None:
        self._bank, self._activity, self._scales = bank, activity, scales
        self._watch = Watch(bank.changes)
        self._moved_watch = Watch(bank.changes)
        self._chosen: Kind | None = None
        self._chosen_for: object = None
        self._number: int | None = None
        self._start: Array | None = None
        self._start_scales = np.ones(1)
        self._numbers: Array | None = None
        self._of: Kind | None = None
        self._end = 0.0
        self._missing = ""
        self._since: Checkpoint | None = None
        self._moved = 0
        self.revision = 0

    # What is shown

    @property
    def kind(self) -> Kind:
        """What is shown: what was chosen for networks of this shape, or what shows most."""
        if self._chosen is not None and self._chosen_for == self._shape:
            return self._chosen
        begun = self._activity.step > 0  # before, nothing has changed and all would be dark
        return Kind.START if self.frozen_look and begun else Kind.VALUE

    @property
    def frozen_look(self) -> bool:
        """Whether there are so many knobs that their values seem to stand still in training."""
        return self._bank.layout.size >= FROZEN_LOOK

    def choose(self, kind: Kind) -> None:
        """Shows something else, for as long as the network keeps its shape."""
        self._chosen, self._chosen_for = kind, self._shape
        self._watch.forget()
        self.refresh()

    def offered(self, kind: Kind) -> bool:
        """Whether there is something of a kind to be shown; a checkpoint may not be there."""
        return kind is not Kind.CHECKPOINT or bool(self.checkpoints)

    @property
    def checkpoints(self) -> Sequence[Checkpoint]:
        """Those that changes can be shown since, in the order they were kept in."""
        return self._activity.checkpoints()

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The one that changes are shown since: the chosen one, or the last while it is there."""
        kept = self.checkpoints
        chosen = (one for one in kept if one.number == self._number)
        return next(chosen, kept[-1] if kept else None)

    @property
    def since_last(self) -> bool:
        """Whether changes are shown since the last checkpoint, whichever comes to be that."""
        return all(one.number != self._number for one in self.checkpoints)

    def choose_checkpoint(self, number: int | None) -> None:
        """Shows changes since a checkpoint.

        Args:
            number: the checkpoint's; None for the last, whichever comes to be that.
        """
        self._number = number
        self.choose(Kind.CHECKPOINT)

    @property
    def root(self) -> bool:
        """Whether the scale is shaped like a root; that of values is even, as faders are."""
        return self.kind is not Kind.VALUE

    @property
    def numbers(self) -> Array:
        """(size,) what each knob shows; read-only, and to be asked again after ``refresh``."""
        shown = self._numbers
        if self.kind is Kind.VALUE or shown is None or shown.size != self._bank.layout.size:
            return self._bank.whole()
        return shown

    def ends(self, layer: int) -> NDArray[np.float64]:
        """Returns the end of a layer's scale in ``numbers``: (1,), or (neurons,) of each one's."""
        kind = self.kind
        if kind is Kind.VALUE:
            return self._scales.of(layer)
        if kind is Kind.GRADIENT:
            return np.full(1, self._end)
        return np.full(1, self._end * self._start_scales[layer])

    def heading(self, layer: int) -> str | None:
        """Returns what the heading of a layer's cells says instead of its scale; None for that."""
        if self.kind not in _CHANGES:
            return None if self.kind is Kind.VALUE else ""
        self._measure()
        largest = plain(float(self._start_scales[layer]))
        return tr("largest start weight {largest}", largest=largest)

    def legend(self) -> Legend:
        """Returns what the colours mean."""
        kind = self.kind
        shorter: tuple[str, ...] = ()
        pooled = tr(_POOLED.get(kind, _POOLED_CHANGES))
        if kind is Kind.VALUE:
            own = all(scale.own for scale in self._scales.layers)
            beyond = any(scale.beyond for scale in self._scales.layers)
            title = tr(_VALUE_OF_NEURON) if own else tr(_VALUE_OF_LAYER)
            return Legend(title, ((0.0, 0), (0.5, 50), (1.0, 100)), " %", beyond, pooled)
        if kind is Kind.GRADIENT:
            title, end, unit = tr("Gradient, by the batch of the last step"), self._end, ""
        else:
            what, end, unit = self._change_words(kind), 100 * self._end, " %"
            title = tr("{change}, in % of the largest start weight of its layer", change=what)
            shorter = (
                tr("{change}, in % of the largest start weight", change=what),
                tr("{change}, in %", change=what),
            )
        marks = tuple((share, float(f"{end * share**2:.6g}")) for share in (0.0, 0.25, 0.5, 1.0))
        return Legend(title, marks, unit, True, pooled, self._missing, shorter)

    def _change_words(self, kind: Kind) -> str:
        if kind is Kind.LAST:
            return tr("Change in the last step")
        if kind is Kind.START:
            return tr("Change since the start")
        kept = self._since
        if kept is None:
            return tr("Change since a checkpoint")
        return tr(
            "Change since checkpoint {number}, step {step:,}", number=kept.number, step=kept.step
        )

    # How many have moved

    @property
    def moved(self) -> int:
        """How many knobs have moved far since the start; counted once after each change."""
        if self._moved_watch.news() & (Change.KNOBS | Change.STRUCTURE | Change.SWITCHES):
            bank = self._bank
            self._measure()
            self._moved = count_moved(bank.layout, bank.whole(), bank.start(), self._start_scales)
        return self._moved

    # Working it out

    def refresh(self) -> None:
        """Works out what is shown, if anything has changed."""
        if not self._watch.news():
            return
        kind = self.kind
        self._measure()
        if kind is Kind.VALUE:
            self._numbers, self._missing = None, ""
        else:
            numbers = self._worked_out(kind)
            self._missing = "" if numbers is not None else _missing(kind)
            if numbers is None:
                numbers = np.zeros(self._bank.layout.size, dtype=self._bank.whole().dtype)
            self._numbers = numbers
            self._end = self._end_for(kind, numbers)
        self._of = kind
        self.revision += 1

    def _worked_out(self, kind: Kind) -> Array | None:
        bank, activity = self._bank, self._activity
        if kind is Kind.GRADIENT:
            return activity.gradient()
        if kind is Kind.LAST:
            return activity.last_move() if activity.step else None
        since = bank.start()
        if kind is Kind.CHECKPOINT:
            kept = self.checkpoint
            if kept is None:
                return None
            since = activity.kept(kept)
            self._since = kept
        known = self._numbers
        room = known if self._of is kind and known is not None else None
        fits = room is not None and room.size == since.size and room.dtype == since.dtype
        return np.asarray(np.subtract(bank.whole(), since, out=room if fits else None))

    def _end_for(self, kind: Kind, numbers: Array) -> float:
        """Returns where the scale ends: known for changes since a moment, else by the bulk."""
        if kind in (Kind.START, Kind.CHECKPOINT):
            return MOST_CHANGE
        units = self._start_scales if kind in _CHANGES else np.ones(len(self._blocks))
        need = max(
            float(bulk_of(numbers[_part(block)].reshape(-1, 1), _BULK)[0]) / unit
            for block, unit in zip(self._blocks, units.tolist(), strict=True)
        )
        fits = need <= self._end <= _ROOM * need
        if need < _SMALLEST or (self._of is kind and self._activity.running and fits):
            return self._end if self._of is kind and self._end else MOST_CHANGE
        power = 10.0 ** floor(log10(need))
        # A need just above a rung by rounding must not take the next.
        found = next((end for end in _ENDS if need <= end * power * (1 + 1e-9)), _ENDS[-1])
        return float(f"{found * power:.3g}")

    def _measure(self) -> None:
        """Notes by what changes are measured, where the start is another."""
        start = self._bank.start()
        known = self._start
        if known is None or known.size != start.size or not np.may_share_memory(known, start):
            self._start = start
            self._start_scales = start_scales(self._bank.layout, start)

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return self._bank.layout.blocks

    @property
    def _shape(self) -> object:
        return self._bank.layout.architecture.sizes


def _missing(kind: Kind) -> str:
    if kind is Kind.CHECKPOINT:
        return tr("No checkpoint of this network was kept.")
    return tr("It is known after the next step.")


def _part(block: Block) -> slice:
    return slice(block.offset, block.offset + block.size)
