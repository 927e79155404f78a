"""Every kind of step, by the key that names it in a lesson's file."""

from eq_sim.lessons.steps.ab import BlendStep, LineUpStep, SwitchStep
from eq_sim.lessons.steps.adapters import AdapterStep, MergeStep, RemoveStep, StrengthStep
from eq_sim.lessons.steps.architecture import (
    AddLayerStep,
    AddNeuronsStep,
    RemoveLayerStep,
    RemoveNeuronStep,
)
from eq_sim.lessons.steps.beyond import BeyondStep, ZoomStep
from eq_sim.lessons.steps.captions import (
    ChapterStep,
    HideStep,
    HighlightStep,
    PauseStep,
    SayStep,
)
from eq_sim.lessons.steps.checks import AskStep, ExpectStep, NoteStep
from eq_sim.lessons.steps.drawing import DrawStep
from eq_sim.lessons.steps.following import FollowStep
from eq_sim.lessons.steps.knobs import (
    FreezeStep,
    MuteStep,
    RecallStep,
    RememberStep,
    SoloStep,
    TurnStep,
)
from eq_sim.lessons.steps.positions import BitsStep
from eq_sim.lessons.steps.questions import AnswerStep, GuessStep
from eq_sim.lessons.steps.shelf import (
    CheckpointStep,
    GlideStep,
    KeepStep,
    RestoreStep,
    StoreStep,
)
from eq_sim.lessons.steps.stage import ShowStep
from eq_sim.lessons.steps.step import Step
from eq_sim.lessons.steps.training import (
    LoadStep,
    PhaseStep,
    RivalStep,
    SetStep,
    StartStep,
    TrainStep,
)

KINDS: dict[str, type[Step]] = {
    kind.key: kind
    for kind in (
        SayStep, GuessStep, AnswerStep, ChapterStep, PauseStep, HighlightStep, HideStep,
        ShowStep, FollowStep, ZoomStep, BeyondStep, DrawStep,
        TurnStep, RememberStep, RecallStep, FreezeStep, MuteStep, SoloStep, SwitchStep, BlendStep,
        LineUpStep, StoreStep, GlideStep, CheckpointStep, KeepStep, RestoreStep,
        AddNeuronsStep, RemoveNeuronStep, AddLayerStep, RemoveLayerStep,
        AdapterStep, StrengthStep, MergeStep, RemoveStep, BitsStep,
        LoadStep, SetStep, TrainStep, PhaseStep, StartStep, RivalStep,
        NoteStep, ExpectStep, AskStep,
    )
}  # fmt: skip
"""In the order in which a message lists them."""
