"""The canvas of knobs: draws them all in every frame, and listens to the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from eq_sim.session.actions import AnyAction
from eq_sim.session.session import Session
from eq_sim.ui.blend import blend, image_over
from eq_sim.ui.console.backdrop import paint_backdrop
from eq_sim.ui.console.banks import BarBank, FaderBank, PictureBank, pixel
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import STRIP_HEAD, WIDE_FADER, Geometry, arrange, foot
from eq_sim.ui.console.hands import Grip
from eq_sim.ui.console.input import ConsoleInput
from eq_sim.ui.console.overlay import draw_bubble, light_focus, light_route
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.numbers import local
from eq_sim.ui.preferences import current
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme, font

_TREND = 0.25  # how fast the arrows forget


class Console(QAbstractScrollArea):
    """Every knob of a session on one canvas.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.
        surface: every neuron's answer over the plane, drawn in its strip.

    Attributes:
        input: pointer, keyboard and selection.
        wants_paint: whether something changed since the last paint.
        quiet: whether something else already speaks of the knob with the focus.
    """

    knob_focused = Signal()
    """Another knob has the keyboard's focus, or none."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        theme: Theme,
        surface: Surface | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._surface = surface or Surface(session)
        self.session = session
        self.wants_paint = True
        self.quiet = False
        self._theme = theme
        self.input = ConsoleInput(self, do)
        self._structure = -1
        self._revision: object = None
        self._size: object = None
        self._backdrop: QPixmap | None = None
        self._backdrop_of: object = None
        self.setObjectName("console")
        self.setAccessibleName("Console of parameters")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(QSize(420, 260))
        self._geometry: Geometry
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._size = None
        self.viewport().update()

    def refresh(self) -> None:
        """Redraws if a knob or the network has changed since the last time."""
        session = self.session
        revision = (session.structure, session.parameters.revision, session.running)
        if revision == self._revision:
            return
        self._revision = revision
        self.wants_paint = True
        self.viewport().update()

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob under a point of the view."""
        geometry, zoom = self.geometry_now, self._zoom
        y = position.y() + self.verticalScrollBar().value()
        return geometry.knob_at(self.session.layout, position.x() / zoom, y / zoom)

    def center_of(self, knob: int) -> QPointF:
        """Returns where in the view a knob can be grabbed: its cap, or its bar's column."""
        self._arrange()
        geometry, session = self.geometry_now, self.session
        strip, x = geometry.column(session.layout, knob)
        pitch, travel = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        share = 0.0
        margin = FaderSize(pitch, travel, 1.0).margin if geometry.faders else 0.0
        if geometry.faders:
            share = float(session.parameters.theta[knob]) / self.scales.layers[strip.layer].limit
        y = strip.top + travel / 2 - share * (travel / 2 - margin)
        zoom = self._zoom
        return QPointF((x + pitch / 2) * zoom, y * zoom - self.verticalScrollBar().value())

    # Drawing

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one."""
        return self.input.grip

    @property
    def order(self) -> np.ndarray:
        """(knobs,) places in θ as a reader meets them: layer, neuron, weights, bias."""
        self._arrange()
        return np.concatenate(self._orders)

    @property
    def scales_now(self) -> Scales:
        """What the tops of the faders mean."""
        self._arrange()
        return self.scales

    def box_of(self, knob: int) -> QRect:
        """Returns a knob's column in the view."""
        strip, x = self.geometry_now.column(self.session.layout, knob)
        geometry, zoom = self._geometry, self._zoom
        wide, high = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        top = strip.top * zoom - self.verticalScrollBar().value()
        return QRectF(x * zoom, top, wide * zoom, high * zoom).toAlignedRect()

    @property
    def geometry_now(self) -> Geometry:
        """Where everything is at the present size."""
        self._arrange()
        return self._geometry

    def _arrange(self) -> None:
        """Makes anew what depends on the network, the size, the screen and the theme."""
        # Larger words are a larger picture: everything is laid out in less room, and magnified.
        session, zoom = self.session, current().scale
        self._zoom = zoom
        ratio = self.devicePixelRatioF() * zoom
        view = self.viewport().size()
        size = (view.width(), view.height(), ratio, zoom, session.structure)
        self.input.hands.look()
        if session.structure != self._structure:
            self._structure = session.structure
            self.input.forget()
            self.scales = Scales(session.layout, session.parameters.start)
            self._trend = session.parameters.theta.copy()
            self._orders = [
                np.concatenate(
                    [session.layout.neuron(block.layer, n) for n in range(block.outputs)]
                )
                for block in session.layout.blocks
            ]
        if size == self._size:
            return
        self._size = size
        image = session.dataset.image is not None
        wide, high = view.width() / zoom, view.height() / zoom
        self._geometry = arrange(session.layout, wide, high, ratio, image=image)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._geometry.height * zoom - view.height())))
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        self._backdrop_of = None
        ground, ink = self._theme.color("track"), self._theme.color("text")
        self._grays = blend(ground, ink, np.arange(256) / 255)
        if self._geometry.faders:
            self._make_faders(ratio)
        else:
            self._make_bars(ratio)

    def _make_faders(self, ratio: float) -> None:
        geometry, theme = self._geometry, self._theme
        pitch, travel = geometry.pitch[0], geometry.travel[0]
        characters, decimals, pixels = _value_style(pitch)
        figures = Figures(
            font(pixels, mono=True),
            theme.color("text"),
            theme.color("strip"),
            ratio,
            local("0.0")[1],
        )
        sprites = fader_sprites(theme, FaderSize(pitch, travel, ratio))
        self._order = np.concatenate(self._orders)
        biases = ~self.session.layout.weights[self._order]
        self._faders = FaderBank(
            sprites, figures, biases, foot(pitch) / 2, characters, decimals, pixel(theme, "strip")
        )

    def _make_bars(self, ratio: float) -> None:
        geometry, theme, layout = self._geometry, self._theme, self.session.layout
        self._bars: list[BarBank] = []
        self._pictures: PictureBank | None = None
        for block in layout.blocks:
            size = FaderSize(geometry.pitch[block.layer], geometry.travel[block.layer], ratio)
            self._bars.append(BarBank(theme, size, block.outputs, block.rows, bias=block.bias))
        image = self.session.dataset.image
        if image and geometry.strips[0].thumb:
            self._pictures = PictureBank(theme, layout.blocks[0].outputs, image)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a frame."""
        self._arrange()
        self.wants_paint = False
        session, view = self.session, self.viewport()
        theta = session.parameters.theta
        self.scales.fit(theta)
        zoom = self._zoom
        top = self.verticalScrollBar().value() / zoom
        wide, high = view.width() / zoom, view.height() / zoom
        shown = (self.scales.revision, top)
        if self._backdrop is None or shown != self._backdrop_of:
            self._backdrop_of = shown
            area = (top, wide, high)
            ratio = self.devicePixelRatioF() * zoom
            self._backdrop = paint_backdrop(
                session, self._geometry, self.scales, self._theme, area, ratio
            )
        painter = QPainter(view)
        painter.scale(zoom, zoom)
        painter.drawPixmap(QPointF(0, 0), self._backdrop)
        painter.translate(0, -top)
        if self._geometry.faders:
            self._draw_faders(painter)
        else:
            self._draw_bars(painter, top, top + high)
        if self._surface.exists:
            self._draw_maps(painter, top, top + high)
        self._light(painter, QRectF(0, top, wide, high))
        painter.end()

    def _light(self, painter: QPainter, bounds: QRectF) -> None:
        """Lights the knob under the pointer or in the hand, and the one with the focus."""
        session, grip, given = self.session, self.grip, self.input
        knob = grip.knob if grip else given.hovered
        if given.focused is not None:
            rings = given.selected if self.hasFocus() else ()
            light_focus(painter, session, self._geometry, self._theme, given.focused, rings)
            if knob is None and self.hasFocus():
                knob = given.focused
        if knob is not None:
            light_route(painter, session, self._geometry, self._theme, knob)
            if self.quiet and not grip and knob == given.focused:
                return
            draw_bubble(painter, session, self._geometry, self._theme, knob, grip, bounds)

    def _moved(self) -> np.ndarray:
        """How far each knob has moved lately: in the last frames, or at rest in the last step."""
        session = self.session
        theta = session.parameters.theta
        if not session.running:
            self._trend[...] = theta
            return np.asarray(session.trainer.after - session.trainer.before)
        moved = theta - self._trend
        self._trend += _TREND * moved
        return np.asarray(moved)

    def _draw_faders(self, painter: QPainter) -> None:
        session, geometry = self.session, self._geometry
        parameters, order = session.parameters, self._order
        limits = np.concatenate(
            [
                np.full(len(places), scale.limit)
                for places, scale in zip(self._orders, self.scales.layers, strict=True)
            ]
        )
        moved = self._moved()[order]
        start = np.clip(parameters.start[order], -limits, limits)
        self._faders.compose(parameters.theta[order], start, limits, moved)
        column = 0
        for strip in geometry.strips:
            self._faders.draw(painter, column, strip.columns, strip.left, strip.top)
            layer = strip.layer
            y = strip.top + geometry.travel[layer] + foot(geometry.pitch[layer]) / 2 - 2
            self._faders.draw_values(painter, column, strip.columns, strip.left, y)
            column += strip.columns

    def _draw_bars(self, painter: QPainter, top: float, bottom: float) -> None:
        session, geometry = self.session, self._geometry
        views = session.layout.views(session.parameters.theta)
        for layer, (bank, view) in enumerate(zip(self._bars, views, strict=True)):
            bank.compose(view.T, self.scales.layers[layer].limit)
        if self._pictures:
            inputs = session.layout.blocks[0].inputs
            self._pictures.compose(views[0][:inputs].T, self.scales.layers[0].limit)
        for strip in geometry.strips:
            if strip.y > bottom or strip.y + strip.height < top:
                continue
            self._bars[strip.layer].draw(painter, strip.neuron, strip.left, strip.top)
            if strip.thumb and self._pictures:
                x = strip.x + strip.width - strip.thumb - 6
                box = QRectF(x, strip.y + 5, strip.thumb, strip.thumb)
                self._pictures.draw(painter, strip.neuron, box)

    def _draw_maps(self, painter: QPainter, top: float, bottom: float) -> None:
        """Draws where in the plane each neuron answers: dark little, light much."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = STRIP_HEAD - 8 if self._geometry.faders else 15
        for strip in self._geometry.strips:
            if strip.y > bottom or strip.y + strip.height < top or strip.width < 2.6 * side:
                continue
            levels = self._surface.neuron(strip.layer, strip.neuron) * 255
            pixels = self._grays[levels.astype(np.intp)]
            x = strip.x + strip.width - side - 5
            painter.drawImage(QRectF(x, strip.y + 4, side, side), image_over(pixels))

    # Events go to ``input``.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the knob under the pointer."""
        self._arrange()
        self.input.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Brings a knob back to its start, unless the second of two quick grabs drags it."""
        self._arrange()
        self.input.press(event, twice=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns the knob in hand, or lights the one under the pointer."""
        self._arrange()
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go of the knob."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._arrange()
            self.input.lift()
            self.input.hover(self.knob_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns the knob under the pointer, or scrolls."""
        self._arrange()
        if not self.input.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns the knob with the focus, or goes to another."""
        self._arrange()
        if not self.input.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ends a turn."""
        self.input.key_up(event)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Goes from neuron to neuron, and on from the last."""
        self._arrange()
        if self.input.to_neuron(1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows which knob the keys turn."""
        self._arrange()
        reasons = Qt.FocusReason
        if event.reason() == reasons.TabFocusReason:
            self.input.focus(int(self.order[0]))
        elif event.reason() == reasons.BacktabFocusReason:
            self.input.focus(int(self.order[-1]))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go: the key that turned may come up elsewhere."""
        self.let_go()
        super().focusOutEvent(event)
        self.viewport().update()

    def let_go(self) -> None:
        """Releases the knob in hand, if there is one."""
        self._arrange()
        self.input.let_go()

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen."""
        strip, _ = self.geometry_now.column(self.session.layout, knob)
        bar, zoom = self.verticalScrollBar(), self._zoom
        low, high = strip.y * zoom, (strip.y + strip.height) * zoom
        if low < bar.value():
            bar.setValue(int(low))
        elif high > bar.value() + self.viewport().height():
            bar.setValue(round(high - self.viewport().height()))

    def edit(self, knob: int) -> None:
        """Lets a person type a knob's value."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Puts out the light when the pointer leaves."""
        if event.type() == QEvent.Type.Leave and not self.grip:
            self.input.hover(None)
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the knobs for the new size, if they can be seen."""
        if self.isVisible():
            self._arrange()
        self.viewport().update()


def _value_style(pitch: float) -> tuple[int, int, float]:
    """Returns (characters, decimals, font size) of the values under faders so wide."""
    for least, style in (
        (WIDE_FADER, (6, 3, 20.0)),
        (74.0, (6, 3, 14.0)),
        (52.0, (5, 2, 13.0)),
        (38.0, (5, 2, 11.0)),
        (33.0, (5, 2, 9.5)),
    ):
        if pitch >= least:
            return style
    return (4, 1, 10.0)
