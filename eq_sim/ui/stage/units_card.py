"""A linear network as a sum in a person's units, and from where it measures each input."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.data.dataset import Column
from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.session.change import Watch
from eq_sim.session.questions.linear_formula import (
    LinearSum,
    LinearTerm,
    amount,
    amount_in_unit,
    linear_sum,
)
from eq_sim.ui.models.knob_questions import TOUCHING
from eq_sim.ui.stage.measures import Unit
from eq_sim.ui.stage.painted_card import HEADING, PaintedCard, fitting, wide
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import font
from eq_sim.ui.window.panel_spec import PanelModels

_MOST = 6  # inputs that have a line of their own
_LARGEST = 0.075  # of the picture's height: letters of a short sum
_LINE, _ARROW, _GAP = 1.3, 0.5, 0.35  # of the letters' size: a line, an arrow, between two terms
_NOTES = (0.62, 0.8, 1.0, 0.0)
"""Of the letters' size, what an arrow says: the first that can be read; 0 for no arrows."""
_READ = (0.85, 0.5)
"""Of the smallest words of a card: what is large enough, and what still is before a term goes."""
_STEADY = "$00,000"  # amounts move in a column of this width: they keep their places


@dataclass(frozen=True)
class UnitsLine:
    """One term of the sum as it is drawn.

    Attributes:
        sign: before it.
        amount: what a knob stands for, in the target's unit.
        before: what follows up to the number from where the input is measured.
        centre: that number; empty for none.
        after: what closes the brackets.
        note: what an arrow to that number says, or, where there is none, one to the amount.
        color: of the amount.
    """

    sign: str
    amount: str
    before: str = ""
    centre: str = ""
    after: str = ""
    note: str = ""
    color: str = "text"

    @property
    def text(self) -> str:
        """The term in one line."""
        parts = (self.sign, f"{self.amount}{self.before}{self.centre}{self.after}")
        return " ".join(part for part in parts if part)


