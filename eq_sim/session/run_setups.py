"""What runs were made with, and in which of it they differ."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.bases import start_values
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.scenario import DataSpec, Scenario
from eq_sim.session.settings.setting import Touches, Value
from eq_sim.session.settings.table import SETTINGS

START, DATA = "start", "data"
"""What differs beside settings: the knobs that a run began with, and points of another kind."""

_OF_DATA = {name: None for name, setting in SETTINGS.items() if setting.part == "data"}


@dataclass(frozen=True)
class RunSetup:
    """What a run was made with.

    Attributes:
        stages: the settings that held, one after the other; mostly there is one.
        start: the number of its random start, from 1; None where its knobs were loaded.
        start_print: the same for two starts whose knobs all have the same bits.
    """

    stages: tuple[Scenario, ...]
    start: int | None
    start_print: str

    @classmethod
    def of(cls, run: FinishedRun) -> "RunSetup":
        """Returns what a finished run was made with."""
        stages = (*(earlier.scenario for earlier in run.earlier), run.scenario)
        return cls(stages, run.start_number + 1 if run.drawn else None, run.start_print)

    def values(self, name: str) -> tuple[Value | None, ...]:
        """Returns the values that a setting had, one after the other.

        None stands for one that had no say: of a rate, where the optimizer does not use it.
        """
        setting, found = SETTINGS[name], list[Value | None]()
        for scenario in self.stages:
            value = setting.of(scenario) if setting.applies(scenario) else None
            if not found or found[-1] != value:
                found.append(value)
        return tuple(found)


def differing(setups: Sequence[RunSetup]) -> tuple[str, ...]:
    """Returns the names of all in which some runs differ, in the order of the table of settings.

    A setting that has no say in some of them, and one value in all others, is none of them: there
    what takes the say from it is another.
    """
    names = [name for name in comparable_settings() if _is_another(name, setups)]
    if len({_other_data(setup.stages[-1].data) for setup in setups}) > 1:
        names.append(DATA)
    if _starts_differ(setups):
        names.append(START)
    return tuple(names)


def comparable_settings() -> tuple[str, ...]:
    """Returns the names of all settings that lead to other runs: the speed on screen does not."""
    return tuple(name for name, row in SETTINGS.items() if row.touches is not Touches.PACE)


def is_random_start(
    layout: Layout, scenario: Scenario, seed: int, number: int, start: Array
) -> bool:
    """Whether a start is the one of a number, random or a base, to the bit."""
    values = start_values(layout, scenario, seed, number)
    return bool(np.array_equal(values.astype(start.dtype), start))


def print_of(start: Array) -> str:
    """Returns what is the same for two starts whose knobs all have the same bits."""
    kind = start.dtype.str.encode()
    numbers = np.ascontiguousarray(start).view(np.uint8).data
    return hashlib.blake2b(numbers, digest_size=12, person=kind).hexdigest()


def _is_another(name: str, setups: Sequence[RunSetup]) -> bool:
    found = {setup.values(name) for setup in setups}
    said = {tuple(value for value in values if value is not None) for values in found} - {()}
    return len(said) > 1


def _other_data(spec: DataSpec) -> DataSpec:
    """Returns what is learned from, without what has a setting of its own."""
    plain = DataSpec(spec.source)
    same = {name: getattr(plain, name) for name in _OF_DATA}
    return structs.replace(spec, **same)


def _starts_differ(setups: Sequence[RunSetup]) -> bool:
    """Whether some began with other knobs, where the network alone does not make them others."""
    if len({setup.start for setup in setups}) > 1:
        return True
    loaded = {setup.start_print for setup in setups if setup.start is None}
    return len(loaded) > 1
