"""What a hand does to the points of a plane: looks at them, paints some, or erases some."""

from collections.abc import Callable
from enum import Enum
from math import cos, hypot, log10, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Signal

from eq_sim.data.dataset import View
from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction, Grab, PaintPoints, Release
from eq_sim.session.actions.painting import erasing
from eq_sim.ui.panels.answering import Answering

_APART = 12.0  # pixels of a drag from one point to the next
_WIDE = 11.0  # pixels beside a drag that its points may lie, so that they become a cloud
_GOLDEN = pi * (3 - sqrt(5))
_DIGITS = 3  # of a place: finer than a pixel


class Tool(Enum):
    """What a press on the plane does."""

    LOOK = "look"
    ONE = "one"
    """Paints a point of the class that the output speaks for."""
    ZERO = "zero"
    """Paints a point of the other class."""
    ERASE = "erase"

    @property
    def kind(self) -> int | None:
        """The class that it paints; None for none."""
        return {Tool.ZERO: 0, Tool.ONE: 1}.get(self)


_CALLED = {Tool.LOOK: later("Look"), Tool.ERASE: later("Erase")}
_PAINT = later("Paint")


class Brush(QObject):
    """The tool in hand, and the stroke under way: from a press to its release it is one deed.

    Args:
        session: whose data.
        do: takes what the hand does; returns whether it was done.
    """

    changed = Signal()
    """Another tool is in hand."""

    def __init__(self, session: Answering, do: Callable[[AnyAction], bool]) -> None:
        super().__init__()
        self._session, self._do = session, do
        self._tool = Tool.LOOK
        self._of: str | None = None
        self.follow()

    @property
    def tool(self) -> Tool:
        """The tool in hand; where nothing can be painted one only looks."""
        return self._tool if self.serves else Tool.LOOK

    @property
    def serves(self) -> bool:
        """Whether the samples are points of a plane, in two classes."""
        dataset = self._session.dataset
        return dataset.view is View.PLANE and dataset.two_classes

    def take(self, tool: Tool) -> None:
        """Takes another tool; where nothing can be painted, that is said instead."""
        if tool is not Tool.LOOK and not self.serves:
            self._do(PaintPoints((), 0))
        elif tool is not self._tool:
            self._tool = tool
            self.changed.emit()

    def take_next(self) -> None:
        """Takes a brush, or that of the other class."""
        self.take(Tool.ZERO if self._tool is Tool.ONE else Tool.ONE)

    def follow(self) -> None:
        """Takes up another scenario: one that is painted has a brush in hand, others have none."""
        scenario = self._session.scenario
        if scenario.name != self._of:
            self._of = scenario.name
            self.take(Tool.ONE if scenario.data.source == "painted" else Tool.LOOK)

    def begin(self, *, erases: bool) -> bool:
        """Begins a stroke: what is done until its end is one thing to undo."""
        return self._do(Grab((), "erase-points" if erases else "paint-points"))

    def end(self) -> None:
        """Ends the stroke."""
        self._do(Release())

    def paint(self, places: list[NDArray[np.float64]], kind: int) -> bool:
        """Paints points of a class.

        Args:
            places: both inputs of each, in the network's units.
            kind: the class.

        Returns:
            Whether they were painted.
        """
        return self._do(PaintPoints(tuple(self._persons(place) for place in places), kind))

    def erase(self, samples: NDArray[np.intp]) -> bool:
        """Erases samples, by their places in the data. Returns whether they are gone."""
        session = self._session
        spec = session.scenario.data
        return not len(samples) or self._do(erasing(spec, session.dataset.size, samples))

    def name_of(self, tool: Tool) -> str:
        """Returns what a tool does, in words."""
        classes = self._session.dataset.classes_said
        if tool.kind is None or len(classes) != 2:
            return tr(_CALLED.get(tool, _PAINT))
        return tr("Paint “{kind}”", kind=classes[tool.kind])

    def _persons(self, place: NDArray[np.float64]) -> tuple[float, float]:
        """Returns a place in a person's units, with as many digits as one can aim at."""
        dataset = self._session.dataset
        rounded = []
        for column, value in zip(dataset.columns, place, strict=True):
            digits = _DIGITS - round(log10(dataset.reach * abs(column.scale)))
            rounded.append(round(float(column.to_person(value)), digits))
        x, y = rounded
        return x, y


class Stroke:
    """Where the points of a drag lie: at a fixed distance along it, and a little beside it.

    Args:
        at: where it was pressed; there is the first point.

    Attributes:
        points: how many there are so far.
    """

    def __init__(self, at: QPointF) -> None:
        self._at, self._owed = at, 0.0
        self.points = 1

    def to(self, there: QPointF) -> list[QPointF]:
        """Returns the points on the way to where the pointer is now."""
        way = there - self._at
        length = hypot(way.x(), way.y())
        found = []
        along = _APART - self._owed
        while along <= length:
            angle = self.points * _GOLDEN
            beside = _WIDE * sqrt(self.points * _GOLDEN % 1.0)
            aside = QPointF(beside * cos(angle), beside * sin(angle))
            found.append(self._at + way * (along / length) + aside)
            self.points += 1
            along += _APART
        self._owed = length - (along - _APART) if found else self._owed + length
        self._at = there
        return found
