"""The outcomes of a sweep as a table: a row for each trial, in the sweep's own order."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from eq_sim.language.english import in_english
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.training.loss_of import loss_of
from eq_sim.sweeps.plan import Bits, Outcome, Sweep, SweepError, shown

SHEET = ".csv"
"""The suffix of sheets."""

_RUN: dict[Bits, str] = {
    "alone": "alone",
    "checked": "stacked: the same bits as alone",
    "rounding": "stacked: equal to rounding",
}


@in_english()
def sheet(sweep: Sweep, outcomes: Iterable[Outcome]) -> str:
    """Returns outcomes as CSV; an empty cell is a number that there is none of.

    Args:
        sweep: what they are of.
        outcomes: in any order; those that are there.
    """
    rows = sorted(outcomes, key=lambda outcome: outcome.trial.number)
    trained = [row for row in rows if row.losses is not None]
    error = trained[0].kind.words if trained else "none"
    loss = loss_of(sweep.scenario.training).label
    if sweep.setting == "loss":
        loss = "of the row's kind"
    header = (
        sweep.row.caption,
        "seed",
        "knobs",
        "training steps",
        f"train loss ({loss})",
        f"validation loss ({loss})",
        f"test loss ({loss})",
        f"train error ({error})",
        f"validation error ({error})",
        f"test error ({error})",
        "how it was run",
        "why it ended early",
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        numbers = (
            row.train_loss, row.validation_loss, row.test_loss,
            row.train_error, row.validation_error, row.test_error,
        )  # fmt: skip
        cells = ("" if number is None else repr(number) for number in numbers)
        value, knobs = shown(sweep.setting, row.value), sweep.knobs[sweep.place_of(row.trial)]
        writer.writerow((value, row.seed, knobs, row.steps, *cells, _RUN[row.bits], row.advice))
    return text.getvalue()


def write_sheet(path: Path, sweep: Sweep, outcomes: Iterable[Outcome]) -> None:
    """Writes outcomes to a file, whole or not at all.

    Raises:
        SweepError: the suffix is not .csv, or the file cannot be written.
    """
    check_suffix(path)
    try:
        # A spreadsheet takes a file for UTF-8 only if it begins with this mark.
        write_atomically(path, sheet(sweep, outcomes).encode("utf-8-sig"))
    except OSError as error:
        raise SweepError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def check_suffix(path: Path) -> None:
    """Checks that a file's name ends as its format asks.

    Raises:
        SweepError: it does not.
    """
    if path.suffix != SHEET:
        raise SweepError("{path}: a sweep is kept in a {suffix} file", path=path, suffix=SHEET)
