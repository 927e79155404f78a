"""The replay beside the list: its picture, and what plays it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.lessons.making.read_through import ReadThrough
from eq_sim.lessons.scene import TICKS
from eq_sim.ui.making.buttons import button, listen
from eq_sim.ui.making.desk import MakingDesk
from eq_sim.ui.making.picture import WindowPicture
from eq_sim.ui.making.replay import Replay
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

if TYPE_CHECKING:
    from eq_sim.ui.window.main_window import MainWindow

_LOOK = 80  # milliseconds between two looks at the window


class ReplaySide(QWidget):
    """Shows the draft on a desk as it is played.

    Args:
        desk: whose draft.
        played_in: the program's window.
        window: which listens to the keys.

    Attributes:
        replay: plays the draft.
        read: the draft as it was read through.
        number: of the chosen entry.
    """

    presented = Signal(bool)
    """Whether the program's window is before an audience now."""

    def __init__(self, desk: MakingDesk, played_in: "MainWindow", window: QWidget) -> None:
        super().__init__()
        self._window = played_in
        self.replay = Replay(played_in, desk, self.presented.emit)
        self.read, self.number = ReadThrough(None), 0
        self._seen: tuple[object, ...] = ()
        self._settled = False
        self.picture = WindowPicture()
        self.picture.pressed.connect(self._bring_window)
        tip = tr("Play on from where the chosen step begins")
        self.from_here = button(tr("Play from here"), tip, self.play, "F8")
        self.toggle_button = button(tr("Play"), tr("Pause, or go on"), self.toggle, "F9")
        self.time = label("", "number")
        row = QHBoxLayout()
        for widget in (self.from_here, self.toggle_button, self.time):
            row.addWidget(widget)
        row.addStretch(1)
        tip = tr("Full screen, from the beginning; Shift + F5 from here")
        row.addWidget(button(tr("Present"), tip, partial(self.present, start=True), "F5"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scaled(8))
        box.addWidget(self.picture, 1)
        box.addLayout(row)
        listen(window, "F8", self.play)
        listen(window, "F9", self.toggle)
        listen(window, "F5", partial(self.present, start=True))
        listen(window, "Shift+F5", partial(self.present, start=False))
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK)
        self._looks.timeout.connect(self.look)
        self._looks.start()

    def show_entry(self) -> None:
        """Shows the chosen entry as it is when it is over."""
        self.replay.show(self.read, self.number)

    def play(self) -> None:
        """Plays on from where the chosen entry begins."""
        self.replay.play_from(self.read, self.number)
        self.look()

    def toggle(self) -> None:
        """Rests, or goes on."""
        self.replay.toggle(self.read)
        self.look()

    def present(self, *, start: bool) -> None:
        """Fills the screen with the lesson, as its audience sees it."""
        self.replay.present(self.read, start=start)

    def look(self) -> None:
        """Shows the window as it is, if something in it is other than before."""
        player, playing = self.replay.player, self.replay.playing
        self.toggle_button.setText(tr("Pause") if playing else tr("Play"))
        seen = (*self.replay.seen, self._window.size(), self._window.theme.name)
        if (seen == self._seen and self._settled) or not self.isVisible():
            return
        # What has just come to the window is in its place a look later.
        self._settled, self._seen = seen == self._seen, seen
        self.picture.take(self._window, player.caption if player is not None else "")
        if player is not None:
            now, whole = clock(player.seconds), clock(player.length / TICKS)
            self.time.setText(tr("{now} of {whole}", now=now, whole=whole))

    def _bring_window(self) -> None:
        self._window.raise_()
        self._window.activateWindow()
