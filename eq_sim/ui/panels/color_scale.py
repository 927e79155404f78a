"""What the colours of cells mean: the colours in order, numbers under them, what is counted."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.questions.moved_share import DEFINITION
from eq_sim.ui.console.cells import shade
from eq_sim.ui.models.moved_share import share_text
from eq_sim.ui.models.shown import Legend, Shown
from eq_sim.ui.panels.cell_marks_legend import SAID, draw_marks
from eq_sim.ui.style.numbers import MINUS, tick
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_WIDE, _HIGH = 270.0, 52.0
_TITLE, _BAR = 18.0, 12.0
_APART = 28.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class ColorScale(QWidget):
    """The legend below a desk that is seen from far.

    Args:
        shown: what is shown.
        bank: the knobs.
        theme: the colours.
    """

    def __init__(self, shown: Shown, bank: KnobBank, theme: Theme) -> None:
        super().__init__()
        self._shown, self._bank, self._theme = shown, bank, theme
        self._legend: Legend | None = None
        self._moved, self._cells = "", True
        self._marks: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(scaled(_WIDE), scaled(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Nothing: in a low window the knobs, and a question below them, come first."""
        return QSize(0, 0)

    def refresh(self, *, cells: bool, marks: tuple[str, ...] = ()) -> None:
        """Shows what the colours mean now; returns at once when that is what it showed.

        Args:
            cells: whether there are cells in view; bars and faders mean something else.
            marks: the names of the marks that cells have now.
        """
        legend = self._shown.legend()
        size = self._bank.layout.size
        moved = _moved(share_text(self._shown.moved, size), size)
        now = (legend, moved, cells, marks)
        if now == (self._legend, self._moved, self._cells, self._marks):
            return
        self._legend, self._moved, self._cells, self._marks = now
        said = [tr(SAID[mark]) for mark in marks]
        self.setAccessibleName(spoken(legend) if cells else tr(_NEAR))
        self.setAccessibleDescription(" ".join([f"{moved}.", legend.pooled, *said]))
        self.setToolTip("\n".join([*said, legend.pooled, f"{moved}.", tr(DEFINITION)]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it, where there is room for all of it."""
        legend = self._legend
        if legend is None or self.height() < scaled(_HIGH):
            return  # no half of it
        with QPainter(self) as painter:
            painter.scale(current().scale, current().scale)
            room = self.width() / current().scale
            painter.setFont(font(11, bold=True))
            painter.setPen(self._theme.color("text"))
            metrics = QFontMetricsF(painter.font())
            said = titles(legend) if self._cells else [tr(_NEAR)]
            fits = (words for words in said if metrics.horizontalAdvance(words) <= room)
            title = next(fits, said[-1])
            wide = metrics.horizontalAdvance(title)
            painter.drawText(QRectF(0, 0, room, _TITLE), _LEFT, title)
            if self._cells:
                self._colors(painter, legend)
            self._beside(painter, legend, (wide, _WIDE), room)

    def _colors(self, painter: QPainter, legend: Legend) -> None:
        """Draws the colours and their numbers."""
        made = shade(self._theme, root=self._shown.root)
        colors = made.colors[0].tolist()
        wide = _WIDE / len(colors)
        for place, color in enumerate(colors):
            box = QRectF(place * wide, _TITLE + 2, wide - 1, _BAR)
            painter.fillRect(box, QColor.fromRgb(color))
        painter.setFont(font(10, mono=True))
        painter.setPen(self._theme.color("muted"))
        metrics = QFontMetricsF(painter.font())
        taken: list[tuple[float, float]] = []
        for share, text in reversed(numbers(legend)):
            long = metrics.horizontalAdvance(text)
            # The middle of the last colour is where its number begins to be reached.
            middle = _WIDE / 2 + share * (_WIDE / 2 - wide / 2)
            left = min(max(0.0, middle - long / 2), _WIDE + 24 - long)
            if any(left < end + 5 and left + long > begin - 5 for begin, end in taken):
                continue
            taken.append((left, left + long))
            painter.drawText(QRectF(left, _TITLE + 2 + _BAR, long + 1, 16), _LEFT, text)

    def _beside(
        self, painter: QPainter, legend: Legend, taken: tuple[float, float], room: float
    ) -> None:
        """Says beside it how many knobs have moved, and what a pixel of many knobs shows."""
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        lines = [(self._moved, "text")]
        wide = 0.0
        if self._cells and self._marks:
            left = max(taken[1], _WIDE + 24) + _APART
            wide = draw_marks(painter, self._theme, self._marks, (left, room, _TITLE + 8))
        if self._cells and not wide:
            lines.append((legend.pooled, "muted"))
        tops = (0.0, _TITLE + 8)
        for (words, color), used, top in zip(lines, taken, tops, strict=False):
            long = metrics.horizontalAdvance(words)
            x = max(used, _WIDE + 24) + _APART
            if x + long <= room:
                painter.setPen(self._theme.color(color))
                painter.drawText(QRectF(room - long, top, long + 1, _TITLE), _LEFT, words)


_NEAR = later("Bars and faders show values")
_COLORS = {
    1.0: later("full colour at {number}"),
    0.5: later("half colour at {number}"),
    0.25: later("a quarter of the colour at {number}"),
}


def _moved(share: str, knobs: int) -> str:
    return ntr(
        "Moved over 1 % since the start: {share} of {count:,} knob",
        "Moved over 1 % since the start: {share} of {count:,} knobs",
        knobs,
        share=share,
    )


def titles(legend: Legend) -> list[str]:
    """Returns what can be said of what is shown, the longest first."""
    said = [legend.title, *legend.shorter]
    if not legend.missing:
        return said
    return [*(f"{title}. {legend.missing}" for title in said), legend.missing]


def numbers(legend: Legend) -> list[tuple[float, str]]:
    """Returns the places on a scale from −1 to 1 and what is written there, middle first."""
    written: list[tuple[float, str]] = []
    for share, number in legend.marks:
        text = tick(number)
        if not share:
            written.append((0.0, text))
            continue
        beyond = "+" if legend.beyond and share == 1 else ""
        unit = legend.unit if share == 1 else ""
        written += [(-share, f"{MINUS}{text}"), (share, f"{text}{unit}{beyond}")]
    return written


def spoken(legend: Legend) -> str:
    """Returns a legend as one sentence."""
    if legend.missing:
        return f"{legend.title}: {legend.missing}"
    parts = [
        tr(_COLORS[share], number=f"{tick(number)}{legend.unit}")
        for share, number in reversed(legend.marks)
        if share
    ]
    return tr(
        "{title}. Orange above 0, blue below: {colors}.",
        title=legend.title,
        colors=", ".join(parts),
    )
