"""A state whose network has other neurons or layers: what is known of each knob follows it.

Values, freezes, mutes, solos, moments, hands, scenes, positions, A and B stay with their knob
wherever it sits from now on. What is new gets values of its own.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.identity import origins
from eq_sim.network.layout import Layout
from eq_sim.network.making import Making
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.ab import Best, Sides
from eq_sim.session.drafts import Draft, Fill
from eq_sim.session.hand import Hand
from eq_sim.session.state import Scenes, State, layout_of
from eq_sim.session.switches import Mask, Pruned, Switches
from eq_sim.session.training.parameters import LARGEST, check_values
from eq_sim.session.training.training_state import TrainingState

_Item = TypeVar("_Item", bound=np.generic)


def reshaped(state: State, draft: Draft, *, keeps_best: bool) -> State:
    """Returns a state with another network.

    Args:
        state: what was true.
        draft: the network, which came of the state's own.
        keeps_best: whether the best knobs so far answer as before, too. Otherwise the best begins
            anew, for its loss was another network's.

    Raises:
        KnobError: a new knob would have a value that no knob can take.
    """
    layout = layout_of(draft.scenario, state.dataset)
    places = origins(draft.identities, layout, state.which, state.layout)
    carried = _Carried(state.layout, layout, places, draft.fill)
    first, second = (None if one is None else carried.values(one) for one in state.sides.values)
    best = state.progress.best if keeps_best else None
    if best is not None:
        best = Best(carried.values(best.theta), best.loss, best.step)
    there = replace(
        state,
        scenario=draft.scenario,
        identities=draft.identities,
        start=carried.values(state.start),
        switches=carried.switches(state.switches),
        sides=Sides((first, second), state.sides.share),
        progress=replace(state.progress, best=best),
        hand=carried.hand(state.hand),
        shelf=replace(state.shelf, scenes=carried.scenes(state.shelf.scenes)),
    ).placed(carried.knobs(state))
    return replace(
        there,
        training=carried.training(there.training, there.theta),
        making=carried.making(state.making, there.theta),
    )


@dataclass(frozen=True, eq=False)
class _Carried:
    """What belongs to the knobs of one network, for those of another.

    Attributes:
        before: where each knob sat.
        layout: where each one sits now.
        places: (size,) where each was; −1 for a new one.
        fill: gives new knobs their values.
    """

    before: Layout
    layout: Layout
    places: IndexArray
    fill: Fill

    @cached_property
    def to(self) -> IndexArray:
        """Where the knobs are now that were there before."""
        return np.flatnonzero(self.places >= 0)

    @cached_property
    def was(self) -> IndexArray:
        """Where they were, in the same order."""
        return np.asarray(self.places[self.to])

    @cached_property
    def there(self) -> IndexArray:
        """(size before,) where each knob is now; −1 for one that is gone."""
        there = np.full(self.before.size, -1, dtype=np.intp)
        there[self.was] = self.to
        return there

    def knobs(self, state: State) -> Array:
        """Returns where all knobs are; silent ones at what they come back to.

        Raises:
            KnobError: a new one would be where no knob can be.
        """
        made = self.fill(state.theta)
        check_values(made[self.places < 0])
        return self._put(made.astype(state.theta.dtype), state.whole)

    def values(self, old: Array) -> Array:
        """Returns values of all knobs, within what a knob can take."""
        filled = np.clip(np.nan_to_num(self.fill(old)), -LARGEST, LARGEST)
        return self._put(filled.astype(old.dtype), old)

    def switches(self, old: Switches) -> Switches:
        """Returns the switches of knobs that were there; new ones are free."""
        masks: dict[str, Mask] = {}
        for name in ("frozen", "mutes", "solos"):
            mask: Mask = np.zeros(self.layout.size, dtype=bool)
            masks[name] = self._put(mask, getattr(old, name)) if getattr(old, name).any() else mask
        parked = np.zeros(self.layout.size, dtype=old.parked.dtype)
        pruned = None
        if old.pruned is not None:
            none: Mask = np.zeros(self.layout.size, dtype=bool)
            left = self._put(none, old.pruned.knobs)
            pruned = Pruned(left, old.pruned.by) if left.any() else None
        return Switches(
            self.layout, **masks, parked=parked, solo_reach=old.solo_reach, pruned=pruned
        )

    def hand(self, old: Hand) -> Hand:
        """Returns a hand that holds what is left of what it held."""
        if old.knobs is None or old.values is None:
            return old
        now = self.there[old.knobs]
        left = now >= 0
        return replace(old, knobs=now[left], values=old.values[left]) if left.any() else Hand()

    def scenes(self, old: Scenes) -> Scenes:
        """Returns the scenes; those of yet another network stay as they are."""
        return tuple(
            scene if scene is None or scene.size != self.before.size else self.values(scene)
            for scene in old
        )

    def training(self, old: TrainingState, theta: Array) -> TrainingState:
        """Returns where training stands: moments of new knobs are 0, and no step has moved them.

        Args:
            old: where it stood.
            theta: (size,) where every knob is now.
        """
        moments = np.zeros((len(old.moments), self.layout.size), dtype=old.moments.dtype)
        for new, known in zip(moments, old.moments, strict=True):
            self._put(new, known)
        held = old.held_then
        if held is not None:
            held = self.there[held]
            held = held[held >= 0]
        return replace(
            old,
            moments=moments,
            before=self._put(theta.astype(old.before.dtype), old.before),
            after=self._put(theta.astype(old.after.dtype), old.after),
            held_then=held,
        )

    def making(self, old: Making, theta: Array) -> Making:
        """Returns how weights are made: what is new gets positions of its own.

        Args:
            old: how they were made; a network that is reshaped has no adapters.
            theta: (size,) where every knob is now.
        """
        if old.rounding is None:
            return old
        steps = self._put(np.zeros(self.layout.size), old.rounding.steps(self.before))
        return replace(old, rounding=old.rounding.carried(self.layout, steps, theta))

    def _put(self, new: NDArray[_Item], old: NDArray[_Item]) -> NDArray[_Item]:
        """Writes what is known of the knobs that were there; returns ``new``."""
        new[self.to] = old[self.was]
        return new
