"""The controls of a lesson in as many rows as a window needs to show each of them whole."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.ui.style.preferences import scaled

_HINT = 300  # pixels beside the controls that are worth a hint
_GAP = 6


class ChapterBox(QComboBox):
    """Where in the lesson it is: a chapter's title, or its number where the title has no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("framed")
        self.setAccessibleName(tr("Chapter"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def number(self) -> str:
        """The chapter without its title."""
        return _numbered(self.currentIndex() + 1) if self.currentIndex() >= 0 else ""

    def minimumSizeHint(self) -> QSize:
        """Room for the number."""
        metrics = self.fontMetrics()
        titles = [self.itemText(place) for place in range(self.count())]
        widest = max((metrics.horizontalAdvance(title) for title in titles), default=0)
        around = super().sizeHint().width() - widest  # frame and arrow
        least = metrics.horizontalAdvance(_numbered(max(1, self.count()))) + around + 2
        return QSize(min(least, super().sizeHint().width()), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the title whole, or the number."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width()
        if self.fontMetrics().horizontalAdvance(self.currentText()) > room:
            option.currentText = self.number
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class ControlRows(QWidget):
    """Controls side by side, with the time and a hint beside them, or above in a narrow window.

    Args:
        way: what goes back and forth, the chapters last.
        settings: what stands beside it, or begins a row.
        end: what stands at the right.
        time: where the lesson is.
        hint: what to do next.
        beside: stands beside the hint now and then.
    """

    def __init__(
        self,
        way: Sequence[QWidget],
        settings: Sequence[QWidget],
        end: Sequence[QWidget],
        time: QWidget,
        hint: QWidget,
        beside: QWidget,
    ) -> None:
        super().__init__()
        self._way, self._settings, self._ends = list(way), list(settings), list(end)
        self._time, self._hint, self._beside = time, hint, beside
        self._rows: list[list[QWidget]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(_GAP)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the rows where the width wants it."""
        super().resizeEvent(event)
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest control."""
        return QSize(_least(self._way), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Puts everything into rows, if they are others than before."""
        rows = self._broken()
        if rows == self._rows:
            return
        self._rows = rows
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        while (item := box.takeAt(0)) is not None:
            line = item.layout()
            while line is not None and line.takeAt(0) is not None:
                pass
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(_GAP)
            for widget in widgets:
                if widget is self._ends[0] and self._hint not in widgets:
                    row.addStretch(1)
                wide = widget is self._hint or (widgets is self._way and widget is self._way[-1])
                row.addWidget(widget, wide)
            box.addLayout(row)
        self.updateGeometry()

    def _broken(self) -> list[list[QWidget]]:
        """Returns the rows: one where there is room for a hint, too."""
        first = [*self._way, *self._settings]
        whole = [*first, self._time, self._hint, self._beside, *self._ends]
        there = [widget for widget in whole if widget is not self._hint and not widget.isHidden()]
        taken = sum(widget.sizeHint().width() + _GAP for widget in there)
        if taken + scaled(_HINT) <= self.width():
            return [whole]
        said: list[QWidget] = [self._hint, self._beside, self._time]
        if _least([*first, *self._ends]) <= self.width():
            return [said, [*first, *self._ends]]
        below = [*self._settings, *self._ends]
        if _least(below) > self.width():  # the first of the settings has room beside the time
            said.insert(2, below.pop(0))
        return [said, self._way, below]


def _numbered(chapter: int) -> str:
    return tr("Chapter {number}", number=chapter)


def _least(widgets: Sequence[QWidget]) -> int:
    """Returns how much room widgets side by side need."""
    there = [widget for widget in widgets if not widget.isHidden()]
    return sum(widget.minimumSizeHint().width() + _GAP for widget in there) - _GAP
