"""Asks for the sound of a response where it is seen, and ends it."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from eq_sim.language.tr import tr


class HearButton(QPushButton):
    """Begins or ends the sound.

    Args:
        hear: begins or ends it.
        is_heard: whether it sounds.
        mute: mutes it, or lets it be heard again.

    Attributes:
        mute: see above.
    """

    def __init__(
        self,
        hear: Callable[[], None],
        is_heard: Callable[[], bool],
        mute: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._is_heard, self.mute = is_heard, mute
        self.setToolTip(tr("Music through the response that is drawn here. Ctrl+J"))
        self.clicked.connect(hear)

    def offer(self, *, there: bool) -> None:
        """Says what a press does; it is there or not."""
        words = tr("Stop the sound") if self._is_heard() else tr("Hear it")
        if words != self.text():
            self.setText(words)
        self.setVisible(there)
