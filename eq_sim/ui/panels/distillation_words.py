"""What is said of a teacher and its student."""

from eq_sim.data.dataset import Dataset
from eq_sim.language.numerals import local
from eq_sim.ui.models.distilling import Distilling
from eq_sim.ui.style.numbers import count, loss

_WITHOUT = (
    "A trained network knows more of a sample than its label: how like the other classes it looks. "
    "Make the network, as it stands now, the teacher: a smaller one then learns from all its "
    "chances."
)
_NUMBERS = (
    "A teacher gives chances of classes, which a cross-entropy as the loss asks for. Here it is "
    "another loss."
)


def told_of(model: Distilling) -> str:
    """Returns what the teacher learned from, and what the student does; or how to make one."""
    teacher, session = model.teacher, model.session
    if teacher is None:
        return _WITHOUT if model.can_teach else _NUMBERS
    learned, train = teacher.learned, len(session.evaluation.train)
    lesson = "another teacher’s answers to" if learned.taught else "the labels of"
    saw = f"“{learned.name}” learned from {lesson} {count(learned.samples)} samples"
    student = f"the student learns from {count(train)}"
    if not teacher.splits(session.scenario.data):
        return f"The teacher {saw} of other data; {student} of these."
    test, checked = len(session.evaluation.test), ""
    if test:
        checked = f" Neither has learned from the {count(test)} that they are checked on."
    return f"The teacher {saw}; {student} of the same part.{checked}"


def who_learned(model: Distilling) -> str:
    """Returns what the twin is, and at which step, where that is not the student's."""
    words = "On labels alone: trained beside it from the same start, with the same settings."
    twin = model.of_twin
    if twin is not None and twin[0] != model.session.step:
        words += f" Its step {count(twin[0])} is shown."
    if model.is_taught and not model.session.scenario.training.label_share:
        least = model.session.evaluation.least_losses.train
        words += (
            f" No train loss below {loss(least)} can be had here: soft answers leave so much open."
        )
    return words


def right_words(share: float | None) -> str:
    """Returns a share of right answers."""
    return "—" if share is None else local(f"{100 * share:.1f} %")


def class_names(dataset: Dataset) -> tuple[str, ...]:
    """Returns the names of the classes, in the order of their chances."""
    return dataset.classes if dataset.two_classes else dataset.outputs
