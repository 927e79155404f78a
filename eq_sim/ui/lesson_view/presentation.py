"""What a presenter has while an audience looks on: black screen, pointer, lens, list of places.

It is made when the screen is filled, and gone with it; a film has none of this.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from eq_sim.language.tr import tr
from eq_sim.lessons.player import Player
from eq_sim.lessons.show import Show
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.black_screen import BlackScreen
from eq_sim.ui.lesson_view.contents import Entry, contents
from eq_sim.ui.lesson_view.highlight_box import box_of
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.jump_list import JumpList
from eq_sim.ui.lesson_view.keys import Doing, is_a_key
from eq_sim.ui.lesson_view.lens import Lens
from eq_sim.ui.lesson_view.paused_mark import PausedMark
from eq_sim.ui.lesson_view.pointer_dot import PointerDot
from eq_sim.ui.style.preferences import Preferences, current
from eq_sim.ui.style.theme import Theme

_NOTCH = 120  # what a notch of the wheel counts


@dataclass(frozen=True)
class Command:
    """Something that a presenter can do, by key, by a button of the notes, by a menu.

    Attributes:
        words: what it does.
        key: as it stands on the key.
        do: does it.
    """

    words: str
    key: str
    do: Doing


class Notes(QWidget):
    """A window of the presenter's own.

    Attributes:
        look: the size of its words.
    """

    look: Preferences


class Presentation(QObject):
    """The presenter's things in one window, for one lesson.

    Args:
        window: what the audience sees.
        host: the same window, as lessons know it.
        player: what plays.
        bar: its caption.
        do: does what was pressed, and shows what came of it.
        end: goes back to the window as it was.

    Attributes:
        black: the black screen.
        dot: the pointer.
        lens: shows a part of the picture enlarged.
        mark: says that what plays is paused.
        list: where one can go; None while it is closed.
        notes: the presenter's own window, where the list comes if it is asked for there.
    """

    def __init__(
        self,
        window: QMainWindow,
        host: LessonHost,
        player: Show,
        bar: LessonBar,
        do: Callable[[Doing], None],
        end: Doing,
    ) -> None:
        super().__init__(window)
        self._window, self._host, self._player, self._bar = window, host, player, bar
        self._do, self._end = do, end
        self.black = BlackScreen(window, self.lift)
        self.dot = PointerDot(window)
        self.mark = PausedMark(bar)
        self.lens = Lens(window, self._picture, lambda: QColor(host.theme.window))
        self.list: JumpList | None = None
        self.notes: Notes | None = None
        self._played = self._near = False
        self.keys: dict[int, Doing] = {
            Qt.Key.Key_B: self.blacken,
            Qt.Key.Key_Period: self.blacken,
            Qt.Key.Key_L: self.dot.toggle,
            Qt.Key.Key_Z: self.lens.begin_marking,
            Qt.Key.Key_G: self.open_list,
            Qt.Key.Key_Escape: self.back,
        }

    @property
    def commands(self) -> list[Command]:
        """What can be done, in the order in which it is offered."""
        player = self._player
        goes = player.playing
        return [
            Command(tr("Back"), tr("Page Up"), lambda: self._do(player.back)),
            Command(tr("Pause") if goes else tr("Play"), tr("Space"), lambda: self._bar.toggle()),
            Command(tr("Next"), tr("Page Down"), lambda: self._do(player.next)),
            Command(tr("Black screen"), "B", lambda: self._do(self.blacken)),
            Command(tr("Pointer"), "L", lambda: self._do(self.dot.toggle)),
            Command(tr("Enlarge a part"), "Z", lambda: self._do(self.lens.begin_marking)),
            Command(tr("Chapters and lessons"), "G", lambda: self._do(self.open_list)),
            Command(tr("End the presentation"), "Esc", lambda: self._do(self._end)),
        ]

    @property
    def choosing(self) -> bool:
        """Whether the keyboard is in the list."""
        typed = QApplication.focusWidget()
        return self.list is not None and typed is not None and self.list.isAncestorOf(typed)

    # What keys do

    def blacken(self) -> None:
        """Makes the screen black, or brings the picture back; the lesson waits meanwhile."""
        if self.black.isVisible():
            self.lift()
            return
        self._played = self._player.playing
        self._player.pause()
        if self.list is not None:
            self.list.leave()  # it would go on taking keys, unseen
        self.black.cover()

    def lift(self) -> None:
        """Brings the picture back: the lesson goes on as it was."""
        if not self.black.isVisible():
            return
        self.black.hide()
        if self._played:
            self._do(self._player.play)

    def open_list(self) -> None:
        """Shows where one can go, in the window that has the keyboard."""
        if self.list is not None:
            self.list.leave()  # it may be in the other window
        notes = self.notes
        here = notes is not None and notes.isVisible() and notes.isActiveWindow()
        player = self._player
        language = player.language if isinstance(player, Player) else "en"
        self.list = JumpList(
            notes if here and notes is not None else self._window,
            contents(player.on_stage, language),
            self._go_to,
            self._list_closed,
            self._host.theme,
            notes.look if here and notes is not None else current(),
        )

    def back(self) -> None:
        """Takes the last thing back: list, lens, how near one came to the knobs, presentation."""
        if self.list is not None:
            self.list.leave()
            return
        if self.lens.back():
            return
        near, self._near = self._near, False
        if not (near and self._host.console_panel.console.view.back()):
            self._end()

    # What it follows

    def takes(self, watched: QObject, event: QEvent) -> bool:
        """Whether something that happens in the window is the presenter's, and not the lesson's."""
        kind = event.type()
        if isinstance(watched, QWindow):
            if isinstance(event, QMouseEvent) and watched is self._window.windowHandle():
                self.dot.follow(event.position())
            return False
        if kind == QEvent.Type.Wheel and isinstance(watched, QWidget):
            assert isinstance(event, QWheelEvent)
            return self._takes_wheel(watched, event)
        if kind == QEvent.Type.ContextMenu and isinstance(watched, QWidget):
            assert isinstance(event, QContextMenuEvent)
            return self._takes_menu(watched, event)
        return False

    def refresh(self) -> None:
        """Shows what is, over everything else."""
        if self._player.playing:
            self.black.hide()  # nothing plays unseen, whoever let it play
        paused = not self._player.playing and not self._player.finished
        self.mark.setVisible(paused)
        self.fit()
        self.lens.refresh()

    def fit(self) -> None:
        """Follows the size of the window."""
        above = QRect(self._window.rect())
        above.setBottom(box_of(self._bar).top() - 1)
        self.lens.cover(above)
        if self.black.isVisible():
            self.black.cover()
        elif self.lens.isVisible():
            self.lens.raise_()
        for widget in (self.list, self.dot):
            if widget is not None and not self.black.isVisible():
                widget.raise_()

    def dress(self, theme: Theme, pixels: float) -> None:
        """Takes up colours, and the size of the caption's letters."""
        self.mark.set_look(theme, pixels)

    def end(self) -> None:
        """Takes everything away."""
        if self.list is not None:
            self.list.leave()
        for widget in (self.black, self.dot, self.lens, self.mark):
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key brings the picture back, and means nothing else."""
        if not self.black.isVisible() or not is_a_key(event.key()):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._do(self.lift)
        return True

    def _takes_wheel(self, watched: QWidget, event: QWheelEvent) -> bool:
        """Enlarges by Ctrl + wheel, but for the knobs, to which one comes nearer by it."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not held or watched.window() is not self._window or watched is self.lens:
            return False
        console = self._host.console_panel.console
        if watched is console or console.isAncestorOf(watched):
            self._near = True
            return False
        place = QPointF(self._window.mapFromGlobal(event.globalPosition()))
        if not self.lens.geometry().contains(place.toPoint()):
            return False
        self.lens.turn(place, event.angleDelta().y() / _NOTCH)
        event.accept()
        return True

    def _takes_menu(self, watched: QWidget, event: QContextMenuEvent) -> bool:
        """Offers all commands, by a right click on the caption or the Menu key."""
        mine = watched in (self._window, self._bar) or self._bar.isAncestorOf(watched)
        if not mine or self.black.isVisible():
            return False
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in self.commands:
            menu.addAction(f"{command.words}\t{command.key}", command.do)
        menu.popup(event.globalPos())
        event.accept()
        return True

    def _picture(self) -> list[QWidget]:
        """Returns what the audience sees of the window, the lowest first."""
        over = (self.black, self.dot, self.lens, self.list)
        children = [child for child in self._window.children() if isinstance(child, QWidget)]
        return [
            child
            for child in children
            if child.isVisible() and not child.isWindow() and child not in over
        ]

    def _go_to(self, entry: Entry) -> None:
        player = self._player
        if entry.lesson is not None:
            self._host.play_lesson(entry.lesson)
        elif entry.chapter is not None and isinstance(player, Player):
            chapter = entry.chapter
            self._do(lambda: player.go_to_chapter(chapter))

    def _list_closed(self) -> None:
        self.list = None
