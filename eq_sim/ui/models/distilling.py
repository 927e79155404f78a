"""What is shown of a student and its teacher: who reaches what, and both answers to a sample."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.distillation import DISTILLATION, chances
from eq_sim.network.mlp import Network
from eq_sim.session.questions.distilling import LabelsAlone, measure_of_teacher, teacher_in
from eq_sim.session.samples import Data
from eq_sim.session.session import Session
from eq_sim.session.teachers import Teacher
from eq_sim.session.training import costs
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.metrics import Measure
from eq_sim.ui.models.chosen_sample import ChosenSample

METRIC = "accuracy"
_AT_ONCE = 100_000_000.0  # counted work of the twin's steps between two frames: some milliseconds


@dataclass(frozen=True, eq=False)
class Both:
    """The answers of teacher and student to one sample.

    Attributes:
        sample: its place in the data.
        part: "test", "train" or "validation".
        truth: the place of its class.
        teacher: (classes,) the teacher's chances, softened.
        student: (classes,) the student's.
    """

    sample: int
    part: str
    truth: int
    teacher: NDArray[np.float64]
    student: NDArray[np.float64]


class Distilling:
    """A student, its teacher, and the student's twin that learns from labels alone.

    Args:
        session: the student's.
        chosen: the sample that a person points at.
    """

    def __init__(self, session: Session, chosen: ChosenSample) -> None:
        self.session, self.chosen = session, chosen
        self._twin: LabelsAlone | None = None
        self._reached: tuple[int, float | None] | None = None
        self._of_teacher: tuple[Data, Measure] | None = None

    @property
    def teacher(self) -> Teacher | None:
        """The teacher; None without one."""
        return teacher_in(self.session.data)

    @property
    def is_taught(self) -> bool:
        """Whether it is the teacher's answers that are learned, and not labels alone."""
        return self.session.scenario.training.loss == DISTILLATION

    @property
    def can_teach(self) -> bool:
        """Whether the network on screen gives chances of classes."""
        return loss_of(self.session.scenario.training).from_logits

    @property
    def temperature(self) -> float:
        """What both answers are softened with."""
        return self.session.scenario.training.temperature

    @property
    def judged(self) -> str:
        """The part that answers are judged on."""
        return "test" if len(self.session.evaluation.test) else "train"

    def of_teacher(self) -> float | None:
        """Returns the share that the teacher has right."""
        data = self.session.data
        if self._of_teacher is None or self._of_teacher[0] is not data:
            self._of_teacher = data, measure_of_teacher(data, METRIC)
        return self._one(self._of_teacher[1])

    def of_student(self) -> float | None:
        """Returns the share that the student has right; its answers have to be known."""
        return self._one(self.session.evaluation.measure(METRIC))

    def _one(self, measure: Measure) -> float | None:
        return measure.test if self.judged == "test" else measure.train

    # The twin.

    @property
    def of_twin(self) -> tuple[int, float | None] | None:
        """The step of the twin, and the share that it had right there; None before its first."""
        return self._reached

    def follow(self) -> bool:
        """Lets the twin take some steps towards the student's.

        Returns:
            Whether it is there.
        """
        session = self.session
        if session.looking_back:
            return True
        if self._twin is None or not self._twin.is_of(session):
            self._twin, self._reached = LabelsAlone(session), None
        twin = self._twin
        there = twin.follow(session.step, _AT_ONCE)
        shape, size = session.layout.architecture, session.dataset.size
        cheap = costs.point_cost(shape, size) < costs.DEAR
        known = self._reached is not None and self._reached[0] == twin.step
        if not known and (there or cheap) and (cheap or not session.running):
            self._reached = twin.step, self._one(twin.measure(METRIC))
        return there

    def forget(self) -> None:
        """Lets the twin go: nobody looks."""
        self._twin = self._reached = None

    # One sample.

    def both(self) -> Both | None:
        """Returns both answers to the chosen sample, or to the first that is judged."""
        session = self.session
        if self.teacher is None:
            return None
        sample = self._sample()
        dataset, data = session.dataset, session.data
        network = Network(session.layout, loss_of(session.scenario.training))
        sums = network.answers(session.parameters.w, dataset.inputs[:, sample : sample + 1])
        truth = dataset.targets[:, sample]
        return Both(
            sample,
            self._part(sample),
            int(truth[0] >= 0.5) if dataset.two_classes else int(truth.argmax()),
            self._softened(data.taught()[:, sample : sample + 1]),
            self._softened(sums),
        )

    def step_sample(self, by: int) -> None:
        """Chooses another sample of the part that is judged.

        Args:
            by: how many further; negative for back.
        """
        places = self._judged_places()
        here = int(np.searchsorted(places, self._sample()))
        self.chosen.choose(int(places[(here + by) % len(places)]))

    def _sample(self) -> int:
        chosen = self.chosen.sample
        return int(self._judged_places()[0]) if chosen is None else chosen

    def _judged_places(self) -> NDArray[np.intp]:
        evaluation = self.session.evaluation
        return evaluation.test if len(evaluation.test) else evaluation.train

    def _part(self, sample: int) -> str:
        evaluation = self.session.evaluation
        if bool((evaluation.test == sample).any()):
            return "test"
        return "validation" if bool((evaluation.validation == sample).any()) else "train"

    def _softened(self, sums: NDArray[np.floating]) -> NDArray[np.float64]:
        with np.errstate(all="ignore"):
            column = chances(sums.astype(np.float64), self.temperature)[:, 0]
        column = np.nan_to_num(column)
        pair = [1 - column[0], column[0]]
        return np.asarray(pair if len(column) == 1 else column, dtype=np.float64)
