"""Keeps the map of a scrolled view: made anew when its size, network, screen or zoom changes.

How near one is belongs to the view alone. It is a share from 0, where all is in view, to 1, where
faders are large; the text size is something else, and magnifies everything.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, QSizeF
from PySide6.QtWidgets import QAbstractScrollArea

from eq_sim.network.layout import Architecture
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.arrange import arrange
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import Anchor
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.plan import Plan
from eq_sim.ui.console.scrolling import Looking, largest, let_scroll, scroll_to
from eq_sim.ui.style.preferences import current

_ASIDE = 40  # pixels that are shown beside a knob of a neuron that is wider than the view
_MOST_VIEWS = 30
_SAME = 1e-3  # of closeness


class CanvasView:
    """The canvas of a bank in a scroll area.

    Args:
        area: where it is shown.
        bank: whose knobs.
        follow: called when they are the knobs of another network; returns the knob that has the
            focus there, if it is one that was known before.
        sizes: how much of each of some knobs is shown.
        moved: called when another part of the canvas is shown, or from another distance.

    Attributes:
        whole: whether a desk opens with all in view, if its knobs are no cells then.
    """

    def __init__(
        self,
        area: QAbstractScrollArea,
        bank: KnobBank,
        follow: Callable[[], int | None],
        sizes: Callable[[IndexArray], Array],
        moved: Callable[[], None],
    ) -> None:
        self._area, self._bank, self._follow, self._sizes = area, bank, follow, sizes
        self._moved = moved
        self.whole = False
        self._structure = bank.structure
        self._architecture = bank.layout.architecture
        self._closeness: float | None = None
        self._before: list[Looking] = []
        self._known: dict[Architecture, Looking] = {}
        self._pinned: tuple[Anchor, QPointF] | None = None
        self._plan: Plan | None = None
        self._plan_of: object = None
        self._opens_of: object = None
        self._opens = False
        self._map: CanvasMap | None = None
        self._of: object = None

    @property
    def map(self) -> CanvasMap:
        """Where every knob is now."""
        if self._structure != self._bank.structure:
            self._structure = self._bank.structure
            self._renew(self._follow())
        area = self._area
        # Larger words are a larger picture: everything is laid out in less room, and magnified.
        zoom = current().scale
        ratio = area.devicePixelRatioF() * zoom
        view = area.viewport().size()
        plan = self._planned(ratio, zoom)
        of = (view.width(), view.height(), plan, self.closeness)
        if self._map is None or of != self._of:
            middle = self._middle()
            center = QPointF(view.width() / 2, view.height() / 2)
            pinned = self._pinned or ((middle, center) if middle else None)
            self._of = of
            geometry = plan.at(self.closeness)
            made = self._map = CanvasMap(
                plan.layout, geometry, zoom, ratio, QSizeF(view), QPointF(), self._sizes,
                self._bank.dataset.image,
            )  # fmt: skip
            whole, most = made.size, area.maximumViewportSize()
            if whole.width() <= most.width() + 0.5 and whole.height() <= most.height() + 0.5:
                whole = QSizeF()  # neither bar is there only because the other is
            let_scroll(area.horizontalScrollBar(), whole.width(), view.width())
            # A bar that came or went has changed the view, and so has made another map by now.
            if self._of == of:
                let_scroll(area.verticalScrollBar(), whole.height(), view.height())
            if self._of == of and pinned:
                self._put(*pinned)
        now = self._map
        at = QPointF(area.horizontalScrollBar().value(), area.verticalScrollBar().value())
        if now.scroll != at:
            now = self._map = replace(now, scroll=at)
        return now

    def _planned(self, ratio: float, zoom: float) -> Plan:
        """Returns the plan for the whole view, as it is without scroll bars."""
        whole = self._area.maximumViewportSize()
        of = (whole.width(), whole.height(), ratio, zoom, self._structure, self.whole)
        if self._plan is None or of != self._plan_of:
            layout, image = self._bank.layout, self._bank.dataset.image is not None
            wide, high = whole.width() / zoom, whole.height() / zoom
            self._plan = arrange(layout, wide, high, ratio, image=image)
            if self.whole and not self._plan.at(0.0).has_cells:
                self._plan = replace(self._plan, opens_at=0)
            self._plan_of = of
        return self._plan

    @property
    def opens_near(self) -> bool:
        """Whether a desk opens where not all is in view."""
        self.update()
        return self._plan is not None and self._plan.opening > 0

    def opens_as_cells(self, more: int) -> bool:
        """Returns whether a desk opens with knobs as cells, if the view were higher.

        Args:
            more: by so many pixels.
        """
        now, whole = self.update(), self._area.maximumViewportSize()
        of = (whole.width(), whole.height() + more, now.zoom, now.ratio, self._structure)
        if of != self._opens_of:
            image = self._bank.dataset.image is not None
            wide, high = whole.width() / now.zoom, (whole.height() + more) / now.zoom
            plan = arrange(self._bank.layout, wide, high, now.ratio, image=image)
            self._opens_of, self._opens = of, plan.at(plan.opening).has_cells
        return self._opens

    @property
    def closeness(self) -> float:
        """How near one is, from 0, where all is in view, to 1."""
        if self._closeness is None:
            return self._plan.opening if self._plan else 0.0
        return self._closeness

    @property
    def can_zoom(self) -> bool:
        """Whether there is anything to come nearer to, and whether to go away from."""
        self.update()
        return self._plan is not None and sum(self._plan.ways) > 0

    @property
    def at_all(self) -> bool:
        """Whether one is as far away as one can go: all is in view."""
        return not self.can_zoom or self.closeness <= 0

    def zoom_to(self, closeness: float, at: QPointF, *, goes_on: bool = False) -> None:
        """Comes nearer or goes away; what is at a point of the view stays there.

        Args:
            closeness: from 0 to 1.
            at: a point of the view.
            goes_on: whether it belongs to what was done last, as a turn of the wheel does.
        """
        now = self.update()
        wanted = min(max(0.0, closeness), 1.0)
        if abs(wanted - self.closeness) < _SAME / 10:
            return
        if not goes_on:
            self._remember()
        point = now.on_canvas(at)
        self._look(wanted, now.geometry.anchor(point.x(), point.y()), at)

    def zoom_by(self, factor: float, at: QPointF, *, goes_on: bool = False) -> None:
        """Makes what grows most so many times as large; see ``zoom_to``."""
        self.update()
        assert self._plan is not None
        step = self._plan.step(factor)
        self.zoom_to(self.closeness + step, at, goes_on=goes_on)

    def look_at_knob(self, knob: int, closeness: float) -> None:
        """Looks at a knob from as near as is said, with the knob in the middle as far as it goes.

        Args:
            knob: which.
            closeness: from 0 to 1.
        """
        now = self.update()
        # From far many knobs share a pixel: where it is, is known where one arrives.
        self._look(min(max(0.0, closeness), 1.0), now.geometry.anchor(0.0, 0.0), QPointF())
        now = self.update()
        self.center_on(now.on_canvas(QPointF(now.box_of(knob).center())))

    def open_neuron(self, layer: int, neuron: int, at: QPointF) -> None:
        """Comes near until a neuron fills the view; a second time, until its knobs are faders.

        Args:
            layer: of the neuron.
            neuron: which.
            at: the point of the view that stays where it is, if there is more than fits.
        """
        now = self.update()
        assert self._plan is not None

        def fits(closeness: float) -> bool:
            assert self._plan is not None
            strip = self._plan.at(closeness).strip(layer, neuron)
            return self._holds(strip.width, strip.height)

        wanted = largest(fits)
        if wanted <= self.closeness + _SAME:
            nearer = [c for c in (self._plan.near, 1.0) if c > self.closeness + _SAME]
            if nearer:
                self.zoom_to(nearer[0], at)
            return
        self._remember()
        point = now.on_canvas(at)
        self._look(wanted, now.geometry.anchor(point.x(), point.y()), at)
        self._show_box(self.update().box_of_neuron(layer, neuron))

    def open_layer(self, layer: int) -> None:
        """Comes near, or goes away, until a layer fills the view."""

        def fits(closeness: float) -> bool:
            assert self._plan is not None
            bays = self._plan.at(closeness).bays_of(layer)
            wide = max(b.right for b in bays) - min(b.x for b in bays)
            return self._holds(wide, max(b.bottom for b in bays) - min(b.y for b in bays))

        now = self.update()
        box = now.box_of_layer(layer)
        corner = QPointF(box.topLeft())
        point = now.on_canvas(corner)
        self._remember()
        self._look(largest(fits), now.geometry.anchor(point.x(), point.y()), corner)
        self._show_box(self.update().box_of_layer(layer))

    def come_to(self, knob: int) -> None:
        """Shows a knob, as a fader where it is but a cell now."""
        now = self.update()
        assert self._plan is not None
        if now.geometry.of[now.layout.knob(knob).layer].level is Level.CELL:
            self._remember()
            at = now.center_of(knob, 0.0)
            point = now.on_canvas(at)
            self._look(self._plan.near, now.geometry.anchor(point.x(), point.y()), at)
            self.pan(self._area.viewport().rect().center() - self.update().box_of(knob).center())
        self.show_knob(knob)

    def look(self, knob: int | None, closeness: float | None) -> None:
        """Looks from some distance, with a knob in the middle of the view.

        Args:
            knob: which; None for what is there.
            closeness: from 0 to 1; None for that there is.
        """
        now, center = self.update(), QPointF(self._area.viewport().rect().center())
        if knob is not None:
            at = now.on_canvas(now.center_of(knob, 0.0))
            self._look(self.closeness, now.geometry.anchor(at.x(), at.y()), center)
        if closeness is not None:
            self.zoom_to(closeness, center if knob is None else self.update().center_of(knob, 0.0))
        if knob is not None:
            self.pan(center.toPoint() - self.update().box_of(knob).center())

    def fit_all(self) -> None:
        """Goes away until all is in view."""
        self.zoom_to(0.0, QPointF())

    def back(self) -> bool:
        """Goes back to where one looked before. Returns False if there is no such view."""
        while self._before:
            looking = self._before.pop()
            now = self.looking
            self.look_again(looking)
            if self.looking != now:
                return True
        return False

    def look_again(self, looking: Looking) -> None:
        """Looks as near as one did, with the same thing in the middle."""
        size = self._area.viewport().size()
        center = QPointF(size.width() / 2, size.height() / 2)
        self._look(looking.closeness, looking.anchor, center)

    def _holds(self, width: float, height: float) -> bool:
        area, zoom = self._area, current().scale
        whole = area.maximumViewportSize()
        aside = area.verticalScrollBar().sizeHint().width() + 2
        below = area.horizontalScrollBar().sizeHint().height() + 2
        return width * zoom <= whole.width() - aside and height * zoom <= whole.height() - below

    def _look(self, closeness: float | None, anchor: Anchor, at: QPointF) -> None:
        """Comes as near as wanted, with something at a point of the view."""
        self._closeness = closeness
        self._pinned = (anchor, at)
        self.update()
        self._put(anchor, at)
        self._pinned = None
        self._area.viewport().update()
        self._moved()

    def update(self) -> CanvasMap:
        """Makes the map anew if anything has changed. Returns it."""
        return self.map

    @property
    def looking(self) -> Looking:
        """From how near one looks, and at what."""
        middle = self._middle() or Anchor(0, 0, 0.0, 0.0)
        return Looking(self._closeness, middle)

    def _remember(self) -> None:
        self._before = [*self._before[1 - _MOST_VIEWS :], self.looking]

    def _renew(self, focused: int | None) -> None:
        """Looks at another network as it opens, as it was left, or as near to a known knob."""
        if self._map is not None:
            self._known[self._architecture] = self.looking
        self._architecture = self._bank.layout.architecture
        known = self._known.pop(self._architecture, None)
        self._before.clear()
        self._map = self._plan = None
        if focused is not None and self._closeness is not None and not known:
            known = Looking(self._closeness, Anchor.on(self._bank.layout.knob(focused)))
        self._closeness = known.closeness if known else None
        for bar in (self._area.horizontalScrollBar(), self._area.verticalScrollBar()):
            bar.setValue(0)
        if known:
            self.look_again(known)

    def _middle(self) -> Anchor | None:
        """Returns what is in the middle of the view; None where nothing has been scrolled."""
        now = self._map
        if now is None or now.scroll.isNull():
            return None
        point = now.shown.center()
        return now.geometry.anchor(point.x(), point.y())

    def _put(self, anchor: Anchor, at: QPointF) -> None:
        """Scrolls until something is at a point of the view, as far as the canvas goes."""
        now = self._map
        assert now is not None
        x, y = now.geometry.place(anchor)
        self._area.horizontalScrollBar().setValue(round(x * now.zoom - at.x()))
        self._area.verticalScrollBar().setValue(round(y * now.zoom - at.y()))

    def pan(self, by: QPoint) -> None:
        """Moves the canvas under the view, as a hand that drags it does."""
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        across.setValue(across.value() - by.x())
        down.setValue(down.value() - by.y())

    def center_on(self, point: QPointF) -> None:
        """Scrolls until a point of the canvas is in the middle of the view."""
        now = self.map
        corner = point * now.zoom - QPointF(now.view.width() / 2, now.view.height() / 2)
        self._area.horizontalScrollBar().setValue(round(corner.x()))
        self._area.verticalScrollBar().setValue(round(corner.y()))

    def _show_box(self, box: QRect) -> None:
        """Scrolls until a part of the view is in its middle."""
        self.pan(self._area.viewport().rect().center() - box.center())

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen, and its neuron where there is room for all of it."""
        now = self.map
        place = now.layout.knob(knob)
        strip = now.box_of_neuron(place.layer, place.neuron)
        high = now.view.height()
        if strip.height() > high:
            strip = now.box_of(knob, whole=True)
        scroll_to(self._area.verticalScrollBar(), strip.top(), strip.height(), high)
        if strip.width() > now.view.width():
            strip = now.box_of(knob).adjusted(-_ASIDE, 0, _ASIDE, 0)
        scroll_to(self._area.horizontalScrollBar(), strip.left(), strip.width(), now.view.width())
