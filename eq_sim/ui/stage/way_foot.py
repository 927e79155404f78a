"""The numbers under the way from A to B: what its ends are, and large what the marker is at."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from eq_sim.ui.stage.lines import Line, draw_lines, size_of
from eq_sim.ui.stage.way_places import WayPlaces
from eq_sim.ui.style.theme import Theme

_SMALL, _NAME, _BIG = 1 / 34, 0.042, 0.08  # of the picture's height
_END = 0.24  # of the width, that an end's number takes at most


@dataclass(frozen=True)
class WayFoot:
    """Draws the numbers.

    Attributes:
        painter: draws.
        theme: the colours.
        places: where the way is.
        high: the height of the picture that it is in.
    """

    painter: QPainter
    theme: Theme
    places: WayPlaces
    high: float

    def draw_end(self, share: float, name: str, loss: str) -> None:
        """Writes what an end of the way is.

        Args:
            share: 0 or 1.
            name: "A" or "B".
            loss: the train loss there.
        """
        lines = self._end(name, loss)
        k = self._fits(lines)
        wide, foot = size_of(lines, k)[0], self.places.foot
        centre = self.places.spot(share, 0.0).x()
        centre = min(max(centre, foot.left() + wide / 2), foot.right() - wide / 2)
        draw_lines(self.painter, self.theme, lines, QPointF(centre, foot.top()), k, align=0.5)

    def draw_marker(self, share: float, name: str, loss: str, left: str, right: str) -> None:
        """Writes where the marker is and, large, the train loss there: clear of both ends.

        Args:
            share: where it is.
            name: what that is called.
            loss: the train loss there.
            left: the train loss that is written at A; empty where nothing is.
            right: the train loss that is written at B.
        """
        foot, gap = self.places.foot, 0.8 * _SMALL * self.high
        free = [foot.left(), foot.right()]
        if self.places.stacked:
            foot = foot.adjusted(0, foot.height() / 2, 0, 0)
            left = right = ""
        if left:
            free[0] = max(free[0], self._edge(0.0, "A", left) + gap)
        if right:
            free[1] = min(free[1], self._edge(1.0, "B", right) - gap)
        word = Line(name, _NAME * self.high, bold=True)
        value = Line(loss, _BIG * self.high, number=True)
        whole = word.width() + gap + value.width()
        k = min(1.0, (free[1] - free[0]) / whole, foot.height() / value.height())
        x = self.places.spot(share, 0.0).x()
        begin = x - (word.width() + gap / 2) * k  # the marker's line comes down between both
        begin = max(min(begin, free[1] - whole * k), free[0])
        lower = foot.top() + 0.5 * (value.height(k) - word.height(k)) + 0.09 * value.height(k)
        draw_lines(self.painter, self.theme, [word], QPointF(begin, lower), k)
        at = QPointF(begin + (word.width() + gap) * k, foot.top())
        draw_lines(self.painter, self.theme, [value], at, k)

    def _end(self, name: str, loss: str) -> list[Line]:
        small = Line(loss, _SMALL * self.high, "muted", number=True)
        return [Line(name, _NAME * self.high, bold=True), small]

    def _fits(self, lines: list[Line]) -> float:
        foot = self.places.foot
        wide, tall = size_of(lines)
        high = foot.height() / (2 if self.places.stacked else 1)
        return min(1.0, _END * foot.width() / wide, high / tall)

    def _edge(self, share: float, name: str, loss: str) -> float:
        """Returns the inner edge of what is written at an end."""
        lines, foot = self._end(name, loss), self.places.foot
        wide = size_of(lines, self._fits(lines))[0]
        centre = self.places.spot(share, 0.0).x()
        centre = min(max(centre, foot.left() + wide / 2), foot.right() - wide / 2)
        return centre + (wide / 2 if share == 0 else -wide / 2)
