"""The numbers that captions and conditions can name, each computed when it is asked for.

A quantity stands in braces, with what it is asked of behind a colon: ``{loss}``,
``{knob: x -> y}``. Adding one is one function and one line in ``QUANTITIES``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from eq_sim.lessons.ground import Ground
from eq_sim.lessons.names import (
    Strip,
    UnknownNameError,
    find_column,
    find_knob,
    find_strip,
)
from eq_sim.lessons.readings import NoNumberError, Reading
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Evaluator, Forward, with_ones
from eq_sim.network.slices import Slices
from eq_sim.network.types import Array, run
from eq_sim.session.metrics import least_squares, right
from eq_sim.session.rival import ask_each_knob
from eq_sim.session.session import Session

if TYPE_CHECKING:
    from eq_sim.lessons.stage import Stage


@dataclass(frozen=True)
class Quantity:
    """One number that a script can name.

    Attributes:
        about: what it is, for the page that documents the format.
        read: (stage, what stands behind the colon) -> the reading.
        check: (what stands behind the colon, ground) -> nothing, or an ``UnknownNameError``.
        takes: what has to stand behind the colon, as a lecturer would say it; empty for nothing.
    """

    about: str
    read: Callable[["Stage", str], Reading]
    check: Callable[[str, Ground], object] = lambda words, ground: None
    takes: str = ""


def _given(value: float | None, style: str = "number") -> Reading:
    if value is None:
        raise NoNumberError
    return Reading(value, style)


def _measure(stage: "Stage", words: str, metric: str, part: str, style: str) -> Reading:
    train, test = stage.session.examiner.measure(metric)
    value = train if part == "train" or test is None else test
    return _given(value, style)


def _learning_limit(stage: "Stage", words: str) -> Reading:
    return Reading(largest_learning_rate(stage.session))


def largest_learning_rate(session: Session) -> float:
    """Returns the learning rate above which full-batch SGD moves away from the solution: 2/λmax.

    λmax is the largest eigenvalue of the loss's second derivatives. They are the same everywhere
    for ½ mean squared error and a single linear layer, and so this is exact there.

    Raises:
        NoNumberError: for any other network or loss, where no such number exists.
    """
    architecture = session.layout.architecture
    linear = architecture.activations == ("identity",)
    if not linear or session.scenario.training.loss != "half_mse":
        raise NoNumberError
    rows = session.examiner.learned_from[0].astype(np.float64)
    rows = rows if architecture.biases[0] else rows[:-1]
    curvature = rows @ rows.T / rows.shape[1]
    curvature += session.scenario.training.l2 * np.diag(
        session.layout.weights[:: _outputs(session)]
    )
    return 2 / float(np.linalg.eigvalsh(curvature)[-1])


def _outputs(session: Session) -> int:
    return session.layout.blocks[0].outputs


def _knob(stage: "Stage", words: str) -> Reading:
    return Reading(
        float(stage.session.parameters.theta[find_knob(words, Ground.of(stage.session))])
    )


def _best(stage: "Stage", words: str) -> Reading:
    session = stage.session
    inputs, targets = session.examiner.learned_from
    solution = least_squares(session.layout, inputs[:-1], targets)
    if solution is None:
        raise NoNumberError
    return Reading(float(solution[find_knob(words, Ground.of(session))]))


def _worth(stage: "Stage", words: str) -> Reading:
    """What one turn of a knob is in a person's units: $ per sq ft; a bias: the answer itself."""
    session = stage.session
    target, place = session.dataset.target, find_knob(words, Ground.of(session))
    knob, value = session.layout.knob(place), float(session.parameters.theta[place])
    if target is None or len(session.layout.blocks) > 1:
        raise NoNumberError
    if knob.source is None:
        return Reading(value * target.scale + target.centre, _money(target.unit), target.unit)
    value *= target.scale / session.dataset.columns[knob.source].scale
    return Reading(value, _money(target.unit) if abs(value) >= 100 else "number", target.unit)


def _average(stage: "Stage", words: str) -> Reading:
    target = stage.session.dataset.target
    if target is None:
        raise NoNumberError
    mean = float(stage.session.examiner.targets[0].mean(dtype=np.float64))
    return Reading(mean * target.scale + target.centre, _money(target.unit), target.unit)


def _money(unit: str) -> str:
    return "count" if unit == "$" else "number"


