"""A lesson of a person's own: opened from its file, and followed while they edit it.

Whatever program they edit it with, the stage shows the step that they have changed as soon as they
save; and what is wrong with the file is said until it is mended. It is read and never written.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.ui.lesson_view.lesson_view import LessonView
    from eq_sim.watched_file import WatchedFile

_LESSONS = later("Lessons (*.toml)")
_ALL = later("All files (*)")


class LessonFiles(QObject):
    """Opens lessons from files, one at a time, and follows what is written to the last of them.

    Args:
        session: where they play.
        parent: the application's window keeper.
    """

    window: MainWindow

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._file: WatchedFile | None = None
        self._said = ""
        self._waits: int | None = None  # the structure on screen when a broken file was opened

    def serve(self, window: MainWindow) -> None:
        """Takes the window that is asked in and spoken in; after another one, maybe."""
        self.window = window
        window.lesson_asked.connect(self.ask)
        window.lesson_edit_asked.connect(self.edit)
        window.lesson_changed.connect(self._end_with_lesson)
        window.closing.connect(self._end)
        if self._said:  # another window has come in the place of the one that said it
            self._say_until_mended(self._said)

    @property
    def followed(self) -> Path | None:
        """The file that is followed; None for none."""
        return None if self._file is None else self._file.path

    def ask(self) -> None:
        """Asks for a lesson's file."""
        from PySide6.QtWidgets import QFileDialog

        kinds = f"{tr(_LESSONS)};;{tr(_ALL)}"
        name = QFileDialog.getOpenFileName(self.window, tr("Open a lesson"), "", kinds)[0]
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Plays the lesson in a file; one that is wrong is played as soon as it is mended."""
        from eq_sim.lessons.files.lesson_file import LARGEST, read_lesson
        from eq_sim.watched_file import WatchedFile

        self._end()
        self._file = WatchedFile(path, LARGEST, self)  # before it is read: no change is missed
        self._file.changed.connect(self._follow)
        self._waits = self._session.structure
        try:
            lesson = read_lesson(path)
        except EqSimError as error:
            self._say(error)
        else:
            self._play(lesson)

    def edit(self) -> None:
        """Opens the text of the lesson that plays in the program that the system has for it.

        Of a shipped lesson it is a copy, saved where a person likes: the copy plays from then on.
        """
        show = self.window.show_now
        if show is None:
            return
        path = Path(show.source)
        if path.suffix != ".toml":
            copied = self._copy(show.source)
            if copied is None:
                return
            path = copied
        if self.followed != path:
            self.open(path)
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute()))):
            said = tr("{file}: each time you save it, the stage shows what you changed.", file=path)
        else:
            said = tr(
                "No program here opens {file} by itself. Open it in any editor: each time you save "
                "it, the stage shows what you changed.",
                file=path,
            )
        if not self._said:
            self.window.say(said, warning=False)

    def _copy(self, name: str) -> Path | None:
        """Copies a shipped lesson to where a person says; returns where."""
        from eq_sim.resources import resource
        from eq_sim.session.files.atomic import write_atomically
        from eq_sim.ui.dialogs.asking import name_to_save

        title, kinds = tr("Save a copy of the lesson"), f"{tr(_LESSONS)};;{tr(_ALL)}"
        path = name_to_save(title, f"my-{name}.toml", kinds, ".toml", self.window)
        if path is None:
            return None
        try:
            write_atomically(path, resource("lessons", f"{name}.toml").read_bytes())
        except OSError as error:
            why = error.strerror
            self.window.say(tr("{file} cannot be written: {why}.", file=path, why=why))
            return None
        return path

    def _follow(self) -> None:
        """The file has changed: shows the step that did, or says what is wrong with it."""
        from eq_sim.lessons.files.edited import first_change
        from eq_sim.lessons.files.lesson_file import read_lesson
        from eq_sim.lessons.player import Player

        assert self._file is not None
        show = self._shown
        if show is None and self._waits != self._session.structure:
            self._end()  # a person has gone on to something else
            return
        try:
            lesson = read_lesson(self._file.path)
            self._unsay()
            if show is None:
                self._play(lesson)
                return
            assert isinstance(show.player, Player)
            show.take_up(lesson, first_change(show.player.lesson, lesson))
        except EqSimError as error:
            self._say(error)
        except MemoryError:
            self._say_until_mended(tr("There is not enough memory for what this begins with."))

    @property
    def _shown(self) -> "LessonView | None":
        """The view that the file's lesson plays in, if it does."""
        show = self.window.show_now
        mine = show is not None and show.source == str(self.followed)
        return show if mine else None

    def _play(self, lesson: "Lesson") -> None:
        assert self._file is not None
        self.window.play_lesson(lesson, str(self._file.path))
        self._waits = None if self._shown is not None else self._session.structure

    def _say(self, error: EqSimError) -> None:
        from eq_sim.lessons.lesson_error import LessonError

        self._say_until_mended(error.in_brief() if isinstance(error, LessonError) else str(error))

    def _say_until_mended(self, sentence: str) -> None:
        """Says what is wrong, until it is mended."""
        self._unsay()
        self._said = self.window.console_panel.kept = sentence
        self.window.say(sentence)

    def _unsay(self) -> None:
        if self._said:
            self.window.unsay(self._said)
        self._said = self.window.console_panel.kept = ""

    def _end_with_lesson(self) -> None:
        if self._waits is None and self._shown is None:
            self._end()

    def _end(self) -> None:
        """Follows the file no longer."""
        self._unsay()
        self._waits = None
        if self._file is not None:
            self._file.end()
            self._file = None
