"""The door is a transaction: whatever is raised on the way leaves everything as it was.

A trace function raises ``MemoryError`` at the n-th line that runs below ``apply``, for every n. The
state is then the one before the action or, once committed, the one after it.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
from session_kit import scenario, session, whole_state

import eq_sim
from eq_sim.session import actions as act
from eq_sim.session.drawn_digits import DrawnDigit
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session


def digest(of: Session) -> tuple[object, ...]:
    """Everything that is true now, as something that can be compared."""
    return (
        *whole_state(of),
        of.history.points.tobytes(),
        of.history.marks,
        of.best and (of.best.theta.tobytes(), of.best.loss, of.best.step),
        of.goal_reached,
        of.refusal,
        of.trainer.after.tobytes(),
        of.trainer.before.tobytes(),
        *(getattr(of.switches, kind).tobytes() for kind in ("frozen", "mutes", "solos", "parked")),
        of.parameters.w.tobytes(),
        tuple(side is not None and side.tobytes() for side in of.sides.values),
        of.sides.share,
        tuple(scene is not None and scene.tobytes() for scene in of.shelf.scenes),
        [(kept.number, kept.by, kept.name, kept.step) for kept in of.shelf.checkpoints],
        of.shelf.automatic,
        [(run.number, run.name, run.pinned, run.steps, run.has_end) for run in of.shelf.runs],
        of.undo.names,
        of.undo.redo_name,
        list(of.log.records),
        next_steps(of),
    )


def next_steps(of: Session) -> bytes:
    """What the next steps lead to: everything that decides them is as it should be."""
    fork = of.fork()
    fork.apply(act.LockKnobs(False))
    fork.apply(act.Train(3))
    return fork.parameters.theta.tobytes()


PROGRAM = str(Path(eq_sim.__file__).parent)  # and not what else stands in a folder of this name


class Lightning:
    """Raises at the n-th line of the program that runs while it is on."""

    def __init__(self, line: int) -> None:
        self.left = line
        self.struck = False

    def __enter__(self) -> "Lightning":
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _call(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        return self._line if frame.f_code.co_filename.startswith(PROGRAM) else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        if event == "line" and not self.struck:
            self.left -= 1
            if self.left < 0:
                self.struck = True
                raise MemoryError("lightning")
        return self._line


def ready(**changes: object) -> Session:
    """A session in which every action has something to do."""
    ring = session(points=20, optimizer="adam", batch_size=7, hidden=[3, 2], **changes)
    for action in (
        act.Train(3),
        act.Freeze((1,), True),
        act.Mute((2,), True),
        act.CopySide(),
        act.Turn((0,), (0.5,)),
        act.Set("l2", 0.01),
        act.Turn((4,), (0.25,)),
        act.Undo(),
        act.Run(),
    ):
        ring.apply(action)
    ring.advance(steps=2)
    return ring


def paused() -> Session:
    ring = ready()
    ring.apply(act.Pause())
    return ring


def pruned() -> Session:
    ring = ready()
    ring.apply(act.Prune(0.6))
    return ring


def adapted() -> Session:
    ring = paused()
    for action in (act.AddAdapter((2, 0, 1)), act.Train(3), act.Quantise(5), act.Train(2)):
        ring.apply(action)
    return ring


def muted_beside() -> Session:
    ring = adapted()
    knobs = (ring.layout.wired, ring.layout.size - 1)
    for action in (act.Mute(knobs, True), act.Freeze((ring.layout.wired + 1,), True)):
        ring.apply(action)
    return ring


def clicking() -> Session:
    ring = ready()
    ring.apply(act.Quantise(4))
    return ring


def drawn_on() -> Session:
    ink = session("fine-tuning")
    for action in (act.Set("hidden", (3,)), act.AddDrawing(DrawnDigit(3, "0g" * 32)), act.Train(1)):
        ink.apply(action)
    return ink


def in_hand() -> Session:
    ring = ready()
    ring.apply(act.Grab((3, 5)))
    ring.apply(act.Turn((3,), (0.7,)))
    return ring


def shelved() -> Session:
    ring = ready()
    ring.apply(act.StoreScene(2))
    ring.apply(act.KeepCheckpoint())
    ring.advance(steps=3)
    return ring


def keeping() -> Session:
    ring = ready()
    ring.apply(act.KeepAutomatically(best=True, epochs=1))
    return ring


def undone() -> Session:
    ring = paused()
    ring.apply(act.Undo())
    return ring


def locked() -> Session:
    ring = paused()
    ring.apply(act.LockKnobs(True))
    return ring


def chosen() -> Session:
    ring = session(validation_fraction=0.3, optimizer="adam", learning_rate=0.1)
    ring.apply(act.Train(30))
    return ring


def after_runs() -> Session:
    ring = paused()
    ring.apply(act.BackToStart())
    ring.apply(act.Set("learning_rate", 0.2))
    ring.apply(act.Train(2))
    return ring


def mid_step() -> Session:
    ring = paused()
    for _ in range(3):
        ring.apply(act.TakePhase())
    return ring


CASES: dict[str, tuple[Callable[[], Session], act.AnyAction]] = {
    "load": (ready, act.Load(scenario("ring", points=20, hidden=[2]), 3)),
    "resume": (ready, act.Resume(SavedState.of(in_hand().state()))),
    "rate": (ready, act.Set("learning_rate", 0.3)),
    "optimizer": (paused, act.Set("optimizer", "momentum")),
    "speed": (ready, act.Set("speed", 9.0)),
    "activation": (mid_step, act.Set("activation", "relu")),
    "precision": (paused, act.Set("dtype", "float64")),
    "noise": (in_hand, act.Set("noise", 0.3)),
    "layers": (in_hand, act.Set("hidden", (2,))),
    "grab": (in_hand, act.Grab((1, 6))),
    "turn in hand": (in_hand, act.Turn((3, 5), (0.1, 0.2))),
    "turn": (mid_step, act.Turn((7,), (0.4,))),
    "turn while it runs": (ready, act.Turn((7,), (0.4,))),
    "release": (in_hand, act.Release()),
    "train": (paused, act.Train(5)),
    "train while it runs": (ready, act.Train(4)),
    "phase": (paused, act.TakePhase()),
    "last phase": (mid_step, act.TakePhase()),
    "run": (paused, act.Run()),
    "pause": (ready, act.Pause()),
    "back": (in_hand, act.BackToStart()),
    "begin with": (in_hand, act.BeginWith((("l2", 0.1), ("noise", 0.3), ("hidden", (3,))))),
    "new start": (ready, act.NewStart()),
    "set start": (paused, act.SetStart((0.5,) * 20, act.SwitchedKnobs(frozen=(2,)))),
    "freeze": (ready, act.Freeze((0, 4), True)),
    "mute": (paused, act.Mute((2,), False)),
    "solo": (ready, act.Solo(0, True)),
    "switch": (paused, act.SwitchSide()),
    "copy": (ready, act.CopySide()),
    "blend": (paused, act.Blend(0.4)),
    "line up": (paused, act.LineUp.of()),
    "set sides": (paused, act.SetSides((0.5,) * 20, (-0.25,) * 20)),
    "best": (ready, act.ToBest()),
    "stop early": (chosen, act.StopEarly()),
    "undo": (in_hand, act.Undo()),
    "redo": (undone, act.Redo()),
    "go to": (in_hand, act.GoTo(1, 1)),
    "store": (in_hand, act.StoreScene(0)),
    "recall": (shelved, act.RecallScene(2)),
    "clear": (shelved, act.ClearScene(2)),
    "keep": (in_hand, act.KeepCheckpoint("a", "b")),
    "keep automatically": (ready, act.KeepAutomatically(True, 2)),
    "train and keep": (keeping, act.Train(12)),
    "restore": (shelved, act.Restore(1)),
    "describe": (shelved, act.DescribeCheckpoint(1, "c")),
    "let go": (shelved, act.LetGoCheckpoint(1)),
    "go to a run's start": (after_runs, act.GoToRunStart(1)),
    "go to a run's end": (after_runs, act.GoToRunEnd(1)),
    "name a run": (after_runs, act.NameRun(1, "first")),
    "pin a run": (after_runs, act.PinRuns((1,), True)),
    "delete a run": (after_runs, act.DeleteRuns((1,))),
    "lock": (paused, act.LockKnobs(True)),
    "unlock": (locked, act.LockKnobs(False)),
    "undo a lock": (locked, act.Undo()),
    "add neurons": (in_hand, act.AddNeurons(0, 2)),
    "remove a neuron": (shelved, act.RemoveNeuron(0, 1)),
    "add a layer": (ready, act.AddLayer(1, 4)),
    "remove a layer": (paused, act.RemoveLayer(0)),
    "add neurons where knobs click": (clicking, act.AddNeurons(0, 2)),
    "remove a layer where knobs click": (clicking, act.RemoveLayer(0)),
    "prune": (ready, act.Prune(0.5)),
    "prune by layer in a hand": (in_hand, act.Prune(0.7, "layer")),
    "bring back what was pruned": (pruned, act.Prune(0.0)),
    "quantise": (ready, act.Quantise(4)),
    "quantise an adapted one": (adapted, act.Quantise(3, "tensor")),
    "turn freely again": (adapted, act.Quantise(32)),
    "train what is made": (adapted, act.Train(5)),
    "turn what is made": (adapted, act.Turn((4,), (0.25,))),
    "add an adapter": (in_hand, act.AddAdapter((1, 0, 1))),
    "strength": (adapted, act.SetStrength(0.5)),
    "merge": (adapted, act.MergeAdapter()),
    "remove an adapter": (adapted, act.RemoveAdapter()),
    "fine-tune": (ready, act.FineTune("last")),
    "add a drawing": (drawn_on, act.AddDrawing(DrawnDigit(1, "g0" * 32))),
    "let go of drawings": (drawn_on, act.LetGoDrawings()),
    "paint points": (ready, act.PaintPoints(((0.5, 0.25), (1.0, -1.0)), 1)),
    "teach": (in_hand, act.SetTeacher()),
    "teach a student": (paused, act.SetTeacher(hidden=(2,), train_points=9)),
    "teach a student by an adapted one": (adapted, act.SetTeacher(hidden=(2,), train_points=9)),
    "another precision where it is adapted": (muted_beside, act.Set("dtype", "float64")),
    "erase points": (paused, act.ErasePoints(own=(2, 3))),
}
WHOLE_STEPS = {"train", "train while it runs", "train and keep", "train what is made"}


def test_every_action_is_tried() -> None:
    assert {type(action) for _, action in CASES.values()} >= set(act.AnyAction.__args__)


def count(of: Session, action: act.AnyAction) -> int:
    with Lightning(10**9) as counting:
        of.apply(action)
    return 10**9 - counting.left


@pytest.mark.parametrize("name", list(CASES))
def test_it_happens_whole_or_not_at_all(name: str) -> None:
    begin, action = CASES[name]
    there = begin()
    there.apply(action)
    after = digest(there)
    first = begin()
    before = digest(first)
    assert before != after
    total = count(begin(), action)
    for line in range(0, total, max(1, total // 5)):
        struck = begin()
        with Lightning(line) as lightning, pytest.raises(MemoryError, match="lightning"):
            struck.apply(action)
        assert lightning.struck
        now = digest(struck)
        if name in WHOLE_STEPS and now not in (before, after):
            assert_whole_steps(struck, begin(), action)
            continue
        assert now in (before, after), f"line {line} of {total}"
    assert total > 5


def assert_whole_steps(struck: Session, other: Session, action: act.AnyAction) -> None:
    """The steps that were taken are kept, logged and can be undone; of others nothing is left."""
    assert isinstance(action, act.Train)
    step = other.step
    assert 0 <= struck.step - step < action.steps
    before = digest(other)
    other.apply(act.Train(struck.step - step))
    assert digest(struck) == digest(other)
    if not struck.running:
        struck.apply(act.Undo())
        assert digest(struck)[:5] == before[:5]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(CASES))
def test_it_happens_whole_or_not_at_all_at_every_line(name: str) -> None:
    begin, action = CASES[name]
    there = begin()
    there.apply(action)
    after, before = digest(there), digest(begin())
    for line in range(count(begin(), action)):
        struck = begin()
        with Lightning(line), pytest.raises(MemoryError, match="lightning"):
            struck.apply(action)
        now = digest(struck)
        if name in WHOLE_STEPS and now not in (before, after):
            assert_whole_steps(struck, begin(), action)
        else:
            assert now in (before, after), f"line {line}"


def test_a_refused_file_of_parameters_leaves_switches_undo_and_log() -> None:
    ring = paused()
    before = digest(ring)
    with pytest.raises(Exception, match="cannot take"):
        ring.apply(act.SetStart((np.inf,) * 20, act.SwitchedKnobs()))
    assert digest(ring) == before


def test_an_observer_that_fails_cannot_undo_what_was_done() -> None:
    ring = paused()

    def fail(_: object) -> None:
        raise RuntimeError("view")

    ring.observe(fail)
    with pytest.raises(RuntimeError, match="view"):
        ring.apply(act.Turn((7,), (0.4,)))
    assert ring.parameters.theta[7] == np.float32(0.4)
    assert ring.undo.undo_name == f"turn {ring.name(7)}"


@pytest.mark.parametrize("begin", [ready, paused, in_hand, mid_step])
def test_a_fork_goes_on_with_the_same_bits_and_leaves_the_other_alone(
    begin: Callable[[], Session],
) -> None:
    ring, twin = begin(), begin()
    fork = ring.fork()
    left_alone = digest(ring)
    for one in (fork, twin):
        one.advance(0.3)
        one.apply(act.TakePhase())
        one.apply(act.Train(20))
        one.apply(act.Set("noise", 0.2))
        one.apply(act.Train(3))
    assert whole_state(fork) == whole_state(twin)
    assert fork.undo.names == twin.undo.names
    assert digest(ring) == left_alone
    for one in (fork, twin):
        while one.undo.names:
            one.apply(act.Undo())
    assert whole_state(fork) == whole_state(twin)


@pytest.mark.parametrize("begin", [ready, paused, in_hand, mid_step])
def test_a_log_that_begins_at_a_state_leads_to_the_same(begin: Callable[[], Session]) -> None:
    ring = begin()
    ring.begin_log_anew()
    ring.apply(act.Release())
    ring.apply(act.Train(5))
    ring.apply(act.Set("l1", 0.01))
    ring.apply(act.Pause())
    again = replay(record.action for record in ring.log.records)
    assert whole_state(again) == whole_state(ring)
    while ring.undo.names:  # beyond where the log begins it begins anew
        ring.apply(act.Undo())
        again = replay(record.action for record in ring.log.records)
        assert whole_state(again) == whole_state(ring)
    while ring.undo.redo_name:
        ring.apply(act.Redo())
        again = replay(record.action for record in ring.log.records)
        assert whole_state(again) == whole_state(ring)
