"""``eq-sim train my.csv``: what one may say of a table of one's own, and what is told of it."""

import sys
from argparse import ArgumentParser, Namespace
from math import floor, log10
from pathlib import Path
from typing import Any, cast

from eq_sim.cli.options import add_choice
from eq_sim.cli.usage_error import UsageError
from eq_sim.data.own.facts import facts_of
from eq_sim.data.own.planning import shape_of
from eq_sim.network.layout import Layout
from eq_sim.session.files.table_file import OwnTable, Wishes, read_own
from eq_sim.session.questions.references import References, references
from eq_sim.session.session import Session
from eq_sim.session.training.metrics import Measure

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMALS = {"point": ".", "comma": ","}
_HEADERS = {"yes": True, "no": False}
_SAID = ("target", "inputs", "task", "missing", "delimiter", "decimal", "header")
_BAR = 30  # letters
_MOST_SAID = 8  # columns that are not used and are named


def add_table_options(parser: ArgumentParser) -> None:
    """Adds what a person may say of a table; what is left out is guessed."""
    own = cast(ArgumentParser, parser.add_argument_group("a table of your own (.csv)"))
    own.add_argument("--target", metavar="COLUMN", help="the column to predict")
    own.add_argument("--inputs", metavar="A,B,…", help="the columns to predict it from")
    add_choice(own, "--task", ("number", "two-classes", "classes"), None)
    add_choice(own, "--missing", ("leave-out", "average"), None)
    add_choice(own, "--delimiter", tuple(_DELIMITERS), None)
    add_choice(own, "--decimal", tuple(_DECIMALS), None)
    add_choice(own, "--header", tuple(_HEADERS), None)


def check_no_table_options(options: Namespace) -> None:
    """Checks that nothing is said of a table where there is none.

    Raises:
        UsageError: something is.
    """
    for name in _SAID:
        if getattr(options, name) is not None:
            raise UsageError(
                "--{name} is for a table of your own (.csv): {what} is none",
                name=name,
                what=options.what,
            )


def read_as_said(options: Namespace, *, shown: bool) -> OwnTable:
    """Returns the table that was named, read as was said of it.

    Args:
        options: of the command.
        shown: whether there is somebody to see how far it is.

    Raises:
        DocumentError: it cannot be read, is no table, or has no such columns.
    """
    said = {name: getattr(options, name) for name in _SAID}
    for name, values in (
        ("delimiter", _DELIMITERS), ("decimal", _DECIMALS), ("header", _HEADERS),
    ):  # fmt: skip
        said[name] = cast(dict[str | None, Any], values).get(said[name])
    path = Path(options.what)

    def show(share: float) -> None:
        filled = round(_BAR * share)
        bar = "█" * filled + "░" * (_BAR - filled)
        print(f"\r{bar} reading {path.name}", end="", file=sys.stderr, flush=True)

    own = read_own(path, Wishes(**said), show if shown else lambda share: None)
    if shown:
        print("\r" + " " * (_BAR + 9 + len(path.name)) + "\r", end="", file=sys.stderr)
    return own


def told(own: OwnTable, session: Session) -> str:
    """Returns what was found in a table, what was guessed, and what is learned from, as lines."""
    choice, guessed, table = own.choice, own.guessed, own.table
    shape = shape_of(table, choice)
    parts = session.state().data
    split = f"{len(parts.train):,} rows to learn from"
    if len(parts.test):
        split += f", {len(parts.test):,} to check on"
    if len(parts.validation):
        split += f", {len(parts.validation):,} to choose by"
    lines = [
        f"{own.path.name}: {table.rows:,} rows, {len(table.names):,} columns; {own.format.words}",
        *(f"{note}." for note in table.notes),
        f"Target: {guessed.target}.",
        f"Task: {guessed.task}."
        if choice.task == guessed.choice.task
        else f"Task: {choice.task.replace('-', ' ')}, as asked for.",
        f"From {_counted(len(choice.inputs), 'column')}, {_counted(shape.features, 'input')}: "
        f"{_some(list(choice.inputs))}.",
    ]
    unused = [name for name in table.names if name not in (*choice.inputs, choice.target)]
    if unused:
        same = [name for name in unused if facts_of(table.column(name)).constant]
        why = f"; the same in each row: {_some(same)}" if same else ""
        lines.append(f"Not used: {_some(unused)}{why}.")
    if note := session.dataset.note:
        lines.append(f"{note[0].upper()}{note[1:]}.")
    lines.append(f"{split}; network {_sizes(session.layout)}.")
    return "\n".join(lines)


def described(own: OwnTable) -> dict[str, Any]:
    """Returns what is learned from a table, as plain values for programs."""
    choice, shape = own.choice, shape_of(own.table, own.choice)
    return {
        "rows": own.table.rows,
        "left_out": shape.left_out,
        "target": choice.target,
        "inputs": list(choice.inputs),
        "task": choice.task,
        "missing": choice.missing,
        "sha256": own.table.sha256,
        "notes": list(own.table.notes),
    }


def held_against(session: Session) -> str:
    """Returns the network's score beside what simple answers reach, in real units."""
    found = references(session.state().data, session.scenario.training.loss)
    target = session.dataset.target
    if target is None:
        name, what, same = "accuracy", "right", "always the most frequent class"
    else:
        name, what, same = "typical_error", "typical error", "always the average"
    own = session.evaluation.measure(name)
    rivals = _rivals(found, name, same)
    place, part = (1, "test part") if own.test is not None else (0, "training part")
    scale, unit = (target.scale, target.unit) if target else (1.0, "")
    said = [f"this network {_score(own, place, name, scale, unit)}"]
    said += [f"{rival} {_score(score, place, name, scale, unit)}" for rival, score in rivals]
    return f"on the {part}, {what}: {'; '.join(said)}"


def scores(session: Session) -> dict[str, Any]:
    """Returns the same as plain numbers for programs, in real units."""
    found = references(session.state().data, session.scenario.training.loss)
    target = session.dataset.target
    name = "accuracy" if target is None else "typical_error"
    scale = target.scale if target else 1.0

    def parts(measure: Measure) -> dict[str, float | None]:
        values = {"train": measure.train, "test": measure.test}
        return {part: None if value is None else value * scale for part, value in values.items()}

    return {
        "measure": name,
        "unit": target.unit if target else "",
        "network": parts(session.evaluation.measure(name)),
        "constant": parts(found.constant.measures[name]),
        "linear": None if found.linear is None else parts(found.linear.measures[name]),
    }


def _rivals(found: References, name: str, same: str) -> list[tuple[str, Measure]]:
    rivals = [(same, found.constant.measures[name])]
    if found.linear is not None:
        rivals.append(("a plain linear fit", found.linear.measures[name]))
    return rivals


def _score(score: Measure, place: int, name: str, scale: float, unit: str) -> str:
    value = score[place]
    if value is None:
        return "none"
    if name == "accuracy":
        return f"{100 * value:.1f} %"
    return f"{amount(value * scale)} {unit}".rstrip()


def amount(value: float) -> str:
    """Returns a number in at least three digits: 42,113 or 4.21 or 0.0421."""
    if value == 0 or not abs(value) < 1e15:
        return f"{value:g}"
    decimals = max(0, 2 - floor(log10(abs(value))))
    return f"{value:,.{decimals}f}" if decimals < 8 else f"{value:.3g}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_SAID
    return ", ".join(names[:_MOST_SAID]) + (f" and {more:,} more" if more > 0 else "")


def _sizes(layout: Layout) -> str:
    shape = " → ".join(f"{size:,}" for size in layout.architecture.sizes)
    return f"{shape}, {layout.size:,} knobs"
