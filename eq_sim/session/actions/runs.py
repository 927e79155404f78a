"""Finished runs: going to where one began or ended, its name, its pin, forgetting some."""

from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.errors import RunError
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.messages import Message, message
from eq_sim.session.run_ends import end_of, start_of
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy

LONGEST_NAME = 80
_Name = Annotated[str, Meta(max_length=LONGEST_NAME)]


class GoToRunStart(Rare, frozen=True, tag="go-to-run-start"):
    """Go to step 0 of a finished run: its start, and the settings that it began with."""

    undo: ClassVar[Policy] = Policy.START

    number: int

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("go-to-run-start", run=self.number)

    def outcome(self, state: State) -> Outcome:
        """Returns the state at its start, with every scene, checkpoint and run of now."""
        there = start_of(found(state, self.number), state)
        return Outcome(_as_now(there, state), EVERYTHING, records=True)


class GoToRunEnd(Rare, frozen=True, tag="go-to-run-end"):
    """Go to the end of a finished run: knobs, optimizer, batches, curve and settings of then."""

    undo: ClassVar[Policy] = Policy.START

    number: int

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("go-to-run-end", run=self.number)

    def outcome(self, state: State) -> Outcome:
        """Returns the state at its end, with every scene, checkpoint and run of now."""
        return Outcome(_as_now(end_of(found(state, self.number), state), state), EVERYTHING)


class NameRun(Rare, frozen=True, tag="name-run"):
    """Give a finished run a name; an empty one takes it away."""

    undo: ClassVar[Policy] = Policy.ENTRY

    number: int
    name: _Name

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the run named."""
        run = found(state, self.number)
        named = replace(run, name=" ".join(self.name.split())[:LONGEST_NAME])
        runs = tuple(named if one is run else one for one in state.shelf.runs)
        return Outcome(replace(state, shelf=replace(state.shelf, runs=runs)), Change.SHELF)


class PinRuns(Rare, frozen=True, tag="pin-runs"):
    """Pin finished runs, so that their curves are always drawn, or unpin them."""

    undo: ClassVar[Policy] = Policy.ENTRY

    numbers: tuple[int, ...]
    on: bool

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("pin-runs" if self.on else "unpin-runs", runs=len(set(self.numbers)))

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the runs pinned, or not."""
        meant = {found(state, number).number for number in self.numbers}
        runs = tuple(
            replace(run, pinned=self.on) if run.number in meant and run.pinned != self.on else run
            for run in state.shelf.runs
        )
        if all(run.pinned == self.on for run in state.shelf.runs if run.number in meant):
            return Outcome(state, Change.NONE, entry=False)
        return Outcome(replace(state, shelf=replace(state.shelf, runs=runs)), Change.SHELF)


class DeleteRuns(Rare, frozen=True, tag="delete-runs"):
    """Forget some finished runs."""

    undo: ClassVar[Policy] = Policy.ENTRY

    numbers: tuple[int, ...]

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("delete-runs", runs=len(set(self.numbers)))

    def outcome(self, state: State) -> Outcome:
        """Returns the state without them."""
        gone = {found(state, number).number for number in self.numbers}
        if not gone:
            return Outcome(state, Change.NONE, entry=False)
        left = tuple(run for run in state.shelf.runs if run.number not in gone)
        return Outcome(replace(state, shelf=replace(state.shelf, runs=left)), Change.SHELF)


def found(state: State, number: int) -> FinishedRun:
    """Returns a finished run by its number.

    Raises:
        RunError: there is none.
    """
    for run in state.shelf.runs:
        if run.number == number:
            return run
    raise RunError("there is no finished run {number}", number=number)


def _as_now(there: State, state: State) -> State:
    """Returns a state that is gone to: at rest, with what is kept now."""
    rest = there.at_rest(state.scenario.training.speed)
    return replace(rest, original=state.original, shelf=state.shelf, locked=state.locked)
