"""Files under bad conditions: at whatever moment disk or memory fails, a file is whole."""

import contextlib
import errno
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faulty_disk import FULL, GONE, LOCKED, NO_MEMORY, Disk, Lightning
from session_kit import session, theta_bits

from eq_sim.session import actions as act
from eq_sim.session.errors import DocumentError
from eq_sim.session.files import atomic
from eq_sim.session.files.atomic import WAITS, write_atomically, write_with
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.journal import About, Journal
from eq_sim.session.files.recovery import recoveries
from eq_sim.session.session import Session

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, links and owners as POSIX has them")
ROOT = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root gives files away"
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "WAITS", (0.0,) * len(WAITS))


def experiments() -> tuple[Experiment, Experiment]:
    """What stands in a file, and what is to stand there."""
    some = session(points=30)
    before = Experiment.of(some)
    some.apply(act.KeepCheckpoint("one"))
    some.apply(act.Train(5))
    return before, Experiment.of(some)


BEFORE, AFTER = experiments()


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, bytes, bytes]:
    """A file, what is in it, and what is in it when it was saved again."""
    path, folder = tmp_path / "folder" / "a.eqsim", tmp_path / "folder"
    folder.mkdir()
    save_experiment(path, AFTER)
    after = path.read_bytes()
    save_experiment(path, BEFORE)
    return path, path.read_bytes(), after


def left(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


@pytest.mark.parametrize(
    ("error", "lasting", "spares"),
    [
        (FULL, False, ()),
        (LOCKED, False, ()),
        (NO_MEMORY, False, ()),
        (FULL, True, ("unlink", "close")),
        (LOCKED, True, ("unlink", "close")),
        (GONE, True, ()),
    ],
    ids=["one", "one refused", "one without memory", "full", "locked", "gone"],
)
def test_whatever_call_fails_the_old_or_the_new_file_is_whole(
    kept: tuple[Path, bytes, bytes], error: BaseException, lasting: bool, spares: tuple[str, ...]
) -> None:
    path, before, after = kept
    with pytest.MonkeyPatch.context() as patch:
        whole = Disk(patch)
        save_experiment(path, AFTER)
    assert {"open", "write", "fsync", "replace", "close"} <= set(whole.asked)
    for at in range(len(whole.asked)):
        path.write_bytes(before)
        said = ""
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, at, error, lasting=lasting, spares=spares)
            try:
                save_experiment(path, AFTER)
            except DocumentError as refusal:
                said = str(refusal)
        there = path.read_bytes()
        where = f"{disk.failed} of {disk.asked}"
        assert there in (before, after), where
        assert bool(said) == (there == before), where  # what is said is true
        assert not said or str(path) in said, where
        if "unlink" not in disk.failed:
            assert left(path) == [], where
        for name in left(path):
            (path.parent / name).unlink()
        save_experiment(path, AFTER)  # and the next time it works
        assert path.read_bytes() == after
        assert left(path) == []


def test_a_first_save_that_fails_leaves_nothing(tmp_path: Path) -> None:
    for at in range(60):
        path = tmp_path / f"{at}.eqsim"
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, at)
            try:
                save_experiment(path, AFTER)
            except DocumentError:
                assert not path.exists(), disk.failed
        assert left(path) == [], disk.failed
        path.unlink(missing_ok=True)
    assert len(disk.asked) < 60


# Struck on its way out of a ``with``, Python leaves closing to its collector, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("every", [23, pytest.param(1, marks=pytest.mark.slow)])
def test_without_memory_at_any_line_the_file_is_whole_and_so_is_what_is_read(
    kept: tuple[Path, bytes, bytes], every: int
) -> None:
    path, before, after = kept
    for what in (lambda: save_experiment(path, AFTER), lambda: read_experiment(path)):
        with Lightning() as calm:
            what()
        assert calm.lines > 40
        for line in range(0, calm.lines, every):
            path.write_bytes(before)
            with Lightning(line), contextlib.suppress(DocumentError, MemoryError):
                what()
            assert path.read_bytes() in (before, after), line
            assert left(path) == [], line


# A folder that is synchronised


@pytest.mark.parametrize("tries", range(len(WAITS) + 1))
def test_a_file_that_a_sync_client_holds_is_replaced_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    path, waited, real = tmp_path / "a", [], os.replace
    path.write_bytes(b"before")

    def replace(*names: object) -> None:
        if len(waited) < tries:
            raise LOCKED
        real(*names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", replace)
    write_with(path, lambda file: file.write(b"after"), waited.append)
    assert path.read_bytes() == b"after"
    assert len(waited) == tries
    assert left(path) == []


def test_a_file_that_is_never_let_go_stays_and_is_waited_for_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "WAITS", WAITS)
    path, waited = tmp_path / "a", []
    path.write_bytes(b"before")

    def replace(*_: object) -> None:
        raise LOCKED

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError):
        write_with(path, lambda file: file.write(b"after"), waited.append)
    assert path.read_bytes() == b"before"
    assert left(path) == []
    assert 0.5 < sum(waited) <= 1


