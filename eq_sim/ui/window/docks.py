"""Where panels stand: a dock for each that can be moved, and the arrangement they come back to."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import Dock
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.window.panel_spec import Area, PanelSpec

_GAP = 8
_EACH = 270  # of the window's height for each panel at the right, all of them in view
_FIRST, _PLAIN, _EXTRA = 14, 13, 10
"""Parts of that height: for the answer at the top, what a beginner needs, and the others."""
_LARGE = 0.4  # of it for one that is to be large
_LEFT, _RIGHT = 246, 252  # pixels that the sides have at least
_CORNERS = {
    Qt.Corner.BottomLeftCorner: Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.Corner.BottomRightCorner: Qt.DockWidgetArea.RightDockWidgetArea,
}
"""What stands below the knobs leaves the sides their full height."""

_FOR_TABS = 0.25  # of the window's width, which the left side may take for the sake of its tabs

_SHARE, _HALL_SHARE = 0.225, 0.27  # of the window's width for the right side


class Docks:
    """The docks of one window, empty at first, so that they have their places before their panels.

    Args:
        window: where they stand.
        middle: what is between them, whose margins they keep.
        specs: all panels; those in docks are taken.

    Attributes:
        arranging: whether they are on the way to their first places.
    """

    def __init__(
        self, window: QMainWindow, middle: QVBoxLayout, specs: Iterable[PanelSpec]
    ) -> None:
        self._window, self._middle = window, middle
        self._specs = [spec for spec in specs if spec.docked]
        self._rooms = {spec.key: _room() for spec in self._specs}
        last = [spec.key for spec in self._specs if spec.area is Area.RIGHT][-1:]
        self.arranging = False
        self._docks: dict[str, Dock] = {}
        for spec in self._specs:
            below = _GAP if spec.area is not Area.RIGHT or spec.key in last else 0
            sides = {Area.LEFT: (_GAP, 0), Area.RIGHT: (0, _GAP)}.get(spec.area, (0, 0))
            frame = _framed(self._rooms[spec.key], *sides, below)
            self._docks[spec.key] = Dock(spec.tab or spec.title, frame, window)
        self._switches = {
            spec.key: self._switch(self._docks[spec.key], spec.title) for spec in self._specs
        }
        areas = Qt.DockWidgetArea.AllDockWidgetAreas
        for corner, side in _CORNERS.items():
            window.setCorner(corner, side)
        window.setTabPosition(areas, QTabWidget.TabPosition.North)

    def __getitem__(self, key: str) -> Dock:
        """Returns the dock of a panel."""
        return self._docks[key]

    @property
    def all(self) -> list[Dock]:
        """Every dock, in the order of the registry."""
        return list(self._docks.values())

    @property
    def extras(self) -> list[Dock]:
        """The docks that a beginner can do without."""
        return [
            self._docks[spec.key]
            for spec in self._specs
            if not spec.beginner and spec.area is not Area.BELOW
        ]

    @property
    def _closed(self) -> list[Dock]:
        """The docks that are closed until somebody asks for them."""
        return [self._docks[spec.key] for spec in self._specs if spec.closed]

    @property
    def more(self) -> bool:
        """Whether any of the extras is shown."""
        return any(not dock.isHidden() for dock in self.extras)

    def of(self, name: str) -> Dock | None:
        """Returns the dock that holds a panel or a part; None for what stands in no dock."""
        for spec in self._specs:
            if name in spec.names:
                return self._docks[spec.key]
        return None

    def is_below(self, dock: QDockWidget) -> bool:
        """Whether a dock stands below the knobs at first."""
        return dock in self._side(Area.BELOW)

    def is_extra(self, dock: QDockWidget) -> bool:
        """Whether a beginner can do without a dock."""
        return dock in self.extras

    def fill(self, key: str, panel: QWidget) -> None:
        """Puts a panel into its dock."""
        layout = self._rooms[key].layout()
        assert layout is not None
        layout.addWidget(panel)

    def view_actions(self) -> list[QAction]:
        """Returns what brings each dock to the front, or closes the one that is there."""
        from PySide6.QtGui import QKeySequence  # its enums can wait until there are menus

        for spec in self._specs:
            action = self._switches[spec.key]
            action.setShortcut(QKeySequence(spec.shortcut))
            action.setShortcutVisibleInContextMenu(True)
        return list(self._switches.values())

    def show_more(self, on: bool) -> None:
        """Shows or hides the extras."""
        for dock in self.extras:
            dock.setVisible(on and dock not in self._closed)
        if on and self.extras:
            self.extras[0].raise_()
            for dock in self._side(Area.RIGHT):
                if not self.is_extra(dock):
                    dock.raise_()  # it may share its place with one that has just come

    def bring(self, key: str, *, alone: bool = False) -> None:
        """Shows a panel in front.

        Args:
            key: of the panel.
            alone: whether the others behind "More" stay there, where none of them was shown.
        """
        dock = self._docks[key]
        extra = dock not in self._side(Area.BELOW)
        if extra and not alone and not dock.isVisible() and not self.more:
            self.show_more(True)
        self._show_in_front(dock, on=True)

    def _show_in_front(self, dock: Dock, *, on: bool) -> None:
        """Shows or closes a dock; one that comes below shares the place of what is there."""
        below = self._side(Area.BELOW)
        if on and dock in below and dock.isHidden() and not dock.isFloating():
            there = [other for other in below if not (other.isHidden() or other.isFloating())]
            for other in there[:1]:
                self._window.tabifyDockWidget(other, dock)
        dock.show_in_front(on)

    def arrange(self) -> None:
        """Puts every dock back to its first place."""
        with self.moved_together():
            self._put_back()

    @contextmanager
    def moved_together(self) -> Iterator[None]:
        """Whoever moves, shows or hides many docks does it within; the gaps follow them once."""
        if self.arranging:
            yield
            return
        self.arranging = True
        try:
            yield
        finally:
            self.arranging = False
            self.keep_gaps()

    def _put_back(self) -> None:
        window = self._window
        for dock in self.all:
            dock.setFloating(False)
            dock.setVisible(dock not in self._closed)
        left, right = self._side(Area.LEFT), self._side(Area.RIGHT)
        for dock in left:
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        for dock in left[1:]:
            window.tabifyDockWidget(left[0], dock)
        for bar in self._tab_bars()[:-1]:
            bar.hide()  # Qt makes another, and leaves these behind, over the transport
        if left:
            left[0].raise_()
        for dock in right[:1]:
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        for dock in self._side(Area.BELOW):
            window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            dock.hide()
        self.share_room()

    def share_room(self) -> None:
        """Gives the docks at their first places their shares of the window as large as it is.

        Where it is too low for all at the right, those that a beginner can do without stand behind
        the one above them, with tabs.
        """
        self._give_shares(self._stacked(self._side(Area.RIGHT)))

    def _give_shares(self, right: list[Dock]) -> None:
        """Gives those at the right, and the left side, their shares of the window."""
        window, left = self._window, self._side(Area.LEFT)
        side = max(scaled(_RIGHT), round(window.width() * _SHARE))
        firsts = [*left[:1], *right[:1]]
        widths = [*[scaled(_LEFT)] * len(left[:1]), *[side] * len(right[:1])]
        window.resizeDocks(firsts, widths, Qt.Orientation.Horizontal)
        shares = [_EXTRA if self.is_extra(dock) else _PLAIN for dock in right]
        shares[:1] = [_FIRST] * len(shares[:1])
        heights = [window.height() * share // max(1, sum(shares)) for share in shares]
        window.resizeDocks(right, heights, Qt.Orientation.Vertical)

    def _stacked(self, right: list[Dock]) -> list[Dock]:
        """Puts the docks at the right below each other, or some behind others.

        Returns:
            Those that are in front.
        """
        window = self._window
        for dock in right:  # out of each other's places, if they shared one
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        low = window.height() < scaled(_EACH) * len(right)
        front = [dock for dock in right if not (low and self.is_extra(dock))]
        for above, dock in pairwise(front):
            window.splitDockWidget(above, dock, Qt.Orientation.Vertical)
        for above, dock in pairwise(right):
            if dock not in front:
                window.tabifyDockWidget(above, dock)
                above.raise_()
        self._hide_left_bars()
        return front

    def _hide_left_bars(self) -> None:
        """Hides the bars of tabs that Qt leaves where docks that shared a place no longer do."""
        sharing = self._sharing()
        in_use = {bar.count(): bar for bar in self._tab_bars()}  # the last of each is the new one
        for bar in self._tab_bars():
            if bar.count() not in sharing or in_use[bar.count()] is not bar:
                bar.hide()

    def _sharing(self) -> set[int]:
        """Returns how many docks stand together, wherever some share a place."""
        groups = {1 + len(self._window.tabifiedDockWidgets(dock)) for dock in self.all}
        return groups - {1}

    def enlarge(self, key: str, *, on: bool) -> None:
        """Gives a dock half of the window's width and more of its height, or all their shares.

        Args:
            key: of the panel.
            on: whether it is to be large.
        """
        dock, window = self._docks[key], self._window
        here = [one for one in self._side(Area.RIGHT) if one.isVisible() and not one.isFloating()]
        if not on:
            self._give_shares(here)
            return
        self.bring(key)
        others = [one for one in here if one is not dock]
        window.resizeDocks([dock], [window.width() // 2], Qt.Orientation.Horizontal)
        heights = [round(window.height() * _LARGE)]
        heights += [(window.height() - heights[0]) // max(1, len(others))] * len(others)
        window.resizeDocks([dock, *others], heights, Qt.Orientation.Vertical)

    def arrange_for_hall(self) -> None:
        """Leaves the panels of a beginner, larger: what the last row of a hall can read."""
        self.show_more(False)
        for dock in self._side(Area.BELOW):
            dock.hide()
        shown = [self._docks[spec.key] for spec in self._specs if spec.beginner]
        for dock in shown:
            dock.show()
        side = round(self._window.width() * _HALL_SHARE)
        self._window.resizeDocks(shown, [side] * len(shown), Qt.Orientation.Horizontal)
        self._window.resizeDocks(shown, [10] * len(shown), Qt.Orientation.Vertical)

    def _make_room_for_tabs(self) -> None:
        """Widens the left side until its first tabs are in view: words differ with the language."""
        left = self._side(Area.LEFT)
        first = {dock.windowTitle() for dock in left if dock not in self._closed}
        for bar in self._tab_bars():
            tabs = {bar.tabText(place): bar.tabRect(place) for place in range(bar.count())}
            if bar.isHidden() or not first & tabs.keys():
                continue
            wanted = sum(rect.width() for name, rect in tabs.items() if name in first)
            wanted = min(wanted, round(_FOR_TABS * self._window.width()))
            shown = [dock for dock in left if dock.isVisible() and not dock.isFloating()]
            if shown and bar.width() < wanted:
                self._window.resizeDocks(shown[:1], [wanted], Qt.Orientation.Horizontal)

    def _tab_bars(self) -> list[QTabBar]:
        """Returns the bars of docks that share a place, and those that Qt no longer uses."""
        only = Qt.FindChildOption.FindDirectChildrenOnly
        return self._window.findChildren(QTabBar, options=only)

    def _switch(self, dock: Dock, title: str) -> QAction:
        """Returns a switch that is on while a dock can be seen: one behind another's tab cannot."""
        switch = QAction(tr(title), dock)
        switch.setCheckable(True)
        dock.visibilityChanged.connect(switch.setChecked)
        switch.triggered.connect(lambda on: self._show_in_front(dock, on=on))
        return switch

    def _side(self, area: Area) -> list[Dock]:
        return [self._docks[spec.key] for spec in self._specs if spec.area is area]

    def keep_gaps(self) -> None:
        """Keeps the console off the window's edge where no dock stands between."""
        for bar in self._tab_bars():
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setExpanding(False)
            bar.setDrawBase(False)
            if not self.more or bar.count() == 1:
                bar.hide()  # Qt leaves it when all its docks are hidden at once
        self._make_room_for_tabs()
        areas = Qt.DockWidgetArea
        here = [
            self._window.dockWidgetArea(dock)
            for dock in self.all
            if not dock.isHidden() and not dock.isFloating()
        ]
        left = 0 if areas.LeftDockWidgetArea in here else _GAP
        right = 0 if areas.RightDockWidgetArea in here else _GAP
        below = 0 if areas.BottomDockWidgetArea in here else _GAP
        self._middle.setContentsMargins(left, _GAP, right, below)
        for dock in self._side(Area.BELOW):
            if (inside := dock.widget().layout()) is not None:
                inside.setContentsMargins(left, 0, right, _GAP)


def _room() -> QFrame:
    """Returns an empty panel."""
    room = QFrame()
    room.setObjectName("card")
    box = QVBoxLayout(room)
    box.setContentsMargins(0, 0, 0, 0)
    return room


def _framed(widget: QWidget, left: int, right: int, below: int) -> QWidget:
    """Gives a panel the gap to the window's edge."""
    frame = QWidget()
    box = QHBoxLayout(frame)
    box.setContentsMargins(left, 0, right, below)
    box.addWidget(widget)
    return frame
