"""Keeps the map of a scrolled view: made anew when its size, network, screen or zoom changes."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.arrange import arrange
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.style.preferences import current

_ASIDE = 40  # pixels that are shown beside a knob of a neuron that is wider than the view


class CanvasView:
    """The canvas of a bank in a scroll area.

    Args:
        area: where it is shown.
        bank: whose knobs.
        forget: called when they are the knobs of another network.
    """

    def __init__(
        self, area: QAbstractScrollArea, bank: KnobBank, forget: Callable[[], None]
    ) -> None:
        self._area, self._bank, self._forget = area, bank, forget
        self._structure = bank.structure
        self._map: CanvasMap | None = None
        self._of: object = None

    @property
    def map(self) -> CanvasMap:
        """Where every knob is now."""
        if self._structure != self._bank.structure:
            self._structure = self._bank.structure
            self._forget()
        area = self._area
        # Larger words are a larger picture: everything is laid out in less room, and magnified.
        zoom = current().scale
        ratio = area.devicePixelRatioF() * zoom
        view = area.viewport().size()
        of = (view.width(), view.height(), ratio, zoom, self._structure)
        if self._map is None or of != self._of:
            self._of = of
            layout, image = self._bank.layout, self._bank.dataset.image is not None
            wide, high = view.width() / zoom, view.height() / zoom
            geometry = arrange(layout, wide, high, ratio, image=image)
            made = self._map = CanvasMap(layout, geometry, zoom, ratio, QSizeF(view), QPointF())
            _let_scroll(area.horizontalScrollBar(), made.size.width(), view.width())
            # A bar that came or went has changed the view, and so has made another map by now.
            if self._of == of:
                _let_scroll(area.verticalScrollBar(), made.size.height(), view.height())
        now = self._map
        at = QPointF(area.horizontalScrollBar().value(), area.verticalScrollBar().value())
        if now.scroll != at:
            now = self._map = replace(now, scroll=at)
        return now

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen, and its neuron where there is room for all of it."""
        now = self.map
        place = now.layout.knob(knob)
        strip = now.box_of_neuron(place.layer, place.neuron)
        _scroll_to(self._area.verticalScrollBar(), strip.top(), strip.height(), now.view.height())
        if strip.width() > now.view.width():
            strip = now.box_of(knob).adjusted(-_ASIDE, 0, _ASIDE, 0)
        _scroll_to(self._area.horizontalScrollBar(), strip.left(), strip.width(), now.view.width())


def _let_scroll(bar: QScrollBar, whole: float, seen: int) -> None:
    """Gives a scroll bar the range of a canvas and of the part of it that is seen."""
    bar.setPageStep(seen)
    bar.setSingleStep(40)
    bar.setRange(0, max(0, round(whole - seen)))


def _scroll_to(bar: QScrollBar, low: int, length: int, seen: float) -> None:
    """Scrolls until a stretch of the view can be seen."""
    if low < 0:
        bar.setValue(bar.value() + low)
    elif low + length > seen:
        bar.setValue(bar.value() + round(low + length - seen))
