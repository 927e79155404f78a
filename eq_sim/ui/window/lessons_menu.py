"""The Lessons menu: what can be played, and what can be done with what plays."""

from collections.abc import Callable
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from eq_sim.language.tr import later, tr
from eq_sim.ui.window.lesson_language import in_language
from eq_sim.ui.window.menu_window import MenuWindow

if TYPE_CHECKING:
    from eq_sim.ui.lesson_view.lesson_view import LessonView

_MADE_OF_FILES = (
    (later("&Film of this lesson…"), methodcaller("ask_film")),
    (later("P&age of this lesson…"), methodcaller("ask_page")),
)


class LessonsMenu:
    """The lessons, listed whenever the menu opens: reading them takes a moment.

    Args:
        menu: to fill.
        window: where they play.
    """

    def __init__(self, menu: QMenu, window: MenuWindow) -> None:
        self._menu, self._window = menu, window
        menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson

        menu, window = self._menu, self._window
        menu.clear()
        for number, name in enumerate(bundled_lessons(), start=1):
            lesson = load_lesson(name)
            title = in_language(lesson.title) or name
            entry = menu.addAction(f"&{number}  {title}")
            entry.setToolTip(in_language(lesson.idea))
            entry.triggered.connect(lambda _=False, what=lesson: window.play_lesson(what))
        menu.addSeparator()
        menu.addAction(tr("&Open a lesson…"), window.ask_lesson)
        if window.show_now is not None:
            menu.addSeparator()
            filed = bool(window.show_now.source)  # a draft may be in no file yet
            if filed and window.show_now.edited:
                own = window.show_now.source.endswith(".toml")
                words = tr("E&dit this lesson") if own else tr("E&dit a copy of this lesson…")
                menu.addAction(words, window.edit_lesson)
            # The menu must not keep a lesson alive that is left, so it names what to do with it.
            for words, what in (
                (later("&Present\tShift+F5"), methodcaller("present")),
                (later("Presenter's &notes"), methodcaller("show_notes")),
                *(_MADE_OF_FILES if filed else ()),
                (later("&End lesson"), methodcaller("leave")),
            ):
                menu.addAction(tr(words), partial(self._with_played, what))

    def _with_played(self, what: Callable[["LessonView"], object]) -> None:
        played = self._window.show_now
        if played is not None:
            what(played)
