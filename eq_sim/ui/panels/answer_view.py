"""What the views of the network's answer have in common."""

from abc import abstractmethod
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.data.dataset import View
from eq_sim.language.tr import tr
from eq_sim.network.types import IndexArray
from eq_sim.session.change import Change, Watch
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.asked import sample_words
from eq_sim.ui.panels.batch_marks import draw_batch
from eq_sim.ui.panels.probe import Probe, draw_probe
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE
_STEP = 0.03  # of the picture: how far a press of an arrow moves the pointer
_VEIL = 150  # of 255, over an answer of before
_NEAR = 16.0  # pixels around a sample in which a click means it


class AnswerView(QWidget):
    """One way to show the answer: ``look`` asks the network, and ``draw`` draws what it said.

    A paint can come at any time and as often as the screen likes, so it asks nothing.

    Args:
        session: what is shown.
        theme: the colours.
        surface: the answers over the plane, where the data are points of one.
        picked: the sample that a person points at.

    Attributes:
        pale: whether what is drawn is of earlier knobs: the present answers are not known yet.
    """

    shows: ClassVar[View]
    chose = Signal()
    """Another sample was chosen, or none."""

    def __init__(
        self, session: Answering, theme: Theme, surface: Surface, picked: ChosenSample
    ) -> None:
        super().__init__()
        self.picked = picked
        self._spots: list[QPointF] = []
        self._samples: list[int] = []
        self._radius = _NEAR
        self.session = session
        self.theme = theme
        self.surface = surface
        self._watch = Watch(session.changes, _SHOWN)
        self._choice = picked.revision
        self.phases: Phases | None = None
        self._phase = -1
        self._looked = self._owes = False
        self.pale = self.errors = False
        self.probe: Probe | None = None
        self._asked: QPointF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("The network's answer"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def refresh(self) -> bool:
        """Asks for a new picture if the answer has changed. Returns whether it has."""
        chosen, self._choice = self.picked.revision != self._choice, self.picked.revision
        phase = self.phases.revision if self.phases is not None else -1
        chosen, self._phase = chosen or phase != self._phase, phase
        was, self.pale = self.pale, self.session.computing
        news = bool(self._watch.news())
        self._owes |= news
        if not news and not chosen and was == self.pale:
            return False
        if self._owes and not self.pale:
            self.look()
            self._looked, self._owes = True, False
            if self._asked is not None:
                self._ask(self._asked)
        self.update()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.theme = theme
        self.forget()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.forget()

    def forget(self) -> None:
        """Lets go of what was drawn before, and draws it anew."""
        self._watch.forget()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the answer as it was at the last look."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # On a fractional scale the last pixel is half a pixel further.
            painter.fillRect(self.rect().adjusted(0, 0, 1, 1), self.theme.color("panel"))
            if self._looked:
                painter.scale(current().scale, current().scale)
                self.draw(painter)
                painter.setClipping(False)
                if self.phases is not None:
                    draw_batch(
                        painter, self.theme, self.phases, self._where_drawn(), self.error_end
                    )
                self._ring(painter)
                if self.pale:
                    self._veil(painter)
                elif self.probe is not None:
                    draw_probe(painter, self.probe, self.wide, self.high, self.theme)
            if self.hasFocus():
                painter.resetTransform()
                painter.setPen(QPen(self.theme.color("text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def _veil(self, painter: QPainter) -> None:
        """Draws the picture paler: it is of earlier knobs, and the present ones' is not known."""
        painter.resetTransform()
        veil = self.theme.color("panel")
        veil.setAlpha(_VEIL)
        painter.setClipping(False)
        painter.fillRect(self.rect().adjusted(0, 0, 1, 1), veil)

    def offer(self, spots: list[QPointF], samples: list[int], radius: float = _NEAR) -> None:
        """Says where samples were drawn, so that they can be clicked."""
        self._spots, self._samples, self._radius = spots, samples, radius

    def draws(self, samples: IndexArray) -> int:
        """Returns how many of some samples are drawn."""
        return len(set(samples.tolist()) & set(self._samples))

    def _where_drawn(self) -> dict[int, QPointF]:
        """Returns where each sample was drawn."""
        return dict(zip(self._samples, self._spots, strict=True))

    def error_end(self, sample: int, error: float) -> QPointF | None:
        """Returns where a sample would be drawn if the answer were true; None for no such place.

        Args:
            sample: its place in the data.
            error: by how much the answer is above the truth, in the network's units.
        """
        return None

    def spot_of(self, sample: int) -> QPointF | None:
        """Returns where a sample was drawn, in the widget's pixels."""
        if sample not in self._samples:
            return None
        return self._spots[self._samples.index(sample)] * current().scale

    def show_errors(self, *, on: bool) -> None:
        """Draws how far each answer is off, where answers are numbers, or leaves that away."""
        if on != self.errors:
            self.errors = on
            self.forget()

    # What is at a point

    def probe_at(self, point: QPointF) -> Probe | None:
        """Returns what there is to say of a point of the picture; None for nothing."""
        sample = self.sample_near(point)
        if sample is None:
            return None
        return Probe(self._spots[self._samples.index(sample)], self.sample_lines(sample))

    def sample_near(self, point: QPointF, *, within: float | None = None) -> int | None:
        """Returns the sample that was drawn nearest to a point; None where none is near."""
        far = [(spot - point).manhattanLength() for spot in self._spots]
        near = min(range(len(far)), key=far.__getitem__, default=None)
        if near is None or far[near] > (self._radius if within is None else within):
            return None
        return self._samples[near]

    def sample_lines(self, sample: int) -> tuple[str, ...]:
        """Returns what a sample is, and what the network makes of it."""
        return sample_words(self.session, sample)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Says what is under the pointer."""
        self._ask(event.position() / current().scale)

    def leaveEvent(self, event: QEvent) -> None:
        """Says no more of a point."""
        self._ask(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says no more of a point that is now elsewhere."""
        super().resizeEvent(event)
        self._ask(None)

    def _ask(self, point: QPointF | None) -> None:
        """Asks about a point: one sample through the network, and never from a paint."""
        self._asked = point
        before, self.probe = self.probe, None
        if point is not None and self._looked and not self.session.computing:
            self.probe = self.probe_at(point)
        if self.probe != before:
            self.update()

    def _move_pointer(self, across: float, down: float) -> None:
        """Moves what is asked about by shares of the picture, and says aloud what is there."""
        at = self._asked or QPointF(self.wide / 2, (self.high - self.foot()) / 2)
        step = max(self.wide, self.high)
        x = min(max(0.0, at.x() + across * step), self.wide)
        y = min(max(0.0, at.y() + down * step), self.high - self.foot())
        self._ask(QPointF(x, y))
        self._speak()

    def _speak(self) -> None:
        """Lets a screen reader say what is asked about."""
        said = ". ".join(self.probe.lines) if self.probe is not None else ""
        self.setAccessibleDescription(said)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the sample under the pointer; a click beside all of them chooses none."""
        end_typing()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position() / current().scale
        far = [(spot - at).manhattanLength() for spot in self._spots]
        near = min(range(len(far)), key=far.__getitem__, default=None)
        found = near is not None and far[near] <= self._radius
        self.picked.choose(self._samples[near] if near is not None and found else None)
        self.chose.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from sample to sample, Escape chooses none.

        With Shift, the arrows move a pointer over the picture that says what is there.
        """
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            moves = {
                Qt.Key.Key_Left: (-_STEP, 0.0),
                Qt.Key.Key_Right: (_STEP, 0.0),
                Qt.Key.Key_Up: (0.0, -_STEP),
                Qt.Key.Key_Down: (0.0, _STEP),
            }
            if event.key() in moves:
                self._move_pointer(*moves[Qt.Key(event.key())])
                return
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in ways and self._samples:
            order = sorted(self._samples)
            now = self.picked.sample
            way = ways[Qt.Key(event.key())]
            place = (order.index(now) + way if now in order else 0) % len(order)
            self.picked.choose(order[place])
            spot = self._spots[self._samples.index(order[place])]
            self._asked, self.probe = spot, Probe(spot, self.sample_lines(order[place]))
            self._speak()
        elif event.key() == Qt.Key.Key_Escape and self.probe is not None:
            self._ask(None)
            self.picked.choose(None)
        elif event.key() == Qt.Key.Key_Escape and self.picked.sample is not None:
            self.picked.choose(None)
        else:
            super().keyPressEvent(event)
            return
        self.chose.emit()

    def _ring(self, painter: QPainter) -> None:
        """Rings the chosen sample."""
        sample = self.picked.sample
        if sample is None or sample not in self._samples:
            return
        spot = self._spots[self._samples.index(sample)]
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = 8.0 if self._radius == _NEAR else self._radius
        for width, color in ((5.0, "panel"), (2.4, "text")):
            painter.setPen(QPen(self.theme.color(color), width))
            painter.drawEllipse(spot, radius, radius)

    def foot(self) -> float:
        """Returns how high the words below the picture are: legend, formula, matrix."""
        return 0.0

    @property
    def wide(self) -> float:
        """The width to draw on: larger words are drawn as a larger picture of less room."""
        return self.width() / current().scale

    @property
    def high(self) -> float:
        """The height to draw on; see ``wide``."""
        return self.height() / current().scale

    @abstractmethod
    def look(self) -> None:
        """Takes from the session what is drawn; a pass through the network may be needed for it."""

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draws what was seen at the last look, and asks the session nothing."""

    @abstractmethod
    def summary(self) -> str:
        """Returns a few words for the panel's heading."""
