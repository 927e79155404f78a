"""Tables for a spreadsheet: the loss history, and every knob."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from eq_sim.data.dataset import Column, Dataset
from eq_sim.language.english import in_english
from eq_sim.network.layout import Knob, Layout
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.names import knob_in_files
from eq_sim.session.state import State
from eq_sim.session.training.loss_of import loss_of

TABLE = ".csv"
"""The suffix of tables."""


def write_table(path: Path, text: str) -> None:
    """Writes a table to a file, whole or not at all.

    Raises:
        DocumentError: the suffix is not .csv, or the file cannot be written.
    """
    check_suffix(path)
    try:
        # A spreadsheet takes a file for UTF-8 only if it begins with this mark.
        write_atomically(path, text.encode("utf-8-sig"))
    except OSError as error:
        raise DocumentError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def check_suffix(path: Path) -> None:
    """Checks that a file's name ends as its format asks.

    Raises:
        DocumentError: it does not.
    """
    if path.suffix != TABLE:
        raise DocumentError("{path}: tables are kept in {suffix} files", path=path, suffix=TABLE)


@in_english()
def loss_table(state: State) -> str:
    """Returns the recorded losses as CSV, a row each, with what happened at that step."""
    loss = loss_of(state.scenario.training).label
    count = len(state.data.validation)
    validation = f"validation loss ({loss}, mean over {count} samples)"
    header = (
        "step (training steps)",
        "epoch (passes through the training samples)",
        f"train loss ({loss}, mean over {len(state.data.train)} samples)",
        f"test loss ({loss}, mean over {len(state.data.test)} samples)",
        *([validation] if len(state.data.validation) else []),
        "what happened",
    )
    history = state.progress.history
    happened: dict[int, list[str]] = {}
    for mark in history.marks:
        happened.setdefault(mark.step, []).append(mark.text)
    rows: list[tuple[object, ...]] = []
    losses = 3 if count else 2
    for step, epoch, *found in history.every[: 2 + losses].T.tolist():
        words = "; ".join(happened.pop(int(step), []))
        cells = ("" if np.isnan(loss) and place else loss for place, loss in enumerate(found))
        rows.append((int(step), epoch, *cells, words))
    # What has left no point of its own still happened.
    none = [""] * (1 + losses)
    rows += [(step, *none, "; ".join(words)) for step, words in happened.items()]
    rows.sort(key=lambda row: int(str(row[0])))
    return csv_text(header, rows)


@in_english()
def knob_table(state: State) -> str:
    """Returns every knob as CSV: its place, its name, its value, its start and its unit.

    Where knobs click into positions, a last column has what the network computes with.
    """
    header: tuple[str, ...] = (
        "knob (place in the network, from 0)",
        "name",
        "layer (from 1)",
        "neuron (from 1)",
        "input (from 1; empty for a bias)",
        "value (in units)",
        "start (in units)",
        "unit",
        "state",
    )
    layout, dataset, switches = state.layout, state.dataset, state.switches
    clicks = state.making.rounding is not None
    if clicks:
        header = (*header, "counts as (in units)")
        w = np.concatenate([state.w, state.theta[layout.wired :]])
    rows: list[tuple[object, ...]] = []
    for place in range(layout.size):
        knob = layout.knob(place)
        states = (
            ("frozen", switches.frozen),
            ("muted", switches.mutes),
            ("solo", switches.solos),
        )
        words = [word for word, mask in states if mask[place]]
        if switches.silent[place] and not switches.mutes[place]:
            words.append("silent beside a solo")
        rows.append(
            (
                place,
                knob_in_files(layout, dataset, place),
                knob.layer + 1,
                knob.neuron + 1,
                "" if knob.source is None else knob.source + 1,
                state.theta[place],
                state.start[place],
                _unit(layout, dataset, knob),
                ", ".join(words),
                *((w[place],) if clicks else ()),
            )
        )
    return csv_text(header, rows)


def _unit(layout: Layout, dataset: Dataset, knob: Knob) -> str:
    """Returns what a value of 1 means: "10000 $ per 2168 sq ft"; 1 where nothing is measured."""
    last = knob.layer == len(layout.blocks) - 1
    above = _amount(dataset.target if last else None)
    if knob.source is None:
        return above
    below = _amount(dataset.columns[knob.source] if knob.layer == 0 else None)
    return above if below == "1" else f"{above} per {below}"


def _amount(column: Column | None) -> str:
    if column is None:
        return "1"
    return f"{column.scale:.6g} {column.unit}".rstrip()


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Returns a table as CSV, quoted where that is needed, with full precision."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
