"""What's this? A click, a right click or a key, and what is there explains itself."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QWhatsThis, QWidget

from eq_sim.glossary import Term
from eq_sim.language.tr import later, tr
from eq_sim.ui.console.console import Console
from eq_sim.ui.explaining.places import terms_at, terms_of_target
from eq_sim.ui.explaining.term_text import aloud, rich
from eq_sim.ui.knobs.actions import Say

WORDS = later("What's this?")
HOW = later(
    "Click what you want explained. Shift+F1 again explains what has the keyboard; Esc ends this."
)


class WhatsThis(QObject):
    """Explains the things in a window.

    Args:
        window: whose things.
        rooms: the parts of the window that its things are in; of all that nothing inside has
            taken, they hear.
        say: tells a person what to do next.
        unsay: takes that away.
    """

    def __init__(
        self,
        window: QMainWindow,
        rooms: Iterable[QWidget],
        say: Say,
        unsay: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._window, self._say, self._unsay = window, say, unsay
        window.installEventFilter(self)
        for room in rooms:
            room.installEventFilter(self)
            self.hear(room)

    def hear(self, inside: QWidget) -> None:
        """Hears of the fields in a part of the window that is there now."""
        for field in inside.findChildren(QLineEdit):  # which have a menu of their own
            field.installEventFilter(self)

    def toggle(self) -> None:
        """Lets the next click explain; the second time, explains what has the keyboard."""
        if not QWhatsThis.inWhatsThisMode():
            QWhatsThis.enterWhatsThisMode()
            self._say(tr(HOW), warning=False)
            return
        QWhatsThis.leaveWhatsThisMode()
        focus = QApplication.focusWidget()
        if isinstance(focus, Console) and focus.input.focused is not None:
            knob = focus.input.focused
            where = focus.viewport().mapToGlobal(focus.box_of(knob).center())
            self.show(terms_of_target(("knob", knob), focus), where, focus)
        elif focus is not None:
            middle = focus.rect().center()
            self.show(terms_at(focus, middle), focus.mapToGlobal(middle), focus)

    def show(self, terms: tuple[Term, ...], where: QPoint, widget: QWidget) -> None:
        """Shows what some words mean, and reads it to those who do not see it.

        Args:
            terms: the words; none shows nothing.
            where: on the screen.
            widget: what they are about.
        """
        if terms:
            QWhatsThis.showText(where, rich(terms), widget)
            told = QAccessibleAnnouncementEvent(widget, aloud(terms))
            QAccessible.updateAccessibility(told)

    def explain_target(self, target: tuple[object, ...], where: QPoint, console: Console) -> None:
        """Shows what a knob, a neuron or a layer of a console is."""
        self.show(terms_of_target(target, console), where, console)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers what nothing inside has answered."""
        if isinstance(watched, QWidget) and isinstance(event, QHelpEvent):
            if event.type() in (QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
                return self._asked(watched, event)
        elif isinstance(watched, QWidget) and isinstance(event, QContextMenuEvent):
            return self._offered(watched, event)
        elif watched is self._window and event.type() == QEvent.Type.LeaveWhatsThisMode:
            self._unsay(tr(HOW))
        return False

    def _asked(self, room: QWidget, event: QHelpEvent) -> bool:
        thing = room.childAt(event.pos()) or room
        terms = terms_at(thing, thing.mapFromGlobal(event.globalPos()))
        event.setAccepted(bool(terms))
        if terms and event.type() == QEvent.Type.WhatsThis:
            QWhatsThis.leaveWhatsThisMode()
            self.show(terms, event.globalPos(), thing)
        return bool(terms)

    def _offered(self, room: QWidget, event: QContextMenuEvent) -> bool:
        """Adds the question to the menu of a field, or offers it alone."""
        thing = room.childAt(event.pos()) or room
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            thing = QApplication.focusWidget() or thing
        terms = terms_at(thing, thing.mapFromGlobal(event.globalPos()))
        if not terms:
            return False
        own = room.createStandardContextMenu() if isinstance(room, QLineEdit) else None
        menu = own or QMenu(thing)
        menu.aboutToHide.connect(menu.deleteLater)
        if own:
            menu.addSeparator()
        where = event.globalPos()
        menu.addAction(tr(WORDS), lambda: self.show(terms, where, thing))
        menu.popup(where)
        return True
