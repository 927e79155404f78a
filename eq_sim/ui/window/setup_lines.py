"""How the experiment starts, as a line of text on the clipboard: copied, and opened by pasting."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QGuiApplication

from eq_sim.session.actions import AnyAction
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import SETUP
from eq_sim.session.session import Session


class Say(Protocol):
    """Shows a sentence."""

    def __call__(self, sentence: str, *, warning: bool = True) -> None:
        """Shows it, as a warning or as news."""
        ...


class SetupLines:
    """Copies and opens such lines.

    Args:
        session: whose start is copied.
        do: takes what is done; returns whether it was.
        say: shows a sentence.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool], say: Say) -> None:
        self._session, self._do, self._say = session, do, say

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
            "A line of text that opens this start is on the clipboard: "
            "paste it into the window (Ctrl+V), or after “eq-sim open”.",
            warning=False,
        )

    def paste(self) -> bool:
        """Opens the line on the clipboard; what is wrong with it is said.

        Returns:
            Whether there is one, right or wrong.
        """
        text = QGuiApplication.clipboard().text()
        if not text[:100].lstrip().startswith(SETUP):
            return False
        self.open(text)
        return True

    def open(self, line: str) -> bool:
        """Opens a line in place of the experiment; what is wrong with it is said.

        Returns:
            Whether it was opened.
        """
        from eq_sim.session.files.setup_line import read_setup

        try:
            setup = read_setup(line)
        except EqSimError as error:
            self._say(f"{error}.")
            return False
        if not all(self._do(action) for action in setup.actions):
            return False
        title, number = setup.scenario.title, setup.start_number + 1
        self._say(f"Opened {title}: seed {setup.seed}, random start {number}.", warning=False)
        return True
