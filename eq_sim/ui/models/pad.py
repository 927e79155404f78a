"""What is drawn on the pad, by a hand or by a lesson, and what the network says of it."""

from itertools import pairwise

from PySide6.QtCore import QObject, Signal

from eq_sim.data.pen import Ink, Point, Strokes, blank, draw_line, inked, pixels_of_ink
from eq_sim.lessons.scene import Drawing
from eq_sim.network.types import Array
from eq_sim.session.questions.changed_bits import changed_bits, standing
from eq_sim.session.questions.read_drawing import Reading, read_drawing
from eq_sim.session.session import Session

_IMAGE = 8, 8  # where a sample is no picture


class Pad(QObject):
    """One piece of paper: every view of it shows the same drawing.

    Args:
        session: whose network reads.

    Attributes:
        strokes: the way of the pen.
        by_hand: whether a hand has drawn or wiped since a lesson last did.
    """

    changed = Signal()
    """Something else is drawn."""

    touched = Signal()
    """A hand draws, or wipes."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ink = blank(_IMAGE)
        self.strokes: Strokes = ()
        self._then: Array | None = None
        self.by_hand = False

    @property
    def image(self) -> tuple[int, int]:
        """Rows and columns of the network's pixels."""
        return self._session.dataset.seen.image or _IMAGE

    @property
    def ink(self) -> Ink:
        """The fine points that are inked: (rows, columns)."""
        if self._ink.shape != blank(self.image).shape:
            self._ink = blank(self.image)
        return self._ink

    @property
    def reading(self) -> Reading | None:
        """What the network says of it; None of blank paper, and where a sample is no picture."""
        if self._session.dataset.seen.image is None or not self.ink.any():
            return None
        return read_drawing(self._session, pixels_of_ink(self.ink))

    @property
    def changed_knobs(self) -> int | None:
        """How many knobs have another bit than when the pen first touched the paper.

        None before, and for knobs of another network.
        """
        return None if self._then is None else changed_bits(self._session, self._then)

    def draw_line(self, start: Point, end: Point) -> None:
        """Draws a line by hand, from 0 to 1 across the paper."""
        self._take()
        if self.changed_knobs is None:
            self._then = standing(self._session)
        draw_line(self.ink, start, end)
        if self.strokes and self.strokes[-1][-1] == start:
            self.strokes = (*self.strokes[:-1], (*self.strokes[-1], end))
        else:
            self.strokes = (*self.strokes, (start, end))
        self.changed.emit()

    def draw(self, strokes: Strokes) -> None:
        """Draws strokes by hand, on blank paper."""
        self.wipe()
        for stroke in strokes:
            for start, end in pairwise(stroke):
                self.draw_line(start, end)

    def wipe(self) -> None:
        """Leaves blank paper, by hand."""
        self._take()
        self.ink[...] = False
        self.strokes = ()
        self.changed.emit()

    def show(self, drawing: Drawing | None) -> None:
        """Shows what a lesson has drawn; None for nothing any more."""
        self.by_hand = False
        self._then = None if drawing is None else drawing.knobs
        self.strokes = () if drawing is None else drawing.strokes
        self._ink = blank(self.image) if drawing is None else inked(drawing.strokes, self.image)
        self.changed.emit()

    def _take(self) -> None:
        self.by_hand = True
        self.touched.emit()
