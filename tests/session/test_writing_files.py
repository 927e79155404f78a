"""Files are written whole or not at all, with the permissions of any other file."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from eq_sim.session.files.atomic import write_atomically

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")


@pytest.fixture
def _umask_027() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@POSIX
@pytest.mark.usefixtures("_umask_027")
def test_a_new_file_has_what_the_umask_leaves(tmp_path: Path) -> None:
    path = tmp_path / "new"
    write_atomically(path, b"all of it")
    assert mode(path) == 0o640
    assert path.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
@pytest.mark.parametrize("kept", [0o600, 0o666, 0o444, 0o755])
@pytest.mark.usefixtures("_umask_027")
def test_a_file_that_stood_there_keeps_its_permissions(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"before")
    path.chmod(kept)
    write_atomically(path, b"after")
    assert mode(path) == kept
    assert path.read_bytes() == b"after"


@POSIX
def test_a_private_file_is_private_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "old", []
    path.touch(0o600)
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (seen.append(os.fstat(handle).st_mode & 0o777), sync(handle))
    )
    write_atomically(path, b"secret")
    assert seen[0] == 0o600


@POSIX
@pytest.mark.usefixtures("_umask_027")
def test_files_that_another_thread_makes_meanwhile_are_not_open_to_all(tmp_path: Path) -> None:
    """The umask belongs to the process: it may not be changed, not even for a moment."""
    stop, modes = threading.Event(), set()

    def other() -> None:
        number = 0
        while not stop.is_set():
            path = tmp_path / f"film{number}"
            path.touch()
            modes.add(mode(path))
            path.unlink()
            number += 1

    thread = threading.Thread(target=other)
    thread.start()
    try:
        for number in range(200):
            write_atomically(tmp_path / f"file{number % 3}", b"x")
    finally:
        stop.set()
        thread.join()
    assert modes <= {0o640}


def test_the_umask_is_never_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "umask", asked.append)
    write_atomically(tmp_path / "file", b"x")
    assert asked == []


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
