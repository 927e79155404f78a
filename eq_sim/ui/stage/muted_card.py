"""The list of the knobs that are muted: how many, what that changes, and which were the last."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from eq_sim.ui.models.muted_knobs import MutedKnobs, MutedNow, Silent
from eq_sim.ui.stage.painted_card import (
    BIG,
    HEADING,
    SECOND,
    SMALL,
    PaintedCard,
    fitting,
    high,
    wide,
)
from eq_sim.ui.style import numbers
from eq_sim.ui.style.line_breaks import SPACE, broken
from eq_sim.ui.window.panel_spec import PanelModels

_MOST = 24  # names that any card has room for
_WIDE = 1.35  # of a card's height: from there on the list stands beside the numbers
_BESIDE = 0.46  # of the room, for the numbers then
_TIGHT = 0.72  # of the letters: a name that needs smaller ones has two lines


class MutedCard(PaintedCard):
    """How many knobs are silent, how many answers are others for it, and the last of the knobs.

    Args:
        models: whose knobs.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._model = MutedKnobs(models.session, _MOST)
        self._named = 0
        self.setAccessibleName("Muted knobs")
        self.refresh()

    @property
    def now(self) -> MutedNow:
        """What is shown."""
        return self._model.now

    @property
    def named(self) -> int:
        """How many of the last ones had room at the last paint."""
        return self._named

    def refresh(self) -> None:
        """Shows the knobs that are silent now, if they have changed."""
        if self._model.refresh():
            self.say(self.now.words)
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self.say(self.now.words)
        self.update()

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the numbers, and the list below them or beside them."""
        beside = self.width() > _WIDE * self.height()
        left = QRectF(room)
        if beside:
            left.setWidth(_BESIDE * room.width())
        below = self._draw_numbers(painter, left, self.now)
        if beside:
            gap = 0.05 * room.width()
            self._draw_last(painter, room.adjusted(left.width() + gap, 0, 0, 0), self.now)
        else:
            self._draw_last(painter, QRectF(room.left(), below, room.width(), 0), self.now, room)

    def _draw_numbers(self, painter: QPainter, room: QRectF, now: MutedNow) -> float:
        picture, most, x = self.picture, room.height(), room.left()
        face = fitting("Muted", min(HEADING * picture, 0.12 * most), room.width())
        y = room.top() + self.write(painter, "Muted", "muted", face, x, room.top())
        letters = min(SMALL * picture, 0.1 * most)
        figure = numbers.count(now.knobs)
        face = fitting(figure, min(BIG * picture, 0.26 * most), room.width(), mono=True)
        y = self._draw_count(
            painter, figure, face, f"of {numbers.count(now.of)} knobs", letters, x, y, room
        )
        if now.changed is not None:
            figure = numbers.count(now.changed.answers)
            size = min(SECOND * picture, 0.16 * most)
            face = fitting(figure, size, room.width(), mono=True)
            y = self._draw_count(
                painter, figure, face, now.changed.words, letters, x, y + 0.3 * letters, room
            )
        return y + 0.5 * letters

    def _draw_count(
        self,
        painter: QPainter,
        figure: str,
        face: QFont,
        words: str,
        letters: float,
        x: float,
        y: float,
        room: QRectF,
    ) -> float:
        """Draws a number, and what it counts beside it or, where that is too long, below it."""
        down = self.write(painter, figure, "text", face, x, y)
        start = x + wide(figure, face) + 0.5 * letters
        plain = fitting("", letters, room.width())
        if start + wide(words, plain) <= room.right():
            base = y + 0.78 * down - 0.78 * high(plain)
            self.write(painter, words, "text", plain, start, base)
            return y + down
        y += down
        for line in broken(words, SPACE, room.width(), QFontMetricsF(plain)):
            y += self.write(painter, line, "text", fitting(line, letters, room.width()), x, y)
        return y

    def _draw_last(
        self, painter: QPainter, room: QRectF, now: MutedNow, whole: QRectF | None = None
    ) -> None:
        """Draws as many of the last ones as there is room for, and how many came before."""
        letters = min(SMALL * self.picture, 0.1 * (whole or room).height())
        bottom = (whole or room).bottom()
        y, x = room.top(), room.left()
        plain = fitting("", letters, room.width())
        line = high(plain) * 1.08
        self._named = 0
        if not now.last or y + 2 * line > bottom:
            return
        painter.setPen(self.theme.color("faint"))
        painter.drawLine(QPointF(x, y), QPointF(room.right(), y))
        y += 0.2 * line
        size = _common_size(now.last, letters, room.width())
        values = _have_room(now.last, size, room.width())
        for one in now.last:
            lines = _lines(one, size, room.width())
            left = now.knobs - self._named - 1
            after = line if left else 0.0  # how many more there are is said below
            if y + len(lines) * line + after > bottom + 1:
                break
            if values:
                self._draw_value(painter, one, size, room, y, line)
            for words, face in lines:
                self.write(painter, words, "text", face, x, y + (line - high(face)) / 2)
                y += line
            self._named += 1
        rest = now.knobs - self._named
        if rest and y + line <= bottom + 1:
            words = f"and {numbers.count(rest)} more"
            self.write(painter, words, "muted", fitting(words, letters, room.width()), x, y)

    def _draw_value(
        self, painter: QPainter, one: Silent, size: float, room: QRectF, y: float, line: float
    ) -> None:
        """Draws at the right what a knob comes back to."""
        text = numbers.signed(one.value, 2)
        face = fitting(text, size, room.width(), mono=True)
        color = "positive" if one.value > 0 else "negative" if one.value < 0 else "muted"
        at = room.right() - wide(text, face)
        self.write(painter, text, color, face, at, y + (line - high(face)) / 2)


def _common_size(last: tuple[Silent, ...], letters: float, room: float) -> float:
    """Returns a size of letters for all names: that of the widest, unless it had two lines."""
    sizes = [fitting(one.name, letters, room).pixelSize() for one in last]
    return max(float(min(sizes)), _TIGHT * letters)


def _have_room(last: tuple[Silent, ...], size: float, room: float) -> bool:
    """Whether every knob's value fits beside its name."""
    plain, figures = fitting("", size, room), fitting("", size, room, mono=True)
    return all(
        wide(one.name, plain) + size + wide(numbers.signed(one.value, 2), figures) <= room
        for one in last
    )


def _lines(one: Silent, size: float, room: float) -> list[tuple[str, QFont]]:
    """Returns a name in one line, or in two where one has no room for it."""
    face = fitting("", size, room)
    if wide(one.name, face) <= room or " → " not in one.name:
        return [(one.name, fitting(one.name, size, room))]
    source, _, target = one.name.partition(" → ")
    return [(part, fitting(part, size, room)) for part in (source, f"→ {target}")]
