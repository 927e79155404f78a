"""Opening an experiment by what a person named: a scenario, or a file of one or of parameters.

What reads parameters is imported with the first file of them: most windows open none.
"""

from collections.abc import Iterable
from pathlib import Path

from eq_sim.session.actions import SetStart
from eq_sim.session.files import PARAMETERS
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed


def open_session(
    what: str,
    seed: int | None = None,
    changes: Iterable[tuple[str, object]] = (),
    start: Path | None = None,
) -> Session:
    """Returns a session.

    Args:
        what: a shipped scenario's name, a ``.toml`` file or a ``.safetensors`` file, which brings
            its scenario along and is the start.
        seed: the seed; None for the one that the parameters were saved with, or 1.
        changes: settings to change first, and their values.
        start: a file of parameters to start from.

    Raises:
        EqSimError: there is no such thing, or it is wrong.
    """
    if what.endswith(PARAMETERS):
        from eq_sim.session.files.parameter_file import scenario_of

        scenario, saved = scenario_of(Path(what))
        start, seed = start or Path(what), saved if seed is None else seed
    else:
        scenario = load_scenario(what)
    if start and seed is None:
        from eq_sim.session.files.parameter_file import saved_seed

        seed = saved_seed(start)  # of the split, too: what was learned from is no test
    for setting, value in changes:
        scenario = changed(scenario, setting, value)
    session = Session(scenario, 1 if seed is None else seed)
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
