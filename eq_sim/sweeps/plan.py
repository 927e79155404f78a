"""What a sweep is: one setting, a list of its values, seeds, and a fixed budget of steps.

Whatever a value is refused for is said when the sweep is made: before anything runs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from msgspec import structs

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import EqSimError, SettingError
from eq_sim.session.history import Losses
from eq_sim.session.messages import Message
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Kind, Setting, Touches, Value
from eq_sim.session.settings.table import SETTINGS, changed
from eq_sim.session.sources import source_of
from eq_sim.session.training.metrics import Measure
from eq_sim.session.words import words

MOST_TRIALS = 10_000
"""Values times seeds that one sweep may have."""

MOST_STEPS = 1_000_000_000
"""Training steps that a trial may have: as many as a scenario."""

VARIABLE: dict[str, Setting] = {
    name: setting for name, setting in SETTINGS.items() if setting.touches is not Touches.PACE
}
"""What can vary, by name: every setting but the speed, which changes nothing that is learned."""

Bits = Literal["alone", "checked", "rounding"]
"""Whose bits an outcome has.

``alone``: the trial was run alone. ``checked``: it was run in a stack of which one trial was run
alone as well, and both came to the same bits. ``rounding``: likewise, and they differed in the last
digits.
"""


class SweepError(EqSimError):
    """A sweep that cannot be made, or cannot go on."""


@dataclass(frozen=True)
class Trial:
    """One training run of a sweep.

    Attributes:
        number: its place in the sweep, from 0: value by value, and for each seed by seed.
        value: what the setting is.
        seed: decides data, split, start, order and dropout.
        steps: how many training steps it has.
        scenario: the whole of it, with the value in it.
    """

    number: int
    value: Value
    seed: int
    steps: int
    scenario: Scenario


@dataclass(frozen=True)
class ErrorKind:
    """What the errors of a sweep's outcomes are.

    Attributes:
        name: in words: "share of wrong answers" or "typical error"; ``tr`` says it.
        unit: of a number that is predicted, "$"; empty for a share or a plain number.
        is_share: whether it is a share of the samples, from 0 to 1.
    """

    name: str
    unit: str
    is_share: bool

    @property
    def words(self) -> str:
        """The name with its unit, as files have it: "typical error in $"."""
        return f"{self.name} in {self.unit}" if self.unit else self.name


WRONG = ErrorKind(later("share of wrong answers"), "", is_share=True)
"""The error where the answer is a class."""


_NOT_MEASURED = Measure(None, None)


@dataclass(frozen=True)
class Outcome:
    """What came of a trial. One that failed is an outcome, too.

    Attributes:
        trial: which one.
        knobs: how many the network has; 0 where nobody came to know.
        steps: training steps that were taken.
        losses: at the last knobs, over each part; None where nothing was trained.
        errors: the same knobs' errors, of the kind that ``kind`` tells.
        kind: what the errors are: the root of the mean squared error, in a person's units, or the
            share of wrong answers.
        refusal: why it did not take all its steps, kept so that ``advice`` can say it in every
            language; empty where it did, or where early stopping ended it.
        bits: whose bits these are.
    """

    trial: Trial
    knobs: int = 0
    steps: int = 0
    losses: Losses | None = None
    errors: Measure = _NOT_MEASURED
    kind: ErrorKind = WRONG
    refusal: str | Message | EqSimError = ""
    bits: Bits = "alone"

    @property
    def value(self) -> Value:
        """What the setting was."""
        return self.trial.value

    @property
    def seed(self) -> int:
        """The trial's seed."""
        return self.trial.seed

    @property
    def advice(self) -> str:
        """Why it did not take all its steps, in a sentence; empty where it did."""
        if isinstance(self.refusal, Message):
            return words(self.refusal)
        return tr(self.refusal) if isinstance(self.refusal, str) else str(self.refusal)

    @property
    def train_loss(self) -> float | None:
        """The loss on the training part; None where nothing was trained."""
        return self.losses and self.losses.train

    @property
    def test_loss(self) -> float | None:
        """The loss on the test part; None without one."""
        return self.losses and self.losses.test

    @property
    def validation_loss(self) -> float | None:
        """The loss on the validation part; None without one."""
        return self.losses and self.losses.validation

    @property
    def train_error(self) -> float | None:
        """The error on the training part."""
        return self.errors.train

    @property
    def test_error(self) -> float | None:
        """The error on the test part; None without one."""
        return self.errors.test

    @property
    def validation_error(self) -> float | None:
        """The error on the validation part; None without one."""
        return self.errors.validation

    def with_bits(self, bits: Bits) -> "Outcome":
        """Returns the same outcome, with another word on its bits."""
        return replace(self, bits=bits)


