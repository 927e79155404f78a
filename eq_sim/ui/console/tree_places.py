"""Places in the tree that a screen reader walks: which knob, neuron or layer, and where it is."""

from typing import TypeAlias

from PySide6.QtCore import QPoint, QPointF, QRect

from eq_sim.network.layout import Layout
from eq_sim.ui.console.canvas_map import CanvasMap

Path: TypeAlias = tuple[int, ...]
"""A place in the tree: (), (layer,), (layer, neuron) or (layer, neuron, row of the layer)."""

KNOB = 3
"""A knob's path is as long."""


def path_of(layout: Layout, knob: int) -> Path:
    """Returns a knob's place."""
    place = layout.knob(knob)
    row = layout.blocks[place.layer].inputs if place.source is None else place.source
    return place.layer, place.neuron, row


def knob_of(layout: Layout, path: Path) -> int:
    """Returns the knob at a place."""
    layer, neuron, row = path
    return int(layout.neuron(layer, neuron)[row])


def children_of(layout: Layout, path: Path) -> int:
    """Returns how many layers, neurons or knobs there are in a place."""
    if len(path) == KNOB:
        return 0
    if len(path) == KNOB - 1:
        return layout.blocks[path[0]].rows
    return layout.blocks[path[0]].outputs if path else len(layout.blocks)


def path_at(canvas: CanvasMap, position: QPoint) -> Path:
    """Returns the innermost place at a point of the view; () for the console itself."""
    point = QPointF(position)
    knob = canvas.knob_at(point)
    if knob is not None:
        return path_of(canvas.layout, knob)
    strip = canvas.strip_at(point)
    return (strip.layer, strip.neuron) if strip else ()


def box_at(canvas: CanvasMap, path: Path) -> QRect:
    """Returns a place's rectangle in the view; it may be out of sight."""
    if len(path) == KNOB:
        return canvas.box_of(knob_of(canvas.layout, path))
    if len(path) == 1:
        return canvas.box_of_layer(path[0])
    return canvas.box_of_neuron(*path)
