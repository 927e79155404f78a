"""A neuron's sum with the numbers of this moment: each input times its weight, and the bias."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPen

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import NeuronPlace, UnknownNameError, find_neuron
from eq_sim.lessons.language.sample_names import SampleName, find_sample, split_sample
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.staging import Subject
from eq_sim.session.change import Watch
from eq_sim.session.errors import EqSimError
from eq_sim.session.names import neuron_name
from eq_sim.session.questions.one_knob import Arithmetic, arithmetic
from eq_sim.ui.models.knob_questions import TOUCHING
from eq_sim.ui.models.shown_sum import Line, sum_lines, sum_row
from eq_sim.ui.stage.painted_card import HEADING, SMALL, PaintedCard, fitting, high, wide
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import font
from eq_sim.ui.window.panel_spec import PanelModels

_MOST = 8  # terms that have a line of their own
_LARGEST = 0.055  # of the picture's height: letters of a short sum
_LINE, _LOOSE = 1.3, 2.0  # of the letters' size, a line at least and at most
_STEADY = "+0.00000"  # numbers move in columns of this width: they keep their places
_LONG_NAME = 5  # letters: in a narrow card a longer one stands in a row of its own
_GAP = 0.45  # of the letters' size, between columns


@dataclass(frozen=True)
class Row:
    """One row of a sum as it is drawn.

    Attributes:
        line: its columns: name, value, ×, weight, sign, number.
        knob: the column of a knob, which has the colour of its sign; None for none.
        is_sum: whether a rule stands above it.
        is_result: whether it follows from the sum.
    """

    line: Line
    knob: int | None = None
    is_sum: bool = False
    is_result: bool = False


class FormulaCard(PaintedCard):
    """What one neuron adds up at one sample, line by line, and what becomes of the sum.

    Args:
        models: whose network.
        subject: the neuron and the sample: "upper at point 1".
    """

    def __init__(self, models: PanelModels, subject: Subject) -> None:
        super().__init__(models.theme)
        self._session = models.session
        self._of = subject.words
        self._watch = Watch(models.session.changes, TOUCHING)
        self._told: Arithmetic | None = None
        self._title = subject.words
        self.lines: list[Line] = []
        """What the last paint or look has shown: name, value, ×, weight, sign, number."""
        self.refresh()

    @property
    def title(self) -> str:
        """What it is the sum of."""
        return self._title

    def refresh(self) -> None:
        """Works the sum out again, if anything of it has changed."""
        if not self._watch.news():
            return
        told = self._ask()
        if told != self._told or not self.lines:
            self._told = told
            self._write_lines(_MOST)
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._write_lines(_MOST)
        self.update()

    def _ask(self) -> Arithmetic | None:
        """Returns the sum; None where there is no such neuron or sample any more."""
        session = self._session
        try:
            neuron, name = split_sample(self._of)
            place = find_neuron(neuron, Scope.of(session)) or NeuronPlace(0, 0)
            sample = find_sample(name, session)
        except (UnknownNameError, EqSimError):
            return None
        layer = place.layer
        called = neuron_name(session.layout, session.dataset, layer, place.neuron)
        last = len(session.layout.blocks) - 1
        self._title = _titled(called, layer + 1 if layer < last and last > 1 else None, name)
        return arithmetic(session, layer, place.neuron, sample)

    def _write_lines(self, most: int) -> None:
        told = self._told
        self.lines = [] if told is None else sum_lines(told, most)
        self.setAccessibleName(tr("Sum of {what}", what=self._title))
        self.say("; ".join(" ".join(part for part in line if part) for line in self.lines))

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the lines in columns, as large as there is room for."""
        picture = self.picture
        face = fitting(self._title, min(HEADING * picture, 0.12 * room.height()), room.width())
        top = room.top() + self.write(painter, self._title, "muted", face, room.left(), room.top())
        if self._told is None:
            return
        left = QRectF(room.left(), top, room.width(), room.bottom() - top)
        largest = _LARGEST * picture
        for most in range(min(_MOST, len(self._told.terms)), 0, -1):
            lines = sum_lines(self._told, most)
            ways = _arrangements(lines, sum_row(self._told, lines))
            rows = max(ways, key=lambda rows: _size(rows, left, largest))
            size = _size(rows, left, largest)
            if _size(rows, QRectF(0, 0, 1e9, left.height()), largest) >= SMALL * picture:
                break  # fewer lines would not make the letters larger
        if lines != self.lines:
            self._write_lines(most)
        self._draw_rows(painter, left, rows, size)

    def _draw_rows(self, painter: QPainter, room: QRectF, rows: list[Row], size: float) -> None:
        columns = _columns(rows, size)
        step = min(_LOOSE * size, room.height() / (len(rows) + 0.4))
        x = room.left() + max(0.0, (room.width() - sum(columns)) / 2)
        ends = [x + sum(columns[: place + 1]) for place in range(6)]
        y = room.top() + max(0.0, room.height() - step * len(rows)) / 2
        for row in rows:
            if row.is_sum:
                painter.setPen(QPen(self.theme.color("muted"), max(1.0, size / 16)))
                painter.drawLine(QPointF(x, y), QPointF(ends[5], y))
            for place, text in enumerate(row.line):
                if not text:
                    continue
                if place:
                    face = _letters(size, mono=True, bold=row.is_result)
                    at = ends[place] - wide(text, face)
                else:
                    taken = next((column for column in range(1, 6) if row.line[column]), None)
                    until = ends[5] if taken is None else ends[taken] - columns[taken]
                    face, at = fitting(text, size, until - x, bold=row.is_result), x
                top = y + (step - high(face)) / 2
                self.write(painter, text, _color(row, place), face, at, top)
            y += step


