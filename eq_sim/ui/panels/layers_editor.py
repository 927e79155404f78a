"""The hidden layers: how many there are, how many neurons each has, and what that adds up to."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eq_sim.network.layout import Architecture
from eq_sim.session.settings.setting import Setting
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import Change, WheelGuard
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style import numbers

_MOST_LAYERS = 6
_FIRST = 4  # neurons of a first hidden layer


class LayersEditor(QWidget):
    """A row of numbers, one for each layer; the ends are fixed by the data.

    Args:
        setting: the hidden layers.
        change: takes new ones.
        as_one: makes what is done while a control is held one thing to undo.
    """

    def __init__(
        self,
        setting: Setting,
        change: Change,
        as_one: Callable[[QAbstractSpinBox, Setting], object],
    ) -> None:
        super().__init__()
        self.setting = setting
        self._change, self._as_one = change, as_one
        self._sizes: tuple[int, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(label(setting.title, "row"))
        row.addStretch(1)
        self.fewer = _small("−", "Take away the last hidden layer", self._take_away)
        self.more = _small("+", "Add a hidden layer", self._add)
        row.addWidget(self.fewer)
        row.addWidget(self.more)
        box.addLayout(row)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        box.addLayout(self._row)
        self.layers: list[QSpinBox] = []
        self.formula = label("", "note")
        self.formula.setWordWrap(True)
        self.formula.setToolTip("Inputs × neurons, plus one bias for each neuron, layer by layer")
        box.addWidget(self.formula)

    def show_architecture(self, architecture: Architecture) -> None:
        """Shows a network's layers, without changing them."""
        self._sizes = sizes = architecture.sizes
        ends = [str(sizes[0]), *[""] * (len(sizes) - 2), str(sizes[-1])]
        if self._row.count() != len(ends):
            self._make_row(ends)
        for place, text in enumerate(ends):
            item = self._row.itemAt(place)
            widget = item.widget() if item else None
            if text and widget is not None:
                widget.setText(text)  # type: ignore[attr-defined]
        for box, size in zip(self.layers, sizes[1:-1], strict=True):
            with QSignalBlocker(box):
                box.setValue(size)
        self.fewer.setEnabled(len(sizes) > 2)
        self.more.setEnabled(len(sizes) < _MOST_LAYERS + 2)
        self.show_count(architecture)

    def show_count(self, architecture: Architecture) -> None:
        """Says how many knobs that makes, in the person's numbers."""
        plural = "" if architecture.count == 1 else "s"
        self.formula.setText(
            f"{architecture.formula} = {numbers.count(architecture.count)} knob{plural}"
        )

    def _make_row(self, ends: list[str]) -> None:
        self.layers = []
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for text in ends:
            self._row.addWidget(_end(text) if text else self._spin())

    def _spin(self) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName("layer")
        box.setRange(1, 1_000_000)
        box.setMinimumWidth(22)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setKeyboardTracking(False)
        WheelGuard(box)
        SpaceGuard(box)
        self._as_one(box, self.setting)
        box.setToolTip(self.setting.tip)
        box.setAccessibleName(f"Neurons in hidden layer {len(self.layers) + 1}")
        box.valueChanged.connect(lambda _: self._set(tuple(b.value() for b in self.layers)))
        self.layers.append(box)
        return box

    def _set(self, hidden: tuple[int, ...]) -> None:
        self._change(self.setting.name, hidden)

    def _add(self) -> None:
        hidden = self._sizes[1:-1]
        self._set((*hidden, hidden[-1] if hidden else _FIRST))

    def _take_away(self) -> None:
        self._set(self._sizes[1:-2])


def _end(text: str) -> QWidget:
    made = label(text)
    made.setObjectName("layer")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setToolTip("Fixed by the data")
    made.setMinimumWidth(20)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def _small(text: str, tip: str, clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("toggle")
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(lambda: clicked())
    return button
