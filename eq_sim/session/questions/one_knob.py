"""What one knob is and does, in words and numbers: for the inspector, lessons and tests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.mlp import Evaluator
from eq_sim.network.types import Array, run
from eq_sim.session.names import source_name
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

PUSH = 0.1
PUSHES = (PUSH, PUSH / 10, PUSH / 100)
"""How far a knob is turned to see whether it helps: the first that does is told."""

_READABLE = 5e-7  # a change of the loss below this cannot be read anywhere
_ROUNDING = 1e-6  # and as a share of it, it may be rounding alone


@dataclass(frozen=True)
class Push:
    """A turn of a knob that lowers the loss.

    Attributes:
        by: how far; up is positive.
        fall: how much the loss falls.
    """

    by: float
    fall: float


@dataclass(frozen=True)
class SmallTurn:
    """What a small turn does to the train loss.

    Attributes:
        push: the one that helps; None where none does by an amount that can be read.
        nothing: whether small turns change nothing.
    """

    push: Push | None
    nothing: bool


@dataclass(frozen=True)
class Term:
    """One input of a neuron: what it is, its weight, and their product."""

    name: str
    knob: int
    value: float
    weight: float

    @property
    def product(self) -> float:
        """What the neuron adds up."""
        return self.value * self.weight


@dataclass(frozen=True)
class Linked:
    """What makes a probability of the sums of the outputs.

    Attributes:
        name: "sigmoid" or "softmax".
        sums: of all outputs, in order.
        share: the probability of the output that is asked about.
    """

    name: str
    sums: tuple[float, ...]
    share: float


@dataclass(frozen=True)
class Arithmetic:
    """What a neuron does with one sample.

    Attributes:
        terms: input × weight, in order.
        bias: what is added; None for a neuron without.
        total: the sum of all.
        activation: the name of what is done with it.
        answer: the neuron's answer.
        linked: of an output whose loss makes a probability of its sum, how; None for any other.
    """

    terms: tuple[Term, ...]
    bias: float | None
    total: float
    activation: str
    answer: float
    linked: Linked | None = None


def sentence(session: Session, knob: int) -> str:
    """Returns in one sentence what such a knob is."""
    place = session.layout.knob(knob)
    if place.adapter == "A":
        return tr(
            "One of A: how strongly rank {rank} of the adapter hears this input. B passes the rank "
            "on to the neurons.",
            rank=place.neuron + 1,
        )
    if place.adapter == "B":
        return tr(
            "One of B: how strongly this neuron hears rank {rank} of the adapter, times the "
            "adapter's strength.",
            rank=(place.source or 0) + 1,
        )
    if place.is_bias:
        return tr("A bias shifts its neuron up or down, whatever comes in.")
    return tr(
        "A weight says how strongly one input counts: at 0 it is ignored, "
        "below 0 it counts against."
    )


def small_turn(slices: KnobSlices, knob: int) -> SmallTurn:
    """Returns what a small turn of a knob does to the train loss: ±0.1, else ±0.01, else ±0.001.

    It is asked of all samples that are learned from, as the loss on screen is.
    """
    here, now, far = float(slices.session.parameters.theta[knob]), 0.0, 0.0
    for size in PUSHES:
        losses = slices.losses(knob, here + np.array([0.0, size, -size]))
        now, up, down = np.nan_to_num(losses, nan=np.inf).tolist()
        least = max(_READABLE, _ROUNDING * now)
        if now - min(up, down) > least:
            return SmallTurn(Push(size if up <= down else -size, now - min(up, down)), False)
        far = max(far, up - now, down - now)
    return SmallTurn(None, far <= max(_READABLE, _ROUNDING * now))


def helpful_push(slices: KnobSlices, knob: int) -> Push | None:
    """Returns the push of ``small_turn``."""
    return small_turn(slices, knob).push


def activations_of(session: Session, sample: int) -> list[NDArray[np.float64]]:
    """Returns what each layer answers to one sample, the inputs first, each (neurons,).

    Args:
        session: whose network.
        sample: a place in the data.
    """
    w = session.parameters.w
    column: Array = np.append(session.dataset.inputs[:, sample], 1.0)[:, np.newaxis]
    evaluator = Evaluator(session.layout, w, column.astype(w.dtype))
    evaluator.run()
    inputs = session.dataset.inputs[:, sample].astype(np.float64)
    return [inputs, *(hidden[:, 0].astype(np.float64) for hidden in evaluator.hidden)]


def arithmetic(session: Session, layer: int, neuron: int, sample: int) -> Arithmetic:
    """Returns a neuron's arithmetic for one sample."""
    layout = session.layout
    block = layout.blocks[layer]
    all_heard = activations_of(session, sample)
    heard = all_heard[layer]
    knobs = layout.neuron(layer, neuron)
    values = session.parameters.w[knobs].astype(np.float64)
    terms = tuple(
        Term(
            source_name(session.dataset, layer, source),
            int(knobs[source]),
            float(heard[source]),
            float(values[source]),
        )
        for source in range(block.inputs)
    )
    bias = float(values[-1]) if block.bias else None
    total = sum(term.product for term in terms) + (bias or 0.0)
    activation = ACTIVATIONS[layout.architecture.activations[layer]]
    sums, answers = np.array([[total]]), np.array([[total]])
    with np.errstate(all="ignore"):
        run(activation.forward(sums, answers, np.empty((1, 1))))
    answer = float(answers[0, 0])
    linked = _linked(session, layer, neuron, all_heard[-1])
    return Arithmetic(terms, bias, total, activation.label, answer, linked)


def _linked(session: Session, layer: int, neuron: int, sums: NDArray[np.float64]) -> Linked | None:
    """Returns what makes a probability of an output's sum, if anything does."""
    loss = loss_of(session.scenario.training)
    if layer < len(session.layout.blocks) - 1 or not loss.from_logits:
        return None
    with np.errstate(all="ignore"):
        share = float(loss.link(sums[:, np.newaxis])[neuron, 0])
    binary = loss.name == "binary_cross_entropy" or len(sums) == 1
    name = "sigmoid" if binary else "softmax"
    return Linked(name, tuple(sums.tolist()), share)
