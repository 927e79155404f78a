"""The Edit and Knobs menus, and what a right click offers."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.network.types import IndexArray
from eq_sim.session.actions import (
    AddLayer,
    AddNeurons,
    AnyAction,
    Redo,
    RemoveLayer,
    RemoveNeuron,
    Undo,
)
from eq_sim.session.names import layer_name, neuron_called, neuron_name
from eq_sim.session.switches import layer_mutes, neuron_mutes
from eq_sim.ui.console.console import Console
from eq_sim.ui.knobs.actions import KnobActions
from eq_sim.ui.knobs.layers import Alteration
from eq_sim.ui.knobs.past import Past
from eq_sim.ui.knobs.scale_menu import ScaleMenu
from eq_sim.ui.knobs.sets import knob_set
from eq_sim.ui.style.qt_words import keys_as_read

_SHAKES = (5.0, 20.0, 50.0)
_MEGABYTE = 1 << 20

COPY, PASTE, FREEZE, MUTE, _SOLO, _INSPECT = (
    "Ctrl+C", "Ctrl+V", "Shift+F", "Shift+M", "Shift+O", "I",
)  # fmt: skip
"""Keys that the menus of the bar answer to; a right click shows them too."""

_ALTERATIONS = {
    later("Add a neuron"): "Alt++",
    later("Remove a neuron"): "Alt+-",
    later("Add a layer"): "Ctrl+Alt++",
    later("Remove a layer"): "Ctrl+Alt+-",
}
"""What can be done around the knob with the focus, and its keys."""

Act = Callable[[QMenu, str, str, Callable[[], object]], QAction]
"""(menu, words, keys, what it does) -> the action, added to the menu."""


class KnobMenus:
    """Menus about knobs.

    Args:
        edit: the Edit menu, to fill.
        knobs: the Knobs menu, to fill.
        past: what can be undone.
        do: takes what is done.
        console: which knobs are chosen.
        actions: what can be done to them.
        act: adds an entry.
        inspect: shows the inspector.
        pasted: opens what is on the clipboard, if it is no value for a knob; returns whether.
        explain: says at a place on the screen what a knob, a neuron or a layer is.
    """

    def __init__(
        self,
        edit: QMenu,
        knobs: QMenu,
        past: Past,
        do: Callable[[AnyAction], bool],
        console: Console,
        actions: KnobActions,
        act: Act,
        inspect: Callable[[], None],
        pasted: Callable[[], bool],
        explain: Callable[[tuple[object, ...], QPoint, Console], None],
    ) -> None:
        self._past, self._do, self._console = past, do, console
        self._pasted, self._explain = pasted, explain
        self._knobs, self._inspect = actions, inspect
        self._scales = ScaleMenu(console)
        self.undo = act(edit, tr("&Undo"), "Ctrl+Z", lambda: do(Undo()))
        self.redo = act(edit, tr("&Redo"), "Ctrl+Shift+Z", lambda: do(Redo()))
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.limit = act(edit, "", "", lambda: None)
        self.limit.setEnabled(False)
        self.limit.setVisible(False)
        edit.addSeparator()
        act(edit, tr("&Copy value"), COPY, self._copy)
        act(edit, tr("&Paste value or setup"), PASTE, self._paste)
        edit.aboutToShow.connect(self.show_past)
        act(knobs, tr("Set &value…"), "", self._set)
        act(knobs, tr("&Reset to start"), "", lambda: self._knobs.reset(self._chosen))
        act(knobs, tr("&Freeze or thaw"), FREEZE, lambda: self._knobs.freeze(self._chosen))
        act(knobs, tr("&Mute or unmute"), MUTE, lambda: self._knobs.mute(self._chosen))
        act(knobs, tr("S&olo in its layer"), _SOLO, self._solo)
        act(knobs, tr("&Inspect"), _INSPECT, inspect)
        knobs.addSeparator()
        act(knobs, tr("All &zero"), "Shift+Z", self._knobs.all_zero)
        act(knobs, tr("All to &this start"), "", self._knobs.all_to_start)
        act(knobs, tr("A &new random start"), "", self._knobs.new_start)
        act(knobs, tr("The &best so far"), "Ctrl+Shift+B", self._knobs.to_best)
        shakes = knobs.addMenu(tr("S&hake all"))
        for percent in _SHAKES:
            by = tr("by ±{percent:g} %", percent=percent)
            act(shakes, by, "", lambda p=percent: self._knobs.shake(p))  # type: ignore[misc]
        act(knobs, tr("Each to its own &lowest point"), "", self._knobs.to_own_lowest)
        self._alterations = self._fill_alterations(knobs.addMenu(tr("Neurons and la&yers")), act)
        self.next_step = act(knobs, tr("Arrows for the ne&xt step"), "N", self._toggle_next_step)
        self.next_step.setCheckable(True)
        self.next_step.setChecked(console.next_step)
        console.menu_wanted.connect(self.open)

    def show_past(self) -> None:
        """Names what would be undone and done again, and says what was forgotten."""
        past = self._past.undo
        running = self._past.running
        undo, redo = past.undo_name, None if running else past.redo_name
        if self._past.looking_back:
            self.undo.setText(tr("&Undo looking back"))
        elif running:
            self.undo.setText(tr("&Undo training"))
        else:
            self.undo.setText(tr("&Undo {what}", what=undo) if undo else tr("Nothing to undo"))
        self.redo.setText(tr("&Redo {what}", what=redo) if redo else tr("Nothing to redo"))
        self.limit.setVisible(past.forgotten)
        room = past.budget / _MEGABYTE
        self.limit.setText(tr("Older things were forgotten: undo keeps {room:,.0f} MB", room=room))

    @property
    def _chosen(self) -> IndexArray:
        return self._console.input.chosen

    def _copy(self) -> None:
        for knob in self._chosen[:1].tolist():
            self._knobs.copy(knob)

    def _paste(self) -> None:
        if not self._pasted():
            self._knobs.paste(self._chosen)

    def _set(self) -> None:
        for knob in self._chosen[:1].tolist():
            self._console.edit(knob)

    def _solo(self) -> None:
        for knob in self._chosen[:1].tolist():
            self._knobs.solo(knob)

    def _toggle_next_step(self) -> None:
        self._console.show_next_step(self.next_step.isChecked())

    # Neurons and layers

    def _fill_alterations(self, menu: QMenu, act: Act) -> dict[str, QAction]:
        """Offers what can be done around the knob with the focus, or to the last hidden layer."""
        menu.aboutToShow.connect(self.show_alterations)
        return {
            kind: act(menu, tr(kind), keys, partial(self._alter, kind))
            for kind, keys in _ALTERATIONS.items()
        }

    def show_alterations(self) -> None:
        """Says of each whether the answers stay."""
        layers = self._console.input.alterations.layers
        for kind, action in self._alterations.items():
            alteration = self._alteration(kind)
            action.setText(layers.words(alteration))

    def _alter(self, kind: str) -> None:
        """Does it; what cannot be done is refused with a sentence."""
        self._console.input.alterations.do(self._alteration(kind))

    def _alteration(self, kind: str) -> Alteration:
        console, layout = self._console, self._knobs.bank.layout
        layer = max(0, console.input.alterations.layers.hidden - 1)
        neuron = layout.blocks[layer].outputs - 1
        if console.input.focused is not None:
            place = layout.knob(console.input.focused)
            layer, neuron = place.layer, place.neuron
        match kind:
            case "Add a neuron":
                return AddNeurons(layer)
            case "Remove a neuron":
                return RemoveNeuron(layer, neuron)
            case "Add a layer":
                return console.input.alterations.layers.layer_after(layer)
            case _:
                return RemoveLayer(layer)

    def _offer_alterations(self, menu: QMenu, alterations: Iterable[Alteration]) -> None:
        layers = self._console.input.alterations.layers
        for alteration in alterations:
            entry = menu.addAction(
                layers.words(alteration), partial(self._console.input.alterations.do, alteration)
            )
            entry.setEnabled(layers.can(alteration))

    # Right click

    def open(self, target: tuple[object, ...], where: QPoint) -> None:
        """Opens the menu of a knob, a neuron or a layer."""
        menu = self.menu_of(target, self._console)
        menu.addSeparator()
        menu.addAction(tr("What's this?"), lambda: self._explain(target, where, self._console))
        menu.popup(where)

    def menu_of(self, target: tuple[object, ...], parent: QWidget) -> QMenu:
        """Returns the menu of a knob, a neuron or a layer."""
        menu = QMenu(parent)
        menu.aboutToHide.connect(menu.deleteLater)
        kind, *places = target
        numbers = [int(place) for place in places if isinstance(place, int)]
        if kind == "knob":
            self._fill_knob(menu, numbers[0])
        elif kind == "neuron":
            _head(menu, self._neuron_name(*numbers))
            self._fill_neuron(menu, *numbers)
        else:
            _head(menu, layer_name(self._knobs.bank.layout, numbers[0]))
            self._fill_layer(menu, numbers[0])
        return menu

    def _neuron_name(self, layer: int, neuron: int) -> str:
        bank = self._knobs.bank
        return neuron_name(bank.layout, bank.dataset, layer, neuron)

    def _fill_knob(self, menu: QMenu, knob: int) -> None:
        bank, knobs = self._knobs.bank, self._knobs
        chosen = self._chosen if self._chosen.size else knob_set((knob,))
        switches = bank.switches
        _head(menu, bank.called(chosen))
        _offer(menu, tr("Set value…"), "Return", lambda: self._console.edit(knob))
        _offer(menu, tr("Reset"), "Del", lambda: knobs.reset(chosen))
        _offer(menu, tr("Copy"), COPY, lambda: knobs.copy(knob))
        _offer(menu, tr("Paste"), PASTE, lambda: knobs.paste(chosen))
        menu.addSeparator()
        frozen = bool(switches.frozen[chosen].all())
        muted = bool(switches.mutes[chosen].all())
        _offer(menu, tr("Thaw") if frozen else tr("Freeze"), FREEZE, lambda: knobs.freeze(chosen))
        _offer(menu, tr("Unmute") if muted else tr("Mute"), MUTE, lambda: knobs.mute(chosen))
        words = tr("End solo") if switches.solos[knob] else tr("Solo in its layer")
        _offer(menu, words, _SOLO, lambda: knobs.solo(knob))
        menu.addSeparator()
        _offer(menu, tr("Inspect"), _INSPECT, self._inspect)
        menu.addSeparator()
        place = bank.layout.knob(knob)
        # Here they can be reached without a mouse, too.
        neuron = neuron_called(bank.layout, bank.dataset, place.layer, place.neuron)
        whole = menu.addMenu(tr("The whole of {neuron}", neuron=neuron))
        self._fill_neuron(whole, place.layer, place.neuron)
        self._fill_layer(menu.addMenu(layer_name(bank.layout, place.layer)), place.layer)

    def _fill_neuron(self, menu: QMenu, layer: int, neuron: int) -> None:
        bank = self._knobs.bank
        name = self._neuron_name(layer, neuron)
        self._fill_group(menu, name, bank.layout.neuron(layer, neuron))
        muted = bool(bank.switches.mutes[neuron_mutes(bank.layout, layer, neuron)].all())
        words = tr("Unmute neuron") if muted else tr("Mute neuron")
        menu.addAction(words, lambda: self._knobs.mute_neuron(layer, neuron))
        if self._console.input.alterations.layers.is_hidden(layer):
            menu.addSeparator()
            self._offer_alterations(menu, [AddNeurons(layer), RemoveNeuron(layer, neuron)])

    def _fill_layer(self, menu: QMenu, layer: int) -> None:
        bank = self._knobs.bank
        block = bank.layout.blocks[layer]
        name = layer_name(bank.layout, layer)
        self._fill_group(menu, name, np.arange(block.offset, block.offset + block.size))
        muted = bool(bank.switches.mutes[layer_mutes(bank.layout, layer)].all())
        words = tr("Unmute all neurons") if muted else tr("Mute all neurons")
        menu.addAction(words, lambda: self._knobs.mute_layer(layer))
        menu.addSeparator()
        self._scales.fill(menu, layer)
        menu.addSeparator()
        self._offer_alterations(menu, self._of_layer(layer))

    def _of_layer(self, layer: int) -> Iterator[Alteration]:
        """Yields what can be done to a layer, and beside it."""
        layers = self._console.input.alterations.layers
        if layers.is_hidden(layer):
            yield AddNeurons(layer)
            yield RemoveNeuron(layer, layers.neurons(layer) - 1)
        yield AddLayer(layer)
        if layers.is_hidden(layer):
            yield layers.layer_after(layer)
        if layers.bending is not None:
            yield layers.layer_after(layer, layers.bending)
        if layers.is_hidden(layer):
            yield RemoveLayer(layer)

    def _fill_group(self, menu: QMenu, name: str, knobs: IndexArray) -> None:
        frozen = bool(self._knobs.bank.switches.frozen[knobs].all())
        menu.addAction(tr("Reset to start"), lambda: self._knobs.reset(knobs))
        menu.addAction(tr("Set to zero"), lambda: self._knobs.zero(knobs))
        menu.addAction(tr("Multiply every knob…"), lambda: self._multiply(name, knobs))
        menu.addAction(tr("Thaw") if frozen else tr("Freeze"), lambda: self._knobs.freeze(knobs))

    def _multiply(self, name: str, knobs: IndexArray) -> None:
        title, by = tr("Multiply {knobs}", knobs=name), tr("Multiply every knob by")
        factor, taken = QInputDialog.getDouble(self._console, title, by, 0.5, -100, 100, 3)
        if taken:
            self._knobs.scale(knobs, factor)


def _head(menu: QMenu, words: str) -> None:
    """Says at the top of a menu what it is about: a section would be an empty line in our style."""
    head = menu.addAction(words)
    head.setEnabled(False)
    menu.addSeparator()


def _offer(menu: QMenu, words: str, keys: str, what: Callable[[], object]) -> None:
    """Adds what can also be done by keys. They are shown and not bound: the bar's menus are."""
    menu.addAction(f"{words}\t{keys_as_read(keys)}", what)
