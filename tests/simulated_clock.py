"""A clock that a test turns by hand."""

from eq_sim.app import App


class SimulatedClock:
    """Seconds that pass when a test says so, however fast the machine is."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def tick(self, app: App, seconds: float = 1 / 60) -> None:
        """Lets one display tick of a window pass, in place of its timer."""
        app.timer.stop()
        self.now += seconds
        app.tick()
