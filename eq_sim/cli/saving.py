"""Saving what a command has made: the whole experiment, or its parameters alone."""

import sys
from collections.abc import Iterable
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import check_apart
from eq_sim.session.files import EXPERIMENT, PARAMETERS, is_experiment, parameter_file
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.multiplied import said_of_saving, save_multiplied
from eq_sim.session.session import Session


def check_can_save(path: Path, made_from: Iterable[str | Path | None] = ()) -> None:
    """Checks that a session can be saved under a name, before the work whose result it is.

    Args:
        path: the name.
        made_from: what is read, and stays; what is no file is in nobody's way.

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
    check_apart(path, made_from)


def check_has_place(path: Path | None, session: Session) -> None:
    """Checks that a file of this name has a place for all knobs, before they are trained.

    Raises:
        ParameterFileError: it has none for an adapter.
    """
    if path is not None and path.suffix == PARAMETERS:
        parameter_file.check_has_place(session.layout)


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
