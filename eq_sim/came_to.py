"""Says why training has come to rest, for as long as its steps stand."""

from eq_sim.language.tr import ntr
from eq_sim.session.change import Change
from eq_sim.session.session import Session
from eq_sim.ui.window.main_window import MainWindow


class CameTo:
    """Tells what the training of one window came to.

    Args:
        session: what is trained.
        window: where it is said.
    """

    def __init__(self, session: Session, window: MainWindow) -> None:
        self._session, self._window = session, window
        self._said, self._step = "", 0
        session.observe(self._heard)

    def say(self) -> None:
        """Says that it was stopped early, or that the goal is reached, if so.

        A lesson that plays says itself what it came to.
        """
        show = self._window.show_now
        if show is not None and show.player.playing:
            return
        session = self._session
        if session.stopped:
            self._say(session.stopped.sentence)
        elif session.goal_is_new and not self._window.hinting and not self._lesson_speaks:
            reached = ntr(
                "Goal reached after {count:,} step: {goal}.",
                "Goal reached after {count:,} steps: {goal}.",
                session.step,
                goal=session.goal_text,
            )
            self._say(reached)

    @property
    def _lesson_speaks(self) -> bool:
        """Whether a lesson trains, and says itself what it came to."""
        show = self._window.show_now
        return show is not None and not show.player.on_stage.your_turn

    def _say(self, sentence: str) -> None:
        self._said, self._step = sentence, self._session.step
        self._window.say(sentence, warning=False)

    def _heard(self, change: Change) -> None:
        """Takes it back with the steps that it is of."""
        if self._said and self._session.step < self._step:
            self._window.console_panel.unsay(self._said)
            self._said = ""
