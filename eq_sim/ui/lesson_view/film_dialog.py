"""Asks for a film of the lesson."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.lesson_view.drawing_dialog import SIZES, THEMES, DrawingDialog

_RATES = ("24", "25", "30", "50", "60")
_FILMS = later("Films (*.mp4 *.webm *.gif *.webp)")
_PICTURES = later("Numbered pictures (*.png)")


class FilmDialog(DrawingDialog):
    """Where to, how large, how fast.

    Args:
        title: of what is filmed.
        source: its name or file, as the command line takes it.
        theme: the colours to begin with.
        language: of the captions.
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
        heading = tr("Film of “{title}”", title=title)
        failed = tr("The film could not be made.")
        super().__init__(tr("Film"), heading, tr("Make the film"), failed, clock, parent)
        self._source, self._language = source, language
        self._add_path(tr("File"), str(Path.home() / f"{Path(source).stem}.mp4"), self._browse)
        self.size_box = self._choice(tr("Size"), SIZES, "1920x1080")
        self.rate = self._choice(tr("Frames a second"), _RATES, "30")
        self.theme = self._choice(tr("Theme"), THEMES, theme)
        self.track = QCheckBox(tr("Captions as a track, not in the picture"))
        self.grid.addWidget(self.track, self.grid.rowCount(), 0, 1, 3)
        self._note.setText(tr("Captions also go into .srt and .vtt files beside the film."))

    @property
    def words(self) -> list[str]:
        """The command and its words, as they are chosen."""
        words = ["film", self._source]
        words += ["--size", self.size_box.currentText(), "--fps", self.rate.currentText()]
        words += ["--theme", self.theme.currentData(), "--language", self._language]
        return [*words, "--subtitles"] if self.track.isChecked() else words

    def _browse(self) -> None:
        kinds = f"{tr(_FILMS)};;{tr(_PICTURES)}"
        name, _ = QFileDialog.getSaveFileName(self, tr("Film"), self.path.text(), kinds)
        if name:
            self.path.setText(name)
