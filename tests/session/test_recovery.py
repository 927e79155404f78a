"""What is left when the program dies: its journal leads to what was there, bit for bit."""

import random
import subprocess
import sys
import zlib
from pathlib import Path

import journalling
import pytest
from session_kit import session, theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import journal as journal_file
from eq_sim.session.files.experiment_file import read_experiment
from eq_sim.session.files.journal import About, Journal
from eq_sim.session.files.recovery import open_elsewhere, recoveries
from eq_sim.session.session import Session


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def kept(tmp_path: Path, some: Session) -> tuple[Journal, Clock]:
    clock = Clock()
    return Journal(tmp_path, some, clock), clock


def recovered(tmp_path: Path) -> Session:
    (found,) = recoveries(tmp_path)
    again = found.session()
    found.leave()
    return again


def test_what_hands_did_is_there_at_once_and_training_within_a_second(tmp_path: Path) -> None:
    some = session(points=30)
    journal, clock = kept(tmp_path, some)
    some.apply(act.Run())
    for _ in range(30):
        some.advance(steps=10)
        clock.now += 0.1
        journal.tick()
    some.apply(act.Grab((3,)))
    some.apply(act.Turn((3,), (0.5,)))
    journal.close(keep=True)
    again = recovered(tmp_path)
    assert theta_bits(again) == theta_bits(some)
    assert again.step == 300
    assert not again.running
    assert again.held == ()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_was_done_comes_back(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    some = session(points=30, optimizer="adam", batch_size=7)
    journal, clock = kept(tmp_path, some)
    size = some.layout.size
    for _ in range(40):
        action = draw.choice([
            act.Train(draw.randint(1, 300)), act.TakePhase(), act.Freeze((0,), True),
            act.Turn((draw.randrange(size),), (draw.uniform(-1, 1),)), act.Undo(), act.Redo(),
            act.Set("optimizer", "sgd"), act.Set("hidden", (4, 2)), act.NewStart(),
            act.GoTo(draw.randrange(len(some.log.records))), act.SwitchSide(),
        ])  # fmt: skip
        try:
            some.apply(action)
        except EqSimError:
            continue
        clock.now += draw.random()
        journal.tick()
        if draw.random() < 0.2:
            journal.settle()
    journal.settle()
    journal.close(keep=True)
    rest = Session(some.park().state)
    assert whole_state(recovered(tmp_path)) == whole_state(rest)


def test_a_long_run_begins_new_states_and_leaves_none_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_file, "_LONGEST", 0.02)
    some = session(points=30)
    journal, clock = kept(tmp_path, some)
    some.apply(act.Run())
    for _ in range(40):
        some.advance(steps=100)
        clock.now += 1.1
        journal.tick()
        journal.settle()
    files = [file.name for file in journal.path.iterdir()]
    assert len(files) <= 4, files
    assert max(int(name[6:-6]) for name in files if name.startswith("state")) > 5
    journal.close(keep=True)
    assert theta_bits(recovered(tmp_path)) == theta_bits(some)


def test_parked_experiments_and_names_come_back(tmp_path: Path) -> None:
    some, other = session(points=30), session("xor")
    other.apply(act.Train(12))
    journal, _ = kept(tmp_path, some)
    journal.note(About("Ring", "", (("XOR", "/x/mine.eqsim"),)), [other.park()])
    journal.close(keep=True)
    (found,) = recoveries(tmp_path)
    assert found.about.name == "Ring"
    ((name, path, again),) = found.waiting()
    assert (name, path) == ("XOR", "/x/mine.eqsim")
    assert theta_bits(again) == theta_bits(other)
    found.forget()
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_use_is_not_offered_and_what_ended_well_is_gone(tmp_path: Path) -> None:
    journal, _ = kept(tmp_path, session(points=30))
    assert recoveries(tmp_path) == []
    journal.note(About("Ring", "", (), (str((tmp_path / "a.eqsim").resolve()),)), [])
    journal.settle()
    assert open_elsewhere(tmp_path, tmp_path / "a.eqsim", tmp_path / "own")
    assert not open_elsewhere(tmp_path, tmp_path / "b.eqsim", tmp_path / "own")
    assert not open_elsewhere(tmp_path, tmp_path / "a.eqsim", journal.path)
    journal.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [0, 1, 7, 40])
def test_a_torn_journal_leads_as_far_as_it_is_whole(tmp_path: Path, cut: int) -> None:
    some = session(points=30)
    journal, _ = kept(tmp_path, some)
    values = {theta_bits(some)}
    for turn in range(5):
        some.apply(act.Turn((3,), (turn / 10,)))
        values.add(theta_bits(some))
    journal.close(keep=True)
    (since,) = journal.path.glob("since-*")
    content = since.read_bytes()
    since.write_bytes(content[: len(content) - cut] + b"\xff{")
    assert theta_bits(recovered(tmp_path)) in values


def test_a_full_disk_is_said_and_the_experiment_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = session(points=30)
    journal, clock = kept(tmp_path, some)
    journal.settle()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_file, "save_experiment", full)
    some.apply(act.NewStart())
    some.apply(act.Undo())
    journal.settle()
    clock.now += 2
    some.apply(act.Train(5))
    journal.tick()
    assert "No space left on device" in journal.failure
    assert some.step == 5
    journal.close()


def killed(folder: Path, seed: int) -> tuple[list[tuple[int, int, float]], Session | None]:
    """Lets a program work, kills it, and returns what it said and what is recovered."""
    working = subprocess.Popen(
        [sys.executable, journalling.__file__, str(folder), str(seed)], stdout=subprocess.PIPE
    )
    assert working.stdout is not None
    said = [working.stdout.readline() for _ in range(random.Random(seed).randint(1, 1500))]
    working.kill()
    said += working.stdout.read().splitlines(keepends=True)
    working.wait()
    working.stdout.close()
    truths = [line.split() for line in said if line.endswith(b"\n")]
    found = recoveries(folder / "recovery")
    again = found[0].session() if found else None
    for recovery in found:
        recovery.forget()
    return [(int(bits), int(step), float(when)) for bits, step, when in truths], again


def lost(said: list[tuple[int, int, float]], again: Session) -> float:
    """Returns how many seconds of work are lost, by the clock of the program that died."""
    bits = zlib.crc32(theta_bits(again))
    times = [when for there, step, when in said if (there, step) == (bits, again.step)]
    assert times, "what is recovered was never there"
    return said[-1][2] - max(times)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))]
)
def test_killed_at_any_moment_what_was_there_is_there(tmp_path: Path, seed: int) -> None:
    said, again = killed(tmp_path, seed)
    assert again is not None or len(said) < 5
    if again is not None:
        lost(said, again)
    if (tmp_path / "kept.eqsim").exists():
        read_experiment(tmp_path / "kept.eqsim")


@pytest.mark.slow
def test_killed_sixty_times_less_than_two_seconds_are_lost(tmp_path: Path) -> None:
    worst = 0.0
    for seed in range(100, 160):
        folder = tmp_path / str(seed)
        folder.mkdir()
        said, again = killed(folder, seed)
        if again is not None:
            worst = max(worst, lost(said, again))
        else:
            assert len(said) < 5
        if (folder / "kept.eqsim").exists():
            read_experiment(folder / "kept.eqsim")
    print(f"at most {worst:.2f} s of work were lost")
    assert worst < 2
