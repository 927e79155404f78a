"""The map of the network: neurons and the weights between them, as people know it from pictures.

What is chosen here is chosen on the console, and the other way round.
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.change import Change, Watch
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.network_map import NetworkMap
from eq_sim.ui.models.neuron_curves import NeuronCurves
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.map_drawing import MapDrawing, Seen
from eq_sim.ui.panels.map_places import Places
from eq_sim.ui.panels.map_sheet import MapSheet, Spot
from eq_sim.ui.panels.map_words import drawn_words, knob_words, neuron_words
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE | Change.SWITCHES
_QUICK = 50  # lines that are drawn in time at each of the panel's turns


class MapView(QWidget):
    """Neurons as squares with what they answer, weights as lines, biases as dots.

    Args:
        session: what is asked.
        console: whose knobs, and whose selection.
        surface: the answers over the plane.
        curves: the answers along the one input.
        trace: what each neuron answers to the chosen sample.
        activity: whether training runs.
        theme: the colours.
    """

    told = Signal()
    """Something else is pointed at."""

    def __init__(
        self,
        session: Answering,
        console: Console,
        surface: Surface,
        curves: NeuronCurves,
        trace: SampleTrace,
        activity: Activity,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._activity, self._turn = activity, 0
        self._console, self._trace = console, trace
        self._bank, self._theme = console.bank, theme
        self.sheet = MapSheet(
            session, self._bank, console.scales.limits, surface, curves, trace, theme
        )
        self._watch = Watch(self._bank.changes, _SHOWN)
        self._choice = self._looked_at = -1
        self._under: Spot | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Map of the network"))
        console.knob_focused.connect(self._light)
        console.input.hover_moved.connect(self._light)

    @property
    def network(self) -> NetworkMap:
        """The neurons and weights that are drawn."""
        return self.sheet.network

    @property
    def places(self) -> Places | None:
        """Where they are; None before the first look."""
        return self.sheet.places

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.sheet.set_theme(theme)
        self.forget()

    def forget(self) -> None:
        """Lets go of what was looked at, so that the next refresh looks again."""
        self._watch.forget()

    def refresh(self) -> None:
        """Looks at the network, if anything of it has changed."""
        chosen = self._trace.revision
        if self._activity.running and chosen == self._choice and self._rests():
            return
        if self._watch.news() or chosen != self._choice:
            self._choice = chosen
            self._look()

    def _rests(self) -> bool:
        """Whether the map waits for another turn: one with many lines takes long to draw."""
        if self.sheet.seen is None:
            return False
        self._turn = (self._turn + 1) % (1 + len(self.network.lines.knobs) // _QUICK)
        return self._turn > 0

    def _look(self) -> None:
        """Takes from the models what is drawn."""
        self._looked_at = self._bank.changes.count(_SHOWN)
        size = QSizeF(self.size()) / current().scale
        self.sheet.look(size, self._focused(), self._lit(), self._console.input.selected)
        self.told.emit()
        self.update()

    # What is lit

    def _focused(self) -> int | None:
        knob = self._console.input.focused
        return knob if knob is not None and knob < self._bank.layout.size else None

    def _lit(self) -> int | None:
        """Returns the knob under a pointer, here or on the console, or the focused one."""
        hovered = self._console.input.hovered
        return hovered if hovered is not None else self._focused()

    def _light(self) -> None:
        """Another knob is lit or chosen: one that is not drawn is drawn from now on."""
        if not self.isVisible():
            self.forget()
            return
        knob = self._focused()
        if knob is not None and not self.sheet.draws(knob):
            self._look()
        self._tell()

    def _tell(self) -> None:
        """Says what is pointed at, on the screen and aloud, and lights it."""
        if self.hasFocus():  # aloud only for who is here, and not with each step of training
            self.setAccessibleDescription(self.spoken())
        self.told.emit()
        self.update()

    def words(self) -> str:
        """Returns what is pointed at, in words; empty for nothing."""
        spot, bank = self._under, self._bank
        if spot is not None and spot[0] == "neuron":
            return neuron_words(bank, self._trace.trace, spot[1], spot[2])
        if spot is not None and spot[0] == "input":
            return tr("Input {input}", input=bank.dataset.columns[spot[1]].name_said)
        knob = self._lit()
        return "" if knob is None else knob_words(bank, knob)

    def spoken(self) -> str:
        """Returns what a screen reader says: what is chosen, and what is left out."""
        parts = [self.words()] if self.words() else []
        if self.places is not None:
            parts.append(self.summary())
        return ". ".join(parts)

    def summary(self) -> str:
        """Returns how much of the network is drawn, in words."""
        return drawn_words(self.network)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the map as it was at the last look."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect().adjusted(0, 0, 1, 1), self._theme.color("panel"))
            places, seen = self.sheet.places, self.sheet.seen
            if seen is not None and places is not None and self.sheet.is_current:
                painter.scale(current().scale, current().scale)
                self._drawing(painter, places, seen).draw()
            if self.hasFocus():
                painter.resetTransform()
                painter.setPen(QPen(self._theme.color("text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def _drawing(self, painter: QPainter, places: Places, seen: Seen) -> MapDrawing:
        now = Seen(
            seen.names, seen.layers, seen.outputs, seen.shares, seen.picture, seen.trace,
            self._lit(), self._console.input.selected, self._lit_neuron(),
        )  # fmt: skip
        return MapDrawing(painter, places, self.network, self.sheet.insides, now, self._theme)

    def _lit_neuron(self) -> tuple[int, int] | None:
        """Returns the neuron under the pointer, or the one of the knob that is lit."""
        if self._under is not None and self._under[0] == "neuron":
            return self._under[1], self._under[2]
        knob = self._lit()
        if knob is None:
            return None
        place = self._bank.layout.knob(knob)
        return place.layer, place.neuron

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the map for the new size; if anything else has changed too, a refresh will."""
        super().resizeEvent(event)
        if self.sheet.seen is not None and self._looked_at == self._bank.changes.count(_SHOWN):
            self._look()  # which has nothing to send through the network
        else:
            self.forget()

    # The pointer

    def spot_at(self, position: QPointF) -> Spot | None:
        """Returns what is at a point of the widget."""
        return self.sheet.spot_at(position / current().scale)

    def point_of(self, knob: int) -> QPointF | None:
        """Returns where on the widget a knob can be clicked; None for one that is not drawn."""
        point = self.sheet.point_of(knob)
        return None if point is None else point * current().scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lights what is under the pointer, here and on the console."""
        self._point_at(self.spot_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Puts out the light."""
        self._point_at(None)

    def _point_at(self, spot: Spot | None) -> None:
        if spot == self._under:
            return
        self._under = spot
        shape = Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self._console.input.hover(spot[1] if spot is not None and spot[0] == "knob" else None)
        self.told.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses a knob, or all of a neuron or of an input; the console takes the keyboard."""
        end_typing()
        spot = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._choose(spot)
            self._console.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Goes so near on the console that the knob can be turned there."""
        self.mousePressEvent(event)
        knob = self._focused()
        if self.spot_at(event.position()) is not None and knob is not None:
            self._console.come_to(knob)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of what is under the pointer, or of the knob that is chosen."""
        spot = self.spot_at(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            knob = self._focused()
            spot = None if knob is None else ("knob", knob, 0)
        if spot is None or spot[0] == "input":
            return
        self._choose(spot)
        target = spot[:2] if spot[0] == "knob" else spot
        self._console.menu_wanted.emit(target, event.globalPos())

    def _choose(self, spot: Spot) -> None:
        given, layout = self._console.input, self._bank.layout
        kind, first, second = spot
        if kind == "knob":
            given.focus(first)
        elif kind == "neuron":
            given.choose(layout.neuron(first, second))
        else:
            block = layout.blocks[0]
            given.choose(block.offset + first * block.outputs + np.arange(block.outputs))

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from neuron to neuron, Page Up and Down from knob to knob; Enter turns it."""
        keys = Qt.Key
        layout, knob = self._bank.layout, self._focused()
        moves: dict[int, Callable[[int], None]] = {
            keys.Key_Left: lambda now: self._to_layer(now, -1),
            keys.Key_Right: lambda now: self._to_layer(now, 1),
            keys.Key_Up: lambda now: self._to_neuron(now, -1),
            keys.Key_Down: lambda now: self._to_neuron(now, 1),
            keys.Key_PageUp: lambda now: self._to_knob(now, -1),
            keys.Key_PageDown: lambda now: self._to_knob(now, 1),
        }
        move = moves.get(event.key())
        if move is not None:
            if knob is None:
                place = layout.knob(reading_order.first(layout))
                self._choose(("neuron", place.layer, place.neuron))
            else:
                move(knob)
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and knob is not None:
            self._console.setFocus()
        elif event.key() == keys.Key_Escape and knob is not None:
            self._console.input.focus(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Says what is chosen."""
        super().focusInEvent(event)
        self._tell()

    def _to_neuron(self, knob: int, way: int) -> None:
        place = self._bank.layout.knob(knob)
        neuron = place.neuron + way
        if 0 <= neuron < self._bank.layout.blocks[place.layer].outputs:
            self._choose(("neuron", place.layer, neuron))

    def _to_layer(self, knob: int, way: int) -> None:
        layout, place = self._bank.layout, self._bank.layout.knob(knob)
        layer = place.layer + way
        if 0 <= layer < len(layout.blocks):
            neuron = min(place.neuron, layout.blocks[layer].outputs - 1)
            self._choose(("neuron", layer, neuron))

    def _to_knob(self, knob: int, way: int) -> None:
        following = reading_order.neighbour(self._bank.layout, knob, way)
        if following is not None:
            self._console.input.focus(following)
