"""Numbers of the network itself: knobs, neurons, what they do at one sample, and limits.

Each takes a step's context and what stands behind the colon, and returns the number as it is now;
all raise ``NoNumberError`` where it does not exist.
"""

import re

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import (
    NeuronPlace,
    UnknownNameError,
    find_column,
    find_knob,
    find_neuron,
)
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.mlp import Forward, with_ones
from eq_sim.network.types import Array, run
from eq_sim.session.questions.at_positions import size_of
from eq_sim.session.questions.moved_share import count_moved, start_scales
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Kind
from eq_sim.session.settings.table import SETTINGS
from eq_sim.session.training.metrics import least_squares

_NUMBERS = (Kind.NUMBER, Kind.SHARE, Kind.WHOLE, Kind.WHOLE_OR_NONE, Kind.BATCH)


def learning_limit(context: StepContext, words: str) -> Number:
    """The learning rate above which training moves away from the solution."""
    return Number(largest_learning_rate(context.session))


def largest_learning_rate(session: Session) -> float:
    """Returns the learning rate above which full-batch SGD moves away from the solution: 2/λmax.

    λmax is the largest eigenvalue of the loss's second derivatives. They are the same everywhere
    for ½ mean squared error and a single linear layer, and so this is exact there.

    Raises:
        NoNumberError: for any other network, loss or optimizer, and for smaller batches, each of
            which has a curvature of its own: no such number exists there.
    """
    architecture, training = session.layout.architecture, session.scenario.training
    linear = architecture.activations == ("identity",)
    batches = session.trainer.batches
    full = batches.batch == batches.count
    if not (linear and full and training.loss == "half_mse" and training.optimizer == "sgd"):
        raise NoNumberError
    rows = session.evaluation.learned_from[0].astype(np.float64)
    rows = rows if architecture.biases[0] else rows[:-1]
    curvature = rows @ rows.T / rows.shape[1]
    curvature += training.l2 * np.diag(session.layout.weights[:: _outputs(session)])
    return 2 / float(np.linalg.eigvalsh(curvature)[-1])


def _outputs(session: Session) -> int:
    return session.layout.blocks[0].outputs


def knob_value(context: StepContext, words: str) -> Number:
    """Where a knob stands."""
    return Number(
        float(context.session.parameters.theta[find_knob(words, Scope.of(context.session))])
    )


def counts_as(context: StepContext, words: str) -> Number:
    """What the network computes with where a knob stands: the position that it clicks into."""
    session = context.session
    knob, w = find_knob(words, Scope.of(session)), session.parameters.w
    return Number(float(w[knob] if knob < w.size else session.parameters.theta[knob]))


def positions(context: StepContext, words: str) -> Number:
    """How many positions a knob has."""
    rounding = context.session.parameters.making.rounding
    if rounding is None:
        raise NoNumberError
    return Number(rounding.positions, "count")


def at_zero(context: StepContext, words: str) -> Number:
    """How many weights and biases are 0 where the network computes."""
    return Number(int(np.count_nonzero(context.session.parameters.w == 0)), "count")


def memory(context: StepContext, words: str) -> Number:
    """How many bytes the knobs take, scales counted."""
    session = context.session
    return Number(size_of(session.layout, session.parameters.making.rounding), "memory")


def least_squares_knob(context: StepContext, words: str) -> Number:
    """Where least squares puts a knob."""
    session = context.session
    inputs, targets = session.evaluation.learned_from
    solution = least_squares(session.layout, inputs[:-1], targets)
    if solution is None:
        raise NoNumberError
    return Number(float(solution[find_knob(words, Scope.of(session))]))


def knob_worth(context: StepContext, words: str) -> Number:
    """What one turn of a knob is in a person's units: $ per sq ft; a bias: the answer itself."""
    session = context.session
    target, place = session.dataset.target, find_knob(words, Scope.of(session))
    knob, value = session.layout.knob(place), float(session.parameters.theta[place])
    if target is None or len(session.layout.blocks) > 1:
        raise NoNumberError
    if knob.source is None:
        return Number(value * target.scale + target.centre, _money(target.unit), target.unit)
    value *= target.scale / session.dataset.columns[knob.source].scale
    return Number(value, _money(target.unit) if abs(value) >= 100 else "number", target.unit)


def average_target(context: StepContext, words: str) -> Number:
    """The mean of what is learned, in its unit."""
    target = context.session.dataset.target
    if target is None:
        raise NoNumberError
    mean = float(context.session.evaluation.targets[0].mean(dtype=np.float64))
    return Number(mean * target.scale + target.centre, _money(target.unit), target.unit)


def average_input(context: StepContext, words: str) -> Number:
    """The mean of an input on the data that are learned from, in its unit."""
    session = context.session
    place = find_column(words, Scope.of(session))
    column, values = session.dataset.columns[place], session.evaluation.learned_from[0][place]
    mean = float(values.mean(dtype=np.float64)) * column.scale + column.centre
    style = "count" if abs(mean) >= 100 else "number"
    return Number(mean, style, column.unit)


def _money(unit: str) -> str:
    return "count" if unit == "$" else "number"


