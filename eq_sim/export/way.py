"""From a log to a plan: which of its records lead to the present, and from where.

A log is a list in which undoing, and going to a moment, lead back to something that was there
before. What was done in between is no part of the way to the present.
"""

import hashlib
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import msgspec
import numpy as np

from eq_sim.export.plan import (
    Change,
    Deed,
    Hold,
    Plan,
    PutAll,
    Steps,
    Switch,
    TurnKnobs,
    shortened,
)
from eq_sim.export.script_text import HYPERPARAMETERS
from eq_sim.network.types import IndexArray
from eq_sim.session import actions as act
from eq_sim.session.knob_sets import numbers_of, places_of
from eq_sim.session.log import LogState, Record
from eq_sim.session.saved_making import SavedMaking
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Touches
from eq_sim.session.state import State
from eq_sim.session.switches import Switches
from eq_sim.session.timeline import Moment

_BACK = (act.Undo, act.Redo, act.Restore, act.GoToRunStart, act.GoToRunEnd)
"""What leads to a state that was there before; which one, only doing it all again can tell."""

_PUTS = (
    act.SwitchSide, act.Blend, act.LineUp, act.SetSides, act.ToBest, act.RecallScene,
    act.StopEarly,
)  # fmt: skip
"""What sets all knobs to values that are not in the record."""

_TOLD = (act.Train, act.TakePhase, act.Turn, act.Grab, act.Release, act.GoTo)
_TOLD_SWITCHES = (act.Freeze, act.Mute, act.Solo, act.FineTune)
_NO_MATTER = (
    act.Run, act.Pause, act.CopySide, act.StoreScene, act.ClearScene, act.KeepCheckpoint,
    act.DescribeCheckpoint, act.LetGoCheckpoint, act.LockKnobs, act.NameRun, act.PinRuns,
    act.DeleteRuns,
)  # fmt: skip
"""What leaves the knobs, and what trains them, alone."""

_AS_A_STATE = (Touches.NETWORK, Touches.DATA, Touches.FUNCTION)


class _Seen(NamedTuple):
    """What was true after one record, as far as it is asked for later.

    Attributes:
        print: the same for two states from which the same actions lead to the same knobs.
        state: where a way may begin, or all knobs were set; None elsewhere.
    """

    print: bytes
    state: State | None


def plan_of(session: Session) -> Plan:
    """Returns the run that has led to the present of a session, as a script tells it.

    Where something undone or gone back to is in the log, or knobs were set as a scene or the best
    has them, the whole log is done again once; otherwise the log alone says it.
    """
    end, log = session.present(), session.log.state
    seen = _all_seen(log) if any(isinstance(r.action, (*_BACK, *_PUTS)) for r in log) else None
    beginning, way, start = _way(log, seen)
    if start is None:
        state = seen[beginning].state if seen else None
        start = state or session.timeline.state_at(log, Moment(beginning))
    deeds = _deeds(log, way, start, end, seen)
    return Plan(start, shortened(deeds), end)


def _way(
    log: LogState, seen: Sequence[_Seen] | None
) -> tuple[int, list[tuple[int, int | None]], State | None]:
    """Returns where the way begins, and which records it takes.

    Returns:
        The record after which it begins; each record after that with how many of its steps, or
        None for all of it; and the state that it begins at, where that is known already.
    """
    way: list[tuple[int, int | None]] = []
    at, steps = len(log) - 1, None
    while True:
        action = log[at].action
        if isinstance(action, act.GoTo):
            way.append((at, None))
            at = action.record
            steps = action.steps if isinstance(log[at].action, act.Train) else None
            continue
        if isinstance(action, _BACK):
            assert seen is not None
            same = next((i for i in range(at) if seen[i].print == seen[at].print), None)
            if same is None:
                return at, way[::-1], seen[at].state
            at, steps = same, None
            continue
        if _is_start(action):
            return at, way[::-1], None
        way.append((at, steps))
        at, steps = at - 1, None


