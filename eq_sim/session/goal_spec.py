"""When a network is good enough, as scenario files say it."""

from decimal import Decimal
from typing import Literal, TypeVar

from msgspec import Struct

from eq_sim.session.table_spec import Words

_Number = TypeVar("_Number", float, Decimal)

Comparison = Literal[">=", "<="]
MetricName = Literal["accuracy", "explained", "least_squares_gap", "error_over_noise", "worst_band"]


class GoalSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """When it is good enough: a metric (on the test part where there is one) and a bound.

    ``text`` says it for a person, "97 % right"; the program adds the part that it is held against.
    """

    metric: MetricName
    op: Comparison
    value: float
    text: Words

    def reached(self, value: float | None) -> bool:
        """Whether a metric's value meets the bound; never without a value."""
        if value is None:
            return False
        return meets(value, self.op, self.value)


def meets(value: _Number, op: Comparison, bound: _Number) -> bool:
    """Whether a value is at least, or at most, a bound."""
    return value >= bound if op == ">=" else value <= bound
