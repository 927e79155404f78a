"""What a step works on when its time has come."""

from collections.abc import Callable

from eq_sim.lessons.scene import LessonScene
from eq_sim.session.session import Session


class StepContext:
    """The session, and what is shown beside it.

    Args:
        session: the experiment; all changes go through its door.

    Attributes:
        scene: what the steps so far have put beside the experiment.
        choices: answers that the audience chose, by the place of the question in the order of play.
        hands: how many hands were raised for each answer, likewise; they outlast every jump.
        step: the number of the present step, from 1.
        place: the place of the present step in the order of play.
        amount_to_come: what stands behind a key, such as "train", in the next step that has it;
            None where no more comes.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scene = LessonScene()
        self.choices: dict[int, int] = {}
        self.hands: dict[int, tuple[int, ...]] = {}
        self.step = 0
        self.place = 0
        self.amount_to_come: Callable[[str], float | None] = lambda key: None
