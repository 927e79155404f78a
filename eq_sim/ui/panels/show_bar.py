"""The control that says what cells show: value, gradient, or a change, and since when.

Where there is no room for all words side by side, it is one field that opens.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.session.state import Checkpoint
from eq_sim.ui.models.shown import Kind, Shown
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.style import numbers
from eq_sim.ui.style.qt_words import keys_as_read

_SPACING = 4

KEYS = {kind: f"Ctrl+Alt+{place}" for place, kind in enumerate(Kind, 1)}

TIPS = {
    Kind.VALUE: later("Where each knob stands"),
    Kind.GRADIENT: later(
        "How the loss of the last step's batch rises with each knob, penalties included"
    ),
    Kind.LAST: later("By how much the last training step moved each knob"),
    Kind.START: later("How far each knob is from where it started"),
    Kind.CHECKPOINT: later(
        "How far each knob is from where it was at a checkpoint (Ctrl+K keeps one)"
    ),
}

WHICH_KEY = "Ctrl+Alt+6"


class ShowBar(QWidget):
    """The control.

    Args:
        shown: what is shown.
        choose: shows another kind.
        since: shows the change since a checkpoint, by its number; None for the last one.

    Attributes:
        buttons: one for each kind.
        field: the same, in little room.
        which: opens the menu of the checkpoints; there while one of several is shown.
        menu: their menu.
    """

    def __init__(
        self,
        shown: Shown,
        choose: Callable[[Kind], None],
        since: Callable[[int | None], None],
    ) -> None:
        super().__init__()
        self._shown, self._choose, self._since = shown, choose, since
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._word = label(tr("Show"), "muted")
        row.addWidget(self._word)
        self.buttons: dict[Kind, QPushButton] = {}
        group = QButtonGroup(self)
        for kind in Kind:
            words, tip = tr(kind.value), tr(TIPS[kind])
            button = QPushButton(words)
            button.setObjectName("toggle")
            button.setCheckable(True)
            button.setToolTip(f"{tip} ({keys_as_read(KEYS[kind])})")
            button.setAccessibleName(tr("Cells show {what}", what=words))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, kind=kind: self._chosen(kind))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[kind] = button
        self.field = ChoiceBox()
        self.field.setAccessibleName(tr("What the cells show"))
        for kind in Kind:
            self.field.addItem(tr(kind.value), kind)
            role = Qt.ItemDataRole.ToolTipRole
            self.field.setItemData(self.field.count() - 1, tr(TIPS[kind]), role)
        self.field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field.activated.connect(lambda place: self._chosen(list(Kind)[place]))
        row.addWidget(self.field)
        self.field.hide()
        self.which = QPushButton("")
        self.which.setObjectName("toggle")
        self.which.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.which.setToolTip(tr("Which checkpoint ({keys})", keys=keys_as_read(WHICH_KEY)))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.which.clicked.connect(self.ask_which)
        row.addWidget(self.which)
        self.which.hide()
        self.refresh()

    def follow(self, before: QWidget) -> None:
        """Comes after another widget for Tab, so that a window does not begin here.

        Args:
            before: the other one.
        """
        for part in (*self.buttons.values(), self.field, self.which):
            self.setTabOrder(before, part)
            before = part

    def _chosen(self, kind: Kind) -> None:
        self._choose(kind)
        self.refresh()

    def ask_which(self) -> None:
        """Opens the menu of the checkpoints, where they are chosen."""
        below = self.which if self.which.isVisible() else self
        self.menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def _fill(self) -> None:
        """Offers the last checkpoint, whichever that comes to be, and each by itself."""
        shown = self._shown
        self.menu.clear()
        every: list[tuple[str, int | None]] = [(tr("The last one"), None)]
        every += [(_called(kept), kept.number) for kept in reversed(shown.checkpoints)]
        now = shown.checkpoint
        for words, number in every:
            entry = self.menu.addAction(words.replace("&", "&&"), partial(self._since, number))
            entry.setCheckable(True)
            here = now is not None and number == now.number
            entry.setChecked(shown.since_last if number is None else here and not shown.since_last)
        if now is not None and shown.kind is Kind.CHECKPOINT:
            self.menu.setActiveAction(next(a for a in self.menu.actions() if a.isChecked()))

    def _show_which(self, now: Kind) -> bool:
        """Shows since which checkpoint; returns whether that takes another room than before."""
        kept = self._shown.checkpoint
        several = now is Kind.CHECKPOINT and len(self._shown.checkpoints) > 1
        text = f"{numbers.count(kept.number)} ▾" if kept is not None and several else ""
        if text == self.which.text():
            return False
        self.which.setText(text)
        self.which.setVisible(bool(text))
        if kept is not None:
            self.which.setAccessibleName(
                tr("Change since {checkpoint}: choose another checkpoint", checkpoint=_called(kept))
            )
        return True

    def refresh(self) -> bool:
        """Marks what is shown, and what can be. Returns whether it needs another room."""
        now = self._shown.kind
        for kind, button in self.buttons.items():
            button.setEnabled(self._shown.offered(kind))
            button.setChecked(kind is now)
        with QSignalBlocker(self.field):
            self.field.setCurrentIndex(list(Kind).index(now))
        self.field.hug()
        return self._show_which(now)

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
        self.field.hug()
        self.updateGeometry()

    def _whole(self) -> int:
        """Returns how wide all words are side by side."""
        parts = [self._word, *self.buttons.values(), *([self.which] if self.which.text() else [])]
        return sum(part.sizeHint().width() + _SPACING for part in parts)

    def minimumSizeHint(self) -> QSize:
        """As small as its smaller form."""
        return QSize(0, super().minimumSizeHint().height())


def _called(kept: Checkpoint) -> str:
    """Returns what a checkpoint is called: "checkpoint 3, step 40: before the noise"."""
    words = tr("checkpoint {number:,}, step {step:,}", number=kept.number, step=kept.step)
    return f"{words}: {kept.name}" if kept.name else words
