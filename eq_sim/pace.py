"""How many steps fit into a frame. The clock only chooses a rung; what is taken is counted."""

_FRAME = 0.0145  # seconds of work in a frame of 16.7 ms; the rest is for the system
_LEAST, _MOST = 0.0045, 0.010  # what training gets of it
_LADDER = sorted({*(2**power for power in range(16)), *(3 * 2**power for power in range(14))})
_SPAN = 0.5


class Pace:
    """Watches how long steps and drawing take, and how many steps a second are really taken."""

    def __init__(self) -> None:
        self._step: float | None = None
        self._drawing = 0.006
        self._since = 0.0
        self._counted = 0
        self._rate: float | None = None

    def steps(self) -> int:
        """Returns how many steps the next frame may take: a rung of the ladder."""
        if self._step is None:
            return 1
        room = min(max(_FRAME - self._drawing, _LEAST), _MOST) / self._step
        return max((rung for rung in _LADDER if rung <= room), default=1)

    def note_training(self, steps: int, seconds: float) -> None:
        """Learns what steps cost."""
        if steps > 0:
            self._step = _towards(self._step, max(seconds / steps, 1e-9))

    def note_drawing(self, seconds: float) -> None:
        """Learns what drawing costs; a dear frame counts at once, a cheap one slowly."""
        if seconds > self._drawing:
            self._drawing = seconds
        self._drawing = _towards(self._drawing, seconds)

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


def _towards(old: float | None, new: float) -> float:
    return new if old is None else 0.85 * old + 0.15 * new
