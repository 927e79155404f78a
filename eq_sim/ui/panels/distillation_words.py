"""What is said of a teacher and its student."""

from eq_sim.data.dataset import Dataset
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.ui.models.distilling import Distilling
from eq_sim.ui.style.numbers import loss

_WITHOUT = later(
    "A trained network knows more of a sample than its label: how like the other classes it looks. "
    "Make the network, as it stands now, the teacher: a smaller one then learns from all its "
    "chances."
)
_NUMBERS = later(
    "A teacher gives chances of classes, which a cross-entropy as the loss asks for. Here it is "
    "another loss."
)

_LESSONS = {
    ("labels", "same"): later(
        "The teacher “{name}” learned from the labels of {samples:,} samples; the student learns "
        "from {train:,} of the same part."
    ),
    ("labels", "other"): later(
        "The teacher “{name}” learned from the labels of {samples:,} samples of other data; the "
        "student learns from {train:,} of these."
    ),
    ("answers", "same"): later(
        "The teacher “{name}” learned from another teacher’s answers to {samples:,} samples; the "
        "student learns from {train:,} of the same part."
    ),
    ("answers", "other"): later(
        "The teacher “{name}” learned from another teacher’s answers to {samples:,} samples of "
        "other data; the student learns from {train:,} of these."
    ),
}
"""What a teacher and its student learned from: the teacher's lesson, and whose data."""

_RIGHT = {"train": later("Right on train"), "test": later("Right on test")}
_RIGHT_THEN = {
    "train": later("Right on train at step {step:,}"),
    "test": later("Right on test at step {step:,}"),
}


def told_of(model: Distilling) -> str:
    """Returns what the teacher learned from, and what the student does; or how to make one."""
    teacher, session = model.teacher, model.session
    if teacher is None:
        without = _WITHOUT if model.can_teach else _NUMBERS
        return tr(without)
    learned, train = teacher.learned, len(session.evaluation.train)
    same = teacher.splits(session.scenario.data)
    lesson = "answers" if learned.taught else "labels", "same" if same else "other"
    said = tr(_LESSONS[lesson], name=learned.name, samples=learned.samples, train=train)
    test = len(session.evaluation.test)
    if not same or not test:
        return said
    checked = tr("Neither has learned from the {test:,} that they are checked on.", test=test)
    return f"{said} {checked}"


def judged_words(part: str, step: int | None) -> str:
    """Returns what the shares are of: "Right on test at step 140".

    Args:
        part: "train" or "test".
        step: None for the present one.
    """
    return tr(_RIGHT[part]) if step is None else tr(_RIGHT_THEN[part], step=step)


def who_learned(model: Distilling) -> str:
    """Returns what the twin is, and at which step, where that is not the student's."""
    said = [tr("On labels alone: trained beside it from the same start, with the same settings.")]
    twin = model.of_twin
    if twin is not None and twin[0] != model.session.step:
        said.append(tr("Its step {step:,} is shown.", step=twin[0]))
    if model.is_taught and not model.session.scenario.training.label_share:
        least = model.session.evaluation.least_losses.train
        told = tr(
            "No train loss below {loss} can be had here: soft answers leave so much open.",
            loss=loss(least),
        )
        said.append(told)
    return " ".join(said)


def right_words(share: float | None) -> str:
    """Returns a share of right answers."""
    return "—" if share is None else local(f"{100 * share:.1f} %")


def class_names(dataset: Dataset) -> tuple[str, ...]:
    """Returns the names of the classes, in the order of their chances."""
    return dataset.classes_said if dataset.two_classes else dataset.outputs_said
