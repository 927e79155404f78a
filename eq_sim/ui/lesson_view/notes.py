"""The presenter's own window: notes, time, and what comes next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import Show
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.numbers import clock
from eq_sim.ui.style.preferences import scaled


class NotesWindow(QWidget):
    """What the audience does not see.

    Args:
        player: what is played.
        parent: the window that the audience sees.
    """

    def __init__(self, player: Show, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.player = player
        self.setObjectName("card")
        self.setWindowTitle("Notes – eq_sim")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        self.time = label("", "readout")
        self.chapter = label("", "eyebrow")
        self.now = label("", "title")
        self.notes = label("", "callout")
        self.coming = label("", "muted")
        for words in (self.now, self.notes, self.coming):
            words.setWordWrap(True)
        for widget in (self.time, self.chapter, self.now, self.notes):
            box.addWidget(widget)
        box.addStretch(1)
        box.addWidget(label("NEXT", "eyebrow"))
        box.addWidget(self.coming)
        self.resize(scaled(560), scaled(380))

    def refresh(self) -> None:
        """Shows where the lesson is."""
        player, stage = self.player, self.player.on_stage
        left = max(0.0, player.length / TICKS - player.seconds)
        self.time.setText(f"{clock(player.seconds)}   {clock(left)} left")
        titles = [title for title, _ in stage.chapters]
        chapter = titles[stage.chapter] if stage.chapter is not None else ""
        self.chapter.setText(chapter.upper())
        self.now.setText(player.caption)
        self.notes.setText(stage.notes)
        self.coming.setText(stage.next_text or "The end.")
