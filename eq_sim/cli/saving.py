"""Saving what a command has made: the whole experiment, or its parameters alone."""

import sys
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.files import EXPERIMENT, PARAMETERS, is_experiment
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.multiplied import said_of_saving, save_multiplied
from eq_sim.session.session import Session


def check_can_save(path: Path) -> None:
    """Checks that a session can be saved under a name, before the work whose result it is.

    Raises:
        UsageError: it cannot; says why.
    """
    check_writable(path)
    if not is_experiment(path) and path.suffix != PARAMETERS:
        raise UsageError(
            "{path}: an experiment is kept in an {experiment} file, its parameters alone in a "
            "{parameters} file",
            path=path,
            experiment=EXPERIMENT,
            parameters=PARAMETERS,
        )


def save(path: Path, session: Session) -> None:
    """Writes a session's experiment, or its parameters alone: the file's name says which.

    Raises:
        EqSimError: the file cannot be written.
    """
    with interruption.only_noted():
        if is_experiment(path):
            save_experiment(path, Experiment.of(session))
            return
        save_multiplied(path, session)
        if said := said_of_saving(session):
            print(f"eq-sim:{said}", file=sys.stderr)
