"""One frame of the console: what stands still, the knobs, their marks, and what is lit.

Everything here was worked out before: while a frame is painted, nothing goes through the network.
"""

import numpy as np
from msgspec import Struct, field
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPixmap

from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.backdrop import paint_backdrop
from eq_sim.ui.console.bar_arrows import NARROWEST
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.console.gestures import Grip
from eq_sim.ui.console.headings import Headings
from eq_sim.ui.console.highlights import (
    Bubble,
    bubble,
    draw_bubble,
    draw_pointer,
    draw_waiting,
    light_explained,
    light_focus,
    light_route,
)
from eq_sim.ui.console.line_numbers import draw_line_numbers
from eq_sim.ui.console.measures import Level, Measures
from eq_sim.ui.console.optimum_marks import draw_optimum
from eq_sim.ui.console.outliers import draw_outliers
from eq_sim.ui.console.painting import Painting, Trend
from eq_sim.ui.console.phase_arrows import draw_phase_arrows, times_of
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.state_marks import draw_meters, draw_next_step, share_of
from eq_sim.ui.console.switch_marks import SwitchMarks
from eq_sim.ui.models.activity import NO_KNOBS, Activity, NoActivity
from eq_sim.ui.models.best_knobs import BestKnobs
from eq_sim.ui.models.gliding_bank import GlidingBank
from eq_sim.ui.models.next_step import NextStep
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.theme import Theme

MOST_POINTED = 3  # knobs in a hand of which one is pointed at; more are a gesture of all


class Models(Struct, frozen=True):
    """What a console shows of an experiment beside its knobs; an array of knobs has none of it.

    Attributes:
        activity: whether training runs, and which knobs are in a hand.
        next_step: where the next step would go, shown as arrows.
        trace: what the chosen sample does, shown as meters.
        surface: every neuron's answer over the plane, shown as small pictures.
        shown: what cells show; made for the bank by itself.
        phases: the step that is taken apart.
        best_knobs: where the best knobs are, shown as a mark on each fader.
    """

    activity: Activity = field(default_factory=NoActivity)
    next_step: NextStep | None = None
    trace: SampleTrace | None = None
    surface: Surface | None = None
    shown: Shown | None = None
    phases: Phases | None = None
    best_knobs: BestKnobs | None = None

    def revisions(self) -> tuple[int, ...]:
        """Looks where the best knobs are, and returns what grows when something else is shown."""
        if self.best_knobs is not None:
            self.best_knobs.refresh()
        beside = (self.trace, self.phases, self.best_knobs)
        return tuple(one.revision if one is not None else 0 for one in beside)


class Lit(Struct, frozen=True):
    """What is lit in a frame.

    Attributes:
        knob: under the pointer or in the hand; None for none.
        focused: the knob that keys turn.
        rings: the knobs that turn together, while the keyboard is here.
        here: whether the keyboard is here.
        grip: the hand, if there is one.
        loss: the train loss now, while there is a hand; None where it is not known.
        quiet: whether something else already speaks of the focused knob.
        covered: the part of the view under a hint.
        pictured: whether the pointer is on the knob in its neuron's picture.
    """

    knob: int | None = None
    focused: int | None = None
    rings: IndexArray = field(default_factory=lambda: NO_KNOBS)
    here: bool = False
    grip: Grip | None = None
    loss: float | None = None
    quiet: bool = False
    covered: QRect = field(default_factory=QRect)
    pictured: bool = False


