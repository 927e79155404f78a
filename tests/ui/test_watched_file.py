"""A file that is watched, and a name that no system can look up."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from eq_sim.watched_file import WatchedFile


def test_a_name_that_is_too_long_is_watched_as_a_file_that_is_not_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    owner = QObject()
    watched = WatchedFile(tmp_path / ("a" * 300), 1000, owner)
    watched.end()


def test_a_folder_that_nobody_may_read_is_watched_as_one_that_is_not_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("here", encoding="utf-8")
    owner = QObject()
    watched = WatchedFile(path, 1000, owner)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path.write_text("there", encoding="utf-8")
    monkeypatch.setattr(Path, "exists", refused)
    with qtbot.waitSignal(watched.changed, timeout=20_000):
        pass
    watched.end()
