"""What the window's title says: which scenario; while it is minimised, whether anything goes on."""

from typing import Protocol

from eq_sim.session.scenario import Scenario


class Trained(Protocol):
    """An experiment that has a name, and runs or rests."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""


def title(session: Trained, *, minimised: bool, playing: bool, goes_on: bool) -> str:
    """Returns the title, the part first that a task bar has room for.

    Args:
        session: the experiment.
        minimised: whether only the title can be seen.
        playing: whether a lesson or a recording plays.
        goes_on: whether training goes on all the same.
    """
    named = f"{session.scenario.title} – eq_sim"
    if not minimised or not (playing or session.running):
        return named
    if playing:
        return f"Waiting – {named}"
    return f"Training {'goes on' if goes_on else 'waits'} – {named}"
