"""Everything that can happen to an experiment, as small records.

Hands, training, files and, later, lessons and MIDI all speak these. Each goes through JSON and
back without losing a bit, so an experiment *is* its list of actions. An action knows its name, what
it means to undo, and what it leads to.
"""

from typing import TypeAlias

from eq_sim.session.actions.ab import Blend, CopySide, LineUp, SetSides, SwitchSide, ToBest
from eq_sim.session.actions.adapting import (
    AddAdapter,
    MergeAdapter,
    RemoveAdapter,
    SetStrength,
)
from eq_sim.session.actions.architecture import (
    AddLayer,
    AddNeurons,
    RemoveLayer,
    RemoveNeuron,
)
from eq_sim.session.actions.base import Action, Outcome, Rare
from eq_sim.session.actions.drawing import AddDrawing, LetGoDrawings
from eq_sim.session.actions.fine_tuning import FineTune
from eq_sim.session.actions.hands import Grab, Release, Turn
from eq_sim.session.actions.inference import LockKnobs
from eq_sim.session.actions.painting import ErasePoints, PaintPoints
from eq_sim.session.actions.past import GoTo
from eq_sim.session.actions.pruning import Prune
from eq_sim.session.actions.rounding import Quantise
from eq_sim.session.actions.runs import DeleteRuns, GoToRunEnd, GoToRunStart, NameRun, PinRuns
from eq_sim.session.actions.settings import BeginWith, Set
from eq_sim.session.actions.shelf import (
    ClearScene,
    DescribeCheckpoint,
    KeepAutomatically,
    KeepCheckpoint,
    LetGoCheckpoint,
    RecallScene,
    Restore,
    StoreScene,
)
from eq_sim.session.actions.starts import (
    BackToStart,
    Load,
    NewStart,
    Resume,
    SetStart,
    SwitchedKnobs,
)
from eq_sim.session.actions.switches import Freeze, Mute, Solo
from eq_sim.session.actions.teaching import SetTeacher
from eq_sim.session.actions.training import Pause, Run, StopEarly, TakePhase, Train
from eq_sim.session.actions.undo import Redo, Undo

AnyRare: TypeAlias = (
    Load
    | Resume
    | Set
    | BeginWith
    | Grab
    | Release
    | Run
    | Pause
    | BackToStart
    | NewStart
    | SetStart
    | Freeze
    | Mute
    | Solo
    | FineTune
    | AddDrawing
    | LetGoDrawings
    | SwitchSide
    | CopySide
    | Blend
    | LineUp
    | SetSides
    | ToBest
    | StoreScene
    | RecallScene
    | ClearScene
    | KeepCheckpoint
    | KeepAutomatically
    | Restore
    | DescribeCheckpoint
    | LetGoCheckpoint
    | LockKnobs
    | AddNeurons
    | RemoveNeuron
    | AddLayer
    | RemoveLayer
    | StopEarly
    | PaintPoints
    | ErasePoints
    | GoToRunStart
    | GoToRunEnd
    | NameRun
    | PinRuns
    | DeleteRuns
    | SetTeacher
    | Quantise
    | Prune
    | AddAdapter
    | SetStrength
    | MergeAdapter
    | RemoveAdapter
)
"""What is a pure function from state to state."""

AnyAction: TypeAlias = AnyRare | Turn | Train | TakePhase | Undo | Redo | GoTo

__all__ = [
    "Action",
    "AddAdapter",
    "AddDrawing",
    "AddLayer",
    "AddNeurons",
    "AnyAction",
    "AnyRare",
    "BackToStart",
    "BeginWith",
    "Blend",
    "ClearScene",
    "CopySide",
    "DeleteRuns",
    "DescribeCheckpoint",
    "ErasePoints",
    "FineTune",
    "Freeze",
    "GoTo",
    "GoToRunEnd",
    "GoToRunStart",
    "Grab",
    "KeepAutomatically",
    "KeepCheckpoint",
    "LetGoCheckpoint",
    "LetGoDrawings",
    "LineUp",
    "Load",
    "LockKnobs",
    "MergeAdapter",
    "Mute",
    "NameRun",
    "NewStart",
    "Outcome",
    "PaintPoints",
    "Pause",
    "PinRuns",
    "Prune",
    "Quantise",
    "Rare",
    "RecallScene",
    "Redo",
    "Release",
    "RemoveAdapter",
    "RemoveLayer",
    "RemoveNeuron",
    "Restore",
    "Resume",
    "Run",
    "Set",
    "SetSides",
    "SetStart",
    "SetStrength",
    "SetTeacher",
    "Solo",
    "StopEarly",
    "StoreScene",
    "SwitchSide",
    "SwitchedKnobs",
    "TakePhase",
    "ToBest",
    "Train",
    "Turn",
    "Undo",
]
