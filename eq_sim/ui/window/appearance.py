"""How the window looks: preferences are put to use, shown everywhere, and remembered."""

from collections.abc import Callable
from dataclasses import replace

from eq_sim.session.session import Session
from eq_sim.ui.style.preferences import Preferences, current, save, use
from eq_sim.ui.style.preferences_file import PreferencesFile


class Appearance:
    """The looks of one window.

    Args:
        session: whose undo keeps as much as is wanted.
        settings: where preferences are remembered; None for nowhere.
        dress: puts the colours in use on.
        rescale: takes up words of another size and another decimal sign.
        speak: makes everything anew that has words, in the language in use.
    """

    def __init__(
        self,
        session: Session,
        settings: PreferencesFile | None,
        dress: Callable[[], None],
        rescale: Callable[[], None],
        speak: Callable[[], None],
    ) -> None:
        self._speak = speak
        self._session, self._settings = session, settings
        self._dress, self._rescale = dress, rescale
        self._theme_for_once: str | None = None
        self._keep_undo()

    def theme_is_for_once(self, remembered: str) -> None:
        """Keeps the theme of the command line out of what is remembered."""
        self._theme_for_once = remembered

    def goes_on_from(self, other: "Appearance") -> None:
        """Takes the place of another window's looks."""
        self._theme_for_once = other._theme_for_once  # noqa: SLF001 - of its own kind

    def change(self, wanted: Preferences, *, remember: bool) -> None:
        """Puts preferences to use, and remembers them if they are for good."""
        before = current()
        if wanted.theme != before.theme:
            self._theme_for_once = None
        use(wanted)
        self._keep_undo()
        self._dress()
        sizes = [(look.text, look.least, look.comma) for look in (before, wanted)]
        if sizes[0] != sizes[1]:
            self._rescale()
        if wanted.spoken != before.spoken:
            self._speak()
        if self._settings is not None and remember:
            kept = wanted.theme if self._theme_for_once is None else self._theme_for_once
            save(self._settings, replace(wanted, theme=kept))

    def _keep_undo(self) -> None:
        self._session.set_undo_budget(current().undo << 20)
