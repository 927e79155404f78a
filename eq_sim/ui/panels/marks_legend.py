"""What the marks on the faders mean, drawn as they are drawn there."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.console.optimum_marks import draw_diamond
from eq_sim.ui.console.pull_marks import draw_pull
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_APART = 15  # from one entry to the next
_STEP, _PULL, _TURNED = later("this step"), later("pull to 0"), later("turned to")


class MarksLegend(QWidget):
    """What the marks on the faders mean, drawn as they are drawn there."""

    _ITEMS = (
        *(later("above 0"), later("below 0"), later("bias")),
        *(later("moved"), later("next"), later("start")),
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.faders, self.pointed, self.pulls, self.clicks = True, False, False, False
        self.times: int | None = None
        self.best = ""
        self.setAccessibleName(tr("Orange is above 0, blue is below 0, a round cap is a bias"))
        self.setToolTip(
            tr(
                "moved: the last training step moved it, this way.\n"
                "next: the next training step would move it, this way. That step goes by its "
                "batch;\n"
                "the inspector says by what, and which way the loss of all training samples "
                "falls.\n"
                "pull to 0: the part of that step that the penalties add: weight decay (L2) and "
                "L1.\n"
                "turned to: between positions; the network computes with the position of the cap.\n"
                "θ*: where the train loss is lowest; best seen: where the loss was lowest so far."
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = QFontMetricsF(font(11))
        width = sum(metrics.horizontalAdvance(self._shown(mark)) + 36 for mark in self._marks())
        return QSize(scaled(width - _APART), scaled(20))

    def show_faders(self, faders: bool, pointed: bool) -> None:
        """Chooses between the marks of faders and those of bars, with or without arrows."""
        if (faders, pointed) != (self.faders, self.pointed):
            self.faders, self.pointed = faders, pointed
            self.updateGeometry()
            self.update()

    def show_times(self, times: int | None) -> None:
        """Says what arrows mean while a step is taken apart.

        Args:
            times: how many times as long as the step they are; 0 for none, None for no such step.
        """
        if times != self.times:
            self.times = times
            self.updateGeometry()
            self.update()

    def show_pulls(self, on: bool) -> bool:
        """Shows or hides the mark of what the penalties add; returns whether that is new."""
        if on == self.pulls:
            return False
        self.pulls = on
        self.updateGeometry()
        self.update()
        return True

    def show_clicks(self, on: bool) -> bool:
        """Shows or hides the mark of where clicking knobs are turned to; returns if it is new."""
        if on == self.clicks:
            return False
        self.clicks = on
        self.updateGeometry()
        self.update()
        return True

    def show_best(self, name: str) -> bool:
        """Shows the mark of the best knobs by its name, or none; returns whether that is new."""
        if name == self.best:
            return False
        self.best = name
        self.updateGeometry()
        self.update()
        return True

    def _marks(self) -> tuple[str, ...]:
        """Returns the marks that there are, by their names in English."""
        marks, best = self._plain_marks(), self.best
        return (*marks, best) if best and (self.faders or self.pointed) else marks

    def _plain_marks(self) -> tuple[str, ...]:
        if self.times is not None:
            drawn = (_STEP,) if self.times else ()
            start = ("start",) if self.faders else ()
            return (*self._ITEMS[:3], *drawn, *start)
        if not (self.faders or self.pointed):
            return self._ITEMS[:3]
        pulls = (_PULL,) if self.pulls else ()
        turned = (_TURNED,) if self.clicks and self.faders else ()
        return (*self._ITEMS[:5], *pulls, *turned, *self._ITEMS[5:])

    def _shown(self, mark: str) -> str:
        """Returns the word beside a mark."""
        if mark == _STEP and self.times is not None and self.times > 1:
            return tr("this step, drawn {times:,} times as long", times=self.times)
        return tr(mark)

    def word_at(self, x: int) -> str:
        """Returns whose word is so many pixels from the left: its mark's name in English, or ""."""
        metrics, left = QFontMetricsF(font(11)), 0.0
        for mark in self._marks():
            left += metrics.horizontalAdvance(self._shown(mark)) + 36
            if x < scaled(left):
                return mark
        return ""

    def minimumSizeHint(self) -> QSize:
        """Marks that have no room are left out."""
        return QSize(0, scaled(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the marks and their words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(current().scale, current().scale)
            painter.setFont(font(11))
            x = 0.0
            room = self.width() / current().scale
            for mark in self._marks():
                word = self._shown(mark)
                width = QFontMetricsF(painter.font()).horizontalAdvance(word) + 36
                if x + width - _APART > room + 1:
                    break
                self._mark(painter, mark, QRectF(x + 2, 3, 14, 14))
                painter.setPen(self._theme.color("muted"))
                painter.drawText(QPointF(x + 21, 14), word)
                x += width

    def _mark(self, painter: QPainter, mark: str, box: QRectF) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        center = box.center()
        if mark in ("above 0", "below 0"):
            painter.setBrush(theme.color("positive" if mark == "above 0" else "negative"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2)
        elif mark == "bias" and self.faders:
            gradient = QLinearGradient(box.topLeft(), box.bottomLeft())
            gradient.setColorAt(0, theme.color("cap_light"))
            gradient.setColorAt(1, theme.color("cap_dark"))
            painter.setPen(QPen(theme.color("cap_edge"), 1))
            painter.setBrush(gradient)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        elif mark == "bias":
            painter.setBrush(theme.color("text"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 1, 1)
        elif mark == _PULL:
            painter.setPen(QPen(theme.color("text"), 1.2))
            draw_pull(painter, center.x(), box.top() + 1, box.bottom() - 1)
        elif mark == "moved":
            painter.setBrush(theme.color("text"))
            tip = QPointF(center.x(), box.top() + 2)
            ends = [
                QPointF(center.x() - 4, center.y() + 3),
                QPointF(center.x() + 4, center.y() + 3),
            ]
            painter.drawPolygon(QPolygonF([tip, *ends]))
        elif mark == _TURNED:
            painter.setPen(QPen(theme.color("text"), 2.0))
            painter.drawLine(
                QPointF(box.left() + 3, center.y()), QPointF(center.x() + 3, center.y())
            )
        elif mark and mark == self.best:
            hollow = mark != "θ*"
            painter.setPen(QPen(theme.color("text" if hollow else "panel"), 1.4))
            painter.setBrush(theme.color("panel" if hollow else "text"))
            draw_diamond(painter, center.x(), center.y(), 5.0)
        elif mark not in ("start", "next"):
            painter.setPen(QPen(theme.color("text"), 2.0))
            top = QPointF(center.x(), box.top() + 1)
            painter.drawLine(top + QPointF(0, 4), QPointF(center.x(), box.bottom() - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text"))
            painter.drawPolygon(QPolygonF([top, top + QPointF(-4, 6), top + QPointF(4, 6)]))
        elif mark == "next":
            painter.setPen(QPen(theme.color("text"), 1.2))
            top = QPointF(center.x(), box.top() + 1)
            painter.drawLine(top, QPointF(center.x(), box.bottom() - 1))
            painter.drawLine(top, top + QPointF(-3, 4))
            painter.drawLine(top, top + QPointF(3, 4))
        else:
            painter.setPen(QPen(theme.color("text"), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.left(), center.y()), QPointF(box.right(), center.y()))
