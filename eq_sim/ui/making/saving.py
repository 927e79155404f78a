"""The way of a draft into its file: what must hold at its end is found out before, by playing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from eq_sim.language.tr import tr
from eq_sim.ui.making.desk import MakingDesk

_REST = 1500  # milliseconds after an edit, until it is tried out
_SLICE = 0.012  # seconds of trying out at a time


class Saving(QObject):
    """Tries a draft out while nothing else is done, and writes it.

    Args:
        desk: whose draft.
        clock: seconds, ever growing.
        busy: whether there is something else to do just now, such as playing.
        parent: the window.

    Attributes:
        saving: whether it is to be written as soon as it was tried out.
    """

    tried = Signal()
    """More of it was played through; or all, or as much of it as can be."""

    written = Signal(Path)
    failed = Signal(str)

    def __init__(
        self,
        desk: MakingDesk,
        clock: Callable[[], float],
        busy: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._clock, self._busy = desk, clock, busy
        self._target: Path | None = None
        self._then: Callable[[], object] = _nothing
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._try_on)
        self._soon = QTimer(self)
        self._soon.setInterval(_REST)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._work.start)

    @property
    def saving(self) -> bool:
        """Whether it is to be written as soon as it was tried out."""
        return self._target is not None

    def try_soon(self) -> None:
        """Lets the draft be tried out when a person rests."""
        if not self.saving:
            self._work.stop()
            self._soon.start()

    def save_to(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Writes the draft to a file, as soon as it was tried out.

        Args:
            path: of the file.
            then: what is done after that.
        """
        self._target, self._then = path, then
        self._soon.stop()
        self._work.start()
        self._try_on()

    def cancel(self) -> None:
        """Writes nothing."""
        self._target, self._then = None, _nothing
        self.try_soon()
        self.tried.emit()

    def stop(self) -> None:
        """Does nothing any more."""
        self._soon.stop()
        self._work.stop()
        self._target, self._then = None, _nothing

    def _try_on(self) -> None:
        if self._busy() and not self.saving:
            return self.try_soon()
        began = self._clock()
        while self._desk.try_on():
            if self._clock() - began > _SLICE:
                self.tried.emit()
                return None
        self._work.stop()
        self.tried.emit()
        if self.saving:
            self._write()
        return None

    def _write(self) -> None:
        path, then = self._target, self._then
        assert path is not None
        self._target, self._then = None, _nothing
        try:
            self._desk.save_to(path)
        except OSError as error:
            why = error.strerror
            self.failed.emit(tr("{file} cannot be written: {why}.", file=path, why=why))
        else:
            self.written.emit(path)
            then()


def _nothing() -> None:
    """Nothing is to be done."""
