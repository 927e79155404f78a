"""One panel or card that fills the picture, whatever a lesson would show: for a slide."""

from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.language.stage_names import subject
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.staging import Staged
from eq_sim.session.session import Session

_NOTHING = Staged(())


class OneThing:
    """What is on stage while a single thing is shown.

    Args:
        thing: a panel or a card, as lessons call it.
        session: the experiment; a card may be about some of its knobs.

    Attributes:
        missing: why it could not be shown at some time; empty while it could.

    Raises:
        LessonError: nothing is called so; says what there is.
    """

    def __init__(self, thing: str, session: Session) -> None:
        self._thing, self._session = thing, session
        self._of: int | None = None
        self._staged = _NOTHING
        self.missing = ""
        try:
            subject(thing, Scope())
        except UnknownNameError as error:
            raise LessonError("{why}", why=error) from error

    @property
    def staged(self) -> Staged:
        """The thing alone; nothing while the experiment has no such knobs or data."""
        if self._of != self._session.structure:
            self._of = self._session.structure
            try:
                self._staged = Staged((subject(self._thing, Scope.of(self._session)),))
            except UnknownNameError as error:
                self._staged = _NOTHING
                self.missing = self.missing or str(error)
        return self._staged

    def check(self) -> None:
        """Refuses a film or a picture of nothing.

        Raises:
            LessonError: the thing cannot be shown now; says why.
        """
        if self.staged == _NOTHING:
            raise LessonError(
                "'{thing}' cannot be shown here: {why}", thing=self._thing, why=self.missing
            )
