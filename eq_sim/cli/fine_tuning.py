"""What ``eq-sim train --finetune`` adds: which knobs are trained, and what came of it."""

from argparse import ArgumentParser
from typing import Any

import numpy as np

from eq_sim.cli.usage_error import UsageError
from eq_sim.session.actions import FineTune
from eq_sim.session.fine_tuning import TUNED, WHAT_IS_FREE
from eq_sim.session.questions.two_tasks import Judge, TwoTasks, distances, fresh_start
from eq_sim.session.run_setups import is_random_start
from eq_sim.session.session import Session
from eq_sim.session.training.metrics import Measure


def add_fine_tuning(parser: ArgumentParser) -> None:
    """Adds the option."""
    parser.add_argument(
        "--finetune",
        choices=(*TUNED, WHAT_IS_FREE),
        help="train all knobs, the last layer, the biases or what is not frozen, and say what came "
        "of it, on the old task too",
    )


class FineTuning:
    """A training of some knobs of a network that has learned something before.

    Args:
        session: before the training.
        what: one of ``TUNED``, or ``WHAT_IS_FREE``.

    Raises:
        KnobError: there are no such knobs.
        UsageError: the network has learned nothing yet that could be tuned.
    """

    def __init__(self, session: Session, what: str) -> None:
        self._session, self._what = session, what
        _check_has_learned(session)
        for known in TUNED:
            if what == known:
                session.apply(FineTune(known))
        self._judge = Judge()
        self._first = session.step
        self._before, self._tasks_before = session.measure, self._tasks()

    def _tasks(self) -> TwoTasks | None:
        session = self._session
        return self._judge.of(session.state()) if session.scenario.base else None

    def result(self) -> dict[str, Any]:
        """Returns what came of it as plain numbers, after the training."""
        session = self._session
        state, metric = session.state(), session.scenario.goal.metric
        found: dict[str, Any] = {
            "finetune": self._what,
            "trained": int(np.count_nonzero(~session.switches.frozen)),
            "bytes": session.parameters.theta.nbytes,
            "before": _numbers(metric, self._before),
            "after": _numbers(metric, session.measure),
            "moved": [
                {"knobs": one.knobs, "moved": one.moved, "median": one.median, "max": one.largest}
                for one in distances(state)
            ],
        }
        tasks = self._tasks()
        if tasks is not None and self._tasks_before is not None:
            found["old_task"] = {
                "before": _numbers("accuracy", self._tasks_before.old),
                "after": _numbers("accuracy", tasks.old),
            }
            fresh = fresh_start(state, session.step)
            found["random_start"] = {
                "steps": fresh.steps,
                "test": fresh.same,
                "best_rate": fresh.rate,
                "best_test": fresh.best,
            }
        return found

    def sentences(self, result: dict[str, Any]) -> str:
        """Returns the same as a person reads it."""
        before, after = result["before"], result["after"]
        lines = [
            f"{result['trained']:,} of {self._session.layout.size:,} knobs trained, "
            f"{sum(one['moved'] for one in result['moved']):,} moved",
            f"{'new task' if 'old_task' in result else 'the task'}: {_change(before, after)}",
        ]
        if "old_task" in result:
            old, fresh = result["old_task"], result["random_start"]
            lines.append(f"old task: {_change(old['before'], old['after'])}")
            lines.append(
                f"from a random start, all knobs, {fresh['steps']:,} steps: "
                f"accuracy {fresh['test']:.4f} on test, {fresh['best_test']:.4f} at its best rate, "
                f"{fresh['best_rate']:g}"
            )
        return "\n".join(lines)


def _check_has_learned(session: Session) -> None:
    scenario, number = session.scenario, session.start_number
    if scenario.base and not number:
        return
    theta = session.parameters.theta
    if is_random_start(session.layout, scenario, session.seed, number, theta):
        raise UsageError(
            "--finetune goes on from what a network has learned, and this one is at a random "
            "start: choose a scenario with a base (fine-tuning), or --start FILE"
        )


def _change(before: dict[str, Any], after: dict[str, Any]) -> str:
    part = "train" if before["test"] is None else "test"
    then, now = (_written(one[part]) for one in (before, after))
    return f"{before['metric']} {then} → {now} on {part}"


def _written(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"


def _numbers(metric: str, measure: Measure) -> dict[str, Any]:
    return {"metric": metric, "train": measure.train, "test": measure.test}
