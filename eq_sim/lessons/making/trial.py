"""A draft played through without anybody looking: whether it can be done, and what it comes to."""

from collections.abc import Iterator

from eq_sim.language.tr import tr
from eq_sim.lessons.check import headless
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.naming import bound_of
from eq_sim.lessons.making.script import script
from eq_sim.lessons.player import Player
from eq_sim.lessons.steps.training import TrainStep
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session

_AT_ONCE = 5_000_000  # steps of training times knobs between two looks of whoever waits
_MOST_PLAYED = 1000  # entries of a draft whose order is tried at once
_NAME = "draft"


def lesson_of(draft: Draft) -> Lesson:
    """Returns a draft as a lesson.

    Raises:
        LessonError: something that is written in it cannot be shown; names the steps.
    """
    return parsed(script(draft).text)


def parsed(text: str) -> Lesson:
    """Returns the lesson in the text of a draft.

    Raises:
        LessonError: something in it is wrong.
    """
    return parse_lesson(text, _NAME)


def why_not(draft: Draft) -> str:
    """Returns why a draft cannot be played in its order, a sentence; empty where it can.

    It is played without a word and with every training cut to a step: what can be done does not
    depend on more. One that is too long to be played in a moment is read alone; ``Trial`` says the
    rest.
    """
    try:
        lesson = parsed(script(draft.wordless, hurried=True).text)
        if len(draft.entries) <= _MOST_PLAYED:
            player = headless(lesson)
            player.go_to(player.length)
    except LessonError as error:
        found = error.mistakes[0].reason if error.mistakes else str(error)
        return tr("That cannot be done there: {why}.", why=found.rstrip("."))
    except EqSimError as error:
        return tr("That cannot be done there: {why}.", why=str(error).rstrip("."))
    return ""


class Trial:
    """Plays a draft through, a little at a time, to learn what it comes to.

    Args:
        draft: which.

    Attributes:
        share: how much of it is played, from 0 to 1.
        expects: what holds at its end; empty until it was played, or where it cannot be.
        failure: why it cannot be played to its end, a sentence; empty where it can.
    """

    def __init__(self, draft: Draft) -> None:
        self.share = 0.0
        self.expects = self.failure = ""
        self._work = self._play(draft)

    def go_on(self) -> bool:
        """Plays a little more. Returns whether there is more to play."""
        return next(self._work, self) is not self

    def _play(self, draft: Draft) -> Iterator[None]:
        try:
            lesson = lesson_of(draft)
            session = Session(lesson.opening.scenario(), lesson.opening.seed)
            yield from self._played(Player(session, lesson, auto=True), session)
        except EqSimError as error:
            self.failure = str(error)

    def _played(self, player: Player, session: Session) -> Iterator[None]:
        player.play()
        for each in player.schedule:
            # What is seen at a tick depends on the tick alone, so a step may come in one piece.
            train = each.step.train if isinstance(each.step, TrainStep) else 0
            pieces = 1 + train * session.layout.size // _AT_ONCE
            piece = max(1, -(-(each.end - each.start) // pieces))
            while player.tick < each.end:
                player.advance(min(piece, each.end - player.tick))
                self.share = player.tick / player.length
                yield
        self.share = 1.0
        self.expects = bound_of(session.losses.train)
