"""The goal: what it asks in words, what it is held against, and when it asks for nothing."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from math import isfinite

from eq_sim.language.retold import retold
from eq_sim.language.tr import tr
from eq_sim.session.own_words import ABOUTS, GOALS
from eq_sim.session.scenario import Comparison, Scenario, meets
from eq_sim.session.sources import own_parts, part_sizes
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.metrics import Measure

_ON_TEST = " on the test part"
_MOST_DIGITS = 1e12  # of what is not finite or larger nobody reads the decimals


def goal_text(scenario: Scenario, test: int | None = None) -> str:
    """Returns what the goal asks: "97 % right on the test part", the part only where it is.

    A scenario file says what is asked and not of which part, for that is a setting.

    Args:
        scenario: whose goal.
        test: how many samples the test part has, where that is known; painted ones fall into it
            or not.
    """
    if test is None:
        data = scenario.data
        test = (part_sizes(data) if data.train_points is None else own_parts(data)).test
    # Least squares are those of the training.
    tested = test > 0 and scenario.goal.metric != "least_squares_gap"
    text = scenario.goal.text.removesuffix(_ON_TEST)
    words = retold(text, GOALS)
    if tested and "test" not in text.split():
        return tr("{goal} on the test part", goal=words)
    return words


def about_text(scenario: Scenario) -> str:
    """Returns what a scenario is about, in the language that is spoken if the program wrote it."""
    return retold(scenario.about, ABOUTS)


def goal_value(evaluation: Evaluation, scenario: Scenario) -> float | None:
    """Returns what the goal is held against: the metric on the test part, or on all without one.

    None where the metric has no meaning, or the goal asks for nothing.
    """
    if asks_for_nothing(evaluation, scenario):
        return None
    return _of_the_goal(evaluation.measure(scenario.goal.metric))


def asks_for_nothing(evaluation: Evaluation, scenario: Scenario) -> bool:
    """Whether one and the same answer to every sample already meets the goal.

    A wave that drowns in its noise is one such: always answering 0 errs hardly more than the noise.
    """
    goal = scenario.goal
    return goal.reached(_of_the_goal(evaluation.constant(goal.metric)))


def _of_the_goal(measure: Measure) -> float | None:
    return measure.train if measure.test is None else measure.test


def beside(
    value: float, bounds: tuple[tuple[Comparison, float], ...], decimals: int, scale: int = 1
) -> str:
    """Returns a value as it is written beside bounds: it meets those that it meets, and no other.

    1.2503 beside "at most 1.25" is 1.26, and 0.9698 beside "at least 0.97" is 96.9 %. A bound
    itself has all its decimals.

    Args:
        value: the value.
        bounds: what it is held against; none, and it is rounded as usual.
        decimals: how many to write, more only where a bound has more.
        scale: what both are multiplied with: 100 for a percentage.
    """
    if not isfinite(value) or abs(value) * scale > _MOST_DIGITS:
        return f"{value * scale:,.{decimals}f}"
    limits = {bound: Decimal(repr(bound)) * scale for _, bound in bounds}
    finest = max(decimals, *(_decimals(limit) for limit in limits.values()), 0)
    exact = limits.get(value, Decimal(value) * scale)
    wanted = [meets(value, op, bound) for op, bound in bounds]
    for places in (finest,) if value in limits else (decimals, finest):
        for rounding in (ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING):
            shown = exact.quantize(Decimal(1).scaleb(-places), rounding)
            if [meets(shown, op, limits[bound]) for op, bound in bounds] == wanted:
                return f"{shown:,}"
    return f"{exact:,}"


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
