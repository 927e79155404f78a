"""The one table of settings: panels, command line, lessons and files take theirs from here.

A row is a field of the scenario. The order is that of the panels: hyperparameters first, those
behind "More settings" last, and the settings of the data apart.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import msgspec
from msgspec import structs

from eq_sim.language.tr import later
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.initializers import INITIALIZERS
from eq_sim.network.losses import LOSSES
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.scenario import MOST_LAYERS, NetworkSpec, Scenario, convert
from eq_sim.session.settings.applies import (
    has_hidden,
    has_points,
    is_split_here,
    rows_used,
    silent_noise,
    takes_noise,
)
from eq_sim.session.settings.choosing_rows import CHOOSING_ROWS, SHARES
from eq_sim.session.settings.component_rows import COMPONENT_ROWS
from eq_sim.session.settings.consistency import check
from eq_sim.session.settings.curve_rows import CURVE_ROWS
from eq_sim.session.settings.ink_rows import INK_ROWS
from eq_sim.session.settings.limits import MOST_BYTES
from eq_sim.session.settings.needs import EACH_ONE_OF, NEEDS, ONE_OF
from eq_sim.session.settings.setting import Kind, Setting, Touches, Value, said
from eq_sim.session.settings.step_rows import STEP_ROWS
from eq_sim.session.settings.teaching_rows import TEACHING_ROWS
from eq_sim.session.sources import losses_of, source_of, train_part

__all__ = [
    "CAPTIONS",
    "FULL_SPEED",
    "MOST_BYTES",
    "SETTINGS",
    "Setting",
    "Touches",
    "Value",
    "changed",
    "changed_together",
    "check",
    "parse",
]

FULL_SPEED = 1_000_000
"""The speed that stands for "as fast as it goes"."""

_RATES = tuple(
    float(f"{m}e{p}") for p in range(-5, 2) for m in (1, 1.5, 2, 3, 5, 7) if m * 10.0**p <= 10
)
_PENALTIES = (0.0, *(float(f"{m}e{p}") for p in range(-5, 0) for m in (1, 3)), 1.0)


def _losses(scenario: Scenario) -> Mapping[str, str]:
    return said({name: _LABELS[name] for name in losses_of(scenario.data)})


_LABELS = {name: loss.label for name, loss in LOSSES.items()} | {DISTILLATION: DISTILLATION}
_OPTIMIZERS = {name: kind.label for name, kind in OPTIMIZERS.items()}
_ACTIVATIONS = {name: kind.label for name, kind in ACTIVATIONS.items()}
_DTYPES = {"float32": "float32", "float64": "float64"}

_TABLE = (
    Setting(
        name="learning_rate",
        part="training",
        caption=later("learning rate"),
        tip=later(
            "How far one step turns the knobs. Too high: the loss explodes. Too low: it crawls"
        ),
        kind=Kind.NUMBER,
        need=NEEDS["learning_rate"],
        too_high=later("the loss mostly rises instead of falling"),
        touches=Touches.TRAINING,
        ladder=_RATES,
    ),
    Setting(
        name="batch_size",
        part="training",
        caption=later("batch size"),
        tip=later(
            "How many samples one step looks at; “all” is the exact direction, fewer is faster"
        ),
        kind=Kind.BATCH,
        need=NEEDS["batch_size"],
        touches=Touches.TRAINING,
        ladder=(1, 2, 5, 10, 16, 25, 32, 64, 100, 128, 256, 512, "full"),
    ),
    Setting(
        name="l2",
        part="training",
        caption=later("weight decay (L2)"),
        tip=later("Pulls every weight towards 0 a little in each step; biases are left alone"),
        kind=Kind.NUMBER,
        need=NEEDS["l2"],
        touches=Touches.TRAINING,
        ladder=_PENALTIES,
    ),
    Setting(
        name="dropout",
        part="training",
        caption=later("dropout"),
        tip=later("The share of hidden answers left out at random in each training step"),
        kind=Kind.SHARE,
        need=NEEDS["dropout"],
        touches=Touches.TRAINING,
        ladder=SHARES,
        applies=has_hidden,
    ),
    Setting(
        name="optimizer",
        part="training",
        caption=later("optimizer"),
        tip=later("How a slope becomes a turn of each knob"),
        kind=Kind.CHOICE,
        need=ONE_OF,
        names=tuple(OPTIMIZERS),
        touches=Touches.TRAINING,
        choices=lambda scenario: said(_OPTIMIZERS),
    ),
    Setting(
        name="activation",
        part="network",
        caption=later("activation"),
        tip=later("What a hidden neuron does with its sum; each layer may have its own"),
        kind=Kind.CHOICES,
        need=EACH_ONE_OF,
        names=tuple(ACTIVATIONS),
        touches=Touches.FUNCTION,
        choices=lambda scenario: said(_ACTIVATIONS),
        applies=has_hidden,
    ),
    Setting(
        name="initializer",
        part="network",
        caption=later("start"),
        tip=later("How the random start is drawn"),
        kind=Kind.CHOICE,
        need=ONE_OF,
        names=tuple(INITIALIZERS),
        touches=Touches.NETWORK,
        choices=lambda scenario: said(INITIALIZERS),
        row=later("New start"),
    ),
    Setting(
        name="hidden",
        part="network",
        caption=later("layers"),
        tip=later(
            "Neurons in each hidden layer. A typed number begins a new start; + and − do not"
        ),
        kind=Kind.SIZES,
        need=NEEDS["hidden"],
        touches=Touches.NETWORK,
    ),
    *COMPONENT_ROWS,
    *STEP_ROWS,
    Setting(
        name="l1",
        part="training",
        caption=later("L1 penalty"),
        tip=later("Pulls every weight towards 0 by the same amount: small ones become 0"),
        kind=Kind.NUMBER,
        need=NEEDS["l1"],
        touches=Touches.TRAINING,
        ladder=_PENALTIES,
        rare=True,
    ),
    *CHOOSING_ROWS,
    *TEACHING_ROWS,
    Setting(
        name="loss",
        part="training",
        caption=later("loss"),
        tip=later("The number that training lowers"),
        kind=Kind.CHOICE,
        need=ONE_OF,
        names=tuple(_LABELS),
        touches=Touches.FUNCTION,
        choices=_losses,
        rare=True,
    ),
    Setting(
        name="dtype",
        part="network",
        caption=later("precision"),
        tip=later("How many bits each knob has"),
        kind=Kind.CHOICE,
        need=ONE_OF,
        names=tuple(_DTYPES),
        touches=Touches.FUNCTION,
        choices=lambda scenario: _DTYPES,
        rare=True,
    ),
    Setting(
        name="speed",
        part="training",
        caption=later("speed"),
        tip=later("Training steps a second; at the far right as fast as it goes"),
        kind=Kind.NUMBER,
        need=NEEDS["speed"],
        touches=Touches.PACE,
        ladder=(1, 2, 3, 5, 10, 15, 20, 30, 50, 60, 100, 150, 200, 300, 500, 1000, 2000, 5000),
    ),
    *CURVE_ROWS,
    *INK_ROWS,
    Setting(
        name="points",
        part="data",
        caption=later("points"),
        tip=later("How many points are made; of a real table, how many of its rows are used"),
        kind=Kind.WHOLE,
        need=NEEDS["points"],
        touches=Touches.DATA,
        ladder=(50, 100, 200, 300, 500, 1000, 2000, 5000),
        applies=has_points,
        silent=rows_used,
    ),
    Setting(
        name="noise",
        part="data",
        caption=later("noise"),
        tip=later("How far points stray from their rule, and pixels from their grey"),
        kind=Kind.NUMBER,
        need=NEEDS["noise"],
        touches=Touches.DATA,
        ladder=tuple(share / 20 for share in range(13)),
        applies=takes_noise,
        silent=silent_noise,
        digits=6,
    ),
    Setting(
        name="test_fraction",
        part="data",
        caption=later("test part"),
        tip=later("The share of the data held out: never learned from, only checked on"),
        kind=Kind.SHARE,
        need=NEEDS["test_fraction"],
        touches=Touches.DATA,
        ladder=SHARES,
        applies=is_split_here,
        row=later("Check on"),
    ),
)

SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _TABLE}

CAPTIONS: dict[str, str] = {setting.name: setting.caption for setting in _TABLE}
"""What each setting is called for a person: ``tr`` says it."""


def parse(setting: str, text: str) -> Value:
    """Returns the value that a person typed for a setting.

    Raises:
        SettingError: the setting is unknown, or the text is not of its kind.
    """
    return _known(setting).read(text)


def changed(scenario: Scenario, setting: str, value: object) -> Scenario:
    """Returns a scenario with one setting changed, checked as a whole.

    Raises:
        SettingError: the setting is unknown, or the value does not fit; says why.
    """
    return changed_together(scenario, {setting: value})


def changed_together(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """Returns a scenario with several settings changed at once, checked as a whole.

    What comes of it does not depend on their order, even where one fits only beside another.

    Args:
        scenario: as it was.
        values: what is wanted, by the names of the settings.

    Raises:
        SettingError: a setting is unknown, or a value does not fit; says why.
    """
    document = _edited(scenario, values)
    for setting, value in values.items():
        if isinstance(value, float) and not isfinite(value):
            raise _known(setting).refusal(value)
    sizes = values.get("hidden")
    if isinstance(sizes, list | tuple) and len(sizes) > MOST_LAYERS:
        raise SettingError(
            "A network has at most {most} hidden layers, not {count:,}",
            most=MOST_LAYERS,
            count=len(sizes),
        )
    try:
        edited = convert(document)
    except ScenarioError as error:
        for setting, value in values.items():
            try:
                convert(_edited(scenario, {setting: value}))
            except ScenarioError:  # of this value alone: the others were a scenario before
                raise _known(setting).refusal(value) from error
        raise
    if (edited.data.train_points or 0) >= train_part(edited.data):  # all, as where nothing is said
        edited = structs.replace(edited, data=structs.replace(edited.data, train_points=None))
    try:
        check(edited)
    except ScenarioError as error:
        raise SettingError(error.sentence, **error.arguments) from error
    return edited


def _edited(scenario: Scenario, values: Mapping[str, object]) -> dict[str, Any]:
    """Returns a scenario as plain dictionaries, with some settings changed."""
    document: dict[str, Any] = msgspec.to_builtins(scenario)
    for setting, value in values.items():
        row = _known(setting)
        document[row.part][setting] = list(value) if isinstance(value, tuple) else value
    own = ("hidden", list(scenario.network.hidden)), ("initializer", scenario.network.initializer)
    other_inputs = document["data"]["components"] != scenario.data.components
    if other_inputs or any(
        name in values and document["network"][name] != value for name, value in own
    ):
        document["base"] = ""  # a start of one's own is asked for, and a base is of one network
    rows = source_of(scenario.data).rows
    if rows and values.get("points") == rows:
        document["data"]["points"] = None  # all of a table is what it has where nothing is said
    if "points" in values:
        document["data"]["erased"] = []  # other points are made: it would be others that are gone
    if values.get("components", scenario.data.components) != scenario.data.components:
        document["network"]["ranks"] = []  # adapters stand beside the layers that were
    if "hidden" in values:
        document["network"]["ranks"] = []
        # A list for the old layers cannot be right for the new ones: the first one that bends
        # serves all, for the identity is what an added layer begins as.
        activation = scenario.network.activation
        sizes = values["hidden"]
        other = not isinstance(sizes, list | tuple) or len(sizes) != len(scenario.network.hidden)
        if other and not isinstance(activation, str) and "activation" not in values:
            bends = (name for name in activation if name != "identity")
            document["network"]["activation"] = next(bends, NetworkSpec().activation)
        if not isinstance(scenario.network.biases, bool):
            document["network"]["biases"] = True
    return document


def _known(setting: str) -> Setting:
    if setting not in SETTINGS:
        raise SettingError(
            "there is no setting '{setting}': choose {what}",
            setting=setting,
            what=", ".join(SETTINGS),
        )
    return SETTINGS[setting]
