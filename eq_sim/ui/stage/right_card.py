"""How many answers are right, large, and a mark for each of them: one sees which are wrong."""

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.ui.models.right_answers import RightAnswers, RightNow
from eq_sim.ui.stage.painted_card import (
    BIG,
    HEADING,
    SECOND,
    SMALL,
    PaintedCard,
    fitting,
    high,
    wide,
)
from eq_sim.ui.window.panel_spec import PanelModels

_WIDE = 1.9  # of a card's height: from there on the marks stand beside the numbers
_BESIDE = 0.36  # of the room, for the numbers then
_DOT, _CROSS = 0.2, 0.36  # of the place of a mark: half of what it is wide


class RightCard(PaintedCard):
    """The share of right answers, and a dot for each that is right, a cross for each that is not.

    Args:
        models: whose answers.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._model = RightAnswers(models.session)
        self.say(self.now.words)
        self._name()

    @property
    def now(self) -> RightNow:
        """What is shown."""
        return self._model.now

    def refresh(self) -> None:
        """Shows the answers of the knobs as they stand, if one has changed."""
        if self._model.refresh():
            self.say(self.now.words)
            self._name()
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self.say(self.now.words)
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self.now.heading)

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the numbers, and the marks below them or beside them."""
        left, marks = QRectF(room), QRectF(room)
        beside = self.width() > _WIDE * self.height()
        if beside:
            left.setWidth(_BESIDE * room.width())
            marks.setLeft(left.right() + 0.03 * room.width())
        below = self._draw_numbers(painter, left)
        if not beside:
            marks.setTop(below)
        self._draw_marks(painter, marks)

    def _draw_numbers(self, painter: QPainter, room: QRectF) -> float:
        """Writes how many are right and wrong; returns where that ends."""
        now, picture, most = self.now, self.picture, room.height()
        x, y = room.left(), room.top()
        heading = now.heading
        face = fitting(heading, min(HEADING * picture, 0.12 * most), room.width())
        y += self.write(painter, heading, "muted", face, x, y)
        widest = fitting(local("99.9 %"), min(BIG * picture, 0.3 * most), room.width(), mono=True)
        y += self.write(painter, now.share, "text", widest, x, y)
        letters = min(SECOND * picture, 0.16 * most)
        face = fitting(now.counted, min(0.7 * letters, room.width()), room.width(), mono=True)
        y += self.write(painter, now.counted, "text", face, x, y)
        legend = tr("{count:,} wrong", count=now.wrong)
        face = fitting(f"× {legend}", min(SMALL * picture, 0.1 * most), room.width())
        side = high(face)
        self._cross(painter, x + side / 2, y + side / 2, 0.34 * side)
        self.write(painter, legend, "text", face, x + wide("× ", face) + 0.4 * side, y)
        return y + 1.4 * side

    def _draw_marks(self, painter: QPainter, room: QRectF) -> None:
        """Draws a dot for each right answer, a cross for each wrong one."""
        hits = self.now.hits
        if not hits.size or room.height() < 8 or room.width() < 8:
            return
        columns = max(1, math.ceil(math.sqrt(hits.size * room.width() / room.height())))
        rows = math.ceil(hits.size / columns)
        side = min(room.width() / columns, room.height() / rows)
        left = room.left() + (room.width() - side * columns) / 2
        top = room.top() + (room.height() - side * rows) / 2
        for place, hit in enumerate(hits.tolist()):
            row, column = divmod(place, columns)
            x, y = left + (column + 0.5) * side, top + (row + 0.5) * side
            if hit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.theme.color("muted"))
                painter.drawEllipse(
                    QRectF(x - _DOT * side, y - _DOT * side, 2 * _DOT * side, 2 * _DOT * side)
                )
            else:
                self._cross(painter, x, y, _CROSS * side)

    def _cross(self, painter: QPainter, x: float, y: float, arm: float) -> None:
        painter.setPen(QPen(self.theme.color("alarm"), max(1.5, 0.55 * arm)))
        for way in (1, -1):
            painter.drawLine(QLineF(x - arm, y - way * arm, x + arm, y + way * arm))
