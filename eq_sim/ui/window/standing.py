"""What a person sees of a window besides the experiment, so that another can take its place.

A window in another language is made anew. It comes where the old one stood, with its docks, its
zoom, the place to which each list was scrolled, and the keyboard where it was.
"""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from eq_sim.network.types import IndexArray
from eq_sim.ui.console.scrolling import Looking
from eq_sim.ui.window.main_window import MainWindow

_DOCKS = 0  # the version of an arrangement that nobody writes down

_Path = tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """How a window stands.

    Attributes:
        geometry: where it is, without its frame, if it is not maximised.
        state: minimised, maximised or in full screen.
        docks: where they are, as Qt keeps it.
        more: whether the panels behind "More" are shown.
        looking: from how near one looks at the console, and at what.
        beyond: how far out one is, beyond the knobs; None for at them.
        focused: the knob with the focus, by its place in θ, if any.
        chosen: the knobs that are chosen, by their places.
        sample: the one that is pointed at, if any.
        focus: the way to the widget with the keyboard, from the window; None for none.
        scrolled: how far each area is scrolled, by the way to it.
    """

    geometry: QRect
    state: Qt.WindowState
    docks: QByteArray
    more: bool
    looking: Looking
    beyond: float | None
    focused: int | None
    chosen: IndexArray
    sample: int | None
    focus: _Path | None
    scrolled: dict[_Path, QPoint]

    @staticmethod
    def of(window: MainWindow) -> "Standing":
        """Returns how a window stands."""
        focus = window.focusWidget()
        return Standing(
            window.normalGeometry() if window.isMaximized() else window.geometry(),
            window.windowState(),
            window.saveState(_DOCKS),
            window.docks.more,
            window.console.view.looking,
            window.beyond.at,
            window.console.input.focused,
            window.console.input.selected,
            window.chosen.sample,
            None if focus is None else _way(window, focus),
            {
                _way(window, area): _at(area)
                for area in window.findChildren(QAbstractScrollArea)
                if not _at(area).isNull()
            },
        )

    def give(self, window: MainWindow) -> None:
        """Lets a window stand so; the keyboard and what scrolls wait for ``give_inside``."""
        window.setGeometry(self.geometry)  # on the screen, where it was, for it was there
        window.setWindowState(self.state)
        window.docks.show_more(self.more)
        window.restoreState(self.docks, _DOCKS)
        window.chosen.choose(self.sample)

    def give_inside(self, window: MainWindow) -> None:
        """Scrolls everything to where it was, and gives the keyboard back, in a shown window."""
        console = window.console
        if self.chosen.size:
            console.input.choose(self.chosen)
        if self.focused is not None:
            console.input.focus(self.focused, keep=True)
        window.beyond.show_at(self.beyond)
        focus = None if self.focus is None else _found(window, self.focus)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        for way, at in self.scrolled.items():
            area = _found(window, way)
            if isinstance(area, QAbstractScrollArea):
                area.horizontalScrollBar().setValue(at.x())
                area.verticalScrollBar().setValue(at.y())
        console.view.look_again(self.looking)


def _at(area: QAbstractScrollArea) -> QPoint:
    return QPoint(area.horizontalScrollBar().value(), area.verticalScrollBar().value())


def _way(window: QWidget, inside: QWidget) -> _Path:
    """Returns the places among brothers on the way from a window to a widget inside it."""
    way: list[int] = []
    at: QWidget | None = inside
    while at is not None and at is not window:
        above = at.parentWidget()
        way += [] if above is None else [_children(above).index(at)]
        at = above
    return tuple(reversed(way))


def _found(window: QWidget, way: _Path) -> QWidget | None:
    at: QWidget = window
    for place in way:
        children = _children(at)
        if place >= len(children):
            return None
        at = children[place]
    return at


def _children(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget)]
