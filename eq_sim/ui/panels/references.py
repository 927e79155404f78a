"""The network's score beside what is simpler: a linear fit, and one answer to all."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.linear_fit import Pieces
from eq_sim.session.questions.references import (
    References,
    begin_references,
    known_references,
    references,
)
from eq_sim.session.state import Data
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.near_bar import Mark, NearBar, draw_mark, nearness
from eq_sim.ui.panels.reference_words import Score, Scores, scores
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import text_font

_TIP = later(
    "What the network is held against, fitted to the training part alone. A plain linear fit is "
    "least squares for numbers, logistic or softmax regression for classes. The other one gives "
    "every sample the same answer."
)
_ALL = 3  # lines: the network's, and two of others
_INDENT = 12  # pixels for a mark
_GAP = 6  # pixels between a name and its number
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MUTED = QPalette.ColorRole.PlaceholderText
_WHAT = (
    Change.SETTINGS
    | Change.STRUCTURE
    | Change.DATA
    | Change.KNOBS
    | Change.OBJECTIVE
    | Change.HISTORY
)


class ScoreLines(QWidget):
    """A line for each score: its mark, who it is of, and the number.

    How it does beside the network stands after the name, or where that has too little room on a
    line of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[Mark | None, Score], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, lines: tuple[tuple[Mark | None, Score], ...]) -> None:
        """Shows other lines.

        Args:
            lines: each with the mark that it has on the way to the goal, if it is there.
        """
        before = self.heightForWidth(self.width())
        self._lines = lines
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, and the height of the lines."""
        return QSize(0, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        """Narrow lines are more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Returns the height of the lines at a width, both in pixels."""
        metrics = QFontMetricsF(text_font("small"))
        more = sum(self._wraps(mark, line, metrics, width) for mark, line in self._lines)
        return round((len(self._lines) + more) * metrics.lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws them; a name with too little room ends in an ellipsis."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(text_font("small"))
            metrics = QFontMetricsF(painter.font())
            network = self._lines[0][1] if len(self._lines) == _ALL else None
            box = QRectF(0, 0, self.width(), metrics.lineSpacing())
            for mark, line in self._lines:
                ink = QPalette.ColorRole.WindowText if line.held or line is network else _MUTED
                painter.setPen(self.palette().color(ink))
                if mark is not None:
                    draw_mark(painter, scaled(4), box.center().y() + 2, filled=mark.filled)
                said, left = _said(line), _left(mark)
                painter.drawText(box, _RIGHT, said)
                wraps = self._wraps(mark, line, metrics, self.width())
                after = "" if wraps else _after(line)
                others = sum(map(metrics.horizontalAdvance, (after, said))) + scaled(_GAP)
                room = self.width() - left - others
                name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room)
                painter.drawText(box.adjusted(left, 0, 0, 0), _LEFT, f"{name}{after}")
                box.translate(0, box.height())
                if wraps:
                    painter.drawText(box.adjusted(left, 0, 0, 0), _LEFT, line.held)
                    box.translate(0, box.height())

    @staticmethod
    def _wraps(mark: Mark | None, line: Score, metrics: QFontMetricsF, width: float) -> bool:
        """Returns whether how a score does beside the network has no room after the name."""
        words = line.name, _after(line), _said(line)
        needed = _left(mark) + sum(map(metrics.horizontalAdvance, words)) + scaled(_GAP)
        return bool(line.held) and needed > width


def _left(mark: Mark | None) -> float:
    return scaled(_INDENT) if mark is not None else 0.0


def _said(line: Score) -> str:
    return line.said or tr(numbers.COMPUTING)


def _after(line: Score) -> str:
    return f": {line.held}" if line.held else ""


class ReferencesView(QWidget):
    """The scores below the goal, and their marks on the way to it.

    What takes a while is worked out between the frames, a piece at a time.

    Args:
        session: whose network and data.
        way: where the way to the goal is drawn.

    Attributes:
        scores: what is shown.
    """

    def __init__(self, session: SetUp, way: NearBar) -> None:
        super().__init__()
        self._session, self._way = session, way
        self._watch = Watch(session.changes, _WHAT)
        self._found: References | None = None
        self._of: tuple[Data, str] | None = None
        self._work: Pieces[References] | None = None
        self.scores: Scores | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self.of = label("", "note")
        self.of.setWordWrap(True)
        box.addWidget(self.of)
        self.lines = ScoreLines()
        box.addWidget(self.lines)
        self.note = label("", "note")
        self.note.setWordWrap(True)
        box.addWidget(self.note)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    def refresh(self) -> None:
        """Shows the scores as they are, if they have changed."""
        session = self._session
        if self._work is not None:
            self._between.start()
        of = (session.data, session.scenario.training.loss)
        if self._of is None or self._of[0] is not of[0] or self._of[1] != of[1]:
            self._begin(of)
        elif not self._watch.news():
            return
        self._show()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.lines.updateGeometry()
        self._watch.forget()
        self.refresh()  # the data may be others than those of the last look

    @property
    def is_complete(self) -> bool:
        """Whether everything that it shows of the data is known."""
        return self._found is not None

    def _begin(self, of: tuple[Data, str]) -> None:
        self._of, self._work = of, None
        self._watch.forget()
        self._watch.news()
        at_once = known_references if self._session.has_worker else references
        self._found = at_once(*of)
        if self._found is None:
            self._work = begin_references(*of)
            self._between.start()

    def _go_on(self) -> None:
        """Works out one piece, if somebody looks."""
        if self._work is None or not self.isVisible():
            self._between.stop()
            return
        try:
            next(self._work)
        except StopIteration as end:
            self._between.stop()
            self._found, self._work = end.value, None
            self._show()

    def _show(self) -> None:
        session = self._session
        shown = scores(session, self._found)
        if shown == self.scores:
            return
        self.scores = shown
        self.of.setText(shown.of)
        goal = session.scenario.goal
        on_the_way = shown.metric == goal.metric and not session.goal_asks_for_nothing
        self.of.setVisible(not on_the_way)
        marks: tuple[Mark, ...] = ()
        lines: tuple[tuple[Mark | None, Score], ...]
        if on_the_way:  # what the network itself reaches stands above
            linear = Mark(nearness(goal, shown.linear.value), filled=True)
            constant = Mark(nearness(goal, shown.constant.value), filled=False)
            lines = ((linear, shown.linear), (constant, shown.constant))
            marks = tuple(mark for mark, line in lines if mark and line.value is not None)
        else:
            lines = tuple((None, line) for line in (shown.network, shown.linear, shown.constant))
        self._way.show_marks(marks)
        self.lines.show_lines(lines)
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note))
        self.setAccessibleName(shown.sentence)
        self.setAccessibleDescription(shown.also)
        self.setToolTip(" ".join(part for part in (tr(_TIP), shown.also) if part))
