"""Cuts what happens into things that can be undone: one gesture, one run, one entry each.

A run of training is an entry. A gesture during it cuts it: training before, the gesture with the
training meanwhile, training after. What happens inside a gesture belongs to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eq_sim.session import actions as act
from eq_sim.session.errors import UndoError
from eq_sim.session.past import Past, Snapshot
from eq_sim.session.sides import NAMES

if TYPE_CHECKING:
    from eq_sim.session.session import Session

_SINGLE = (
    act.Turn,
    act.Train,
    act.BackToStart,
    act.NewStart,
    act.SetStart,
    act.Freeze,
    act.Mute,
    act.Solo,
    act.SwitchSide,
    act.CopySide,
    act.Blend,
    act.LineUp,
    act.ToBest,
)
"""What is an entry of its own, unless it happens inside a gesture."""


@dataclass(frozen=True)
class Gesture:
    """A hand at work: what it is called, and what was before it."""

    name: str
    before: Snapshot
    knobs: tuple[int, ...]


class Timeline:
    """Watches what is done and fills the past with entries.

    Args:
        session: whose experiment.
        past: where the entries go.
    """

    def __init__(self, session: "Session", past: Past) -> None:
        self._session, self._past = session, past
        self._gesture: Gesture | None = None
        self._touched = False
        self._run: Snapshot | None = None
        self._phase: Snapshot | None = None

    @property
    def in_gesture(self) -> bool:
        """Whether a hand is at work."""
        return self._gesture is not None

    def clear(self) -> None:
        """Another network: nothing of the old one can come back."""
        self._past.clear()
        self._gesture = self._run = self._phase = None

    @contextmanager
    def doing(self, action: act.AnyAction) -> Iterator[None]:
        """Surrounds one action; an action that is refused leaves no entry."""
        session = self._session
        if isinstance(action, act.Undo | act.Redo):
            self._come_to_rest(action)
            yield
            return
        if isinstance(action, act.BackToStart | act.NewStart | act.SetStart) and session.held:
            self._end_gesture(turned=session.turned)  # they let go of what is in a hand
        single = isinstance(action, _SINGLE) and not self.in_gesture
        if isinstance(action, act.Train) and session.running:
            single = False  # a part of the run
        before = None
        if single or isinstance(action, act.Grab | act.Run):
            before = Snapshot.of(session)
        elif isinstance(action, act.TakePhase) and session.phase == 0:
            self._phase = Snapshot.of(session)
        step = session.step if session.log.records else 0
        turned = isinstance(action, act.Release) and session.turned
        yield
        match action:
            case act.Grab():
                assert before is not None
                self._begin_gesture(action, before)
            case act.Release():
                self._end_gesture(turned=turned)
            case act.Run():
                if self._run is None:
                    self._run = before
            case act.Pause():
                self._end_run()
            case act.TakePhase():
                if session.step != step and self._phase is not None:
                    self._past.add("1 step", self._phase)
                    self._phase = None
            case _:
                self._note_touch(action)
                if single and before is not None:
                    self._add_single(action, before)

    def _note_touch(self, action: act.AnyAction) -> None:
        """Notes what happens inside a gesture beside the turning of its own knobs."""
        gesture = self._gesture
        if isinstance(action, act.Train) and self._session.running:
            return  # the run goes on by itself, as it does where no action says so
        if gesture is not None and isinstance(action, _SINGLE):
            own = isinstance(action, act.Turn) and set(action.knobs) <= set(gesture.knobs)
            self._touched = self._touched or not own

    def _begin_gesture(self, action: act.Grab, before: Snapshot) -> None:
        self._end_gesture(turned=False)
        self._touched = False
        self._gesture = Gesture(action.name, before, action.knobs)

    def _end_gesture(self, *, turned: bool) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is None or not (turned or self._touched):
            return
        name = gesture.name or f"turn {self._session.called(gesture.knobs)}"
        self._cut_run(gesture.before)
        self._past.add(name, gesture.before)

    def _add_single(self, action: act.AnyAction, before: Snapshot) -> None:
        session = self._session
        if isinstance(action, act.Train) and session.step == before.step:
            return  # no step was taken
        self._cut_run(before)
        self._past.add(self._name(action, before), before)

    def _cut_run(self, at: Snapshot) -> None:
        """Ends the entry of the run at a moment; what comes later begins another."""
        if self._run is None:
            return
        self._add_run(self._run, at.step)
        self._run = Snapshot.of(self._session)

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            self._add_run(run, self._session.step)

    def _add_run(self, run: Snapshot, step: int) -> None:
        if step > run.step:
            self._past.add(f"training, {_steps(step - run.step)}", run)

    def _come_to_rest(self, action: act.Undo | act.Redo) -> None:
        """Lets go and pauses first. Refused where nothing could be done afterwards."""
        session, past = self._session, self._past
        undo = isinstance(action, act.Undo)
        steps = self._run is not None and session.step > self._run.step
        turned = self._gesture is not None and (session.turned or self._touched)
        name = past.undo_name if undo else past.redo_name
        fresh = steps or turned  # it could be undone, and nothing can be done again after it
        if (undo and name is None and not fresh) or (not undo and (name is None or fresh)):
            raise UndoError(f"there is nothing to {'undo' if undo else 'do again'}")
        if self._gesture is not None:
            self._end_gesture(turned=session.turned)
            session.trainer.hold(None)
        session.running = False
        self._end_run()

    def _name(self, action: act.AnyAction, before: Snapshot) -> str:
        """Returns what an action is called in a menu: "Undo …"."""
        match action:
            case act.Turn(knobs=knobs):
                return f"turn {self._session.called(knobs)}"
            case act.Train():
                return _steps(self._session.step - before.step)
            case act.Freeze(knobs=knobs, on=on):
                return f"{'freeze' if on else 'thaw'} {self._session.called(knobs)}"
            case act.Mute(knobs=knobs, on=on):
                return f"{'mute' if on else 'unmute'} {self._session.called(knobs)}"
            case act.Solo(knob=knob, on=on):
                return f"{'solo' if on else 'end solo of'} {self._session.called((knob,))}"
            case act.SwitchSide():
                return f"switch to {NAMES[self._session.sides.active or 0]}"
        return {
            act.BackToStart: "back to start",
            act.NewStart: "new random start",
            act.SetStart: "other parameters",
            act.CopySide: "copy between A and B",
            act.Blend: "blend of A and B",
            act.LineUp: "line up B with A",
            act.ToBest: "back to the best",
        }[type(action)]


def _steps(count: int) -> str:
    return f"{count:,} step{'' if count == 1 else 's'}"
