"""What is registered of a panel, what a panel can do, and the models that panels are made from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QAbstractButton, QWidget

from eq_sim.session.actions import AnyAction
from eq_sim.session.looking import Looking
from eq_sim.session.scenario import Scenario, bundled, load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.knobs.actions import KnobActions, Say
from eq_sim.ui.models.adapter_desk import AdapterDesk
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.best_knobs import BestKnobs
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.models.knob_way import KnobWays
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window.frame import FrameWindow

if TYPE_CHECKING:
    from eq_sim.ui.models.blending import Blending
    from eq_sim.ui.models.hearing import Hearing
    from eq_sim.ui.models.lesson_race import LessonRace
    from eq_sim.ui.models.loss_way import LossWay
    from eq_sim.ui.models.pad import Pad
    from eq_sim.ui.models.scene_desk import SceneDesk
    from eq_sim.ui.panels.inspected import Inspected

TURNS = 3
"""While training runs the slower panels take turns: each is refreshed in one of so many frames."""

Entry = tuple[str, str, Callable[[], object], QAbstractButton | None]
"""What a menu can do: words, shortcut, what it does, and the button whose mark it shows, if any."""


class Panel(Protocol):
    """A widget that shows something of the experiment."""

    def refresh(self) -> None:
        """Shows what there is to show; returns at once when nothing of it has changed."""

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""


@runtime_checkable
class ShowsNumbers(Protocol):
    """A panel with numbers that are shown in the same frame as those of the others."""

    def refresh_numbers(self) -> None:
        """Writes the numbers, if they have changed."""


@runtime_checkable
class HasParts(Protocol):
    """A panel whose parts a lesson can name."""

    def part(self, name: str) -> QWidget:
        """Returns a part by its name."""


@runtime_checkable
class Completes(Protocol):
    """A panel that leaves what takes long for after the first look at the window."""

    def complete(self) -> None:
        """Makes the rest; nothing the second time."""


@runtime_checkable
class Remembers(Protocol):
    """A panel that comes back as it was left."""

    def remember(self, settings: PreferencesFile) -> None:
        """Keeps how it looks."""

    def recall(self, settings: PreferencesFile) -> None:
        """Looks as it did."""


@runtime_checkable
class HasEntries(Protocol):
    """A panel with entries of its own in the View menu."""

    def entries(self) -> Sequence[Entry]:
        """Returns them."""


class Area(Enum):
    """Where a panel stands at first."""

    TOP = auto()
    CENTRE = auto()
    LEFT = auto()
    RIGHT = auto()
    BELOW = auto()
    """Under the knobs: for what is wide and low. It is there only when it is asked for."""


@dataclass
class PanelModels:
    """What panels are made from; each takes of it what it shows.

    Attributes:
        session: the experiment.
        do: takes what a hand does; returns whether it was done.
        theme: the colours at the time.
        surface: the answers over the plane.
        chosen: the sample that a person points at.
        audience: who looks on.
        settings: where panels remember how they look; None for nowhere.
        clock: seconds, ever growing.
        look: refreshes all views.
        frame: the window, over which panels open dialogs.
        all_shown: whether the panels behind "More" are shown.
        show_all: shows or hides them.
        enlarge: gives a panel, by its key, much room at the window's side, or takes it away again.
        bring: shows a panel, by its key, in front of others.
        bring_alone: does so, and leaves the other panels behind "More".
        make: makes a panel, by its key, if it has waited, and does not show it.
        hear: begins to play what the knobs make, or ends it.
        is_heard: whether it plays.
        mute: mutes it, or lets it be heard again.
        go_to_adapter: gives a knob of an adapter the focus, by its place in θ.
        hand_curve: the losses of a person who plays against training.
        console: the knobs; there once their panel is made, which is the first.
        knobs: what can be done to knobs; there with the console.
        say: shows a sentence; there with the console.
    """

    session: Session
    do: Callable[[AnyAction], bool]
    theme: Theme
    surface: Surface
    chosen: ChosenSample
    audience: Audience
    settings: PreferencesFile | None
    clock: Callable[[], float]
    look: Callable[[], None]
    frame: FrameWindow
    all_shown: Callable[[], bool]
    show_all: Callable[[bool], None]
    enlarge: Callable[[str, bool], None] = lambda key, on: None
    bring: Callable[[str], None] = lambda key: None
    bring_alone: Callable[[str], None] = lambda key: None
    make: Callable[[str], object] = lambda key: None
    hear: Callable[[], None] = lambda: None
    is_heard: Callable[[], bool] = lambda: False
    mute: Callable[[], None] = lambda: None
    hand_curve: HandCurve = field(default_factory=HandCurve)
    go_to_adapter: Callable[[int], None] = lambda knob: None
    console: Console = field(init=False)
    knobs: KnobActions = field(init=False)
    say: Say = field(init=False)

    @cached_property
    def phases(self) -> Phases:
        """The step that is taken apart."""
        return Phases(self.session, self.chosen)

    def go_to(self, knob: int) -> None:
        """Gives a knob the focus, wherever it is shown."""
        if knob < self.session.layout.wired:
            self.console.go_to(knob)
        else:
            self.bring("adapter")
            self.go_to_adapter(knob)

    @cached_property
    def inspected(self) -> "Inspected":
        """The knob that questions are about."""
        from eq_sim.ui.panels.inspected import Inspected

        return Inspected(self.console)

    @cached_property
    def pad(self) -> "Pad":
        """What is drawn to be read."""
        from eq_sim.ui.models.pad import Pad

        return Pad(self.session)

    @cached_property
    def adapter(self) -> AdapterDesk:
        """The small bank of knobs beside locked ones."""
        return AdapterDesk(self.session, self.do)

    @cached_property
    def best_knobs(self) -> BestKnobs:
        """Where the best knobs are, and whether they are marked."""
        return BestKnobs(self.session, self.audience)

    @cached_property
    def hearing(self) -> "Hearing":
        """What is heard, once somebody asks for it."""
        from eq_sim.ui.models.hearing import Hearing

        return Hearing(self.session)

    @cached_property
    def blending(self) -> "Blending":
        """A, B and what stands between them."""
        from eq_sim.ui.models.blending import Blending

        return Blending(self.session)

    @cached_property
    def loss_way(self) -> "LossWay":
        """The train loss on the way from A to B."""
        from eq_sim.ui.models.loss_way import LossWay

        return LossWay(self.blending)

    @cached_property
    def lesson_race(self) -> "LessonRace":
        """One knob at a time against all at once, in a lesson."""
        from eq_sim.ui.models.lesson_race import LessonRace

        return LessonRace(self.session)

    @cached_property
    def knob_ways(self) -> KnobWays:
        """Where the knobs have been that somebody looks at."""
        return KnobWays(self.session, self.console.scales.limit, self.best_knobs)

    @cached_property
    def runs(self) -> RunsDesk:
        """Which finished runs are looked at."""
        return RunsDesk(self.session)

    @cached_property
    def looking(self) -> Looking:
        """Where one is in the experiment's past."""
        return Looking(self.session)

    @cached_property
    def scenes(self) -> "SceneDesk":
        """What can be done with scenes."""
        from eq_sim.ui.models.scene_desk import SceneDesk

        def say(sentence: str) -> None:
            self.say(sentence, warning=False)

        return SceneDesk(self.session, self.do, say, self.clock)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The shipped scenarios by name; read when they are asked for."""
        return {name: load_scenario(name) for name in bundled()}


@dataclass(frozen=True)
class PanelSpec:
    """One panel: all that window, menus, lessons and presenter know of it.

    Attributes:
        key: its name in lessons and in the program.
        title: its name on the screen.
        factory: makes it, and imports only then what it needs.
        area: where it stands at first.
        shortcut: the keys that show and hide it.
        beginner: whether it is shown at a first start and in a hall; the others wait behind "More".
        scrolls: whether it scrolls where the window is too low for it.
        turn: in which of ``TURNS`` frames it is refreshed while training runs; None for each.
        hidden: whether it is refreshed even while nobody sees it.
        parts: what a lesson can name in it; it then has ``part``.
        tab: its name on a tab, where its title is too long for one; empty for the title.
        closed: whether it is closed until somebody asks for it, behind "More" too.
        behind: whether it stands behind another's tab at first.
        ready: whether it is made with the others all the same, for it has entries in the View menu.
    """

    key: str
    title: str
    factory: Callable[[PanelModels], Panel]
    area: Area
    shortcut: str = ""
    beginner: bool = True
    scrolls: bool = False
    turn: int | None = 0
    hidden: bool = False
    parts: tuple[str, ...] = ()
    tab: str = ""
    closed: bool = False
    behind: bool = False
    ready: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is made when somebody asks for it: a window need not wait for it."""
        return (self.closed or self.behind or self.area is Area.BELOW) and not self.ready

    @property
    def names(self) -> tuple[str, ...]:
        """What a lesson can call it and its parts."""
        return (self.key, *self.parts)

    @property
    def docked(self) -> bool:
        """Whether it stands in a dock, which can be moved and closed."""
        return self.area in (Area.LEFT, Area.RIGHT, Area.BELOW)


def checked(specs: Iterable[PanelSpec]) -> tuple[PanelSpec, ...]:
    """Returns specs that can stand in one window.

    Raises:
        ValueError: a name, a title or a shortcut is there twice, or a turn never comes.
    """
    all_specs = tuple(specs)
    for what, values in (
        ("name", [name for spec in all_specs for name in spec.names]),
        ("title", [spec.title for spec in all_specs]),
        ("shortcut", [spec.shortcut for spec in all_specs if spec.shortcut]),
    ):
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"two panels have the {what} {twice[0]!r}")
    for spec in all_specs:
        if spec.turn is not None and not 0 <= spec.turn < TURNS:
            raise ValueError(f"the panel {spec.key!r} has turn {spec.turn} of {TURNS}")
    return all_specs
