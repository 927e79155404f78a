"""What a step makes of one sample of its batch: a neuron's answer, and the loss, as formulas."""

from math import exp, log

import numpy as np

from eq_sim.language.tr import ntr, tr
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.distillation import DISTILLATION, distillation, soft_targets
from eq_sim.network.types import Array, run
from eq_sim.session.names import neuron_called, source_name
from eq_sim.session.questions.shown_digits import Equation, Form, Line, Quantity, Values, lines
from eq_sim.session.questions.step_apart import StepApart
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_MOST_TERMS = 4
"""Products that a line has room for; of more their sum is shown."""


def answer_formula(
    session: Session, apart: StepApart, layer: int, neuron: int, column: int
) -> tuple[Line, ...]:
    """Returns how a neuron comes to its answer to a sample, before any dropout.

    Args:
        session: whose network; only its shape and settings are read.
        apart: the step.
        layer: of the neuron.
        neuron: its place in the layer.
        column: the place of the sample in the batch.
    """
    layout, dataset = session.layout, session.dataset
    block = layout.blocks[layer]
    weights = np.asarray(block.view(apart.theta)[:, neuron], np.float64)
    inputs = apart.values[layer][:, column]
    activation = layout.architecture.activations[layer]
    caption = neuron_called(layout, dataset, layer, neuron)
    if layer == len(layout.blocks) - 1 and loss_of(session.scenario.training).from_logits:
        caption = tr("sum of {neuron}", neuron=caption)
    q = {"a": Quantity(caption, float(apart.hidden[layer][neuron, column]), Form.RESULT)}
    pieces: list[str] = []
    if block.inputs <= _MOST_TERMS:
        for source in range(block.inputs):
            weight, value = float(weights[source]), float(inputs[source])
            q[f"w{source}"] = Quantity("w", weight)
            q[f"x{source}"] = Quantity(source_name(dataset, layer, source), value)
            pieces += ["+"] * bool(pieces) + [f"{{w{source}}}", "×", f"{{x{source}}}"]
        if block.bias:
            q["b"] = Quantity(tr("bias"), float(weights[block.inputs]))
            pieces += ["+", "{b}"]
    else:
        total = float(weights[: block.inputs] @ inputs)
        q["total"] = Quantity(_of_products(block.inputs), total)
        pieces = ["{total}"]
        if block.bias:
            q["b"] = Quantity(tr("bias"), float(weights[block.inputs]))
            pieces += ["+", "{b}"]
    if activation != "identity":
        label = ACTIVATIONS[activation].label
        pieces = [label, "(", *pieces, ")"]

    def work(of: Values) -> float:
        products = sum(of[f"w{s}"] * of[f"x{s}"] for s in range(block.inputs) if f"w{s}" in of)
        return _activated(activation, products + of.get("total", 0.0) + of.get("b", 0.0))

    return lines(q, [Equation("a", tuple(pieces), work)])


def _of_products(count: int) -> str:
    return ntr("sum of {count:,} product", "sum of {count:,} products", count)


def _activated(name: str, value: float) -> float:
    total = np.full((1, 1), value)
    answer, scratch = np.empty_like(total), np.empty_like(total)
    if name == "identity":
        return value
    run(ACTIVATIONS[name].forward(total, answer, scratch))
    return float(answer[0, 0])


def loss_formula(session: Session, apart: StepApart, column: int) -> tuple[Line, ...]:
    """Returns how wrong the answer to a sample is, in the network's own units.

    Args:
        session: whose network; only its loss and its data are read.
        apart: the step, its forward pass done.
        column: the place of the sample in the batch.
    """
    loss = session.scenario.training.loss
    answers = apart.hidden[-1][:, column]
    truth = np.asarray(session.dataset.targets[:, apart.samples[column]], np.float64)
    given = Quantity(tr("loss"), float(apart.losses[column]), Form.RESULT)
    if loss == "half_mse":
        return _half_square(given, answers, truth)
    if loss == "binary_cross_entropy" and len(answers) > 1:
        count = len(answers)
        caption = ntr("sum over {count} output", "sum over {count} outputs", count)
        q = {"loss": given, "sum": Quantity(caption, given.value * count)}
        return lines(
            q, [Equation("loss", ("{sum}", "÷", str(count)), lambda of: of["sum"] / count)]
        )
    if loss == DISTILLATION:
        return _from_teacher(session, given, answers, truth, int(apart.samples[column]))
    place, chance = _given_to_truth(session, answers, truth)
    dataset = session.dataset
    names = dataset.classes_said if dataset.two_classes else dataset.outputs_said
    caption = tr("probability given to {name}", name=names[place])
    q = {"loss": given, "p": Quantity(caption, chance)}
    return lines(q, [Equation("loss", ("−ln", "{p}"), lambda of: -log(of["p"]))])


def _from_teacher(
    session: Session, given: Quantity, answers: Array, truth: Array, sample: int
) -> tuple[Line, ...]:
    training = session.scenario.training
    t, share = training.temperature, training.label_share
    sums = session.data.taught()[:, sample : sample + 1].astype(np.float64)
    bare = soft_targets(sums, truth[:, np.newaxis], t, 0.0)
    soft = distillation(t, 0.0).each(answers[:, np.newaxis].astype(np.float64), bare) / t**2
    q = {
        "loss": given,
        "T": Quantity("T", t, Form.GIVEN),
        "h": Quantity(tr("soft cross-entropy at T = {t:g}", t=t), float(soft[0])),
    }
    if not share:
        pieces: tuple[str, ...] = ("{T}", "²", "×", "{h}")
        return lines(q, [Equation("loss", pieces, lambda of: of["T"] ** 2 * of["h"])])
    _, chance = _given_to_truth(session, answers, truth)
    q["a"] = Quantity(tr("labels’ share"), share, Form.GIVEN)
    q["p"] = Quantity(tr("probability given to the label"), chance)
    pieces = ("(", "1", "−", "{a}", ")", "×", "{T}", "²", "×", "{h}", "−", "{a}", "×", "ln", "{p}")

    def work(of: Values) -> float:
        return (1 - of["a"]) * of["T"] ** 2 * of["h"] - of["a"] * log(of["p"])

    return lines(q, [Equation("loss", pieces, work)])


def _given_to_truth(session: Session, answers: Array, truth: Array) -> tuple[int, float]:
    """Returns the place of the true class, and the probability that the answer gives it."""
    if session.dataset.two_classes:
        place, total = int(truth[0] > 0.5), float(answers[0])
        toward = total if place else -total
        return place, 1 / (1 + exp(-toward)) if toward > -700 else 0.0
    place = int(np.argmax(truth))
    powers = np.exp(answers - answers.max())
    return place, float(powers[place] / powers.sum())


def _half_square(given: Quantity, answers: Array, truth: Array) -> tuple[Line, ...]:
    q = {"loss": given}
    if len(answers) > 1:
        squares = float(((answers - truth) ** 2).sum())
        count = len(answers)
        caption = ntr("sum of {count} squared error", "sum of {count} squared errors", count)
        q["sum"] = Quantity(caption, squares)
        return lines(q, [Equation("loss", ("½", "×", "{sum}"), lambda of: of["sum"] / 2)])
    q["a"] = Quantity(tr("answer"), float(answers[0]))
    q["y"] = Quantity(tr("truth"), float(truth[0]))
    pieces = ("½", "×", "(", "{a}", "−", "{y}", ")", "²")
    return lines(q, [Equation("loss", pieces, lambda of: (of["a"] - of["y"]) ** 2 / 2)])
