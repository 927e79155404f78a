"""All keys and gestures, in groups; typing leaves those that it fits."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_WIDE, _HIGH = 620, 640

_KNOBS = (
    ("Turn a knob", "drag, wheel, ↑ ↓, Page Up, Page Down"),
    ("Turn it ten times finer", "Ctrl with drag and keys, Shift with the wheel"),
    ("Go to its lower or upper end", "Home, End"),
    ("Put the knob in hand back", "Esc"),
    ("Bring a knob back to its start", "double-click, Del"),
    ("Type a value", "Enter"),
    ("Go to another knob", "← →"),
    ("Go to another neuron, another layer", "Tab, Ctrl + ← →"),
    ("Paint in a neuron's picture what the first pixel is", "Shift + drag"),
    ("Choose several knobs", "Shift + click, Shift + ← →"),
    ("Come nearer, go away", "Ctrl + wheel, pinch, + −"),
    ("Open a neuron or a layer", "double-click its name or its picture"),
    ("Remove a neuron of a layer, add one", "click − or + beside the layer's name"),
    ("Look back to where you looked before", "Esc"),
    ("Move over the knobs", "drag beside them, middle drag, wheel, Shift + wheel"),
    ("See the start while it is held", "H"),
    ("The menu of a knob, neuron or layer", "right click, Menu key"),
)
_FINDING = (
    ("Choose another of those that were found", "↑ ↓, Page Up, Page Down"),
    ("Go to it", "Enter, click"),
    ("Go to it and type its value", "Ctrl+Enter"),
    ("Leave everything as it was", "Esc"),
)
_OUTPUT = (
    ("Choose another sample", "click, ← →"),
    ("Ask what is here", "point at it, Shift + arrows"),
    ("Another cell of the mistakes, its next sample", "arrows, Enter"),
    ("Choose none", "Esc"),
    ("Paint a point, erase some, with a tool in hand", "click, Enter; Del"),
    ("Paint the other class", "right click, Shift or Alt + click, Shift + Enter"),
    ("Move the tool", "arrows"),
    ("Put the tool away", "Esc"),
)
_MAP = (
    ("Choose a neuron", "click, arrows"),
    ("Choose a weight or a bias", "click, Page Up, Page Down"),
    ("Turn what is chosen on the console", "Enter"),
    ("Come near to it on the console", "double-click"),
)
_BEYOND = (
    ("To a larger network, to a smaller one", "→, ←"),
    ("Zoom out, zoom in", "−, +, wheel"),
    ("Back to the knobs", "Esc"),
)
_WINDOW = (("Press the button that Tab has come to", "Enter"),)
_LESSONS = (
    ("Play or stop", "Space"),
    ("Present full screen, or go back", "F5"),
    ("On to the next part, back to the one before", "Page Down, Page Up"),
    ("Answer a question", "1, 2, 3 …"),
    ("Count the hands that were raised for each answer", "R"),
)


class ShortcutSheet(QDialog):
    """The list of all shortcuts, searched by typing.

    Args:
        menus: the actions of each menu, by its words.
        parent: the window.

    Attributes:
        search: what is looked for.
    """

    def __init__(self, menus: Mapping[str, Iterable[QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label("Keyboard shortcuts", "title"))
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText("Search: undo, mute, F6…")
        self.search.setAccessibleName("Search shortcuts")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        outer.addWidget(self.search)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # words wrap
        area.setWidget(inner)
        outer.addWidget(area, 1)
        self.nothing = label("No shortcut has these words. Try another.", "muted")
        self.nothing.hide()
        outer.addWidget(self.nothing)
        close = QPushButton("Close")
        close.setAutoDefault(False)  # Enter belongs to the search
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._groups: list[_Group] = []
        self._add("A knob", _KNOBS)
        self._add("Finding a knob", _FINDING)
        for words, actions in menus.items():
            self._add(words.replace("&", ""), _keys_of(actions))
            if words.replace("&", "") == "Lessons":
                self._add("A lesson that plays", _LESSONS)
        self._add("The network's answer", _OUTPUT)
        self._add("The map of the network", _MAP)
        self._add("Beyond the last real knob", _BEYOND)
        self._add("Anywhere", _WINDOW)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.resize(scaled(_WIDE), min(scaled(_HIGH), round(parent.height() * 0.9)))
        self.search.setFocus()

    @property
    def shown(self) -> dict[str, list[tuple[str, str]]]:
        """What the search leaves: in each group what is done, and by which keys."""
        shown = {group.head.text(): group.shown for group in self._groups}
        return {head: lines for head, lines in shown.items() if lines}

    def _add(self, head: str, lines: Iterable[tuple[str, str]]) -> None:
        """Adds a group, unless nothing is in it."""
        made = [(label(what, "row"), label(keys, "number")) for what, keys in lines]
        if not made:
            return
        row = self._grid.rowCount()
        group = _Group(label(head, "title"), made)
        group.head.setContentsMargins(0, scaled(8) if self._groups else 0, 0, 0)
        self._grid.addWidget(group.head, row, 0, 1, 2)
        for place, pair in enumerate(made, start=1):
            for column, words in enumerate(pair):
                words.setWordWrap(True)
                self._grid.addWidget(words, row + place, column)
        self._groups.append(group)

    def _sift(self, text: str) -> None:
        words = text.lower().split()
        for group in self._groups:
            group.sift(words)
        self.nothing.setVisible(not self.shown)


class _Group:
    """A heading and its lines.

    Args:
        head: the heading.
        lines: labels of what is done, and by which keys.
    """

    def __init__(self, head: QLabel, lines: list[tuple[QLabel, QLabel]]) -> None:
        self.head, self._lines = head, lines

    @property
    def shown(self) -> list[tuple[str, str]]:
        return [(what.text(), keys.text()) for what, keys in self._lines if not what.isHidden()]

    def sift(self, words: list[str]) -> None:
        """Leaves the lines that have all words; those of the heading count for each line."""
        for what, keys in self._lines:
            text = f"{self.head.text()} {what.text()} {keys.text()}".lower()
            fits = all(word in text for word in words)
            what.setVisible(fits)
            keys.setVisible(fits)
        self.head.setVisible(bool(self.shown))


def _keys_of(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """Returns what each action that has keys does, and the keys."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (
            action.text().replace("&", ""),
            ", ".join(keys.toString(native) for keys in action.shortcuts()),
        )
        for action in actions
        if action.shortcuts()
    ]
