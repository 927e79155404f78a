"""The panels of one window: made from their specs, refreshed in turns, dressed, found by name."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window.panel_spec import (
    TURNS,
    Area,
    Completes,
    Entry,
    HasEntries,
    HasParts,
    Panel,
    PanelModels,
    PanelSpec,
    Remembers,
    ShowsNumbers,
)

_NUMBERS = 0
"""The turn in which all numbers are written, so that they agree."""

_COLUMN, _WIDEST = 236, 340
_MARGIN = 16  # of what is inside, which may be out of sight


class MadePanels:
    """The panels that are there so far.

    Args:
        specs: all that the window will have.
        models: what they are made from.

    Attributes:
        made_late: hears of each panel that was made because somebody asked for it.
    """

    def __init__(self, specs: tuple[PanelSpec, ...], models: PanelModels) -> None:
        self._specs, self._models = specs, models
        self._made: list[_Made] = []
        self._waiting: dict[str, tuple[PanelSpec, Callable[[str, QWidget], object]]] = {}
        self._theme: Theme | None = None
        self.made_late: Callable[[QWidget], object] = lambda panel: None

    def make_all(self, *areas: Area, put: Callable[[str, QWidget], object]) -> None:
        """Makes the panels of some areas; those that wait to be asked for are made then.

        Args:
            areas: where they stand.
            put: (key, widget) puts one into its place.

        Raises:
            TypeError: a factory made something else than a widget.
        """
        for spec in self._specs:
            if spec.area in areas and spec.waits:
                self._waiting[spec.key] = spec, put
            elif spec.area in areas:
                self._make(spec, put)

    def make_shown(self, is_shown: Callable[[str], bool]) -> None:
        """Makes the panels that have waited and are asked for now.

        Args:
            is_shown: whether a panel's place can be seen, by its key.
        """
        for key in [key for key in self._waiting if is_shown(key)]:
            self._make_late(key)

    def _make_late(self, key: str) -> None:
        spec, put = self._waiting.pop(key)
        made = self._make(spec, put)
        if self._theme is not None:
            made.panel.set_theme(self._theme)
        made.placed.show()  # at once, and not with the next events: somebody looks at it already
        room = made.placed.parentWidget()
        if room is not None and (layout := room.layout()) is not None:
            layout.activate()
        made.panel.refresh()
        self.made_late(made.widget)

    def _make(self, spec: PanelSpec, put: Callable[[str, QWidget], object]) -> "_Made":
        panel = spec.factory(self._models)
        if not isinstance(panel, QWidget):
            raise TypeError(f"the panel {spec.key!r} is no widget")
        made = _Made(spec, panel)
        put(spec.key, made.placed)
        made.fill()
        self._made.append(made)
        # A curve is drawn after what it shows was counted.
        self._made.sort(key=lambda one: -1 if one.spec.turn is None else one.spec.turn)
        if isinstance(panel, Remembers) and self._models.settings is not None:
            panel.recall(self._models.settings)
        return made

    def has(self, key: str) -> bool:
        """Returns whether there is a panel, made or not."""
        return any(spec.key == key for spec in self._specs)

    def find(self, name: str) -> QWidget | None:
        """Returns a panel or a part of one by its name; None where it is not made yet.

        One that has waited until somebody asks for it is made.
        """
        for spec, _ in list(self._waiting.values()):
            if name in spec.names:
                self._make_late(spec.key)
        for made in self._made:
            if name == made.spec.key:
                return made.widget
            if name in made.spec.parts and isinstance(made.panel, HasParts):
                return made.panel.part(name)
        return None

    def refresh(self, frame: int | None) -> None:
        """Refreshes all panels, or those whose turn it is in a frame."""
        turn = None if frame is None else frame % TURNS
        for made in self._made:
            made.refresh(turn)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for made in self._made:
            made.panel.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        for made in self._made:
            made.rescale()

    def complete(self) -> None:
        """Makes what takes long, now that the window is there."""
        for made in self._made:
            if isinstance(made.panel, Completes):
                made.panel.complete()

    def remember(self, settings: PreferencesFile) -> None:
        """Keeps how the panels look for the next time."""
        for made in self._made:
            if isinstance(made.panel, Remembers):
                made.panel.remember(settings)

    def entries(self) -> Iterator[Entry]:
        """Yields what panels add to the View menu."""
        for made in self._made:
            if isinstance(made.panel, HasEntries):
                yield from made.panel.entries()


class _Made:
    """A panel that was made, and what it stands in."""

    def __init__(self, spec: PanelSpec, widget: QWidget) -> None:
        self.spec = spec
        self.widget = widget
        self.panel: Panel = widget  # type: ignore[assignment]
        self.column = ScrollingColumn() if spec.scrolls else None
        self.placed: QWidget = self.column or widget
        self._numbers = widget if isinstance(widget, ShowsNumbers) else None

    def fill(self) -> None:
        """Puts it into its column, once that has its place: to be measured, it is dressed there."""
        if self.column is not None:
            self.column.setWidget(self.widget)
            self.widget.setAutoFillBackground(False)  # or the corners of a card are filled
            self.column.rescale()

    def refresh(self, turn: int | None) -> None:
        """Refreshes it if its turn has come and somebody sees it."""
        spec = self.spec
        if self._numbers is not None and turn in (None, _NUMBERS):
            self._numbers.refresh_numbers()
        if (turn is None or spec.turn in (None, turn)) and (spec.hidden or self.widget.isVisible()):
            self.panel.refresh()

    def rescale(self) -> None:
        """Takes up words of another size."""
        if self.column is not None:
            self.column.rescale()
        self.panel.rescale()


class ScrollingColumn(QScrollArea):
    """A column, empty at first, that scrolls where the window is too low for what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rescale()

    def showEvent(self, event: QShowEvent) -> None:
        """Takes up the words of the language, whose room is known when they have their font."""
        super().showEvent(event)
        self.rescale()

    def rescale(self) -> None:
        """Takes up words of another size; longer ones than usual make it wider, to a point."""
        inside = self.widget()
        needed = 0 if inside is None else inside.minimumSizeHint().width() - scaled(_MARGIN)
        self.setMinimumWidth(min(max(scaled(_COLUMN), needed), scaled(_WIDEST)))
