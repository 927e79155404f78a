"""What can be chosen of scales: follow the knobs, hold every one, stay as they are; one a neuron.

The knobs stay where they are. What multiplies them is called by that name.
"""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu

from eq_sim.language.tr import tr
from eq_sim.session.names import layer_name
from eq_sim.session.training.parameters import LARGEST
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.scales import Scale, Scales
from eq_sim.ui.style.numbers import tick

Act = Callable[[QMenu, str, str, Callable[[], object]], QAction]
"""(menu, words, keys, what it does) -> the action, added to the menu."""

_SMALLEST = 1e-9


class ScaleMenu:
    """Entries about scales.

    Args:
        console: whose scales they are.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._all: list[tuple[QAction, Callable[[Scale], bool]]] = []

    @property
    def _scales(self) -> Scales:
        return self._console.scales

    @property
    def _layers(self) -> range:
        return range(len(self._scales.layers))

    def fill(self, menu: QMenu, layer: int) -> None:
        """Adds what can be chosen for one layer.

        Args:
            menu: to add to.
            layer: which.
        """
        scale, name = self._scales.layers[layer], layer_name(self._console.bank.layout, layer)
        menu = menu.addMenu(tr("Scale: {scale}", scale=_short(scale)))
        follow = menu.addAction(tr("Automatic"), lambda: self._follow([layer]))
        follow.setCheckable(True)
        follow.setChecked(not scale.locked)
        menu.addAction(tr("Fit to every knob"), lambda: self._fit([layer]))
        here = tr("Lock at {scale}", scale=_range(scale))
        lock = menu.addAction(here, lambda: self._lock([layer]))
        lock.setCheckable(True)
        lock.setChecked(scale.locked)
        menu.addAction(tr("Lock at…"), lambda: self._ask(name, layer))
        menu.addSeparator()
        each = tr("One for each neuron")
        own = menu.addAction(each, lambda: self._own([layer], on=not scale.own))
        own.setCheckable(True)
        own.setChecked(scale.own)

    def fill_all(self, menu: QMenu, act: Act) -> None:
        """Adds what can be chosen for all layers together, with keys.

        Args:
            menu: to add to.
            act: adds an entry.
        """
        follow = act(menu, tr("&Automatic"), "Ctrl+Alt+A", lambda: self._follow(self._layers))
        act(menu, tr("&Fit to every knob"), "Ctrl+Alt+F", lambda: self._fit(self._layers))
        lock = act(menu, tr("&Lock as they are"), "Ctrl+Alt+L", lambda: self._lock(self._layers))
        own = act(menu, tr("One for each &neuron"), "Ctrl+Alt+N", self._own_for_all)
        self._all = [
            (follow, lambda scale: not scale.locked),
            (lock, lambda scale: scale.locked),
            (own, lambda scale: scale.own),
        ]
        for entry, _ in self._all:
            entry.setCheckable(True)
        menu.aboutToShow.connect(self._show)
        self._show()

    def _show(self) -> None:
        """Marks what all layers have in common."""
        for entry, has in self._all:
            entry.setChecked(all(has(scale) for scale in self._scales.layers))

    def _follow(self, layers: Sequence[int]) -> None:
        for layer in layers:
            self._scales.follow(layer)
        self._seen()

    def _fit(self, layers: Sequence[int]) -> None:
        for layer in layers:
            self._scales.fit_to_all(layer)
        self._seen()

    def _lock(self, layers: Sequence[int]) -> None:
        """Locks what is not locked; where all is locked, lets it follow again."""
        if all(self._scales.layers[layer].locked for layer in layers):
            self._follow(layers)
            return
        for layer in layers:
            self._scales.lock(layer)
        self._seen()

    def _own(self, layers: Sequence[int], *, on: bool) -> None:
        for layer in layers:
            self._scales.own_for_each_neuron(layer, on=on)
        self._seen()

    def _own_for_all(self) -> None:
        self._own(self._layers, on=not all(scale.own for scale in self._scales.layers))

    def _ask(self, name: str, layer: int) -> None:
        limit = self._scales.layers[layer].limit
        title = tr("Scale of {layer}", layer=name)
        asked = tr("From the negative of this number to this number:")
        wanted, taken = QInputDialog.getDouble(
            self._console, title, asked, limit, _SMALLEST, LARGEST, 9
        )
        if taken:
            self._scales.lock(layer, wanted)
            self._seen()

    def _seen(self) -> None:
        self._show()
        self._console.viewport().update()


def _range(scale: Scale) -> str:
    """Returns "±2", or of scales for each neuron "±1 to ±2"."""
    least, limit = tick(scale.least), tick(scale.limit)
    if scale.least == scale.limit:
        return f"±{limit}"
    return tr("±{least} to ±{limit}", least=least, limit=limit)


def _short(scale: Scale) -> str:
    if scale.locked:
        return tr("{scale}, locked", scale=_range(scale))
    return tr("{scale}, automatic", scale=_range(scale))
