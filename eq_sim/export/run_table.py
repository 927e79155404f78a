"""A table of runs for a spreadsheet: a row each, every setting, full precision."""

from msgspec import to_builtins

from eq_sim.export.tables import csv_text
from eq_sim.language.english import in_english
from eq_sim.session.run_rows import RunRow, row_now, row_of, setup_now
from eq_sim.session.run_setups import DATA, comparable_settings, differing
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS

_HEADER = (
    "run",
    "name",
    "pinned",
    "seed",
    "random start (from 1; empty for a loaded one)",
    "source",
)
_RESULTS = (
    "steps", "epochs", "train loss", "test loss", "validation loss", "metric", "metric on train",
    "metric on test", "metric on validation", "lowest loss that chooses", "at step", "knobs",
    "settings that were changed on the way",
)  # fmt: skip


@in_english()
def run_table(session: Session) -> str:
    """Returns all runs as CSV: the finished ones, and the one on screen if it has a step.

    Settings are as they were at a run's end. Where data were of another kind than a source by
    name, its column has all that makes them.
    """
    rows = [row_of(run) for run in session.shelf.runs]
    if session.step:
        rows.append(row_now(session, setup_now(session), known=True))
    names = comparable_settings()
    plain = DATA not in differing([row.setup for row in rows])
    return csv_text(
        (*_HEADER, *names, *_RESULTS),
        (_cells(session, row, names, plain=plain) for row in rows),
    )


def _cells(session: Session, row: RunRow, names: tuple[str, ...], *, plain: bool) -> list[object]:
    run, setup = row.run, row.setup
    end = setup.stages[-1]
    best = session.best if run is None else None
    lowest = (best.loss, best.step) if best else (run.best if run else None)
    assert row.losses is not None and row.measure is not None  # noqa: PT018 - asked for above
    return [
        "now" if run is None else run.number,
        "" if run is None else run.name,
        "yes" if run is not None and run.pinned else "",
        session.seed if run is None else run.seed,
        "" if setup.start is None else setup.start,
        end.data.source if plain else str(to_builtins(end.data)),
        *(_setting(SETTINGS[name].of(end)) for name in names),
        row.steps,
        row.epochs,
        *("" if loss is None else loss for loss in row.losses),
        row.metric,
        *("" if value is None else value for value in row.measure),
        *(lowest or ("", "")),
        row.knobs,
        _changed(session, row, names),
    ]


def _changed(session: Session, row: RunRow, names: tuple[str, ...]) -> str:
    """Returns which settings held before, and until when: "until step 20 learning_rate=0.1"."""
    earlier = session.earlier if row.run is None else row.run.earlier
    said = []
    for one, following in zip(earlier, row.setup.stages[1:], strict=True):
        for name in names:
            before = SETTINGS[name].of(one.scenario)
            if before != SETTINGS[name].of(following):
                said.append(f"until step {one.step} {name}={_setting(before)}")
    return "; ".join(said)


def _setting(value: Value | None) -> object:
    return " ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else value
