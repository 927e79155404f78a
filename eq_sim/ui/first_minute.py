"""The first minute: turn one knob by hand, then let the computer turn them all.

Hints float beside what they speak of and block nothing. Each vanishes when it is done; all stay
away once the goal was reached or a person sent them away, until Help brings them back.
"""

from collections.abc import Callable
from enum import Enum, auto
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect

from eq_sim.session.actions import AnyAction, BackToStart, Set
from eq_sim.session.change import Change
from eq_sim.session.rehearsal import steps_to_goal
from eq_sim.session.session import Session
from eq_sim.session.slices import KnobSlices
from eq_sim.ui.callout import Callout
from eq_sim.ui.numbers import change, count, local, steps
from eq_sim.ui.preferences import HINTS_DONE

if TYPE_CHECKING:
    from eq_sim.ui.main_window import MainWindow

SLOW_STEPS = 5
SLOW_SPEED = 2.0  # steps a second: half a second each
_RUN = 12.0  # seconds that the whole run takes
_MOST = 4000  # steps that are rehearsed to find out how many it takes


class Stage(Enum):
    """Where in the first minute a person is."""

    OFF = auto()
    DRAG = auto()
    TRAIN = auto()
    WATCH = auto()
    GOAL = auto()


class FirstMinute(QObject):
    """The hints of the first minute.

    Args:
        window: where they appear.
        do: takes what they do.
    """

    def __init__(self, window: "MainWindow", do: Callable[[AnyAction], bool]) -> None:
        super().__init__(window)
        self._window, self._do = window, do
        self.session: Session = window.session
        self.stage = Stage.OFF
        self.callout: Callout | None = None
        self.knob = 0
        self._turned: set[int] = set()
        self._loss = 0.0
        self._ramp: Ramp | None = None
        self._structure = -1
        self.session.observe(self._heard)
        window.console.input.hands.released.connect(self._released)
        window.console.viewport().installEventFilter(self)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Begins, or begins again."""
        self._end_ramp()
        self._turned.clear()
        self._structure = self.session.structure
        console, session = self._window.console, self.session
        scales = console.scales.layers
        reach = np.concatenate(
            [
                np.full(block.size, scale.limit)
                for block, scale in zip(session.layout.blocks, scales, strict=True)
            ]
        )
        self.knob = KnobSlices(session).most_telling(reach)
        self._enter(Stage.DRAG)
        console.input.focus(self.knob)
        console.setFocus()

    def finish(self) -> None:
        """Ends for good."""
        self._end_ramp()
        self._enter(Stage.OFF)
        if self._window.settings is not None:
            self._window.settings.setValue(HINTS_DONE, True)

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
            self._enter(self.stage)

    def place(self) -> None:
        """Puts the hint beside what it speaks of; things move when the window does."""
        window, callout = self._window, self.callout
        if callout is None or not window.furnished:
            return
        if self.stage is Stage.DRAG:
            if self.session.structure == self._structure:
                callout.place(window.console.box_of(self.knob))
        else:
            train = window.furniture.transport.train
            corner = train.mapTo(window, QPoint(0, 0))
            callout.place(QRect(corner, train.size()), "b")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.place()
        return False

    # What happens

    def _released(self, knobs: tuple[int, ...], loss: float) -> None:
        if self.stage not in (Stage.DRAG, Stage.TRAIN):
            return
        if not self._turned:
            self._loss = loss
        self._turned.update(knobs)
        self._enter(Stage.TRAIN)

    def _heard(self, what: Change) -> None:
        if self.stage is Stage.OFF:
            return
        session = self.session
        if what & Change.STRUCTURE:
            if session.structure != self._structure:
                self.begin()
        elif what & Change.TRAINING:
            if session.refusal:
                self.finish()
            elif session.running:
                if self.stage in (Stage.DRAG, Stage.TRAIN):
                    self._begin_ramp()
                    self._enter(Stage.WATCH)
            elif session.goal_reached and self.stage is Stage.WATCH:
                self._end_ramp()
                self._enter(Stage.GOAL)
            elif session.step == 0 and self.stage in (Stage.WATCH, Stage.GOAL):
                self._end_ramp()
                self._enter(Stage.TRAIN)  # back to start

    def _begin_ramp(self) -> None:
        needed = steps_to_goal(self.session, _MOST) or _MOST
        before = self.session.scenario.training.speed
        self._ramp = Ramp(self.session.step, needed, before)
        self._do(Set("speed", SLOW_SPEED))

    def _end_ramp(self) -> None:
        ramp, self._ramp = self._ramp, None
        if ramp is not None and self.session.scenario.training.speed == ramp.speed:
            self._do(Set("speed", ramp.before))

    def _enter(self, stage: Stage) -> None:
        """Shows the hint of a stage."""
        if stage is not self.stage or stage is Stage.OFF:
            self.stage = stage
            if self.callout is not None:
                self.callout.remove()
                self.callout = None
        self._window.console.quiet = stage is Stage.DRAG
        if stage is Stage.OFF:
            return
        if self.callout is None:
            self.callout = self._make_callout(stage)
        self.callout.say(*self._words(stage))
        self.place()
        if stage is Stage.GOAL:
            self.callout.buttons[0].setFocus()

    def _make_callout(self, stage: Stage) -> Callout:
        window = self._window
        over = window.console.viewport() if stage is Stage.DRAG else window
        choices = None
        if stage is Stage.GOAL:
            choices = [
                ("Put it back and try by hand", self._put_back),
                ("Turn a knob", self._turn_one),
            ]
        return Callout(over, window.theme, self.finish, choices)

    def _words(self, stage: Stage) -> tuple[str, str]:
        session = self.session
        size = session.layout.size
        if stage is Stage.DRAG:
            return (
                "Each slider is one number inside this network. Drag this one.",
                "Or press the arrow keys ↑ and ↓.",
            )
        if stage is Stage.TRAIN:
            press = "Now let the computer turn them all: press Train."
            if not self._turned:
                return press, "Or press the space bar."
            before, after = change(self._loss, session.losses.train)
            turned = local(f"You turned {len(self._turned):,} of {size:,}.")
            return f"Loss {before} → {after}. {turned} {press}", "Or press the space bar."
        if stage is Stage.WATCH:
            all_of = "The only knob turns" if size == 1 else f"All {count(size)} knobs turn at once"
            return f"{all_of}, a tiny step each, downhill. Watch the loss.", ""
        return "Goal reached.", local(f"{session.scenario.goal.text}, after {steps(session.step)}.")

    def _put_back(self) -> None:
        self.finish()
        self._do(BackToStart())
        self._turn_one()

    def _turn_one(self) -> None:
        self.finish()
        console = self._window.console
        console.input.focus(self.knob if self.knob < self.session.layout.size else 0)
        console.setFocus()


class Ramp:
    """The speed of the first run: a few slow steps, then faster, evenly, until the goal.

    Args:
        step: steps taken before it.
        needed: steps from there to the goal.
        before: the speed to come back to.
    """

    def __init__(self, step: int, needed: int, before: float) -> None:
        self.before = before
        self.speed = SLOW_SPEED
        self._from = step + SLOW_STEPS
        self._passed = 0.0
        seconds = _RUN - SLOW_STEPS / SLOW_SPEED
        self._growth = growth(max(needed - SLOW_STEPS, 1), seconds)

    def after(self, seconds: float, step: int) -> float:
        """Returns the speed after more seconds, at a step."""
        if step < self._from:
            return self.speed
        self._passed += seconds
        wanted = SLOW_SPEED * exp(self._growth * self._passed)
        if abs(log(wanted / self.speed)) > 0.05:  # a few dozen changes in all, not one a frame
            self.speed = float(f"{wanted:.3g}")
        return self.speed


def growth(steps: float, seconds: float) -> float:
    """Returns k ≥ 0 such that a speed of 2·exp(k·t) takes so many steps in so many seconds."""
    low, high = 0.0, 5.0
    for _ in range(60):
        k = (low + high) / 2
        taken = SLOW_SPEED * (seconds if k < 1e-9 else (exp(k * seconds) - 1) / k)
        low, high = (k, high) if taken < steps else (low, k)
    return low
