"""The control that says what cells show: value, gradient, or a change, and since when.

Where there is no room for all words side by side, it is one field that opens.
"""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QWidget

from eq_sim.ui.models.shown import Kind, Shown
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import hug

_SPACING = 4

KEYS = {kind: f"Ctrl+Alt+{place}" for place, kind in enumerate(Kind, 1)}

TIPS = {
    Kind.VALUE: "Where each knob stands",
    Kind.GRADIENT: "How the loss of the last step's batch rises with each knob, penalties included",
    Kind.LAST: "By how much the last training step moved each knob",
    Kind.START: "How far each knob is from where it started",
    Kind.CHECKPOINT: "How far each knob is from where it was at the last checkpoint (Ctrl+K)",
}


class ShowBar(QWidget):
    """The control.

    Args:
        shown: what is shown.
        choose: shows another kind.

    Attributes:
        buttons: one for each kind.
        field: the same, in little room.
    """

    def __init__(self, shown: Shown, choose: Callable[[Kind], None]) -> None:
        super().__init__()
        self._shown, self._choose = shown, choose
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._word = label("Show", "muted")
        row.addWidget(self._word)
        self.buttons: dict[Kind, QPushButton] = {}
        group = QButtonGroup(self)
        for kind in Kind:
            button = QPushButton(kind.value)
            button.setObjectName("toggle")
            button.setCheckable(True)
            button.setToolTip(f"{TIPS[kind]} ({KEYS[kind]})")
            button.setAccessibleName(f"Cells show {kind.value}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, kind=kind: self._chosen(kind))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[kind] = button
        self.field = QComboBox()
        self.field.setAccessibleName("What the cells show")
        for kind in Kind:
            self.field.addItem(kind.value, kind)
            tip = Qt.ItemDataRole.ToolTipRole
            self.field.setItemData(self.field.count() - 1, TIPS[kind], tip)
        self.field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field.activated.connect(lambda place: self._chosen(list(Kind)[place]))
        row.addWidget(self.field)
        self.field.hide()
        self.refresh()

    def follow(self, before: QWidget) -> None:
        """Comes after another widget for Tab, so that a window does not begin here.

        Args:
            before: the other one.
        """
        for part in (*self.buttons.values(), self.field):
            self.setTabOrder(before, part)
            before = part

    def _chosen(self, kind: Kind) -> None:
        self._choose(kind)
        self.refresh()

    def refresh(self) -> None:
        """Marks what is shown, and what can be."""
        now = self._shown.kind
        for kind, button in self.buttons.items():
            button.setEnabled(self._shown.offered(kind))
            button.setChecked(kind is now)
        with QSignalBlocker(self.field):
            self.field.setCurrentIndex(list(Kind).index(now))
        hug(self.field)

    def fit(self, room: int) -> None:
        """Takes the form that has room.

        Args:
            room: pixels across.
        """
        narrow = self._whole() > room
        if narrow != self._narrow:
            self._narrow = narrow
            for button in self.buttons.values():
                button.setVisible(not narrow)
            self.field.setVisible(narrow)
            self.updateGeometry()

    def rescale(self) -> None:
        """Takes up words of another size."""
        hug(self.field)
        self.updateGeometry()

    def _whole(self) -> int:
        """Returns how wide all words are side by side."""
        parts = [self._word, *self.buttons.values()]
        return sum(part.sizeHint().width() + _SPACING for part in parts)

    def minimumSizeHint(self) -> QSize:
        """As small as its smaller form."""
        return QSize(0, super().minimumSizeHint().height())
