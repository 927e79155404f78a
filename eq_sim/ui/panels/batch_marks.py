"""The batch, ringed where the output draws its samples; from the comparison on, how wrong each is.

Where an answer is a number, a line goes from the truth to it. Where it is a class, the ring fills
as far as the probability of the true class falls short of 1.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from eq_sim.ui.models.phases import Phases
from eq_sim.ui.style.theme import Theme

RADIUS = 6.0
_TURN = 5760  # sixteenths of a degree
MOST_RINGED = 150
"""Samples of a batch that are ringed; of a larger one the followed sample alone."""


def draw_batch(
    painter: QPainter,
    theme: Theme,
    phases: Phases,
    places: Mapping[int, QPointF],
    error_end: Callable[[int, float], QPointF | None],
) -> None:
    """Rings the batch.

    Args:
        painter: on the answer.
        theme: the colours.
        phases: the step that is taken apart.
        places: where samples are drawn.
        error_end: returns where a sample would be drawn if the answer to it were true.
    """
    apart = phases.apart
    if apart is None or not phases.open:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    followed, wrong = phases.followed, phases.errors()
    many = len(apart.samples) > MOST_RINGED
    for column, sample in enumerate(apart.samples.tolist()):
        spot = places.get(sample)
        if spot is None:
            continue
        large = sample == followed
        if many and not large:
            if wrong is not None and (end := error_end(sample, phases.error(column))) is not None:
                painter.setPen(QPen(theme.color("alarm"), 0.6))
                painter.drawLine(spot, end)
            continue
        radius = RADIUS + 2.5 if large else RADIUS
        for width, color in ((3.4, "panel"), (2.2 if large else 1.3, "text")):
            painter.setPen(QPen(theme.color(color), width))
            painter.drawEllipse(spot, radius, radius)
        if wrong is None:
            continue
        end = error_end(sample, phases.error(column))
        painter.setPen(QPen(theme.color("alarm"), 3.0 if large else 2.0))
        if end is not None:
            painter.drawLine(spot, end)
            continue
        box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, 1440, -round(_TURN * phases.shortfall(column)))
