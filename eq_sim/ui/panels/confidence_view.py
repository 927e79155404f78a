"""How sure the network is, and how often it is right where it is so sure."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen

from eq_sim.language.tr import later, ptr, tr
from eq_sim.session.training.metrics import right
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.theme import font

_TENTHS = 10
_LINE, _ROW = 15.0, 22.0
_SURE = {
    "test": later("{sure:.1f} % sure on test"),
    "train": later("{sure:.1f} % sure on train"),
}
_HEADINGS = {
    "test": later("how sure the network is, on {samples:,} test samples"),
    "train": later("how sure the network is, on {samples:,} train samples"),
}


class Level(Struct, frozen=True):
    """Samples of which the network is about equally sure.

    Attributes:
        low: how sure at least, in tenths.
        samples: how many.
        right: of how many of them it is right.
    """

    low: int
    samples: int
    right: int

    @property
    def name(self) -> str:
        """Returns from where to where: "90–100 %"."""
        return f"{10 * self.low}–{10 * self.low + 10} %"


def levels_of(sure: NDArray[np.float64], hits: NDArray[np.bool_], classes: int) -> list[Level]:
    """Returns the levels from the surest down to what guessing would be.

    Args:
        sure: (samples,) the probability of the class that is said.
        hits: (samples,) whether it is right.
        classes: how many there are: none can be said with less than its share.
    """
    tenths = np.clip(np.nan_to_num(sure) * _TENTHS, 0, _TENTHS - 1).astype(np.intp)
    samples = np.bincount(tenths, minlength=_TENTHS)
    good = np.bincount(tenths, weights=hits, minlength=_TENTHS)
    least = min(_TENTHS // classes, int(tenths.min(initial=_TENTHS)))
    lows = range(_TENTHS - 1, least - 1, -1)
    return [Level(low, int(samples[low]), int(good[low])) for low in lows]


class ConfidenceView(AnswerView):
    """A bar for each level of confidence: as long as samples are in it, full where it is right."""

    def look(self) -> None:
        """Counts how sure the network is of the part that is checked on."""
        evaluation = self.session.evaluation
        test = len(evaluation.test) > 0
        answers, targets = evaluation.answers[test], evaluation.targets[test]
        self._part = "test" if test else "train"
        self._count = answers.shape[1]
        exact = answers.astype(np.float64)
        one = np.maximum(exact[0], 1 - exact[0])
        sure = one if len(exact) == 1 else exact.max(axis=0)
        hits = right(answers, targets)
        classes = len(self.session.dataset.classes)
        self.levels = levels_of(sure, hits, classes)
        self._sure, self._right = float(np.nanmean(sure)), float(hits.mean())
        self.setAccessibleDescription(". ".join([self.heading, *self.words(), self.verdict]))

    def summary(self) -> str:
        """Returns how sure it is on average."""
        return tr(_SURE[self._part], sure=100 * self._sure)

    @property
    def heading(self) -> str:
        """What the bars are of."""
        return tr(_HEADINGS[self._part], samples=self._count)

    @property
    def verdict(self) -> str:
        """How sure and how right it is, in one sentence."""
        sure, hit = 100 * self._sure, 100 * self._right
        return tr("{sure:.1f} % sure on average, {right:.1f} % right", sure=sure, right=hit)

    def words(self) -> list[str]:
        """Returns what each bar says: how many samples, and how many of them are right."""
        return [
            tr(
                "{level}: {right:,} of {samples:,} right",
                level=level.name,
                right=level.right,
                samples=level.samples,
            )
            for level in self.levels
        ]

    def draw(self, painter: QPainter) -> None:
        """Draws a bar for each level."""
        theme = self.theme
        metrics = QFontMetricsF(font("tick"))
        painter.setFont(font("tick"))
        painter.setPen(theme.color("muted"))
        heading = metrics.elidedText(self.heading, Qt.TextElideMode.ElideRight, self.wide)
        painter.drawText(QRectF(0, 0, self.wide, _LINE), Qt.AlignmentFlag.AlignCenter, heading)
        left = metrics.horizontalAdvance("90–100 %") + 12
        told = [
            tr("{right:,} of {samples:,}", right=level.right, samples=level.samples)
            for level in self.levels
        ]
        aside = max(metrics.horizontalAdvance(words) for words in told) + 10
        most = max(1, *(level.samples for level in self.levels))
        room = self.wide - left - aside
        high = min(_ROW, (self.high - 2 * _LINE - 8) / len(self.levels))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for number, (level, words) in enumerate(zip(self.levels, told, strict=True)):
            y = _LINE + 4 + number * high
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(0, y, left - 6, high), side, level.name)
            painter.drawText(QRectF(left + room, y, aside - 2, high), side, words)
            whole = QRectF(left, y + 2, room * level.samples / most, high - 4)
            good = QRectF(whole)
            good.setWidth(room * level.right / most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(QRectF(left, y + 2, room, high - 4), theme.color("strip"))
            painter.fillRect(whole, QBrush(theme.color("alarm"), Qt.BrushStyle.BDiagPattern))
            painter.fillRect(good, theme.color("muted"))
            if level.samples:
                painter.setPen(QPen(theme.color("text"), 1.0))
                painter.drawLine(whole.topLeft(), whole.bottomLeft())
        painter.setFont(font("small"))
        painter.setPen(theme.color("text"))
        y = _LINE + 4 + len(self.levels) * high + 4
        foot = QRectF(0, y, self.wide, _LINE)
        words = QFontMetricsF(painter.font()).elidedText(
            self.verdict, Qt.TextElideMode.ElideRight, self.wide
        )
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)
        self._key(painter, y + _LINE + 2)

    def _key(self, painter: QPainter, top: float) -> None:
        """Says what full and hatched bars are, where there is room."""
        if top + _LINE > self.high:
            return
        metrics, x = QFontMetricsF(painter.font()), self.wide / 2 - 50
        alarm = QBrush(self.theme.color("alarm"), Qt.BrushStyle.BDiagPattern)
        muted = QBrush(self.theme.color("muted"))
        for words, brush in ((ptr("answers", "right"), muted), (ptr("answers", "wrong"), alarm)):
            painter.fillRect(QRectF(x, top + 3, 12, 10), brush)
            painter.setPen(self.theme.color("muted"))
            painter.drawText(QPointF(x + 16, top + _LINE - 3), words)
            x += 30 + metrics.horizontalAdvance(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ends what is typed elsewhere, and chooses nothing."""
        end_typing()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing here is asked about."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key means anything here."""
        event.ignore()
