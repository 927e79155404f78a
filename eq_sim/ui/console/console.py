"""The canvas of knobs: draws them all in every frame, and listens to the hand."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from eq_sim.session.actions import AnyAction, Grab, Release, Turn
from eq_sim.session.parameters import LARGEST
from eq_sim.session.session import Session
from eq_sim.ui.blend import blend, image_over
from eq_sim.ui.console.backdrop import paint_backdrop
from eq_sim.ui.console.banks import BarBank, FaderBank, PictureBank, pixel
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import STRIP_HEAD, WIDE_FADER, Geometry, arrange, foot
from eq_sim.ui.console.overlay import Grip, draw_bubble, light_route
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme, font

_BAR_DRAG = 200.0  # pixels for the whole scale where a bar is too short to drag along
_TREND = 0.25  # how fast the arrows forget


class Console(QAbstractScrollArea):
    """Every knob of a session on one canvas.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.
        surface: every neuron's answer over the plane, drawn in its strip.
    """

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
        self.grip: Grip | None = None
        self.hovered: int | None = None
        self._do = do
        self._theme = theme
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
        self.viewport().update()

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob under a point of the view."""
        y = position.y() + self.verticalScrollBar().value()
        return self.geometry_now.knob_at(self.session.layout, position.x(), y)

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
        return QPointF(x + pitch / 2, y - self.verticalScrollBar().value())

    # Drawing

    @property
    def geometry_now(self) -> Geometry:
        """Where everything is at the present size."""
        self._arrange()
        return self._geometry

    def _arrange(self) -> None:
        """Makes anew what depends on the network, the size, the screen and the theme."""
        session, ratio = self.session, self.devicePixelRatioF()
        view = self.viewport().size()
        size = (view.width(), view.height(), ratio, session.structure)
        if self.grip and self.grip.knob not in session.held:
            self.grip = None  # the session let go: back to start, a new start
        if session.structure != self._structure:
            self._structure = session.structure
            self.hovered = self.grip = None  # a knob of another network
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
        self._geometry = arrange(session.layout, view.width(), view.height(), ratio, image=image)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._geometry.height - view.height())))
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
        figures = Figures(font(pixels, mono=True), theme.color("text"), theme.color("strip"), ratio)
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
        session, view = self.session, self.viewport()
        theta = session.parameters.theta
        self.scales.fit(theta)
        top = self.verticalScrollBar().value()
        shown = (self.scales.revision, top)
        if self._backdrop is None or shown != self._backdrop_of:
            self._backdrop_of = shown
            area = (float(top), float(view.width()), float(view.height()))
            ratio = self.devicePixelRatioF()
            self._backdrop = paint_backdrop(
                session, self._geometry, self.scales, self._theme, area, ratio
            )
        painter = QPainter(view)
        painter.drawPixmap(0, 0, self._backdrop)
        painter.translate(0, -top)
        if self._geometry.faders:
            self._draw_faders(painter)
        else:
            self._draw_bars(painter, top, top + view.height())
        if self._surface.exists:
            self._draw_maps(painter, top, top + view.height())
        knob = self.grip.knob if self.grip else self.hovered
        if knob is not None:
            light_route(painter, session, self._geometry, self._theme, knob)
            bounds = QRectF(0, top, view.width(), view.height())
            draw_bubble(painter, session, self._geometry, self._theme, knob, self.grip, bounds)
        painter.end()

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

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the knob under the pointer."""
        knob = self.knob_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or knob is None:
            return
        session, geometry = self.session, self._geometry
        layer = session.layout.knob(knob).layer
        travel = geometry.travel[layer]
        span = travel - 2 * FaderSize(geometry.pitch[layer], travel, 1.0).margin
        if not geometry.faders:
            span = _BAR_DRAG
        per_pixel = 2 * self.scales.layers[layer].limit / max(span, 1.0)
        value = float(session.parameters.theta[knob])
        if self._do(Grab((knob,))):
            loss = session.losses.train
            self.grip = Grip(knob, event.position().y(), value, per_pixel, loss)
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes hold: the second of two quick grabs is a grab."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns the knob in hand, or lights the one under the pointer."""
        self._arrange()
        if self.grip and not event.buttons() & Qt.MouseButton.LeftButton:
            self.let_go()  # it was released over a dialog
        grip = self.grip
        if grip is None:
            self._hover(self.knob_at(event.position()))
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        rate = grip.per_pixel * (0.1 if fine else 1.0)
        now = float(self.session.parameters.theta[grip.knob])
        value = now + (grip.y - event.position().y()) * rate
        self.grip = replace(grip, y=event.position().y())
        value = min(max(value, -LARGEST), LARGEST)
        if value != now:
            self._do(Turn((grip.knob,), (value,)))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go of the knob."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.let_go()
            self._hover(self.knob_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the knob in hand back to where it was."""
        self._arrange()
        if event.key() == Qt.Key.Key_Escape and self.grip:
            self._do(Turn((self.grip.knob,), (self.grip.value,)))
            self.let_go()
        else:
            super().keyPressEvent(event)

    def let_go(self) -> None:
        """Releases the knob in hand, if there is one."""
        self._arrange()
        if self.grip:
            self.grip = None
            self._do(Release())
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Puts out the light when the pointer leaves."""
        if event.type() == QEvent.Type.Leave and not self.grip:
            self._hover(None)
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the knobs for the new size, if they can be seen."""
        if self.isVisible():
            self._arrange()
        self.viewport().update()

    def _hover(self, knob: int | None) -> None:
        if knob != self.hovered:
            self.hovered = knob
            shape = Qt.CursorShape.ArrowCursor if knob is None else Qt.CursorShape.SizeVerCursor
            self.viewport().setCursor(shape)
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
