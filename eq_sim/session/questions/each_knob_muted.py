"""What each knob is worth by itself: how many answers are others while it alone is muted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.mlp import with_ones
from eq_sim.network.types import Array
from eq_sim.session.questions.loss_along_knob import slices_through
from eq_sim.session.session import Session


@dataclass(frozen=True, eq=False)
class EachKnobMuted:
    """How many answers change when each knob is muted by itself.

    Attributes:
        changed: (size,) how many answers are others.
        answers: of how many.
        part: which part of the data they are: "test", or "train" where there is no test part.
    """

    changed: NDArray[np.intp]
    answers: int
    part: str

    @property
    def quiet(self) -> int:
        """How many knobs change no answer."""
        return int(np.count_nonzero(self.changed == 0))


def mute_each_knob(session: Session) -> EachKnobMuted:
    """Mutes one knob after the other in thought, the others as they are now.

    Args:
        session: whose knobs; it is asked, and nothing is changed.
    """
    theta, evaluation = session.parameters.theta, session.evaluation
    tested = bool(len(evaluation.test))
    places = evaluation.test if tested else evaluation.train
    samples = with_ones(session.dataset.inputs[:, places], theta.dtype)
    slices = slices_through(session, samples, session.dataset.targets[:, places])
    slices.stand()
    zero = np.zeros(1)
    standing = choices(session, slices.answers(0, np.array(theta[:1], dtype=np.float64)))
    changed = np.array(
        [
            np.count_nonzero(choices(session, slices.answers(knob, zero)) != standing)
            for knob in range(session.layout.size)
        ],
        dtype=np.intp,
    )
    return EachKnobMuted(changed, len(places), "test" if tested else "train")


def choices(session: Session, answers: Array) -> Array:
    """Returns which class each column of the last layer's answers says.

    Args:
        session: whose answers.
        answers: (outputs, samples).
    """
    if answers.shape[0] > 1:
        return np.asarray(answers.argmax(axis=0))
    # A logit of 0 is a probability of ½.
    middle = 0.5 if session.scenario.training.loss == "half_mse" else 0.0
    return np.asarray(answers[0] >= middle)
