"""The experiments that are open in a window: new, open, save, close, and nothing lost on the way.

What reads and writes files is imported when it is asked for: the first frame needs none of it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from eq_sim import interruption
from eq_sim.kept_beside import KeptBeside
from eq_sim.language.tr import later, tr
from eq_sim.saving import Saving
from eq_sim.session.actions import AnyAction, Load, Undo
from eq_sim.session.change import EVERYTHING
from eq_sim.session.documents import Document, Documents
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import EXPERIMENT, is_experiment
from eq_sim.session.parked import Parked
from eq_sim.session.session import Session
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.window.document_link import DocumentLink
from eq_sim.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from eq_sim.session.files.journal import Journal
    from eq_sim.session.files.recovery import Recovery

RECENT = "documents/recent"
LAST = "documents/last"
EXPERIMENTS = later("Experiments (*.eqsim)")
_MOST_RECENT = 10
_TICK = 500  # milliseconds between two looks of the journal


class OpenDocuments(QObject):
    """What a window does with the experiments that are open in it.

    Args:
        session: where the one on screen runs.
        clock: seconds, ever growing.
        parent: the application's window keeper.

    Attributes:
        documents: which are open.
        asks: whether a person is there to be asked before something is lost.
        journal: keeps what is done for a recovery; None where nothing is kept.
        beside: what else is recovered.
    """

    changed = Signal()
    """Another experiment is on screen, or it was saved."""

    window: MainWindow

    def __init__(self, session: Session, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self.session, self._clock = session, clock
        self.documents = Documents(session)
        self.asks = False
        self.journal: Journal | None = None
        self.beside = KeptBeside()
        self._folder, self._failure = Path(), ""
        self._glance = (-1, False)
        self._played: Document | None = None  # what a lesson or a recording plays in
        self._recovery: Recovery | None = None
        self._saving = Saving(self.documents, self._is_saved, self._say, self)
        self._journal_timer = QTimer(self)
        self._journal_timer.setInterval(_TICK)
        self._journal_timer.timeout.connect(self._keep)

    def serve(self, window: MainWindow) -> None:
        """Takes the window that is asked in and spoken in."""
        self.window = window
        window.documents = DocumentLink(self.may_close, self.set_aside, self.at_a_glance)
        window.closing.connect(self.close)
        self.changed.connect(window.show_title)
        window.lesson_changed.connect(self._lesson_is_none_of_ones_work)

    def at_a_glance(self) -> tuple[str, bool]:
        """Returns what the experiment on screen is called, and whether it is not saved.

        What is being done right now counts as not saved: to compare all knobs would take long.
        """
        session = self.session
        count = session.changes.count(EVERYTHING)
        if session.running or session.held:
            self._glance = (-1, True)
        elif count != self._glance[0]:
            self._glance = (count, self.documents.unsaved)
        return self.documents.name, self._glance[1]

    # What is done

    def take(self, action: AnyAction) -> bool:
        """Does what belongs to the experiments, and not to the one on screen.

        Returns:
            Whether it was that: another scenario, or going straight back from it.

        Raises:
            EqSimError: the scenario cannot be begun.
        """
        if isinstance(action, Load):
            self._lesson_is_none_of_ones_work()
            self.documents.open_scenario(action)
        elif isinstance(action, Undo) and self.documents.can_go_back:
            self.documents.go_back()
        else:
            return False
        self._other()
        return True

    def begin(self, session: Session) -> None:
        """Goes on with what was read from a file of a scenario or of parameters."""
        self._leave_lesson()
        self.documents.begin(session)
        self._other()

    def is_file(self, path: Path) -> None:
        """Notes that what is on screen was read from a file."""
        whole = Path(os.path.realpath(path))
        self.documents.saved(self.documents.current, whole, self.session.state())
        self.remember(whole)
        self.changed.emit()

    def offer_last(self) -> None:
        """Says how one goes on with what was saved last, unless something else is offered."""
        last = self._last()
        if last is not None and self._recovery is None and not self.window.hinting:
            again = tr("Last time: {file}. Ctrl+Shift+O opens it again.", file=last.name)
            self.window.say(again, warning=False)

    def open_last(self) -> None:
        """Opens the experiment that was open or saved last."""
        last = self._last()
        if last is None:
            self.window.say(tr("No experiment was saved yet, or it is not there any more."))
        else:
            self.open(last)

    def _last(self) -> Path | None:
        settings = self.window.settings
        name = settings.text(LAST) if settings is not None else ""
        path = Path(name)
        try:
            return path if is_experiment(path) and path.is_file() else None
        except (OSError, ValueError):
            return None

    def new(self) -> None:
        """Begins the scenario on screen afresh, beside what was made of it."""
        self._leave_lesson()
        self.documents.begin_anew()
        self._other()
        title = tr(self.session.original.title)
        said = tr("{title} begins afresh. Undo goes back to what was here.", title=title)
        self.window.say(said, warning=False)

    def open(self, path: Path) -> None:
        """Opens an experiment; what is wrong with it is said in the window."""
        from eq_sim.session.files.experiment_file import read_experiment
        from eq_sim.session.files.recovery import open_elsewhere

        self._saving.finish()  # it may be this file
        try:
            read = read_experiment(path).session()
            self._leave_lesson()
            self.documents.open_file(Path(os.path.realpath(path)), read)
        except EqSimError as error:
            self.window.say(str(error))
            return
        self.remember(path)
        self._other()
        if self.journal and open_elsewhere(self._folder, path, self.journal.path):
            said = tr(
                "{file} is open in another window, too. What is saved last stays.", file=path.name
            )
            self.window.say(said)

    def save(self) -> bool:
        """Writes the experiment on screen to its file, which is asked for the first time.

        Returns:
            Whether it is, or is being, written.
        """
        path = self.documents.current.path
        return self.save_to(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Asks for a file, and writes the experiment on screen to it."""
        from eq_sim.ui.dialogs.asking import name_to_save

        file, named = self.documents.current.path, self.documents.name
        name = file.name if file else f"{named}{EXPERIMENT}"
        title, kinds = tr("Save the experiment"), tr(EXPERIMENTS)
        path = name_to_save(title, name, kinds, EXPERIMENT, self.window)
        return path is not None and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Writes the experiment on screen to a file.

        Returns:
            Whether it is written; a large one is still being written, and what fails is said.
        """
        return self._saving.save(Path(os.path.realpath(path)))

    def set_aside(self, parked: Parked) -> None:
        """A lesson or a recording has begun: what was on screen waits, and comes back by its name.

        Args:
            parked: what was on screen.
        """
        self.documents.set_aside(parked)
        self._played = self.documents.current
        self._other()

    def end_show(self) -> None:
        """Leaves the lesson on screen, and goes back to what was there before it."""
        if self.window.show_now is not None and self.documents.waiting:
            self.window.show_now.leave()  # what it has made of its scenario need not be kept
            self.documents.go_back()
            self._other()

    def _leave_lesson(self) -> None:
        """Ends what plays: a person goes on to something else, which it must not play in."""
        if self.window.show_now is not None:
            self.window.show_now.leave()

    def _lesson_is_none_of_ones_work(self) -> None:
        """What a lesson has made of its scenario need not be kept: it can be played again.

        What was saved meanwhile is a person's own, and so is anything else that is on screen.
        """
        current = self.documents.current
        if self._played is current and current.path is None:
            self.documents.began()
            self._glance = (-1, False)
        if self.window.show_now is None:
            self._played = None

    # Before the end

    def may_close(self) -> bool:
        """Asks what becomes of what would be lost. Returns whether the window may close."""
        self._saving.finish()
        self._lesson_is_none_of_ones_work()
        if not self.asks or interruption.asked():
            return True
        from eq_sim.ui.dialogs.unsaved import Choice, ask_about

        while names := self.documents.all_unsaved:
            documents = self.documents
            in_file = documents.unsaved and documents.current.path is not None
            choice = ask_about(names, self.window, in_file=in_file)
            if choice is Choice.LOSE:
                return True
            if choice is Choice.STAY:
                return False
            self._leave_lesson()
            if not self.documents.unsaved:
                self.documents.go_to_unsaved()
                self._other()
            if not (self.save() and self._saving.finish()):
                return False
        return True

    def close(self) -> None:
        """The window closes: nothing needs to be recovered but what a signal has cut short."""
        self._saving.end()
        self._journal_timer.stop()
        journal, self.journal = self.journal, None
        if journal is not None:
            unsaved = bool(self.documents.all_unsaved) or self.beside.unsaved()
            journal.close(keep=interruption.asked() and unsaved)
        if self._recovery is not None:
            self._recovery.leave()
            self._recovery = None

    # Recovery

    def keep_journal(self, folder: Path) -> None:
        """Begins to keep what is done, and offers what an earlier program has left.

        Args:
            folder: of all journals.
        """
        from eq_sim.session.files.journal import Journal
        from eq_sim.session.files.recovery import recoveries

        if not self.window.isVisible():  # closed before everything was there
            return
        left = recoveries(folder)
        self._folder = folder
        try:
            self.journal = Journal(folder, self.session, self._clock)
        except OSError as error:
            lost = tr("What you do is not kept for a recovery: {why}.", why=error.strerror)
            self.window.say(lost)
        else:
            self._journal_timer.start()
            self._keep()
        for older in left[1:]:
            older.leave()
        if left:
            self._offer(left[0])

    def _offer(self, recovery: "Recovery") -> None:
        from eq_sim.ui.dialogs.recovered import RecoveredDialog

        kept = recovery.beside()
        try:
            session = recovery.session()
        except EqSimError:
            recovery.forget()
            self.beside.recover(kept)  # what was kept beside it may be whole all the same
            return
        self._recovery = recovery
        name, also = recovery.about.name, self.beside.about(kept)
        dialog = RecoveredDialog(session, name, recovery.when, self.window, also)
        dialog.accepted.connect(lambda: self._recover(session))
        dialog.forgotten.connect(self._forget)
        dialog.open()

    def _recover(self, session: Session) -> None:
        recovery, self._recovery = self._recovery, None
        if recovery is None:
            return
        path = recovery.about.path
        for _, file, waiting in recovery.waiting():
            self.documents.add(waiting.park(), Path(file) if file else None)
        self._leave_lesson()
        self.documents.begin(session, Path(path) if path else None, unsaved=True)
        self._other()
        self.beside.recover(recovery.beside())
        if self.journal is not None:
            self.journal.settle()  # what was recovered is kept anew before the old one goes
        recovery.forget()

    def _forget(self) -> None:
        recovery, self._recovery = self._recovery, None
        if recovery is not None:
            recovery.forget()

    def _keep(self) -> None:
        """Lets the journal look; that it has failed is said once, and that it is well again."""
        from eq_sim.session.files.journal import About

        journal = self.journal
        if journal is None:
            return
        waiting = self.documents.waiting
        files = [document.path for document, _ in waiting] + [self.documents.current.path]
        names = ((document.named(parked.state), document.path) for document, parked in waiting)
        journal.note(
            About(
                self.documents.name,
                str(self.documents.current.path or ""),
                tuple((name, str(path or "")) for name, path in names),
                tuple(str(path.resolve()) for path in files if path is not None),
            ),
            [parked for _, parked in waiting],
        )
        journal.tick()
        if journal.failure != self._failure:
            self._failure = journal.failure
            well = tr("What you do is kept for a recovery again.")
            self.window.say(self._failure or well, warning=bool(self._failure))

    # What lately was open

    def remember(self, path: Path) -> None:
        """Puts a file first among those that were open lately."""
        settings = self.window.settings
        if settings is not None:
            whole = str(path.resolve())
            kept = [whole, *(name for name in recent(settings) if name != whole)]
            settings.keep({RECENT: "\n".join(kept[:_MOST_RECENT])})
            if is_experiment(path):
                settings.keep({LAST: whole})

    def _is_saved(self, path: Path) -> None:
        self._glance = (-1, False)
        self.remember(path)
        self.changed.emit()

    def _say(self, sentence: str, *, warning: bool = True) -> None:
        self.window.say(sentence, warning=warning)  # another one, once a language has changed

    def _other(self) -> None:
        self._glance = (-1, False)
        self._keep()
        self.changed.emit()


def recent(settings: PreferencesFile | None) -> list[str]:
    """Returns the files that were open lately, the last one first."""
    kept = settings.text(RECENT) if settings is not None else ""
    return kept.split("\n") if kept else []
