"""How the experiment starts, as a line of text on the clipboard: copied, and opened by pasting."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QGuiApplication

from eq_sim.language.tr import tr
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import SETUP
from eq_sim.session.session import Session


class Say(Protocol):
    """Shows a sentence."""

    def __call__(self, sentence: str, *, warning: bool = True) -> None:
        """Shows it, as a warning or as news."""
        ...


class SetupLines:
    """Copies and pastes such lines.

    Args:
        session: whose start is copied.
        open_line: opens such a line, or says what is wrong with it.
        say: shows a sentence.
    """

    def __init__(self, session: Session, open_line: Callable[[str], None], say: Say) -> None:
        self._session, self._open, self._say = session, open_line, say

    def copy(self) -> None:
        """Puts the line on the clipboard, or says why there is none."""
        from eq_sim.session.files.setup_line import Setup, write_setup

        try:
            line = write_setup(Setup.of(self._session))
        except EqSimError as error:
            self._say(f"{error}.")
            return
        QGuiApplication.clipboard().setText(line)
        self._say(
            tr(
                "A line of text that opens this start is on the clipboard: "
                "paste it into the window (Ctrl+V), or after “eq-sim open”."
            ),
            warning=False,
        )

    def paste(self) -> bool:
        """Opens the line on the clipboard.

        Returns:
            Whether there is one, right or wrong.
        """
        text = QGuiApplication.clipboard().text()
        if not text[:100].lstrip().startswith(SETUP):
            return False
        self._open(text)
        return True
