"""A file that somebody else writes: says when it has come to rest with other bytes in it.

Editors write a file in place, or write another one and move it there; folders on a network tell
nobody of it. So the file and its folder are watched, and looked at now and then besides; and what
is found counts once a second look has found the same.
"""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from eq_sim.session.files.reading import read_bytes

_SETTLE = 150  # milliseconds between two looks that have to find the same
_POLL = 1000  # milliseconds between looks where nobody tells of a change


class WatchedFile(QObject):
    """Watches one file, which may go away and come back, until it is deleted.

    Args:
        path: where the file is.
        most: bytes of it that are read; a larger one is as one that cannot be read.
        parent: the owner.

    Attributes:
        path: as given.
    """

    changed = Signal()
    """There is something else in the file than before, or it cannot be read any more."""

    def __init__(self, path: Path, most: int, parent: QObject) -> None:
        super().__init__(parent)
        self.path, self._most = path, most
        self._known = self._seen = self._read()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._told)
        self._watcher.directoryChanged.connect(self._told)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE)
        self._soon.timeout.connect(self._look)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL)
        self._poll.timeout.connect(self._look)
        self._poll.start()
        self._watch()

    def end(self) -> None:
        """Watches no longer."""
        self._poll.stop()
        self._soon.stop()
        self.deleteLater()

    def _told(self) -> None:
        """Something happened to the file or beside it; more may follow at once."""
        self._soon.start()

    def _look(self) -> None:
        found = self._read()
        if found != self._seen:
            self._seen = found
            self._soon.start()
        elif found != self._known:
            self._known = found
            self._watch()
            self.changed.emit()

    def _watch(self) -> None:
        """Watches file and folder; one that was moved to its place is another one to the system."""
        wanted = [str(each) for each in (self.path, self.path.parent) if _is_there(each)]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if missing := [each for each in wanted if each not in watched]:
            self._watcher.addPaths(missing)

    def _read(self) -> bytes | None:
        try:
            return read_bytes(self.path, self._most)
        except OSError:
            return None


def _is_there(path: Path) -> bool:
    """Whether there is something; what nobody may look at, or nobody can name, is not there."""
    try:
        return path.exists()
    except OSError:
        return False