def _is_start(action: act.AnyAction) -> bool:
    """Whether a way begins after an action: a start, or what a script has no line for."""
    if isinstance(action, act.Set):
        return SETTINGS[action.setting].touches in _AS_A_STATE
    return not isinstance(action, (*_TOLD, *_TOLD_SWITCHES, *_NO_MATTER, *_BACK, *_PUTS))


def _deeds(
    log: LogState,
    way: list[tuple[int, int | None]],
    start: State,
    end: State,
    seen: Sequence[_Seen] | None,
) -> list[Deed]:
    layout, switched = start.layout, start
    deeds: list[Deed] = []
    if start.switches.fixed is not None:
        deeds.append(_switch(start.switches))
    if start.hand.knobs is not None:
        deeds.append(Hold(start.hand.knobs))
    for place, steps in way:
        match log[place].action:
            case act.Train(steps=every):
                deeds.append(Steps(every if steps is None else steps))
            case act.TakePhase():
                following = log[place + 1].step if place + 1 < len(log) else end.training.step
                deeds.append(Steps(following - log[place].step))
            case act.Turn(knobs=knobs, values=values):
                places = places_of(knobs, layout.size)
                deeds.append(TurnKnobs(places, numbers_of(values).astype(start.theta.dtype)))
            case act.Grab(knobs=knobs):
                deeds.append(Hold(places_of(knobs, layout.size)))
            case act.Release() | act.GoTo():
                deeds.append(Hold(_NONE))
            case act.Freeze() | act.Mute() | act.Solo() | act.FineTune() as switch:
                switched = switch.outcome(switched).state  # its knobs are not those of the run
                deeds.append(_switch(switched.switches))
            case act.Set(setting=name, value=value) if name in HYPERPARAMETERS:
                assert not isinstance(value, tuple)
                deeds.append(Change(name, value))
            case action if isinstance(action, _PUTS):
                assert seen is not None
                state = seen[place].state
                assert state is not None
                deeds.append(PutAll(state.whole))
            case _:
                pass  # it is one of those that do not matter
    return deeds


_NONE: IndexArray = np.empty(0, dtype=np.intp)


def _switch(switches: Switches) -> Switch:
    return Switch(np.flatnonzero(switches.frozen), np.flatnonzero(switches.silent))


def _all_seen(log: LogState) -> list[_Seen]:
    """Does everything again, and returns what was true after each record."""
    first = log[0].action
    if log.origin is not None:
        session = Session(log.origin)
    else:
        assert isinstance(first, act.Load)
        session = Session(first.scenario, first.seed)
    session.set_undo_budget(inf)  # which entries will be asked for cannot be known here
    seen = [_Seen(_print(session.state()), session.state())]
    for record in list(log)[1:]:
        session.apply(record.action)
        state = session.state()
        seen.append(_Seen(_print(state), state if _is_asked_for(record) else None))
    return seen


def _is_asked_for(record: Record) -> bool:
    return isinstance(record.action, (*_BACK, *_PUTS)) or _is_start(record.action)


def _print(state: State) -> bytes:
    """Returns a digest of all that decides where actions lead from here."""
    training, switches, hand = state.training, state.switches, state.hand
    settings = state.at_rest(1.0).scenario
    digest = hashlib.blake2b(digest_size=16)
    place = (state.seed, training.step, training.epoch, training.cursor, switches.solo_reach)
    moves = bool(training.moments.any())
    optimizer = (training.optimizer, training.updates) if moves else ()
    digest.update(msgspec.json.encode((settings, place, optimizer)))
    making = SavedMaking.of(state.making)
    digest.update(msgspec.json.encode(making))
    for array in (state.theta, switches.frozen, switches.mutes, switches.solos, switches.parked):
        digest.update(array.tobytes())
    if moves:
        digest.update(training.moments.tobytes())
    if hand.knobs is not None:
        digest.update(hand.knobs.tobytes())
    return digest.digest()
