"""Scenes and checkpoints: what is kept to come back to."""

from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.network.types import Array
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.errors import CheckpointError, KnobError
from eq_sim.session.kept_by_training import MOST_CHECKPOINTS, kept_then
from eq_sim.session.messages import Message, message
from eq_sim.session.state import (
    MOST_SAMPLES,
    SCENES,
    Automatic,
    Checkpoint,
    Scenes,
    Shelf,
    State,
)
from eq_sim.session.undo.policy import Policy

LONGEST_NAME, LONGEST_NOTE = 80, 2000
MOST_EPOCHS = 1_000_000
"""Between two checkpoints that training keeps by itself."""
_Slot = Annotated[int, Meta(ge=0, lt=SCENES)]
_Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
_Note = Annotated[str, Meta(max_length=LONGEST_NOTE)]
_Epochs = Annotated[int, Meta(ge=0, le=MOST_EPOCHS)]
_RECALLED = Change.KNOBS | Change.HISTORY


class StoreScene(Rare, frozen=True, tag="store-scene"):
    """Keep all knobs as they stand in a numbered slot; what was in it goes."""

    undo: ClassVar[Policy] = Policy.ENTRY

    slot: _Slot

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("store-scene", scene=self.slot + 1)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the scene stored."""
        scenes = _put(state.shelf.scenes, _checked(self.slot), state.whole)
        return Outcome(replace(state, shelf=replace(state.shelf, scenes=scenes)), Change.SHELF)


class RecallScene(Rare, frozen=True, tag="recall-scene"):
    """Set all knobs as a scene has them."""

    undo: ClassVar[Policy] = Policy.ENTRY

    slot: _Slot

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("recall-scene", scene=self.slot + 1)

    def outcome(self, state: State) -> Outcome:
        """Returns the state at the scene."""
        values = stored_scene(state.shelf, state.layout.size, self.slot)
        mark = message("recalled-scene", scene=self.slot + 1)
        return Outcome(state.placed(values), _RECALLED, records=True, mark=mark)


class ClearScene(Rare, frozen=True, tag="clear-scene"):
    """Empty a slot."""

    undo: ClassVar[Policy] = Policy.ENTRY

    slot: _Slot

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("clear-scene", scene=self.slot + 1)

    def outcome(self, state: State) -> Outcome:
        """Returns the state without the scene."""
        shelf = replace(state.shelf, scenes=_put(state.shelf.scenes, _checked(self.slot), None))
        return Outcome(replace(state, shelf=shelf), Change.SHELF)


class KeepCheckpoint(Rare, frozen=True, tag="keep-checkpoint", omit_defaults=True):
    """Keep everything as it is at this moment, to come back to: a checkpoint."""

    undo: ClassVar[Policy] = Policy.ENTRY

    name: _Name = ""
    note: _Note = ""

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("keep-checkpoint", step=state.training.step)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with one more checkpoint."""
        shelf = state.shelf
        if len(shelf.checkpoints) >= MOST_CHECKPOINTS:
            raise CheckpointError(
                "there are {most} checkpoints already: let one go first", most=MOST_CHECKPOINTS
            )
        name = _short(self.name, LONGEST_NAME)
        kept = Checkpoint(shelf.next_number, name, self.note, "hand", kept_then(state))
        shelf = replace(shelf, checkpoints=(*shelf.checkpoints, kept))
        if shelf.samples > MOST_SAMPLES:
            raise CheckpointError(
                "the checkpoints are on too many different data: let one go first"
            )
        return Outcome(replace(state, shelf=shelf), Change.SHELF)


class KeepAutomatically(Rare, frozen=True, tag="keep-automatically", omit_defaults=True):
    """Choose which checkpoints training keeps by itself from here."""

    undo: ClassVar[Policy] = Policy.ENTRY

    best: bool = False
    epochs: _Epochs = 0

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the choice made."""
        if not 0 <= self.epochs <= MOST_EPOCHS:
            raise CheckpointError(
                "a checkpoint every {epochs} epochs: choose 0 to {most:,}",
                epochs=self.epochs,
                most=MOST_EPOCHS,
            )
        chosen = Automatic(self.best, self.epochs)
        if chosen == state.shelf.automatic:
            return Outcome(state, Change.NONE)
        return Outcome(replace(state, shelf=replace(state.shelf, automatic=chosen)), Change.SHELF)


class Restore(Rare, frozen=True, tag="restore"):
    """Go back to a checkpoint: knobs, optimizer, batches, curve and settings as they were."""

    undo: ClassVar[Policy] = Policy.START

    number: int

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("restore", step=_found(state, self.number).state.training.step)

    def outcome(self, state: State) -> Outcome:
        """Returns the state of the checkpoint, with every checkpoint and scene of now."""
        then = _found(state, self.number).state.at_rest(state.scenario.training.speed)
        return Outcome(replace(then, shelf=state.shelf, locked=state.locked), EVERYTHING)


class DescribeCheckpoint(Rare, frozen=True, tag="describe-checkpoint", omit_defaults=True):
    """Give a checkpoint another name and note."""

    undo: ClassVar[Policy] = Policy.ENTRY

    number: int
    name: _Name = ""
    note: _Note = ""

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the checkpoint described."""
        found = _found(state, self.number)
        named = replace(found, name=_short(self.name, LONGEST_NAME), note=self.note)
        return Outcome(_with(state, found, (named,)), Change.SHELF)


class LetGoCheckpoint(Rare, frozen=True, tag="let-go-checkpoint"):
    """Forget a checkpoint."""

    undo: ClassVar[Policy] = Policy.ENTRY

    number: int

    def outcome(self, state: State) -> Outcome:
        """Returns the state without the checkpoint."""
        return Outcome(_with(state, _found(state, self.number), ()), Change.SHELF)


def stored_scene(shelf: Shelf, size: int, slot: int) -> Array:
    """Returns the knobs of a scene.

    Args:
        shelf: where it is.
        size: knobs of the network that it is for.
        slot: from 0.

    Raises:
        KnobError: there is no such slot, it is empty, or its scene is of another network.
    """
    values = shelf.scenes[_checked(slot)]
    if values is None:
        raise KnobError("scene {scene} is empty: store one first", scene=slot + 1)
    if values.size != size:
        raise KnobError(
            "scene {scene} is of a network of {there:,} knobs, and this one has {here:,}",
            scene=slot + 1,
            there=values.size,
            here=size,
        )
    return values


def _checked(slot: int) -> int:
    if not 0 <= slot < SCENES:
        raise KnobError("scenes are numbered 1 to {most}", most=SCENES)
    return slot


def _put(scenes: Scenes, slot: int, values: Array | None) -> Scenes:
    return (*scenes[:slot], values, *scenes[slot + 1 :])


def _short(name: str, most: int) -> str:
    return " ".join(name.split())[:most]


def _found(state: State, number: int) -> Checkpoint:
    for kept in state.shelf.checkpoints:
        if kept.number == number:
            return kept
    raise CheckpointError("there is no checkpoint {number}", number=number)


def _with(state: State, found: Checkpoint, instead: tuple[Checkpoint, ...]) -> State:
    """Returns a state with other checkpoints in the place of one."""
    kept = state.shelf.checkpoints
    place = kept.index(found)
    shelf = replace(state.shelf, checkpoints=(*kept[:place], *instead, *kept[place + 1 :]))
    return replace(state, shelf=shelf)
