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

from eq_sim.ui.panels.card import label
from eq_sim.ui.style.numbers import clock
from eq_sim.ui.style.preferences import scaled

_SIZES = ("1280x720", "1920x1080", "2560x1440", "3840x2160")
_RATES = ("24", "25", "30", "50", "60")
_ENDINGS = "Films (*.mp4 *.webm *.gif *.webp);;Numbered pictures (*.png)"
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
        self.setWindowTitle("Film")
        self._source, self._language, self._clock = source, language, clock
        self._began = 0.0
        self._cancelling = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(f"Film of “{title}”", "title"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.path = QLineEdit(str(Path.home() / f"{Path(source).stem}.mp4"))
        self.path.setObjectName("search")
        self.path.setAccessibleName("File")
        browse = QPushButton("Choose…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        grid.addWidget(label("File", "row"), 0, 0)
        grid.addWidget(self.path, 0, 1)
        grid.addWidget(browse, 0, 2)
        self.size_box = self._choice(grid, 1, "Size", _SIZES, "1920x1080")
        self.rate = self._choice(grid, 2, "Frames a second", _RATES, "30")
        self.theme = self._choice(grid, 3, "Theme", ("dark", "light"), theme)
        self.track = QCheckBox("Captions as a track, not in the picture")
        grid.addWidget(self.track, 4, 0, 1, 3)
        outer.addLayout(grid)
        outer.addWidget(label("Captions also go into .srt and .vtt files beside the film.", "note"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.said = label("", "row")
        self.said.setWordWrap(True)
        outer.addWidget(self.bar)
        outer.addWidget(self.said)
        foot = QHBoxLayout()
        self.close_button = QPushButton("Close")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.start = QPushButton("Make the film")
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
            self.said.setText("Cancelling…")
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
        box.addItems(list(values))
        box.setCurrentText(now)
        grid.addWidget(label(caption, "row"), row, 0)
        grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignLeft)
        return box

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Film", self.path.text(), _ENDINGS)
        if name:
            self.path.setText(name)

    def _press(self) -> None:
        if self.running:
            self.cancel()
            return
        # -P: a file av.py in the folder that one happens to be in is nobody's module.
        words = ["-P", "-m", "eq_sim", "film", self._source, "-o", self.path.text(), "--progress"]
        words += ["--size", self.size_box.currentText(), "--fps", self.rate.currentText()]
        words += ["--theme", self.theme.currentText(), "--language", self._language]
        if self.track.isChecked():
            words.append("--subtitles")
        self._cancelling = False
        self._began = self._clock()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText("Preparing…")
        self.start.setText("Cancel")
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
                self.said.setText(f"{100 * share:.0f} %, about {clock(left)} left")

    def _finished(self, code: int) -> None:
        self.bar.hide()
        self.start.setText("Make the film")
        if self._cancelling:
            self.said.setText("Cancelled. Nothing was left behind.")
            return
        errors = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace")
        told = [line[len(_TOLD) :] for line in errors.splitlines() if line.startswith(_TOLD)]
        if code == 0:  # what is told of a film that was made is a warning
            self.said.setText("\n".join([f"Done: {self.path.text()}", *told]))
        else:
            self.said.setText(told[-1] if told else "The film could not be made.")
