"""Two networks' chances of each class, side by side: the teacher's full, the student's hollow."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.ui.models.distilling import Both
from eq_sim.ui.style.theme import Theme, text_font

MOST = 12
"""Classes that are shown: of more those that the teacher thinks the likeliest."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SoftAnswers(QWidget):
    """A row for each class, with two bars.

    Args:
        theme: the colours.

    Attributes:
        rows: (class, the teacher's chance, the student's), as they are shown.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: tuple[tuple[str, float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Chances of each class: teacher and student"))

    def show_both(self, both: Both, classes: tuple[str, ...]) -> None:
        """Shows other answers.

        Args:
            both: the answers.
            classes: their names.
        """
        places = sorted(sorted(range(len(classes)), key=lambda at: -both.teacher[at])[:MOST])
        rows = tuple(
            (classes[at], float(both.teacher[at]), float(both.student[at])) for at in places
        )
        if rows == self.rows:
            return
        if len(rows) != len(self.rows):
            self.updateGeometry()
        self.rows = rows
        told = (
            tr(
                "{name}: teacher {teacher}, student {student}",
                name=name,
                teacher=_said(teacher),
                student=_said(student),
            )
            for name, teacher, student in rows
        )
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, and the height of the rows and their legend."""
        return QSize(0, round((len(self.rows) + 1) * self._row()))

    def _row(self) -> float:
        return 1.25 * QFontMetricsF(text_font("small")).lineSpacing()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws them."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(text_font("small"))
            metrics, row = QFontMetricsF(painter.font()), self._row()
            names = max((metrics.horizontalAdvance(name) for name, _, _ in self.rows), default=0.0)
            left = min(names, 0.3 * self.width()) + 8
            aside = metrics.horizontalAdvance(f"{_said(0.999)}  {_said(0.999)}") + 6
            room = max(1.0, self.width() - left - aside)
            self._legend(painter, row)
            for place, (name, teacher, student) in enumerate(self.rows):
                y = (place + 1) * row
                painter.setPen(self._theme.color("text"))
                shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 6)
                painter.drawText(QRectF(0, y, left - 6, row), _LEFT, shown)
                words = f"{_said(teacher)}  {_said(student)}"
                painter.drawText(QRectF(left + room, y, aside, row), _RIGHT, words)
                self._bars(painter, QRectF(left, y, room, row), teacher, student)

    def _bars(self, painter: QPainter, box: QRectF, teacher: float, student: float) -> None:
        high = (box.height() - 4) / 2
        full = QRectF(box.left(), box.top() + 1, box.width() * teacher, high)
        painter.fillRect(full, self._theme.color("text"))
        self._hollow(painter, QRectF(box.left(), full.bottom(), box.width() * student, high))

    def _hollow(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self._theme.color("text"), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _legend(self, painter: QPainter, row: float) -> None:
        metrics, x, high = QFontMetricsF(painter.font()), 0.0, 0.36 * row
        for full, words in ((True, tr("teacher")), (False, tr("student"))):
            box = QRectF(x, (row - high) / 2, 14, high)
            if full:
                painter.fillRect(box, self._theme.color("text"))
            else:
                self._hollow(painter, box)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRectF(x + 18, 0, self.width(), row), _LEFT, words)
            x += 32 + metrics.horizontalAdvance(words)


def _said(chance: float) -> str:
    """Returns a chance as per cent, as wide as any other."""
    text = "<1" if 0 < chance < 0.005 else f"{100 * chance:.0f}"
    return local(f"{text} %").rjust(5, "\N{FIGURE SPACE}")
