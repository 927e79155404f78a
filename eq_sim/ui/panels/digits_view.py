"""A sheet of pictures from the test part, each with the network's answer and how sure it is."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.language.tr import tr
from eq_sim.session.training.metrics import right
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.asked import right_on
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.theme import TEXT_SIZES, font

_LEAST, _FOOT, _GAP = 46.0, 18.0, 8.0
_SHARE = 0.15  # of the picture's size, for one of its digits: much room makes them larger
_ROOMY, _GROWTH = 1.25, 1.4  # times the least from which on the words grow, and how fast
_MOST = 60


class DigitsView(AnswerView):
    """Always the same pictures of this split, so that one can see an answer change."""

    shows = View.IMAGES
    _inked = -1

    def forget(self) -> None:
        """Inks the pictures anew."""
        self._inked = -1
        super().forget()

    def summary(self) -> str:
        """Returns how many of the whole part are right."""
        which, answers, targets = self._part()
        hits = int(right(answers, targets).sum())
        return right_on(hits, answers.shape[1], which)

    def look(self) -> None:
        """Takes the answers to the pictures that there may be room for."""
        session, evaluation = self.session, self.session.evaluation
        _, answers, targets = self._part()
        answers, targets = answers[:, :_MOST], targets[:, :_MOST]
        with np.errstate(invalid="ignore"):
            self._said, self._sure = answers.argmax(axis=0), answers.max(axis=0).clip(0, 1)
        self._hits, self._are = right(answers, targets), targets.argmax(axis=0)
        self._places = (evaluation.test if len(evaluation.test) else evaluation.train)[:_MOST]
        self._dataset, self._structure = session.dataset, session.structure

    def draw(self, painter: QPainter) -> None:
        """Draws the sheet."""
        dataset, theme = self._dataset, self.theme
        if self._inked != self._structure:
            self._inked = self._structure
            self._ink_pictures()
        said, sure, hits, truth = self._said, self._sure, self._hits, self._are
        columns, rows, cell = self._grid()
        grown = self._grown(cell)
        side, foot_high = cell - _GAP, _FOOT * grown
        shown = range(min(columns * rows, len(hits)))
        across, down = self.wide / columns, self.high / rows
        centers = [
            QPointF((k % columns + 0.5) * across, (k // columns) * down + _GAP / 2 + side / 2)
            for k in shown
        ]
        self.offer(centers, self._places[: len(shown)].tolist(), side / 2 + 4)
        image = dataset.seen.image
        height = image[0] if image else 1
        for place in range(min(columns * rows, len(hits))):
            row, column = divmod(place, columns)
            x = (column + 0.5) * self.wide / columns - side / 2
            y = row * self.high / rows + _GAP / 2
            box = QRectF(x, y, side, side)
            source = QRectF(0, place * height, self._sheet.width(), height)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(box, self._sheet, source)
            name = dataset.classes_said[said[place]]
            color = "text" if hits[place] else "alarm"
            if not hits[place]:
                self._cross(painter, box, grown)
            painter.setPen(theme.color(color))
            painter.setFont(font(TEXT_SIZES["body"] * grown, bold=True, mono=True))
            foot = QRectF(x, y + side, side, foot_high)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(foot, left, name)
            painter.setFont(font(TEXT_SIZES["tick"] * grown, mono=True))
            painter.setPen(theme.color("muted" if hits[place] else "alarm"))
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            words = f"{100 * float(sure[place]):.0f}%"
            painter.drawText(foot, end, words)
            if not hits[place]:
                self._truth(painter, box, dataset.classes_said[truth[place]], grown)

    def _truth(self, painter: QPainter, box: QRectF, name: str, grown: float) -> None:
        """Writes into a wrong picture what it really is; the name alone where that has room."""
        words, metrics, aside = tr("is {name}", name=name), painter.fontMetrics(), 4 * grown
        if metrics.horizontalAdvance(words) + aside > box.width() - 2:
            words = name
        wide = metrics.horizontalAdvance(words) + aside
        high = 14 * grown  # the cross is at the top
        tag = QRectF(box.left() + 2, box.bottom() - high - 2, wide, high)
        painter.fillRect(tag, self.theme.color("panel"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _cross(self, painter: QPainter, box: QRectF, grown: float) -> None:
        """A wrong answer has a frame and a cross in the corner: not colour alone."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("alarm"), 2.0 * grown))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        corner = QPointF(box.right() - 8 * grown, box.top() + 8 * grown)
        arm = 3.5 * grown
        for way in (1, -1):
            offset = QPointF(arm, arm * way)
            painter.drawLine(corner - offset, corner + offset)

    def _grid(self) -> tuple[int, int, float]:
        """Returns columns, rows and a picture's side with its gap.

        As many as can be read; where there is much room, as on a stage, fewer and larger ones.
        """
        least = max(_LEAST + _GAP, _SHARE * math.sqrt(self.wide * self.high))
        columns = max(3, int(self.wide // least))
        cell = self.wide / columns
        rows = max(1, round(self.high / (cell + _FOOT * self._grown(cell))))
        each = self.high / rows
        foot = _FOOT * self._grown(min(cell, each - _FOOT))
        return columns, rows, min(cell, each - foot)

    def _grown(self, cell: float) -> float:
        """Returns how many times larger the words below a picture are than below the least."""
        return 1 + _GROWTH * max(0.0, cell / (_LEAST + _GAP) - _ROOMY)

    def _part(self) -> tuple[str, np.ndarray, np.ndarray]:
        evaluation = self.session.evaluation
        test = len(evaluation.test) > 0
        answers, targets = evaluation.answers[test], evaluation.targets[test]
        return ("test" if test else "train"), answers, targets

    def _ink_pictures(self) -> None:
        seen, places = self._dataset.seen, self._places
        rows, columns = seen.image or (1, len(seen.columns))
        ground, ink = self.theme.color("track"), self.theme.color("text")
        pixels = mixed(ground, ink, seen.inputs[:, places].T)
        self._pixels = pixels.reshape(len(places) * rows, columns)
        self._sheet = image_over(self._pixels)
