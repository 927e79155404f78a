"""Painting in the picture that a neuron's weights make."""

import numpy as np
from PySide6.QtCore import QPointF

from eq_sim.network.layout import Layout
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.gestures import Hands
from eq_sim.ui.knobs.sets import knob_set


class Stroke:
    """A stroke gives the pixels that it crosses the value of the first.

    Args:
        bank: the knobs.
        hands: what is done to them.
    """

    def __init__(self, bank: KnobBank, hands: Hands) -> None:
        self._bank, self._hands = bank, hands
        self._knobs: list[int] = []

    @property
    def begun(self) -> bool:
        """Whether there is a stroke, or the click that it may come of."""
        return bool(self._knobs)

    def begin(self, knob: int) -> None:
        """Begins a stroke at a knob's pixel."""
        self._knobs = [knob]

    def end(self) -> int | None:
        """Ends the stroke. Returns the knob that was only clicked; None for a stroke."""
        knobs, self._knobs = self._knobs, []
        return knobs[0] if len(knobs) == 1 else None

    def follow(self, canvas: CanvasMap, position: QPointF) -> bool:
        """Goes on to a point of the view. Returns whether more was painted."""
        layout, knobs = self._bank.layout, self._knobs
        first, knob = layout.knob(knobs[0]), canvas.pictured_at(position)
        if knob is None or canvas.image is None or knob == knobs[-1]:
            return False
        if layout.knob(knob).neuron != first.neuron:
            return False
        if len(knobs) == 1:
            neuron = layout.neuron(first.layer, first.neuron)[: layout.blocks[first.layer].inputs]
            all_of_it = np.append(knob_set((knobs[0],)), neuron[neuron != knobs[0]])
            if not self._hands.take(all_of_it, name="paint"):
                self._knobs = []
                return False
        way = _line(_source(layout, knobs[-1]), _source(layout, knob), canvas.image[1])
        knobs.extend(layout.index(first.layer, first.neuron, source) for source in way)
        self._hands.level(knob_set(tuple(dict.fromkeys(knobs))), knobs[0])
        return True


def _source(layout: Layout, knob: int) -> int:
    """Returns which input a weight weighs."""
    source = layout.knob(knob).source
    assert source is not None  # a bias has no place in a picture
    return source


def _line(one: int, other: int, columns: int) -> list[int]:
    """Returns the cells of a picture on the straight way to another, that one included."""
    (row, column), (to_row, to_column) = divmod(one, columns), divmod(other, columns)
    steps = max(abs(to_row - row), abs(to_column - column))
    way = np.arange(1, steps + 1) / steps
    rows = np.rint(row + (to_row - row) * way).astype(int)
    across = np.rint(column + (to_column - column) * way).astype(int)
    cells: list[int] = (rows * columns + across).tolist()
    return cells
