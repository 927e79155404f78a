"""A small field over the console: type a knob's name or a rule, choose, and go to it."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.knob_finder import KnobFinder
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.match_list import STEPS, MatchList
from eq_sim.ui.panels.search_line import SearchLine
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_WIDE, _EDGE = 400, 8
_ROWS = (3, 7)  # that are shown at least and at most; the others scroll
_SHARE = 0.5  # of the console that is covered, if so few rows are enough
_MARGIN = 10
_EVERY = 30  # frames, of which a screen reader is told of one while training runs


class FindField(QFrame):
    """The field, what was found, and a way out.

    Args:
        parent: the panel that it lies on, in none of whose layouts it is.
        console: whose knobs.
        finder: finds them.
        theme: the colours.

    Attributes:
        line: what is typed.
        head: what was found, in a sentence.
        matches: the knobs.
    """

    def __init__(self, parent: QWidget, console: Console, finder: KnobFinder, theme: Theme) -> None:
        super().__init__(parent)
        self._console, self._finder = console, finder
        self._looks = 0
        self._before: QWidget | None = None  # who had the keyboard
        self._wanted: Qt.KeyboardModifier | None = None
        self._told: tuple[int, str] = (-1, "")
        self.setObjectName("find")
        self.setAccessibleName(tr("Find a knob"))
        above = SearchLine(
            tr("A knob’s name, or a rule such as largest"),
            tr("Find a knob by its name or by a rule"),
            self._ask, self.leave, self,
        )  # fmt: skip
        self.line, self.shut = above.line, above.shut
        self.head = label("", "note")
        self.head.setWordWrap(True)
        self.matches = MatchList(theme, tr("Knobs that were found"))
        self.matches.itemClicked.connect(self._clicked)
        self.matches.currentRowChanged.connect(self._tell_choice)
        self._box = QVBoxLayout(self)
        self._box.addLayout(above)
        self._box.addWidget(self.head)
        self._box.addWidget(self.matches, 1)
        self._work = QTimer(self)
        self._work.timeout.connect(self._go_on)
        console.installEventFilter(self)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._box.setContentsMargins(*(scaled(_MARGIN),) * 4)
        self._box.setSpacing(scaled(6))
        self.matches.set_theme(theme)
        if self.isVisible():
            self._ask()

    def open(self) -> None:
        """Shows the field with what was typed last, ready to be typed over."""
        if not self.isVisible():
            before = QApplication.focusWidget()
            if before is not None and self._console.isAncestorOf(before):
                before = self._console  # from a value that is being typed, and goes away by this
                before.setFocus()
            self._before = before
            self.show()
            self.raise_()
        self._ask()
        self.line.setFocus()
        self.line.selectAll()

    def leave(self) -> None:
        """Closes the field: whoever had the keyboard has it again, and no knob was touched."""
        # The keyboard goes first: hidden with it, Qt would hand it to whoever Tab comes to.
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._console.setFocus()
        self._close()

    def refresh(self) -> None:
        """Shows knobs and values as they stand."""
        self._looks += 1
        # A screen reader is told of each change: it is spared most of those while training runs.
        spared = QAccessible.isActive() and self._finder.busy and self._looks % _EVERY
        if not self.isVisible() or spared:
            return
        if self._finder.refresh():
            self._show()

    # What is found

    def _ask(self) -> None:
        self._wanted = None
        self._finder.ask(self.line.text())
        self.matches.setCurrentRow(-1)
        self._show()

    def _go_on(self) -> None:
        if not self._finder.work() or not self.isVisible():
            self._work.stop()
        self._show()
        wanted = self._wanted
        if wanted is not None and not self._finder.found.computing:
            self._enter(wanted)

    def _show(self) -> None:
        found = self._finder.found
        rows = [(one.name, one.value, one.why) for one in found.matches]
        rows = rows or [(one.query, "", one.means) for one in found.examples]
        self.head.setText(found.heading)
        self.matches.show_rows(rows)
        if found.matches and self.matches.currentRow() < 0:
            self.matches.setCurrentRow(0)
            self.matches.scrollToTop()
        if found.computing and not self._work.isActive():
            self._work.start(0)
        self._tell_choice()
        self._place()

    def _tell_choice(self) -> None:
        """Tells screen readers what was found and what is chosen: the keyboard is in the line."""
        row, rows = self.matches.currentRow(), self.matches.rows
        words = self.head.text()
        if 0 <= row < len(rows):
            words = tr(
                "{place} of {number}: {found}. {heading}",
                place=row + 1,
                number=len(rows),
                found=", ".join(filter(None, rows[row])),
                heading=words,
            )
        if not self._finder.busy or self._told != (row, self.line.text()):
            self._told = row, self.line.text()  # values that move would never let it finish
            self.line.setAccessibleDescription(words)
        self._light(row)

    def _light(self, row: int) -> None:
        """Lights the knob that is chosen, if it is in view."""
        found, console = self._finder.found.matches, self._console
        knob = found[row].knob if 0 <= row < len(found) and self.isVisible() else None
        view = console.viewport().rect()
        if knob is not None and knob < console.bank.layout.size:
            seen = view.contains(console.box_of(knob).center())
            console.input.hover(knob if seen else None)

    # Where it lies

    def _place(self) -> None:
        """Lies in the console's upper right corner, as high as what was found needs."""
        view, edge = self._console.geometry(), scaled(_EDGE)
        width = max(1, min(scaled(_WIDE), view.width() - 2 * edge))
        inner = width - 2 * scaled(_MARGIN)
        head = self.head.heightForWidth(inner)
        self.head.setMinimumHeight(head)
        above = 2 * scaled(_MARGIN) + 2 * self._box.spacing() + self.line.sizeHint().height() + head
        row = self.matches.row_height
        least, most = _ROWS
        fitting = min(max(least, round((_SHARE * view.height() - above) / row)), most)
        shown = min(self.matches.count(), fitting)
        self.matches.setVisible(shown > 0)
        height = min(above + shown * row + 2 * (shown > 0), view.height() - 2 * edge)
        self.setGeometry(view.right() + 1 - edge - width, view.top() + edge, width, height)
        if self.matches.currentRow() >= 0:
            self.matches.scrollTo(self.matches.currentIndex())

    # Keys and clicks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys that choose, and follows the console's size."""
        if watched is self._console and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is not self.line or not is_key:
            return False
        assert isinstance(event, QKeyEvent)
        keys, key = Qt.Key, Qt.Key(event.key())
        if key in STEPS:
            self.matches.step(key)
        elif key in (keys.Key_Return, keys.Key_Enter):
            self._enter(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        elif key == keys.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes with Esc, wherever in the field the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keeps what is clicked beside the words from the panel below, and the keyboard."""
        event.accept()
        self.line.setFocus()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.matches.setCurrentItem(item)
        self._enter(Qt.KeyboardModifier.NoModifier)

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        """Goes to the knob that is chosen; with Ctrl, lets its value be typed."""
        found, row = self._finder.found, self.matches.currentRow()
        if found.computing:
            self._wanted = modifiers
        elif 0 <= row < len(found.matches):
            knob = found.matches[row].knob
            self._console.go_to(knob)
            self._console.come_to(knob)
            self._close()
            if modifiers:
                self._console.edit(knob)
        elif 0 <= row < len(found.examples):
            self.line.setText(found.examples[row].query)

    def _close(self) -> None:
        self._wanted = self._before = None
        self._console.input.hover(None)
        self._work.stop()
        self.hide()
