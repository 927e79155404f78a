"""How many steps fit into a frame. The clock only chooses a rung; what is taken is counted."""

_BUDGET = 0.0075  # seconds of a 60 Hz frame for training; the rest is for drawing
_LADDER = sorted({*(2**power for power in range(16)), *(3 * 2**power for power in range(14))})
_SPAN = 0.5


class Pace:
    """Watches how long steps take, and how many a second are really taken."""

    def __init__(self) -> None:
        self._cost: float | None = None
        self._since = 0.0
        self._counted = 0
        self._rate: float | None = None

    def steps(self) -> int:
        """Returns how many steps the next frame may take: a rung of the ladder."""
        if self._cost is None:
            return 1
        room = _BUDGET / self._cost
        return max((rung for rung in _LADDER if rung <= room), default=1)

    def note(self, steps: int, seconds: float) -> None:
        """Learns from one frame."""
        if steps <= 0:
            return
        cost = max(seconds / steps, 1e-9)
        self._cost = cost if self._cost is None else 0.8 * self._cost + 0.2 * cost

    def begin(self, now: float) -> None:
        """Begins to count anew."""
        self._since, self._counted, self._rate = now, 0, None

    def rate(self, now: float, taken: int) -> float | None:
        """Returns the steps a second over the last half second; None before there is one."""
        self._counted += taken
        if now - self._since >= _SPAN:
            self._rate = self._counted / (now - self._since)
            self._since, self._counted = now, 0
        return self._rate
