"""Pictures of what is said next, for the presenter alone.

The lesson is played to its end once more, in a process of its own that lets all others go first:
so they are true, and what plays here is left alone. They come one after the other.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTemporaryDir, Signal
from PySide6.QtGui import QImage

from eq_sim.lessons.files.lesson_file import bundled_lessons

_HIGH = 540  # pixels: the least in which letters for a hall are as large, in proportion


class NextPictures(QObject):
    """The pictures of one lesson, as they come.

    Args:
        source: its name or file, as the command line takes it.
        parent: what it ends with.

    Attributes:
        known: whether there is a lesson that can be played beside the one that plays.
        fails: whether there are none, and will be none.
    """

    come = Signal()
    """There is one more, or there will be no more."""

    def __init__(self, source: str, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        file = source.endswith(".toml") and Path(source).is_file()
        self.known = file or source in bundled_lessons()
        self.fails = not self.known
        self._text: str | None = None
        self._asked: tuple[str, ...] = ()
        self._folder: QTemporaryDir | None = None
        self._files: dict[int, str] = {}
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.errorOccurred.connect(self._ended)
        self._process.finished.connect(self._ended)

    @property
    def running(self) -> bool:
        """Whether more are being made."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def play(self, text: str | None) -> None:
        """Forgets all pictures: they were of a lesson that was another one.

        Args:
            text: of the lesson as it is now; None where it is that of its source.
        """
        self.end()
        self._text = text
        self.known = self.known or text is not None
        self.fails = not self.known

    def ask(self, shape: float, theme: str, language: str, decimal: str) -> None:
        """Asks for all pictures; those of the same looks are not made twice.

        Args:
            shape: of the audience's screen: its width over its height.
            theme: "dark" or "light".
            language: of the captions.
            decimal: the decimal sign.
        """
        size = f"{2 * round(_HIGH * shape / 2)}x{_HIGH}"
        asked = size, theme, language, decimal
        if asked == self._asked or not self.known:
            return
        self.end()
        self._asked, self._folder = asked, QTemporaryDir()
        try:
            source = self._played(self._folder)
        except OSError:  # they would lie wherever the program was started
            self.fails = True
            self.come.emit()
            return
        words = ["-P", "-m", "eq_sim", "stills", source, "--said", "--progress"]
        words += ["-o", self._folder.path(), "--size", size, "--theme", theme]
        words += ["--language", language, "--decimal", decimal]
        self.fails = False
        self._process.start(sys.executable, words)

    def at(self, tick: int | None) -> QImage | None:
        """Returns the picture of what is said from a tick on; None where there is none yet."""
        file = None if tick is None else self._files.get(tick)
        return None if file is None else QImage(file)

    def end(self) -> None:
        """Gives up what is being made, and takes all pictures away."""
        self._process.blockSignals(True)
        if self.running:
            self._process.kill()
            self._process.waitForFinished()
        self._process.blockSignals(False)
        self._files, self._asked = {}, ()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def _played(self, folder: QTemporaryDir) -> str:
        """Returns the name or file of what plays now.

        Raises:
            OSError: there is no room for it, or for the pictures.
        """
        if not folder.isValid():
            raise OSError(folder.errorString())
        if self._text is None:
            return self._source
        file = Path(folder.path()) / "lesson.toml"
        file.write_text(self._text, encoding="utf-8", newline="\n")
        return str(file)

    def _read(self) -> None:
        for line in bytes(self._process.readAllStandardOutput().data()).splitlines():
            if line.startswith(b"{"):
                made = json.loads(line)
                self._files[int(made["tick"])] = made["file"]
        self.come.emit()

    def _ended(self) -> None:
        self.fails = self._process.exitCode() != 0 or not self._files
        self.come.emit()
