"""The first minute: turn one knob by hand, then let the computer turn them all.

Where knobs are cells, one of so many is nothing to begin with: there the computer turns them first.
So it does with a person's own data, of which they want to see what can be learned.

Hints float beside what they speak of and block nothing. Each vanishes when it is done; all stay
away once the goal was reached or a person sent them away, until Help brings them back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import ntr, tr
from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.change import Change
from eq_sim.session.questions.first_knob import Offer, knob_to_offer
from eq_sim.session.questions.steps_to_goal import steps_to_goal
from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.style.preferences import HINTS_DONE
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window import hint_words
from eq_sim.ui.window.callout import Callout
from eq_sim.ui.window.hint_place import beside
from eq_sim.ui.window.ramp import SLOW_SPEED, Ramp

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_MOST = 4000  # steps that are rehearsed to find out how many it takes


class Hint(Enum):
    """Which hint is shown: where in the first minute a person is."""

    OFF = auto()
    DRAG = auto()
    TRAIN = auto()
    WATCH = auto()
    GOAL = auto()


@dataclass(frozen=True)
class Reached:
    """Where in the first minute a person is, and what is known of it: see ``Onboarding``."""

    hint: Hint
    offer: Offer
    turned: frozenset[int]
    loss: float | None
    ramp: Ramp | None
    structure: int
    scenario: str


class Onboarding(QObject):
    """The hints of the first minute.

    Args:
        window: where they appear.
        session: the experiment.
        do: takes what they do.
        console: the knobs.
        train: returns the button that trains, once it is there.
        challenge: begins the challenge to reach the goal by hand.
        theme: returns the colours.
        settings: where it is remembered that they were seen; None for nowhere.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        do: Callable[[AnyAction], bool],
        console: Console,
        train: Callable[[], QWidget | None],
        challenge: Callable[[], None],
        theme: Callable[[], Theme],
        settings: PreferencesFile | None,
    ) -> None:
        super().__init__(window)
        self._window, self._do, self._console = window, do, console
        self._train, self._theme, self._settings = train, theme, settings
        self._challenge = challenge
        self.session = session
        self.hint = Hint.OFF
        self.callout: Callout | None = None
        self._offer = Offer(0, 0)
        self._turned: set[int] = set()
        self._loss: float | None = None
        self._ramp: Ramp | None = None
        self._structure = -1
        self._scenario = ""
        self.session.observe(self._heard)
        console.input.hands.released.connect(self._released)
        console.viewport().installEventFilter(self)
        window.installEventFilter(self)

    @property
    def knob(self) -> int:
        """The knob that is offered."""
        return self._offer.knob

    @property
    def way(self) -> int:
        """Which way it is to be turned: 1 up, −1 down, 0 for either."""
        return self._offer.way

    def begin(self, reached: Reached | None = None, *, keyboard: bool = True) -> None:
        """Begins, or begins again.

        Args:
            reached: where to go on instead.
            keyboard: whether the knob gets it; a slider of a panel keeps it while it is dragged.
        """
        if reached is not None:
            self._go_on(reached)
            return
        self._end_ramp()
        self._turned.clear()
        self._structure = self.session.structure
        self._scenario = self.session.scenario.name
        own = self.session.scenario.data.table is not None
        if self._console.has_cells or self._is_painted or own:
            self._offer = Offer(0, 0)
            self._enter(Hint.TRAIN)
            return
        self._choose()
        self._enter(Hint.DRAG)
        self._console.input.focus(self.knob)
        if keyboard:
            self._console.setFocus()
        self.place()

    def handed_over(self) -> Reached | None:
        """Ends here, and returns where one is, for another window; None where no hint is shown."""
        if self.hint is Hint.OFF:
            return None
        offer, turned, scenario = self._offer, frozenset(self._turned), self._scenario
        reached = Reached(
            self.hint, offer, turned, self._loss, self._ramp, self._structure, scenario
        )
        self._ramp = None
        self._enter(Hint.OFF)
        return reached

    def _go_on(self, reached: Reached) -> None:
        self._offer, self._turned, self._loss = reached.offer, set(reached.turned), reached.loss
        self._ramp, self._structure = reached.ramp, reached.structure
        self._scenario = reached.scenario
        self._enter(reached.hint)
        if self.hint is Hint.DRAG:
            self._console.input.focus(self.knob)
        self.place()

    @property
    def _is_painted(self) -> bool:
        """Whether there is nothing to learn from yet but what a person paints."""
        return self.session.scenario.data.source == "painted"

    def _choose(self) -> None:
        console, session = self._console, self.session
        scales = console.scales.layers
        reach = np.concatenate(
            [
                np.full(block.size, scale.limit)
                for block, scale in zip(session.layout.blocks, scales, strict=True)
            ]
        )
        self._offer = knob_to_offer(session, reach)

    def finish(self) -> None:
        """Ends for good."""
        self._end_ramp()
        self._enter(Hint.OFF)
        if self._settings is not None:
            self._settings.keep({HINTS_DONE: True})

    def tick(self, seconds: float) -> None:
        """Lets the speed of the first run rise."""
        if self._ramp is None or not self.session.running:
            return
        now = self.session.scenario.training.speed
        if now != self._ramp.speed:  # a person chose another
            self._ramp = None
            return
        wanted = self._ramp.after(seconds, self.session.step)
        if wanted != now:
            self._do(Set("speed", wanted))

    def redress(self) -> None:
        """Takes up other colours or words of another size."""
        if self.callout is not None:
            self.callout.remove()
            self.callout = None
            self._enter(self.hint)

    def place(self) -> None:
        """Puts the hint beside what it speaks of; things move when the window does."""
        callout, train = self.callout, self._train()
        if callout is None or train is None:
            return
        console = self._console
        if self.hint is Hint.DRAG:
            if self.session.structure == self._structure:
                canvas, bubble = console.canvas, console.bubble_room(self.knob)
                box = beside(canvas, self.knob, bubble, callout.sizes())
                callout.place_at(box, console.box_of(self.knob))
            console.covered = callout.covers
        else:
            corner = train.mapTo(self._window, QPoint(0, 0))
            callout.place_below(QRect(corner, train.size()))
            view = console.viewport()
            console.covered = callout.covers.translated(-view.mapTo(self._window, QPoint(0, 0)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size; the keys of the hint turn its knob wherever the focus is."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.place()
        if watched is self._window and self.hint is Hint.DRAG and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Takes the keys that the hint promises, if nothing else in the window wants them."""
        if event.type() != QEvent.Type.KeyPress or event.modifiers() != _NO_KEYS:
            return False
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        self._console.go_to(self.knob)
        return self._console.input.key(event)

    # What happens

    def _released(self, knobs: tuple[int, ...], loss: float | None) -> None:
        if self.hint not in (Hint.DRAG, Hint.TRAIN):
            return
        if not self._turned:
            self._loss = loss
        self._turned.update(knobs)
        self._enter(Hint.TRAIN)

    def _heard(self, what: Change) -> None:
        if self.hint is Hint.OFF:
            return
        session = self.session
        if what & Change.STRUCTURE:
            if session.structure != self._structure:
                self._begin_unless_painted(what)
        elif what & (Change.SETTINGS | Change.SWITCHES) and self.hint is Hint.DRAG:
            self.begin(keyboard=False)  # the next step may go another way now
        elif what == Change.HISTORY and self.hint is Hint.TRAIN:
            self._enter(Hint.TRAIN)  # the loss is known now
        elif what & Change.TRAINING:
            if session.refusal:
                self.finish()
            elif session.running:
                if self.hint in (Hint.DRAG, Hint.TRAIN):
                    self._begin_ramp()
                    self._enter(Hint.WATCH)
            elif session.goal_reached and self.hint is Hint.WATCH:
                self._end_ramp()
                self._enter(Hint.GOAL)
            elif session.step == 0 and self.hint in (Hint.WATCH, Hint.GOAL):
                self._end_ramp()
                self._enter(Hint.TRAIN)  # back to start

    def _begin_unless_painted(self, what: Change) -> None:
        """Begins again; but whoever only paints points has not left what the hint speaks of."""
        session = self.session
        if what & Change.DATA and session.scenario.name == self._scenario:
            self._structure = session.structure
            if self.hint is Hint.DRAG:
                self._choose()
                self._enter(Hint.DRAG)
                self.place()
        else:
            self.begin()

    def _begin_ramp(self) -> None:
        if self.session.works_aside:
            return  # to try how far it is would take as long as to go there
        needed = steps_to_goal(self.session, _MOST) or _MOST
        before = self.session.scenario.training.speed
        self._ramp = Ramp(self.session.step, needed, before)
        self._do(Set("speed", SLOW_SPEED))

    def _end_ramp(self) -> None:
        ramp, self._ramp = self._ramp, None
        if ramp is not None and self.session.scenario.training.speed == ramp.speed:
            self._do(Set("speed", ramp.before))

    def _enter(self, hint: Hint) -> None:
        """Shows a hint, or none."""
        if hint is not self.hint or hint is Hint.OFF:
            self.hint = hint
            if self.callout is not None:
                self.callout.remove()
                self.callout = None
                self._console.covered = QRect()
        self._console.quiet = hint is Hint.DRAG
        if hint is Hint.OFF:
            return
        if self.callout is None:
            self.callout = self._make_callout(hint)
        self.callout.say(*self._words(hint))
        self.place()
        if hint is Hint.GOAL:
            self.callout.buttons[0].setFocus()

    def _make_callout(self, hint: Hint) -> Callout:
        over = self._console.viewport() if hint is Hint.DRAG else self._window
        choices = None
        if hint is Hint.GOAL:
            choices = [
                (tr("Put it back and try by hand"), self._put_back),
                (tr("Turn a knob"), self._turn_one),
            ]
        return Callout(over, self._theme(), self.finish, choices)

    def _words(self, hint: Hint) -> tuple[str, str]:
        session = self.session
        size = session.layout.size
        if hint is Hint.DRAG:
            return hint_words.to_drag(self.way)
        if hint is Hint.TRAIN and self._turned:
            losses = None
            if self._loss is not None and not session.computing:
                losses = self._loss, session.losses.train
            return hint_words.to_train_on(size, len(self._turned), losses)
        if hint is Hint.TRAIN and self._is_painted:
            return hint_words.to_paint()
        if hint is Hint.TRAIN:
            own = session.scenario.data.table is not None
            return hint_words.to_train(size, cells=self._console.has_cells, own=own)
        if hint is Hint.WATCH:
            return hint_words.to_watch(size)
        goal = local(session.goal_text)
        asked = ntr(
            "{goal}, after {count:,} step.",
            "{goal}, after {count:,} steps.",
            session.step,
            goal=goal,
        )
        return tr("Goal reached."), asked

    def _put_back(self) -> None:
        self.finish()
        self._challenge()  # which begins at the start
        self._turn_one()

    def _turn_one(self) -> None:
        self.finish()
        console = self._console
        console.input.focus(self.knob if self.knob < self.session.layout.size else 0)
        console.setFocus()
