"""Early stopping: training ends when the validation loss has not fallen for so many steps.

What textbooks do (Goodfellow, Bengio and Courville, Deep Learning, 7.8): the knobs of the lowest
validation loss come back. It is looked for at recorded points alone, which fall at step counts, so
a window, a worker and the command line stop at the same step.
"""

from eq_sim.session.state import State


def is_on(state: State) -> bool:
    """Whether the validation part says when training ends, and so the test part may not.

    A goal that is reached on the test part then pauses nothing: it would have helped to choose.
    """
    return state.scenario.training.early_stopping > 0 and len(state.data.validation) > 0


def is_due(state: State, step: int) -> bool:
    """Whether training should stop here.

    Args:
        state: what is true, but for the knobs and the step.
        step: steps taken.
    """
    patience, progress = state.scenario.training.early_stopping, state.progress
    if not is_on(state) or progress.best is None:
        return False
    points = progress.history.points
    if not points.shape[1] or points[0, -1] != step:
        return False
    return step - max(progress.best.step, progress.patience_from) >= patience
