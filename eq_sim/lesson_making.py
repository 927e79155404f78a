"""A lesson made of what happened: begun from a session or a file, edited in its window, written.

What reads and edits it is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from eq_sim import interruption
from eq_sim.file_names import same
from eq_sim.kept_beside import KeptBeside
from eq_sim.language.spoken import written_in
from eq_sim.language.tr import later, ntr, tr
from eq_sim.open_documents import OpenDocuments
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.ui.window.document_link import DocumentLink
from eq_sim.ui.window.frame import Files
from eq_sim.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from eq_sim.lessons.making.draft import Draft
    from eq_sim.lessons.making.recorded import RecordedDraft
    from eq_sim.session.files.recording import Done
    from eq_sim.ui.making.desk import MakingDesk
    from eq_sim.ui.making.window import MakingWindow

_KINDS = later("Recordings and lessons (*.jsonl *.toml)")
_ALL = later("All files (*)")
_SLICE = 0.03  # seconds of telling at a time
_KEPT = 400  # milliseconds after an edit, at most, before it is on its way to the disk


class LessonMaking(QObject):
    """Makes lessons, one at a time.

    Args:
        session: what happened in it is told.
        documents: the experiments that are open.
        clock: seconds, ever growing.
        why_not: says why nothing can be written to a file; empty where it can.
        parent: the application's window keeper.

    Attributes:
        desk: the lesson that is being made; None for none.
        shown: its window; None before it is shown.
    """

    window: MainWindow

    def __init__(
        self,
        session: Session,
        documents: OpenDocuments,
        clock: Callable[[], float],
        why_not: Callable[[Path], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._documents, self._clock = session, documents, clock
        self._why_not = why_not
        self.desk: MakingDesk | None = None
        self.shown: MakingWindow | None = None
        self._telling: RecordedDraft | None = None
        self._source, self._said = Path(), ""
        self._asking: DocumentLink | None = None
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._tell_on)
        self._keep_soon = QTimer(self)
        self._keep_soon.setInterval(_KEPT)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.timeout.connect(self._keep)
        self._unsaved = False  # what the program's end finds
        documents.beside = KeptBeside(self._kept_in_words, self._recover, lambda: self._unsaved)

    @property
    def entries(self) -> Files:
        """The entries of the File menu."""
        return [
            (tr("Save what happened as a &lesson…"), "Ctrl+Alt+M", self.of_session),
            (tr("Make a lesson of a recordin&g…"), "", self._ask),
        ]

    def serve(self, window: MainWindow) -> None:
        """Takes the window that is asked in and spoken in; what is being made goes on in it."""
        self.window = window
        window.closing.connect(self._leave)
        if self.shown is not None:
            self.shown.deleteLater()
            self.shown = None
            QTimer.singleShot(0, window, self._show)

    def of_session(self) -> None:
        """Makes a lesson of all that happened in the experiment on screen."""
        from eq_sim.session.files.recording import timed

        if not self._goes_on():
            title = tr(self._session.original.title)
            self._tell(timed(self._session.log.records), title, Path(), "")

    def of_file(self, path: Path) -> None:
        """Makes a lesson of a recording; or goes on with a lesson that was made here."""
        from eq_sim.lessons.making.written import draft_of_file
        from eq_sim.lessons.playback import TORN
        from eq_sim.session.files.recording import is_torn, read_recording

        if self._goes_on():
            return
        try:
            if path.suffix == ".toml":
                draft, expects = draft_of_file(path)
                self.go_on(draft, path, expects)
            else:
                done = read_recording(path)
                self._tell(done, path.stem, path, tr(TORN) if is_torn(path) else "")
        except EqSimError as error:
            self.window.say(str(error))

    def finish_telling(self) -> None:
        """Waits until a recording is told."""
        while self._telling is not None:
            self._tell_on()

    def _ask(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        title = tr("A recording, or a lesson that was made here")
        kinds = f"{tr(_KINDS)};;{tr(_ALL)}"
        name = QFileDialog.getOpenFileName(self.window, title, "", kinds)[0]
        if name:
            self.of_file(Path(name))

    def _goes_on(self) -> bool:
        """Whether a lesson is being made; its window comes to the front."""
        if self.shown is None:
            return self._telling is not None
        self.shown.show()
        self.shown.raise_()
        self.shown.activateWindow()
        self.shown.remind()
        return True

    # A recording is told

    def _tell(self, done: "list[Done]", title: str, source: Path, said: str) -> None:
        from eq_sim.lessons.making.recorded import RecordedDraft

        try:
            self._telling = RecordedDraft(done, title, written_in())
        except EqSimError as error:
            self.window.say(f"{str(error).rstrip('.')}.")
            return
        self._source, self._said = source, said
        self._work.start()
        self._tell_on()

    def _tell_on(self) -> None:
        telling, began = self._telling, self._clock()
        if telling is None:
            return
        try:
            while telling.go_on():
                if self._clock() - began > _SLICE:
                    share = telling.share
                    said = tr("Reading what happened: {share:.0%}", share=share)
                    self.window.say(said, warning=False)
                    return
        except (EqSimError, MemoryError) as error:
            self._end_telling()
            no_memory = tr("There is not enough memory to do again what happened.")
            self.window.say(str(error) if isinstance(error, EqSimError) else no_memory)
            return
        self._end_telling()
        assert telling.draft is not None
        self.window.say("")
        self.go_on(telling.draft)

    def _end_telling(self) -> None:
        self._work.stop()
        self._telling = None

    # The window

    def go_on(self, draft: "Draft", path: Path | None = None, expects: str = "") -> None:
        """Opens the window of a lesson that is being made.

        Args:
            draft: as it is.
            path: its file; None before it has one.
            expects: what holds at its end, where that is known.
        """
        from eq_sim.ui.making.desk import MakingDesk

        self.desk = MakingDesk(draft, self, path, expects)
        self.desk.changed.connect(self._edited)
        self.desk.edits.cleanChanged.connect(self._edited)
        self.desk.said = self._said
        self._said = ""
        self._show()

    def _show(self) -> None:
        from eq_sim.ui.making.window import MakingWindow

        if self.desk is None:
            return
        self.shown = MakingWindow(self.desk, self.window, self._why_not_written)
        self.shown.closed.connect(self._closed)
        self.shown.saving.written.connect(self._documents.remember)
        self._ask_before_closing()
        self.shown.show()
        self.shown.activateWindow()

    def _ask_before_closing(self) -> None:
        """Lets the program's window ask about this lesson, too, before it closes."""
        link = self.window.documents
        if link is self._asking:
            return
        self._asking, before = link, link.may_close
        link.may_close = lambda: self._may_close() and before()

    def _may_close(self) -> bool:
        asks = self._documents.asks and not interruption.asked()
        return self.shown is None or not asks or self.shown.may_close()

    def _why_not_written(self, path: Path) -> str:
        if self._source != Path() and same(path, self._source):
            return tr("{file} is the recording itself. Choose another name.", file=path)
        return self._why_not(path)

    # A recovery

    def _edited(self) -> None:
        if not self._keep_soon.isActive():
            self._keep_soon.start()

    def _keep(self) -> None:
        """Keeps the draft as it is, if it is in no file, for when the program dies."""
        from eq_sim.lessons.making.kept import Kept, to_bytes

        desk, journal = self.desk, self._documents.journal
        if journal is None:
            return
        if desk is None or not desk.unsaved:
            journal.keep_beside(None)
            return
        kept = Kept(desk.draft, str(desk.path or ""), desk.expects)
        journal.keep_beside(lambda: to_bytes(kept))

    def _kept_in_words(self, content: bytes) -> str:
        """Says what was being made when the program died; nothing where nothing was."""
        from eq_sim.lessons.making.kept import from_bytes

        if not content:
            return ""
        try:
            kept = from_bytes(content)
        except EqSimError as error:
            return f"{error}."
        return ntr(
            "A lesson was being made, too: “{title}”, with {count:,} caption.",
            "A lesson was being made, too: “{title}”, with {count:,} captions.",
            kept.captions,
            title=kept.draft.title,
        )

    def _recover(self, content: bytes) -> None:
        """Goes on with the lesson that was being made."""
        from eq_sim.lessons.making.kept import from_bytes

        if not content or self._goes_on():
            return
        try:
            kept = from_bytes(content)
        except EqSimError:
            return  # which was said where it was offered
        self._said = tr("Recovered; it is in no file yet")
        self.go_on(kept.draft, kept.file, kept.expects)
        if self.desk is not None:
            self.desk.edits.resetClean()
            self._keep()

    def _closed(self) -> None:
        show = self.window.show_now
        films = show is not None and any(
            each and each.isVisible() for each in (show.film, show.page)
        )
        if self.shown is not None and self.shown.replay.replay.player is not None and not films:
            self._documents.end_show()  # what is replayed of what happened is no part of it
        self._let_go()

    def _let_go(self) -> None:
        shown, desk = self.shown, self.desk
        self.shown = self.desk = None
        for gone in (shown, desk):
            if gone is not None:
                gone.deleteLater()
        self._edited()

    def _leave(self) -> None:
        """The program's window closes: what was to be asked about was asked."""
        self._end_telling()
        self._unsaved = self.desk is not None and self.desk.unsaved
        if self._unsaved:
            self._keep()  # for a signal that ends the program asks nobody
        if self.shown is not None:
            self.shown.closed.disconnect(self._closed)
            self.shown.leave()
            self._let_go()
        self._keep_soon.stop()
