"""A field over a knob to type its value into; what is not a number is refused with a word why."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.numbers import plain, typed
from eq_sim.ui.style.preferences import scaled

_WIDTH, _HEIGHT = 96, 28
_AROUND = 24  # frame, padding and cursor


class ValueEditor(QLineEdit):
    """The field.

    Args:
        parent: the console's view.
        name: of the knob.
        value: it begins with.
        taken: gets the number; returns whether it was taken.
        done: called when the field goes, whatever came of it.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        value: float,
        taken: Callable[[float], bool],
        done: Callable[[], None],
    ) -> None:
        super().__init__(plain(value, 7), parent)
        self._taken, self._done = taken, done
        self._closing = False
        self.setObjectName("knobvalue")
        self.setAccessibleName(tr("Value of {knobs}", knobs=name))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectAll()
        self.why = label("", "why", parent)
        self.why.setWordWrap(True)
        self.why.hide()
        self.textEdited.connect(self.why.hide)

    def put_at(self, knob: QRect, columns: QRect) -> None:
        """Shows the field over the foot of a knob's travel: no name and no number is half under it.

        Args:
            knob: its travel.
            columns: those of all knobs of its neuron, beside which their scale is written.
        """
        self._knob, self._columns = knob, columns
        self._fit()
        self.show()
        self.raise_()
        self.setFocus()
        self.textChanged.connect(self._fit)

    def _fit(self) -> None:
        """Makes the field as wide as what is in it, as far as the view goes."""
        view, columns = self.parentWidget(), self._columns
        assert view is not None
        around = scaled(_AROUND)
        needed = self.fontMetrics().horizontalAdvance(self.text()) + around
        width = min(max(scaled(_WIDTH), needed), view.width() - 4)
        height = scaled(_HEIGHT)
        x = min(max(self._knob.center().x() - width // 2, columns.left()), columns.right() - width)
        x = max(x, columns.left())  # a field wider than its neuron begins with it
        x = min(max(x, 2), view.width() - width - 2)
        y = min(max(self._knob.bottom() - height, 2), view.height() - height - 2)
        self.setGeometry(x, y, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the number, Escape leaves the knob alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Goes away when something else is clicked."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._close()

    def _enter(self) -> None:
        try:
            value = typed(self.text())
        except ValueError as error:
            self._refuse(str(error))
            return
        if self._taken(value):
            self._close()
        else:
            self._refuse(tr("this knob cannot take that value"))

    def _refuse(self, why: str) -> None:
        view = self.parentWidget()
        assert view is not None
        self.why.setText(f"{why[0].upper()}{why[1:]}.")
        width = scaled(210)
        height = self.why.heightForWidth(width)
        x = min(max(self.x(), 2), view.width() - width - 2)
        y = self.y() - height - 3
        if y < 0:
            y = self.geometry().bottom() + 3
        self.why.setGeometry(x, y, width, height)
        self.why.show()
        self.why.raise_()
        self.setAccessibleDescription(self.why.text())

    def _close(self) -> None:
        if self._closing:
            return
        self._closing = True
        self._done()
        for widget in (self.why, self):
            widget.hide()
            widget.deleteLater()
