"""A list of chapters and lessons over the picture: type, choose, and go there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.lesson_view.contents import Entry
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.match_list import STEPS, MatchList
from eq_sim.ui.panels.search_line import SearchLine
from eq_sim.ui.style.preferences import Preferences
from eq_sim.ui.style.theme import Theme

_WIDE, _EDGE, _MARGIN = 460, 10, 10
_HIGH = 0.8  # of the window's height, at most


class JumpList(QFrame):
    """The list, in the upper left corner of a window.

    Args:
        parent: the window.
        entries: where one can go.
        choose: goes to one of them.
        end: called once it is closed, whether anything was chosen or not.
        theme: the colours.
        look: the size of words.

    Attributes:
        line: what is typed.
        rows: the entries that have those words.
    """

    def __init__(
        self,
        parent: QWidget,
        entries: Sequence[Entry],
        choose: Callable[[Entry], object],
        end: Callable[[], object],
        theme: Theme,
        look: Preferences,
    ) -> None:
        super().__init__(parent)
        self._entries, self._choose, self._end = entries, choose, end
        self._look = look
        self._found: list[Entry] = []
        self._open = True
        self.setObjectName("find")
        self.setAccessibleName(tr("Chapters and lessons"))
        above = SearchLine(
            tr("Chapters and lessons: type, Enter"), tr("Find a chapter or a lesson"),
            self._sift, self.leave, self,
        )  # fmt: skip
        self.line, self.shut = above.line, above.shut
        self.matches = MatchList(theme, tr("Chapters and lessons"), look)
        self.matches.itemClicked.connect(self._clicked)
        self.matches.currentRowChanged.connect(self._tell)
        self.nothing = label(tr("No chapter and no lesson has these words."), "muted")
        self.nothing.setWordWrap(True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(*(look.scaled(_MARGIN),) * 4)
        self._box.setSpacing(look.scaled(6))
        self._box.addLayout(above)
        self._box.addWidget(self.nothing)
        self._box.addWidget(self.matches, 1)
        self._sift("")
        self.show()
        self.raise_()
        parent.activateWindow()
        self.line.setFocus()

    @property
    def rows(self) -> list[Entry]:
        """What has the words that are typed."""
        return list(self._found)

    def leave(self) -> None:
        """Closes the list: nothing was chosen."""
        self._close()
        self._end()

    def fit(self) -> None:
        """Takes its place in the window, as high as there are rows."""
        window = self.parentWidget()
        assert window is not None
        edge, rows = self._look.scaled(_EDGE), len(self._found)
        wide = max(1, min(self._look.scaled(_WIDE), window.width() - 2 * edge))
        self.matches.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        self.nothing.setMinimumHeight(
            self.nothing.heightForWidth(wide - 2 * edge) if not rows else 0
        )
        self.matches.setMinimumHeight(0)
        around = 2 * self._look.scaled(_MARGIN) + self._look.scaled(6)
        above = around + self.line.sizeHint().height()
        below = rows * self.matches.row_height + 2 if rows else self.nothing.minimumHeight()
        high = min(above + below, round(_HIGH * window.height()))
        self.setGeometry(edge, edge, wide, high)
        if rows:
            self.matches.scrollTo(self.matches.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys that choose, wherever a lesson or the window would take them."""
        if not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        others = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if key not in STEPS and key not in others:
            return False
        event.accept()
        if event.type() != QEvent.Type.KeyPress:
            return event.type() == QEvent.Type.ShortcutOverride
        if key in STEPS:
            self.matches.step(key)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            self._go()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes with Esc, wherever in it the keyboard is; nothing goes on to the window."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keeps what is clicked beside the words from the picture."""
        event.accept()
        self.line.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends with its window, if that is closed or taken away; not while it is minimised."""
        super().hideEvent(event)
        if self._open and not event.spontaneous():
            self.leave()

    def _sift(self, text: str) -> None:
        words = text.lower().split()
        self._found = [entry for entry in self._entries if entry.has(words)]
        self.matches.show_rows([(one.name, one.time, one.about) for one in self._found])
        self.matches.setCurrentRow(0 if self._found else -1)
        self.fit()
        self._tell()

    def _tell(self) -> None:
        """Tells screen readers what is chosen: the keyboard is in the line."""
        row = self.matches.currentRow()
        if 0 <= row < len(self._found):
            one = self._found[row]
            words = tr(
                "{place} of {number}: {found}",
                place=row + 1,
                number=len(self._found),
                found=", ".join((one.name, one.time, one.about)),
            )
        else:
            words = self.nothing.text()
        self.line.setAccessibleDescription(words)

    def _clicked(self) -> None:
        self._go()

    def _go(self) -> None:
        """Goes to what is chosen."""
        row = self.matches.currentRow()
        if 0 <= row < len(self._found):
            self._close()
            self._choose(self._found[row])
            self._end()

    def _close(self) -> None:
        self._open = False
        window = self.parentWidget()
        if window is not None:
            window.setFocus()  # first: hidden with it, Qt would hand it to whoever Tab comes to
        self.hide()
        self.deleteLater()
