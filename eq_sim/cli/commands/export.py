"""``eq-sim export``: a run as a script, a table, a model file or a scenario; a lesson as a page.

The name of what is written says what it is: a page is a folder, and all else are files.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_seed, add_settings, count, settings
from eq_sim.cli.page import add_page, check_no_page, export_page, is_page
from eq_sim.cli.usage_error import UsageError
from eq_sim.export.run_table import run_table
from eq_sim.export.script import SCRIPT, write_script
from eq_sim.export.tables import TABLE, knob_table, loss_table, write_table
from eq_sim.session.files import EXPERIMENT, PARAMETERS, SCENARIO
from eq_sim.session.files.multiplied import said_of_saving, save_multiplied
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE|LESSON")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE|FOLDER",
        help="a script (.py), a table (.csv), the parameters (.safetensors), or settings and data "
        "as a scenario (.toml); of a lesson or a recording a page: a folder, without an ending",
    )
    parser.add_argument("--torch", action="store_true", help="of a script: with PyTorch")
    parser.add_argument(
        "--knobs", action="store_true", help="of a table: every knob, not the loss history"
    )
    parser.add_argument(
        "--runs", action="store_true", help="of a table: every run of an experiment, a row each"
    )
    parser.add_argument(
        "--steps",
        type=count,
        metavar="N",
        help="train first; without it a scenario takes as many steps as it says, a file none",
    )
    add_seed(parser)
    add_settings(parser)
    add_page(parser)


def _run(options: Namespace) -> int:
    path: Path = options.output
    page = is_page(path)
    if not page and path.suffix not in (SCRIPT, TABLE, PARAMETERS, SCENARIO):
        raise UsageError(
            "{path}: a script is kept in a .py file, a table in a .csv file, parameters in a "
            ".safetensors file, a scenario in a .toml file, a lesson's page in a folder, whose "
            "name has no ending",
            path=path,
        )
    if options.torch and path.suffix != SCRIPT:
        raise UsageError("--torch is for scripts: {path} is none", path=path)
    if options.knobs and path.suffix != TABLE:
        raise UsageError("--knobs is for tables: {path} is none", path=path)
    if options.runs and path.suffix != TABLE:
        raise UsageError("--runs is for tables: {path} is none", path=path)
    if options.runs and options.knobs:
        raise UsageError("a table has the runs or the knobs: choose --runs or --knobs")
    if page:
        return export_page(options)
    check_no_page(options)
    check_writable(path)
    session = open_session(options.what, options.seed, settings(options.set))
    if path.suffix == SCENARIO:
        save_scenario(path, Setup.of(session))
        print(path)
        return 0
    train_until_stopped(session, _steps(options, session))
    if session.refusal:
        raise UsageError(session.refusal.advice)
    for file in _written(path, session, options):
        print(file)
    return 0


def _steps(options: Namespace, session: Session) -> int:
    if options.steps is not None:
        return int(options.steps)
    is_kept = options.what.endswith((EXPERIMENT, PARAMETERS))
    return 0 if is_kept else session.scenario.training.steps


def _written(path: Path, session: Session, options: Namespace) -> list[Path]:
    """Writes what was asked for. Returns the files."""
    if path.suffix == SCRIPT:
        return write_script(path, session, torch=options.torch)
    if path.suffix == TABLE:
        if options.runs:
            write_table(path, run_table(session))
        else:
            table = knob_table if options.knobs else loss_table
            write_table(path, table(session.state()))
    else:
        save_multiplied(path, session)
        if said := said_of_saving(session):
            print(f"eq-sim:{said}", file=sys.stderr)
    return [path]


COMMAND = Command(
    "export",
    4,
    "write a run as a script, a table, parameters or a scenario, or a lesson as a page",
    _arguments,
    _run,
)