def _titled(neuron: str, layer: int | None, sample: SampleName) -> str:
    """Returns of which neuron a sum is, and at what."""
    number = sample.number
    if layer is None and sample.kind == "point":
        return tr("{neuron} at point {number:,}", neuron=neuron, number=number)
    if layer is None:
        return tr("{neuron} at sample {number:,}", neuron=neuron, number=number)
    if sample.kind == "point":
        return tr(
            "{neuron}, layer {layer} at point {number:,}",
            neuron=neuron,
            layer=layer,
            number=number,
        )
    return tr(
        "{neuron}, layer {layer} at sample {number:,}", neuron=neuron, layer=layer, number=number
    )


def _wide_rows(lines: list[Line], after: int) -> list[Row]:
    """Returns a row for each line; ``after`` is that of the sum."""
    return [
        Row(
            line,
            3 if line[3] else 5 if line[4] == "+" else None,
            place == after,
            place >= after,
        )
        for place, line in enumerate(lines)
    ]


def _arrangements(lines: list[Line], after: int) -> list[list[Row]]:
    """Returns the ways to arrange a sum: the widest first, for a narrow card the last."""
    rows = _wide_rows(lines, after)
    return [rows, _high_rows(rows, apart=False), _high_rows(rows, apart=True)]


def _high_rows(wide_rows: list[Row], *, apart: bool) -> list[Row]:
    """Returns three rows for each product: for a card that is narrow.

    Args:
        wide_rows: the sum, a row for each line.
        apart: whether a long name stands in a row of its own.
    """
    rows: list[Row] = []
    for row in wide_rows:
        name, value, times, weight, sign, number = row.line
        if times:
            rows += [
                Row((name, "", "", "", " ", value)),
                Row(("", "", "", "", times, weight), 5),
                Row(("", "", "", "", sign, number)),
            ]
        elif apart and len(name) > _LONG_NAME:
            rows.append(Row((name, "", "", "", "", ""), None, row.is_sum, row.is_result))
            rows.append(Row(("", "", "", "", sign, number), row.knob, is_result=row.is_result))
        else:
            rows.append(row)
    return rows


def _color(row: Row, place: int) -> str:
    """Returns the colour of a number: a knob has that of its sign."""
    text = row.line[place]
    if place == row.knob and text[0] in f"+{MINUS}":  # 0 has no sign
        return "negative" if text.startswith(MINUS) else "positive"
    return "muted" if place in (1, 2, 4) else "text"


def _size(rows: list[Row], room: QRectF, most: float) -> float:
    """Returns the size of letters in which rows have their room."""
    size = min(most, room.height() / ((len(rows) + 0.4) * _LINE))
    needed = sum(_columns(rows, 40.0)) / 40.0
    return max(7.0, min(size, room.width() / needed))


def _columns(rows: list[Row], size: float) -> list[float]:
    """Returns how wide each column is."""
    figures, words = _letters(size, mono=True, bold=True), _letters(size, bold=True)
    gap = _GAP * size
    widths = [0.0] * 6
    for row in rows:
        for place, text in enumerate(row.line):
            if text and place:
                widths[place] = max(widths[place], wide(text, figures) + gap)
    steady = wide(local(_STEADY), figures) + gap
    for place in (1, 3):
        widths[place] = max(widths[place], steady) if widths[place] else 0.0
    widths[5] = max(widths[5], steady)
    named = [row.line[0] for row in rows if row.line[0] and (row.line[1] or not row.is_result)]
    widths[0] = max((wide(name, words) + gap for name in named), default=0.0)
    # What becomes of the sum has a long name, and all columns before its sign to spread over.
    for row in rows:
        taken = 4 if row.line[4] else 6
        needed = wide(row.line[0], words) + gap - sum(widths[:taken])
        widths[0] += max(0.0, needed)
    return widths


def _letters(size: float, *, bold: bool = False, mono: bool = False) -> QFont:
    """Returns letters of exactly a size."""
    face = font(size, bold=bold, mono=mono)
    face.setPixelSize(max(1, int(size)))
    return face