class Scene:
    """Draws frames.

    Args:
        bank: whose knobs.
        models: what is shown beside them.
        scales: what the tops of the faders mean.
        shown: what cells show.
        theme: the colours.
    """

    def __init__(
        self, bank: KnobBank, models: Models, scales: Scales, shown: Shown, theme: Theme
    ) -> None:
        self._bank, self._models, self._scales = bank, models, scales
        self._phases = models.phases
        if self._phases is not None:
            self._bank = GlidingBank(bank, self._phases.gliding)
        self._shown = shown
        self._theme = theme
        self._structure = bank.structure
        self._trend = Trend(self._bank, models.activity)
        self._switches = SwitchMarks(self._bank, theme)
        self._headings = Headings(bank, scales, theme)
        self._painting: Painting | None = None
        self._painting_of: Geometry | None = None
        self._backdrop = QPixmap()
        self._backdrop_of: object = None
        self._times_of: object = None
        self._times = 1

    @property
    def ground(self) -> QColor:
        """The colour behind the strips."""
        return self._theme.color("panel")

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._switches = SwitchMarks(self._bank, theme)
        self._headings = Headings(self._bank, self._scales, theme)
        self._painting = None
        self._backdrop_of = None

    def draw(self, painter: QPainter, canvas: CanvasMap, lit: Lit, *, arrows: bool) -> None:
        """Draws one frame.

        Args:
            painter: on the view.
            canvas: where the knobs are.
            lit: what is lit.
            arrows: whether to show where the next step would go.
        """
        bank, scales, theme = self._bank, self._scales, self._theme
        scales.fit()
        if canvas.geometry.has_cells:
            self._shown.refresh()  # nothing to do but where one has just gone far enough away
        shown = canvas.shown
        edges = (shown.left(), shown.top(), shown.right(), shown.bottom())
        strips = canvas.geometry.strips_in(*edges, least=Level.BAR)
        painting = self._painting_for(canvas)
        painter.scale(canvas.zoom, canvas.zoom)
        painter.drawPixmap(QPointF(0, 0), self._backdrop_for(canvas, strips))
        painter.translate(-shown.topLeft())
        said = self._said_of_layers(canvas)
        self._headings.draw(painter, canvas, self._shown, said)
        apart = self._phases if self._phases is not None and self._phases.open else None
        moves = self._models.next_step.moves if self._models.next_step and arrows else None
        if apart is not None:
            moves = apart.moves() if arrows else None
        moved = apart is None or apart.marks_moved
        painting.draw(painter, canvas, strips, None if apart else moves, moved=moved)
        draw_line_numbers(painter, canvas, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._switches.draw(painter, canvas, strips)
        draw_outliers(painter, bank, canvas, strips, scales, theme)
        best = self._models.best_knobs
        if best is not None and best.marked is not None:
            draw_optimum(painter, bank, canvas, strips, scales, theme, best.marked)
        if moves is not None and apart is not None:
            draw_phase_arrows(
                painter, bank, canvas, strips, scales, theme, moves, self.times(apart)
            )
        elif moves is not None:
            draw_next_step(painter, bank, canvas, strips, scales, theme, moves)
        trace = self._models.trace.trace if self._models.trace else None
        trace = apart.trace() or trace if apart is not None else trace
        if trace is not None:
            draw_meters(painter, bank, canvas, strips, theme, trace)
        self._light(painter, canvas, strips, lit)

    def times(self, apart: Phases) -> int:
        """Returns how many times as long as the step its arrows are drawn."""
        step = apart.apart
        if step is None or step.after is None:
            return 1
        of = (step, self._scales.revision)
        if of != self._times_of:
            self._times_of = of
            moves = np.nan_to_num(step.after - step.theta)[: self._bank.layout.size]
            self._times = times_of(moves, self._scales, self._bank.layout.size)
        return self._times

    def _painting_for(self, canvas: CanvasMap) -> Painting:
        bank, models = self._bank, self._models
        if self._structure != bank.structure:
            self._structure = bank.structure
            self._trend = Trend(bank, models.activity)
            self._painting = None
        if self._painting_of is not canvas.geometry:
            self._painting_of, self._backdrop_of = canvas.geometry, None
        if self._painting is None:
            surface, scales, theme = models.surface, self._scales, self._theme
            self._painting = Painting(
                bank, self._trend, surface, scales, self._shown, theme, models.next_step
            )
        return self._painting

    def _backdrop_for(self, canvas: CanvasMap, strips: list[Strip]) -> QPixmap:
        faders = any(strip.of.level is Level.FADER for strip in strips)
        scales = self._scales.revision if faders else 0  # of others the headings alone tell
        of = (scales, canvas.shown)
        if of != self._backdrop_of:
            self._backdrop_of = of
            self._backdrop = paint_backdrop(self._bank, canvas, strips, self._scales, self._theme)
        return self._backdrop

    def _said_of_layers(self, canvas: CanvasMap) -> tuple[str, ...]:
        """Returns what is said beside each layer's heading of the step that is taken apart."""
        if self._phases is None:
            return ()
        return tuple(
            self._phases.heading(layer, "arrows" if _has_arrows(of) else "gradients")
            for layer, of in enumerate(canvas.geometry.of)
        )

    def _light(self, painter: QPainter, canvas: CanvasMap, strips: list[Strip], lit: Lit) -> None:
        """Lights the knob under the pointer or in the hand, and the one with the focus."""
        bank, theme, knob = self._bank, self._theme, self._lit_knob(lit)
        held = self._models.activity.held
        if lit.focused is not None:
            light_focus(painter, canvas, strips, theme, lit.focused, lit.rings)
        explained = None if self._phases is None else self._phases.knob
        if explained is not None and explained < canvas.layout.size:  # not an adapter's
            light_explained(painter, canvas, theme, explained)
        if knob is None:
            return
        light_route(painter, bank, canvas, theme, knob)
        stands = self._models.activity.stands_at(knob)
        if stands is not None:
            share = share_of(stands, self._scales.limit(knob))
            draw_waiting(painter, canvas, theme, knob, share)
        said = self.bubble(canvas, lit)
        if said is None:
            return
        if lit.grip is None and knob in held:
            share = share_of(float(bank.whole()[knob]), self._scales.limit(knob))
            draw_pointer(painter, canvas, theme, knob, share)
        draw_bubble(painter, theme, said)

    def _lit_knob(self, lit: Lit) -> int | None:
        held = self._models.activity.held
        if lit.grip is None and 0 < held.size <= MOST_POINTED:
            return int(held[0])  # a lesson's hand, or a recorded one
        return lit.focused if lit.knob is None and lit.here else lit.knob

    def bubble(self, canvas: CanvasMap, lit: Lit) -> Bubble | None:
        """Returns what stands beside the knob that is lit; None where nothing does."""
        knob = self._lit_knob(lit)
        if knob is None or (lit.quiet and not lit.grip and knob == lit.focused):
            return None
        size = QSizeF(lit.covered.size()) / canvas.zoom
        covered = QRectF(canvas.on_canvas(QPointF(lit.covered.topLeft())), size)
        activity, pictured = self._models.activity, lit.pictured
        return bubble(
            self._bank, canvas, knob, lit.grip, lit.loss, covered, activity, pictured=pictured
        )


def _has_arrows(of: Measures) -> bool:
    """Whether the knobs of a layer have room for arrows."""
    return of.level is not Level.CELL and of.pitch >= NARROWEST
