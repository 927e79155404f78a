"""A file of parameters as the teacher of another network."""

from pathlib import Path

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.session.errors import ParameterFileError, ScenarioError
from eq_sim.session.files.parameter_file import load_parameters, scenario_of
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.table import check
from eq_sim.session.sources import own_parts, source_of
from eq_sim.session.teacher_spec import Learned
from eq_sim.session.teachers import learned_from


def read_teacher(path: Path) -> Learned:
    """Returns the network that a file holds, with what it says of what that learned from.

    Raises:
        ParameterFileError: the file cannot be read, was not saved by this program, or holds a
            network that cannot teach; says why.
    """
    scenario, seed = scenario_of(path)
    try:
        layout = _layout_of(scenario)
        theta = load_parameters(path, layout).astype(np.dtype(scenario.network.dtype))
        spec = scenario.data
        samples = own_parts(spec).train + len(spec.painted) - len(spec.erased)
        return learned_from(scenario, seed, samples, theta)
    except ScenarioError as error:
        raise ParameterFileError("{path} cannot teach: {why}", path=path, why=error) from error


def _layout_of(scenario: Scenario) -> Layout:
    check(scenario)
    source = source_of(scenario.data)
    layout = Layout(scenario.architecture(source.features, source.outputs))
    if layout.adapters:
        raise ScenarioError("it has knobs beside its layers: merge them first")
    return layout
