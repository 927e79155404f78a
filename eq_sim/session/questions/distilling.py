"""What a student gains by its teacher: beside it the same network, trained on labels alone.

Both begin at the same knobs, learn from the same samples in the same order with the same settings,
and take as many steps. Only what is wanted of them differs: the teacher's soft answers, or labels.
"""

from dataclasses import replace

import numpy as np
from msgspec import structs

from eq_sim.network.distillation import chances
from eq_sim.session.actions import Train
from eq_sim.session.actions.teaching import on_labels
from eq_sim.session.samples import Data
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.teachers import Teacher, teacher_of
from eq_sim.session.training import metrics
from eq_sim.session.training.metrics import Measure


def teacher_in(data: Data) -> Teacher | None:
    """Returns the teacher that data have; None without one."""
    return None if data.teacher is None else teacher_of(data.teacher)


def measure_of_teacher(data: Data, metric: str) -> Measure:
    """Returns what data's teacher reaches on their parts.

    Args:
        data: with a teacher.
        metric: its name in scenario files; one of answers.
    """
    answers, dataset = chances(data.taught()), data.dataset
    unit = metrics.unit(metric, dataset)
    return Measure(
        *(
            metrics.measured(metric, answers[:, part], dataset.targets[:, part], unit)
            for part in (data.train, data.test, data.validation)
        )
    )


def twin_of(state: State) -> State:
    """Returns where the same network begins that learns from labels alone.

    Args:
        state: of the student, at any step; its knobs may be locked, and the twin's are not.
    """
    there = replace(state, scenario=on_labels(state.scenario), locked=None)
    return there.begun(np.asarray(state.start, np.float64), state.start_number).at_rest(
        state.scenario.training.speed
    )


class LabelsAlone:
    """The twin of a student, which follows it: trained for as many steps, a few at a time.

    Args:
        student: its start, samples, switches and settings are the twin's.
    """

    def __init__(self, student: Session) -> None:
        self._of = _decides(student)
        self._twin = Session(twin_of(student.present()))

    @property
    def step(self) -> int:
        """The steps that it has taken."""
        return self._twin.step

    def measure(self, metric: str) -> Measure:
        """Returns what it reaches: a pass through all data.

        Args:
            metric: its name in scenario files.
        """
        return self._twin.evaluation.measure(metric)

    @property
    def stuck(self) -> bool:
        """Whether its last step was refused, so that it takes no more."""
        return self._twin.refusal is not None

    def is_of(self, student: Session) -> bool:
        """Whether it is the twin of a student, who may have gone on since."""
        now = _decides(student)
        same = all(one is other for one, other in zip(now[:2], self._of[:2], strict=True))
        return same and now[2:] == self._of[2:] and student.step >= self.step

    def follow(self, step: int, work: float) -> bool:
        """Takes steps towards that of the student.

        Args:
            step: the student's.
            work: about how much may be computed, in multiplications; one step at least is taken.

        Returns:
            Whether it is there, or can go no further.
        """
        left = step - self.step
        if left > 0 and not self.stuck:
            self._twin.apply(Train(min(left, max(1, int(work / self._twin.trainer.cost)))))
        return self.stuck or self.step >= step


def _decides(of: Session) -> tuple[object, ...]:
    """Returns what decides a twin: by identity the start and the samples, the rest by equality."""
    scenario, switches = on_labels(of.scenario), of.switches
    training = structs.replace(
        scenario.training, temperature=1.0, label_share=0.0, speed=1.0, steps=1
    )
    masks = tuple(mask.tobytes() for mask in (switches.frozen, switches.mutes, switches.solos))
    making = of.parameters.making
    return of.parameters.start, of.data, scenario.network, training, masks, making
