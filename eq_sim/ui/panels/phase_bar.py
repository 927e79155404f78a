"""The bar over the console while a step is taken apart: its four phases, and the way through."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QHBoxLayout, QPushButton

from eq_sim.language.tr import later, tr
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.models.phase_walk import PhaseWalk
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.icons import icon
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

PHASES = {
    Phase.FORWARD: (later("Forward"), later("the batch goes through")),
    Phase.COMPARE: (later("Compare"), later("answer against truth")),
    Phase.BACKWARD: (later("Backward"), later("layer by layer, from the answer")),
    Phase.UPDATE: (later("Update"), later("all knobs at once")),
}
"""What the phases are called, and what happens in each."""

_STATES = {"to come": later("to come"), "lit": later("lit"), "done": later("done")}
_UNITS = (later("Phase"), later("Step"), later("Epoch"))
_BACK = (
    (later("One phase back"), later("One phase back (Alt+Shift+S)")),
    (later("One step back"), later("One step back (Alt+Left)")),
    (later("One epoch back"), later("One epoch back (Alt+Shift+E)")),
)
"""What the way back is called for each unit, and with its key."""
_ON = (
    (later("One phase on"), later("One phase on (Shift+S)")),
    (later("One step on"), later("One step on (S)")),
    (later("One epoch on"), later("One epoch on (Shift+E)")),
)
_POINT = 13.0  # how far a phase's right end reaches out
_LARGE, _SMALL = 14, 11  # letters
_HIGH, _LOW, _ICON, _BUTTON = 44, 32, 11, 26


class PhaseButton(QAbstractButton):
    """One phase: done, lit, or to come.

    Args:
        phase: which.
        theme: the colours.
    """

    def __init__(self, phase: Phase, theme: Theme) -> None:
        super().__init__()
        self.phase, self._theme = phase, theme
        self.state = "to come"
        self._name, self._more = map(tr, PHASES[phase])
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_state("to come")

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def show_state(self, state: str) -> None:
        """Shows "done", "lit" or "to come"."""
        self.state = state
        self.setAccessibleName(f"{self._name}: {tr(_STATES[state])}")
        self.setToolTip(
            tr("{phase}: {what}. Click to go there.", phase=self._name, what=self._more)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its name and its mark."""
        return QSize(scaled(self._wide(_LARGE) + 62), scaled(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Room for its name alone, in small letters."""
        name = QFontMetricsF(font(_SMALL, bold=True)).horizontalAdvance(self._name)
        return QSize(scaled(name + 2 * _POINT + 4), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws an arrow to the right, and on it what the phase is."""
        theme, scale = self._theme, current().scale
        lit = self.state == "lit"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            wide, high = self.width() / scale, self.height() / scale
            box = QRectF(0.75, 1.5, wide - 1.5, high - 3)
            first, last = self.phase is Phase.FORWARD, self.phase is Phase.UPDATE
            inward = 0.0 if first else _POINT
            outward = 0.0 if last else _POINT
            middle = box.center().y()
            shape = QPolygonF(
                [
                    box.topLeft(),
                    QPointF(box.right() - outward, box.top()),
                    QPointF(box.right(), middle),
                    QPointF(box.right() - outward, box.bottom()),
                    box.bottomLeft(),
                    QPointF(box.left() + inward, middle),
                ]
            )
            edge = theme.color("text" if self.hasFocus() or lit else "faint")
            painter.setPen(QPen(edge, 2.0 if self.hasFocus() else 1.0))
            painter.setBrush(theme.color("text" if lit else "strip"))
            painter.drawPolygon(shape)
            ink = theme.color("panel" if lit else "text" if self.state == "done" else "muted")
            left, right = box.left() + inward, box.right() - outward
            if right - left < self._wide(_LARGE) + 34:
                self._name_alone(painter, QRectF(left, box.top(), right - left, box.height()), ink)
                return
            self._mark(painter, QPointF(left + 15, middle), ink)
            self._words(painter, QRectF(left + 30, box.top(), right - left - 34, box.height()), ink)

    def _wide(self, size: int) -> float:
        """Returns how wide its name is in letters of a size."""
        return QFontMetricsF(font(size, bold=True)).horizontalAdvance(self._name)

    def _name_alone(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        metrics = QFontMetricsF(font(_LARGE, bold=True))
        widest = max(metrics.horizontalAdvance(tr(name)) for name, _ in PHASES.values())
        room = self.width() / current().scale - 2 * _POINT  # the first and the last have more
        size = _LARGE if widest <= room else _SMALL
        painter.setPen(ink)
        painter.setFont(font(size, bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name)

    def _mark(self, painter: QPainter, at: QPointF, ink: QColor) -> None:
        """A tick for what is done, a disc for what is lit, a ring for what is to come."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2.0))
        if self.state == "done":
            ends = [at + QPointF(-5, 0), at + QPointF(-1.5, 4), at + QPointF(5, -4)]
            painter.drawPolyline(QPolygonF(ends))
        elif self.state == "lit":
            painter.setBrush(ink)
            painter.drawEllipse(at, 4, 4)
        else:
            painter.drawEllipse(at, 4, 4)

    def _words(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.setPen(ink)
        painter.setFont(font(_LARGE, bold=True))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        small = QFont(font(11))
        painter.setFont(small)
        metrics = painter.fontMetrics()
        fits = metrics.horizontalAdvance(self._more) <= box.width()
        painter.setFont(font(_LARGE, bold=True))
        fits = fits and metrics.height() + painter.fontMetrics().height() <= box.height()
        if not fits:
            painter.drawText(box, left, self._name)
            return
        half = box.height() / 2
        painter.drawText(QRectF(box.left(), box.top() + 3, box.width(), half), left, self._name)
        painter.setFont(small)
        painter.drawText(
            QRectF(box.left(), box.top() + half, box.width(), half - 3), left, self._more
        )


class PhaseBar(QFrame):
    """The four phases, and how one goes through them.

    Args:
        walk: goes back and on.
        theme: the colours.

    Attributes:
        buttons: the phases.
        unit: whether one goes by phase, step or epoch.
        back: goes back.
        on: goes on.
        shut: takes the bar away.
    """

    def __init__(self, walk: PhaseWalk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._walk, self._theme, self._seen = walk, theme, -1
        self.setAccessibleName(tr("The four phases of a step"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(0)
        self.buttons = {phase: PhaseButton(phase, theme) for phase in PHASES}
        for phase, button in self.buttons.items():
            button.clicked.connect(lambda _=False, phase=phase: self._to(phase))
            row.addWidget(button, 3 if phase is Phase.BACKWARD else 2)
        row.addSpacing(8)
        self.back = self._button(tr(_BACK[0][0]), self._go_back)
        self.unit = QComboBox()
        self.unit.addItems([tr(unit) for unit in _UNITS])
        self.unit.setAccessibleName(tr("Go back and on by"))
        self.unit.setToolTip(tr("What the arrows beside it go by: a phase, a whole step, an epoch"))
        self.unit.currentIndexChanged.connect(self._say_keys)
        self.on = self._button(tr(_ON[0][0]), self._go_on)
        self.shut = self._button(tr("Close the step (Esc)"), walk.close)
        self.shut.setText("×")
        for widget in (self.back, self.unit, self.on, self.shut):
            row.addWidget(widget)
            row.addSpacing(4)
        self._say_keys()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for phase_button in self.buttons.values():
            phase_button.set_theme(theme)
        for button, name in ((self.back, "prev"), (self.on, "next")):
            button.setIcon(icon(name, theme.text))
        self.rescale()

    def rescale(self) -> None:
        """Takes up words of another size."""
        for button in (self.back, self.on, self.shut):
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
            button.setFixedSize(scaled(_BUTTON), scaled(_BUTTON))
        for phase_button in self.buttons.values():
            phase_button.setFixedHeight(scaled(_LOW if current().least else _HIGH))
            phase_button.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out what a narrow bar has no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shows the way back and on where there is room beside all names; keys do it elsewhere."""
        names = sum(button.minimumSizeHint().width() for button in self.buttons.values())
        small = 3 * scaled(_BUTTON + 4)
        room = 0 if current().least else self.width() - names - scaled(40)
        self.unit.setVisible(room >= small + self.unit.sizeHint().width())
        for button in (self.back, self.on):
            button.setVisible(room >= small)
        self.shut.setVisible(room >= small // 3)

    def refresh(self, *, crowded: bool = False) -> None:
        """Shows or hides it, and which phase is lit, if that has changed.

        Args:
            crowded: whether there is no room for it.
        """
        phases = self._walk.phases
        wanted = phases.open and not crowded
        if self.isHidden() == wanted:
            self.setVisible(wanted)
        if phases.revision == self._seen:
            return
        self._seen = phases.revision
        lit = -1 if phases.lit is None else int(phases.lit)
        for phase, button in self.buttons.items():
            state = "lit" if phase == lit else "done" if phase < lit else "to come"
            if state != button.state:
                button.show_state(state)

    def _to(self, phase: Phase) -> None:
        end_typing()
        self._walk.to(phase)

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        end_typing()
        (self._walk.phase, self._walk.step, self._walk.epoch)[self.unit.currentIndex()](by)

    def _say_keys(self) -> None:
        unit = self.unit.currentIndex()
        for button, (name, tip) in ((self.back, _BACK[unit]), (self.on, _ON[unit])):
            button.setAccessibleName(tr(name))
            button.setToolTip(tr(tip))

    def _button(self, name: str, what: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setObjectName("toggle")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: what())
        return button
