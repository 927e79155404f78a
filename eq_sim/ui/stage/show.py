"""A lesson in the window: time for its player, its caption, its spotlight, and full screen."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDockWidget, QLineEdit, QWidget

from eq_sim.lessons.playback import Playback
from eq_sim.lessons.player import Player
from eq_sim.lessons.stage import TICKS, Highlight
from eq_sim.ui.preferences import current, scaled
from eq_sim.ui.stage.bar import LessonBar
from eq_sim.ui.stage.film_dialog import FilmDialog
from eq_sim.ui.stage.lesson_window import LessonWindow
from eq_sim.ui.stage.notes import NotesWindow
from eq_sim.ui.stage.spotlight import Spotlight

CAPTION_SHARE = 1 / 20
TEXT_SHARE = 1 / 40
"""Of the screen's height: what the last row of a hall can read."""

_BODY = 13.0  # pixels of ordinary words at 100 %
_FORWARD = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_N)
_BACKWARD = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_P)
_STOP_AND_GO = (Qt.Key.Key_Space, Qt.Key.Key_Period, Qt.Key.Key_B)


class Show(QObject):
    """One lesson on one window.

    Args:
        window: where it plays.
        player: what plays.
        source: the name or file of it, for films.
    """

    def __init__(self, window: LessonWindow, player: Player | Playback, source: str) -> None:
        super().__init__(window.frame)
        self.window = window
        self.player = player
        self.presenting = False
        self.source = source
        self.film: FilmDialog | None = None
        self.bar = LessonBar(self.player, window.theme, self.changed, self.leave, self.present)
        window.add_below_console(self.bar)
        self._more = window.docks.more
        window.docks.show_more(False)  # a lesson needs the room; they come back with the end of it
        self.spotlight = Spotlight(window.frame, window.theme)
        self.notes: NotesWindow | None = None
        self._before: tuple[object, ...] = ()
        self._owed = 0.0
        self._lit_dock: QDockWidget | None = None
        self._hidden: tuple[str, ...] = ()
        self._hall = 0
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.refresh()

    # Time

    def advance(self, seconds: float) -> None:
        """Lets real time pass; whole ticks go to the player.

        Raises:
            EqSimError: a step of the lesson cannot be done.
        """
        self._owed += seconds * TICKS
        due = int(self._owed)
        self._owed -= due
        self.player.advance(due)

    def changed(self) -> None:
        """Something was pressed."""
        self.window.tell_lesson()
        self.window.refresh()
        self.refresh()

    def refresh(self) -> None:
        """Shows caption, answers, spotlight, and what is hidden."""
        self.bar.refresh()
        if self.notes is not None:
            self.notes.refresh()
        if self.player.hidden != self._hidden:
            self._hide(self.player.hidden)
        self._show_lit_panel()
        self.spotlight.light(self._lit(), self._bar_box())

    def touched(self) -> None:
        """A hand did something: the lesson waits, unless it is the person's turn."""
        if self.player.playing and not self.player.your_turn:
            self.player.pause()
            self.changed()

    def dress(self) -> None:
        """Takes up the window's colours and the size of its words."""
        theme = self.window.theme
        self.spotlight.set_theme(theme)
        pixels = self._hall * CAPTION_SHARE if self._hall else scaled(20)
        self.bar.set_look(theme, pixels, controls=not self._hall)

    # Leaving and presenting

    def toggle(self) -> None:
        """Plays, or pauses and lets one touch."""
        self.bar.toggle()

    def leave(self) -> None:
        """Ends the lesson; the experiment stays as it is."""
        if self.presenting and self._before:
            self.present()
        self.presenting = self.window.audience.hall = False
        self.player.pause()
        self._hide(())
        self.window.docks.show_more(self._more)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self.film is not None:
            self.film.shut()
        for widget in (self.bar, self.spotlight, self.notes, self.film):
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.notes = self.film = None
        self.window.show_ended(self)
        self.deleteLater()

    def present(self) -> None:
        """Fills the screen for an audience, or comes back."""
        window = self.window.frame
        if not self.presenting:
            self.presenting = True
            self._before = (window.saveState(), current(), window.isFullScreen())
            window.showFullScreen()
            self.arrange(window.screen().size().height())
            self._open_notes()
        else:
            self.presenting = self.window.audience.hall = False
            state, look, full = self._before
            window.menuBar().show()
            self.window.bar.show()
            self.window.set_look(look, remember=False)  # type: ignore[arg-type]
            if not full:
                window.showNormal()
            window.restoreState(state)  # type: ignore[arg-type]
            self._hall = 0
            self.dress()
            if self.notes is not None:
                self.notes.close()
        self.refresh()

    def arrange(self, height: int) -> None:
        """Leaves console, output, loss, one number and the caption, in letters for a hall.

        Args:
            height: of the screen, in logical pixels.
        """
        window = self.window
        window.audience.hall = True
        window.frame.menuBar().hide()
        window.bar.hide()
        self._hall = height
        text = round(100 * TEXT_SHARE * height / _BODY)
        window.set_look(replace(current(), text=max(text, 100), least=_BODY), remember=False)
        self.dress()
        window.docks.arrange_for_hall()
        self._hide(self.player.hidden)

    def _open_notes(self) -> None:
        """Opens the presenter's window where there is a second screen."""
        screens = QGuiApplication.screens()
        others = [screen for screen in screens if screen is not self.window.frame.screen()]
        if others:
            self.show_notes()
            assert self.notes is not None
            self.notes.move(others[0].availableGeometry().topLeft())

    def show_notes(self) -> None:
        """Opens the presenter's window on this screen."""
        if self.notes is None:
            self.notes = NotesWindow(self.player, self.window.frame)
        self.notes.show()
        self.notes.refresh()

    def ask_film(self) -> None:
        """Opens the dialog for a film of this lesson; there is one."""
        window = self.window
        if self.film is None:
            player, theme, clock = self.player, window.theme.name, window.clock
            title = player.title.get(player.language, player.title["en"])
            language = player.language
            self.film = FilmDialog(title, self.source, theme, language, clock, window.frame)
        self.film.show()
        self.film.raise_()

    # Keys of a remote clicker

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes a presenter's keys before anything else does."""
        if event.type() == QEvent.Type.Resize and watched is self.window.frame:
            self.refresh()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() not in (
            self.window.frame,
            self.notes,
        ):
            return False
        if isinstance(watched, QLineEdit | QComboBox) or event.modifiers():
            return False
        return self._key(event.key())

    def _key(self, key: int) -> bool:
        player = self.player
        touching = not player.playing or player.your_turn  # the arrows belong to the knobs then
        question = player.question
        number = key - Qt.Key.Key_1
        if question is not None and not question.revealed and 0 <= number < len(self.bar.answers):
            player.answer(number)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) or (
            self.presenting and not touching and key in (*_FORWARD, *_BACKWARD)
        ):
            (player.next if key in _FORWARD else player.back)()
        elif key == Qt.Key.Key_Space or (self.presenting and key in _STOP_AND_GO):
            self.bar.toggle()
        elif key == Qt.Key.Key_F5 or (key == Qt.Key.Key_Escape and self.presenting):
            self.present()
        else:
            return False
        self.changed()
        return True

    # What is lit and what is hidden

    def _show_lit_panel(self) -> None:
        """Brings a panel out while it is spoken of; a hall sees only what is always there."""
        lit = self.player.highlight
        name = lit.panel if lit is not None and lit.kind == "panel" else ""
        docks = self.window.docks
        dock = docks.of(name)
        extra = dock is not None and docks.is_extra(dock)
        wanted = dock if extra and not self._hall else None
        if wanted is self._lit_dock:
            return
        if self._lit_dock is not None:
            self._lit_dock.hide()
        self._lit_dock = wanted
        if wanted is not None:
            wanted.show()
            wanted.raise_()

    def _bar_box(self) -> QRect:
        return QRect(self.bar.mapTo(self.window.frame, self.bar.rect().topLeft()), self.bar.size())

    def _lit(self) -> QRect | None:
        lit = self.player.highlight
        if lit is None or not self.window.frame.isVisible():
            return None
        return self._panel(lit.panel) if lit.kind == "panel" else self._knobs(lit)

    def _knobs(self, lit: Highlight) -> QRect:
        window = self.window
        console, view = window.console, window.console.viewport()
        size = window.session.layout.size
        knobs = [knob for knob in lit.knobs if knob < size]
        if lit.kind == "knob":
            boxes = [console.box_of(knob, whole=True) for knob in knobs]
        else:
            layout = window.session.layout
            places = {(layout.knob(k).layer, layout.knob(k).neuron) for k in knobs}
            boxes = [console.box_of_neuron(*place) for place in sorted(places)]
        whole = QRect()
        for box in boxes:
            whole = whole.united(box)
        whole = whole.intersected(view.rect())
        return whole.translated(view.mapTo(window.frame, view.rect().topLeft()))

    def _panel(self, name: str) -> QRect | None:
        widget = self.window.panel(name)
        if widget is None or not widget.isVisible():
            return None
        return QRect(widget.mapTo(self.window.frame, widget.rect().topLeft()), widget.size())

    def _hide(self, names: tuple[str, ...]) -> None:
        """Hides panels; those that were hidden before come back."""
        docks = self.window.docks
        hidden = [docks.of(name) for name in names]
        for name in (*self._hidden, *names):
            dock = docks.of(name)
            if name == "transport":
                self.window.bar.setVisible(name not in names and not self.presenting)
            elif dock is not None and not (self.presenting and docks.is_extra(dock)):
                dock.setVisible(dock not in hidden)
        self._hidden = names
