"""The canvas of knobs: draws them all in every frame, and listens to the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QGestureEvent,
    QPinchGesture,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.actions import AnyAction
from eq_sim.session.change import Change, Watch
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.afterimage import Afterimage
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.canvas_view import CanvasView
from eq_sim.ui.console.cell_marks import marked
from eq_sim.ui.console.editor import ValueEditor
from eq_sim.ui.console.following import follow_at_once
from eq_sim.ui.console.gestures import Grip
from eq_sim.ui.console.highlights import Bubble, bubble_room
from eq_sim.ui.console.input import ConsoleInput
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.scene import MOST_POINTED, Lit, Models, Scene
from eq_sim.ui.console.speaking import Speaking
from eq_sim.ui.console.state_marks import share_of
from eq_sim.ui.knobs.sets import Put, refuse
from eq_sim.ui.models.activity import NO_KNOBS
from eq_sim.ui.models.shown import Kind, Shown
from eq_sim.ui.style.theme import Theme

_ZOOM = 1.6  # what a press of a key or a button makes of the largest change


class Console(QAbstractScrollArea):
    """Every knob of a bank on one canvas.

    Args:
        bank: the knobs.
        theme: the colours.
        scales: how far each knob goes; made for the bank by itself.
        models: what is shown beside the knobs.
        do: takes what the hand does; by itself nobody, and the knobs can only be looked at.
        put: sets knobs to a value that was typed; None where no value can be.

    Attributes:
        bank: the knobs.
        scales: what the tops of the faders mean.
        shown: what cells show.
        input: pointer, keyboard and selection.
        view: how near one is, and where one looks.
        afterimage: blurs what glides past while a lesson comes nearer or goes away.
        next_step: whether arrows show where the next step would go.
        wants_paint: whether something changed since the last paint.
        quiet: whether something else already speaks of the knob with the focus.
        covered: the part of the view under a hint, which nothing important is drawn under.
        speaking: for how long the knob with the focus says what it is.
        best_knobs: where the best knobs are, if that is shown.
    """

    menu_wanted = Signal(tuple, QPoint)
    """The menu of ("knob", k), ("neuron", layer, neuron) or ("layer", layer), at a point."""

    knob_focused = Signal()
    """Another knob has the keyboard's focus, or none."""

    zoomed = Signal()
    """Another part of the canvas is in view, or from another distance."""

    zoomed_past_all = Signal()
    """All knobs are in view, and somebody goes on zooming out."""

    def __init__(
        self,
        bank: KnobBank,
        theme: Theme,
        scales: Scales | None = None,
        models: Models | None = None,
        do: Callable[[AnyAction], bool] = refuse,
        put: Put | None = None,
    ) -> None:
        super().__init__()
        # Qt's own viewport is unknown to Python, which makes every kind of scroll area there is,
        # with all their enums, to find out what it is. Ours it knows.
        self.setViewport(QWidget())
        self.bank = bank
        self.wants_paint = True
        self.quiet = False
        self.covered = QRect()
        self.speaking = Speaking(self)
        self.speaking.over.connect(self.viewport().update)
        self.next_step = True
        self.afterimage = Afterimage()
        self._models = models or Models()
        self.best_knobs = self._models.best_knobs
        self._put = put
        self._watch = Watch(bank.changes, ~Change.HISTORY)
        self._chosen: tuple[int, ...] = ()
        self._loss: float | None = None
        self._computing = False
        self._loss_of: Grip | None = None
        self._editor: ValueEditor | None = None
        self._was_shown = False
        self._structure = -1
        self._held = NO_KNOBS
        self.scales = scales or Scales(bank, self._models.activity)
        self.shown = self._models.shown or Shown(bank, self._models.activity, self.scales)
        self._scene = Scene(bank, self._models, self.scales, self.shown, theme)
        self.input = ConsoleInput(self, bank, self._models.activity, self.scales, do, self)
        self.input.focus_moved.connect(self.knob_focused)
        self.input.focus_moved.connect(self._speak)
        self.input.hands.released.connect(self._speak)
        self.input.zoomed_past_all.connect(self.zoomed_past_all)
        self.view = CanvasView(self, bank, self.input.follow, self._sizes, self._moved)
        follow_at_once(bank, self.input.follow)
        self.setObjectName("console")
        self.setAccessibleName(tr("Console of parameters"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(QSize(420, 100))  # less than all is scrolled
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._scene.set_theme(theme)
        self.viewport().update()

    def show_next_step(self, on: bool) -> None:
        """Shows arrows to where the next step would go, or none."""
        self.next_step = on
        self._work_out()
        self.viewport().update()

    @property
    def pulls(self) -> bool:
        """Whether penalties have arrows of their own beside those of the next step."""
        next_step = self._models.next_step
        return self.next_step and next_step is not None and next_step.pulls is not None

    def refresh(self) -> None:
        """Redraws if a knob or the network has changed since the last time."""
        phases = self._models.phases
        if phases is not None:
            phases.refresh()
            self.view.whole = phases.open  # what happens layer by layer is seen in all of them
        chosen = self._models.revisions()
        computing, self._computing = self._computing, self._models.activity.computing
        if self._watch.news() or chosen != self._chosen or computing != self._computing:
            self._chosen = chosen
            self._work_out()
            self.wants_paint = True
            self.viewport().update()
            self._moved()

    def _work_out(self) -> None:
        """Works out what the next frame shows, and a paint must not compute."""
        if not self._was_shown:
            return
        models, activity = self._models, self._models.activity
        self._structure = self.bank.structure
        self.scales.fit()
        if self.has_cells:
            self.shown.refresh()
        if models.next_step and self.points_ahead:
            models.next_step.refresh()
        if models.trace:
            models.trace.refresh()
        if models.surface and models.surface.exists:
            models.surface.refresh()
        held = activity.held
        if held is not self._held:
            self._held = held
            if 0 < held.size <= MOST_POINTED and not self.grip:
                self.show_knob(int(held[0]))  # a lesson's hand, or a recorded one
        if self.grip:
            self._loss, self._loss_of = activity.loss, self.grip

    @property
    def has_cells(self) -> bool:
        """Whether the knobs of a layer are too small for bars, and are cells that show a choice."""
        return self.canvas.geometry.has_cells

    def wants_colors(self, more: int) -> bool:
        """Returns whether there is room to be kept for what the colours of cells mean.

        Where a desk opens as cells, it is kept while one comes nearer, so that nothing jumps. A
        desk that opens as faders has cells only where one has gone away from them.

        Args:
            more: pixels by which the console could be higher without that room.
        """
        return self.has_cells if self.view.opens_near else self.view.opens_as_cells(more)

    @property
    def arrow_times(self) -> int | None:
        """How many times as long as the step its arrows are drawn, while one is taken apart.

        0 while it has none, None where no phase of a step is shown.
        """
        phases = self._models.phases
        if phases is None or not phases.open or phases.lit is None or not self._points:
            return None
        apart = phases.apart
        arrows = apart is not None and apart.after is not None and not phases.marks_moved
        return self._scene.times(phases) if arrows else 0

    def show_in_cells(self, kind: Kind) -> None:
        """Shows something else in cells, if there is something of it."""
        if self.shown.offered(kind):
            self.shown.choose(kind)
        self._work_out()
        self.viewport().update()

    @property
    def _points(self) -> bool:
        """Whether any column or cell has room for an arrow."""
        geometry = self.canvas.geometry
        return geometry.level >= Level.BAR or any(marked(of) for of in geometry.of)

    @property
    def points_ahead(self) -> bool:
        """Whether arrows show where the next step would go, and not where the last one went."""
        known = self._models.next_step is not None and not self._models.activity.running
        return known and self.next_step and self._points

    # Where the knobs are

    @property
    def canvas(self) -> CanvasMap:
        """Where every knob is now."""
        return self.view.map

    def _sizes(self, knobs: IndexArray) -> Array:
        numbers = self.shown.numbers[knobs]
        own = self.shown.kind is Kind.VALUE and any(scale.own for scale in self.scales.layers)
        return np.asarray(numbers / self.scales.limits(knobs)) if own else numbers

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob under a point of the view."""
        return self.canvas.knob_at(position)

    def center_of(self, knob: int) -> QPointF:
        """Returns where in the view a knob can be grabbed: its cap, or its bar's column."""
        share = share_of(float(self.bank.whole()[knob]), self.scales.limit(knob))
        return self.canvas.center_of(knob, share)

    def box_of(self, knob: int, *, whole: bool = False) -> QRect:
        """Returns a knob's column in the view; ``whole``: with its name and value below."""
        return self.canvas.box_of(knob, whole=whole)

    def box_of_neuron(self, layer: int, neuron: int) -> QRect:
        """Returns a neuron's strip in the view."""
        return self.canvas.box_of_neuron(layer, neuron)

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen."""
        self.view.show_knob(knob)

    def come_to(self, knob: int) -> None:
        """Shows a knob from so near that it can be told from its neighbours."""
        self.view.come_to(knob)

    # How near

    def zoom_in(self) -> None:
        """Comes nearer to the knob with the focus, or to the middle of the view."""
        self.view.zoom_by(_ZOOM, self._looked_at())

    def zoom_out(self) -> None:
        """Goes away from it; where all is in view already, others take it from there."""
        if self.view.at_all:
            self.zoomed_past_all.emit()
        else:
            self.view.zoom_by(1 / _ZOOM, self._looked_at())

    def fit_all(self) -> None:
        """Shows all knobs."""
        self.view.fit_all()

    def _looked_at(self) -> QPointF:
        view, knob = self.viewport().rect(), self.input.focused
        if knob is not None:
            at = self.canvas.center_of(knob, 0.0)
            if view.contains(at.toPoint()):
                return at
        return QPointF(view.center())

    def _moved(self) -> None:
        """Lets all know that another part is in view."""
        if self._was_shown:
            self.zoomed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draws another part of the canvas."""
        self.viewport().update()
        self._moved()

    def _speak(self) -> None:
        """Lets the knob with the focus say its name and value for a while."""
        self.speaking.start()

    # Drawing

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one."""
        return self.input.grip

    @property
    def bubble(self) -> Bubble | None:
        """What stands beside the knob that is lit, and where on the canvas; None for nothing."""
        return self._scene.bubble(self.canvas, self._lit())

    def bubble_room(self, knob: int) -> QRect:
        """Returns where in the view a knob's bubble is at its widest, while it is turned."""
        return self.canvas.in_view(bubble_room(self.bank, self.canvas, knob))

    def _lit(self) -> Lit:
        given, grip = self.input, self.grip
        here = self.hasFocus()
        return Lit(
            knob=grip.knob if grip else given.hovered,
            focused=given.focused,
            rings=given.selected if here else given.selected[:0],
            here=here,
            grip=grip,
            loss=grip.loss if grip and self._loss_of is not grip else self._loss,
            quiet=self.quiet or (given.hovered is None and not self.speaking.going),
            pictured=self.input.pictured,
            covered=self.covered,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a frame."""
        if self._was_shown and self._structure != self.bank.structure:
            # Another network came since the last refresh, and nothing is known of it before the
            # next one: a paint does not work it out.
            with QPainter(self.viewport()) as painter:
                painter.fillRect(event.rect(), self._scene.ground)
            return
        canvas = self.canvas
        self.wants_paint = False
        with QPainter(self.viewport()) as painter:
            self.afterimage.paint(
                self.viewport(),
                painter,
                lambda on: self._scene.draw(on, canvas, self._lit(), arrows=self.points_ahead),
            )

    # Events go to ``input``.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the knob under the pointer."""
        self.input.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Brings a knob back to its start, unless the second of two quick grabs drags it.

        Elsewhere it opens the neuron or the layer under the pointer.
        """
        self.input.press(event, twice=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns the knob in hand, or lights the one under the pointer."""
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go of the knob."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self.input.lift()
            self.input.hover(self.knob_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns the knob under the pointer, zooms, or scrolls."""
        if not self.input.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns the knob with the focus, or goes to another."""
        self._speak()
        if not self.input.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ends a turn."""
        self.input.key_up(event)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Goes from neuron to neuron, and on from the last."""
        if self.input.to_neuron(1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows which knob the keys turn."""
        reasons = Qt.FocusReason
        if event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason):
            self.input.to_end(1 if event.reason() == reasons.TabFocusReason else -1)
        self._speak()
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go: the key that turned may come up elsewhere."""
        self.let_go()
        super().focusOutEvent(event)
        self.viewport().update()

    def let_go(self) -> None:
        """Releases the knob in hand, if there is one."""
        self.input.let_go()

    def go_to(self, knob: int) -> None:
        """Gives a knob the focus, and the console the keyboard."""
        self.input.focus(knob)
        self.setFocus()

    def edit(self, knob: int) -> None:
        """Lets a person type a value for a knob, and for all that are chosen with it."""
        put = self._put
        if put is None:
            return
        knobs = self.input.chosen_with(knob)
        self._editor = ValueEditor(
            self.viewport(),
            self.bank.called(knobs),
            float(self.bank.whole()[knob]),
            lambda typed: put(knobs, np.full(len(knobs), typed), "put"),
            self._edited,
        )
        place = self.bank.layout.knob(knob)
        of_neuron = self.bank.layout.neuron(place.layer, place.neuron)
        columns = self.box_of(int(of_neuron[0])) | self.box_of(int(of_neuron[-1]))
        self._editor.put_at(self.box_of(knob), columns)

    def _edited(self) -> None:
        self._editor = None
        self.setFocus()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of what is under the pointer, or of the knob with the focus."""
        self.let_go()
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if keyboard and self.input.focused is not None:
            where = self.viewport().mapToGlobal(self.box_of(self.input.focused).center())
            self.menu_wanted.emit(("knob", self.input.focused), where)
            return
        target = self.input.target_at(QPointF(event.pos()))
        if target is not None:
            self.menu_wanted.emit(target, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Puts out the light when the pointer leaves; follows two fingers that part."""
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            return self.input.pinch(event)
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.input.spread(pinch, self.viewport().mapFromGlobal(pinch.hotSpot()))
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.input.alterations.show_tip(event)
            return True
        if event.type() == QEvent.Type.Leave and not self.grip:
            self.input.hover(None)
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the knobs for the new size, if they can be seen."""
        self._work_out()
        self.viewport().update()
        self._moved()

    def showEvent(self, event: QShowEvent) -> None:
        """Works out what the first frame shows."""
        super().showEvent(event)
        self._was_shown = True
        self._work_out()
        self._moved()
