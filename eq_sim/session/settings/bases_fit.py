"""Whether the base that a scenario starts from fits its network, and its ink the data."""

from eq_sim.session.bases import base_of
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import DataSpec, Scenario
from eq_sim.session.sources import NEW_INK, name_of, source_of

_INK = ("examples", "contrast", "rotation", "shift_x", "shift_y")


def check_base(scenario: Scenario) -> None:
    """Checks that the base of a scenario, if it has one, is a setting of its network's knobs.

    Raises:
        ScenarioError: there is no such base, or it is of another network.
    """
    if not scenario.base:
        return
    base, source = base_of(scenario.base), source_of(scenario.data)
    shape, own = scenario.architecture(source.features, source.outputs), base.layout.architecture
    if (shape.sizes, shape.biases) != (own.sizes, own.biases):
        raise ScenarioError(
            "the base '{base}' is for a network of {own} neurons, with a bias each, and not for "
            "one of {sizes}",
            base=scenario.base,
            own="-".join(map(str, own.sizes)),
            sizes="-".join(map(str, shape.sizes)),
        )


def check_ink(spec: DataSpec) -> None:
    """Checks that what samples are for, and how they look, is not said where it cannot be.

    Raises:
        ScenarioError: it is.
    """
    said = spec.points is not None or spec.test_fraction or spec.validation_fraction
    if said and source_of(spec).learned:
        raise ScenarioError(
            "the data '{source}' say themselves which samples are learned from and which judge: "
            "points and shares cannot be set",
            source=name_of(spec),
        )
    given = spec.drawn or any(getattr(spec, name) is not None for name in _INK)
    if spec.source != NEW_INK and given:
        raise ScenarioError(
            "examples, contrast, rotation, shift and drawn digits go with the data 'new-ink', not "
            "with '{source}'",
            source=name_of(spec),
        )
