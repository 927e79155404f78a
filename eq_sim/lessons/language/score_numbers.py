"""Numbers of how well it does: losses, metrics, answers that are right or that changed.

Each takes a step's context and what stands behind the colon, and returns the number as it is now;
all raise ``NoNumberError`` where it does not exist.
"""

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.network.types import Array
from eq_sim.session.questions.changed_bits import changed_bits
from eq_sim.session.questions.each_knob_muted import choices, mute_each_knob
from eq_sim.session.questions.one_at_a_time import ask_each_knob
from eq_sim.session.questions.race import PASSES_PER_GRADIENT
from eq_sim.session.questions.step_apart import step_apart
from eq_sim.session.training.metrics import right


def _given(value: float | None, style: str = "number", unit: str = "") -> Number:
    if value is None:
        raise NoNumberError
    return Number(value, style, unit)


def measure(
    context: StepContext, words: str, metric: str, part: str, style: str, unit: str = ""
) -> Number:
    """A metric of the session, on the train, the test or the validation part."""
    train, test, validation = context.session.evaluation.measure(metric)
    if part == "validation":
        return _given(validation, style)
    return _given(train if part == "train" or test is None else test, style, unit)


def remembered(context: StepContext, words: str) -> Array:
    """Returns a remembered setting of all knobs there are now.

    Raises:
        NoNumberError: it was of another network.
    """
    then, layout = context.scene.settings.get(words), context.session.layout
    if then is not None and then.size == layout.wired:  # before an adapter was added: it is 0
        then = np.append(then, np.zeros(layout.size - layout.wired, then.dtype))
    if then is None or then.size != layout.size:
        raise NoNumberError
    return then


def changed_answers(context: StepContext, words: str) -> Number:
    """How many answers (test part, or all) differ from those of a remembered setting."""
    session, then = context.session, remembered(context, words)
    places = session.evaluation.test if len(session.evaluation.test) else session.evaluation.train
    samples = with_ones(session.dataset.inputs[:, places], then.dtype)
    said = []
    for w in (session.parameters.made(then), session.parameters.w):
        said.append(choices(session, Evaluator(session.layout, w, samples).run().copy()))
    return Number(float(np.count_nonzero(said[0] != said[1])), "count")


def changed_knobs(context: StepContext, words: str) -> Number:
    """How many knobs have another bit than in a remembered setting."""
    then = context.scene.settings.get(words)
    changed = None if then is None else changed_bits(context.session, then)
    if changed is None:
        raise NoNumberError
    return Number(changed, "count")


def batch_size(context: StepContext, words: str) -> Number:
    """How many samples the batch of the next step has."""
    return Number(context.session.trainer.batches.size, "count")


def batch_loss(context: StepContext, words: str) -> Number:
    """The mean loss of the batch of the step that is under way, as that step sees it."""
    apart = step_apart(context.session)
    if apart is None:
        raise NoNumberError
    return Number(apart.mean_loss)


def check_setting(words: str, scope: Scope) -> None:
    """Refuses the name of a setting that was not remembered before."""
    if words not in scope.settings:
        raise UnknownNameError(tr("no setting was remembered as '{name}' before", name=words))


def quiet_knobs(context: StepContext, words: str) -> Number:
    """The share of knobs that can be muted, one by one, without changing any answer."""
    each = mute_each_knob(context.session)
    return Number(each.quiet / each.changed.size, "percent")


def count_right(context: StepContext, words: str) -> Number:
    """How many answers are right, on the test part where there is one."""
    evaluation = context.session.evaluation
    part = 1 if len(evaluation.test) else 0
    answers, targets = evaluation.answers[part], evaluation.targets[part]
    return Number(float(np.count_nonzero(right(answers, targets))), "count")


def disagreement(context: StepContext, words: str) -> Number:
    """How far the slopes from asking each knob are from those of one backward pass."""
    return Number(ask_each_knob(context.session).difference)


def train_loss(context: StepContext, words: str) -> Number:
    """The train loss."""
    return Number(context.session.losses.train)


def test_gap(context: StepContext, words: str) -> Number:
    """Test loss minus train loss."""
    losses = context.session.losses
    return _given(None if losses.test is None else losses.test - losses.train)


def test_loss(context: StepContext, words: str) -> Number:
    """The test loss."""
    return _given(context.session.losses.test)


def validation_loss(context: StepContext, words: str) -> Number:
    """The validation loss."""
    return _given(context.session.losses.validation)


def stopped_at(context: StepContext, words: str) -> Number:
    """The step at which early stopping has just ended training."""
    stopped = context.session.stopped
    return _given(stopped.step if stopped else None, "count")


def best_loss(context: StepContext, words: str) -> Number:
    """The lowest recorded loss of this run: on validation, else on test, else on all."""
    best = context.session.best
    return _given(best.loss if best else None)


def best_step(context: StepContext, words: str) -> Number:
    """The step of the lowest recorded loss of this run."""
    best = context.session.best
    return _given(best.step if best else None, "count")


def steps_taken(context: StepContext, words: str) -> Number:
    """Training steps taken."""
    return Number(context.session.step, "count")


def moved(context: StepContext, words: str) -> Number:
    """How many knobs the last training step moved."""
    return Number(context.session.moved(), "count")


def visited(context: StepContext, words: str) -> Number:
    """How many knobs the last rival has touched."""
    return Number(context.scene.visited, "count")


def level_at(context: StepContext, words: str) -> Number:
    """After how many passes training was as good as the last rival is at its end."""
    rival, points = context.scene.rival, context.session.history.points
    if rival is None or not points.size:
        raise NoNumberError
    level = np.flatnonzero(np.asarray(points[2]) <= rival.loss)
    if not level.size:
        raise NoNumberError
    return Number(round(PASSES_PER_GRADIENT * float(points[1][level[0]])), "count")


def to_come(context: StepContext, words: str, key: str) -> Number:
    """How many steps, or passes, the next step of the lesson takes that has the key."""
    return _given(context.amount_to_come(key), "count")


def chance(context: StepContext, words: str) -> Number:
    """The share of right answers that guessing would have: one over the classes."""
    session = context.session
    if session.evaluation.measure("accuracy")[0] is None:
        raise NoNumberError
    return Number(1 / max(2, len(session.dataset.targets)), "percent")


def check_count(words: str, scope: Scope) -> None:
    """Refuses the name of an expectation that was not counted before."""
    if words not in scope.counts:
        raise UnknownNameError(
            tr("no expectation with 'counted' has the name '{name}' before", name=words)
        )


def held(context: StepContext, words: str) -> Number:
    """From how many seeds an expectation held when it was counted."""
    return Number(context.scene.counts[words].held, "count")


def seeds(context: StepContext, words: str) -> Number:
    """Of how many seeds it was counted whether an expectation held."""
    return Number(len(context.scene.counts[words].seeds), "count")


def sample_count(context: StepContext, words: str, part: int) -> Number:
    """How many samples are in the train part (0), the test part (1), the validation part (2)."""
    evaluation = context.session.evaluation
    return Number(len((evaluation.train, evaluation.test, evaluation.validation)[part]), "count")
