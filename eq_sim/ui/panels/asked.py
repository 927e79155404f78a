"""What the network answers to one sample or one point, asked at once, and that in words."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.mlp import Network
from eq_sim.network.types import Array
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.metrics import right
from eq_sim.ui.models.answer_words import amount, answered, error
from eq_sim.ui.panels.answering import Answering

_SAMPLE = {
    "train": later("sample {number:,} (train)"),
    "test": later("sample {number:,} (test)"),
    "validation": later("sample {number:,} (validation)"),
}
_RIGHT = {
    "train": later("{right:,} of {samples:,} right on train"),
    "test": later("{right:,} of {samples:,} right on test"),
}
_ERRORS = {
    "train": later("train: typical error {typical}, largest {largest}"),
    "test": later("test: typical error {typical}, largest {largest}"),
    "validation": later("validation: typical error {typical}, largest {largest}"),
}


def answer_to(session: Answering, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns (outputs,) of what the network answers to (features,) inputs, after the link.

    One sample is quick in a network of any size.
    """
    loss = loss_of(session.scenario.training)
    w = session.parameters.w
    sample = inputs[:, np.newaxis].astype(w.dtype)
    with np.errstate(all="ignore"):
        linked = loss.link(Network(session.layout, loss).answers(w, sample))
    return np.asarray(linked[:, 0], dtype=np.float64)


def answer_to_sample(session: Answering, sample: int) -> NDArray[np.float64]:
    """Returns (outputs,) of what the network answers to a sample, as all views show it now.

    While a worker trains, that is of the step that they show.
    """
    evaluation = session.evaluation
    if evaluation.step is None:
        return answer_to(session, session.dataset.inputs[:, sample])
    places, answers = every_answer(session)
    return np.asarray(answers[:, int(np.flatnonzero(places == sample)[0])], dtype=np.float64)


def every_answer(session: Answering) -> tuple[NDArray[np.intp], Array]:
    """Returns the places of all samples, part after part, and (outputs, samples) the answers."""
    evaluation = session.evaluation
    places = [evaluation.train, evaluation.test, evaluation.validation]
    answers = [*evaluation.answers, evaluation.validation_answers]
    return np.concatenate(places), np.concatenate(answers, axis=1)


def said_of(session: Answering, inputs: NDArray[np.float64]) -> str:
    """Returns what the network says to (features,) inputs, in words."""
    return answered(session.dataset, session.scenario, answer_to(session, inputs))


def part_of(session: Answering, sample: int) -> str:
    """Returns which part a sample belongs to: "train", "test" or "validation"."""
    evaluation = session.evaluation
    if bool((evaluation.test == sample).any()):
        return "test"
    return "validation" if bool((evaluation.validation == sample).any()) else "train"


def error_words(session: Answering) -> list[str]:
    """Returns for each part how far answers in numbers are off: typically, and at most.

    The typical error is the root of the mean of the squared errors.
    """
    target, evaluation = session.dataset.target, session.evaluation
    assert target is not None
    lines = []
    for part, answers, targets in (
        *zip(("train", "test"), evaluation.answers, evaluation.targets, strict=True),
        ("validation", evaluation.validation_answers, evaluation.validation_targets),
    ):
        if not answers.shape[1]:
            continue
        with np.errstate(all="ignore"):
            off = (answers.astype(np.float64) - targets)[0] * target.scale
            typical, most = float(np.sqrt(np.mean(off**2))), float(np.abs(off).max())
        said, largest = amount(typical, target), amount(most, target)
        lines.append(tr(_ERRORS[part], typical=said, largest=largest))
    return lines


def right_on(hits: int, samples: int, part: str) -> str:
    """Returns how many samples of a part are right.

    Args:
        hits: so many are.
        samples: of so many.
        part: "train" or "test".
    """
    return tr(_RIGHT[part], right=hits, samples=samples)


def sample_name(session: Answering, sample: int) -> str:
    """Returns which sample it is, and of which part: "sample 12 (test)"."""
    return tr(_SAMPLE[part_of(session, sample)], number=sample + 1)


def sample_words(session: Answering, sample: int) -> tuple[str, ...]:
    """Returns what a sample is, and what the network makes of it, a line each."""
    dataset = session.dataset
    answer = answer_to_sample(session, sample)
    truth = dataset.targets[:, sample]
    said = answered(dataset, session.scenario, answer)
    name = sample_name(session, sample)
    if dataset.classes:
        kind = int(truth[0] >= 0.5) if dataset.two_classes else int(truth.argmax())
        hit = bool(right(answer[:, np.newaxis], truth[:, np.newaxis])[0])
        is_it = tr("{sample}: is {name}", sample=name, name=dataset.classes_said[kind])
        if hit:
            return is_it, tr("the network says {answer}", answer=said)
        return is_it, tr("the network says {answer}: wrong", answer=said)
    target = dataset.target
    assert target is not None
    wanted, made = float(target.to_person(truth[0])), float(target.to_person(answer[0]))
    return (
        f"{name}: {target.name_said} {amount(wanted, target)}",
        tr("the network says {answer}", answer=said),
        tr("error {error}", error=error(wanted, made, target)),
    )
