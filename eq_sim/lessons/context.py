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
        choices: answers that the audience chose, by the number of the step.
        step: the number of the present step, from 1.
        amount_to_come: what stands behind a key, such as "train", in the next step that has it;
            None where no more comes.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scene = LessonScene()
        self.choices: dict[int, int] = {}
        self.step = 0
        self.amount_to_come: Callable[[str], float | None] = lambda key: None
