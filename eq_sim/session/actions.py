"""Everything that can happen to an experiment, as small records.

Hands, training, files and, later, lessons and MIDI all speak these. Each goes through JSON and
back without losing a bit, so an experiment *is* its list of actions.
"""

from typing import TypeAlias

from msgspec import Struct

from eq_sim.session.scenario import Scenario


class Action(Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """What the records have in common: they are frozen, and tagged with what they do."""


class Load(Action, frozen=True, tag="load"):
    """Begin a scenario afresh. The whole scenario is in the record, so no file is needed later."""

    scenario: Scenario
    seed: int


class Set(Action, frozen=True, tag="set"):
    """Change one setting of the scenario: a hyperparameter, a data setting, the network."""

    setting: str
    value: float | int | str | tuple[int | str, ...]


class Grab(Action, frozen=True, tag="grab"):
    """A hand takes hold of knobs: training leaves them alone until ``Release``.

    ``name`` is what the gesture is called when it can be undone; by itself, "turn x₁ → neuron 2".
    """

    knobs: tuple[int, ...]
    name: str = ""


class Turn(Action, frozen=True, tag="turn"):
    """Set knobs to values: one movement of a hand, held or not."""

    knobs: tuple[int, ...]
    values: tuple[float, ...]


class Release(Action, frozen=True, tag="release"):
    """The hand lets go."""


class Train(Action, frozen=True, tag="train"):
    """Take so many training steps: the only record of training there is, never seconds."""

    steps: int


class TakePhase(Action, frozen=True, tag="phase"):
    """Take one of a step's four phases: forward, compare, backward or update."""


class Run(Action, frozen=True, tag="run"):
    """Training goes on by itself from here."""


class Pause(Action, frozen=True, tag="pause"):
    """Training rests."""


class BackToStart(Action, frozen=True, tag="back-to-start"):
    """Every knob goes back to the same start, and the count of steps to 0."""


class NewStart(Action, frozen=True, tag="new-start"):
    """A new random start for every knob; data and split stay."""


class SetStart(Action, frozen=True, tag="set-start"):
    """These values, one per knob, are the start: a checkpoint was loaded."""

    values: tuple[float, ...]


class Freeze(Action, frozen=True, tag="freeze"):
    """Training leaves knobs as they are, or no longer does. A hand may turn them."""

    knobs: tuple[int, ...]
    on: bool


class Mute(Action, frozen=True, tag="mute"):
    """Knobs are 0 until they are unmuted, and then what they were."""

    knobs: tuple[int, ...]
    on: bool


class Solo(Action, frozen=True, tag="solo"):
    """A weight plays alone: the other weights of its neuron are 0 meanwhile; a bias stays."""

    knob: int
    on: bool


class SwitchSide(Action, frozen=True, tag="switch-side"):
    """Go from A to B or back: the other setting of all knobs."""


class CopySide(Action, frozen=True, tag="copy-side"):
    """The setting that is not in play becomes the one that is."""


class Blend(Action, frozen=True, tag="blend"):
    """Stand between A (0) and B (1)."""

    share: float


class LineUp(Action, frozen=True, tag="line-up"):
    """Reorder and flip B's neurons to be like A's; what B computes stays the same."""


class ToBest(Action, frozen=True, tag="to-best"):
    """The knobs of the lowest recorded loss since the start."""


class Undo(Action, frozen=True, tag="undo"):
    """Take back the last thing that a hand or training did."""


class Redo(Action, frozen=True, tag="redo"):
    """Do again what was taken back last."""


AnyAction: TypeAlias = (
    Load
    | Set
    | Grab
    | Turn
    | Release
    | Train
    | TakePhase
    | Run
    | Pause
    | BackToStart
    | NewStart
    | SetStart
    | Freeze
    | Mute
    | Solo
    | SwitchSide
    | CopySide
    | Blend
    | LineUp
    | ToBest
    | Undo
    | Redo
)
