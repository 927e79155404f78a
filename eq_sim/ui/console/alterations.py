"""Adding and removing neurons and layers on the console: by a − or a +, a key, a menu."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from eq_sim.session.actions import AddNeurons, AnyAction, RemoveNeuron
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.heading_buttons import button_at
from eq_sim.ui.console.surroundings import Surroundings
from eq_sim.ui.knobs.layers import Alteration, LayerActions


class Alterations:
    """What a hand does to the neurons and layers of a console.

    Args:
        view: where they are shown.
        bank: the network.
        do: takes what the hand does.
        let_go: lets the hand go of knobs: where they sit may be another place afterwards.

    Attributes:
        layers: what can be done.
    """

    def __init__(
        self,
        view: Surroundings,
        bank: KnobBank,
        do: Callable[[AnyAction], bool],
        let_go: Callable[[], None],
    ) -> None:
        self._view, self._bank, self._let_go = view, bank, let_go
        self.layers = LayerActions(
            lambda: bank.layout,
            bank.values,
            lambda: bank.switches,
            lambda: bank.positions is not None,
            do,
        )

    def do(self, alteration: Alteration) -> bool:
        """Does it. Returns whether it was done; a refusal is said in the window."""
        if self._bank.layout.is_adapter:
            return False
        self._let_go()
        return self.layers.do(alteration)

    def press(self, position: QPointF) -> bool:
        """Does what the button at a point of the view does. Returns whether there is one."""
        offered = self.offered_at(position)
        if offered is not None:
            self.do(offered)
        return offered is not None

    def offered_at(self, position: QPointF) -> AddNeurons | RemoveNeuron | None:
        """Returns what the − or + at a point of the view does; None where there is none."""
        found = button_at(self._view.canvas, position)
        if found is None:
            return None
        layer, way = found
        return AddNeurons(layer) if way > 0 else RemoveNeuron(layer, self.layers.neurons(layer) - 1)

    def show_tip(self, event: QHelpEvent) -> None:
        """Says what the button under the pointer does, and whether the answers stay."""
        offered = self.offered_at(QPointF(event.pos()))
        tip = "" if offered is None else self.layers.tip(offered)
        QToolTip.showText(event.globalPos(), tip, self._view.viewport())
