"""What is said of a phase: one sentence, and its formulas with this step's real numbers."""

from dataclasses import dataclass, replace

from eq_sim.language.tr import later, ntr, tr
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

_UNKNOWN = later("Its slope is not known.")


@dataclass(frozen=True)
class Said:
    """What is said of the phase that is lit.

    Attributes:
        sentence: what it does.
        about: what the formula is about, in a frame.
        of: what that is: "the outlined knob".
        lines: the formula.
        aside: beside the formula: of which samples it is.
        mean: the same where the formula's gradient is a mean over them, as a sentence of its own.
        instead: what is said where there is no formula.
        rows: how many lines the longest formula of a step has: nothing jumps between phases.
    """

    sentence: str
    about: str = ""
    of: str = ""
    lines: tuple[Line, ...] = ()
    aside: str = ""
    instead: str = ""
    mean: str = ""
    rows: int = 1


def said(session: Session, phases: Phases) -> Said:
    """Returns what is to be said of the step that is taken apart."""
    return replace(_said(session, phases), rows=rows_of(session.trainer.optimizer.name))


def _said(session: Session, phases: Phases) -> Said:
    apart, lit = phases.apart, phases.lit
    if apart is None or lit is None:
        return Said(
            tr("Step {step:,} comes next, in four phases.", step=session.step + 1),
            instead=tr("Shift+S takes them one by one."),
        )
    if lit is Phase.FORWARD:
        return _forward(session, phases, apart)
    if lit is Phase.COMPARE:
        return _compare(session, phases, apart)
    return _turned(session, phases, apart, lit)


def _forward(session: Session, phases: Phases, apart: StepApart) -> Said:
    layer, neuron = _neuron(session, phases)
    lines = answer_formula(session, apart, layer, neuron, phases.column)
    name = neuron_called(session.layout, session.dataset, layer, neuron)
    if layer < len(session.layout.blocks) - 1:
        name = tr("{neuron}, layer {layer}", neuron=name, layer=layer + 1)
    size = len(apart.samples)
    return Said(
        ntr(
            "Forward: the batch of {count:,} sample goes through, layer by layer. One of them is "
            "followed.",
            "Forward: the batch of {count:,} samples goes through, layer by layer. One of them is "
            "followed.",
            size,
        ),
        name,
        tr("sample {sample} of {samples:,}", sample=phases.column + 1, samples=size),
        lines,
        tr("meters show what\neach neuron answers"),
    )


def _neuron(session: Session, phases: Phases) -> tuple[int, int]:
    """Returns the neuron of the knob that is chosen; without one the first of the last layer."""
    knob = phases.knob
    if knob is None:
        return len(session.layout.blocks) - 1, 0
    found = session.layout.knob(knob)
    return found.layer, 0 if found.adapter == "A" else found.neuron  # a rank is no neuron


def _compare(session: Session, phases: Phases, apart: StepApart) -> Said:
    lines = loss_formula(session, apart, phases.column)
    size = len(apart.samples)
    return Said(
        _compared(one=size == 1, taught=session.scenario.training.loss == DISTILLATION),
        tr("loss of sample {sample} of {samples:,}", sample=phases.column + 1, samples=size),
        _truth(session, phases, apart),
        lines,
        tr("mean of the batch\n{loss}", loss=numbers.loss(apart.mean_loss)),
    )


def _compared(*, one: bool, taught: bool) -> str:
    """Returns what the comparison does with one sample or several, of labels or of a teacher."""
    if taught and one:
        return tr("Compare: answer against the teacher’s. The loss is how far off it is.")
    if taught:
        return tr("Compare: answer against the teacher’s. The loss is the mean.")
    if one:
        return tr("Compare: answer against truth. The loss is how far off it is.")
    return tr("Compare: answer against truth. The loss is the mean.")


def _truth(session: Session, phases: Phases, apart: StepApart) -> str:
    """Returns what the sample really is, as a person would say it."""
    dataset, sample = session.dataset, int(apart.samples[phases.column])
    truth = dataset.targets[:, sample]
    if dataset.target is not None:
        return tr("the ringed sample")
    if dataset.two_classes:
        return tr("it is {truth}", truth=dataset.classes_said[int(truth[0] > 0.5)])
    return tr("it is {truth}", truth=dataset.outputs_said[int(truth.argmax())])


def _turned(session: Session, phases: Phases, apart: StepApart, lit: Phase) -> Said:
    knob = phases.knob
    if lit is Phase.BACKWARD:
        sentence = tr("Backward: one pass tells every knob which way lowers the loss.")
    else:
        moved = int((apart.after != apart.theta).sum()) if apart.after is not None else 0
        sentence = tr(
            "Update: {moved:,} of {knobs:,} knobs move, all at once.",
            moved=moved,
            knobs=apart.theta.size,
        )
    if knob is None:
        return Said(sentence, instead=tr("No knob moves in this step."))
    lines = update_formula(session, apart, knob)
    instead = ""
    if not lines:
        instead = tr("It stays: it is frozen, muted or in a hand.")
        if knob not in apart.still:
            instead = tr(_UNKNOWN) if apart.rate else tr("The learning rate is 0: it stays.")
    size = len(apart.samples)
    return Said(
        sentence,
        session.name(knob),
        tr("the outlined knob"),
        lines,
        ntr("of these\n{count:,} sample", "of these\n{count:,} samples", size),
        instead,
        ntr(
            "the gradient is the mean of these {count:,} sample",
            "the gradient is the mean of these {count:,} samples",
            size,
        ),
    )
