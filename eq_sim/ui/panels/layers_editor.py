"""The hidden layers: how many there are, how many neurons each has, and what that adds up to.

The buttons, and the arrow keys in a layer's number, add and remove in mid-training and leave the
rest as it is. A typed number is another network, and begins a new start.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Architecture
from eq_sim.session.actions import AddLayer, AddNeurons, RemoveLayer, RemoveNeuron
from eq_sim.session.settings.setting import Setting
from eq_sim.ui.knobs.layers import Alteration, LayerActions
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import Change
from eq_sim.ui.panels.network_size import size_tip, size_words
from eq_sim.ui.panels.typing import SpaceGuard

_MOST_LAYERS = 6
_ROOMY, _WIDE = 3, 1000  # so many layers, and neurons fewer than these, leave room for buttons
_NEW_START = later("A typed number begins a new start, with Enter.")


class LayersEditor(QWidget):
    """A row of numbers, one for each layer; the ends are fixed by the data.

    Args:
        setting: the hidden layers.
        change: takes new ones, with which a new start begins.
        as_one: makes what is done while a control is held one thing to undo.
        actions: what can be done to neurons and layers without a new start.

    Attributes:
        fewer: removes the last hidden layer.
        more: adds a layer before the output.
        layers: the number of each hidden layer, with a + and a − where there is room.
        formula: how many knobs that makes, what they take, and what a step computes.
    """

    def __init__(
        self,
        setting: Setting,
        change: Change,
        as_one: Callable[[QAbstractSpinBox, Setting], object],
        actions: LayerActions,
    ) -> None:
        super().__init__()
        self.setting = setting
        self._change, self._as_one, self._actions = change, as_one, actions
        self._architecture: Architecture | None = None
        self._batch = 1
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.fewer = _small("−", lambda: self._alter(RemoveLayer(actions.hidden - 1)))
        self.more = _small("+", lambda: self._alter(AddLayer(actions.hidden)))
        for button in (self.fewer, self.more):
            button.installEventFilter(self)
        box.addLayout(_row(label(tr(setting.title), "row"), self.fewer, self.more))
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        box.addLayout(self._row)
        self.layers: list[LayerSize] = []
        self.formula = label("", "note")
        self.formula.setWordWrap(True)
        box.addWidget(self.formula)

    def show_network(self, architecture: Architecture, batch: int) -> None:
        """Shows a network's layers, without changing them.

        Args:
            architecture: its shape.
            batch: samples in a training step.
        """
        self._architecture, self._batch = architecture, batch
        sizes = architecture.sizes
        ends = [str(sizes[0]), *[""] * (len(sizes) - 2), str(sizes[-1])]
        if self._row.count() != len(ends):
            self._make_row(ends)
        for place, text in enumerate(ends):
            item = self._row.itemAt(place)
            widget = item.widget() if item else None
            if isinstance(widget, QLabel):
                widget.setText(text)
        roomy = len(self.layers) <= _ROOMY and max(sizes) < _WIDE
        for box, size in zip(self.layers, sizes[1:-1], strict=True):
            with QSignalBlocker(box):
                box.setValue(size)
            box.show_buttons(on=roomy)
        self._offer()
        self.show_count()

    def show_count(self) -> None:
        """Says how many knobs that makes and what they take, in the person's numbers."""
        if self._architecture is not None:
            self.formula.setText(size_words(self._architecture, self._batch))
            tip = size_tip(self._architecture, self._batch)
            self.formula.setToolTip(tip)
            self.formula.setAccessibleDescription(tip)

    def _offer(self) -> None:
        """Offers what can be done, and says first whether the answers stay."""
        actions, hidden = self._actions, self._actions.hidden
        most = tr("Here are at most {count:,} hidden layers", count=_MOST_LAYERS)
        none = tr("There is no hidden layer")
        _let(self.more, actions, AddLayer(hidden), most, can=hidden < _MOST_LAYERS)
        _let(self.fewer, actions, RemoveLayer(hidden - 1), none, can=hidden > 0)
        for layer, box in enumerate(self.layers):
            lines = [actions.tip(AddNeurons(layer)), actions.tip(self._one_less(layer))]
            box.setToolTip("\n".join([f"↑  {lines[0]}", f"↓  {lines[1]}", tr(_NEW_START)]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Says what a control does as it is now: what nobody listens to goes without a change."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.FocusIn):
            self._offer()
        return False

    def _one_less(self, layer: int) -> RemoveNeuron:
        return RemoveNeuron(layer, self._actions.neurons(layer) - 1)

    def _alter(self, alteration: Alteration) -> None:
        self._actions.do(alteration)

    def _stepped(self, layer: int, neurons: int) -> None:
        """An arrow key, or Page Up, in a layer's number."""
        if neurons > 0:
            self._alter(AddNeurons(layer, neurons))
        for _ in range(-neurons):
            if not self._actions.can(self._one_less(layer)):
                break
            self._alter(self._one_less(layer))

    def _make_row(self, ends: list[str]) -> None:
        self.layers = []
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for text in ends:
            self._row.addWidget(_end(text) if text else self._spin())

    def _spin(self) -> "LayerSize":
        layer = len(self.layers)
        box = LayerSize(lambda neurons: self._stepped(layer, neurons))
        self._as_one(box, self.setting)
        box.installEventFilter(self)
        box.setAccessibleName(tr("Neurons in hidden layer {layer:,}", layer=layer + 1))
        keys = tr("Up and Down add and remove a neuron.")
        box.setAccessibleDescription(" ".join((keys, tr(_NEW_START))))
        box.lineEdit().textEdited.connect(lambda: self.formula.setText(tr(_NEW_START)))
        box.editingFinished.connect(self.show_count)
        box.valueChanged.connect(lambda _: self._set(tuple(b.value() for b in self.layers)))
        self.layers.append(box)
        return box

    def _set(self, hidden: tuple[int, ...]) -> None:
        self._change(self.setting.name, hidden)


class LayerSize(QSpinBox):
    """How many neurons a hidden layer has: steps are passed on, typed numbers are values.

    Args:
        stepped: takes by how many an arrow key, or a button, goes up or down.
    """

    def __init__(self, stepped: Callable[[int], None]) -> None:
        super().__init__()
        self._stepped = stepped
        self.setObjectName("layer")
        self.setRange(1, 1_000_000)
        self.setMinimumWidth(22)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setKeyboardTracking(False)
        SpaceGuard(self)

    def stepBy(self, steps: int) -> None:
        """Adds neurons, or removes some."""
        self._stepped(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Passes the wheel on to the column that it scrolls."""
        event.ignore()

    def show_buttons(self, *, on: bool) -> None:
        """Shows + and −, or leaves the room to the number."""
        if on != self.property("steps"):
            self.setProperty("steps", on)
            self.style().unpolish(self)
            self.style().polish(self)


def _end(text: str) -> QWidget:
    made = label(text)
    made.setObjectName("layer")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setToolTip(tr("Fixed by the data"))
    made.setMinimumWidth(20)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def _row(words: QLabel, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 4, 0, 0)
    row.addWidget(words)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


def _small(text: str, clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("toggle")
    button.clicked.connect(lambda: clicked())
    return button


def _let(
    button: QPushButton, actions: LayerActions, alteration: Alteration, no: str, *, can: bool
) -> None:
    """Lets a button do something, and say what comes of it, or why it cannot be done."""
    button.setEnabled(can)
    tip = actions.tip(alteration) if can else no
    button.setToolTip(tip)
    button.setAccessibleName(tip)
