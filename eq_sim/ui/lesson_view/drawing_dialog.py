"""Has something drawn by a process of its own, from a film to a page: the window stays free."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.numerals import clock
from eq_sim.language.spoken import spoken
from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

SIZES = ("1280x720", "1920x1080", "2560x1440", "3840x2160")
THEMES = (later("dark"), later("light"))

_TOLD = "eq-sim: "  # what a sentence to a person begins with
_GRACE = 5000  # milliseconds for what is cancelled to clean up behind itself


def folder_beside(source: str) -> Path:
    """Returns where what is made of a lesson goes at first: beside its file, where it has one."""
    return Path(source).absolute().parent if Path(source).suffix else Path.home()


class DrawingDialog(QDialog):
    """Choices; then progress, time left, cancel. Who derives from it adds the choices.

    Args:
        title: of the window.
        heading: what is made, of what.
        make: the words that begin it.
        failed: what is said where it failed and did not say why.
        now: seconds, ever growing.
        parent: the window.

    Attributes:
        grid: for the choices, a row each.
        path: where to.
        start: begins, and cancels.
        said: how it is going, and what came of it.
        process: what draws.
    """

    def __init__(
        self,
        title: str,
        heading: str,
        make: str,
        failed: str,
        now: Callable[[], float],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._make, self._failed, self._now = make, failed, now
        self._began = 0.0
        self._cancelling = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(heading, "title"))
        self.grid = QGridLayout()
        self.grid.setColumnStretch(1, 1)
        self.path = QLineEdit()
        self.path.setObjectName("search")
        outer.addLayout(self.grid)
        self._note = label("", "note")
        self._note.setWordWrap(True)
        outer.addWidget(self._note)
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
        self.start = QPushButton(make)
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
    def words(self) -> list[str]:
        """The command and its words, as they are chosen."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether something is being made."""
        return self.process.state() != QProcess.ProcessState.NotRunning

    def cancel(self) -> None:
        """Gives it up; what was made of it is taken away again."""
        if self.running and not self._cancelling:
            self._cancelling = True
            self.said.setText(tr("Cancelling…"))
            self.process.write(b"\n")
            self.process.closeWriteChannel()

    def reject(self) -> None:
        """Closes; what is being made is given up first."""
        self.shut()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As ``reject``."""
        self.shut()
        super().closeEvent(event)

    def shut(self) -> None:
        """Gives up what is being made, and waits until nothing is left of it."""
        self.cancel()
        if self.running and not self.process.waitForFinished(_GRACE):
            self.process.kill()
            self.process.waitForFinished(_GRACE)

    def _add_path(self, caption: str, path: str, browse: Callable[[], None]) -> None:
        """Adds the row of where to."""
        self.path.setText(path)
        self.path.setAccessibleName(caption)
        button = QPushButton(tr("Choose…"))
        button.setAutoDefault(False)
        button.clicked.connect(browse)
        self.grid.addWidget(label(caption, "row"), 0, 0)
        self.grid.addWidget(self.path, 0, 1)
        self.grid.addWidget(button, 0, 2)

    def _choice(self, caption: str, values: tuple[str, ...], now: str) -> QComboBox:
        """Adds a row with a choice."""
        box = QComboBox()
        box.setObjectName("framed")
        box.setAccessibleName(caption)
        for value in values:
            box.addItem(tr(value), value)
        box.setCurrentIndex(box.findData(now))
        row = self.grid.rowCount()
        self.grid.addWidget(label(caption, "row"), row, 0)
        self.grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignLeft)
        return box

    def _press(self) -> None:
        if self.running:
            self.cancel()
            return
        self._cancelling = False
        self._began = self._now()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText(tr("Preparing…"))
        self.start.setText(tr("Cancel"))
        # -P: a file av.py in the folder that one happens to be in is nobody's module.
        words = ["-P", "-m", "eq_sim", *self.words, "-o", self.path.text(), "--progress"]
        words += ["--say", spoken()]
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
                left = (self._now() - self._began) * (1 - share) / share
                self.said.setText(
                    tr("{share:.0f} %, about {time} left", share=100 * share, time=clock(left))
                )

    def _finished(self, code: int) -> None:
        self.bar.hide()
        self.start.setText(self._make)
        if self._cancelling:
            self.said.setText(tr("Cancelled. Nothing was left behind."))
            return
        errors = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace")
        told = [line[len(_TOLD) :] for line in errors.splitlines() if line.startswith(_TOLD)]
        if code == 0:  # what is told of what was made is a warning
            done = tr("Done: {file}", file=self.path.text())
            self.said.setText("\n".join([done, *told]))
        else:
            self.said.setText(told[-1] if told else self._failed)
