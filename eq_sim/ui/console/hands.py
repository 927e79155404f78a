"""Hands on knobs: what mouse, wheel and keys do to them, as actions.

A gesture is ``Grab`` … ``Turn`` … ``Release``, whatever makes it. While it lasts, training leaves
its knobs alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from eq_sim.session.actions import AnyAction, Grab, Release, Turn
from eq_sim.session.parameters import LARGEST
from eq_sim.session.session import Session

FINE = 0.1  # what Ctrl makes of a movement
KEY_STEPS = 50  # presses of an arrow key from 0 to the end of the scale
PAGE = 10  # presses in one of Page Up
_CATCH = 6.0  # pixels for which a knob that comes to 0 stays there
_REST = 450  # milliseconds after which a turn of the wheel is over


@dataclass
class Grip:
    """A hand on some knobs.

    Attributes:
        knobs: which; the first is the one that was taken.
        values: where they were then.
        per_pixel: how much one pixel turns each.
        loss: the train loss then.
        y: where the pointer was last.
        hold: pixels for which the first knob still stays at 0.
    """

    knobs: tuple[int, ...]
    values: tuple[float, ...]
    per_pixel: tuple[float, ...]
    loss: float
    y: float = 0.0
    hold: float = 0.0

    @property
    def knob(self) -> int:
        """The knob that was taken."""
        return self.knobs[0]


class Hands(QObject):
    """Turns movements into gestures.

    Args:
        session: whose knobs.
        do: takes what the hand does; returns whether it was done.
        reach: knob -> the end of its scale.
        travel: knob -> pixels of pointer movement from one end of its scale to the other.
        parent: the console.
    """

    released = Signal(tuple, float)
    """A gesture is over: the knobs that it turned, and the train loss before it."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        reach: Callable[[int], float],
        travel: Callable[[int], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._do = session, do
        self._reach, self._travel = reach, travel
        self.grip: Grip | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.release)

    def look(self) -> None:
        """Lets go of knobs that the session has taken away: back to start, another network."""
        if self.grip and self.grip.knobs != self._session.held:
            self.grip = None
            self._rest.stop()

    def take(self, knobs: Sequence[int], y: float = 0.0) -> bool:
        """Takes hold of knobs; the hand that holds them already keeps them."""
        self.look()
        knobs = tuple(knobs)
        if self.grip and self.grip.knobs == knobs:
            self.grip.y = y
            return True
        self.release()
        if not self._do(Grab(knobs)):
            return False
        theta = self._session.parameters.theta
        values = tuple(float(theta[knob]) for knob in knobs)
        rates = tuple(2 * self._reach(knob) / max(self._travel(knob), 1.0) for knob in knobs)
        self.grip = Grip(knobs, values, rates, self._session.losses.train, y)
        return True

    def drag(self, y: float, *, fine: bool) -> None:
        """Follows the pointer."""
        grip = self.grip
        if grip is None:
            return
        pixels = (grip.y - y) * (FINE if fine else 1.0)
        grip.y = y
        theta = self._session.parameters.theta
        now = float(theta[grip.knob])
        if now == 0 and grip.hold:
            kept = min(grip.hold, abs(pixels))
            grip.hold -= kept
            pixels -= kept if pixels > 0 else -kept
        after = now + pixels * grip.per_pixel[0]
        if now and after * now <= 0:  # it comes to 0, and is caught there
            grip.hold = _CATCH
            pixels = -now / grip.per_pixel[0]
        if pixels:
            moved = zip(grip.knobs, grip.per_pixel, strict=True)
            values = [float(theta[knob]) + pixels * rate for knob, rate in moved]
            if grip.hold == _CATCH:
                values[0] = 0.0
            self._turn(values)

    def nudge(self, knobs: Sequence[int], presses: float) -> None:
        """Turns knobs by so many presses of an arrow key; the hand stays on them."""
        if self.take(knobs):
            theta = self._session.parameters.theta
            values = []
            for knob in knobs:
                step = self._reach(knob) / KEY_STEPS
                after = float(theta[knob]) + presses * step
                # Counting down to 0 has to end at 0, not at 1e−17.
                values.append(0.0 if abs(after) < 1e-6 * step else after)
            self._turn(values)

    def put(self, knobs: Sequence[int], values: Sequence[float]) -> None:
        """Sets knobs to values, as one gesture of its own."""
        if self.take(knobs):
            self._turn(values)
            self.release()

    def put_end(self, knobs: Sequence[int], end: int) -> None:
        """Turns knobs to the lower (−1) or upper (1) end of their scale; the hand stays."""
        if self.take(knobs):
            self._turn([end * self._reach(knob) for knob in knobs])

    def rest_soon(self) -> None:
        """Lets go when nothing more comes: a wheel has no end of its own."""
        if self.grip:
            self._rest.start()

    def put_back(self) -> None:
        """Puts what is in the hand back to where it was, and lets go."""
        if self.grip:
            self._turn(self.grip.values)
            self.release()

    def release(self) -> None:
        """Lets go."""
        self.look()
        self._rest.stop()
        grip = self.grip
        if grip:
            self.grip = None
            self._do(Release())
            theta = self._session.parameters.theta
            pairs = zip(grip.knobs, grip.values, strict=True)
            turned = tuple(knob for knob, value in pairs if float(theta[knob]) != value)
            if turned:
                self.released.emit(turned, grip.loss)

    def _turn(self, values: Sequence[float]) -> None:
        grip = self.grip
        assert grip is not None
        theta = self._session.parameters.theta
        values = tuple(min(max(value, -LARGEST), LARGEST) for value in values)
        if any(float(theta[knob]) != v for knob, v in zip(grip.knobs, values, strict=True)):
            self._do(Turn(grip.knobs, values))
