"""What one look at a network puts on the map, and where: to be drawn, and found by pointers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFontMetricsF, QImage

from eq_sim.language.tr import ptr, tr
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.training.loss_of import loss_of
from eq_sim.ui.models.answer_words import shares
from eq_sim.ui.models.network_map import NO_BIAS, Limits, NetworkMap, drawn_neurons
from eq_sim.ui.models.neuron_curves import NeuronCurves
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.map_drawing import Seen
from eq_sim.ui.panels.map_places import Ask, Places, curve, widest
from eq_sim.ui.panels.map_thumbnails import Thumbnails
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.theme import Theme, font

_FINE = 34.0  # pixels from which on a square shows all points of its picture
_ALONG = np.array([0.5, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.4, 0.6])  # of a line, where it is free
_CUT = 64.0  # an input's name is not wider

Spot = tuple[str, int, int]
"""("knob", k, 0), ("neuron", layer, neuron) or ("input", input, 0)."""


class MapSheet:
    """The map as it was at the last ``look``.

    Args:
        session: what is asked.
        bank: whose knobs.
        limits: how far the scale of each goes.
        surface: the answers over the plane.
        curves: the answers along the one input.
        trace: what each neuron answers to the chosen sample.
        theme: the colours.

    Attributes:
        network: neurons and weights.
        insides: what is in the squares.
        places: where everything is; None before the first look.
        seen: words and meters; None before the first look.
    """

    def __init__(
        self,
        session: Answering,
        bank: KnobBank,
        limits: Limits,
        surface: Surface,
        curves: NeuronCurves,
        trace: SampleTrace,
        theme: Theme,
    ) -> None:
        self._session, self._bank, self._trace = session, bank, trace
        self.network = NetworkMap(bank, limits)
        self.insides = Thumbnails(bank, surface, curves, theme)
        self.places: Places | None = None
        self.seen: Seen | None = None
        self._theme = theme
        self._picture_of: object = None
        self._picture: QImage | None = None

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.insides.set_theme(theme)
        self._picture_of = None

    @property
    def is_current(self) -> bool:
        """Whether what was looked at is the network that is there."""
        sizes = self._bank.layout.architecture.sizes
        return self.places is not None and self.network.drawn.sizes == sizes

    def look(self, size: QSizeF, focused: int | None, lit: int | None, chosen: IndexArray) -> None:
        """Takes from the models what is drawn.

        Args:
            size: of the map, in pixels of words of their plain size.
            focused: a knob that is drawn in any case, with both its ends.
            lit: a weight that is drawn if its ends are.
            chosen: the knobs that are selected.
        """
        layout, dataset = self._bank.layout, self._bank.dataset
        self._trace.refresh()
        answer = self._answer()
        outputs = self._beside_outputs(answer)
        metrics, bold = QFontMetricsF(font("small")), QFontMetricsF(font("small", bold=True))
        names, image = [column.symbol_said for column in dataset.columns], dataset.image
        inputs = min(_CUT, widest([bold.horizontalAdvance(name) for name in names]))
        beside = widest([metrics.horizontalAdvance(words) + 5 for words in outputs])
        for notes in (False, True):
            ask = Ask(
                size.width(),
                size.height(),
                layout.architecture.sizes,
                image,
                0.0 if image else inputs,
                beside,
                notes,
            )
            drawn = drawn_neurons(layout, ask.rooms(), focused)
            if not any(drawn.left_out(column) for column in range(len(drawn.sizes))):
                break
        self.network.look(drawn, lit)
        self.places = Places(ask, drawn)
        self.insides.look(drawn, fine=max(self.places.sides[1:]) >= _FINE)
        last = drawn.columns[-1].tolist()
        self.seen = Seen(
            names=[] if image else [names[place] for place in drawn.columns[0].tolist()],
            layers=self._column_names(ask),
            outputs=[outputs[neuron] for neuron in last] if outputs else [],
            shares=np.nan_to_num(answer) if answer is not None and dataset.classes else None,
            picture=self._inputs_picture(),
            trace=self._trace.trace,
            knob=None,
            chosen=chosen,
        )

    def _answer(self) -> NDArray[np.float64] | None:
        """Returns (outputs,) of what the chosen sample is answered, as a person reads it."""
        trace = self._trace.trace
        if trace is None:
            return None
        link = loss_of(self._session.scenario.training).link
        with np.errstate(all="ignore"):
            return np.asarray(link(trace.layers[-1][:, np.newaxis])[:, 0])

    def _beside_outputs(self, answer: NDArray[np.float64] | None) -> list[str]:
        """Returns what stands beside each output: its name, and what it says to the sample."""
        dataset = self._bank.dataset
        names = [] if len(dataset.outputs) == 1 else list(dataset.outputs_said)
        if answer is None:
            return names
        said = shares(dataset, self._session.scenario, answer)
        if not names:
            return [f"{dataset.outputs_said[0]}  {said[0]}"] if dataset.two_classes else said
        return [f"{name}  {words}" for name, words in zip(names, said, strict=True)]

    def _column_names(self, ask: Ask) -> list[str]:
        """Returns what the columns are called, in as few words as they have room for."""
        hidden = len(ask.sizes) - 2
        layers = (tr("layer {layer}", layer=number + 1) for number in range(hidden))
        names = [tr("inputs"), *layers, tr("output")]
        metrics = QFontMetricsF(font("small"))
        apart = (ask.width - ask.outputs) / len(ask.sizes)
        if widest([metrics.horizontalAdvance(name) for name in names]) + 6 <= apart:
            return names
        numbers = (str(number + 1) for number in range(hidden))
        return [ptr("inputs, in short", "in"), *numbers, ptr("output, in short", "out")]

    def _inputs_picture(self) -> QImage | None:
        """Returns the chosen sample, or the mean of all, where the inputs make a picture."""
        dataset, trace = self._bank.dataset, self._trace.trace
        if dataset.image is None:
            return None
        of = (self._bank.structure, self._trace.revision if trace is not None else None)
        if self._picture is None or self._picture_of != of:
            self._picture_of = of
            ink = trace.layers[0] if trace is not None else dataset.inputs.mean(axis=1)
            ground, full = self._theme.color("track"), self._theme.color("text")
            self._pixels = mixed(ground, full, ink.reshape(dataset.image))
            self._picture = image_over(self._pixels)
        return self._picture

    # What is where

    def draws(self, knob: int) -> bool:
        """Whether a knob is drawn."""
        if not self.is_current:
            return False
        if knob in self.network.lines.knobs:
            return True
        return any(knob in dots.knobs for dots in self.network.dots)

    def spot_at(self, point: QPointF) -> Spot | None:
        """Returns what is at a point of the map."""
        places = self.places
        if places is None or not self.is_current:
            return None
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
        """Returns where on the map a knob can be clicked; None for one that is not drawn."""
        places, lines = self.places, self.network.lines
        if places is None:
            return None
        found = np.flatnonzero(lines.knobs == knob)
        if found.size:
            starts, ends = (each[found] for each in places.ends(lines))
            x, y = curve(starts, ends, _ALONG)
            points = [QPointF(a, b) for a, b in zip(x, y, strict=True)]
            free = [point for point in points if self.spot_at(point) == ("knob", knob, 0)]
            return (free or points)[0]
        for layer, dots in enumerate(self.network.dots):
            found = np.flatnonzero(dots.knobs == knob)
            if found.size:
                return places.dot(layer, int(found[0]))
        return None
