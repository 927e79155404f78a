"""How many steps fit into a frame. The clock only chooses a rung; what is taken is counted."""

_FRAME = 0.0130  # seconds of work in a frame of 16.7 ms; the rest is for the system
_LEAST, _MOST = 0.003, 0.010  # what training gets of it
_LADDER = sorted({quarter << power for quarter in (4, 5, 6, 7) for power in range(14)} | {1, 2, 3})
_SPAN = 0.5

TURNS = 3
"""The slower views take turns: a frame's cost depends on whose turn it is."""


class Pace:
    """Watches how long steps and drawing take, and how many steps a second are really taken."""

    def __init__(self) -> None:
        self._step: float | None = None
        self._drawing = [0.006] * TURNS
        self._since = 0.0
        self._counted = 0
        self._rate: float | None = None

    def steps(self, frame: int) -> int:
        """Returns how many steps a frame may take: a rung of the ladder."""
        if self._step is None:
            return 1
        drawing = self._drawing[frame % TURNS]
        room = min(max(_FRAME - drawing, _LEAST), _MOST) / self._step
        return max((rung for rung in _LADDER if rung <= room), default=1)

    def note_training(self, steps: int, seconds: float) -> None:
        """Learns what steps cost."""
        if steps > 0:
            cost = max(seconds / steps, 1e-9)
            self._step = cost if self._step is None else 0.85 * self._step + 0.15 * cost

    def note_drawing(self, frame: int, seconds: float) -> None:
        """Learns what drawing costs; a single hiccup of the system counts for little."""
        old = self._drawing[frame % TURNS]
        self._drawing[frame % TURNS] = old + 0.2 * (min(seconds, 1.5 * old + 0.001) - old)

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
