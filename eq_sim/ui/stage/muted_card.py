"""The list of the knobs that are muted: how many, what that changes, and which were the last."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from eq_sim.language.tr import tr
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
from eq_sim.ui.window.panel_spec import PanelModels

_MOST = 24  # names that any card has room for
_WIDE = 1.35  # of a card's height: from there on the list stands beside the numbers
_BESIDE = 0.46  # of the room, for the numbers then
_TIGHT = 0.72  # of the letters: a name that needs smaller ones has two lines


_LEAST_LIST = 5.0  # letters high a list below the numbers is, where that can be
_SHARES = (1.0, 0.85, 0.7, 0.55, 0.4)
"""Of the usual size of the numbers: the first in which they have room is taken."""


class _Written(NamedTuple):
    """A line of words, and where it stands."""

    words: str
    color: str
    face: QFont
    at: QPointF


class MutedCard(PaintedCard):
    """How many knobs are silent, how many answers are others for it, and the last of the knobs.

    Args:
        models: whose knobs.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._model = MutedKnobs(models.session, _MOST)
        self._named = 0
        self.setAccessibleName(tr("Muted knobs"))
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
        below = self._draw_numbers(painter, left, self.now, beside=beside)
        if beside:
            gap = 0.05 * room.width()
            self._draw_last(painter, room.adjusted(left.width() + gap, 0, 0, 0), self.now)
        else:
            self._draw_last(painter, QRectF(room.left(), below, room.width(), 0), self.now, room)

    def _draw_numbers(
        self, painter: QPainter, room: QRectF, now: MutedNow, *, beside: bool
    ) -> float:
        """Draws how many there are, and what changes for it; returns where that ends."""
        usual = min(SMALL * self.picture, 0.1 * room.height())
        below = 0.0 if beside or not now.last else _LEAST_LIST * usual
        ways = [self._numbers(room, now, share) for share in _SHARES]
        written, below = next(
            (way for left in (below, 0.0) for way in ways if way[1] + left <= room.bottom()),
            ways[-1],
        )
        for one in written:
            self.write(painter, one.words, one.color, one.face, one.at.x(), one.at.y())
        return below

    def _numbers(self, room: QRectF, now: MutedNow, share: float) -> tuple[list[_Written], float]:
        """Returns what is written of the numbers, in letters of a share of the usual size."""
        picture, most = self.picture * share, room.height() * share
        x, y = room.left(), room.top()
        heading = tr("Muted")
        face = fitting(heading, min(HEADING * picture, 0.12 * most), room.width())
        written = [_Written(heading, "muted", face, QPointF(x, y))]
        y += high(face)
        letters = min(SMALL * picture, 0.1 * most)
        of_all: tuple[str, ...] = (tr("of {knobs:,} knobs", knobs=now.of),)
        counts = [(now.knobs, min(BIG * picture, 0.26 * most), of_all)]
        if now.changed is not None:
            size = min(SECOND * picture, 0.16 * most)
            counts.append((now.changed.answers, size, now.changed.words))
        for number, size, words in counts:
            figure = numbers.count(number)
            face = fitting(figure, size, room.width(), mono=True)
            written.append(_Written(figure, "text", face, QPointF(x, y)))
            plain, line = fitting("", letters, room.width()), " ".join(words)
            start = x + wide(figure, face) + 0.5 * letters
            if start + wide(line, plain) <= room.right():
                beside = QPointF(start, y + 0.78 * (high(face) - high(plain)))
                written.append(_Written(line, "text", plain, beside))
                y += high(face) + 0.3 * letters
                continue
            y += high(face)
            plain = min((fitting(part, letters, room.width()) for part in words), key=high)
            for part in words:
                written.append(_Written(part, "text", plain, QPointF(x, y)))
                y += high(plain)
            y += 0.3 * letters
        return written, y

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
            words = tr("and {count:,} more", count=rest)
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
    """Returns a size of letters in which all names have room, in one line each or in two."""
    size = min(fitting(one.name, letters, room).pixelSize() for one in last)
    if size >= _TIGHT * letters:
        return float(size)
    parts = [part for one in last for part in _parts(one.name)]
    return float(min(fitting(part, letters, room).pixelSize() for part in parts))


def _parts(name: str) -> list[str]:
    """Returns the lines of a name that has no room in one."""
    source, arrow, target = name.partition(" → ")
    return [source, f"→ {target}"] if arrow else [name]


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
    return [
        (part, face) for part in ([one.name] if wide(one.name, face) <= room else _parts(one.name))
    ]
