"""Whether inputs can be made scores along principal components, and along how many."""

from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import DataSpec
from eq_sim.session.sources import measured_by, name_of

LEAST_INPUTS = 3
"""Inputs from which on components make fewer of them, and more than one."""

MOST_INPUTS = 500
"""The components of more would be waited for: their cost grows with the cube."""


def can_be_reduced(spec: DataSpec) -> bool:
    """Whether the data are a table of many inputs: no curve, no plane and no bands of sound."""
    source = measured_by(spec)
    return not source.generated and LEAST_INPUTS <= source.features <= MOST_INPUTS


def check_components(spec: DataSpec) -> None:
    """Checks that there can be so many components of the data.

    Raises:
        ScenarioError: there cannot; says why.
    """
    if not spec.components:
        return
    inputs, called = measured_by(spec).features, name_of(spec)
    if not can_be_reduced(spec):
        if measured_by(spec).generated:
            raise ScenarioError(
                "the principal components are learned of tables with {least} to {most:,} inputs, "
                "such as digits: {source} is made by a rule",
                least=LEAST_INPUTS,
                most=MOST_INPUTS,
                source=called,
            )
        raise ScenarioError(
            "the principal components are learned of tables with {least} to {most:,} inputs, "
            "such as digits: {source} has {inputs:,}",
            least=LEAST_INPUTS,
            most=MOST_INPUTS,
            source=called,
            inputs=inputs,
        )
    if spec.components > inputs:
        raise ScenarioError(
            "{source} has {inputs:,} inputs, and so 1 to {inputs:,} principal components, not "
            "{components:,}",
            source=called,
            inputs=inputs,
            components=spec.components,
        )