def _split_point(words: str) -> tuple[str, int]:
    name, at, point = words.partition(" at point ")
    if not at or not point.strip().isdecimal():
        raise UnknownNameError(f"'{words}': add which point, as in '{name} at point 3'")
    return name, int(point)


def _point(stage: "Stage", number: int) -> Array:
    inputs = stage.session.examiner.learned_from[0]
    if not 1 <= number <= inputs.shape[1]:
        raise NoNumberError
    return np.asarray(inputs[:-1, number - 1 : number])


def _input(stage: "Stage", words: str) -> Reading:
    name, point = _split_point(words)
    column = find_column(name, Ground.of(stage.session))
    return Reading(float(_point(stage, point)[column, 0]))


def _check_input(words: str, ground: Ground) -> None:
    find_column(_split_point(words)[0], ground)


def _neuron(stage: "Stage", words: str, *, answer: bool) -> Reading:
    name, number = _split_point(words)
    session = stage.session
    strip = find_strip(name, Ground.of(session)) or Strip(0, 0)
    forward = _forward(session, _point(stage, number))
    values = forward.hidden if answer else forward.sums
    return Reading(float(values[strip.layer][strip.neuron, 0]))


def _check_neuron(words: str, ground: Ground) -> None:
    find_strip(_split_point(words)[0], ground)


def _forward(session: Session, inputs: Array) -> Forward:
    forward = Forward(session.layout, session.parameters.theta, inputs.shape[1])
    np.copyto(forward.sample, with_ones(inputs, session.parameters.theta.dtype))
    run(forward.program)
    return forward


def _effect(stage: "Stage", words: str) -> Reading:
    """The most that an answer changes when one input goes from its least to its greatest value."""
    session = stage.session
    column = find_column(words, Ground.of(session))
    low = np.array(session.examiner.learned_from[0][:-1])
    high = low.copy()
    low[column], high[column] = low[column].min(), high[column].max()
    ends = [_forward(session, part).answers for part in (low, high)]
    return Reading(float(np.abs(ends[1] - ends[0]).max()))


def _changed(stage: "Stage", words: str) -> Reading:
    """How many answers (test part, or all) differ from those of a remembered setting."""
    session = stage.session
    then = stage.scene.settings.get(words)
    if then is None or then.size != session.layout.size:
        raise NoNumberError
    places = session.examiner.test if len(session.examiner.test) else session.examiner.train
    samples = with_ones(session.dataset.inputs[:, places], then.dtype)
    said = []
    for theta in (then, session.parameters.theta):
        said.append(_choices(session, Evaluator(session.layout, theta, samples).run().copy()))
    return Reading(float(np.count_nonzero(said[0] != said[1])), "count")


def _check_setting(words: str, ground: Ground) -> None:
    if words not in ground.settings:
        raise UnknownNameError(f"no setting was remembered as '{words}' before")


def _quiet(stage: "Stage", words: str) -> Reading:
    """The share of knobs that can be muted, one by one, without changing any answer."""
    session = stage.session
    theta, examiner = session.parameters.theta, session.examiner
    places = examiner.test if len(examiner.test) else examiner.train
    samples = with_ones(session.dataset.inputs[:, places], theta.dtype)
    loss = LOSSES[session.scenario.training.loss]
    slices = Slices(session.layout, theta, loss, samples, session.dataset.targets[:, places])
    slices.stand()
    quiet, zero = 0, np.zeros(1)
    standing = _choices(session, slices.answers(0, np.array(theta[:1], dtype=np.float64)))
    for knob in range(session.layout.size):
        quiet += bool((_choices(session, slices.answers(knob, zero)) == standing).all())
    return Reading(quiet / session.layout.size, "percent")


def _choices(session: Session, answers: Array) -> Array:
    """Returns which class each column of the last layer's answers says."""
    if answers.shape[0] > 1:
        return np.asarray(answers.argmax(axis=0))
    # A logit of 0 is a probability of ½.
    middle = 0.5 if session.scenario.training.loss == "half_mse" else 0.0
    return np.asarray(answers[0] >= middle)


def _right(stage: "Stage", words: str) -> Reading:
    examiner = stage.session.examiner
    part = 1 if len(examiner.test) else 0
    answers, targets = examiner.answers[part], examiner.targets[part]
    return Reading(float(np.count_nonzero(right(answers, targets))), "count")


def _asked(stage: "Stage", words: str) -> Reading:
    return Reading(ask_each_knob(stage.session).difference)


