"""Writing experiments to their files: a large one by a worker, while the window goes on.

What writes files is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from eq_sim.language.tr import tr
from eq_sim.session.documents import Document, Documents
from eq_sim.session.errors import EqSimError
from eq_sim.ui.knobs.actions import Say

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from eq_sim.session.files.experiment_file import Experiment

_LARGE = 200_000  # knobs; from here on a worker writes, and the window goes on


@dataclass(frozen=True, eq=False)
class _Writing:
    """What is being written, and of which experiment: another may be on screen when it ends."""

    document: Document
    path: Path
    experiment: "Experiment"


class Saving(QObject):
    """Writes the experiments that are open.

    Args:
        documents: which are.
        saved: hears of each file that is written.
        say: shows a sentence.
        parent: whoever keeps the experiments.
    """

    _written = Signal(object)

    def __init__(
        self,
        documents: Documents,
        saved: Callable[[Path], None],
        say: Say,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._documents, self._saved, self._say = documents, saved, say
        self._worker: ThreadPoolExecutor | None = None
        self._under_way: tuple[_Writing, Future[None]] | None = None
        # Queued: it may be written before anybody could wait for it.
        self._written.connect(self._was_written, Qt.ConnectionType.QueuedConnection)

    def save(self, path: Path) -> bool:
        """Writes the experiment on screen to a file; what fails is said.

        Args:
            path: its file, without links in its name.

        Returns:
            Whether it is written, or a large one is being written.
        """
        from eq_sim.session.files.experiment_file import Experiment, save_experiment

        self.finish()
        session = self._documents.session
        writing = _Writing(self._documents.current, path, Experiment.of(session))
        if session.layout.size < _LARGE:
            try:
                save_experiment(path, writing.experiment)
            except EqSimError as error:
                self._say(str(error))
                return False
            self._is_saved(writing)
            return True
        from concurrent.futures import ThreadPoolExecutor

        self._say(tr("Saving {file} …", file=path.name), warning=False)
        self._worker = self._worker or ThreadPoolExecutor(1, "save")
        future = self._worker.submit(save_experiment, path, writing.experiment)
        self._under_way = writing, future
        future.add_done_callback(lambda _: self._written.emit(writing))
        return True

    def finish(self) -> bool:
        """Waits for what is being written, and says how it ended.

        Returns:
            Whether nothing has failed.
        """
        if self._under_way is None:
            return True
        (writing, future), self._under_way = self._under_way, None
        error = future.exception()
        if isinstance(error, EqSimError | MemoryError):
            self._say(str(error) or tr("There is not enough memory to save."))
            return False
        if error is not None:
            raise error
        self._is_saved(writing)
        return True

    def end(self) -> None:
        """Waits for what is being written, and lets the worker go."""
        self.finish()
        if self._worker is not None:
            self._worker.shutdown()
            self._worker = None

    def _was_written(self, writing: object) -> None:
        if self._under_way is not None and self._under_way[0] is writing:
            self.finish()  # otherwise somebody has waited for it

    def _is_saved(self, writing: _Writing) -> None:
        path = writing.path
        self._documents.saved(writing.document, path, writing.experiment.state)
        self._say(tr("Saved {file}.", file=path.name), warning=False)
        self._saved(path)
