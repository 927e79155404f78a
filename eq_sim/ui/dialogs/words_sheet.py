"""All words of the screen with what they mean, searched by typing."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.glossary import found, sought
from eq_sim.language.tr import tr
from eq_sim.ui.explaining.term_text import aloud, rich
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_WIDE, _HIGH, _LIST = 680, 480, 220
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class WordsSheet(QDialog):
    """The list of words, and beside it what the chosen one means.

    Args:
        parent: the window.

    Attributes:
        search: what is looked for.
        list: the words that the search leaves.
        meaning: what the chosen word means.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Words"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(tr("Words"), "title"))
        outer.addWidget(
            label(
                tr("On the screen: Shift+F1 and a click, or a right click, explains a thing."),
                "note",
            )
        )
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("Search: epoch, batch, Xavier…"))
        self.search.setAccessibleName(tr("Search words"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.search.installEventFilter(self)
        outer.addWidget(self.search)
        self.list = QListWidget()
        self.list.setObjectName("matches")
        self.list.setAccessibleName(tr("Words"))
        self.list.setFixedWidth(scaled(_LIST))
        self.list.currentItemChanged.connect(self._show)
        self.meaning = QLabel()
        self.meaning.setWordWrap(True)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.meaning.setContentsMargins(4, 4, 8, 4)
        self.meaning.setTextFormat(Qt.TextFormat.RichText)
        self.meaning.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # words wrap
        area.setWidget(self.meaning)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.list)
        row.addWidget(area, 1)
        outer.addLayout(row, 1)
        self.nothing = label(tr("No word fits. Try another."), "muted")
        self.nothing.hide()
        outer.addWidget(self.nothing)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)  # Enter belongs to the search
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._sift("")
        self.resize(scaled(_WIDE), min(scaled(_HIGH), round(parent.height() * 0.9)))
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the search field choose among the words that it found."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _sift(self, text: str) -> None:
        fitting = sought(text)
        self.list.clear()
        for term in fitting:
            item = QListWidgetItem(tr(term.name))
            item.setData(Qt.ItemDataRole.UserRole, term.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, aloud((term,)))
            self.list.addItem(item)
        self.nothing.setVisible(not fitting)
        self.meaning.clear()
        self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            chosen = found(item.data(Qt.ItemDataRole.UserRole))
            self.meaning.setText(rich(chosen))
            self.meaning.setAccessibleName(aloud(chosen))
