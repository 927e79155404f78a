"""The speed of the first run: slow enough to see a step, then faster until the goal."""

from math import exp, log

SLOW_STEPS = 5
SLOW_SPEED = 2.0  # steps a second: half a second each
_RUN = 12.0  # seconds that the whole run takes


class Ramp:
    """The speed of the first run: a few slow steps, then faster, evenly, until the goal.

    Args:
        step: steps taken before it.
        needed: steps from there to the goal.
        before: the speed to come back to.
    """

    def __init__(self, step: int, needed: int, before: float) -> None:
        self.before = before
        self.speed = SLOW_SPEED
        self._from = step + SLOW_STEPS
        self._passed = 0.0
        seconds = _RUN - SLOW_STEPS / SLOW_SPEED
        self._growth = growth(max(needed - SLOW_STEPS, 1), seconds)

    def after(self, seconds: float, step: int) -> float:
        """Returns the speed after more seconds, at a step."""
        if step < self._from:
            return self.speed
        self._passed += seconds
        wanted = SLOW_SPEED * exp(self._growth * self._passed)
        if abs(log(wanted / self.speed)) > 0.05:  # a few dozen changes in all, not one a frame
            self.speed = float(f"{wanted:.3g}")
        return self.speed


def growth(steps: float, seconds: float) -> float:
    """Returns k ≥ 0 such that a speed of 2·exp(k·t) takes so many steps in so many seconds."""
    low, high = 0.0, 5.0
    for _ in range(60):
        k = (low + high) / 2
        taken = SLOW_SPEED * (seconds if k < 1e-9 else (exp(k * seconds) - 1) / k)
        low, high = (k, high) if taken < steps else (low, k)
    return low
