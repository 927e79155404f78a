"""What a hidden neuron does with its sum: one choice for all layers, or one for each."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Setting
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.fields import Change, row_tip

_EACH = later("by layer")


class ActivationsField(QWidget):
    """A choice among names for all hidden layers, and below it, if wanted, one for each of them.

    Args:
        setting: what is shown; its choices are offered.
        change: takes a new value: a name, or a list of names.

    Attributes:
        box: the choice for all layers; its last entry opens a choice for each.
        each: the choices layer by layer, from the first; empty while one serves all.
    """

    def __init__(self, setting: Setting, change: Change) -> None:
        super().__init__()
        self.setting, self._change = setting, change
        self.each: list[ChoiceBox] = []
        self._opened = False
        self._shown: object = None
        self._scenario: Scenario | None = None
        self.setToolTip(row_tip(setting))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(3)
        self._grid.addWidget(label(setting.title, "row"), 0, 0)
        self.box = _made(setting.title)
        self.box.activated.connect(self._choose_for_all)
        self._grid.addWidget(self.box, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._rows: list[QWidget] = []

    def show_scenario(self, scenario: Scenario) -> None:
        """Shows the activations of a scenario, without changing them."""
        self._scenario = scenario
        self.setEnabled(self.setting.applies(scenario))
        names = self.setting.choices(scenario)
        layers, chosen = len(scenario.network.hidden), of_layers(scenario)
        alike = len(set(chosen)) <= 1
        self._opened = layers > 1 and (self._opened or not alike)
        shown = (tuple(names), chosen, self._opened)
        if shown == self._shown:
            return
        self._shown = shown
        with QSignalBlocker(self.box):
            self.box.clear()
            _fill(self.box, names)
            if layers > 1:
                self.box.addItem(tr(_EACH), "")
            name = chosen[0] if chosen else str(scenario.network.activation)
            self.box.setCurrentIndex(self.box.findData("" if self._opened else name))
        self.box.hug()
        self._show_each(names, chosen if self._opened else ())

    def rescale(self) -> None:
        """Takes up another text size."""
        for box in (self.box, *self.each):
            box.hug()

    def _show_each(self, names: Mapping[str, str], chosen: tuple[str, ...]) -> None:
        if len(chosen) != len(self.each):
            for old in (*self._rows, *self.each):
                old.hide()
                old.deleteLater()
            self._rows, self.each = [], []
            for layer in range(1, len(chosen) + 1):
                words = tr("in layer {layer}", layer=layer)
                row = label(f"   {words}", "note")
                box = _made(tr("Activation of Layer {layer}", layer=layer))
                _fill(box, names)
                box.activated.connect(self._choose_one)
                self._grid.addWidget(row, layer, 0)
                self._grid.addWidget(box, layer, 1, Qt.AlignmentFlag.AlignRight)
                self._rows.append(row)
                self.each.append(box)
        for box, name in zip(self.each, chosen, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(name))
            box.hug()

    def _choose_for_all(self, place: int) -> None:
        name = self.box.itemData(place)
        if not name:
            self._opened = True
            self._show_anew()
            return
        self._opened = False
        self._change(self.setting.name, name)
        self._show_anew()

    def _choose_one(self) -> None:
        self._change(self.setting.name, tuple(str(box.currentData()) for box in self.each))

    def _show_anew(self) -> None:
        """Shows the rows that were opened or closed, where the scenario stays the same."""
        self._shown = None
        if self._scenario is not None:
            self.show_scenario(self._scenario)


def of_layers(scenario: Scenario) -> tuple[str, ...]:
    """Returns the activation of each hidden layer."""
    network = scenario.network
    layers = len(network.hidden)
    if isinstance(network.activation, str):
        return (network.activation,) * layers
    return network.activation[:layers]


def _made(what: str) -> ChoiceBox:
    box = ChoiceBox(scrolled=True)
    box.setAccessibleName(what)
    return box


def _fill(box: ChoiceBox, names: Mapping[str, str]) -> None:
    for name, words in names.items():
        box.addItem(words, name)
