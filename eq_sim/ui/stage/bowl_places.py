"""The loss along a knob as points of a card: its curve, its numbers, and room for words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPolygonF

from eq_sim.ui.models.along_span import Span
from eq_sim.ui.models.knob_way import Stretch
from eq_sim.ui.panels.frame import axis_ticks

NEAR, ANYWHERE = (1.0, 1.5, 2.2), (1.0, 1.6, 2.4, 3.4, 5.0, 7.0, 9.0, 12.0)
"""How far words may stand from what they are about, in the distance that they keep from it."""

_FAR = 1e5  # pixels: what is not finite lies there
_ALONG = 60  # points of a straight line where it is looked for the same
_DENSE = 6  # points between two of the curve where it is looked whether words would lie on it


class BowlPlaces:
    """From values and losses to points of a rectangle.

    Args:
        area: the rectangle.
        span: what it shows.
        values: (points,) of the knob, rising.
        losses: (points,) there.
        apart: how far words stay away from the curve.
    """

    def __init__(
        self,
        area: QRectF,
        span: Span,
        values: NDArray[np.float64],
        losses: NDArray[np.float64],
        apart: float,
    ) -> None:
        self.area, self.span = area, span
        self._values, self._losses = values, losses
        self._apart = apart
        share = np.linspace(0, len(values) - 1, (len(values) - 1) * _DENSE + 1)
        dense = np.interp(share, np.arange(len(values)), values)
        self._across = self.x(dense)
        self._up = self.y(np.interp(dense, values, np.nan_to_num(losses, nan=np.inf)))
        self._lines = np.empty((2, 0))
        self._taken: list[QRectF] = []

    def x(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how far right values are."""
        span, area = self.span, self.area
        with np.errstate(over="ignore", invalid="ignore"):
            x = area.left() + (values - span.left) / (span.right - span.left) * area.width()
        return np.nan_to_num(x, nan=_FAR, posinf=_FAR, neginf=-_FAR).clip(-_FAR, _FAR)

    def y(self, losses: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how far down losses are."""
        span, area = self.span, self.area
        with np.errstate(over="ignore", invalid="ignore"):
            y = area.bottom() - (losses - span.bottom) / (span.top - span.bottom) * area.height()
        return np.nan_to_num(y, nan=-_FAR, posinf=_FAR, neginf=-_FAR).clip(-_FAR, _FAR)

    def point(self, value: float, loss: float) -> QPointF:
        """Returns where a value and a loss are."""
        x, y = self.x(np.array([value])), self.y(np.array([loss]))
        return QPointF(float(x[0]), float(y[0]))

    def loss_at(self, value: float) -> float:
        """Returns the loss at a value, by the curve."""
        return float(np.interp(value, self._values, self._losses))

    def on_curve(self, value: float) -> QPointF:
        """Returns where the curve is at a value."""
        return self.point(value, self.loss_at(value))

    def curve(self, stretch: Stretch, here: tuple[float, float]) -> QPolygonF:
        """Returns a stretch of the curve; it goes exactly through where the knob stands.

        Args:
            stretch: from which value to which.
            here: (value, loss) where the knob stands.
        """
        low, high = stretch
        inside = (self._values > low) & (self._values < high)
        values = np.concatenate([[low], self._values[inside], [high]])
        losses = np.concatenate([[self.loss_at(low)], self._losses[inside], [self.loss_at(high)]])
        if low <= here[0] <= high:
            place = int(np.searchsorted(values, here[0]))
            values = np.insert(values, place, here[0])
            losses = np.insert(losses, place, here[1])
        across, up = self.x(values).tolist(), self.y(losses).tolist()
        return QPolygonF([QPointF(a, b) for a, b in zip(across, up, strict=True)])

    def value_ticks(self, most: int) -> list[float]:
        """Returns round values along the bottom."""
        return axis_ticks(self.span.left, self.span.right, most)

    def loss_ticks(self, most: int) -> list[float]:
        """Returns round losses up the side."""
        return axis_ticks(max(self.span.bottom, 0.0), self.span.top, most)

    # Room

    def free(self, box: QRectF) -> bool:
        """Whether a rectangle lies on neither the curve nor anything that was placed."""
        if not self.area.contains(box) or any(box.intersects(one) for one in self._taken):
            return False
        near = box.adjusted(-self._apart, -self._apart, self._apart, self._apart)
        inside = (self._across > near.left()) & (self._across < near.right())
        inside &= (self._up > near.top()) & (self._up < near.bottom())
        if inside.any():
            return False
        x, y = self._lines
        crossed = (x > box.left()) & (x < box.right()) & (y > box.top()) & (y < box.bottom())
        return not bool(crossed.any())

    def take_lines(self, points: Sequence[tuple[QPointF, QPointF]]) -> None:
        """Keeps straight lines free of words from here on, as far as they are in the rectangle."""
        share = np.linspace(0.0, 1.0, _ALONG)
        ends = np.array([[a.x(), b.x(), a.y(), b.y()] for a, b in points]).reshape(-1, 4)
        across = ends[:, :1] + (ends[:, 1:2] - ends[:, :1]) * share
        up = ends[:, 2:3] + (ends[:, 3:] - ends[:, 2:3]) * share
        self._lines = np.stack([across.ravel(), up.ravel()])

    def give_up_lines(self) -> None:
        """Lets words stand on straight lines from here on: they have a ground of their own."""
        self._lines = np.empty((2, 0))

    def take(self, box: QRectF) -> None:
        """Keeps a rectangle free of words from here on."""
        self._taken.append(box)

    def beside(
        self,
        at: QPointF,
        size: QSizeF,
        ways: Sequence[tuple[float, float]],
        fars: Sequence[float] = NEAR,
    ) -> QRectF | None:
        """Places words beside a point; None where there is no room.

        Args:
            at: the point.
            size: of the words.
            ways: the directions that are tried, in order.
            fars: the distances that they are tried at, from near to far.
        """
        for far in fars:
            for across, up in ways:
                reach = self._apart * far
                x = at.x() + across * (reach + size.width() / 2)
                y = at.y() - up * (reach + size.height() / 2)
                box = QRectF(x - size.width() / 2, y - size.height() / 2,
                             size.width(), size.height())  # fmt: skip
                if self.free(box):
                    self.take(box)
                    return box
        return None

    def above(self, at: QPointF, size: QSizeF) -> QRectF | None:
        """Places words over a point, from where a line leads down to it."""
        for share in (0.22, 0.3, 0.15, 0.4, 0.5, 0.6, 0.1):
            y = at.y() - share * self.area.height() - size.height()
            for aside in (0.0, -0.3, 0.3):
                x = at.x() - size.width() * (0.5 - aside)
                box = QRectF(x, y, size.width(), size.height())
                line = QRectF(at.x() - 1, box.bottom(), 2, max(0.0, at.y() - box.bottom()))
                crossed = any(line.intersects(one) for one in self._taken)
                if not crossed and self.free(box):
                    self.take(box)
                    self.take(line)
                    return box
        return None

    def inset(self, shape: float, least: float) -> QRectF | None:
        """Places a picture where it covers no curve, as large as it can be; None for no room.

        Args:
            shape: its width over its height.
            least: its least width.
        """
        area = self.area
        for share in (0.5, 0.45, 0.4, 0.35, 0.3, 0.26):
            wide = min(share * area.width(), 0.55 * area.height() * shape)
            if wide < least:
                return None
            high = wide / shape
            top = area.top() + 0.03 * area.height()
            middle = area.left() + (area.width() - wide) / 2
            for aside in (0.0, 0.06, -0.06, 0.12, -0.12, 0.2, -0.2, 0.25, -0.25):
                box = QRectF(middle + aside * area.width(), top, wide, high)
                if self.free(box):
                    self.take(box)
                    return box
        return None
