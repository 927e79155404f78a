"""One knob as a fader that fills its room, for the mouse, the keys and a screen reader."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit
from eq_sim.ui.console.gestures import FINE, PAGE, Hands
from eq_sim.ui.knobs.sets import knob_set
from eq_sim.ui.models.knob_way import KnobWay
from eq_sim.ui.stage.backdrop import Backdrop
from eq_sim.ui.stage.fader_drawing import FaderDrawing
from eq_sim.ui.stage.fader_places import BACK, BEST, START, TURNED, FaderPlaces, said_of
from eq_sim.ui.stage.measures import Unit, figure, shrunk
from eq_sim.ui.style.numbers import signed
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_NAME_LINES = 2
_NOTCH = 120  # what a notch of the wheel counts
_BY_KEYS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_SENTENCES: Final = {
    START: later("Start {value}."),
    BEST: later("Best {value}."),
    TURNED: later("Turned to {value}."),
}

_TURNS: Final = {
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_PageUp: float(PAGE),
    Qt.Key.Key_PageDown: -float(PAGE),
}


class BigFader(QWidget):
    """A knob.

    Args:
        way: the knob, and where it has been.
        bank: the bank that it is in.
        hands: what is done to knobs.
        theme: the colours.
        named: whether its name stands over it.

    Attributes:
        way: the knob, and where it has been.
        name_size: how large its name is, in pixels; the same for all side by side.
    """

    def __init__(
        self,
        way: KnobWay,
        bank: KnobBank,
        hands: Hands,
        theme: Theme,
        *,
        named: bool,
    ) -> None:
        super().__init__()
        self.way, self._bank, self._hands = way, bank, hands
        self._theme, self._named = theme, named
        self._backdrop = Backdrop(self)
        self._shown: object = None
        self._dragging = self._twice = self._ring = self._seen = False
        self.name_size = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAccessibleName(bank.name(way.knob))

    # What it shows

    @property
    def value(self) -> float:
        """Where the knob stands: a silent one where it comes back to."""
        return float(self._bank.whole()[self.way.knob]) if self._there else 0.0

    @property
    def limit(self) -> float:
        """The end of its scale."""
        return self.way.limit if self._there else 1.0

    @property
    def name_lines(self) -> list[str]:
        """Its name, as it stands over it."""
        name = self._bank.name(self.way.knob).partition(",")[0]
        before, arrow, after = name.partition(" → ")
        if arrow:
            return [before, f"→ {after}"]  # mostly the second is the shorter one
        words = name.split(" ", 2)  # "bias of", and what it is the bias of
        return [" ".join(words[:2]), words[2]] if len(words) > 2 else [name]

    def name_fits_at(self, pixels: float) -> float:
        """Returns the size of words, up to so many pixels, at which its name fits over it."""
        sizes = (shrunk(line, pixels, self.width()).pixelSize() for line in self.name_lines)
        return float(min(sizes))

    @property
    def value_text(self) -> str:
        """Its value as it is written."""
        return figure(self.value, self.limit)

    @property
    def marks(self) -> dict[str, float]:
        """What is marked beside the scale: the start, the best place, where it was turned to."""
        best = self.way.known_best()
        clicks = {} if self.turned is None else {TURNED: self.turned}
        return {START: self.way.start, **({} if best is None else {BEST: best}), **clicks}

    @property
    def stops(self) -> tuple[float, ...]:
        """The positions that it clicks into, if they can be told apart."""
        positions = self._bank.positions if self._there else None
        if positions is None or not positions.few:
            return ()
        step, most = float(positions.steps(self._knobs)[0]), positions.rounding.limit
        return tuple(step * place for place in range(-most, most + 1)) if step else ()

    @property
    def turned(self) -> float | None:
        """Where it was turned to, between its positions; None where it does not click."""
        if not self.stops:
            return None
        return float(self._bank.turned()[self.way.knob])

    @property
    def ringed(self) -> bool:
        """Whether a ring shows that it has the keyboard."""
        return self.hasFocus() and self._ring

    @property
    def press(self) -> float:
        """What a press of an arrow key turns it by."""
        return float(self._hands.press(self._knobs)[0]) if self._there else 0.0

    @property
    def travel(self) -> float:
        """Pixels from one end of its scale to the other."""
        return self._places().travel.height()

    def words(self) -> str:
        """Returns what there is to know of it, for who does not see it."""
        unit = knob_unit(self._bank.layout, self._bank.dataset)
        marks = [
            tr(_SENTENCES[mark], value=f"{signed(at)}{unit}") for mark, at in self.marks.items()
        ]
        back = [tr("Coming back to the best place.")] if self.way.coming_back() else []
        return " ".join([*marks, *back])

    def refresh(self) -> None:
        """Shows the knob as it stands, if that is other than before."""
        if not self._there:
            return
        marks = tuple(self.marks.items())
        back = self.way.coming_back()
        shown = (self.value, self.limit, marks, back, self.way.heading, self.stops)
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleDescription(self.words())
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(100, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        if not self._there:
            return
        self._seen = True
        places, value = self._places(), self.value
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._named:
                self._draw_name(painter)
            drawing = FaderDrawing(painter, self._theme, places)
            still = (self._theme, places.unit, self.limit, current().comma, places.stops)
            self._backdrop.draw(
                painter, still, lambda own: FaderDrawing(own, self._theme, places).scale()
            )
            labels = places.labels
            start = labels[START]
            drawing.start(self.way.start, start.text, start.words_y)
            drawing.bar(value)
            if BEST in labels:
                drawing.best(self.marks[BEST], labels[BEST].text, labels[BEST].words_y)
            if TURNED in labels:
                at = labels[TURNED]
                drawing.turned(self.marks[TURNED], at.text, at.words_y)
            back = places.beside_cap(value) if self.way.coming_back() else None
            if back is not None:
                drawing.coming_back(self.way.heading, tr(BACK), back)
            bias = self._bank.layout.knob(self.way.knob).is_bias
            drawing.cap(value, bias=bias, focused=self.ringed)
            drawing.figure(self.value_text, value)

    def _draw_name(self, painter: QPainter) -> None:
        lines = self.name_lines
        painter.setFont(font(self.name_size))
        painter.setPen(self._theme.color("text"))
        box = QRectF(0, 0, self.width(), _NAME_LINES * 1.25 * self.name_size)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _places(self) -> FaderPlaces:
        unit = Unit.of(self._card)
        head = 1.3 * _NAME_LINES * self.name_size + 0.4 * unit.word if self._named else 0.0
        room = QRectF(self.rect()).adjusted(0, head, 0, 0)
        limit = self.limit
        best = self.way.least_squares()
        numbers = (figure(at, limit) for at in (self.way.start, best) if at is not None)
        widest = said_of(START, max(numbers, key=len))
        if self.turned is not None:
            widest = said_of(TURNED, figure(-self.limit, limit))
        return FaderPlaces(room, unit, limit, self.value_text, self.marks, widest, self.stops)

    @property
    def _card(self) -> QWidget:
        return self.parentWidget() or self

    @property
    def _there(self) -> bool:
        return self.way.knob < self._bank.layout.size

    # What a hand does

    @property
    def _knobs(self) -> IndexArray:
        return knob_set((self.way.knob,))

    def put(self, value: float) -> None:
        """Sets the knob, as one gesture."""
        self._hands.put((self.way.knob,), (value,))

    def nudge(self, presses: float) -> None:
        """Turns the knob by so many presses of an arrow key; the hand stays on it."""
        self._hands.nudge((self.way.knob,), presses)

    def let_go(self) -> None:
        """Releases the knob."""
        self._dragging = False
        self._hands.release()

    def back_to_start(self) -> None:
        """Brings the knob to where it started, as one gesture."""
        self._hands.release()
        self.put(self.way.start)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the cap, wherever beside it the press is."""
        self._begin(event, twice=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the cap; let go without a move, the knob goes back to its start."""
        self._begin(event, twice=True)

    def _begin(self, event: QMouseEvent, *, twice: bool) -> None:
        self._ring = False
        if event.button() == Qt.MouseButton.LeftButton and self._there:
            self._dragging = self._hands.take(self._knobs, event.position().y())
            self._twice = twice

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns the knob."""
        if not self._dragging:
            return
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self.let_go()
            return
        self._twice = False
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._hands.drag(event.position().y(), fine=fine)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        if self._dragging:
            self.let_go()
            if self._twice:
                self.back_to_start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns the knob."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        turned = event.angleDelta().y() or (event.angleDelta().x() if fine else 0)
        if turned and self._there:
            self.nudge(turned / _NOTCH * self._share(fine=fine))
            self._hands.rest_soon()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns the knob as a fader of the console: arrows, pages, ends, start, and Esc."""
        keys, key = Qt.Key, Qt.Key(event.key())
        self._ring = True
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._there:
            super().keyPressEvent(event)
        elif key == keys.Key_Escape and self._hands.grip:
            self._hands.put_back()
            self._dragging = False
        elif key in _TURNS:
            self.nudge(_TURNS[key] * self._share(fine=fine))
        elif key in (keys.Key_Home, keys.Key_End):
            end = self.limit if key == keys.Key_End else -self.limit
            self.nudge((end - self.value) / self.press)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.back_to_start()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ends a turn by keys."""
        if not event.isAutoRepeat() and not self._dragging and self._hands.grip:
            self._hands.release()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows that it has the keyboard, where the keyboard brought it here."""
        super().focusInEvent(event)
        # What has the focus when the desk goes away passes it on, as if by Tab, unseen.
        self._ring = event.reason() in _BY_KEYS and self._seen
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go."""
        self.let_go()
        super().focusOutEvent(event)
        self.update()

    def _share(self, *, fine: bool) -> float:
        positions = self._bank.positions
        return FINE if fine and (positions is None or not positions.few) else 1.0
