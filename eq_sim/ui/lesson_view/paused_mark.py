"""Two bars beside the caption: what is presented is paused."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.style.theme import Theme

_HIGH = 0.8  # of the height of a caption's letters
_EDGE = 0.25  # the same, to the corner
_BAR, _GAP = 0.34, 0.24  # of its own height: how wide a bar is, and what lies between


class PausedMark(QWidget):
    """Stands in the corner of the caption's bar and lets every click through.

    Args:
        bar: in whose corner it stands.
    """

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._theme: Theme | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(tr("Paused"))
        self.hide()

    def set_look(self, theme: Theme, pixels: float) -> None:
        """Takes colours, and a caption's letters for its size."""
        self._theme = theme
        high, edge = round(_HIGH * pixels), round(_EDGE * pixels)
        self.setGeometry(edge, edge, round(high * (2 * _BAR + _GAP)), high)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws two bars."""
        if self._theme is None:
            return
        wide, high = _BAR * self.height(), self.height()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("muted"))
            for left in (0.0, wide + _GAP * high):
                painter.drawRoundedRect(QRectF(left, 0, wide, high), wide / 6, wide / 6)
