"""Whatever is done, in any order: the log leads to it, forks go on from it, and files keep it."""

import random
from pathlib import Path

import msgspec
import pytest
from own_table_kit import CHOICE, classes, cloud, houses
from session_kit import scenario, whole_state

from eq_sim.session import actions as act
from eq_sim.session import now
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import recorder
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.replay import replay, replay_file
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session

SETTINGS: list[tuple[str, float | int | str | tuple[int, ...]]] = [
    ("learning_rate", 0.05), ("learning_rate", 0.3), ("learning_rate", 1e12), ("l2", 0.01),
    ("l2", 0.0), ("optimizer", "adam"), ("optimizer", "sgd"), ("optimizer", "momentum"),
    ("batch_size", 7), ("batch_size", "full"), ("dropout", 0.3), ("dropout", 0.0),
    ("activation", "relu"), ("activation", "tanh"), ("loss", "half_mse"),
    ("loss", "binary_cross_entropy"), ("dtype", "float64"), ("dtype", "float32"),
    ("hidden", (3,)), ("hidden", (2, 2)), ("hidden", ()), ("noise", 0.3), ("noise", 0.1),
    ("points", 30), ("test_fraction", 0.0), ("test_fraction", 0.3), ("speed", 20.0),
]  # fmt: skip


def seeds(first: int, middle: int, end: int) -> list[object]:
    """Returns seeds: those from the middle on are for the long run."""
    later = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(middle, end)]
    return [*range(first, middle), *later]


def small(optimizer: str = "adam") -> Scenario:
    return scenario("ring", points=20, hidden=[3, 2], optimizer=optimizer, batch_size=7)


def everything(of: Session) -> tuple[object, ...]:
    """What a log has to lead to, the losses and marks on the curve included."""
    trainer, best, switches = of.trainer, of.best, of.switches
    return (
        *whole_state(of),
        trainer.before.tobytes(),
        trainer.after.tobytes(),
        None if trainer.held_then is None else trainer.held_then.tolist(),
        best and (best.theta.tobytes(), best.loss, best.step),
        of.goal_reached,
        of.history.points.tobytes(),
        of.history.marks,
        of.sides.share,
        *(side is not None and side.tobytes() for side in of.sides.values),
        *(scene is not None and scene.tobytes() for scene in of.shelf.scenes),
        *((kept.number, kept.step, kept.state.theta.tobytes()) for kept in of.shelf.checkpoints),
        *(getattr(switches, name).tobytes() for name in ("frozen", "mutes", "solos", "parked")),
    )


class Hands:
    """Does anything, drawn from a seed.

    Args:
        seed: what is drawn.
        to_moments: whether moments of the log are gone to, which are its own.
    """

    def __init__(self, seed: int, *, to_moments: bool = True) -> None:
        self.random = random.Random(seed)
        self.to_moments = to_moments

    def some(self, of: Session) -> tuple[int, ...]:
        size = of.layout.size
        return tuple(sorted(self.random.sample(range(size), self.random.choice([1, 1, 2, 3]))))

    def numbers(self, count: int) -> tuple[float, ...]:
        return tuple(self.random.uniform(-2, 2) for _ in range(count))

    def moment(self, of: Session) -> act.GoTo:
        """Returns the way to a moment of the log, or to one that is not there."""
        place = self.random.randrange(len(of.log.records))
        action = of.log.records[place].action
        most = action.steps if isinstance(action, act.Train) else 0
        return act.GoTo(place, self.random.randint(0, most) + (self.random.random() < 0.1))

    def action(self, of: Session) -> act.AnyAction | int:
        """Returns what to do next; a number is so many steps of ``advance``."""
        draw, some = self.random, self.some(of)
        if of.held and draw.random() < 0.35:
            knobs = draw.choice([of.held, of.held[:1], some])
            return act.Turn(knobs, self.numbers(len(knobs)))
        weighed: list[tuple[float, act.AnyAction | int]] = [
            (6, draw.randint(1, 6)),
            (3, act.Train(draw.randint(0, 9))),
            (4, act.TakePhase()),
            (3, act.Run()),
            (2, act.Pause()),
            (4, act.Grab(some, draw.choice(["", "shake:5"]))),
            (4, act.Release()),
            (2, act.Turn(some, self.numbers(len(some)))),
            (2, act.Freeze(some, draw.random() < 0.6)),
            (2, act.Mute(some, draw.random() < 0.5)),
            (1, act.Solo(some[0], draw.random() < 0.5)),
            (1, act.SwitchSide()),
            (1, act.StoreScene(draw.randrange(2))),
            (1, act.RecallScene(draw.randrange(2))),
            (0.5, act.KeepCheckpoint()),
            (0.3, act.KeepAutomatically(draw.random() < 0.7, draw.randrange(3))),
            (0.5, act.Restore(1)),
            (0.2, act.LetGoCheckpoint(1)),
            (0.5, act.GoToRunStart(1)),
            (0.5, act.GoToRunEnd(draw.choice([1, 2]))),
            (0.2, act.PinRuns((1,), draw.random() < 0.5)),
            (0.2, act.DeleteRuns((1,))),
            (1, act.CopySide()),
            (1, act.Blend(draw.choice([0, 1, 0.5, 0.3]))),
            (1, act.LineUp.of()),
            (0.5, act.SetSides(*(self.numbers(of.layout.size) for _ in "AB"))),
            (1, act.ToBest()),
            (1, act.BackToStart()),
            (1, act.NewStart()),
            (1, act.SetStart(self.numbers(of.layout.size), act.SwitchedKnobs(frozen=some))),
            (5, act.Undo()),
            (4, act.Redo()),
            (2 * self.to_moments, self.moment(of)),
            (4, act.Set(*draw.choice(SETTINGS))),
            (0.5, act.BeginWith((draw.choice(SETTINGS),))),
            (1, act.AddNeurons(draw.randrange(3), draw.choice([1, 1, 2]))),
            (1, act.RemoveNeuron(draw.randrange(3), draw.randrange(3))),
            (0.7, act.AddLayer(draw.randrange(3), draw.choice([None, 2, 4]))),
            (0.7, act.RemoveLayer(draw.randrange(3))),
            (0.3, act.Load(small(), draw.randint(1, 2))),
            (0.4, act.Resume(SavedState.of(of.state()))),
        ]
        return draw.choices([what for _, what in weighed], [weight for weight, _ in weighed])[0]


