"""What is said of a phase: one sentence, and its formulas with this step's real numbers."""

from dataclasses import dataclass, replace

from eq_sim.network.distillation import DISTILLATION
from eq_sim.session.names import neuron_called
from eq_sim.session.questions.sample_formulas import answer_formula, loss_formula
from eq_sim.session.questions.shown_digits import Line
from eq_sim.session.questions.step_apart import StepApart
from eq_sim.session.questions.update_formula import rows_of, update_formula
from eq_sim.session.session import Session
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.style import numbers

_UNKNOWN = "Its slope is not known."


@dataclass(frozen=True)
class Said:
    """What is said of the phase that is lit.

    Attributes:
        sentence: what it does.
        about: what the formula is about, in a frame.
        of: what that is: "the outlined knob".
        lines: the formula.
        aside: beside the formula: of which samples it is.
        instead: what is said where there is no formula.
        rows: how many lines the longest formula of a step has: nothing jumps between phases.
    """

    sentence: str
    about: str = ""
    of: str = ""
    lines: tuple[Line, ...] = ()
    aside: str = ""
    instead: str = ""
    rows: int = 1


def said(session: Session, phases: Phases) -> Said:
    """Returns what is to be said of the step that is taken apart."""
    return replace(_said(session, phases), rows=rows_of(session.trainer.optimizer.name))


def _said(session: Session, phases: Phases) -> Said:
    apart, lit = phases.apart, phases.lit
    if apart is None or lit is None:
        number = numbers.count(session.step + 1)
        return Said(
            f"Step {number} comes next, in four phases.",
            instead="Shift+S takes them one by one.",
        )
    points = _points(len(apart.samples))
    if lit is Phase.FORWARD:
        return _forward(session, phases, apart, points)
    if lit is Phase.COMPARE:
        return _compare(session, phases, apart)
    return _turned(session, phases, apart, points, lit)


def _points(count: int) -> str:
    return f"{numbers.count(count)} sample{'' if count == 1 else 's'}"


def _sample(phases: Phases, apart: StepApart) -> str:
    return f"sample {phases.column + 1} of {numbers.count(len(apart.samples))}"


def _forward(session: Session, phases: Phases, apart: StepApart, points: str) -> Said:
    layer, neuron = _neuron(session, phases)
    lines = answer_formula(session, apart, layer, neuron, phases.column)
    name = neuron_called(session.layout, session.dataset, layer, neuron)
    place = "" if layer == len(session.layout.blocks) - 1 else f", layer {layer + 1}"
    return Said(
        f"Forward: the batch of {points} goes through, layer by layer. One of them is followed.",
        f"{name}{place}",
        _sample(phases, apart),
        lines,
        "meters show what\neach neuron answers",
    )


def _neuron(session: Session, phases: Phases) -> tuple[int, int]:
    """Returns the neuron of the knob that is chosen; without one the first of the last layer."""
    knob = phases.knob
    if knob is None:
        return len(session.layout.blocks) - 1, 0
    found = session.layout.knob(knob)
    return found.layer, found.neuron


def _compare(session: Session, phases: Phases, apart: StepApart) -> Said:
    lines = loss_formula(session, apart, phases.column)
    mean = numbers.loss(apart.mean_loss)
    one = len(apart.samples) == 1
    wanted = "the teacher’s" if session.scenario.training.loss == DISTILLATION else "truth"
    said = "how far off it is" if one else "the mean"
    return Said(
        f"Compare: answer against {wanted}. The loss is {said}.",
        f"loss of {_sample(phases, apart)}",
        _truth(session, phases, apart),
        lines,
        f"mean of the batch\n{mean}",
    )


def _truth(session: Session, phases: Phases, apart: StepApart) -> str:
    """Returns what the sample really is, as a person would say it."""
    dataset, sample = session.dataset, int(apart.samples[phases.column])
    truth = dataset.targets[:, sample]
    if dataset.target is not None:
        return "the ringed sample"
    if dataset.two_classes:
        return f"it is {dataset.classes[int(truth[0] > 0.5)]}"
    return f"it is {dataset.outputs[int(truth.argmax())]}"


def _turned(session: Session, phases: Phases, apart: StepApart, points: str, lit: Phase) -> Said:
    knob = phases.knob
    if lit is Phase.BACKWARD:
        sentence = "Backward: one pass tells every knob which way lowers the loss."
    else:
        moved = int((apart.after != apart.theta).sum()) if apart.after is not None else 0
        sentence = (
            f"Update: {numbers.count(moved)} of {numbers.count(apart.theta.size)} knobs move, "
            "all at once."
        )
    if knob is None:
        return Said(sentence, instead="No knob moves in this step.")
    lines = update_formula(session, apart, knob)
    instead = ""
    if not lines:
        instead = "It stays: it is frozen, muted or in a hand."
        if knob not in apart.still:
            instead = "The learning rate is 0: it stays." if not apart.rate else _UNKNOWN
    focused = "the outlined knob"
    return Said(sentence, session.name(knob), focused, lines, f"of these\n{points}", instead)
