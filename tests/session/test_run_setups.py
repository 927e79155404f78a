"""In what runs differ: the smallest set of settings that tells them apart, and their table."""

import csv
import io

from session_kit import session

from eq_sim.export.run_table import run_table
from eq_sim.session import actions as act
from eq_sim.session.run_rows import best_of, compares, result_columns, row_of, setup_now
from eq_sim.session.run_setups import RunSetup, differing
from eq_sim.session.session import Session


def said(of: Session, number: int) -> tuple[str, ...]:
    """What a finished run differs in from the one on screen."""
    (run,) = [run for run in of.shelf.runs if run.number == number]
    return differing((RunSetup.of(run), setup_now(of)))


def test_only_what_leads_to_another_run_differs() -> None:
    ring = session(points=40)
    ring.apply(act.Train(5))
    ring.apply(act.BackToStart())
    assert said(ring, 1) == ()
    ring.apply(act.Set("speed", 100.0))
    ring.apply(act.Set("momentum", 0.5))  # which plain gradient descent does not use
    assert said(ring, 1) == ()
    ring.apply(act.Set("learning_rate", 0.3))
    assert said(ring, 1) == ("learning_rate",)
    ring.apply(act.Set("optimizer", "momentum"))
    assert said(ring, 1) == ("learning_rate", "optimizer")
    ring.apply(act.NewStart())
    assert said(ring, 1) == ("learning_rate", "optimizer", "start")
    ring.apply(act.Set("hidden", (3,)))
    ring.apply(act.NewStart(0))
    ring.apply(act.Set("learning_rate", ring.original.training.learning_rate))
    ring.apply(act.Set("optimizer", "sgd"))
    assert said(ring, 1) == ("hidden",)  # other knobs begin elsewhere: that goes without saying


def test_loaded_starts_differ_by_their_knobs() -> None:
    ring = session(points=40)
    ring.apply(act.SetStart((0.25,) * 25))
    ring.apply(act.Train(5))
    ring.apply(act.BackToStart())
    assert said(ring, 1) == ()
    ring.apply(act.SetStart((0.5,) * 25))
    assert said(ring, 1) == ("start",)
    assert setup_now(ring).start is None
    ring.apply(act.NewStart(4))
    assert setup_now(ring).start == 5


def test_what_was_changed_on_the_way_is_told_with_its_step() -> None:
    ring = session(points=40)
    rate = ring.scenario.training.learning_rate
    ring.apply(act.Train(20))
    ring.apply(act.Set("learning_rate", 0.2))
    ring.apply(act.Set("learning_rate", 0.3))  # nothing was trained with what held in between
    ring.apply(act.Train(10))
    ring.apply(act.BackToStart())
    (run,) = ring.shelf.runs
    assert RunSetup.of(run).values("learning_rate") == (rate, 0.3)
    assert said(ring, 1) == ("learning_rate",)
    ring.apply(act.Train(3))
    first, now = csv.DictReader(io.StringIO(run_table(ring)))
    assert first["settings that were changed on the way"] == f"until step 20 learning_rate={rate}"
    assert (first["learning_rate"], first["hidden"]) == ("0.3", "4 2")
    assert (now["run"], now["steps"]) == ("now", "3")


def test_the_best_is_among_those_that_compare() -> None:
    ring = session(points=40)
    for steps in (5, 20, 60):
        ring.apply(act.Train(steps))
        ring.apply(act.NewStart())
    rows = [row_of(run) for run in ring.shelf.runs]
    columns = {column.key: column for column in result_columns(rows)}
    losses = {row.number: columns["train"].value(row) for row in rows}
    assert best_of(columns["train"], rows) == {min(losses, key=lambda number: losses[number])}
    assert best_of(columns["steps"], rows) == set()
    ring.apply(act.Set("noise", 0.4))
    assert not any(compares(run, ring) for run in ring.shelf.runs)
    others = [row_of(run, compares=False) for run in ring.shelf.runs]
    assert best_of(columns["train"], others) == set()
