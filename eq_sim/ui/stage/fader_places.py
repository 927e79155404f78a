"""Where the parts of a large fader are: its scale, its cap, the words beside it and its value."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.frame import axis_ticks
from eq_sim.ui.stage.measures import Unit, figure, shrunk, width_of
from eq_sim.ui.style.numbers import tick
from eq_sim.ui.style.theme import font

BACK = later("coming back")
"""What is said while a hand brings the knob back to the best place."""

START, BEST, TURNED = "start", "best", "turned to"
"""What can be marked: where a knob started, where it is best, where one that clicks was turned."""

_WITH_NUMBER = {
    START: later("start {value}"),
    BEST: later("best {value}"),
    TURNED: later("turned to {value}"),
}
_WITHOUT = {START: later("start"), BEST: later("best"), TURNED: later("turned")}

_WIDE = 1.2  # width over height from which on the value stands beside the fader
_BESIDE = 0.42  # of the width that it then takes
_BELOW = 0.87  # of the width for a value below: those of two faders side by side stay apart
_LINES = 1.9  # heights of a number from one to the next, at least


@dataclass(frozen=True)
class Label:
    """Words beside a place of the scale.

    Attributes:
        text: what they say; empty where there is no room for them.
        y: the height of the place.
        words_y: the height of the middle of the words.
    """

    text: str
    y: float
    words_y: float


def said_of(mark: str, value: str) -> str:
    """Returns what stands beside a mark: "start 0.50"."""
    return tr(_WITH_NUMBER[mark], value=value)


class FaderPlaces:
    """The parts of a fader in a rectangle.

    Args:
        room: the rectangle.
        unit: what sizes are shares of.
        limit: the end of the scale.
        value: the value as it is written.
        marks: the place of each mark: of ``START``, ``BEST``, ``TURNED``.
        widest: the longest words that may come to stand beside the scale.
        stops: the positions that the knob clicks into; none where it turns freely.

    Attributes:
        travel: where the middle of the cap goes: as wide as the cap.
        cap: (width, height) of the cap.
        figure: where the value stands, and its font.
        ticks: the places that have numbers, and the numbers.
        stops: the positions that the knob clicks into.
        labels: what stands beside the marks.
        beside: how wide words may be that stand beside the fader.
        words: the font of all but the value.
    """

    def __init__(
        self,
        room: QRectF,
        unit: Unit,
        limit: float,
        value: str,
        marks: dict[str, float],
        widest: str,
        stops: tuple[float, ...] = (),
    ) -> None:
        self.unit, self.limit, self.stops = unit, limit, stops
        self.words = font(unit.word)
        self.numbers = font(unit.word, mono=True)
        beside = room.width() > _WIDE * room.height()
        self.figure, left = self._figure(room, value, beside=beside)
        high = unit.whole * 0.062
        self.cap = (min(unit.whole * 0.15, 0.3 * left.width()), high)
        rise = left.height() - high
        self.ticks = self._numbers(rise)
        gap = unit.whole * 0.018
        wide = max((width_of(text, self.numbers) for _, text in self.ticks), default=0.0) + gap
        # As much room as the widest words may come to need: nothing moves when they come.
        needed = max(width_of(text, self.words) for text in (widest, tr(BACK)))
        free = left.width() - wide - self.cap[0] - gap - unit.word
        short = {mark: tr(_WITHOUT[mark]) for mark in marks}
        least = max((width_of(word, self.words) for word in short.values()), default=0.0)
        numbered, named = needed <= free, least <= free
        self.beside = needed if numbered else least if named else 0.0
        texts = {
            mark: said_of(mark, figure(at, limit)) if numbered else short[mark] if named else ""
            for mark, at in marks.items()
        }
        whole = wide + self.cap[0] + (gap + self.beside if named else 0.0) + unit.word
        if whole > left.width():  # a narrow column: the fader alone
            self.ticks, wide, whole = (), 0.0, self.cap[0]
        x = left.left() + max(0.0, (left.width() - whole) / 2) + wide
        self.travel = QRectF(x, left.top() + high / 2, self.cap[0], rise)
        if not beside:  # the value begins where the numbers do
            box, face = self.figure
            begins = min(max(x - wide, box.left()), box.right() - width_of(value, face))
            self.figure = box.adjusted(begins - box.left(), 0, 0, 0), face
        self.labels = self._apart(
            {mark: Label(text, self.y(marks[mark]), self.y(marks[mark]))
             for mark, text in texts.items()}
        )  # fmt: skip

    def y(self, value: float) -> float:
        """Returns the height of a value; beyond the scale its end."""
        share = max(-1.0, min(1.0, value / self.limit))
        return self.travel.center().y() - share * self.travel.height() / 2

    def beside_cap(self, value: float) -> float | None:
        """Returns the height at which words stand beside the cap; None where there is no room."""
        if width_of(tr(BACK), self.words) > self.beside:
            return None
        here, apart = self.y(value), 1.7 * self.unit.word
        for aside in (0.0, -0.4, 0.4, -0.8, 0.8, -1.2, 1.2):
            y = here + aside * self.cap[1]
            if all(abs(label.words_y - y) >= apart for label in self.labels.values()):
                return y
        return None

    def middle(self, value: float) -> QPointF:
        """Returns where the middle of the cap is."""
        return QPointF(self.travel.center().x(), self.y(value))

    def _figure(
        self, room: QRectF, value: str, *, beside: bool
    ) -> tuple[tuple[QRectF, QFont], QRectF]:
        """Returns where the value stands, its font, and the room that is left."""
        if beside:
            wide = room.width() * _BESIDE
            face = shrunk(value, self.unit.figure, wide, mono=True)
            box = QRectF(room.right() - wide, room.top(), wide, room.height())
            return (box, face), room.adjusted(0, 0, -wide, 0)
        most = min(self.unit.figure, room.height() * 0.3)
        face = shrunk(value, most, room.width() * _BELOW, mono=True)
        high = face.pixelSize() * 1.15
        box = QRectF(room.left(), room.bottom() - high, room.width(), high)
        return (box, face), room.adjusted(0, 0, 0, -high - self.unit.whole * 0.012)

    def _numbers(self, rise: float) -> tuple[tuple[float, str], ...]:
        most = max(1, int(rise / (_LINES * self.unit.word)))
        places = axis_ticks(-self.limit, self.limit, min(most, 8))
        return tuple((place, tick(place)) for place in places)

    def _apart(self, labels: dict[str, Label]) -> dict[str, Label]:
        """Moves words that would lie over each other apart, up and down."""
        if len(labels) < 2:
            return labels
        least = 1.25 * self.unit.word
        ordered = sorted(labels.items(), key=lambda one: one[1].y)
        heights = [label.y for _, label in ordered]
        for _ in heights:  # each round pushes neighbours apart, and those that they then meet
            for place in range(len(heights) - 1):
                short = least - (heights[place + 1] - heights[place])
                if short > 0:
                    heights[place] -= short / 2
                    heights[place + 1] += short / 2
        return {
            word: Label(label.text, label.y, height)
            for (word, label), height in zip(ordered, heights, strict=True)
        }
