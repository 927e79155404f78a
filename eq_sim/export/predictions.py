"""Using a model: answers to rows that it has never seen. Nothing in it changes by answering."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eq_sim.export.rows import Rows, read_table
from eq_sim.export.script_text import heading
from eq_sim.network.mlp import Network
from eq_sim.session.errors import DocumentError
from eq_sim.session.state import State
from eq_sim.session.training.loss_of import loss_of

_PORTION = 4096  # rows that are answered at once


@dataclass(frozen=True)
class Answers:
    """What a model said.

    Attributes:
        text: inputs and answers as CSV.
        rows: how many.
        others: columns of the input that are no inputs of the model.
    """

    text: str
    rows: int
    others: tuple[str, ...]


def answers_to(path: Path, state: State) -> Answers:
    """Returns a model's answers to the rows of a CSV file, in a person's units.

    Args:
        path: a table of the inputs.
        state: whose knobs answer, as they stand, without dropout.

    Raises:
        DocumentError: the table does not fit, or a number is too large for the model.
    """
    if state.scenario.data.table is not None:
        return _answers_to_own(path, state)
    columns = state.dataset.seen.columns
    table = read_table(path, columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(heading, columns), *_headings(state)])
    network = Network(state.layout, loss_of(state.scenario.training))
    count = 0
    for rows in table.portions:
        answers = _answers(path, rows, state, network)
        for numbers, said in zip(rows.numbers.tolist(), _said(answers, state), strict=True):
            writer.writerow([*(f"{value:.15g}" for value in numbers), *said])
        count += len(rows.lines)
    if not count:
        raise DocumentError("{path} has no rows to answer", path=path)
    return Answers(text.getvalue(), count, table.others)


def _answers_to_own(path: Path, state: State) -> Answers:
    """Returns answers to a table like the one of a person's own that was learned from."""
    from eq_sim.export.own_rows import read_own_rows

    own = read_own_rows(path, state)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*own.names, *_headings(state)])
    network = Network(state.layout, loss_of(state.scenario.training))
    for first in range(0, len(own.lines), _PORTION):
        part = slice(first, first + _PORTION)
        answers = _answers(path, Rows(own.numbers[part], own.lines[part]), state, network)
        cells = zip(*(column[part] for column in own.cells), strict=True)
        for row, said in zip(cells, _said(answers, state), strict=True):
            writer.writerow([*row, *said])
    return Answers(text.getvalue(), len(own.lines), own.others)


def _answers(path: Path, rows: Rows, state: State, network: Network) -> NDArray[np.float64]:
    """Returns (outputs, rows) answers before they are put into a person's units."""
    columns = state.dataset.seen.columns
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = [c.to_network(v) for c, v in zip(columns, rows.numbers.T, strict=True)]
        inputs = state.dataset.taken(np.array(scaled)).astype(state.theta.dtype)
        answers = network.answers(state.w, inputs)
    odd = ~(np.isfinite(inputs).all(axis=0) & np.isfinite(answers).all(axis=0))
    if odd.any():
        raise DocumentError(
            "{path}, line {line}: its numbers are too large for this model, in {dtype}",
            path=path,
            line=rows.lines[int(np.argmax(odd))],
            dtype=state.theta.dtype,
        )
    return np.asarray(network.loss.link(answers), dtype=np.float64)


def _headings(state: State) -> list[str]:
    dataset, loss = state.dataset, loss_of(state.scenario.training)
    if not dataset.classes:
        return [heading(dataset.target)] if dataset.target else list(dataset.outputs)
    kind = "probability of" if loss.from_logits else "answer for"
    return ["class", *(f"{kind} {name}" for name in dataset.outputs)]


def _said(answers: NDArray[np.float64], state: State) -> list[list[str]]:
    """Returns what is said of each row: a class and its numbers, or the number itself."""
    dataset = state.dataset
    digits = 6 if state.theta.itemsize == 4 else 12  # more would be rounding
    if not dataset.classes:
        values = dataset.target.to_person(answers) if dataset.target else answers
        return [[f"{value:.{digits}g}" for value in row] for row in values.T]
    best = answers.argmax(axis=0) if len(answers) > 1 else (answers[0] >= 0.5).astype(int)
    return [
        [dataset.classes[place], *(f"{value:.{digits}g}" for value in row)]
        for place, row in zip(best.tolist(), answers.T.tolist(), strict=True)
    ]
