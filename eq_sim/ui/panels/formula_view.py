"""A formula drawn large: each number under what it is; further lines small below it."""

from itertools import product

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.numerals import local
from eq_sim.session.questions.shown_digits import Line, Token
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_SIZES = (22, 18, 15, 13, 11)
_APART, _CAPTION = 12.0, 11
_ROW = 17.0


class FormulaView(QWidget):
    """Draws the lines of a formula.

    Args:
        theme: the colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self._rows = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def show_lines(self, lines: tuple[Line, ...], rows: int = 1) -> None:
        """Shows a formula; its first line is the large one.

        Args:
            lines: what is shown.
            rows: for how many lines there is room at least.
        """
        rows = max(rows, len(lines))
        if rows != self._rows:
            self._rows = rows
            self.updateGeometry()
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("; ".join(f"{line.words}: {line.text}" for line in lines))
            self.setToolTip("\n".join(_written(line) for line in lines))
            self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(scaled(200), scaled(48 + (self._rows - 1) * _ROW))

    def minimumSizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it as large as there is room for."""
        if not self._lines:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(current().scale, current().scale)
            room = self.width() / current().scale
            first, *more = self._lines
            self._draw_first(painter, first, room)
            painter.setPen(self._theme.color("muted"))
            for row, line in enumerate(more):
                top = 48 + row * _ROW
                self._draw_small(painter, line, QRectF(0, top, room, _ROW))

    def _draw_first(self, painter: QPainter, line: Line, room: float) -> None:
        captions = QFontMetricsF(font(_CAPTION))
        for size in _SIZES:
            digits = QFontMetricsF(font(size, mono=True))
            widths = [
                max(
                    digits.horizontalAdvance(_shown(token)),
                    captions.horizontalAdvance(token.caption),
                )
                for token in line.tokens
            ]
            apart = _APART if size > _SIZES[-1] else _APART / 3
            gaps = [0.0 if token.text in ("²", ")") else apart for token in line.tokens]
            if sum(widths) + sum(gaps) <= room:
                break
        x = 0.0
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for place, (token, wide) in enumerate(zip(line.tokens, widths, strict=True)):
            x += gaps[place] if place else 0.0
            painter.setFont(font(_CAPTION))
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRectF(x - 20, 0, wide + 40, 16), center, token.caption)
            painter.setFont(font(size, mono=True))
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(x - 20, 16, wide + 40, 30), center, _shown(token))
            x += wide

    def _draw_small(self, painter: QPainter, line: Line, box: QRectF) -> None:
        """Draws a line with its rule before it, or where that has no room, with its name."""
        for text, size in product((_written(line), _numbers(line)), (12, 11, 10)):
            painter.setFont(font(size, mono=True))
            if painter.fontMetrics().horizontalAdvance(text) <= box.width():
                break
        painter.drawText(QPointF(box.left(), box.top() + 12), text)


def _shown(token: Token) -> str:
    return local(token.text.replace("-", MINUS))


def _numbers(line: Line) -> str:
    """Returns a line's numbers, after the name of its result."""
    text = line.text.replace("( ", "(").replace(" )", ")").replace(" ²", "²")
    return f"{line.tokens[0].caption}: {local(text.replace('-', MINUS))}"


def _written(line: Line) -> str:
    """Returns a line as text: the rule, and the rule with its numbers."""
    text = line.text.replace("( ", "(").replace(" )", ")").replace(" ²", "²")
    words = line.words.replace("( ", "(").replace(" )", ")").replace(" ²", "²")
    rule = words.replace(" = ", " ← ", 1).replace(" ≈ ", " ← ", 1)
    return f"{rule}:  {local(text.replace('-', MINUS))}"
