"""You set these: the hyperparameters, which no training step moves."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from eq_sim.data.sources import SOURCES
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.initializers import INITIALIZERS
from eq_sim.network.losses import LOSSES
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.session import Session
from eq_sim.session.settings import parse
from eq_sim.ui import numbers
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.fields import ChoiceField, LadderField, WheelGuard

_RATES = tuple(
    float(f"{m}e{p}") for p in range(-5, 2) for m in (1, 1.5, 2, 3, 5, 7) if m * 10.0**p <= 10
)
_PENALTIES = (0.0, *(float(f"{m}e{p}") for p in range(-5, 0) for m in (1, 3)), 1.0)
_DROPOUTS = tuple(share / 20 for share in range(19))
_BATCHES = (1, 2, 5, 10, 16, 25, 32, 64, 100, 128, 256, 512, "full")
_MOMENTA = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)
_MOST_LAYERS = 6


def _percent(text: str) -> float:
    """Reads "20 %" as 0.2."""
    number = parse("dropout", text.replace("%", "").replace(",", ".").strip())
    assert isinstance(number, float)
    return number / 100


class Hyperparameters(Card):
    """The settings of learning and of the network's shape.

    Args:
        session: what is shown.
        do: takes what the hand does.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        super().__init__("You set these", "Hyperparameters")
        self.session = session
        self._do = do
        self._scenario: object = None
        share = lambda value: numbers.local(f"{100 * float(value):g} %")  # noqa: E731
        plain = lambda value: numbers.plain(float(value), 4)  # noqa: E731
        self.rate = LadderField(
            "learning_rate",
            "Learning rate",
            "How far one step turns the knobs. Too high: the loss explodes. Too low: it crawls",
            _RATES,
            self._change,
            plain,
        )
        self.batch = LadderField(
            "batch_size",
            "Batch size",
            "How many samples one step looks at; “all” is the exact direction, fewer is faster",
            _BATCHES,
            self._change,
            lambda value: "all" if value == "full" else numbers.local(f"{value:,}"),
            lambda text: parse("batch_size", "full" if text.lower() == "all" else text),
        )
        self.l2 = LadderField(
            "l2",
            "Weight decay (L2)",
            "Pulls every weight towards 0 a little in each step; biases are left alone",
            _PENALTIES,
            self._change,
            plain,
        )
        self.dropout = LadderField(
            "dropout",
            "Dropout",
            "The share of hidden answers left out at random in each training step",
            _DROPOUTS,
            self._change,
            share,
            _percent,
        )
        self.l1 = LadderField(
            "l1",
            "L1 penalty",
            "Pulls every weight towards 0 by the same amount: small ones become 0",
            _PENALTIES,
            self._change,
            plain,
        )
        self.momentum = LadderField(
            "momentum",
            "Momentum",
            "How much of the last step's direction is kept (optimizers Momentum and Nesterov)",
            _MOMENTA,
            self._change,
            plain,
        )
        self.optimizer = ChoiceField(
            "optimizer", "Optimizer", "How a slope becomes a turn of each knob", self._change
        )
        self.optimizer.offer({name: kind.label for name, kind in OPTIMIZERS.items()})
        self.activation = ChoiceField(
            "activation", "Activation", "What a hidden neuron does with its sum", self._change
        )
        self.loss = ChoiceField("loss", "Loss", "The number that training lowers", self._change)
        self.start = ChoiceField(
            "initializer", "Start", "How the random start is drawn", self._change
        )
        self.dtype = ChoiceField("dtype", "Precision", "How many bits each knob has", self._change)
        self.dtype.offer({"float32": "float32", "float64": "float64"})
        for field in (self.rate, self.batch, self.l2, self.dropout):
            self.body.addWidget(field)
        for choice in (self.optimizer, self.activation, self.start):
            self.body.addWidget(choice)
        self._add_layers()
        self._add_more()
        self.refresh()

    def refresh(self) -> None:
        """Shows the settings as they are, if one has changed."""
        session = self.session
        shown = (session.scenario, session.seed, session.start_number)
        if shown == self._scenario:
            return
        self._scenario = shown
        scenario = session.scenario
        training, network = scenario.training, scenario.network
        self.rate.show_value(training.learning_rate)
        self.batch.show_value(training.batch_size)
        self.l1.show_value(training.l1)
        self.l2.show_value(training.l2)
        self.dropout.show_value(training.dropout)
        self.momentum.show_value(training.momentum)
        self.momentum.setEnabled(training.optimizer in ("momentum", "nesterov"))
        self.optimizer.show_value(training.optimizer)
        self._show_activation()
        allowed = SOURCES[scenario.data.source].losses
        self.loss.offer({name: LOSSES[name].label for name in allowed})
        self.loss.show_value(training.loss)
        number = session.start_number + 1
        self.start.offer(
            {name: f"random {number}, {words}" for name, words in INITIALIZERS.items()}
            | {"zeros": "all zero"}
        )
        self.start.show_value(network.initializer)
        self.dtype.show_value(network.dtype)
        self._show_layers()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        for field in self.findChildren(LadderField):
            field.rescale()
        self._scenario = None
        self.refresh()

    def _change(self, setting: str, value: object) -> bool:
        taken = self._do(Set(setting, value))  # type: ignore[arg-type]
        if not taken:
            self._scenario = None
            self.refresh()
        return taken

    def _show_activation(self) -> None:
        network = self.session.scenario.network
        choices = {name: kind.label for name, kind in ACTIVATIONS.items()}
        listed = isinstance(network.activation, tuple)
        if isinstance(network.activation, tuple):
            choices |= {"": ", ".join(ACTIVATIONS[name].label for name in network.activation)}
        self.activation.offer(choices)
        self.activation.show_value("" if listed else str(network.activation))
        hidden = bool(network.hidden)
        self.activation.setEnabled(hidden)
        self.dropout.setEnabled(hidden)

    def _add_layers(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(label("Layers", "row"))
        row.addStretch(1)
        self.fewer = self._small("−", "Take away the last hidden layer", self._fewer_layers)
        self.more_layers = self._small("+", "Add a hidden layer", self._add_layer)
        row.addWidget(self.fewer)
        row.addWidget(self.more_layers)
        self.body.addLayout(row)
        self._layer_row = QHBoxLayout()
        self._layer_row.setSpacing(4)
        self.body.addLayout(self._layer_row)
        self.layers: list[QSpinBox] = []
        self.formula = label("", "note")
        self.formula.setWordWrap(True)
        self.formula.setToolTip("Inputs × neurons, plus one bias for each neuron, layer by layer")
        self.body.addWidget(self.formula)

    def _add_more(self) -> None:
        self.more = QPushButton("▸  More settings")
        self.more.setObjectName("quiet")
        self.more.setCheckable(True)
        self.body.addWidget(self.more)
        self._hidden_part = QWidget()
        box = QVBoxLayout(self._hidden_part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for field in (self.momentum, self.l1, self.loss, self.dtype):
            box.addWidget(field)
        self._hidden_part.hide()
        self.body.addWidget(self._hidden_part)
        self.more.toggled.connect(self._show_more)

    def _show_more(self, shown: bool) -> None:
        self.more.setText(("▾" if shown else "▸") + "  More settings")
        self._hidden_part.setVisible(shown)

    def _small(self, text: str, tip: str, clicked: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("toggle")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: clicked())
        return button

    def _show_layers(self) -> None:
        sizes = self.session.layout.architecture.sizes
        shown = [str(sizes[0]), *[""] * (len(sizes) - 2), str(sizes[-1])]
        if self._layer_row.count() != len(shown):
            self.layers = []
            while item := self._layer_row.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
            for text in shown:
                self._layer_row.addWidget(self._end(text) if text else self._spin())
        for place, text in enumerate(shown):
            item = self._layer_row.itemAt(place)
            widget = item.widget() if item else None
            if text and widget is not None:
                widget.setText(text)  # type: ignore[attr-defined]
        for box, size in zip(self.layers, sizes[1:-1], strict=True):
            with QSignalBlocker(box):
                box.setValue(size)
        self.fewer.setEnabled(len(sizes) > 2)
        self.more_layers.setEnabled(len(sizes) < _MOST_LAYERS + 2)
        layout = self.session.layout
        plural = "" if layout.size == 1 else "s"
        self.formula.setText(
            f"{layout.architecture.formula} = {numbers.count(layout.size)} knob{plural}"
        )

    def _end(self, text: str) -> QWidget:
        made = label(text)
        made.setObjectName("layer")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setToolTip("Fixed by the data")
        made.setMinimumWidth(20)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return made

    def _spin(self) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName("layer")
        box.setRange(1, 1_000_000)
        box.setMinimumWidth(22)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setKeyboardTracking(False)
        WheelGuard(box)
        box.setToolTip("Neurons in this hidden layer. A change begins a new start")
        box.setAccessibleName(f"Neurons in hidden layer {len(self.layers) + 1}")
        box.valueChanged.connect(lambda _: self._set_hidden())
        self.layers.append(box)
        return box

    def _set_hidden(self) -> None:
        self._change("hidden", tuple(box.value() for box in self.layers))

    def _add_layer(self) -> None:
        hidden = self.session.scenario.network.hidden
        self._change("hidden", (*hidden, hidden[-1] if hidden else 4))

    def _fewer_layers(self) -> None:
        self._change("hidden", self.session.scenario.network.hidden[:-1])