def do(of: Session, what: act.AnyAction | int) -> None:
    """Does it, or is refused with a sentence."""
    try:
        if isinstance(what, int):
            of.advance(steps=what)
        else:
            of.apply(what)
    except EqSimError as error:
        sentence = str(error)
    else:
        return
    assert "{" not in sentence


def replayed(of: Session) -> Session:
    """Returns what the log leads to, after a way through JSON."""
    text = msgspec.json.encode([record.action for record in of.log.records])
    return replay(msgspec.json.decode(text, type=list[act.AnyAction]))


@pytest.mark.parametrize("seed", seeds(0, 12, 30))
def test_the_log_leads_to_the_same_knobs_the_same_curve_and_the_same_things_to_undo(
    seed: int,
) -> None:
    hands = Hands(seed)
    ring = Session(small(hands.random.choice(["adam", "sgd", "momentum"])))
    for _ in range(50):
        do(ring, hands.action(ring))
    again = replayed(ring)
    assert everything(again) == everything(ring)
    if ring.log.number == 0:
        assert again.undo.names == ring.undo.names
        assert again.undo.redo_name == ring.undo.redo_name


@pytest.mark.parametrize("seed", seeds(100, 110, 120))
def test_a_fork_and_its_log_lead_to_the_same(seed: int) -> None:
    hands = Hands(seed, to_moments=False)
    ring = Session(small())
    for _ in range(20):
        do(ring, hands.action(ring))
    fork = ring.fork()
    assert everything(fork) == everything(ring)
    for _ in range(30):
        what = hands.action(ring)
        do(ring, what)
        do(fork, what)
    assert everything(fork) == everything(ring)
    assert fork.undo.names == ring.undo.names
    assert everything(replayed(fork)) == everything(ring)


@pytest.mark.parametrize("seed", seeds(200, 212, 230))
def test_logs_and_recordings_that_begin_anew_lead_to_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "MOST_RECORDS", 12)
    monkeypatch.setattr(recorder, "_FEW", 6)
    hands, clock = Hands(seed), [0.0]
    ring = Session(small())
    for _ in range(hands.random.randint(0, 25)):
        do(ring, hands.action(ring))
    path = tmp_path / "live.jsonl"
    recording = recorder.Recorder(ring, path, lambda: clock[0])
    for _ in range(40):
        clock[0] += hands.random.random()
        do(ring, hands.action(ring))
    recording.stop()
    assert ring.log.number > 0
    assert everything(replayed(ring)) == everything(ring)
    assert everything(replay_file(path)) == everything(ring)


@pytest.mark.parametrize("seed", range(300, 304))
def test_on_tables_of_ones_own_log_recording_and_file_lead_to_the_same(
    seed: int, tmp_path: Path
) -> None:
    hands, clock = Hands(seed), [0.0]
    tables = [
        scenario_for(houses(40), CHOICE, "a.csv"),
        scenario_for(cloud(30), classes(), "b.csv"),
    ]
    of = Session(hands.random.choice(tables), 1)
    path = tmp_path / "live.jsonl"
    recording = recorder.Recorder(of, path, lambda: clock[0])
    for _ in range(40):
        clock[0] += hands.random.random()
        other = act.Load(hands.random.choice(tables), hands.random.randint(1, 2))
        do(of, other if hands.random.random() < 0.05 else hands.action(of))
    recording.stop()
    assert everything(replayed(of)) == everything(of)
    assert everything(replay_file(path)) == everything(of)
    save_experiment(tmp_path / "kept.eqsim", Experiment.of(of))
    again = read_experiment(tmp_path / "kept.eqsim").session()
    of = Experiment.of(of).session()
    for one in (of, again):
        do(one, act.Train(7))
        do(one, act.Set("points", 25))
        do(one, act.Undo())
    assert everything(again) == everything(of)
