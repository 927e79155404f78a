"""Several measurements, several classes: a map of two measurements, and the mistakes."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGridLayout

from eq_sim.data.dataset import View
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.training.metrics import right
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.asked import right_on
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.confusion_view import said_classes
from eq_sim.ui.panels.curve_view import SMALL
from eq_sim.ui.panels.frame import LEFT, Frame, axis, shown_of
from eq_sim.ui.panels.shapes import draw_class
from eq_sim.ui.panels.standing_points import StandingPoints
from eq_sim.ui.style.theme import Theme, font

_ROW = 17.0
_MARK = 24.0  # a shape in the key, and the gap to the next
_SAYS = {
    "test": later("the network says, on test"),
    "train": later("the network says, on train"),
}
_WRONG, _MORE = -1, -2  # among the kinds of the key
_LOWEST = 60.0  # of a frame in which points can be told apart
_MOST = 1000  # points of a part that are drawn; more would hide each other, and take long


class TableView(AnswerView):
    """Each sample by two measurements; its class is its shape, a wrong answer has a ring.

    Below it the confusion matrix: what they are, and what the network says.
    """

    shows = View.TABLE

    def __init__(
        self, session: Answering, theme: Theme, surface: Surface, picked: ChosenSample
    ) -> None:
        super().__init__(session, theme, surface, picked)
        self._points = StandingPoints()
        self.chosen = [ChoiceBox(), ChoiceBox()]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setRowStretch(0, 1)
        called = (tr("Measurement across"), tr("Measurement up"))
        tips = (tr("The measurement shown across →"), tr("The measurement shown up ↑"))
        for column, box in enumerate(self.chosen):
            box.setAccessibleName(called[column])
            box.setToolTip(tips[column])
            box.activated.connect(lambda _: self._choose())
            alignment = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            grid.addWidget(box, 1, column, alignment)
        self._fill()

    def rescale(self) -> None:
        """Takes up words of another size."""
        for box in self.chosen:
            box.hug()
        super().rescale()

    def forget(self) -> None:
        """Makes the points anew."""
        self._points.forget()
        super().forget()

    def summary(self) -> str:
        """Returns how many of the whole part are right."""
        which, answers, targets = self._part()
        hits = int(right(answers, targets).sum())
        return right_on(hits, answers.shape[1], which)

    def look(self) -> None:
        """Takes the samples, which of them are right, and how often each answer is given."""
        session, evaluation = self.session, self.session.evaluation
        self._fill()
        self._dataset, self._structure = session.dataset, session.structure
        (train, test), (train_targets, test_targets) = evaluation.answers, evaluation.targets
        chosen = right(evaluation.validation_answers, evaluation.validation_targets)
        self._hits = (
            (evaluation.test, right(test, test_targets), True, 1.0),
            (evaluation.validation, chosen, True, SMALL),
            (evaluation.train, right(train, train_targets), False, 1.0),
        )
        self._which, answers, targets = self._part()
        classes = len(session.dataset.classes)
        pairs = said_classes(targets) * classes + said_classes(answers)
        self._counts = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

    def foot(self) -> float:
        """The height of legend, matrix and the choice of measurements."""
        return self._around() if self._whole() else 44 + len(self._rows()) * _ROW

    def _around(self) -> float:
        """Returns the height of the matrix with its legend."""
        return 44 + (len(self._dataset.classes) + 2) * _ROW

    def _whole(self) -> bool:
        """Returns whether a matrix leaves room for the points; if not, it stays away."""
        return self.high - self._around() - 8 >= _LOWEST

    def draw(self, painter: QPainter) -> None:
        """Draws map, legend and matrix."""
        dataset, theme = self._dataset, self.theme
        whole = self._whole()
        room = QRectF(LEFT, 6, self.wide - LEFT - 8, self.high - self.foot() - 8)
        first, second = (box.currentIndex() for box in self.chosen)
        seen = dataset.seen
        across, up = seen.columns[first], seen.columns[second]
        x = across.to_person(seen.inputs[first])
        y = up.to_person(seen.inputs[second])
        # The boxes below name the axes.
        frame = Frame(room, axis(x, "", years=across.of_years), axis(y, "", years=up.of_years))
        frame.draw(painter, theme)
        room = frame.area
        truth = said_classes(dataset.targets)
        shown = np.sort(np.concatenate([part[:_MOST] for part, *_ in self._hits]))
        size = min(max(room.width() / 50, 4.0), 8.0)

        def points(painter: QPainter) -> None:
            for part, _, hollow, share in self._hits:
                some = part[:_MOST]
                for point, kind in zip(
                    frame.points(x[some], y[some]), truth[some].tolist(), strict=True
                ):
                    draw_class(painter, theme, point, share * size, kind, hollow=hollow)
            self.offer(frame.points(x[shown], y[shown]), shown.tolist())

        of = (self._structure, first, second, room.x(), room.y(), room.width(), room.height())
        self._points.draw(painter, self, of, points)
        painter.setPen(QPen(theme.color("text"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part, hits, *_ in self._hits:
            wrong = part[:_MOST][~hits[:_MOST]]
            for point in frame.points(x[wrong], y[wrong]):
                painter.drawEllipse(point, size, size)
        frame.tag(painter, theme, shown_of(len(shown), dataset.size))
        if whole:
            self._matrix(painter, room.bottom() + 20)
        else:
            self._key(painter, room.bottom() + 20)

    def _rows(self) -> list[list[tuple[int, str]]]:
        """Returns the classes and the wrong answer, in rows that are not wider than the view.

        Where they would leave no room for the points, only the first rows, and how many more
        classes there are.
        """
        metrics = QFontMetricsF(font("tick"))
        rows: list[list[tuple[int, str]]] = [[]]
        used = 0.0
        for kind, words in [*enumerate(self._dataset.classes_said), (_WRONG, tr("wrong"))]:
            wide = metrics.horizontalAdvance(words) + _MARK
            if rows[-1] and used + wide > self.wide:
                rows.append([])
                used = 0.0
            rows[-1].append((kind, words))
            used += wide
        most = max(1, int((self.high - 8 - 44 - _LOWEST) // _ROW))
        if len(rows) <= most:
            return rows
        rows = rows[:most]
        more = len(self._dataset.classes) - sum(map(len, rows)) + 1
        rows[-1][-1:] = [(_MORE, tr("and {count:,} more", count=more))]
        return rows

    def _key(self, painter: QPainter, top: float) -> None:
        """What the shapes mean, where there is no room for the matrix."""
        painter.setFont(font("tick"))
        for number, row in enumerate(self._rows()):
            x, y = 8.0, top + (number + 0.5) * _ROW
            for kind, words in row:
                if kind == _WRONG:
                    self._wrong(painter, QPointF(x, y))
                elif kind != _MORE:
                    draw_class(painter, self.theme, QPointF(x, y), 8, kind, hollow=False)
                painter.setPen(self.theme.color("muted"))
                painter.drawText(QPointF(x + 9, y + 4), words)
                x += painter.fontMetrics().horizontalAdvance(words) + _MARK

    def _wrong(self, painter: QPainter, center: QPointF) -> None:
        """Draws what rings a wrong answer."""
        painter.setPen(QPen(self.theme.color("text"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, 5, 5)

    def _matrix(self, painter: QPainter, top: float) -> None:
        """What they are, row by row, and what the network says, column by column."""
        matrix, classes = self._counts, self._dataset.classes_said
        number = len(classes)
        left = self.wide * 0.36
        width = (self.wide - left - 8) / number
        center, elide = Qt.AlignmentFlag.AlignCenter, Qt.TextElideMode.ElideRight
        metrics = QFontMetricsF(font("tick"))
        painter.setFont(font("tick"))
        painter.setPen(self.theme.color("muted"))
        heading = QRectF(left, top, width * number, _ROW)
        painter.drawText(heading, center, tr(_SAYS[self._which]))
        self._wrong(painter, QPointF(12, top + _ROW / 2))
        painter.setPen(self.theme.color("muted"))
        painter.drawText(QRectF(22, top, left, _ROW), Qt.AlignmentFlag.AlignVCenter, tr("wrong"))
        for column, words in enumerate(classes):
            box = QRectF(left + column * width, top + _ROW, width, _ROW)
            painter.drawText(box, center, metrics.elidedText(words, elide, width - 2))
        for row, words in enumerate(classes):
            y = top + (row + 2) * _ROW
            painter.setFont(font("tick"))
            painter.setPen(self.theme.color("muted"))
            vertical = Qt.AlignmentFlag.AlignVCenter
            draw_class(painter, self.theme, QPointF(12, y + _ROW / 2), 8, row, hollow=False)
            painter.setPen(self.theme.color("muted"))
            said = metrics.elidedText(tr("is {name}", name=words), elide, left - 24)
            painter.drawText(QRectF(22, y, left, _ROW), vertical, said)
            for column in range(number):
                box = QRectF(left + column * width + 2, y + 1, width - 4, _ROW - 2)
                wrong = row != column and matrix[row, column] > 0
                painter.setPen(QPen(self.theme.color("alarm"), 1.4) if wrong else Qt.PenStyle.NoPen)
                painter.setBrush(self.theme.color("strip"))
                painter.drawRoundedRect(box, 3, 3)
                painter.setPen(self.theme.color("text"))
                painter.setFont(font("small", bold=row == column, mono=True))
                painter.drawText(box, center, local(f"{matrix[row, column]:,}"))

    def _part(self) -> tuple[str, np.ndarray, np.ndarray]:
        evaluation = self.session.evaluation
        test = len(evaluation.test) > 0
        return ("test" if test else "train"), evaluation.answers[test], evaluation.targets[test]

    def _fill(self) -> None:
        """Offers the measurements: at first the first of those that are no kinds of a text."""
        columns = self.session.dataset.seen.columns
        numbers = [place for place, column in enumerate(columns) if column.by_spread]
        numbers = numbers or list(range(len(columns)))
        names = [column.name_said for column in columns]
        for number, box in enumerate(self.chosen):
            if [box.itemText(place) for place in range(box.count())] == names:
                continue
            with QSignalBlocker(box):
                box.clear()
                box.addItems(names)
                box.setCurrentIndex(numbers[min(2 * number, len(numbers) - 1)])
            box.hug()

    def _choose(self) -> None:
        for box in self.chosen:
            box.hug()
        self.update()
