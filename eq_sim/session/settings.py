"""The settings of a running session: what they are called, and what a change of one touches."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import msgspec

from eq_sim.data.sources import SOURCES
from eq_sim.session import typed
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.limits import MOST_BYTES, memory
from eq_sim.session.scenario import (
    DataSpec,
    NetworkSpec,
    Scenario,
    TrainingSpec,
    convert,
)

FULL_SPEED = 1_000_000
"""The speed that stands for "as fast as it goes"."""

_SHOWN = 40  # letters of what was typed, in a sentence


class Touches(Enum):
    """What a changed setting touches, and so what has to be made anew."""

    PACE = auto()
    """Nothing of the experiment: the speed on screen."""
    TRAINING = auto()
    """How the next step is taken. θ and the moments stay."""
    FUNCTION = auto()
    """What the network computes. θ stays."""
    DATA = auto()
    """What is learned from. θ stays."""
    NETWORK = auto()
    """How many knobs there are or where they start: a new start."""


@dataclass(frozen=True)
class Setting:
    """One setting: the part of the scenario it is in, and what a change touches."""

    part: str
    touches: Touches


SETTINGS: dict[str, Setting] = {
    "learning_rate": Setting("training", Touches.TRAINING),
    "batch_size": Setting("training", Touches.TRAINING),
    "optimizer": Setting("training", Touches.TRAINING),
    "momentum": Setting("training", Touches.TRAINING),
    "l1": Setting("training", Touches.TRAINING),
    "l2": Setting("training", Touches.TRAINING),
    "dropout": Setting("training", Touches.TRAINING),
    "speed": Setting("training", Touches.PACE),
    "loss": Setting("training", Touches.FUNCTION),
    "activation": Setting("network", Touches.FUNCTION),
    "dtype": Setting("network", Touches.FUNCTION),
    "hidden": Setting("network", Touches.NETWORK),
    "initializer": Setting("network", Touches.NETWORK),
    "noise": Setting("data", Touches.DATA),
    "points": Setting("data", Touches.DATA),
    "test_fraction": Setting("data", Touches.DATA),
}


CAPTIONS: dict[str, str] = {
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "optimizer": "optimizer",
    "momentum": "momentum",
    "l1": "L1 penalty",
    "l2": "weight decay (L2)",
    "dropout": "dropout",
    "speed": "speed",
    "loss": "loss",
    "activation": "activation",
    "dtype": "precision",
    "hidden": "layers",
    "initializer": "start",
    "noise": "noise",
    "points": "points",
    "test_fraction": "test part",
}
"""What each setting is called for a person."""


def parse(setting: str, text: str) -> float | int | str | tuple[int, ...]:
    """Returns the value that a person typed for a setting.

    Raises:
        SettingError: the setting is unknown, or the text is not of its kind.
    """
    _known(setting)
    readers: dict[str, Callable[[str], Any]] = {
        "hidden": typed.sizes,
        "points": typed.whole,
        "batch_size": typed.batch,
    }
    words = ("optimizer", "loss", "activation", "dtype", "initializer")
    reader = readers.get(setting, str if setting in words else typed.number)
    try:
        return reader(text)  # type: ignore[no-any-return]
    except ValueError as error:
        wanted = {
            "hidden": "whole numbers with commas between them, such as 4,2",
            "points": "a whole number",
            "batch_size": "a whole number or 'full'",
        }.get(setting, "a number")
        shown = text if len(text) < _SHOWN else f"{text[:_SHOWN]}…"
        raise SettingError(f"{setting} takes {wanted}, not '{shown}'") from error


def changed(scenario: Scenario, setting: str, value: object) -> Scenario:
    """Returns a scenario with one setting changed, checked as a whole.

    Raises:
        SettingError: the setting is unknown, or the value does not fit; says why.
    """
    part = _known(setting).part
    document = msgspec.to_builtins(scenario)
    document[part][setting] = list(value) if isinstance(value, tuple) else value
    if setting == "hidden" and not isinstance(scenario.network.activation, str):
        # A list for the old layers cannot be right for the new ones: the first one serves all.
        document["network"]["activation"] = document["network"]["activation"][0]
    if setting == "hidden" and not isinstance(scenario.network.biases, bool):
        document["network"]["biases"] = True
    try:
        edited = convert(document)
        check(edited)
    except ScenarioError as error:
        raise SettingError(str(error)) from error
    return edited


def check(scenario: Scenario) -> None:
    """Checks what the types cannot say: whether the parts of a scenario fit each other.

    Raises:
        ScenarioError: they do not; the message names the place.
    """
    source = SOURCES[scenario.data.source]
    training = scenario.training
    if not source.generated:
        for name in ("points", "noise"):
            if getattr(scenario.data, name) is not None:
                raise ScenarioError(f"data.{name}: {scenario.data.source} is a real table")
    elif scenario.data.points is None or scenario.data.noise is None:
        raise ScenarioError(f"data: {scenario.data.source} needs points and noise")
    if training.loss not in source.losses:
        raise ScenarioError(
            f"training.loss: {scenario.data.source} takes {' or '.join(source.losses)}, "
            f"not {training.loss}"
        )
    for place, number in _numbers(scenario):
        if not abs(number) < float("inf"):
            raise ScenarioError(f"{place}: {number} is not a finite number")
    architecture = scenario.architecture(source.features, source.outputs)
    if training.loss != "half_mse" and architecture.activations[-1] != "identity":
        raise ScenarioError("network.activation: a cross-entropy needs an identity output")
    needed = memory(scenario).most
    if needed > MOST_BYTES:
        samples = scenario.data.points or source.rows
        raise ScenarioError(
            f"network.hidden: {architecture.count:,} knobs and {samples:,} samples would take "
            f"about {needed / 2**30:,.1f} GB of memory; the limit is {MOST_BYTES / 2**30:.0f} GB"
        )


def _known(setting: str) -> Setting:
    if setting not in SETTINGS:
        raise SettingError(f"there is no setting '{setting}': choose {', '.join(SETTINGS)}")
    return SETTINGS[setting]


def _numbers(scenario: Scenario) -> list[tuple[str, float]]:
    parts: tuple[tuple[str, DataSpec | NetworkSpec | TrainingSpec], ...] = (
        ("data", scenario.data),
        ("training", scenario.training),
    )
    found = [
        (f"{name}.{field}", getattr(part, field))
        for name, part in parts
        for field in part.__struct_fields__
        if isinstance(getattr(part, field), float)
    ]
    return [*found, ("goal.value", scenario.goal.value)]
