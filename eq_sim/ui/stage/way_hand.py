"""A hand on the blend from A to B: a drag, or a key that is held, is one thing to undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from eq_sim.session.actions import AnyAction, Blend, Grab, Release
from eq_sim.session.session import Session

_SNAP = 0.01  # of the way: so near the middle a hand means the middle
_KEYS = {
    Qt.Key.Key_Left: -0.01,
    Qt.Key.Key_Down: -0.01,
    Qt.Key.Key_Right: 0.01,
    Qt.Key.Key_Up: 0.01,
    Qt.Key.Key_Home: -1.0,
    Qt.Key.Key_End: 1.0,
}


class WayHand:
    """Moves the blend.

    Args:
        session: whose blend.
        do: takes what a hand does; returns whether it was done.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self._session, self._do = session, do
        self._held = False

    def take(self) -> None:
        """Takes the marker."""
        if not self._held:
            self._held = self._do(Grab((), "blend"))

    def drag(self, share: float) -> None:
        """Moves the marker to a share of the way, if it is held."""
        if self._held:
            share = min(max(share, 0.0), 1.0)
            self._do(Blend(0.5 if abs(share - 0.5) < _SNAP else round(share, 3)))

    def let_go(self) -> None:
        """Lets go of the marker."""
        if self._held:
            self._held = False
            self._do(Release())

    def press(self, event: QKeyEvent) -> bool:
        """Moves the marker by a key. Returns whether it is one that does."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            return False
        self.take()
        if self._held:
            self._do(Blend(min(max(round(self._session.sides.share + step, 3), 0.0), 1.0)))
        return True
