"""Asks for a page of the lesson, with film, captions, pictures and text."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.lesson_view.drawing_dialog import SIZES, THEMES, DrawingDialog, folder_beside


class PageDialog(DrawingDialog):
    """Into which folder, how large its pictures are, and what is on it.

    Args:
        title: of what is shown.
        source: its name or file, as the command line takes it.
        theme: the colours of the pictures to begin with.
        language: of the page.
        clock: seconds, ever growing.
        parent: the window.
    """

    def __init__(
        self,
        title: str,
        source: str,
        theme: str,
        language: str,
        clock: Callable[[], float],
        parent: QWidget,
    ) -> None:
        heading = tr("Page of “{title}”", title=title)
        failed = tr("The page could not be made.")
        super().__init__(tr("Page"), heading, tr("Make the page"), failed, clock, parent)
        self._source, self._language = source, language
        self._add_path(tr("Folder"), str(folder_beside(source) / _folder_of(source)), self._browse)
        self.size_box = self._choice(tr("Size"), SIZES, "1920x1080")
        self.theme = self._choice(tr("Theme"), THEMES, theme)
        self.film = QCheckBox(tr("With the film"))
        self.film.setChecked(True)
        self.notes = QCheckBox(tr("With the presenter's notes"))
        for box in (self.film, self.notes):
            self.grid.addWidget(box, self.grid.rowCount(), 0, 1, 3)
        self._note.setText(
            tr("One HTML page that needs no server: film, captions, pictures and text.")
        )

    @property
    def words(self) -> list[str]:
        """The command and its words, as they are chosen."""
        words = ["export", self._source, "--size", self.size_box.currentText()]
        words += ["--theme", self.theme.currentData(), "--language", self._language]
        words += [] if self.film.isChecked() else ["--no-film"]
        return [*words, "--notes"] if self.notes.isChecked() else words

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Page"), self.path.text())
        if name:
            self.path.setText(name)


def _folder_of(source: str) -> str:
    """Returns a name for the folder: what has an ending would be a file."""
    return Path(source).stem.replace(".", "-")
