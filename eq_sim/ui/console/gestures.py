"""Hands on knobs: what mouse, wheel and keys do to them, as actions.

A gesture is ``Grab`` … ``Turn`` … ``Release``, whatever makes it. While it lasts, training leaves
its knobs alone. However many knobs are in a hand, they are turned as one array.
"""

from collections.abc import Callable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from eq_sim.network.types import IndexArray
from eq_sim.session.actions import AnyAction, Release
from eq_sim.session.knob_bank import KnobBank, Knobs
from eq_sim.session.training.parameters import LARGEST
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.knobs.sets import Values, grab, in_order, knob_set, turn
from eq_sim.ui.models.activity import Activity

FINE = 0.1  # what Ctrl makes of a movement
KEY_STEPS = 50  # presses of an arrow key from 0 to the end of the scale
PAGE = 10  # presses in one of Page Up
_CATCH = 6.0  # pixels for which a knob that comes to 0 stays there
_REST = 450  # milliseconds after which a turn of the wheel is over


class Grip(Struct, eq=False):
    """A hand on some knobs.

    Attributes:
        knob: the one that was taken.
        knobs: all that are in it, in the order of θ.
        values: where they were then.
        wanted: where the hand is, between the positions that they click into.
        per_pixel: how much one pixel turns each.
        loss: the train loss then; None where it was not known.
        held: the session's own record of the same knobs.
        y: where the pointer was last.
        hold: pixels for which the knob that was taken still stays at 0.
    """

    knob: int
    knobs: IndexArray
    values: NDArray[np.float64]
    wanted: NDArray[np.float64]
    per_pixel: NDArray[np.float64]
    loss: float | None
    held: IndexArray
    y: float = 0.0
    hold: float = 0.0

    @property
    def lead(self) -> int:
        """Which of the knobs was taken."""
        return int(np.searchsorted(self.knobs, self.knob))


