"""The console in its panel: what it is, how many knobs, what the marks mean, what was refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from eq_sim.session.change import Change, Watch
from eq_sim.ui.console.console import Console
from eq_sim.ui.knobs.actions import KnobActions, Say
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.notice import Notice
from eq_sim.ui.style.numbers import local
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

if TYPE_CHECKING:
    from eq_sim.ui.models.knob_finder import KnobFinder
    from eq_sim.ui.panels.find_field import FindField

_LEARNS, _LOCKED = "The network learns these", "Locked: the network is used, and learns nothing"
_SPACING = 10  # between the parts of a heading
_APART = 15  # from one entry of the legend to the next


class Legend(QWidget):
    """What the marks on the faders mean, drawn as they are drawn there."""

    _ITEMS = ("above 0", "below 0", "bias", "moved", "next", "start")

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.faders = True
        self.setAccessibleName("Orange is above 0, blue is below 0, a round cap is a bias")
        self.setToolTip(
            "moved: the last training step moved it, this way.\n"
            "next: the next training step would move it, this way. That step goes by its batch;\n"
            "the inspector says by what, and which way the loss of all training samples falls."
        )

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = QFontMetricsF(font(11))
        width = sum(metrics.horizontalAdvance(word) + 36 for word in self._words())
        return QSize(scaled(width - _APART), scaled(20))

    def show_faders(self, faders: bool) -> None:
        """Chooses between the marks of faders and those of bars."""
        if faders != self.faders:
            self.faders = faders
            self.updateGeometry()
            self.update()

    def _words(self) -> tuple[str, ...]:
        return self._ITEMS if self.faders else self._ITEMS[:3]

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
            for word in self._words():
                width = QFontMetricsF(painter.font()).horizontalAdvance(word) + 36
                if x + width - _APART > room + 1:
                    break
                self._mark(painter, word, QRectF(x + 2, 3, 14, 14))
                painter.setPen(self._theme.color("muted"))
                painter.drawText(QPointF(x + 21, 14), word)
                x += width

    def _mark(self, painter: QPainter, word: str, box: QRectF) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        center = box.center()
        if word in ("above 0", "below 0"):
            painter.setBrush(theme.color("positive" if word == "above 0" else "negative"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2)
        elif word == "bias" and self.faders:
            gradient = QLinearGradient(box.topLeft(), box.bottomLeft())
            gradient.setColorAt(0, theme.color("cap_light"))
            gradient.setColorAt(1, theme.color("cap_dark"))
            painter.setPen(QPen(theme.color("cap_edge"), 1))
            painter.setBrush(gradient)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        elif word == "bias":
            painter.setBrush(theme.color("text"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 1, 1)
        elif word == "moved":
            painter.setBrush(theme.color("text"))
            tip = QPointF(center.x(), box.top() + 2)
            ends = [
                QPointF(center.x() - 4, center.y() + 3),
                QPointF(center.x() + 4, center.y() + 3),
            ]
            painter.drawPolygon(QPolygonF([tip, *ends]))
        elif word == "next":
            painter.setPen(QPen(theme.color("text"), 1.2))
            top = QPointF(center.x(), box.top() + 1)
            painter.drawLine(top, QPointF(center.x(), box.bottom() - 1))
            painter.drawLine(top, top + QPointF(-3, 4))
            painter.drawLine(top, top + QPointF(3, 4))
        else:
            painter.setPen(QPen(theme.color("text"), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.left(), center.y()), QPointF(box.right(), center.y()))


class ConsolePanel(Card):
    """The console with its heading, legend and notices.

    Args:
        make: takes who says what was refused; returns what can be done to the knobs, and their
            console.
        theme: the colours.

    Attributes:
        knobs: what can be done to knobs beside turning them.
        console: the console.
        find_field: where a knob is looked for; None before the first time.
    """

    def __init__(
        self,
        make: Callable[[Say], tuple[KnobActions, Console]],
        theme: Theme,
    ) -> None:
        super().__init__(_LEARNS, "Parameters")
        self._theme = theme
        self.count = label("", "muted")
        heading = self.body.itemAt(1)
        layout = heading.layout() if heading else None
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.count)
        self.legend = Legend(theme)
        self.corner.addWidget(self.legend)
        self.find_field: FindField | None = None
        self.notice_row = Notice(self)
        self.notice = self.notice_row.words
        self.knobs, self.console = make(self.say)
        self._counts: tuple[str, ...] = ("",)
        self._layout = Watch(self.knobs.bank.changes, Change.STRUCTURE)
        self._switched = Watch(self.knobs.bank.changes, Change.SWITCHES)
        self.body.addWidget(self.console, 1)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.legend.set_theme(theme)
        self.legend.updateGeometry()
        for words in (self.eyebrow, self.count):  # a hall needs the room for the knobs
            words.setVisible(not current().least)
        self.console.set_theme(theme)
        if self.find_field is not None:
            self.find_field.set_theme(theme)
        self._theme = theme
        self._layout.forget()  # numbers may be written in another way, too
        self.refresh()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.set_theme(self._theme)

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence until it is dismissed or outdated."""
        self.notice_row.say(local(sentence), warning=warning)
        self._put_notice()

    def find_knob(self, make: "Callable[[], KnobFinder]") -> None:
        """Shows the field that finds a knob.

        Args:
            make: returns what finds it, at the first time.
        """
        if self.find_field is None:
            from eq_sim.ui.panels.find_field import FindField

            self.find_field = FindField(self, self.console, make(), self._theme)
        self.find_field.open()

    def clear_notice(self) -> None:
        """Takes the sentence away."""
        self.notice_row.clear()

    def _put_notice(self) -> None:
        """Lays the sentence over the heading, if it can beside what the marks mean."""
        if self.notice_row.isHidden():
            return
        margins, gap = self.body.contentsMargins(), self.body.spacing()
        left, top = margins.left(), margins.top() // 2
        whole = self.width() - left - margins.right()
        beside = self.legend.x() - left - 2 * gap
        self.notice_row.put(left, top, (beside, whole), self.console.y() - gap - top)

    def refresh(self) -> None:
        """Shows the knobs as they stand, if they have changed."""
        if self._layout.news():
            layout = self.knobs.bank.layout
            weights = int(layout.weights.sum())
            biases = layout.size - weights
            knobs = _plural(layout.size, "knob")
            sum_of = f"{_plural(weights, 'weight')} + {_plural(biases, 'bias')}"
            self._counts = (f"{knobs} = {sum_of}", knobs)
            self._fit()
        if self._switched.news():
            self.eyebrow.setText((_LOCKED if self.knobs.locked else _LEARNS).upper())
        self.console.refresh()
        if self.find_field is not None:
            self.find_field.refresh()
        self._put_notice()
        if self.console.isVisible():
            faders = self.console.canvas.geometry.faders
            if faders != self.legend.faders:
                self.legend.show_faders(faders)
                self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says as much beside the title as there is room for; what is said lies over both."""
        super().resizeEvent(event)
        self._fit()
        self._put_notice()

    def _fit(self) -> None:
        """Counts the knobs in as many words as leave room for the whole legend."""
        margins = self.body.contentsMargins()
        taken = margins.left() + margins.right() + self.title.sizeHint().width()
        room = self.width() - taken - self.legend.sizeHint().width() - 3 * _SPACING
        metrics = self.count.fontMetrics()
        fits = (words for words in self._counts if metrics.horizontalAdvance(words) <= room)
        self.count.setText(next(fits, self._counts[-1]))


def _plural(count: int, noun: str) -> str:
    ending = "" if count == 1 else "es" if noun.endswith("s") else "s"
    return local(f"{count:,} {noun}{ending}")