def _line_distance(stage: "Stage", words: str) -> Reading:
    """How far the line where the answer is undecided lies from the middle of the plane."""
    session = stage.session
    if session.layout.architecture.sizes[:1] != (2,) or len(session.layout.blocks) > 1:
        raise NoNumberError
    first, second, bias = (float(value) for value in session.parameters.theta[:3])
    return Reading(abs(bias) / float(np.hypot(first, second)))


def _loss(stage: "Stage", words: str) -> Reading:
    return Reading(stage.session.losses.train)


def _test_loss(stage: "Stage", words: str) -> Reading:
    return _given(stage.session.losses.test)


def _step(stage: "Stage", words: str) -> Reading:
    return Reading(stage.session.step, "count")


def _size(stage: "Stage", words: str, more: int = 0) -> Reading:
    return Reading(stage.session.layout.size + more, "count")


def _moved(stage: "Stage", words: str) -> Reading:
    return Reading(stage.session.moved(), "count")


def _visited(stage: "Stage", words: str) -> Reading:
    return Reading(stage.scene.visited, "count")


def _silent(stage: "Stage", words: str) -> Reading:
    return Reading(int(np.count_nonzero(stage.session.switches.silent)), "count")


def _samples(stage: "Stage", words: str, part: int) -> Reading:
    examiner = stage.session.examiner
    return Reading(len((examiner.train, examiner.test)[part]), "count")


def _learning_rate(stage: "Stage", words: str) -> Reading:
    return Reading(stage.session.scenario.training.learning_rate)


QUANTITIES: dict[str, Quantity] = {
    "loss": Quantity("the train loss", _loss),
    "test loss": Quantity("the test loss", _test_loss),
    "accuracy": Quantity(
        "the share of right answers, on the test part where there is one",
        partial(_measure, metric="accuracy", part="test", style="percent"),
    ),
    "train accuracy": Quantity(
        "the share of right answers on the training part",
        partial(_measure, metric="accuracy", part="train", style="percent"),
    ),
    "right": Quantity("how many answers are right, test part or all", _right),
    "explained": Quantity(
        "the share of the spread of the targets that the answers explain",
        partial(_measure, metric="explained", part="test", style="percent"),
    ),
    "gap": Quantity(
        "how far the knobs are from least squares, as a share: 0.0005 is three digits",
        partial(_measure, metric="least_squares_gap", part="train", style="number"),
    ),
    "step": Quantity("training steps taken", _step),
    "knobs": Quantity("how many knobs there are", _size),
    "questions": Quantity(
        "passes through the data it takes to ask each knob separately: one more than knobs",
        partial(_size, more=1),
    ),
    "moved": Quantity("how many knobs the last training step moved", _moved),
    "muted": Quantity("how many knobs are silent", _silent),
    "quiet knobs": Quantity(
        "the share of knobs that can be muted by themselves without changing an answer", _quiet
    ),
    "learned from": Quantity("how many samples are learned from", partial(_samples, part=0)),
    "checked on": Quantity("how many samples are in the test part", partial(_samples, part=1)),
    "visited": Quantity("how many knobs the last rival has touched", _visited),
    "disagreement": Quantity(
        "how much asking each knob separately differs from one backward pass, as a share",
        _asked,
    ),
    "limit": Quantity("the largest learning rate that settles, computed", _learning_limit),
    "learning rate": Quantity("the learning rate", _learning_rate),
    "average target": Quantity("the mean of what is learned, in its unit", _average),
    "line distance": Quantity("how far the dividing line is from the middle", _line_distance),
    "knob": Quantity("where a knob stands", _knob, find_knob, "a knob"),
    "best": Quantity("where least squares puts a knob", _best, find_knob, "a knob"),
    "worth": Quantity("what a knob is worth in real units", _worth, find_knob, "a knob"),
    "input": Quantity("an input of a point", _input, _check_input, "an input and a point"),
    "sum": Quantity(
        "what a neuron adds up at a point",
        partial(_neuron, answer=False),
        _check_neuron,
        "a neuron and a point",
    ),
    "answer": Quantity(
        "what a neuron answers at a point",
        partial(_neuron, answer=True),
        _check_neuron,
        "a neuron and a point",
    ),
    "effect": Quantity(
        "the most that an answer changes when an input goes from end to end",
        _effect,
        find_column,
        "an input",
    ),
    "changed answers": Quantity(
        "how many answers differ from those of a remembered setting",
        _changed,
        _check_setting,
        "a remembered setting",
    ),
}
"""Every number that a script can name; noted numbers are named by their notes."""