@pytest.mark.parametrize("what", ["renamed", "deleted", "older", "locked and older"])
def test_what_a_sync_client_does_meanwhile_does_not_mix_with_what_is_saved(
    kept: tuple[Path, bytes, bytes], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path, before, after = kept
    real, sync, done = os.replace, os.fsync, []

    def meddle() -> None:
        if what == "renamed":
            path.rename(path.with_name("a (conflict).eqsim"))
        elif what == "deleted":
            path.unlink()
        else:
            path.write_bytes(before)
        done.append(what)

    def fsync(handle: int) -> None:
        sync(handle)
        if not done:
            meddle()

    def replace(*names: object) -> None:
        if what.startswith("locked") and len(done) < 3:
            meddle()
            raise LOCKED
        real(*names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    save_experiment(path, AFTER)
    assert path.read_bytes() == after
    others = {entry.read_bytes() for entry in path.parent.iterdir() if entry != path}
    assert others == ({before} if what == "renamed" else set())


def test_a_folder_that_vanishes_is_said(kept: tuple[Path, bytes, bytes]) -> None:
    path, _, _ = kept
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(DocumentError, match="No such file"):
        save_experiment(path, AFTER)
    assert not path.parent.exists()
    with pytest.raises(DocumentError, match="cannot be read"):
        read_experiment(path)


def test_a_folder_that_may_not_be_read_or_synced_is_no_failure(
    kept: tuple[Path, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is in its place by then: saying that it cannot be written would be a lie."""
    path, _, after = kept
    real = os.open

    def refuse(name: object, flags: int, *mode: int) -> int:
        if name == path.parent:
            raise LOCKED
        return real(name, flags, *mode)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    save_experiment(path, AFTER)
    assert path.read_bytes() == after


def test_the_longest_name_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 120 + ".eqsim")
    save_experiment(path, AFTER)
    assert list(tmp_path.iterdir()) == [path]


# Places that are no files


@POSIX
def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    there, link = tmp_path / "there" / "a", tmp_path / "link"
    for _ in range(2):  # a link to nothing, and to a file
        link.unlink(missing_ok=True)
        link.symlink_to(there)
        write_atomically(link, b"after")
        assert link.is_symlink()
        assert there.read_bytes() == b"after"
        there.write_bytes(b"before")
    assert left(there) == []
    round_ = tmp_path / "round"
    round_.symlink_to(round_)
    with pytest.raises(OSError, match="symbolic links") as refusal:
        write_atomically(round_, b"after")
    assert refusal.value.errno == errno.ELOOP
    assert round_.is_symlink()


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "folder", "link to a pipe", "link to a folder"])
def test_what_is_no_file_is_neither_replaced_nor_read(tmp_path: Path, kind: str) -> None:
    """No real device is named here: a mistake would replace it for everybody."""
    path, there = tmp_path / "a.eqsim", tmp_path / "there"
    place = there if kind.startswith("link") else path
    place.mkdir() if kind.endswith("folder") else os.mkfifo(place)
    if place is there:
        path.symlink_to(there)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DocumentError, match="cannot be written"):
        save_experiment(path, AFTER)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_experiment(path)
    assert not path.is_file()
    assert sorted(tmp_path.iterdir()) == before


@ROOT
def test_a_file_of_another_owner_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    write_atomically(path, b"after")
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (12345, 23456, 0o640)


def test_a_file_that_cannot_be_given_away_is_saved_all_the_same(
    kept: tuple[Path, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _, after = kept

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse, raising=False)
    save_experiment(path, AFTER)
    assert path.read_bytes() == after


# The recovery journal


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def work(some: Session) -> Iterator[None]:
    """What a person does, a thing at a time."""
    for action in (act.Turn((3,), (0.5,)), act.Train(7), act.Undo(), act.Turn((4,), (0.25,))):
        some.apply(action)
        yield None


def journalled(
    folder: Path, some: Session, clock: Clock, after_each: Callable[[], None]
) -> Journal:
    """A journal under which a person has worked."""
    journal = Journal(folder, some, clock)
    journal.note(About("Ring"), [])
    journal.settle()
    for _ in work(some):
        clock.now += 0.5
        journal.tick()
        journal.settle()
        after_each()
    return journal


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("error", "lasting"),
    [(FULL, False), (GONE, True), (NO_MEMORY, False)],
    ids=["one", "gone", "one without memory"],
)
def test_whatever_fails_below_the_journal_the_experiment_goes_on_and_it_says_so(
    tmp_path: Path, error: BaseException, lasting: bool, every: int
) -> None:
    calm, seen = session(points=30), []
    seen.append(theta_bits(calm))
    with pytest.MonkeyPatch.context() as patch:
        whole = Disk(patch)
        journal = journalled(
            tmp_path / "calm", calm, Clock(), lambda: seen.append(theta_bits(calm))
        )
        total = len(whole.asked)
        journal.close()
    assert journal.failure == ""
    assert total > 30
    for at in range(0, total, every):
        folder, some, clock = tmp_path / str(at), session(points=30), Clock()
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, at, error, lasting=lasting)
            try:
                journal = journalled(folder, some, clock, lambda: None)
            except (OSError, MemoryError):
                disk.mend()
                assert lasting or not folder.is_dir() or list(folder.iterdir()) == [], disk.failed
                assert recoveries(folder) == []
                continue
            failure = journal.failure
            disk.mend()
            if lasting:
                assert failure, disk.failed
            assert theta_bits(some) == theta_bits(calm)  # the experiment went on
            if at % 2:  # it is killed now, or it goes on for a while
                clock.now += 11
                journal.tick()
                journal.settle()
                assert journal.failure == "", disk.failed
            journal.close(keep=True)
        found = recoveries(folder)
        if not found:  # its first state was never written
            assert failure
            assert not at % 2
            continue
        again = found[0].session()
        assert theta_bits(again) in seen, disk.failed
        if not failure or at % 2:
            assert theta_bits(again) == theta_bits(some), disk.failed
        if at % 2:
            assert not failure or found[0].about in (About("Ring"), About())
        found[0].forget()
        assert list(folder.iterdir()) == []


def test_a_journal_that_failed_says_why_once_and_says_when_it_is_well_again(
    tmp_path: Path,
) -> None:
    some, clock = session(points=30), Clock()
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        journal = Journal(tmp_path, some, clock)
        journal.settle()
        disk.fail()
        some.apply(act.Turn((3,), (0.5,)))
        for _ in range(5):
            clock.now += 4
            journal.tick()
            journal.settle()
            assert journal.failure.endswith(": No space left on device.")
    clock.now += 11
    journal.tick()
    journal.settle()
    assert journal.failure == ""
    some.apply(act.Turn((3,), (0.25,)))
    journal.close(keep=True)
    (found,) = recoveries(tmp_path)
    assert theta_bits(found.session()) == theta_bits(some)
    found.forget()


def test_without_memory_for_the_journal_what_was_done_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some, clock = session(points=30), Clock()
    journal = Journal(tmp_path, some, clock)
    journal.settle()

    def full(self: Session) -> None:
        raise MemoryError

    monkeypatch.setattr(Session, "present", full)
    some.apply(act.Turn((3,), (0.5,)))
    some.apply(act.Undo())  # asks for a new state
    some.apply(act.Turn((4,), (0.5,)))
    assert some.parameters.theta[4] == 0.5
    assert "memory" in journal.failure
    monkeypatch.undo()
    journal.close()
    assert list(tmp_path.iterdir()) == []


def left_over(folder: Path) -> Session:
    """A session whose program died, with its journal."""
    some = session(points=30)
    journal = Journal(folder, some, Clock())
    some.apply(act.Turn((3,), (0.5,)))
    some.apply(act.Train(4))
    journal.close(keep=True)
    return some


def test_a_folder_that_cannot_be_looked_at_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be seen just now is no empty folder, and must not be cleared away."""
    some = left_over(tmp_path)

    real, own = Path.iterdir, next(tmp_path.iterdir())
    for unseen in (tmp_path, own):

        def look(place: Path, unseen: Path = unseen) -> Iterator[Path]:
            if place == unseen:
                raise GONE
            return real(place)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "iterdir", look)
            assert recoveries(tmp_path) == []
    (found,) = recoveries(tmp_path)
    assert theta_bits(found.session()) == theta_bits(some)
    found.forget()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("every", [151, pytest.param(7, marks=pytest.mark.slow)])
def test_a_recovery_without_memory_says_so_or_brings_back_what_it_can_and_loses_nothing(
    tmp_path: Path, every: int
) -> None:
    some = left_over(tmp_path)
    start = theta_bits(session(points=30))

    def recover() -> bytes:
        bits = b""
        for found in recoveries(tmp_path):
            try:
                bits = theta_bits(found.session())
            finally:
                found.leave()
        return bits

    with Lightning() as calm:
        assert recover() == theta_bits(some)
    gc.freeze()  # what all tests before have left is not looked through after each lightning
    for line in range(0, calm.lines, every):
        with Lightning(line), contextlib.suppress(DocumentError, MemoryError):
            assert len(recover()) in (0, len(start))
        gc.collect()  # a lock that the lightning left open
        assert recover() == theta_bits(some), line


def test_without_memory_for_all_that_was_done_the_beginning_is_recovered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_over(tmp_path)
    real = Session.apply

    def full(self: Session, action: act.AnyAction) -> object:
        if isinstance(action, act.Turn):
            return real(self, action)
        raise MemoryError

    monkeypatch.setattr(Session, "apply", full)
    (found,) = recoveries(tmp_path)
    again = found.session()
    assert again.parameters.theta[3] == 0.5
    assert again.step == 0
    found.forget()


def test_the_newest_state_that_can_be_read_is_recovered(tmp_path: Path) -> None:
    some, clock = session(points=30), Clock()
    journal = Journal(tmp_path, some, clock)
    some.apply(act.Turn((3,), (0.5,)))
    journal.settle()
    journal.close(keep=True)
    (torn,) = {path.parent / "state-9.eqsim" for path in tmp_path.glob("*/state-1.eqsim")}
    torn.write_bytes(b"torn")
    (found,) = recoveries(tmp_path)
    assert theta_bits(found.session()) == theta_bits(some)
    found.forget()