class Hands(QObject):
    """Turns movements into gestures.

    Args:
        bank: whose knobs.
        activity: which knobs are in a hand, and what the loss is.
        scales: how far each knob goes.
        do: takes what the hand does; returns whether it was done.
        travel: knobs -> pixels of pointer movement from one end of each one's scale to the other.
        parent: the console.
    """

    released = Signal(object, object)
    """A gesture is over: the array of knobs that it turned, and the train loss before it, which is
    None where it was not known."""

    def __init__(
        self,
        bank: KnobBank,
        activity: Activity,
        scales: Scales,
        do: Callable[[AnyAction], bool],
        travel: Callable[[IndexArray], NDArray[np.float64]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bank, self._activity, self._scales = bank, activity, scales
        self._do, self._travel = do, travel
        self._grip: Grip | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.release)

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one.

        It has let go of knobs that were taken away from it: back to start, another network.
        """
        grip, held = self._grip, self._activity.held
        if grip and grip.held is not held:
            if np.array_equal(grip.knobs, held):
                grip.held = held
            else:
                self._grip = None
                self._rest.stop()
        return self._grip

    def take(self, knobs: Knobs, y: float = 0.0, name: str = "") -> bool:
        """Takes hold of knobs, by the first of them; the hand that holds them keeps them.

        Args:
            knobs: which.
            y: where the pointer is.
            name: the id of the message that says what it is called; without one it is a turn.
        """
        knob, knobs = int(knobs[0]), in_order(knobs)
        grip = self.grip
        if grip and np.array_equal(grip.knobs, knobs):
            grip.knob, grip.y = knob, y
            return True
        self.release()
        if not self._do(grab(knobs, self._size, name)):
            return False
        rates = 2 * self._scales.limits(knobs) / np.maximum(self._travel(knobs), 1.0)
        values, activity = self._values(knobs), self._activity
        wanted = self._stands(knobs)
        self._grip = Grip(knob, knobs, values, wanted, rates, activity.loss, activity.held, y)
        return True

    def drag(self, y: float, *, fine: bool) -> None:
        """Follows the pointer."""
        grip = self.grip
        if grip is None:
            return
        pixels = (grip.y - y) * (FINE if fine else 1.0)
        grip.y = y
        lead, values = grip.lead, self._hand(grip)
        now, rate = float(values[lead]), float(grip.per_pixel[lead])
        if now == 0 and grip.hold:
            kept = min(grip.hold, abs(pixels))
            grip.hold -= kept
            pixels -= kept if pixels > 0 else -kept
        after = now + pixels * rate
        if now and after * now <= 0:  # it comes to 0, and is caught there
            grip.hold = _CATCH
            pixels = -now / rate
        if pixels:
            values += pixels * grip.per_pixel
            if grip.hold == _CATCH:
                values[lead] = 0.0
            self._turn(grip, values)

    def level(self, knobs: IndexArray, like: int) -> None:
        """Gives some of the knobs in hand the value of one."""
        grip = self.grip
        if grip is None:
            return
        values = self._values(grip.knobs)
        value = values[np.searchsorted(grip.knobs, like)]
        values[np.searchsorted(grip.knobs, np.sort(knobs))] = value
        self._turn(grip, values)

    def nudge(self, knobs: Knobs, presses: float) -> None:
        """Turns knobs by so many presses of an arrow key; the hand stays on them."""
        grip = self._taken(knobs)
        if grip:
            steps = self.press(grip.knobs)
            after = self._hand(grip) + presses * steps
            # Counting down to 0 has to end at 0, not at 1e−17.
            after[np.abs(after) < 1e-6 * steps] = 0.0
            self._turn(grip, after)

    def press(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns how far a press turns each knob: to its next position, where those are few."""
        usual, positions = self._scales.limits(knobs) / KEY_STEPS, self._bank.positions
        if positions is None:
            return usual
        steps = positions.steps(knobs)
        return steps if positions.few and steps.all() else np.maximum(usual, steps)

    def put(self, knobs: Knobs, values: Values) -> None:
        """Sets knobs to values, as one gesture of its own."""
        grip = self._taken(knobs)
        if grip:
            order = np.argsort(knob_set(knobs), kind="stable")
            self._turn(grip, np.asarray(values, dtype=np.float64)[order])
            self.release()

    def put_end(self, knobs: Knobs, end: int) -> None:
        """Turns knobs to the lower (−1) or upper (1) end of their scale; the hand stays."""
        grip = self._taken(knobs)
        if grip:
            self._turn(grip, end * self._scales.limits(grip.knobs))

    def _taken(self, knobs: Knobs) -> Grip | None:
        """Takes hold of knobs. Returns the hand on them, if they could be taken."""
        return self.grip if len(knobs) and self.take(knobs) else None

    def rest_soon(self) -> None:
        """Lets go when nothing more comes: a wheel has no end of its own."""
        if self.grip:
            self._rest.start()

    def put_back(self) -> None:
        """Puts what is in the hand back to where it was, and lets go."""
        grip = self.grip
        if grip:
            self._turn(grip, grip.values, exact=True)
            self.release()

    def release(self) -> None:
        """Lets go."""
        grip = self.grip
        self._rest.stop()
        if grip:
            self._grip = None
            self._do(Release())
            turned = grip.knobs[self._values(grip.knobs) != grip.values]
            if turned.size:
                self.released.emit(turned, grip.loss)

    def _values(self, knobs: IndexArray) -> NDArray[np.float64]:
        return self._bank.values()[knobs].astype(np.float64)

    def _stands(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns what a hand turns knobs from: their positions, where they click into some."""
        values, positions = self._values(knobs), self._bank.positions
        return values if positions is None else positions.snapped(knobs, values)

    def _hand(self, grip: Grip) -> NDArray[np.float64]:
        """Returns where the hand on knobs is; something else may have turned them since."""
        if self._bank.positions is None:
            return self._values(grip.knobs)
        here = self._stands(grip.knobs)
        positions = self._bank.positions
        moved = positions.snapped(grip.knobs, grip.wanted) != here
        return np.where(moved, here, grip.wanted)

    def _turn(self, grip: Grip, values: NDArray[np.float64], *, exact: bool = False) -> None:
        wanted = np.clip(values, -LARGEST, LARGEST)
        positions = self._bank.positions
        if positions is not None and not exact:
            # A knob that stays in its position is not turned at all.
            stops = positions.snapped(grip.knobs, wanted)
            beyond = np.abs(wanted) > np.abs(stops) + positions.steps(grip.knobs) / 2
            grip.wanted = np.where(beyond, stops, wanted)
            stays = stops == self._stands(grip.knobs)
            wanted = np.where(stays, self._values(grip.knobs), stops)
        if (self._values(grip.knobs) != wanted).any():
            self._do(turn(grip.knobs, wanted, self._size))

    @property
    def _size(self) -> int:
        return self._bank.layout.size
