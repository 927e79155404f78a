"""The phase of a step that is lit, worked out large: each number under what it is."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QHideEvent, QPainter, QShowEvent

from eq_sim.language.numerals import local
from eq_sim.session.questions.shown_digits import Line, Token
from eq_sim.session.session import Session
from eq_sim.ui.models.phase_words import Said, said
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.stage.painted_card import HEADING, SMALL, PaintedCard, fitting, high, wide
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import Theme, font

_LARGEST, _LEAST = 0.085, 0.018  # of the picture's height: the numbers
_STEP = 0.94  # of a size, to the next one that is tried
_HEADING = 0.2  # of the card's height, at most
_FURTHER = 0.62  # of the first line's numbers: those of the lines below it
_CAPTION, _MOST_CAPTION = 0.5, 1 / 30  # of the numbers; of the picture's height
_GAP, _LEADING = 0.4, 1.35  # of the numbers: between them, and from row to row
_TIGHT = frozenset({"²", ")"})  # stand close behind what they belong to


@dataclass(frozen=True)
class Placed:
    """A number or a sign with its place.

    Attributes:
        token: what.
        left: of its column.
        width: of its column.
        top: of the row.
        size: of its letters.
        caption: of the letters above it.
    """

    token: Token
    left: float
    width: float
    top: float
    size: float
    caption: float


class PhaseCard(PaintedCard):
    """What the lit phase does to the followed sample or to the outlined knob, in numbers.

    Args:
        session: whose step.
        phases: the step that is taken apart.
        theme: the colours.
    """

    def __init__(self, session: Session, phases: Phases, theme: Theme) -> None:
        super().__init__(theme)
        self._session, self._phases = session, phases
        self._seen = -1
        self.shown = Said("")
        """What is shown."""
        self.refresh()

    def refresh(self) -> None:
        """Shows the phase that is lit, if that is another, or another step's."""
        phases = self._phases
        if phases.revision == self._seen:
            return
        self._seen = phases.revision
        shown = said(self._session, phases)
        if shown != self.shown:
            self.shown = shown
            self._say()
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._seen = -1
        self.refresh()
        self._say()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Nobody else need work it out."""
        super().showEvent(event)
        self._phases.show_large(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Others may work it out again."""
        super().hideEvent(event)
        self._phases.show_large(False)

    def _say(self) -> None:
        shown = self.shown
        self.setAccessibleName(shown.sentence)
        lines = [f"{line.words}: {local(line.text)}" for line in shown.lines]
        self.say("; ".join(part for part in [shown.about, *lines, self.aside] if part))

    @property
    def aside(self) -> str:
        """What is said below the formula."""
        return self.shown.mean or " ".join(self.shown.aside.split("\n"))

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws what the formula is about, the formula, and what else is known."""
        shown = self.shown
        letters = min(HEADING * self.picture, _HEADING * room.height())
        if not shown.lines:
            self._write_words(painter, shown.sentence, letters, room)
            return
        left = QRectF(room)
        top, right = self._draw_heading(painter, room, letters)
        left.setTop(top)
        aside, small = self.aside, min(SMALL * self.picture, letters)
        if aside:
            face = fitting(aside, small, room.width())
            start, y = room.right() - wide(aside, face), room.top()
            if start < right + letters:  # below the formula, then
                start, y = room.left(), room.bottom() - high(face)
                left.setBottom(y)
            self.write(painter, aside, "muted", face, start, y)
        for placed in self._places(shown.lines, left):
            self._draw_token(painter, placed)

    def _draw_heading(self, painter: QPainter, room: QRectF, letters: float) -> tuple[float, float]:
        """Says what the formula is about. Returns its lower end, and its right one."""
        shown = self.shown
        face = fitting(shown.about, letters, room.width(), bold=True)
        self.write(painter, shown.about, "text", face, room.left(), room.top())
        below = room.top() + high(face)
        small = min(SMALL * self.picture, letters)
        of = fitting(shown.of, small, room.width())
        beside = room.left() + wide(shown.about, face) + letters
        if beside + wide(shown.of, of) <= room.right():
            y = room.top() + 0.8 * (high(face) - high(of))
            self.write(painter, shown.of, "muted", of, beside, y)
            return below, beside + wide(shown.of, of)
        self.write(painter, shown.of, "muted", of, room.left(), below)
        return below + high(of), room.right()

    def _write_words(self, painter: QPainter, words: str, letters: float, room: QRectF) -> None:
        """Writes a sentence in as many rows as it needs."""
        face, y, row = font(letters), room.top(), ""
        for word in [*words.split(), ""]:
            longer = f"{row} {word}".strip()
            if word and wide(longer, face) <= room.width():
                row = longer
                continue
            self.write(painter, row, "text", face, room.left(), y)
            y, row = y + 1.2 * high(face), word

    def _places(self, lines: tuple[Line, ...], room: QRectF) -> list[Placed]:
        """Returns where all numbers stand, as large as they have room."""
        size = _LARGEST * self.picture
        while True:
            places, bottom = self._placed(lines, room.width(), size)
            if bottom <= room.height() or size <= _LEAST * self.picture:
                break
            size *= _STEP
        right = max(one.left + one.width for one in places)
        x = room.left() + max(0.0, room.width() - right) / 2
        y = room.top() + max(0.0, room.height() - bottom) / 2
        return [
            Placed(one.token, x + one.left, one.width, y + one.top, one.size, one.caption)
            for one in places
        ]

    def _placed(
        self, lines: tuple[Line, ...], width: float, first: float
    ) -> tuple[list[Placed], float]:
        """Returns places in numbers of a size, from 0, and the height that they take."""
        places: list[Placed] = []
        top = 0.0
        for number, line in enumerate(lines):
            size = first if not number else _FURTHER * first
            caption = min(max(_CAPTION * size, 0.8 * SMALL * self.picture), self._most_caption)
            row, x = top, 0.0
            for group in _groups(line.tokens):
                widths = [_wide(token, size, caption) for token in group]
                gaps = [0.0 if token.text in _TIGHT else _GAP * size for token in group]
                needed = sum(widths) + sum(gaps)
                if x and x + needed > width:
                    row, x = row + caption + _LEADING * size, 0.0
                for token, wide_, gap in zip(group, widths, gaps, strict=True):
                    x += gap if x else 0.0
                    places.append(Placed(token, x, wide_, row, size, caption))
                    x += wide_
                if x > width:  # a single number has no room
                    return places, float("inf")
            top = row + caption + _LEADING * size
        return places, top

    @property
    def _most_caption(self) -> float:
        return _MOST_CAPTION * self.picture

    def _draw_token(self, painter: QPainter, one: Placed) -> None:
        """Draws a number, and above it what it is."""
        small, large = font(one.caption), _figures(one.size)
        middle = one.left + one.width / 2
        caption, text = one.token.caption, _shown(one.token)
        self.write(painter, caption, "muted", small, middle - wide(caption, small) / 2, one.top)
        y = one.top + 1.1 * one.caption
        self.write(painter, text, "text", large, middle - wide(text, large) / 2, y)


def _groups(tokens: tuple[Token, ...]) -> list[list[Token]]:
    """Returns what stays together in a row: signs, and the number that they lead to."""
    groups: list[list[Token]] = [[]]
    for token in tokens:
        ends = token.text in _TIGHT
        begins = not ends and groups[-1] and groups[-1][-1].caption
        if begins or (groups[-1] and groups[-1][-1].text in _TIGHT and not ends):
            groups.append([])
        groups[-1].append(token)
    return groups


def _wide(token: Token, size: float, caption: float) -> float:
    return max(wide(_shown(token), _figures(size)), wide(token.caption, font(caption)))


def _figures(size: float) -> QFont:
    return font(size, mono=True)


def _shown(token: Token) -> str:
    return local(token.text.replace("-", MINUS))
