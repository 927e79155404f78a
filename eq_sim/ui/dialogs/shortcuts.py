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

from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_WIDE, _HIGH = 620, 640

_KNOBS = (
    (later("Turn a knob"), later("drag, wheel, ↑ ↓, Page Up, Page Down")),
    (later("Turn it ten times finer"), later("Ctrl with drag and keys, Shift with the wheel")),
    (later("Go to its lower or upper end"), later("Home, End")),
    (later("Put the knob in hand back"), "Esc"),
    (later("Bring a knob back to its start"), later("double-click, Del")),
    (later("Type a value"), later("Enter")),
    (later("Go to another knob"), "← →"),
    (later("Go to another neuron, another layer"), later("Tab, Ctrl + ← →")),
    (later("Paint in a neuron's picture what the first pixel is"), later("Shift + drag")),
    (later("Choose several knobs"), later("Shift + click, Shift + ← →")),
    (later("Come nearer, go away"), later("Ctrl + wheel, pinch, + −")),
    (later("Open a neuron or a layer"), later("double-click its name or its picture")),
    (later("Remove a neuron of a layer, add one"), later("click − or + beside the layer's name")),
    (later("Look back to where you looked before"), "Esc"),
    (later("Move over the knobs"), later("drag beside them, middle drag, wheel, Shift + wheel")),
    (later("See the start while it is held"), "H"),
    (later("The menu of a knob, neuron or layer"), later("right click, Menu key")),
)
_FINDING = (
    (later("Choose another of those that were found"), later("↑ ↓, Page Up, Page Down")),
    (later("Go to it"), later("Enter, click")),
    (later("Go to it and type its value"), later("Ctrl+Enter")),
    (later("Leave everything as it was"), "Esc"),
)
_OUTPUT = (
    (later("Choose another sample"), later("click, ← →")),
    (later("Ask what is here"), later("point at it, Shift + arrows")),
    (later("Another cell of the mistakes, its next sample"), later("arrows, Enter")),
    (later("Choose none"), "Esc"),
    (later("Paint a point, erase some, with a tool in hand"), later("click, Enter; Del")),
    (later("Paint the other class"), later("right click, Shift or Alt + click, Shift + Enter")),
    (later("Move the tool"), later("arrows")),
    (later("Put the tool away"), "Esc"),
)
_MAP = (
    (later("Choose a neuron"), later("click, arrows")),
    (later("Choose a weight or a bias"), later("click, Page Up, Page Down")),
    (later("Turn what is chosen on the console"), later("Enter")),
    (later("Come near to it on the console"), later("double-click")),
)
_BEYOND = (
    (later("To a larger network, to a smaller one"), "→, ←"),
    (later("Zoom out, zoom in"), later("−, +, wheel")),
    (later("Back to the knobs"), "Esc"),
)
_WINDOW = ((later("Press the button that Tab has come to"), later("Enter")),)
_LESSONS = (
    (later("Play or stop"), later("Space")),
    (later("Present full screen: from the beginning, from here"), later("F5, Shift + F5")),
    (later("On to the next part, back to the one before"), later("Page Down, Page Up")),
    (later("To the next chapter, to the one before"), later("Shift + Page Down, Shift + Page Up")),
    (later("Answer a question"), "1, 2, 3 …"),
    (later("Count the hands that were raised for each answer"), "R"),
)
_PRESENTING = (
    (later("On, back, also by the arrows, N and P"), later("Page Down, Page Up")),
    (later("Black screen; any key or click brings the picture back"), later("B, .")),
    (later("A pointer that follows the mouse"), "L"),
    (later("Enlarge a part of the picture"), later("Ctrl + wheel; Z and drag")),
    (later("Move the enlarged part"), later("middle drag")),
    (later("Chapters and lessons: type, Enter goes there"), "G"),
    (later("Scroll the notes"), later("Ctrl + ↑ ↓")),
    (later("All of this as a menu"), later("right click on the caption, Menu key")),
    (later("Take the last of it back, at last end the presentation"), "Esc"),
    (
        later("A remote clicker: on, back, begin, black, end"),
        later("Page Down, Page Up, F5, B or ., Esc"),
    ),
)
_MAKING = (
    (later("Save what happened as a lesson"), "Ctrl+Alt+M"),
    (later("On to the next step, back to the one before"), later("Ctrl+Page Down, Ctrl+Page Up")),
    (later("Move the chosen step"), later("drag, Alt + ↑ ↓")),
    (later("Remove the chosen step"), later("Del, Ctrl+Del")),
    (later("Add words after it"), later("Ctrl+Enter")),
    (later("Let the lesson begin or end here"), "Alt+Home, Alt+End"),
    (later("Play from here; pause or go on"), "F8, F9"),
    (later("Present it: from the beginning, from here"), later("F5, Shift + F5")),
    (later("Save it; close its window"), "Ctrl+S, Ctrl+W"),
    (later("Stop saving it"), "Esc"),
)


class ShortcutSheet(QDialog):
    """The list of all shortcuts, searched by typing.

    Args:
        menus: the actions of each menu, by its English words.
        parent: the window.

    Attributes:
        search: what is looked for.
    """

    def __init__(self, menus: Mapping[str, Iterable[QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(tr("Keyboard shortcuts"), "title"))
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("Search: undo, mute, F6…"))
        self.search.setAccessibleName(tr("Search shortcuts"))
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
        self.nothing = label(tr("No shortcut has these words. Try another."), "muted")
        self.nothing.hide()
        outer.addWidget(self.nothing)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)  # Enter belongs to the search
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._groups: list[_Group] = []
        self._add(tr("A knob"), _said(_KNOBS))
        self._add(tr("Finding a knob"), _said(_FINDING))
        for words, actions in menus.items():
            self._add(tr(words).replace("&", ""), _keys_of(actions))
            if words == "&Lessons":
                self._add(tr("A lesson that plays"), _said(_LESSONS))
                self._add(tr("A lesson that is presented"), _said(_PRESENTING))
                self._add(tr("A lesson that is made"), _said(_MAKING))
        self._add(tr("The network's answer"), _said(_OUTPUT))
        self._add(tr("The map of the network"), _said(_MAP))
        self._add(tr("Beyond the last real knob"), _said(_BEYOND))
        self._add(tr("Anywhere"), _said(_WINDOW))
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


def _said(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(tr(what), tr(keys)) for what, keys in lines]


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
