"""Learning-rate schedules: how far a step may turn the knobs, as a function of the step's number.

Definitions follow ``torch.optim.lr_scheduler``: ``StepLR``, ``CosineAnnealingLR`` down to 0 (and 0
from its end on), and before any of them a warm-up as ``LinearLR`` with ``start_factor=1/n``,
joined by ``SequentialLR``. A rate depends on nothing but the count of steps, so a run can be taken
up anywhere.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.language.tr import later


@dataclass(frozen=True)
class Schedule:
    """A schedule and its lengths.

    Attributes:
        kind: a name in ``SCHEDULES``.
        length: steps between two falls of "step"; steps that "cosine" takes to 0.
        factor: what "step" multiplies the rate by at each fall.
        warmup: steps over which the rate grows in equal parts, before the schedule begins.
    """

    kind: str = "constant"
    length: int = 1000
    factor: float = 0.1
    warmup: int = 0

    @property
    def changes(self) -> bool:
        """Whether the rate is ever another than the learning rate itself."""
        return self.kind != "constant" or self.warmup > 0

    def share(self, step: int) -> float:
        """Returns the share of the learning rate that a step has.

        Args:
            step: steps taken before it.
        """
        if step < self.warmup:
            return (step + 1) / self.warmup
        return SCHEDULES[self.kind].share(step - self.warmup, self.length, self.factor)


@dataclass(frozen=True)
class Kind:
    """One way in which a rate changes.

    Attributes:
        label: what it is called for a person, in English: ``tr`` says it.
        share: (step, length, factor) -> the share of the learning rate.
        uses: the fields of ``Schedule`` that make a difference to it.
    """

    label: str
    share: Callable[[int, int, float], float]
    uses: frozenset[str] = frozenset()


def _constant(step: int, length: int, factor: float) -> float:
    return 1.0


def _falling(step: int, length: int, factor: float) -> float:
    return float(factor ** (step // length))


def _cosine(step: int, length: int, factor: float) -> float:
    return (1 + math.cos(math.pi * min(step / length, 1.0))) / 2


SCHEDULES: dict[str, Kind] = {
    "constant": Kind(later("constant"), _constant),
    "step": Kind(later("step"), _falling, frozenset({"length", "factor"})),
    "cosine": Kind(later("cosine"), _cosine, frozenset({"length"})),
}
