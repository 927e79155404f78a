"""The loss on the straight path between two networks: as they are, and lined up."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.sweeps.disguises import Pair
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Axis, Frame, axis
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_LEGEND = 18.0  # pixels
_HEADROOM = 1.2


class PathView(QWidget):
    """From one network's knobs, at the left, to the other's.

    Args:
        theme: the colours.

    Attributes:
        pair: what is shown; None for nothing.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.pair: Pair | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.rescale()

    def show_pair(self, pair: Pair | None, words: str) -> None:
        """Shows another pair.

        Args:
            pair: which; None for none.
            words: what lies between the two.
        """
        self.pair = pair
        self.setAccessibleName(tr("The train loss on the straight path between two networks"))
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setMinimumSize(scaled(150), scaled(96))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws both curves."""
        pair, theme = self.pair, self._theme
        if pair is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            zoom = current().scale
            painter.scale(zoom, zoom)
            wide, high = self.width() / zoom, self.height() / zoom
            both = np.concatenate([pair.straight, pair.lined_up])
            finite = both[np.isfinite(both)]
            # Above the highest is room for the axis' name.
            up = axis(np.append(finite, (0.0, _HEADROOM * finite.max())), tr("train loss"))
            first, second = (tr("start {start}", start=one) for one in (pair.first, pair.second))
            names = (first, "", second)
            across = Axis(0.0, 1.0, (0.08, 0.5, 0.92), "", words=names)
            room = QRectF(LEFT, 4 + _LEGEND, wide - LEFT - 8, high - BOTTOM + 10 - _LEGEND)
            frame = Frame(room, across, up)
            frame.draw(painter, theme)
            shares = np.linspace(0.0, 1.0, len(pair.straight))
            dashed = QPen(theme.color("muted"), 1.6, Qt.PenStyle.DashLine)
            solid = QPen(theme.color("text"), 2.2)
            frame.curve(painter, dashed, shares, pair.straight)
            frame.curve(painter, solid, shares, pair.lined_up)
            painter.setFont(font("small"))
            metrics, x = QFontMetricsF(painter.font()), frame.area.left()
            for pen, words in ((dashed, tr("as is")), (solid, tr("lined up"))):
                painter.setPen(pen)
                painter.drawLine(QPointF(x, _LEGEND / 2), QPointF(x + 20, _LEGEND / 2))
                painter.setPen(theme.color("muted"))
                box = QRectF(x + 25, 0, metrics.horizontalAdvance(words) + 2, _LEGEND)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                x = box.right() + 12
