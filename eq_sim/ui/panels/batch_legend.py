"""What the rings on the output mean while a step is taken apart."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import ntr, tr
from eq_sim.network.types import IndexArray
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.panels.batch_marks import MOST_RINGED
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_ROW = 18.0


class BatchLegend(QWidget):
    """One line: a ring and how many samples have one; from the comparison on, what is red.

    Args:
        phases: the step that is taken apart; None for none ever.
        theme: the colours.
    """

    def __init__(self, phases: Phases | None, theme: Theme) -> None:
        super().__init__()
        self._phases, self._theme, self._seen = phases, theme, (-1, True)
        self.words = ""
        self.wrong = ""
        self.ring = True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def refresh(self, draws: Callable[[IndexArray], int], *, points: bool = True) -> None:
        """Shows or hides it, if that has changed.

        Args:
            draws: returns how many of some samples are drawn.
            points: whether the picture with the samples is the one that is shown.
        """
        phases = self._phases
        if phases is None or (phases.revision, points) == self._seen:
            return
        self._seen = phases.revision, points
        apart = phases.apart if phases.open and points else None
        if apart is not None:
            number, drawn = len(apart.samples), draws(apart.samples)
            self.words = _words(number, drawn)
            told = phases.errors() is not None and drawn
            self.wrong = tr("how wrong") if told else ""
            self.ring = bool(drawn)
            self.setAccessibleName(tr("Ringed: {samples}", samples=self.words))
        if self.isHidden() != (apart is None):
            self.setVisible(apart is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """A line, or two where both do not fit beside each other."""
        return QSize(scaled(120), scaled(_ROW))

    def minimumSizeHint(self) -> QSize:
        """As ``sizeHint``, and as narrow as it has to be."""
        return QSize(0, scaled(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ring, the words, and the red."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(current().scale, current().scale)
            painter.setFont(font("small"))
            metrics, room = QFontMetricsF(painter.font()), self.width() / current().scale
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text"), 1.4))
            left = 20 if self.ring else 4
            if self.ring:
                painter.drawEllipse(QPointF(9, _ROW / 2), 5, 5)
            painter.drawText(QPointF(left, _ROW / 2 + 4), self.words)
            x = left + metrics.horizontalAdvance(self.words) + 14
            if self.wrong and x + 22 + metrics.horizontalAdvance(self.wrong) <= room:
                painter.setPen(QPen(self._theme.color("alarm"), 3.0))
                painter.drawLine(QPointF(x, _ROW / 2), QPointF(x + 14, _ROW / 2))
                painter.setPen(self._theme.color("text"))
                painter.drawText(QPointF(x + 20, _ROW / 2 + 4), self.wrong)


def _words(number: int, drawn: int) -> str:
    """Returns what a ring means, for a batch of so many samples of which some are drawn here."""
    if not drawn:
        return ntr(
            "this batch has {count:,} other sample",
            "this batch has {count:,} other samples",
            number,
        )
    if number > MOST_RINGED:
        return tr("one of the {number:,} of this batch", number=number)
    if number == 1:
        return tr("the sample of this batch")
    if drawn < number:
        return tr("{drawn:,} of the {number:,} samples of this batch", drawn=drawn, number=number)
    return tr("the {number:,} samples of this batch", number=number)
