"""What glides past is blurred, as a camera blurs it: thousands of small parts would flash else.

Each frame is mixed with those before it, so that no place changes its brightness fast and far.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from eq_sim.ui.style.painting import PicturePainter

_KEPT = 1e-3  # of what was seen a second ago, while all glides as fast as it does


class Afterimage:
    """The frames before, mixed. Painted twice at one time, it stays as it is."""

    def __init__(self) -> None:
        self._mixed: QImage | None = None
        self._share = self._seconds = self._since = 0.0

    def glide(self, share: float, seconds: float) -> None:
        """Says how the next frame comes.

        Args:
            share: how much is blurred, from 0 for nothing to 1.
            seconds: of simulated time since all began to glide.
        """
        self._share, self._seconds = share, seconds

    def rest(self) -> None:
        """Says that nothing glides."""
        self.glide(0.0, 0.0)

    def paint(self, widget: QWidget, painter: QPainter, draw: Callable[[QPainter], None]) -> None:
        """Draws a frame, mixed with those before it.

        Args:
            widget: where it is drawn; all of it is.
            painter: on the widget.
            draw: draws the frame as it is.
        """
        if not self._share:
            self._mixed = None
            draw(painter)
            return
        ratio = widget.devicePixelRatio()
        frame = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
        frame.setDevicePixelRatio(ratio)
        frame.fill(Qt.GlobalColor.black)
        with PicturePainter(frame) as aside:
            draw(aside)
        passed = self._seconds - self._since
        self._since = self._seconds
        if self._mixed is None or self._mixed.size() != frame.size() or passed < 0:
            self._mixed = frame
        else:
            with PicturePainter(self._mixed) as mixing:
                mixing.setOpacity(1 - _KEPT ** (passed / self._share))
                mixing.drawImage(QPointF(0, 0), frame)
        painter.drawImage(QPointF(0, 0), self._mixed)
