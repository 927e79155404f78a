"""Bases: shipped settings of all knobs that a scenario can start from, and what they learned.

Each is a file of parameters in ``resources/bases``, with the scenario and the seed that led to it.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.initializers import adapters_drawn, start
from eq_sim.network.layout import Layout
from eq_sim.resources import resource
from eq_sim.session.errors import ScenarioError
from eq_sim.session.files import PARAMETERS
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import source_of
from eq_sim.session.streams import Streams


@dataclass(frozen=True, eq=False)
class Base:
    """A setting of all knobs that was learned once.

    Attributes:
        scenario: what it learned, and how: the old task.
        seed: of its start and its batches.
        layout: where each knob sits.
        values: (size,) of the knobs, read-only.
    """

    scenario: Scenario
    seed: int
    layout: Layout
    values: NDArray[np.float64]


def bases() -> list[str]:
    """Returns the names of the shipped bases."""
    return sorted(path.stem for path in resource("bases").glob(f"*{PARAMETERS}"))


@cache  # what is shipped stays as it is
def base_of(name: str) -> Base:
    """Returns a shipped base.

    Raises:
        ScenarioError: there is none of this name.
    """
    if name not in bases():
        raise ScenarioError(
            "there is no base '{name}': choose {what}", name=name, what=", ".join(bases())
        )
    from eq_sim.session.files.parameter_reading import (  # most windows start from none
        load_parameters,
        scenario_of,
    )

    path = resource("bases", f"{name}{PARAMETERS}")
    scenario, seed = scenario_of(path)
    source = source_of(scenario.data)
    layout = Layout(scenario.architecture(source.features, source.outputs))
    values = load_parameters(path, layout)
    values.flags.writeable = False
    return Base(scenario, seed, layout, values)


def start_values(layout: Layout, scenario: Scenario, seed: int, number: int) -> NDArray[np.float64]:
    """Returns the (size,) values of a start: the base's for number 0, where there is one.

    Every other one is random, and so are the knobs of adapters, in each.

    Args:
        layout: of the scenario's network.
        scenario: whose start.
        seed: of the experiment.
        number: which start.
    """
    streams = Streams(seed)
    if scenario.base and not number:
        values = np.zeros(layout.size)
        values[: layout.wired] = base_of(scenario.base).values
    else:
        drawn = start(layout, scenario.network.initializer, streams.start(number))
        values = np.asarray(drawn, np.float64)
    if layout.adapters:
        values[layout.wired :] = adapters_drawn(layout, streams.adapters(number))
    return values
