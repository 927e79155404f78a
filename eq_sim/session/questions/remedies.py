"""What textbooks advise against over- and underfitting, as settings; and what came of one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import counts
from eq_sim.session.actions import BeginWith
from eq_sim.session.errors import EqSimError
from eq_sim.session.history import Losses
from eq_sim.session.questions.fit import Fit, Overfitting, Underfitting
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import changed_together
from eq_sim.session.sources import source_of

MORE = 4
"""More data: so many times the samples to learn from."""

CHOOSING = 0.25
"""Early stopping chooses by this share of what was learned from,"""

PATIENCE = 300
"""and ends training after so many steps without a new lowest validation loss."""

_ROOMY = (16, 16)  # layers that take the spiral apart


@dataclass(frozen=True)
class Remedy:
    """Settings to begin again with from the same start.

    Attributes:
        name: "dropout", "weight decay", "stop early", "more data", "more knobs" or "no restraint".
        settings: each with its value.
    """

    name: str
    settings: tuple[tuple[str, Value], ...]

    @property
    def action(self) -> BeginWith:
        """What it does."""
        return BeginWith(self.settings)


def remedies(scenario: Scenario, fit: Fit) -> list[Remedy]:
    """Returns what can be tried here; what is in force already is not among it.

    Against a wide gap the same is advised as where the test loss has turned back up: it may help,
    and where it does not, what comes of it shows that.

    Args:
        scenario: as it is.
        fit: how well the network fits.
    """
    advised: list[Remedy] = []
    if isinstance(fit.found, Underfitting):
        advised = _against_underfitting(scenario)
    elif isinstance(fit.found, Overfitting) or fit.wide:
        advised = _against_overfitting(scenario)
    return [remedy for remedy in advised if _is_possible(scenario, remedy)]


def _against_overfitting(scenario: Scenario) -> list[Remedy]:
    training, data, advised = scenario.training, scenario.data, []
    # Numbers are spoilt by less than classes: on both kinds of data it was tried over 20 seeds.
    dropout, decay = (0.05, 0.003) if training.loss == "half_mse" else (0.2, 0.01)
    if scenario.network.hidden and training.dropout < dropout:
        advised.append(Remedy("dropout", (("dropout", dropout),)))
    if training.l2 < decay:
        advised.append(Remedy("weight decay", (("l2", decay),)))
    source = source_of(data)
    if not (data.validation_fraction or source.learned):
        choosing = (("validation_fraction", CHOOSING), ("early_stopping", PATIENCE))
        advised.append(Remedy("stop early", choosing))
    if source.generated and data.points:
        advised.append(Remedy("more data", (("points", MORE * data.points),)))
    elif source.rows and not source.learned:  # what is painted, a person alone can paint more of
        learned = counts(data.points or source.rows, data.test_fraction).train
        share = 1 - MORE * learned / (data.points or source.rows)
        if share > 0:
            advised.append(Remedy("more data", (("test_fraction", round(share, 4)),)))
    return advised


def _against_underfitting(scenario: Scenario) -> list[Remedy]:
    hidden, training, advised = scenario.network.hidden, scenario.training, []
    narrow = len(hidden) < len(_ROOMY) or min(hidden) < min(_ROOMY)
    more = _ROOMY if narrow and all(size <= max(_ROOMY) for size in hidden) else None
    sizes = more or tuple(2 * size for size in hidden)
    advised.append(Remedy("more knobs", (("hidden", sizes),)))
    bound = [(name, 0.0) for name in ("dropout", "l2", "l1") if getattr(training, name) > 0]
    if bound:
        advised.append(Remedy("no restraint", tuple(bound)))
    return advised


def _is_possible(scenario: Scenario, remedy: Remedy) -> bool:
    try:
        changed_together(scenario, dict(remedy.settings))
    except EqSimError:  # more than a session may have
        return False
    return True


@dataclass(frozen=True)
class Compared:
    """A run with a remedy beside the one without.

    Attributes:
        now: the losses with it.
        step: after how many steps.
        before: the losses without it.
        before_step: after how many steps: as many, or as many as there were.
    """

    now: Losses
    step: int
    before: Losses
    before_step: int

    @property
    def gaps(self) -> tuple[float, float] | None:
        """Test loss minus train loss with it and without; None without a test part."""
        if self.now.test is None or self.before.test is None:
            return None
        return self.now.test - self.now.train, self.before.test - self.before.train

    @property
    def shrinks(self) -> bool:
        """Whether the gap is smaller with it."""
        gaps = self.gaps
        return gaps is not None and gaps[0] < gaps[1]

    @property
    def lowers_test(self) -> bool:
        """Whether the test loss is lower with it."""
        now, before = self.now.test, self.before.test
        return now is not None and before is not None and now < before


def compared(
    before: NDArray[np.float64], now: Losses, step: int, *, at_end: bool = False
) -> Compared:
    """Returns a run beside the one before it, at the same step where that had come so far.

    Args:
        before: (4, points) step, epoch, train loss, test loss of the run without the remedy.
        now: the losses of the run with it.
        step: its steps.
        at_end: compare with the end of the run without: the one with it has stopped early.
    """
    place = before.shape[1] - 1
    if not at_end:
        place = max(0, int(np.searchsorted(before[0], step, side="right")) - 1)
    then, _, train, test = before[:, place]
    losses = Losses(float(train), None if np.isnan(test) else float(test))
    return Compared(now, step, losses, int(then))
