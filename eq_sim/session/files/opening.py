"""Opening an experiment by what a person named: a scenario, a file, or a line of text.

What reads files is imported with the first of them: most windows open none.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from eq_sim.session.actions import NewStart, Set, SetStart
from eq_sim.session.errors import DocumentError
from eq_sim.session.files import EXPERIMENT, PARAMETERS, SCENARIO, SETUP, TABLES
from eq_sim.session.scenario import load_scenario, read_scenario_file
from eq_sim.session.session import Session
from eq_sim.session.settings.table import Value, changed_together

_LARGEST_LESSON = 1_000_000  # bytes
_STEP = re.compile(r"""^\s*(?:\[+\s*|["'“”„«])?(?:step|idea)["'“”»]?\s*[].=]""", re.MULTILINE)


def is_lesson(what: str) -> bool:
    """Whether a file is meant to be a lesson: it has steps, whatever is wrong with them."""
    if not what.lower().endswith(SCENARIO):
        return False
    from eq_sim.session.files.reading import NotTextError, read_bytes, text_of

    try:
        content = read_bytes(Path(what), _LARGEST_LESSON)
    except OSError:
        return False
    try:
        text = text_of(content)
    except NotTextError:
        text = content.decode("latin-1")
    return _STEP.search(text) is not None


def open_session(
    what: str,
    seed: int | None = None,
    changes: Iterable[tuple[str, Value]] = (),
    start: Path | None = None,
) -> Session:
    """Returns a session.

    Args:
        what: a shipped scenario's name; a ``.toml`` file; a ``.safetensors`` file, which brings its
            scenario along and is the start; an ``.eqsim`` file, to go on with; a table of one's
            own, ``.csv``; or a line of text that says how an experiment starts, ``eq-sim:…``.
        seed: the seed; None for the one that the file or the line brings along, or 1.
        changes: settings to change first, and their values.
        start: a file of parameters to start from.

    Raises:
        EqSimError: there is no such thing, or it is wrong.
    """
    number, ending = 0, what.lower()
    if what.startswith(SETUP):
        from eq_sim.session.files.setup_line import read_setup

        setup = read_setup(what)
        scenario, number = setup.scenario, setup.start_number
        seed = setup.seed if seed is None else seed
    elif ending.endswith(EXPERIMENT):
        return _continued(Path(what), seed, changes, start)
    elif ending.endswith(PARAMETERS):
        from eq_sim.session.files.parameter_file import scenario_of

        scenario, saved = scenario_of(Path(what))
        start, seed = start or Path(what), saved if seed is None else seed
    elif ending.endswith(SCENARIO):
        scenario, first, number = read_scenario_file(Path(what))
        seed = first if seed is None and start is None else seed
    elif ending.endswith(TABLES):
        from eq_sim.session.files.table_file import read_own

        scenario = read_own(Path(what)).scenario(1 if seed is None else seed)
    else:
        scenario = load_scenario(what)
    if start and seed is None:
        from eq_sim.session.files.parameter_file import saved_seed

        seed = saved_seed(start)  # of the split, too: what was learned from is no test
    scenario = changed_together(scenario, dict(changes))
    session = Session(scenario, 1 if seed is None else seed)
    if number:
        session.apply(NewStart(number))
    if start:
        from eq_sim.session.files.parameter_file import (
            check_split,
            load_parameters,
            load_switches,
        )

        check_split(start, session.scenario, session.seed)
        values = load_parameters(start, session.layout)
        session.apply(SetStart.of(values, load_switches(start, session.layout)))
    return session


def _continued(
    path: Path, seed: int | None, changes: Iterable[tuple[str, Value]], start: Path | None
) -> Session:
    """Returns the session that a file of an experiment keeps."""
    from eq_sim.session.files.experiment_file import read_experiment

    session = read_experiment(path).session()
    if start is not None or seed not in (None, session.seed):
        raise DocumentError(
            "{path} goes on where it was saved: it has its own seed and its own parameters",
            path=path,
        )
    for setting, value in changes:
        session.apply(Set(setting, value))
    return session