@dataclass(frozen=True)
class Sweep:
    """One setting varied, for several seeds each, at a fixed budget of training steps.

    Args:
        scenario: what everything else is taken from.
        setting: which setting varies, by its name: "hidden" for the widths of the layers.
        values: what it is in turn, as the setting's reader gives them.
        seeds: each value is tried with each of them.
        steps: training steps of each trial; those of the scenario where they are left out.

    Raises:
        SettingError: there is no such setting, it makes no difference here, or does not take one
            of the values.
        SweepError: nothing to vary, something twice, or too many trials.
    """

    scenario: Scenario
    setting: str
    values: tuple[Value, ...]
    seeds: tuple[int, ...] = (1,)
    steps: int = 0

    def __post_init__(self) -> None:
        if self.setting not in VARIABLE:
            raise SettingError(
                "there is no setting '{setting}' to vary: choose {what}",
                setting=self.setting,
                what=", ".join(VARIABLE),
            )
        if not self.steps:
            object.__setattr__(self, "steps", self.scenario.training.steps)
        if not 1 <= self.steps <= MOST_STEPS:
            raise SweepError(
                "a trial has 1 to {most:,} training steps, not {steps:,}",
                most=MOST_STEPS,
                steps=self.steps,
            )
        if not self.values:
            raise SweepError("a sweep needs values")
        if not self.seeds:
            raise SweepError("a sweep needs seeds")
        if again := _twice(shown(self.setting, value) for value in self.values):
            raise SweepError("the values of a sweep differ: {again} is there twice", again=again)
        if again := _twice(str(seed) for seed in self.seeds):
            raise SweepError("the seeds of a sweep differ: {again} is there twice", again=again)
        if min(self.seeds) < 0:
            raise SweepError("a seed is a whole number from 0 on, not {seed}", seed=min(self.seeds))
        if len(self) > MOST_TRIALS:
            raise SweepError(
                "{values:,} values with {seeds:,} seeds each are {trials:,} trials: {most:,} at "
                "most",
                values=len(self.values),
                seeds=len(self.seeds),
                trials=len(self),
                most=MOST_TRIALS,
            )
        row = VARIABLE[self.setting]
        if not any(row.applies(scenario) for scenario in self.scenarios):
            raise SettingError(
                "the {caption} makes no difference here: vary another setting",
                caption=tr(row.caption),
            )

    def __len__(self) -> int:
        """How many trials it has."""
        return len(self.values) * len(self.seeds)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario with each of the values."""
        made = [changed(self.scenario, self.setting, value) for value in self.values]
        if any(one.base != self.scenario.base for one in made):
            # A base is of one network: beside others from a random start it would not compare.
            made = [structs.replace(one, base="") for one in made]
        return tuple(made)

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """All training runs, value by value, and for each seed by seed."""
        pairs = zip(self.values, self.scenarios, strict=True)
        cases = [(value, seed, scenario) for value, scenario in pairs for seed in self.seeds]
        return tuple(
            Trial(number, value, seed, self.steps, _budgeted(scenario, self.steps))
            for number, (value, seed, scenario) in enumerate(cases)
        )

    def place_of(self, trial: Trial) -> int:
        """Returns which of the values a trial has, by its place among them."""
        return trial.number // len(self.seeds)

    @property
    def row(self) -> Setting:
        """What varies, as the table of settings tells it."""
        return VARIABLE[self.setting]

    @cached_property
    def knobs(self) -> tuple[int, ...]:
        """How many knobs the network has with each of the values."""
        found = []
        for scenario in self.scenarios:
            source = source_of(scenario.data)
            found.append(scenario.architecture(source.features, source.outputs).count)
        return tuple(found)


def _budgeted(scenario: Scenario, steps: int) -> Scenario:
    """Returns a scenario whose own length is the budget."""
    return structs.replace(scenario, training=structs.replace(scenario.training, steps=steps))


def _twice(texts: Iterable[str]) -> str:
    """Returns the first text that was there before; empty for none."""
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            return text
        seen.add(text)
    return ""


def read(setting: str, text: str) -> tuple[Value, ...]:
    """Returns the values that a person typed, with commas between them; ``shown`` is the way back.

    Where one value has a part for each layer, the parts are joined by hyphens, as in the name of
    a network: ``hidden`` takes "4,8,16-16", and 0 for no hidden layer.

    Raises:
        SettingError: there is no such setting, or a text is not of its kind.
    """
    if setting not in VARIABLE:
        raise SettingError(
            "there is no setting '{setting}' to vary: choose {what}",
            setting=setting,
            what=", ".join(VARIABLE),
        )
    row = VARIABLE[setting]
    return tuple(_value(row, part.strip()) for part in text.split(","))


def _value(row: Setting, text: str) -> Value:
    if row.kind is Kind.SIZES and text == "0":
        return ()
    if not text or re.match("0[0-9]", text):  # "0,01" is no list of 0 and 1
        raise row.refusal(text)
    if row.kind in (Kind.SIZES, Kind.CHOICES):
        try:
            return row.read(text.replace("-", ","))
        except SettingError as error:
            raise row.refusal(text) from error
    return row.read(text)


def shown(setting: str, value: Value) -> str:
    """Returns a value as ``read`` takes it: "0.1", "full", "16-16", "0" for no hidden layer."""
    row = VARIABLE[setting]
    if row.kind is Kind.SIZES and not value:
        return "0"
    if isinstance(value, float) and float(short := f"{value:g}") == value:
        return short
    return row.write(value).replace(",", "-")
