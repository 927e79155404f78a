"""The mark that a recording runs: in the corner of the menu bar, where it moves nothing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from eq_sim.language.tr import tr
from eq_sim.ui.window.frame import FrameWindow

_WIDEST = 170  # pixels of a file's name; a longer one loses its middle


class RecordingMark(QPushButton):
    """Says where a recording goes, and ends it.

    Args:
        window: in whose menu bar it stands; in its tool bar, where the system has the menus.
        stop: ends the recording.
    """

    def __init__(self, window: FrameWindow, stop: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("recording")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: stop())
        self._menus, self._bar = window.menuBar(), window.bar
        self._in_bar: QAction | None = None
        if not self._menus.isNativeMenuBar():
            self._menus.setCornerWidget(self)
        self.hide()

    def show_recording(self, path: Path) -> None:
        """Shows that a recording runs into a file."""
        name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, _WIDEST)
        self.setText(tr("●  Recording to {file}", file=name))
        self.setAccessibleName(tr("Recording to {file}", file=path.name))
        self.setToolTip(
            tr("What happens is recorded to {file}. Click to end it (Ctrl+Alt+R)", file=path)
        )
        if self._menus.isNativeMenuBar() and self._in_bar is None:
            self._in_bar = self._bar.addWidget(self)
        if self._in_bar is not None:
            self._in_bar.setVisible(True)
        self.show()
        self._menus.adjustSize()

    def hide_recording(self) -> None:
        """Takes the mark away."""
        if self._in_bar is not None:
            self._in_bar.setVisible(False)
        self.hide()
