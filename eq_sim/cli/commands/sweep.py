"""``eq-sim sweep``: one setting varied, for several seeds each, and what each value comes to."""

import json
import math
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from itertools import groupby
from pathlib import Path
from typing import Any

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_choice, add_json, add_settings, count, settings, steps
from eq_sim.cli.own_table import add_table_options, check_no_table_options, read_as_said
from eq_sim.cli.sweep_table import sentences
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.table_file import is_table
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.table import changed_together
from eq_sim.sweeps.plan import MOST_TRIALS, Outcome, Sweep, read, shown
from eq_sim.sweeps.processes import Processes
from eq_sim.sweeps.running import quickest, run
from eq_sim.sweeps.sheet import check_suffix, write_sheet

_MOST_JOBS = 256
_WRITES = 20  # times that the sheet is written on the way: what is done outlives the machine
_BAR = 30  # letters


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE|LINE")
    parser.add_argument(
        "--vary",
        required=True,
        metavar="KEY=VALUE,VALUE,…",
        help="the setting that varies, and what it is in turn: hidden=4,8,16-16 is one layer of "
        "4, one of 8, two of 16",
    )
    parser.add_argument(
        "--seeds", type=_seeds, default=5, metavar="N", help="how many for each value (5)"
    )
    parser.add_argument("--seed", type=count, default=1, metavar="S", help="the first of them (1)")
    parser.add_argument("--steps", type=_steps, metavar="N", help="training steps of each trial")
    add_choice(parser, "--executor", ("one", "stacked", "processes"), None)
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="in how many processes at most")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.csv")
    add_settings(parser)
    add_json(parser)
    add_table_options(parser)


def _seeds(text: str) -> int:
    return _from_1(text, MOST_TRIALS, "seeds are")


def _jobs(text: str) -> int:
    return _from_1(text, _MOST_JOBS, "processes are")


def _steps(text: str) -> int:
    number = steps(text)
    if not number:
        raise ArgumentTypeError("a sweep trains: 1 step at least")
    return number


def _from_1(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or not 0 < int(text) <= most:
        raise ArgumentTypeError(f"{what} 1 to {most:,}, not '{text[:200]}'")
    return int(text)


def _run(options: Namespace) -> int:
    if options.output:
        check_suffix(options.output)
        check_writable(options.output)
    if options.jobs and options.executor in ("one", "stacked"):
        raise UsageError(
            "--jobs is for processes: --executor {executor} has one", executor=options.executor
        )
    key, equals, text = options.vary.partition("=")
    if not equals:
        raise UsageError("--vary takes KEY=VALUE,VALUE,…, not '{text}'", text=options.vary)
    key = key.strip().replace("-", "_")
    values = read(key, text)
    seeds = tuple(range(options.seed, options.seed + options.seeds))
    sweep = Sweep(_scenario(options), key, values, seeds, options.steps or 0)
    outcomes: list[Outcome] = []
    try:
        with interruption.only_noted():
            _sweep(sweep, options, outcomes)
    finally:
        if outcomes:
            told = json.dumps(_numbers(sweep, outcomes)) if options.json else None
            print(told or sentences(sweep, outcomes))
    return 0


def _scenario(options: Namespace) -> Scenario:
    """Returns what everything but the setting that varies is taken from."""
    changes = settings(options.set)
    if not is_table(options.what):
        check_no_table_options(options)
        return open_session(options.what, None, changes).scenario
    own = read_as_said(options, shown=sys.stderr.isatty() and not options.json)
    return changed_together(own.scenario(options.seed), dict(changes))


def _sweep(sweep: Sweep, options: Namespace, outcomes: list[Outcome]) -> None:
    """Runs a sweep; whatever ends it, what is done is written.

    Args:
        sweep: what to run.
        options: of the command.
        outcomes: what is done, as it comes.
    """
    executor = quickest(sweep, options.jobs)
    if options.executor == "processes":
        executor = Processes(options.jobs) if options.jobs else Processes()
    elif options.executor is not None:
        executor = None
    stacked = options.executor in (None, "stacked")
    shown_bar = sys.stderr.isatty() and not options.json
    written = 0

    def show(share: float) -> None:
        filled = math.floor(_BAR * share)
        bar = "█" * filled + "░" * (_BAR - filled)
        told = f"\r{bar} {len(outcomes):,} of {len(sweep):,} trials   "
        print(told, end="", file=sys.stderr, flush=True)

    ended = run(
        sweep,
        executor,
        stacked=stacked,
        stop=interruption.asked,
        progress=show if shown_bar else lambda share: None,
    )
    try:
        for outcome in ended:
            outcomes.append(outcome)
            if options.output and (len(outcomes) - written) * _WRITES >= len(sweep):
                written = len(outcomes)
                write_sheet(options.output, sweep, outcomes)
    finally:
        ended.close()
        if shown_bar:
            print(file=sys.stderr)
        if options.output and len(outcomes) > written:
            write_sheet(options.output, sweep, outcomes)


def _numbers(sweep: Sweep, outcomes: list[Outcome]) -> dict[str, Any]:
    ordered = sorted(outcomes, key=lambda outcome: outcome.trial.number)
    return {
        "scenario": sweep.scenario.name,
        "setting": sweep.setting,
        "steps": sweep.steps,
        "seeds": list(sweep.seeds),
        "trials": len(sweep),
        "values": [
            {
                "value": shown(sweep.setting, sweep.values[place]),
                "knobs": sweep.knobs[place],
                "trials": [_trial(outcome) for outcome in some],
            }
            for place, some in groupby(ordered, lambda outcome: sweep.place_of(outcome.trial))
        ],
    }


def _trial(outcome: Outcome) -> dict[str, Any]:
    return {
        "seed": outcome.seed,
        "steps": outcome.steps,
        "train_loss": _finite(outcome.train_loss),
        "validation_loss": _finite(outcome.validation_loss),
        "test_loss": _finite(outcome.test_loss),
        "error": outcome.kind.words,
        "train_error": _finite(outcome.train_error),
        "validation_error": _finite(outcome.validation_error),
        "test_error": _finite(outcome.test_error),
        "bits": outcome.bits,
        "refusal": outcome.advice or None,
    }


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: what is not finite is null."""
    return value if value is not None and math.isfinite(value) else None


COMMAND = Command("sweep", 11, "vary one setting over several seeds, and compare", _arguments, _run)
