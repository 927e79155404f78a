"""An experiment's settings, data and start as a scenario: one TOML file that opens anywhere.

A table of one's own is in it. What was learned is not: that is what an experiment file is for.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from eq_sim.session.errors import DocumentError, ScenarioError
from eq_sim.session.files import SCENARIO
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.packed_table import pack
from eq_sim.session.files.setup_line import Setup
from eq_sim.session.scenario import MOST_BYTES, Scenario
from eq_sim.session.tables import found, text_of

_PACKED = "packed"  # a line in whose place the table comes


def save_scenario(path: Path, setup: Setup) -> None:
    """Writes how an experiment starts to a file, whole or not at all.

    Args:
        path: the file.
        setup: the scenario with its settings as they are, the seed and the random start.

    Raises:
        DocumentError: the suffix is not .toml, or the file cannot be written.
        ScenarioError: its table is not here, or it is too large for such a file.
    """
    if path.suffix != SCENARIO:
        raise DocumentError(
            "{path}: scenarios are kept in {suffix} files", path=path, suffix=SCENARIO
        )
    try:
        write_atomically(path, scenario_text(setup).encode())
    except OSError as error:
        raise DocumentError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def scenario_text(setup: Setup) -> str:
    """Returns how an experiment starts as the text of a scenario file.

    Raises:
        ScenarioError: its table is not here, or it is too large for such a file.
    """
    scenario = setup.scenario
    lines = ["# A scenario of eq_sim: what is learned from, what learns, and how."]
    lines += [f"{key} = {_toml(getattr(scenario, key))}" for key in ("name", "title", "about")]
    if scenario.base:
        lines.append(f"base = {_toml(scenario.base)}")
    if setup.seed != 1:
        lines.append(f"seed = {setup.seed}")
    if setup.start_number:
        lines.append(f"start = {setup.start_number + 1}")
    for name, part in _parts(scenario):
        lines += ["", f"[{name}]", *_pairs(part)]
        if part is scenario.data.table:
            lines.append(_PACKED)
    text = "\n".join(lines) + "\n"
    if len(text) > MOST_BYTES:
        raise ScenarioError(
            "what is said of its data is too long for a scenario file: {here:,} letters, and at "
            "most {most:,} can be read. Save the experiment (.eqsim) instead",
            here=len(text),
            most=MOST_BYTES,
        )
    table = scenario.data.table
    if table is None:
        return text
    found(table.sha256, table.name)
    return text.replace(f"\n{_PACKED}\n", f"\n{pack(text_of(table.sha256) or b'')}\n", 1)


def _parts(scenario: Scenario) -> Iterator[tuple[str, Struct]]:
    yield "data", scenario.data
    if scenario.data.table is not None:
        yield "data.table", scenario.data.table
    yield "network", scenario.network
    yield "training", scenario.training
    yield "goal", scenario.goal


def _pairs(part: Struct) -> Iterator[str]:
    """Yields a line for each field that is not as it is where nothing is said."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if field.name != "table" and value is not None and value != field.default:
            yield f"{field.name} = {_toml(value)}"


def _toml(value: object) -> str:
    """Returns a value as TOML writes it."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            there = {key: inner for key, inner in value.items() if inner is not None}
            pairs = (f"{json.dumps(key)} = {_toml(inner)}" for key, inner in there.items())
            return "{ " + ", ".join(pairs) + " }"
        case Struct():
            return _toml(msgspec.to_builtins(value))
    raise TypeError(f"TOML has no word for {value!r}")
