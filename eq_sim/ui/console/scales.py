"""What the top of a fader means: each layer's own scale, which follows its knobs or is locked.

A scale belongs to the view, as its zoom does: it changes no experiment, and is in no file and no
undo. It needs neither. At rest an automatic scale is worked out from where the knobs stand and
where they started, from nothing else; so undo, Esc and a way back bring it back with the knobs, and
two runs and their films agree. In between it remembers two things. While a hand is on knobs, or
slides them from A to B, no scale narrows under it. While training runs, a scale widens at once, and
narrows when the last quarter of the steps did without it: counted in steps, never by a clock.

What a person has chosen (a locked scale, one for each neuron) holds for every network of the same
shape and names while the window is open: two runs of one network are compared on one scale.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.change import Change
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.reach import at_first, by_itself, furthest_of, needed, rung
from eq_sim.ui.models.activity import Activity, NoActivity

__all__ = ["Scale", "Scales", "layers_of", "rung"]

ROUGHLY = 10
"""From so many knobs on, those beyond a scale are counted in powers of ten, "at least 100"."""

_LEAST, _SHARE = 50, 0.25
"""A scale narrows when it was too wide for so many steps, and for this share of all of them."""

_SEEN = Change.KNOBS | Change.STRUCTURE | Change.SWITCHES | Change.TRAINING | Change.SIDES


class Scale(Struct, frozen=True):
    """A layer's scale, from −limit to +limit.

    Attributes:
        limit: its end; the widest end, where each neuron has its own.
        was: what it began with.
        locked: whether a person has set it; otherwise it follows the knobs.
        own: whether each neuron has its own.
        least: the narrowest end, where each neuron has its own; otherwise the same.
        beyond: how many knobs are outside it; of ten and more, a power of ten that is not more.
        furthest: a round number that no magnitude in the layer is above.
    """

    limit: float
    was: float
    locked: bool = False
    own: bool = False
    least: float = 0.0
    beyond: int = 0
    furthest: float = 0.0

    @property
    def widened(self) -> bool:
        """Whether it is wider than it was at the start."""
        return self.limit > self.was

    @property
    def changed(self) -> bool:
        """Whether it is another than at the start."""
        return self.limit != self.was

    @property
    def notable(self) -> bool:
        """Whether it is other than what one began with, and has to be seen."""
        return self.changed or self.locked or self.own or self.beyond > 0


class _Choice(Struct, frozen=True):
    """What a person has chosen for a layer: its scales, if they are locked; one for each neuron."""

    limits: NDArray[np.float64] | None = None
    each: bool = False


_FOLLOWS = _Choice()
"""Where a person has chosen nothing."""


class _Following(Struct):
    """A layer's scales as they follow its knobs: one, or one for each neuron.

    Attributes:
        first: (groups,) what they began with.
        limits: (groups,) what they are.
        fitted: (groups,) the step at which each was last no wider than it had to be.
    """

    first: NDArray[np.float64]
    limits: NDArray[np.float64]
    fitted: NDArray[np.int64]


class Scales:
    """The scale of each layer.

    Args:
        bank: whose knobs; another network begins with scales of its own.
        activity: whether training runs, and whether a hand is on the knobs.
    """

    def __init__(self, bank: KnobBank, activity: Activity | None = None) -> None:
        self._bank, self._activity = bank, activity or NoActivity()
        self._of: object = None
        self._start: Array | None = None
        self._structure = -1
        self._following: list[_Following] = []
        self._layers: list[Scale] = []
        self._chosen: dict[object, dict[int, _Choice]] = {}
        self._step = 0
        self._revision = 0

    @property
    def layers(self) -> list[Scale]:
        """Each layer's scale."""
        self._begin_if_new()
        return self._layers

    @property
    def revision(self) -> int:
        """Grows with each change of a scale."""
        return self._revision

    def fit(self) -> bool:
        """Follows the knobs, if they have changed. Returns whether anything changed."""
        self._begin_if_new()
        activity = self._activity
        running, held = activity.running, activity.held.size > 0 or activity.between
        seen = (self._bank.changes.count(_SEEN), running, held)
        if seen == self._of:
            return False
        self._of = seen
        step, before, revision = activity.step, self._step, self._revision
        self._step = step
        patient = running and step >= before
        for layer, block in enumerate(self._blocks):
            self._follow(layer, block, step, patient=patient, held=held)
        return self._revision != revision

    def limit(self, knob: int) -> float:
        """Returns the end of a knob's scale."""
        place = self._bank.layout.knob(knob)
        return self.of_neuron(place.layer, place.neuron)

    def limits(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns the end of the scale of each of some knobs."""
        layout, scales = self._bank.layout, self.layers
        layers = layers_of(layout, knobs)
        limits = np.array([scale.limit for scale in scales])[layers]
        for layer, block in enumerate(layout.blocks):
            own = self.of(layer)
            if own.size > 1:
                here = layers == layer
                limits[here] = own[(knobs[here] - block.offset) % block.outputs]
        return limits

    def of(self, layer: int) -> NDArray[np.float64]:
        """Returns a layer's ends: (1,), or (neurons,) where each neuron has its own."""
        self._begin_if_new()
        choice = self._choice(layer)
        if choice.limits is not None:
            return choice.limits
        return self._following[layer].limits

    def of_neuron(self, layer: int, neuron: int) -> float:
        """Returns the end of the scale of a neuron's knobs."""
        own = self.of(layer)
        return float(own[neuron if own.size > 1 else 0])

    # What a person chooses

    def lock(self, layer: int, limit: float | None = None) -> None:
        """Keeps a layer's scale as it is, or at a value, until ``follow``."""
        limits = self.of(layer).copy() if limit is None else np.full(1, float(limit))
        self._choose(layer, _Choice(limits, self._choice(layer).each and limit is None))

    def fit_to_all(self, layer: int) -> None:
        """Locks a layer's scale where it holds every knob, the furthest one too."""
        each = self._choice(layer).each
        furthest = furthest_of(self._values(self._blocks[layer], each=each))
        self._choose(layer, _Choice(np.array([rung(far) for far in furthest.tolist()]), each))

    def follow(self, layer: int) -> None:
        """Lets a layer's scale follow its knobs again, as if nobody had touched it."""
        self._choose(layer, _Choice(None, self._choice(layer).each))

    def own_for_each_neuron(self, layer: int, *, on: bool) -> None:
        """Gives each neuron of a layer a scale of its own, or all of them one."""
        self._choose(layer, _Choice(None, on))

    def has_own_for_each_neuron(self, layer: int) -> bool:
        """Whether each neuron of a layer has a scale of its own."""
        return self._choice(layer).each

    # How they follow

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return self._bank.layout.blocks

    def _choice(self, layer: int) -> _Choice:
        if not self._chosen:  # asked for often in each frame, and hardly anybody ever chooses
            return _FOLLOWS
        return self._chosen.get(self._key, {}).get(layer, _FOLLOWS)

    @property
    def _key(self) -> object:
        """What a network has in common with another one that is looked at in the same way."""
        bank = self._bank
        names = tuple(column.symbol for column in bank.dataset.columns)
        return bank.layout.architecture.sizes, bank.layout.architecture.biases, names

    def _choose(self, layer: int, choice: _Choice) -> None:
        self._begin_if_new()
        self._chosen.setdefault(self._key, {})[layer] = choice
        self._begin_layer(layer, self._blocks[layer])
        self._revision += 1

    def _begin_if_new(self) -> None:
        """Begins anew where the network or its start is another."""
        bank, known = self._bank, self._start
        start = bank.start()
        same = self._structure == bank.structure and known is not None
        if same and known is not None and np.may_share_memory(known, start):
            return
        self._start, self._structure, self._of = start, bank.structure, None
        blocks = self._blocks
        nothing = np.empty(0)
        self._following = [_Following(nothing, nothing, nothing.astype(np.int64)) for _ in blocks]
        self._layers = [Scale(1.0, 1.0) for _ in blocks]
        self._step = self._activity.step
        for layer, block in enumerate(blocks):
            self._begin_layer(layer, block)
        self._revision += 1

    def _begin_layer(self, layer: int, block: Block) -> None:
        """Begins at the start's scale, and follows from there to where the knobs stand."""
        each = self._choice(layer).each
        starts = _grouped(self._bank.start(_part(block)), block, each=each)
        first = at_first(needed(starts, furthest_of(starts)), len(starts))
        if len(self._blocks) == 1:  # a knob that is a quantity of its own has a scale of its own
            first = np.maximum(first, self._bank.dataset.knob_reach)
        fitted = np.full(first.size, self._activity.step)
        self._following[layer] = _Following(first, first, fitted)
        self._follow(layer, block, self._activity.step, patient=False, held=False)

    def _follow(self, layer: int, block: Block, step: int, *, patient: bool, held: bool) -> None:
        """Brings a layer's scales to where its knobs stand.

        Args:
            layer: which.
            block: its part of θ.
            step: training steps taken.
            patient: whether training runs, and scales narrow after a while alone.
            held: whether a hand is on knobs or between A and B, and no scale narrows.
        """
        following, choice = self._following[layer], self._choice(layer)
        values = self._values(block, each=choice.each)
        furthest = furthest_of(values)
        wanted = by_itself(needed(values, furthest), following.first, len(values))
        limits = following.limits
        too_wide = wanted < limits
        following.fitted = np.where(too_wide, following.fitted, step)
        keep = too_wide & held
        if patient:
            long = max(_LEAST, round(_SHARE * step))
            keep |= too_wide & (step - following.fitted < long)
        following.limits = np.where(keep, limits, wanted)
        self._note(layer, values, float(furthest.max()))

    def _note(self, layer: int, values: Array, furthest: float) -> None:
        """Notes what a layer's scale is now, and what is outside it."""
        choice, following = self._choice(layer), self._following[layer]
        limits = following.limits if choice.limits is None else choice.limits
        beyond = 0
        if furthest > limits.min():
            above, below = values > limits, values < -limits
            beyond = int(np.count_nonzero(above)) + int(np.count_nonzero(below))
        scale = Scale(
            limit=float(limits.max()),
            was=float(following.first.max()),
            locked=choice.limits is not None,
            own=choice.each,
            least=float(limits.min()),
            beyond=_about(beyond),
            furthest=rung(furthest),
        )
        if scale != self._layers[layer]:
            self._layers[layer] = scale
            self._revision += 1

    def _values(self, block: Block, *, each: bool) -> Array:
        return _grouped(self._bank.whole(_part(block)), block, each=each)


def layers_of(layout: Layout, knobs: IndexArray) -> IndexArray:
    """Returns the layer of each of some knobs."""
    ends = [block.offset + block.size for block in layout.blocks]
    return np.searchsorted(ends, knobs, side="right")


def as_limit(ends: NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Returns one number for all knobs of a layer where that is what ``of`` has returned."""
    return ends if ends.size > 1 else float(ends[0])


def _about(count: int) -> int:
    """Returns a small count as it is, and of a larger one the power of ten that it reaches."""
    return count if count < ROUGHLY else int(10 ** (len(str(count)) - 1))


def _grouped(part: Array, block: Block, *, each: bool) -> Array:
    """Returns a layer's values as (values, groups): one group, or one for each neuron."""
    return part.reshape(block.rows, block.outputs) if each else part.reshape(-1, 1)


def _part(block: Block) -> slice:
    """Returns a layer's slice of θ."""
    return slice(block.offset, block.offset + block.size)
