"""For how long a chosen knob says what it is: by a timer, or by simulated time in films."""

from PySide6.QtCore import QObject, QTimer, Signal

_SPEAKS = 3.0  # seconds


class Speaking(QObject):
    """Counts down.

    Attributes:
        timer: what counts in a live window.
    """

    over = Signal()
    """The time is over."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: float | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(round(1000 * _SPEAKS))
        self.timer.timeout.connect(self.over)

    @property
    def going(self) -> bool:
        """Whether there is time left."""
        return self.timer.isActive() if self._left is None else self._left > 0

    def start(self) -> None:
        """Begins anew."""
        if self._left is None:
            self.timer.start()
        else:
            self._left = _SPEAKS

    def simulate(self) -> None:
        """Goes by ``advance`` alone from now on, as all does in a film."""
        if self._left is None:
            self._left = max(0.0, self.timer.remainingTime() / 1000)
            self.timer.stop()

    def advance(self, seconds: float) -> None:
        """Lets simulated time pass."""
        if self._left:
            self._left = max(0.0, self._left - seconds)
            if not self._left:
                self.over.emit()
