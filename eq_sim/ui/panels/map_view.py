"""The map of the network: neurons and the weights between them, as people know it from pictures.

What is chosen here is chosen on the console, and the other way round.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.network.losses import LOSSES
from eq_sim.session.change import Change, Watch
from eq_sim.session.names import layer_name, neuron_called
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.answer_words import shares
from eq_sim.ui.models.network_map import NO_BIAS, NetworkMap, drawn_neurons
from eq_sim.ui.models.neuron_curves import NeuronCurves
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.map_drawing import MapDrawing, Seen
from eq_sim.ui.panels.map_places import Ask, Places, curve, widest
from eq_sim.ui.panels.map_thumbnails import Thumbnails
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.numbers import count, signed
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE | Change.SWITCHES
_QUICK = 50  # lines that are drawn in time at each of the panel's turns
_FINE = 34.0  # pixels from which on a square shows all points of its picture
_ALONG = np.array([0.5, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.4, 0.6])  # of a line, where it is free
_CUT = 64.0  # an input's name is not wider

Spot = tuple[str, int, int]
"""("knob", k, 0), ("neuron", layer, neuron) or ("input", input, 0)."""


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
        self._session, self._console, self._trace = session, console, trace
        self._bank, self._theme = console.bank, theme
        self.network = NetworkMap(self._bank, console.scales.limits)
        self._insides = Thumbnails(self._bank, surface, curves, theme)
        self._watch = Watch(self._bank.changes, _SHOWN)
        self._choice = self._looked_at = -1
        self._mean_of: object = None
        self._picture: tuple[object, QImage] | None = None
        self._under: Spot | None = None
        self.places: Places | None = None
        self._seen: Seen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Map of the network")
        console.knob_focused.connect(self._light)
        console.input.hover_moved.connect(self._light)

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._insides.set_theme(theme)
        self._picture = None
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
        if self._seen is None:
            return False
        self._turn = (self._turn + 1) % (1 + len(self.network.lines.knobs) // _QUICK)
        return self._turn > 0

    def _look(self) -> None:
        """Takes from the models what is drawn."""
        layout, dataset = self._bank.layout, self._bank.dataset
        self._looked_at = self._bank.changes.count(_SHOWN)
        self._trace.refresh()
        answer = self._answer()
        outputs = self._beside_outputs(answer)
        metrics, bold = QFontMetricsF(font("small")), QFontMetricsF(font("small", bold=True))
        names = [column.symbol for column in dataset.columns]
        image = dataset.image
        ask = Ask(
            self.width() / current().scale,
            self.height() / current().scale,
            layout.architecture.sizes,
            image,
            0.0 if image else min(_CUT, widest([bold.horizontalAdvance(name) for name in names])),
            widest([metrics.horizontalAdvance(words) + 5 for words in outputs]),
        )
        focused = self._focused()
        drawn = drawn_neurons(layout, ask.rooms(), focused)
        if not any(drawn.left_out(column) for column in range(len(drawn.sizes))):
            ask = Ask(ask.width, ask.height, ask.sizes, image, ask.inputs, ask.outputs, notes=False)
            drawn = drawn_neurons(layout, ask.rooms(), focused)
        self.network.look(drawn, self._lit())
        self.places = Places(ask, drawn)
        self._insides.look(drawn, fine=max(self.places.sides[1:]) >= _FINE)
        last = drawn.columns[-1].tolist()
        self._seen = Seen(
            names=[] if image else [names[place] for place in drawn.columns[0].tolist()],
            layers=self._column_names(ask),
            outputs=[outputs[neuron] for neuron in last] if outputs else [],
            shares=np.nan_to_num(answer) if answer is not None and dataset.classes else None,
            picture=self._inputs_picture(),
            trace=self._trace.trace,
            knob=None,
            chosen=self._console.input.selected,
        )
        self.told.emit()
        self.update()

    def _answer(self) -> NDArray[np.float64] | None:
        """Returns (outputs,) of what the chosen sample is answered, as a person reads it."""
        trace = self._trace.trace
        if trace is None:
            return None
        link = LOSSES[self._session.scenario.training.loss].link
        with np.errstate(all="ignore"):
            return np.asarray(link(trace.layers[-1][:, np.newaxis])[:, 0])

    def _beside_outputs(self, answer: NDArray[np.float64] | None) -> list[str]:
        """Returns what stands beside each output: its name, and what it says to the sample."""
        dataset = self._bank.dataset
        names = [] if len(dataset.outputs) == 1 else list(dataset.outputs)
        if answer is None:
            return names
        said = shares(dataset, self._session.scenario, answer)
        if not names:
            return [f"{dataset.outputs[0]}  {said[0]}"] if dataset.two_classes else said
        return [f"{name}  {words}" for name, words in zip(names, said, strict=True)]

    def _column_names(self, ask: Ask) -> list[str]:
        """Returns what the columns are called, in as few words as they have room for."""
        hidden = len(ask.sizes) - 2
        names = ["inputs", *(f"layer {number + 1}" for number in range(hidden)), "output"]
        metrics = QFontMetricsF(font("small"))
        apart = (ask.width - ask.outputs) / len(ask.sizes)
        if widest([metrics.horizontalAdvance(name) for name in names]) + 6 <= apart:
            return names
        return ["in", *(str(number + 1) for number in range(hidden)), "out"]

    def _inputs_picture(self) -> QImage | None:
        """Returns the chosen sample, or the mean of all, where the inputs make a picture."""
        dataset, trace = self._bank.dataset, self._trace.trace
        if dataset.image is None:
            return None
        of = (self._bank.structure, self._choice if trace is not None else None)
        if self._picture is None or self._mean_of != of:
            self._mean_of = of
            ink = trace.layers[0] if trace is not None else dataset.inputs.mean(axis=1)
            ground, full = self._theme.color("track"), self._theme.color("text")
            self._pixels = mixed(ground, full, ink.reshape(dataset.image))
            self._picture = (of, image_over(self._pixels))
        return self._picture[1]

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
        if knob is not None and not self._is_drawn(knob):
            self._look()
        self._tell()

    def _tell(self) -> None:
        """Says what is pointed at, on the screen and aloud, and lights it."""
        if self.hasFocus():  # aloud only for who is here, and not with each step of training
            self.setAccessibleDescription(self.spoken())
        self.told.emit()
        self.update()

    def _is_drawn(self, knob: int) -> bool:
        if self.places is None or self.network.drawn.sizes != self._sizes:
            return False
        if knob in self.network.lines.knobs:
            return True
        return any(knob in dots.knobs for dots in self.network.dots)

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self._bank.layout.architecture.sizes

    def words(self) -> str:
        """Returns what is pointed at, in words; empty for nothing."""
        layout, dataset = self._bank.layout, self._bank.dataset
        spot = self._under
        if spot is not None and spot[0] == "neuron":
            _, layer, neuron = spot
            name = neuron_called(layout, dataset, layer, neuron)
            where = layer_name(layout, layer).lower()
            weights = layout.blocks[layer].inputs
            words = f"{name[0].upper()}{name[1:]}, {where}: {_counted(weights, 'weight')}"
            return words + self._answer_of(layer, neuron)
        if spot is not None and spot[0] == "input":
            return f"Input {dataset.columns[spot[1]].name}"
        knob = self._lit()
        if knob is None:
            return ""
        value = signed(float(self._bank.whole()[knob]))
        silence = self._bank.switches.silence(knob)
        frozen = "frozen" if self._bank.switches.frozen[knob] else ""
        notes = [word for word in (silence, frozen) if word]
        return ", ".join([f"{self._bank.name(knob)}  {value}", *notes])

    def _answer_of(self, layer: int, neuron: int) -> str:
        trace = self._trace.trace
        if trace is None:
            return ""
        value = signed(float(trace.layers[layer + 1][neuron]))
        last = layer == len(self._bank.layout.blocks) - 1
        return f", its {'sum' if last else 'answer'} {value}"

    def spoken(self) -> str:
        """Returns what a screen reader says: what is chosen, and what is left out."""
        parts = [self.words()] if self.words() else []
        if self.places is not None:
            parts.append(self.summary())
        return ". ".join(parts)

    def summary(self) -> str:
        """Returns how much of the network is drawn, in words."""
        drawn, network = self.network.drawn, self.network
        sizes = self._sizes
        if all(not drawn.left_out(column) for column in range(len(sizes))):
            neurons = f"{_counted(sum(sizes[1:]), 'neuron')}"
        else:
            shown = sum(len(column) for column in drawn.columns[1:])
            neurons = f"{count(shown)} of {count(sum(sizes[1:]))} neurons"
        weights = int(self._bank.layout.weights.sum())
        lines = len(network.lines.knobs)
        if lines == weights:
            return f"{neurons}, {_counted(weights, 'weight')}"
        which = "" if lines == network.weights else "the strongest "
        return f"{neurons}, {which}{count(lines)} of {count(weights)} weights"

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the map as it was at the last look."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect().adjusted(0, 0, 1, 1), self._theme.color("panel"))
            if self._seen is not None and self.places is not None and self._is_current():
                painter.scale(current().scale, current().scale)
                self._drawing(painter, self.places, self._seen).draw()
            if self.hasFocus():
                painter.resetTransform()
                painter.setPen(QPen(self._theme.color("text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def _is_current(self) -> bool:
        return self.network.drawn.sizes == self._sizes

    def _drawing(self, painter: QPainter, places: Places, seen: Seen) -> MapDrawing:
        now = Seen(
            seen.names, seen.layers, seen.outputs, seen.shares, seen.picture, seen.trace,
            self._lit(), self._console.input.selected, self._lit_neuron(),
        )  # fmt: skip
        return MapDrawing(painter, places, self.network, self._insides, now, self._theme)

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
        if self._seen is not None and self._looked_at == self._bank.changes.count(_SHOWN):
            self._look()  # which has nothing to send through the network
        else:
            self.forget()

    # The pointer

    def spot_at(self, position: QPointF) -> Spot | None:
        """Returns what is at a point of the widget."""
        places = self.places
        if places is None or not self._is_current():
            return None
        point = position / current().scale
        drawn = self.network.drawn
        dot = places.dot_at(point)
        if dot is not None:
            knob = int(self.network.dots[dot[0]].knobs[dot[1]])
            if knob != NO_BIAS:
                return ("knob", knob, 0)
        square = places.neuron_at(point)
        if square is not None:
            column, place = square
            neuron = int(drawn.columns[column][place])
            return ("input", neuron, 0) if column == 0 else ("neuron", column - 1, neuron)
        line = places.line_at(point, self.network.lines)
        return None if line is None else ("knob", int(self.network.lines.knobs[line]), 0)

    def point_of(self, knob: int) -> QPointF | None:
        """Returns where on the widget a knob can be clicked; None for one that is not drawn."""
        places, lines = self.places, self.network.lines
        if places is None:
            return None
        found = np.flatnonzero(lines.knobs == knob)
        if found.size:
            starts, ends = (each[found] for each in places.ends(lines))
            x, y = curve(starts, ends, _ALONG)
            points = [QPointF(a, b) * current().scale for a, b in zip(x, y, strict=True)]
            free = [point for point in points if self.spot_at(point) == ("knob", knob, 0)]
            return (free or points)[0]
        for layer, dots in enumerate(self.network.dots):
            found = np.flatnonzero(dots.knobs == knob)
            if found.size:
                return places.dot(layer, int(found[0])) * current().scale
        return None

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


def _counted(number: int, noun: str) -> str:
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"
