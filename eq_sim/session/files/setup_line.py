"""How an experiment starts, as one line of text: sent to 300 people, it opens the same start.

A shipped scenario is named, with what is different from it::

    eq-sim:ring?seed=3&learning_rate=0.1&hidden=4,2&steps=400&start=2

``start`` counts the random starts of the seed as the window does, from 1. A scenario of one's own
comes along whole: ``eq-sim:?seed=3&scenario=…``, packed. A line may come from anybody, so it is
read strictly: what no such line holds is refused, and nothing is unpacked beyond a small size.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import numpy as np

from eq_sim.session.actions import NewStart
from eq_sim.session.errors import EqSimError, ScenarioError
from eq_sim.session.files import SETUP
from eq_sim.session.scenario import MOST_STARTS, Scenario, bundled, convert, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Value, changed_together, parse
from eq_sim.session.state import random_start

MOST_LETTERS = 8000
"""The longest line."""

_MOST_BYTES = 64_000  # of a scenario, unpacked
_MOST_SEED = 2**63 - 1
_LINE = re.compile(rf"{SETUP}([a-z0-9-]*)(?:\?([A-Za-z0-9_.,+=&-]*))?")
_WHOLE = re.compile(r"[0-9]{1,19}")
_WORDS = {"name": 80, "title": 200, "about": 2000}  # letters that each may have
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Setup:
    """How an experiment starts.

    Attributes:
        scenario: with every setting as it is.
        seed: decides data, split, start, order and dropout.
        start_number: which random start of this seed, from 0.
    """

    scenario: Scenario
    seed: int = 1
    start_number: int = 0

    @classmethod
    def of(cls, session: Session) -> "Setup":
        """Returns how a session starts: with its settings as they are, at step 0.

        Raises:
            ScenarioError: it starts at values that no seed leads to, or its knobs click.
        """
        state = session.state()
        if state.making.rounding is not None:
            raise ScenarioError(
                "The knobs of this experiment click into positions, which no line of text and no "
                "scenario can hold: let them turn freely (32 bits), or save it as a file (.eqsim)"
            )
        drawn = random_start(state, state.start_number).astype(state.start.dtype)
        if not np.array_equal(drawn, state.start):
            raise ScenarioError(
                "This experiment does not start at a random start, but at parameters of its own, "
                "which no line of text and no scenario can hold: save it as a file (.eqsim)"
            )
        return cls(state.scenario, state.seed, state.start_number)

    def session(self) -> Session:
        """Returns a session at this start, with nothing to undo.

        Raises:
            ScenarioError: the scenario's parts do not fit each other.
        """
        begun = Session(self.scenario, self.seed)
        if not self.start_number:
            return begun
        begun.apply(NewStart(self.start_number))
        return Session(begun.state(), log=begun.log.state)


def write_setup(setup: Setup) -> str:
    """Returns the line; ``read_setup`` is the way back.

    Raises:
        ScenarioError: the scenario has too many words for a line.
    """
    scenario = setup.scenario
    if scenario.name in bundled():
        line = _line(scenario.name, setup, _differences(scenario))
        try:
            if read_setup(line) == setup:
                return line
        except EqSimError:
            pass  # it differs in more than settings
    text = zlib.compress(msgspec.json.encode(scenario), 9)
    packed = base64.urlsafe_b64encode(text).decode().rstrip("=")
    line = _line("", setup, [("scenario", packed)])
    try:
        same = read_setup(line) == setup
    except EqSimError:
        same = False
    if not same and scenario.data.teacher is not None:
        raise ScenarioError(
            "The teacher does not fit into a line of text: save the experiment as a file"
        )
    if not same:
        raise ScenarioError(
            "This scenario's words do not fit into a line of text: save the experiment as a file"
        )
    return line


def read_setup(line: str) -> Setup:
    """Returns what a line says.

    Raises:
        ScenarioError: it is no such line, or something in it is wrong; says what.
    """
    try:
        return _setup(line)
    except EqSimError as error:
        raise ScenarioError("The line of text cannot be opened: {what}", what=error) from error


def _line(name: str, setup: Setup, changes: list[tuple[str, str]]) -> str:
    pairs = [("seed", str(setup.seed)), *changes]
    if setup.start_number:
        pairs.append(("start", str(setup.start_number + 1)))
    return f"{SETUP}{name}?" + "&".join(f"{key}={text}" for key, text in pairs)


def _differences(scenario: Scenario) -> list[tuple[str, str]]:
    """Returns the settings in which a scenario differs from the shipped one of its name."""
    shipped = load_scenario(scenario.name)
    found = []
    for name, row in SETTINGS.items():
        value = row.of(scenario)
        if value is not None and value != row.of(shipped):
            found.append((name, row.write(value)))
    if scenario.training.steps != shipped.training.steps:
        found.append(("steps", str(scenario.training.steps)))
    return found


def _setup(line: str) -> Setup:
    if len(line) > MOST_LETTERS:
        raise ScenarioError("it is longer than {most:,} letters", most=MOST_LETTERS)
    match = _LINE.fullmatch(line.strip(" \t\r\n"))
    if match is None:
        raise ScenarioError(
            "it is not of the form {form}", form=f"{SETUP}ring?seed=3&learning_rate=0.1"
        )
    name, rest = match[1], match[2]
    pairs: dict[str, str] = {}
    for pair in rest.split("&") if rest else ():
        key, equals, text = pair.partition("=")
        if not equals:
            raise ScenarioError("'{pair}' has no value", pair=pair[:40])
        if key in pairs:
            raise ScenarioError("it has '{key}' twice", key=key[:40])
        pairs[key] = text
    seed = _taken(pairs, "seed", lambda text: _whole("seed", text, 0, _MOST_SEED), 1)
    start = _taken(pairs, "start", lambda text: _whole("start", text, 1, MOST_STARTS + 1), 1)
    steps = _taken(pairs, "steps", lambda text: _whole("steps", text, 1, 10**9), None)
    if name:
        scenario = load_scenario(name)
    else:
        own = _taken(pairs, "scenario", _unpacked, None)
        if own is None:
            raise ScenarioError("it names no scenario")
        scenario = own
    if steps is not None:
        training = msgspec.structs.replace(scenario.training, steps=steps)
        scenario = msgspec.structs.replace(scenario, training=training)
    values: dict[str, Value] = {}
    for key, text in pairs.items():
        if key not in SETTINGS:
            raise ScenarioError("there is no setting '{key}'", key=key[:40])
        values[key] = parse(key, text)
    return Setup(changed_together(scenario, values), seed, start - 1)


def _taken(
    pairs: dict[str, str], key: str, read: Callable[[str], _Read], otherwise: _Read
) -> _Read:
    """Takes a key out of what a line says, and reads its value."""
    return read(pairs.pop(key)) if key in pairs else otherwise


def _whole(key: str, text: str, least: int, most: int) -> int:
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise ScenarioError(
            "'{key}' needs a whole number from {least} to {most:,}, not '{text}'",
            key=key,
            least=least,
            most=most,
            text=text[:40],
        )
    return int(text)


def _unpacked(text: str) -> Scenario:
    """Returns a scenario that came along whole."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, _MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ScenarioError("the scenario in it is damaged") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ScenarioError("the scenario in it is damaged")
    try:
        scenario = convert(msgspec.json.decode(content))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ScenarioError("the scenario in it is damaged") from error
    for field, most in _WORDS.items():
        _check_words(field, getattr(scenario, field), most)
    _check_words("goal.text", scenario.goal.text, _WORDS["title"])
    if scenario.name.startswith(".") or re.search(r"[/\\:]", scenario.name):
        raise ScenarioError("its scenario is called like a file")
    return scenario


def _check_words(field: str, words: str, most: int) -> None:
    if len(words) > most or not words.isprintable():
        raise ScenarioError("{field} of its scenario is no plain text", field=field)