def _split_point(words: str) -> tuple[str, int]:
    name, at, point = words.partition(" at point ")
    if not at or not re.fullmatch(r"[0-9]{1,9}", point.strip()):
        raise UnknownNameError(
            tr("'{words}': add which point, as in '{name} at point 3'", words=words, name=name)
        )
    return name, int(point)


def _point(context: StepContext, number: int) -> Array:
    inputs = context.session.evaluation.learned_from[0]
    if not 1 <= number <= inputs.shape[1]:
        raise NoNumberError
    return np.asarray(inputs[:-1, number - 1 : number])


def input_at(context: StepContext, words: str) -> Number:
    """An input of a sample."""
    name, point = _split_point(words)
    column = find_column(name, Scope.of(context.session))
    return Number(float(_point(context, point)[column, 0]))


def check_input(words: str, scope: Scope) -> None:
    """Refuses words that name no input, or no sample."""
    find_column(_split_point(words)[0], scope)


def neuron_at(context: StepContext, words: str, *, answer: bool) -> Number:
    """What a neuron adds up (``answer``: what it answers) at a sample."""
    name, number = _split_point(words)
    session = context.session
    place = find_neuron(name, Scope.of(session)) or NeuronPlace(0, 0)
    forward = _forward(session, _point(context, number))
    values = forward.hidden if answer else forward.sums
    return Number(float(values[place.layer][place.neuron, 0]))


def check_neuron(words: str, scope: Scope) -> None:
    """Refuses words that name no neuron, or no sample."""
    find_neuron(_split_point(words)[0], scope)


def _forward(session: Session, inputs: Array) -> Forward:
    forward = Forward(session.layout, session.parameters.w, inputs.shape[1])
    np.copyto(forward.sample, with_ones(inputs, session.parameters.theta.dtype))
    run(forward.program)
    return forward


def effect(context: StepContext, words: str) -> Number:
    """The most that an answer changes when one input goes from its least to its greatest value."""
    session = context.session
    column = find_column(words, Scope.of(session))
    low = np.array(session.evaluation.learned_from[0][:-1])
    high = low.copy()
    low[column], high[column] = low[column].min(), high[column].max()
    ends = [_forward(session, part).answers for part in (low, high)]
    return Number(float(np.abs(ends[1] - ends[0]).max()))


def line_distance(context: StepContext, words: str) -> Number:
    """How far the line where the answer is undecided lies from the middle of the plane."""
    session = context.session
    if session.layout.architecture.sizes[:1] != (2,) or len(session.layout.blocks) > 1:
        raise NoNumberError
    first, second, bias = (float(value) for value in session.parameters.w[:3])
    return Number(abs(bias) / float(np.hypot(first, second)))


def knob_count(context: StepContext, words: str, more: int = 0) -> Number:
    """How many knobs there are, and so many more."""
    return Number(context.session.layout.size + more, "count")


def moved_far(context: StepContext, words: str) -> Number:
    """The share of knobs that have moved far since the start."""
    layout, parameters = context.session.layout, context.session.parameters
    scales = start_scales(layout, parameters.start)
    moved = count_moved(layout, parameters.theta, parameters.start, scales)
    return Number(moved / layout.size, "percent")


def free_knobs(context: StepContext, words: str) -> Number:
    """How many knobs training can turn."""
    return Number(int(np.count_nonzero(~context.session.switches.frozen)), "count")


def adapter_knobs(context: StepContext, words: str) -> Number:
    """How many knobs the adapter has."""
    layout = context.session.layout
    if not layout.adapters:
        raise NoNumberError
    return Number(layout.size - layout.wired, "count")


def muted(context: StepContext, words: str) -> Number:
    """How many knobs are silent."""
    return Number(int(np.count_nonzero(context.session.switches.silent)), "count")


def muted_share(context: StepContext, words: str) -> Number:
    """The share of the weights that are silent."""
    session = context.session
    weights = session.layout.weights
    silent = int(np.count_nonzero(session.switches.silent & weights))
    return Number(silent / int(np.count_nonzero(weights)), "percent")


def bits(context: StepContext, words: str) -> Number:
    """In how many bits each knob stands: those of its positions, or of the number that it is."""
    parameters = context.session.parameters
    rounding = parameters.making.rounding
    return Number(8 * parameters.theta.itemsize if rounding is None else rounding.bits, "count")


def setting(context: StepContext, words: str) -> Number:
    """A setting that is a number."""
    row = SETTINGS[words]
    value = row.of(context.session.scenario)
    if not isinstance(value, int | float):
        raise NoNumberError
    style = "percent" if row.kind is Kind.SHARE else "count" if row.kind.is_whole else "number"
    return Number(value, style)


def check_setting(words: str, scope: Scope) -> None:
    """Refuses words that name no setting, or one that is no number."""
    numbers = [name for name, row in SETTINGS.items() if row.kind in _NUMBERS]
    if words not in numbers:
        raise UnknownNameError(
            tr(
                "no setting '{name}' is a number: choose {names}",
                name=words,
                names=", ".join(numbers),
            )
        )


def rate_now(context: StepContext, words: str) -> Number:
    """The learning rate of the next step."""
    return Number(context.session.rate)


def learning_rate(context: StepContext, words: str) -> Number:
    """The learning rate."""
    return Number(context.session.scenario.training.learning_rate)