class UnitsCard(PaintedCard):
    """What each knob of a linear network is worth, and where its inputs count as 0.

    Args:
        models: whose network.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._session = models.session
        self._watch = Watch(models.session.changes, TOUCHING)
        self._sum: LinearSum | None = None
        self.lines: list[UnitsLine] = []
        """What the last paint or look has shown."""
        self.refresh()

    @property
    def title(self) -> str:
        """What it is the sum of."""
        return "" if self._sum is None else f"{self._sum.target.name_said} ="

    def refresh(self) -> None:
        """Writes the sum again, if anything of it has changed."""
        if not self._watch.news():
            return
        session = self._session
        self._sum = linear_sum(session.layout, session.dataset, session.parameters.w)
        self.rescale()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        lines = self._written(_MOST)
        if lines != self.lines:
            self._say_lines(lines)
            self.update()

    def _say_lines(self, lines: list[UnitsLine]) -> None:
        self.lines = lines
        target = "" if self._sum is None else self._sum.target.name_said
        self.setAccessibleName(tr("{target} in real units", target=target))
        self.say("; ".join(", ".join(filter(None, (line.text, line.note))) for line in lines))

    def _written(self, most: int) -> list[UnitsLine]:
        """Returns the lines, the terms that count most before the others."""
        found = self._sum
        if found is None:
            return []
        unit, terms = found.target.unit, found.terms
        kept = sorted(terms, key=lambda term: -abs(term.factor * term.column.scale))[:most]
        lines = []
        if found.knob is not None or found.target.centre:
            note = tr("the bias: {target}, all inputs average", target=found.target.name_said)
            if found.knob is None or not all(term.column.by_spread for term in terms):
                note = tr("{target}, all inputs counting as 0", target=found.target.name_said)
            value = local(amount_in_unit(found.base, unit))
            lines.append(UnitsLine("", value, note=note, color=self._color(found.knob)))
        for term in terms:
            if term in kept:
                lines.append(self._term(term, unit, first=not lines))
        if len(kept) < len(terms):
            lines.append(UnitsLine("+", tr("{count:,} more", count=len(terms) - len(kept))))
        return lines

    def _term(self, term: LinearTerm, unit: str, *, first: bool) -> UnitsLine:
        column = term.column
        sign = MINUS if term.factor < 0 else "" if first else "+"
        value = local(amount_in_unit(abs(term.factor), unit))
        color = self._color(term.knob)
        if not column.centre:
            return UnitsLine(sign, value, f" × {column.symbol_said}", color=color)
        less = "+" if column.centre < 0 else MINUS
        centre = local(amount(abs(column.centre)))
        return UnitsLine(
            sign,
            value,
            f" × ({column.symbol_said} {less} ",
            centre,
            ")",
            _measured_from(column),
            color,
        )

    def _color(self, knob: int | None) -> str:
        """Returns the colour of a knob's sign."""
        w = self._session.parameters.w
        value = 0.0 if knob is None or knob >= w.size else float(w[knob])
        return "positive" if value > 0 else "negative" if value < 0 else "text"

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the terms below each other, as large as there is room for."""
        if self._sum is None:
            return
        word, all_of_them = Unit.of(self).word, min(_MOST, len(self._sum.terms))
        with_arrows = [notes for notes in _NOTES if notes]
        ways = [(all_of_them, notes, share) for share in _READ for notes in with_arrows]
        ways += [(most, notes, _READ[-1]) for most in range(all_of_them, 0, -1) for notes in _NOTES]
        for most, notes, share in ways:
            lines = self._written(most)
            size = self._size(lines, room, notes)
            if size * (notes or 1.0) >= share * word:
                break
        if lines != self.lines:
            self._say_lines(lines)
        self._draw_lines(painter, room, lines, size, notes)

    def _draw_lines(
        self, painter: QPainter, room: QRectF, lines: list[UnitsLine], size: float, notes: float
    ) -> None:
        columns = _columns(lines, size)
        x = room.left() + max(0.0, (room.width() - sum(columns)) / 2)
        y = room.top() + max(0.0, room.height() - _height(lines, size, notes)) / 2
        title = fitting(self.title, max(size, HEADING * self.picture), room.width(), bold=True)
        title.setPixelSize(min(title.pixelSize(), int(_LINE * size)))
        self.write(painter, self.title, "muted", title, x, y)
        y += size * (_LINE + _GAP)
        words, figures = font(size), font(size, mono=True)
        for line in lines:
            self.write(painter, line.sign, "muted", figures, x, y)
            end = x + columns[0] + columns[1]
            at = end - wide(line.amount, figures)
            self.write(painter, line.amount, line.color, figures, at, y)
            self.write(painter, line.before, "text", words, end, y)
            from_x = end + wide(line.before, words)
            self.write(painter, line.centre, "text", figures, from_x, y)
            close = from_x + wide(line.centre, figures)
            self.write(painter, line.after, "text", words, close, y)
            y += size * _LINE
            if notes and line.note:
                tip = (from_x + close) / 2 if line.centre else (at + end) / 2
                self._draw_note(painter, room, line.note, QPointF(tip, y), size, notes)
                y += size * (_ARROW + notes * _LINE)
            y += size * _GAP

    def _draw_note(
        self, painter: QPainter, room: QRectF, note: str, tip: QPointF, size: float, share: float
    ) -> None:
        """Draws an arrow up to a number, and below it what the number is."""
        face = fitting(note, share * size, room.width())
        half = 0.16 * size
        painter.setPen(QPen(self.theme.color("text"), max(1.5, size / 16)))
        painter.drawLine(tip + QPointF(0, half), tip + QPointF(0, _ARROW * size))
        painter.setBrush(self.theme.color("text"))
        painter.drawPolygon(
            QPolygonF([tip, tip + QPointF(-half, 1.6 * half), tip + QPointF(half, 1.6 * half)])
        )
        long = wide(note, face)
        left = min(max(room.left(), tip.x() - long / 2), room.right() - long)
        self.write(painter, note, "text", face, left, tip.y() + _ARROW * size)

    def _size(self, lines: list[UnitsLine], room: QRectF, notes: float) -> float:
        """Returns the size of letters in which all has its room."""
        by_height = room.height() / _height(lines, 1.0, notes)
        needed = sum(_columns(lines, 40.0)) / 40.0
        if notes:
            noted = max((wide(line.note, font(40.0)) for line in lines), default=0.0)
            needed = max(needed, noted * notes / 40.0)
        return max(7.0, min(_LARGEST * self.picture, by_height, room.width() / needed))


def _measured_from(column: Column) -> str:
    """Returns what the number is that an input is measured from."""
    unit = f" {column.unit_said}" if column.unit else ""
    centre = local(amount_in_unit(column.centre, ""))
    if column.by_spread:
        return tr("average {input}: {value}", input=column.name_said, value=f"{centre}{unit}")
    return tr("{input} {value} counts as 0", input=column.name_said, value=f"{centre}{unit}")


def _height(lines: list[UnitsLine], size: float, notes: float) -> float:
    """Returns how high lines are, with their title."""
    noted = sum(bool(line.note) for line in lines) if notes else 0
    return size * ((len(lines) + 1) * (_LINE + _GAP) + noted * (_ARROW + notes * _LINE))


def _columns(lines: list[UnitsLine], size: float) -> tuple[float, float, float]:
    """Returns how wide the signs, the amounts and what follows them are."""
    words, figures = font(size), font(size, mono=True)
    amounts = [wide(local(_STEADY), figures), *(wide(line.amount, figures) for line in lines)]
    after = [
        wide(line.before, words) + wide(line.centre, figures) + wide(line.after, words)
        for line in lines
    ]
    return wide("+ ", figures), max(amounts), max(after, default=0.0)
