"""Which classes the network takes for which: what samples are, row by row, and what it says."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.training.metrics import right
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.asked import right_on, sample_name, sample_words
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.numbers import count
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import font

_ROW, _WIDEST = 24.0, 74.0  # of a line of the matrix at most, and of a cell
_LOW = 13.0
_LINE = 15.0
_WORDS = 3  # lines below the matrix
_PICTURE = 46.0
_HEADS = {
    "test": later("the network says, on {samples:,} test samples"),
    "train": later("the network says, on {samples:,} train samples"),
}

Cell = tuple[int, int]
"""What samples are, and what the network says: places among the classes."""


def said_classes(answers: NDArray[np.floating]) -> NDArray[np.intp]:
    """Returns (samples,) the class that each of (outputs, samples) answers says."""
    if len(answers) == 1:
        return np.asarray(answers[0] >= 0.5, dtype=np.intp)
    return np.asarray(answers.argmax(axis=0))


class ConfusionView(AnswerView):
    """The confusion matrix of the part that is checked on, or of all where nothing is held out.

    A click on a cell chooses the first sample in it, another click the next one.
    """

    def look(self) -> None:
        """Counts how often each class is said of each."""
        evaluation, dataset = self.session.evaluation, self.session.dataset
        test = len(evaluation.test) > 0
        answers, targets = evaluation.answers[test], evaluation.targets[test]
        self._part = "test" if test else "train"
        self._places = evaluation.test if test else evaluation.train
        self._dataset, self._classes = dataset, dataset.classes_said
        self._are, self._said = said_classes(targets), said_classes(answers)
        classes = len(self._classes)
        pairs = np.bincount(self._are * classes + self._said, minlength=classes**2)
        self.counts = pairs.reshape(classes, classes)
        self._right = int(right(answers, targets).sum())
        self.cell: Cell | None = getattr(self, "cell", None)
        if self.cell is not None and max(self.cell) >= classes:
            self.cell = None

    def summary(self) -> str:
        """Returns how many are right, of which part."""
        return right_on(self._right, len(self._places), self._part)

    # Where everything is

    def _grid(self) -> tuple[float, float, float, float]:
        """Returns the left and top edge of the cells, and their width and height."""
        classes = self._classes
        metrics = QFontMetricsF(font("tick"))
        left = 10 + max(metrics.horizontalAdvance(tr("is {name}", name=name)) for name in classes)
        top = 2 * _LINE + 2
        wide = min(_WIDEST, (self.wide - left - 4) / len(classes))
        room = self.high - top - 4 - _WORDS * _LINE
        return left, top, wide, max(_LOW, min(_ROW, room / len(classes)))

    def box_of(self, cell: Cell) -> QRectF:
        """Returns where a cell is on the picture, in its logical pixels."""
        left, top, wide, high = self._grid()
        return QRectF(left + cell[1] * wide, top + cell[0] * high, wide, high)

    def _cell_at(self, point: QPointF) -> Cell | None:
        if not self._looked:
            return None
        left, top, wide, high = self._grid()
        row, column = int((point.y() - top) // high), int((point.x() - left) // wide)
        inside = 0 <= row < len(self._classes) and 0 <= column < len(self._classes)
        return (row, column) if inside else None

    # What is in a cell

    def samples_in(self, cell: Cell) -> list[int]:
        """Returns the samples that are counted in a cell, by their places in the data."""
        mine = (self._are == cell[0]) & (self._said == cell[1])
        return [int(place) for place in self._places[mine]]

    def words(self) -> list[str]:
        """Returns what the chosen cell counts, and which of its samples is chosen."""
        if self.cell is None:
            return [tr("Click a cell: its samples, one after the other.")]
        row, column = self.cell
        number = int(self.counts[row, column])
        counted = ntr(
            "is {name}, the network says {said}: {count:,} sample",
            "is {name}, the network says {said}: {count:,} samples",
            number,
            name=self._classes[row],
            said=self._classes[column],
        )
        lines = [counted]
        samples = self.samples_in(self.cell)
        if self.picked.sample in samples:
            _, says = sample_words(self.session, self.picked.sample)
            which = tr(
                "{place:,} of {number:,}: {sample}",
                place=samples.index(self.picked.sample) + 1,
                number=number,
                sample=sample_name(self.session, self.picked.sample),
            )
            lines += [which, says]
        return lines

    def _choose(self, cell: Cell) -> None:
        """Chooses the first sample of a cell, or the next one of the cell that is chosen."""
        samples = self.samples_in(cell)
        again = cell == self.cell
        self.cell = cell
        if samples:
            now = samples.index(self.picked.sample) if self.picked.sample in samples else -1
            self.picked.choose(samples[(now + 1) % len(samples) if again else 0])
        self.setAccessibleDescription(". ".join(self.words()))
        self.update()
        self.chose.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses a sample of the cell under the pointer."""
        end_typing()
        cell = self._cell_at(event.position() / current().scale)
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._choose(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows that a cell can be clicked."""
        over = self._cell_at(event.position() / current().scale) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, Enter and Space to its next sample."""
        keys, last = Qt.Key, len(self.session.dataset.classes) - 1
        moves = {
            keys.Key_Left: (0, -1),
            keys.Key_Right: (0, 1),
            keys.Key_Up: (-1, 0),
            keys.Key_Down: (1, 0),
        }
        if not self._looked:
            event.ignore()
        elif event.key() in moves:
            down, across = moves[Qt.Key(event.key())]
            row, column = self.cell or (0, 0)
            if self.cell is not None:
                row, column = min(max(0, row + down), last), min(max(0, column + across), last)
            self._choose_first((row, column))
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and self.cell:
            self._choose(self.cell)
        elif event.key() == keys.Key_Escape and self.cell is not None:
            self.cell = None
            self.picked.choose(None)
            self.update()
            self.chose.emit()
        else:
            event.ignore()

    def _choose_first(self, cell: Cell) -> None:
        self.cell = None
        self._choose(cell)

    # Drawing

    def draw(self, painter: QPainter) -> None:
        """Draws the matrix, and below it what is chosen."""
        left, top, wide, high = self._grid()
        classes, theme = self._classes, self.theme
        center = Qt.AlignmentFlag.AlignCenter
        metrics = QFontMetricsF(font("tick"))
        painter.setFont(font("tick"))
        painter.setPen(theme.color("muted"))
        head = QRectF(0, 0, self.wide, _LINE)
        words = tr(_HEADS[self._part], samples=len(self._places))
        painter.drawText(head, center, words)
        for place, name in enumerate(classes):
            painter.setFont(font("tick"))
            painter.setPen(theme.color("muted"))
            over = QRectF(left + place * wide, _LINE, wide, _LINE)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(over, center, shown)
            beside = QRectF(2, top + place * high, left - 6, high)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(beside, side, tr("is {name}", name=name))
        size = "small" if high >= _LINE else "tick"
        for row in range(len(classes)):
            for column in range(len(classes)):
                self._draw_cell(painter, (row, column), size)
        below = top + len(classes) * high + 4
        self._draw_words(painter, below)

    def _draw_cell(self, painter: QPainter, cell: Cell, size: str) -> None:
        theme, number = self.theme, int(self.counts[cell])
        box = self.box_of(cell).adjusted(1, 1, -1, -1)
        wrong = cell[0] != cell[1] and number > 0
        painter.setPen(QPen(theme.color("alarm"), 1.3) if wrong else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("strip"))
        painter.drawRoundedRect(box, 3, 3)
        if cell == self.cell:
            painter.setPen(QPen(theme.color("text"), 2.0))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.color("text" if number else "muted"))
        painter.setFont(font(size, bold=cell[0] == cell[1], mono=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, count(number))

    def _draw_words(self, painter: QPainter, top: float) -> None:
        painter.setFont(font("small"))
        metrics = QFontMetricsF(painter.font())
        left, sample, image = 4.0, self.picked.sample, self._dataset.seen.image
        chosen = self.cell is not None and sample in self.samples_in(self.cell)
        if image and chosen and sample is not None:
            side = min(_PICTURE, self.high - top - 2)
            ground, ink = self.theme.color("track"), self.theme.color("text")
            pixels = mixed(ground, ink, self._dataset.seen.inputs[:, sample].reshape(image))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(QRectF(left, top, side, side), image_over(pixels))
            left += side + 8
        painter.setPen(self.theme.color("text"))
        for number, line in enumerate(self.words()):
            row = QRectF(left, top + number * _LINE, self.wide - left, _LINE)
            if row.bottom() > self.high:
                break
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)

    def _ring(self, painter: QPainter) -> None:
        """Rings nothing: no sample has a place here."""
