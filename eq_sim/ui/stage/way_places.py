"""Where everything stands on the card of the way from A to B: no words where the curve can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF, QRectF

from eq_sim.ui.stage.lines import Line, fitting, size_of

_PAD, _GAP, _FOOT = 0.03, 0.018, 0.1  # of the picture's height
_WIDE = 1.6  # width over height, from which on words stand beside the plot
_BESIDE, _ABOVE, _BELOW = 0.2, 0.32, 0.3  # of the room, that words take at most
_MARK, _OF_ROOM = 0.0187, 0.05  # half of the marker: of the picture's height, of the room at most
_NARROW = 0.85  # of the picture's height: a narrower foot has the marker's number below the ends'


@dataclass(frozen=True)
class WayPlaces:
    """Where things stand.

    Attributes:
        plot: between the baseline and the highest loss.
        foot: below it, for the numbers of A, B and the marker.
        heading: where the heading begins.
        legend: where it is said what the dashed line is: its left edge, and its middle beside the
            plot or its top above it.
        beside: whether words stand beside the plot.
        stacked: whether the marker's number stands below those of the ends, for want of width.
        share: of their size, at which these words fit.
        gap: between things.
        mark: half of the marker's width.
        top: the loss at the plot's upper edge.
    """

    plot: QRectF
    foot: QRectF
    heading: QPointF
    legend: QPointF
    beside: bool
    stacked: bool
    share: float
    gap: float
    mark: float
    top: float

    @classmethod
    def of(
        cls,
        card: QRectF,
        high: float,
        top: float,
        heading: Sequence[Line],
        legend: Sequence[Line],
    ) -> "WayPlaces":
        """Returns the places on a card.

        Args:
            card: the whole of it.
            high: the height of the picture that the card is in.
            top: the highest loss on the scale.
            heading: the heading's lines.
            legend: what is said of the dashed line.
        """
        pad = min(_PAD * high, 0.07 * min(card.width(), card.height()))
        room = card.adjusted(pad, pad, -pad, -0.6 * pad)
        beside = is_beside(card)
        gap = min(_GAP * high, 0.04 * room.width())
        stacked = not beside and room.width() < _NARROW * high
        foot = min((2 if stacked else 1) * _FOOT * high, _BELOW * room.height())
        mark = min(_MARK * high, _OF_ROOM * min(room.width(), room.height()))
        if beside:
            wide = _BESIDE * room.width()
            share = min(fitting(lines, wide, 0.8 * room.height()) for lines in (heading, legend))
            left = size_of(heading, share)[0] + gap
            right = size_of(legend, share)[0] + gap
            plot = room.adjusted(left, 0, -right, -foot - gap)
            level = QPointF(plot.right() + gap, 0.0)
        else:
            both = [*heading, *legend]
            share = fitting(both, room.width() - 2 * gap, _ABOVE * room.height())
            head = size_of(heading, share)[1]
            plot = room.adjusted(0, size_of(both, share)[1] + mark, 0, -foot - gap)
            level = QPointF(room.left(), room.top() + head)
        below = QRectF(plot.left(), plot.bottom() + gap, plot.width(), foot)
        return cls(
            plot, below, room.topLeft(), level, beside, stacked, share, gap, mark, top
        )  # fmt: skip

    def spot(self, share: float, loss: float) -> QPointF:
        """Returns where a loss is at a share of the way; what is off the scale, at its end."""
        plot = self.plot
        x = plot.left() + self._inset + share * (plot.width() - 2 * self._inset)
        level = min(max(loss / self.top, 0.0), 1.0) if isfinite(loss) else 1.0
        return QPointF(x, plot.bottom() - level * plot.height())

    def share_at(self, point: QPointF) -> float:
        """Returns which share of the way is nearest to a point."""
        wide = max(1.0, self.plot.width() - 2 * self._inset)
        return min(max((point.x() - self.plot.left() - self._inset) / wide, 0.0), 1.0)

    @property
    def _inset(self) -> float:
        """From the plot's edges to A and to B."""
        return 1.6 * self.mark


def is_beside(card: QRectF) -> bool:
    """Whether a card has room for words beside its plot."""
    return card.width() >= _WIDE * card.height()
