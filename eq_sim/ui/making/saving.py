"""The way of a draft into its file: what must hold at its end is found out before, by playing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.dialogs.asking import may_replace
from eq_sim.ui.making.desk import MakingDesk, Then

_REST = 1500  # milliseconds after an edit, until it is tried out
_SLICE = 0.012  # seconds of trying out at a time


class Saving(QObject):
    """Tries a draft out while nothing else is done, and writes it.

    Which file it is on its way to is known to the desk: a window that is made anew goes on.

    Args:
        desk: whose draft.
        clock: seconds, ever growing.
        busy: whether there is something else to do just now, such as playing.
        parent: the window.
    """

    tried = Signal()
    """More of it was played through; or all, or as much of it as can be."""

    written = Signal(Path)
    done = Signal(Then)
    """It is written, and this was to be done then."""

    failed = Signal(str)
    """Why it is not written, a sentence."""

    def __init__(
        self,
        desk: MakingDesk,
        clock: Callable[[], float],
        busy: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._clock, self._busy, self._window = desk, clock, busy, parent
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._try_on)
        self._soon = QTimer(self)
        self._soon.setInterval(_REST)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._work.start)
        if self.saving:
            self._work.start()

    @property
    def saving(self) -> bool:
        """Whether it is to be written as soon as it was tried out."""
        return self._desk.target is not None

    def try_soon(self) -> None:
        """Lets the draft be tried out when a person rests."""
        if not self.saving:
            self._work.stop()
            self._soon.start()

    def save_to(self, path: Path, then: Then = Then.NOTHING) -> None:
        """Writes the draft to a file, as soon as it was tried out.

        Args:
            path: of the file.
            then: what is done after that.
        """
        self._desk.target, self._desk.then = path, then
        self._soon.stop()
        self._work.start()
        self._try_on()

    def cancel(self) -> None:
        """Writes nothing, where something was to be written."""
        if self.saving:
            self._desk.target = None
            self.try_soon()
            self.failed.emit(tr("Saving was stopped: nothing was written."))

    def stop(self) -> None:
        """Does nothing any more."""
        self._soon.stop()
        self._work.stop()
        self._desk.target = None

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
        desk, path = self._desk, self._desk.target
        assert path is not None
        desk.target = None
        if desk.was_changed(path) and not self._may_replace(path):
            self.failed.emit(
                tr("Nothing was saved: {file} stays as the other program wrote it.", file=path)
            )
            return
        try:
            desk.save_to(path)
        except OSError as error:
            why = error.strerror
            self.failed.emit(tr("{file} cannot be written: {why}.", file=path, why=why))
        else:
            self.written.emit(path)
            self.done.emit(desk.then)

    def _may_replace(self, path: Path) -> bool:
        words = tr(
            "Another program has changed {file} since it was opened or saved here.", file=path
        )
        return may_replace(words, self._window)
