"""Whether painted points and a typed curve fit the source that they are to go with."""

from itertools import pairwise
from math import isfinite

from eq_sim.data.sources import Source
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import DataSpec
from eq_sim.session.sources import own_samples, source_of


def can_be_painted(source: Source) -> bool:
    """Whether the samples of a source are points of a plane, in two classes."""
    return (source.features, source.outputs) == (2, 1) and "binary_cross_entropy" in source.losses


def check_painted(spec: DataSpec) -> None:
    """Checks the points that were painted and the samples that were erased.

    Raises:
        ScenarioError: they do not fit the source; says why.
    """
    own, source = own_samples(spec), spec.source
    if (spec.painted or spec.erased) and not can_be_painted(source_of(spec)):
        raise ScenarioError(
            "points can be painted and erased where two inputs and two classes make a plane, "
            "not in {source}",
            source=source,
        )
    numbers = [point.number for point in spec.painted]
    if any(then <= now for now, then in pairwise(numbers)):
        raise ScenarioError("painted points need numbers of their own, in their order")
    for point in spec.painted:
        if not (isfinite(point.x) and isfinite(point.y)):
            raise ScenarioError(
                "the painted point {number} needs finite numbers", number=point.number
            )
    if any(then <= now for now, then in pairwise(spec.erased)):
        raise ScenarioError("erased samples need to be listed once each, in their order")
    if spec.erased and spec.erased[-1] >= own:
        raise ScenarioError(
            "sample {sample:,} cannot be erased: {source} has {own:,} of its own",
            sample=spec.erased[-1],
            source=source,
            own=own,
        )
    if own - len(spec.erased) + len(spec.painted) < 1:
        raise ScenarioError("one sample at least has to be left to learn from")


def check_formula(spec: DataSpec) -> None:
    """Checks that a typed curve is one over its range, and that no other source has one.

    Raises:
        ScenarioError: it is none; says why.
    """
    given = (spec.formula, spec.from_x, spec.to_x)
    if spec.source != "formula":
        if given != (None, None, None):
            raise ScenarioError(
                "a formula and its range go with the data 'formula', not with '{source}'",
                source=spec.source,
            )
        return
    if spec.formula is None or spec.from_x is None or spec.to_x is None:
        raise ScenarioError("the data 'formula' need a formula, from_x and to_x")
    if not spec.to_x > spec.from_x:
        raise ScenarioError(
            "the range from {first:g} to {last:g} has no length", first=spec.from_x, last=spec.to_x
        )
    from eq_sim.data.formulas import FormulaMistake, curve  # most windows show none

    try:
        curve(spec.formula, spec.from_x, spec.to_x)
    except FormulaMistake as error:
        raise ScenarioError("{name}: {mistake}", name="f(x)", mistake=str(error)) from error
