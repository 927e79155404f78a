"""What a network answers, as little as a small picture needs: for settings that are not in play."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import View
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.session.training import metrics
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters

_FINEST, _COARSEST, _WORK = 64, 24, 3e7
_POINTS = 101
_MOST = 600  # points that a small picture shows


@dataclass(frozen=True, eq=False)
class PlaneAnswer:
    """The answer over a plane, and points on it.

    Attributes:
        levels: (side, side) answers from 0 to 1, the top row first.
        places: (2, points) where samples that are learned from are, each from −1 to 1.
        kinds: (points,) the class of each.
    """

    levels: NDArray[np.float64]
    places: NDArray[np.float64]
    kinds: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class LineAnswer:
    """A line through points.

    Attributes:
        across: (points,) where the line is.
        line: (points,) the answer there.
        x: (samples,) where samples that are learned from are.
        y: (samples,) what they are.
    """

    across: NDArray[np.float64]
    line: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PairsAnswer:
    """What was said against what is true, of numbers.

    Attributes:
        true: (samples,).
        said: (samples,).
    """

    true: NDArray[np.float64]
    said: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RightAnswer:
    """Which samples are answered right.

    Attributes:
        right: (samples,) of the part that is checked on, or of all that is learned from.
    """

    right: NDArray[np.bool_]


SmallAnswer: TypeAlias = PlaneAnswer | LineAnswer | PairsAnswer | RightAnswer


def small_answer(session: Session, parameters: Parameters, evaluation: Evaluation) -> SmallAnswer:
    """Returns what some knobs of an experiment answer.

    Args:
        session: the experiment: its data and its network.
        parameters: the knobs.
        evaluation: what the network answers with them.
    """
    view = session.dataset.view
    if view is View.PLANE:
        return _plane(session, parameters, evaluation)
    if view in (View.CURVE, View.RESPONSE):
        return _line(session, parameters, evaluation)
    tested = int(len(evaluation.test) > 0)
    said, true = evaluation.answers[tested], evaluation.targets[tested]
    if session.dataset.classes:
        return RightAnswer(metrics.right(said, true))
    return PairsAnswer(_few(true[0]), _few(said[0]))


def _plane(session: Session, parameters: Parameters, evaluation: Evaluation) -> PlaneAnswer:
    dataset, reach = session.dataset, session.dataset.reach
    side = int(np.clip((_WORK / session.layout.size) ** 0.5, _COARSEST, _FINEST))
    across = (np.arange(side) + 0.5) / side * 2 * reach - reach
    x, y = np.meshgrid(across, -across)
    levels = _asked(session, parameters, np.stack([x.ravel(), y.ravel()]))
    some = evaluation.train[:_MOST]
    kinds = (dataset.targets[0, some] > 0.5).astype(np.intp)
    return PlaneAnswer(levels.reshape(side, side), dataset.inputs[:, some] / reach, kinds)


def _line(session: Session, parameters: Parameters, evaluation: Evaluation) -> LineAnswer:
    dataset = session.dataset
    if dataset.view is View.RESPONSE and dataset.places is not None:
        order = np.argsort(dataset.places)
        across, y = dataset.places[order], dataset.targets[0, order]
        if np.all(across > 0):
            across = np.log10(across)
        said = _asked(session, parameters, dataset.inputs[:, order])
        return LineAnswer(across, said, across, y)
    inputs = dataset.inputs[0]
    across = np.linspace(inputs.min(), inputs.max(), _POINTS)
    some = evaluation.train[:_MOST]
    line = _asked(session, parameters, across[np.newaxis])
    return LineAnswer(across, line, inputs[some], dataset.targets[0, some])


def _asked(session: Session, parameters: Parameters, inputs: Array) -> NDArray[np.float64]:
    """Returns the (samples,) first answers to (inputs, samples)."""
    samples = with_ones(inputs, parameters.theta.dtype)
    answers = Evaluator(session.layout, parameters.w, samples).run()
    with np.errstate(all="ignore"):
        said = loss_of(session.scenario.training).link(answers)[0].astype(np.float64)
    return np.asarray(np.nan_to_num(said, nan=0.5))


def _few(values: Array) -> NDArray[np.float64]:
    """Returns as many of some values as a small picture shows, spread evenly."""
    few = np.linspace(0, len(values) - 1, min(len(values), _MOST)).round().astype(np.intp)
    return np.asarray(np.nan_to_num(values[few].astype(np.float64)))
