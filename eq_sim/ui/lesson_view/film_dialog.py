"""Makes a film of the lesson in a process of its own: the window stays free meanwhile."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.numerals import clock
from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_SIZES = ("1280x720", "1920x1080", "2560x1440", "3840x2160")
_RATES = ("24", "25", "30", "50", "60")
_FILMS = later("Films (*.mp4 *.webm *.gif *.webp)")
_PICTURES = later("Numbered pictures (*.png)")
_THEMES = (later("dark"), later("light"))
_TOLD = "eq-sim: "  # what a sentence to a person begins with
_GRACE = 5000  # milliseconds for a cancelled film to clean up behind itself


class FilmDialog(QDialog):
    """Where to, how large, how fast; then progress, time left, cancel.

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
        super().__init__(parent)
        self.setWindowTitle(tr("Film"))
        self._source, self._language, self._clock = source, language, clock
        self._began = 0.0
        self._cancelling = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(tr("Film of “{title}”", title=title), "title"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.path = QLineEdit(str(Path.home() / f"{Path(source).stem}.mp4"))
        self.path.setObjectName("search")
        self.path.setAccessibleName(tr("File"))
        browse = QPushButton(tr("Choose…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        grid.addWidget(label(tr("File"), "row"), 0, 0)
        grid.addWidget(self.path, 0, 1)
        grid.addWidget(browse, 0, 2)
        self.size_box = self._choice(grid, 1, tr("Size"), _SIZES, "1920x1080")
        self.rate = self._choice(grid, 2, tr("Frames a second"), _RATES, "30")
        self.theme = self._choice(grid, 3, tr("Theme"), _THEMES, theme)
        self.track = QCheckBox(tr("Captions as a track, not in the picture"))
        grid.addWidget(self.track, 4, 0, 1, 3)
        outer.addLayout(grid)
        beside = tr("Captions also go into .srt and .vtt files beside the film.")
        outer.addWidget(label(beside, "note"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.said = label("", "row")
        self.said.setWordWrap(True)
        outer.addWidget(self.bar)
        outer.addWidget(self.said)
        foot = QHBoxLayout()
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.start = QPushButton(tr("Make the film"))
        self.start.setDefault(True)
        self.start.clicked.connect(self._press)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.start)
        outer.addLayout(foot)
        self.process = QProcess(self)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.finished.connect(self._finished)
        self.resize(scaled(520), self.sizeHint().height())

    @property
    def running(self) -> bool:
        """Whether a film is being made."""
        return self.process.state() != QProcess.ProcessState.NotRunning

    def cancel(self) -> None:
        """Gives the film up; what was made of it is taken away again."""
        if self.running and not self._cancelling:
            self._cancelling = True
            self.said.setText(tr("Cancelling…"))
            self.process.write(b"\n")
            self.process.closeWriteChannel()

    def reject(self) -> None:
        """Closes; a film that is being made is given up first."""
        self.shut()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As ``reject``."""
        self.shut()
        super().closeEvent(event)

    def shut(self) -> None:
        """Gives up a running film and waits until nothing is left of it."""
        self.cancel()
        if self.running and not self.process.waitForFinished(_GRACE):
            self.process.kill()
            self.process.waitForFinished(_GRACE)

    def _choice(
        self, grid: QGridLayout, row: int, caption: str, values: tuple[str, ...], now: str
    ) -> QComboBox:
        box = QComboBox()
        box.setObjectName("framed")
        box.setAccessibleName(caption)
        for value in values:
            box.addItem(tr(value), value)
        box.setCurrentIndex(box.findData(now))
        grid.addWidget(label(caption, "row"), row, 0)
        grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignLeft)
        return box

    def _browse(self) -> None:
        kinds = f"{tr(_FILMS)};;{tr(_PICTURES)}"
        name, _ = QFileDialog.getSaveFileName(self, tr("Film"), self.path.text(), kinds)
        if name:
            self.path.setText(name)

    def _press(self) -> None:
        if self.running:
            self.cancel()
            return
        # -P: a file av.py in the folder that one happens to be in is nobody's module.
        words = ["-P", "-m", "eq_sim", "film", self._source, "-o", self.path.text(), "--progress"]
        words += ["--size", self.size_box.currentText(), "--fps", self.rate.currentText()]
        words += ["--theme", self.theme.currentData(), "--language", self._language]
        if self.track.isChecked():
            words.append("--subtitles")
        self._cancelling = False
        self._began = self._clock()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText(tr("Preparing…"))
        self.start.setText(tr("Cancel"))
        self.process.start(sys.executable, words)

    def _read(self) -> None:
        for line in bytes(self.process.readAllStandardOutput().data()).splitlines():
            if not line.startswith(b"{"):
                continue
            progress = json.loads(line)
            self.bar.setRange(0, int(progress["of"]))
            self.bar.setValue(int(progress["frame"]))
            share = progress["frame"] / max(1, progress["of"])
            if share > 0.02 and not self._cancelling:
                left = (self._clock() - self._began) * (1 - share) / share
                self.said.setText(
                    tr("{share:.0f} %, about {time} left", share=100 * share, time=clock(left))
                )

    def _finished(self, code: int) -> None:
        self.bar.hide()
        self.start.setText(tr("Make the film"))
        if self._cancelling:
            self.said.setText(tr("Cancelled. Nothing was left behind."))
            return
        errors = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace")
        told = [line[len(_TOLD) :] for line in errors.splitlines() if line.startswith(_TOLD)]
        if code == 0:  # what is told of a film that was made is a warning
            done = tr("Done: {file}", file=self.path.text())
            self.said.setText("\n".join([done, *told]))
        else:
            self.said.setText(told[-1] if told else tr("The film could not be made."))
