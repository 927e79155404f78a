"""The spotlight of a lesson: everything is dimmed but one thing, or a few.

It goes from what was lit to what is lit softly, in time that its owner lets pass.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.ui.style.theme import Theme

_DIM = 120 / 255  # of the ground's colour over what is dimmed
_FADES = 0.2  # seconds
_AROUND, _ROUND = 4, 8  # pixels around what is lit, and of its corners

Boxes = tuple[QRect, ...]


class Spotlight(QWidget):
    """Lies over the window and lets every click through.

    Args:
        window: what it lies over.
        theme: the colours.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._boxes: Boxes = ()
        self._before: Boxes = ()
        self._there = 1.0
        self._spared = self._area = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setGeometry(QRect())
        self.show()

    @property
    def dims(self) -> bool:
        """Whether anything is dimmed."""
        return bool(self._layers)

    @property
    def boxes(self) -> Boxes:
        """What is lit, each a rectangle in the window; none where everything is."""
        return self._boxes

    @property
    def there(self) -> float:
        """How far it is on its way from what was lit before, 0 to 1; 1 at rest."""
        return self._there

    def dimming(self, x: int, y: int) -> float:
        """Returns how dim a place in the window is: 0 where it is lit, 1 for as dim as it gets."""
        if self._spared.contains(x, y):
            return 0.0
        return sum(
            share
            for boxes, share in self._layers
            if not any(_hole(box).contains(x, y) for box in boxes)
        )

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def light(self, boxes: Boxes, spared: QRect, *, fades: bool = False) -> None:
        """Lights rectangles of the window, or everything.

        Args:
            boxes: what is lit; none for everything.
            spared: what is never dimmed: the caption.
            fades: whether it goes there softly from what is lit now.
        """
        window = self.parentWidget()
        assert window is not None
        area = window.rect()
        if (boxes, spared, area) == (self._boxes, self._spared, self._area):
            return
        if spared != self._spared:  # all has moved: lines on their way out would cross it
            self._there = 1.0
        elif fades:
            # Half way from one to another, it goes on from the one that is seen better.
            self._before = self._boxes if self._there >= 0.5 else self._before
            self._there = 0.0
        self._boxes, self._spared, self._area = boxes, spared, area
        self._show()
        self.raise_()

    def advance(self, seconds: float) -> bool:
        """Lets time pass.

        Returns:
            Whether it is on its way still.
        """
        if self._there < 1:
            self._there = min(1.0, self._there + seconds / _FADES)
            self._show()
        return self._there < 1

    def settle(self) -> None:
        """Ends the way: it is where it goes."""
        if self._there < 1:
            self._there = 1.0
            self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the dimming, and a line around each thing that is lit."""
        whole = QPainterPath()
        whole.addRect(QRectF(self.rect()))
        spared = QPainterPath()
        spared.addRect(QRectF(self._spared))
        whole = whole.subtracted(spared)
        dimmed = [(whole.subtracted(_holes(boxes)), share) for boxes, share in self._layers]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if len(dimmed) == 2:  # what is outside of both is as dim as ever on the way
                (first, out), (second, coming) = dimmed
                dimmed = [
                    (first.intersected(second), out + coming),
                    (first.subtracted(second), out),
                    (second.subtracted(first), coming),
                ]
            for path, share in dimmed:
                dim = self._theme.color("window")
                dim.setAlphaF(_DIM * share)
                painter.fillPath(path, dim)
            for boxes, share in self._layers:
                line = self._theme.color("text")
                line.setAlphaF(share)
                painter.setPen(QPen(line, 2))
                painter.drawPath(_holes(boxes))  # what overlaps has one line around it

    @property
    def _layers(self) -> list[tuple[Boxes, float]]:
        """What is lit, and what was a moment ago, each with its share of what is seen."""
        layers = [(self._before, 1 - self._there), (self._boxes, self._there)]
        return [(boxes, share) for boxes, share in layers if boxes and share > 0]

    def _show(self) -> None:
        # Hiding and showing would lay the whole window out again, in a film at any moment.
        self.setGeometry(self._area if self._layers else QRect())
        self.update()


def _hole(box: QRect) -> QRectF:
    """Returns a box with a little room around it."""
    return QRectF(box).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)


def _holes(boxes: Boxes) -> QPainterPath:
    """Returns all that is lit as one path."""
    path = QPainterPath()
    for box in boxes:
        hole = QPainterPath()
        hole.addRoundedRect(_hole(box), _ROUND, _ROUND)
        path = path.united(hole)
    return path
