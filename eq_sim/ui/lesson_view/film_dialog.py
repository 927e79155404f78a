"""Asks for a film of the lesson."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.lesson_view.drawing_dialog import SIZES, THEMES, DrawingDialog, folder_beside

_RATES = ("24", "25", "30", "50", "60")
_FILMS = later("Films (*.mp4 *.webm *.gif *.webp)")
_PICTURES = later("Numbered pictures (*.png)")
SEE_THROUGH = (".webm", ".webp", ".png")
"""The endings of films that can be transparent; of these the first by itself."""

_LETTERS = 20  # of a list's words that are always seen


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
        self._add_path(
            tr("File"), str(folder_beside(source) / f"{Path(source).stem}.mp4"), self._browse
        )
        self.size_box = self._choice(tr("Size"), SIZES, "1920x1080")
        self.rate = self._choice(tr("Frames a second"), _RATES, "30")
        self.theme = self._choice(tr("Theme"), THEMES, theme)
        self.panel = self._part(tr("Picture"), tr("all that is shown"))
        self.chapter = self._part(tr("Chapter"), tr("all chapters"))
        self.track = QCheckBox(tr("Captions as a track, not in the picture"))
        self.keys = QCheckBox(tr("Show what was done, and its keys"))
        self.track.toggled.connect(self.keys.setDisabled)
        self.transparent = QCheckBox(tr("Transparent, for slides (WebM, WebP, PNG)"))
        self.transparent.toggled.connect(self._see_through)
        for box in (self.track, self.keys, self.transparent):
            self.grid.addWidget(box, self.grid.rowCount(), 0, 1, 3)
        self._note.setText(tr("Captions also go into .srt and .vtt files beside the film."))

    @property
    def words(self) -> list[str]:
        """The command and its words, as they are chosen."""
        words = ["film", self._source]
        words += ["--size", self.size_box.currentText(), "--fps", self.rate.currentText()]
        words += ["--theme", self.theme.currentData(), "--language", self._language]
        for option, chosen in (("--chapter", self.chapter), ("--panel", self.panel)):
            if chosen.currentData():
                words += [option, chosen.currentData()]
        switches = (
            ("--subtitles", self.track),
            ("--keys", self.keys),
            ("--transparent", self.transparent),
        )
        return words + [word for word, box in switches if box.isEnabled() and box.isChecked()]

    def offer(self, chapters: Sequence[str] | None, things: Sequence[tuple[str, str]]) -> None:
        """Offers parts of what is filmed.

        Args:
            chapters: the titles of a lesson's; None for a recording.
            things: panels and cards that can fill the picture: (as lessons call them, titles).
        """
        for number, title in enumerate(chapters or (), start=1):
            self.chapter.addItem(f"{number}  {title}", str(number))
        for thing, title in things:
            self.panel.addItem(title, thing)
        self.chapter.setEnabled(bool(chapters))
        self.track.setVisible(chapters is not None)  # a recording's are what was done

    def _part(self, caption: str, whole: str) -> QComboBox:
        """Adds a row with a choice of a part; by itself all of it."""
        box = self._choice(caption, (), "")
        # A long title is cut here, and whole in the list that opens.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LETTERS)
        box.addItem(whole, "")
        return box

    def _see_through(self, on: bool) -> None:
        """Takes a kind of film that can be transparent, where the one that is wanted cannot."""
        path = self.path.text()
        if on and not path.lower().endswith(SEE_THROUGH):
            self.path.setText(str(Path(path).with_suffix(SEE_THROUGH[0])))

    def _browse(self) -> None:
        kinds = f"{tr(_FILMS)};;{tr(_PICTURES)}"
        name, _ = QFileDialog.getSaveFileName(self, tr("Film"), self.path.text(), kinds)
        if name:
            self.path.setText(name)
