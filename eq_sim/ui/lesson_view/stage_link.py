"""The stage in the window: it takes the place of the desk and of all docks, and gives it back."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QWidget

from eq_sim.lessons.one_thing import OneThing
from eq_sim.lessons.staging import Staged
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.panels.notice import Notice
from eq_sim.ui.stage.stage import Stage
from eq_sim.ui.style.preferences import scaled

_NOTICE = 40  # pixels that a sentence of one line is high


class StageLink:
    """The stage of one lesson in one window.

    A person who asks for a panel that is not on stage gets the whole desk; the stage comes back
    when the lesson is played on, or shows something else.

    Args:
        window: where it stands.
        host: the same window, as lessons know it.

    Attributes:
        stage: what is shown.
        alone: what stands there in the place of all that the lesson says; None for the lesson's.
    """

    def __init__(self, window: QMainWindow, host: LessonHost) -> None:
        self._window, self._host = window, host
        self.stage = Stage(host.models, self._panel)
        host.middle.insertWidget(0, self.stage, 1)
        self.alone: OneThing | None = None
        self._notice = Notice(self.stage, framed=True)
        self._before: QByteArray | None = None
        self._aside: Staged | None = None
        self._played = False
        for dock in host.docks.all:
            self.stage.watch(dock)
        self.stage.dock_shown.connect(self._dock_shown)

    @property
    def up(self) -> bool:
        """Whether the stage is there now."""
        return self.stage.staged is not None

    @property
    def said(self) -> str:
        """The sentence that stands on the stage; empty for none."""
        return "" if self._notice.isHidden() else self._notice.words.text()

    def follow(self, staged: Staged | None, passage: float, *, playing: bool) -> None:
        """Shows what the lesson says.

        Args:
            staged: what is on stage; None for the window as without a lesson.
            passage: how far the way from what was there before is, from 0 to 1.
            playing: whether the lesson goes on.
        """
        if staged != self._aside or (playing and not self._played):
            self._aside = None
        self._played = playing
        if self.alone is not None:
            staged, passage = self.alone.staged, 1.0
        wanted = None if self._aside is not None else staged
        if wanted != self.stage.staged:
            if wanted is None:
                self.strike()
            else:
                self._set(wanted)
            self._host.refresh()
        self.stage.show_passage(passage)
        self.stage.refresh()

    def strike(self) -> None:
        """Takes the stage away: the window is as it was before."""
        if not self.up:
            return
        self.stage.set_scene(None)
        self._notice.clear()
        self._host.desk.show()
        if self._before is not None:
            self._window.restoreState(self._before)
            self._before = None

    def say(self, sentence: str, *, warning: bool) -> bool:
        """Shows a sentence on the stage. Returns whether it could: the console is not on it."""
        if not self.up or self.stage.on_stage("console") is not None:
            return False
        if sentence:
            self._notice.say(sentence, warning=warning)
            width = self.stage.width() - 2 * scaled(8)
            self._notice.put(scaled(8), scaled(8), (width // 2, width), scaled(_NOTICE))
        else:
            self._notice.clear()
        return True

    def unsay(self, sentence: str) -> None:
        """Takes a sentence away, if it is the one that stands on the stage."""
        if self.said == sentence:
            self._notice.clear()

    def end(self) -> None:
        """Takes the stage away for good."""
        self.strike()
        self.stage.dock_shown.disconnect(self._dock_shown)
        self._host.middle.removeWidget(self.stage)
        self.stage.hide()
        self.stage.deleteLater()

    def _set(self, wanted: Staged) -> None:
        """Puts things on stage."""
        had = self._window.focusWidget()
        if self._before is None:
            self._before = self._window.saveState()
            for dock in self._host.docks.all:
                dock.hide()
        self.stage.set_scene(wanted)
        self._host.desk.setVisible(self.stage.on_stage("console") is not None)
        leave_to_window(self._window, had)

    def _dock_shown(self, shown: bool) -> None:
        """Somebody asks for a panel: they get the whole desk, with this panel in front."""
        asked = [dock for dock in self._host.docks.all if not dock.isHidden()]
        if not shown or not self.up or not asked:
            return
        if self.alone is not None:  # a lesson asks: it knows nothing of one thing alone
            for dock in asked:
                dock.hide()
            return
        self._aside = self.stage.staged
        in_front = [dock for dock in asked if dock.is_seen]
        self.strike()
        for dock in asked:
            dock.show()
        for dock in in_front:
            dock.raise_()
        self._host.refresh()

    def _panel(self, name: str) -> QWidget | None:
        return self._host.desk if name == "console" else self._host.panel(name)


def leave_to_window(window: QWidget, had: QWidget | None) -> None:
    """Gives the keyboard to the window itself where Qt gave it, or will, to whoever is next.

    Qt does so when whoever had it is hidden; a ring would then be drawn where no hand has been.

    Args:
        window: whose.
        had: who had it before things were hidden.
    """
    has = window.focusWidget()
    if has is None or has is not had:
        window.setFocus()
