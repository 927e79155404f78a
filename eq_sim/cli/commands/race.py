"""``eq-sim race``: one knob at a time against gradient descent."""

import json
import math
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json, add_settings, settings
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import changed

if TYPE_CHECKING:
    from eq_sim.session.questions.race import Race, Standing


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("scenario", metavar="SCENARIO|FILE.toml")
    parser.add_argument("--passes", type=_passes, default=1800, metavar="N")
    parser.add_argument(
        "--runs", type=_runs, default=5, metavar="N", help="each from another start, another order"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    add_settings(parser)
    add_json(parser)


def _passes(text: str) -> int:
    return _from_1(text, 100_000, "passes are")


def _runs(text: str) -> int:
    return _from_1(text, 1000, "runs are")


def _from_1(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or not 0 < int(text) <= most:
        raise ArgumentTypeError(f"{what} 1 to {most:,}, not '{text[:200]}'")
    return int(text)


def _run(options: Namespace) -> int:
    from eq_sim.session.questions.race import races, standings

    scenario = load_scenario(options.scenario)
    for setting, value in settings(options.set):
        scenario = changed(scenario, setting, value)
    runs: list[Race] = []
    shown = sys.stderr.isatty() and not options.json
    for run in races(scenario, options.passes, options.runs, options.seed):
        runs.append(run)
        if shown:
            print(f"\rrun {len(runs)} of {options.runs}", end="", file=sys.stderr, flush=True)
    if shown:
        print(file=sys.stderr)
    stood = standings(runs)
    if options.json:
        print(json.dumps(_numbers(runs, stood, options.seed)))
    else:
        print(_sentences(runs, stood))
    return 0


def _numbers(runs: "list[Race]", stood: "list[Standing]", seed: int) -> dict[str, Any]:
    scenario = runs[0].scenario
    return {
        "scenario": scenario.name,
        "seed": seed,
        "knobs": runs[0].knobs,
        "runs": len(runs),
        "optimizer": scenario.training.optimizer,
        "learning_rate": scenario.training.learning_rate,
        "metric": scenario.goal.metric,
        "budgets": [
            {
                "passes": standing.passes,
                "winner": standing.winner,
                "one at a time": {
                    "losses": standing.rival.tolist(),
                    "metric": _finite(standing.rival_measures.tolist()),
                    "wins": standing.rival_wins,
                },
                "all at once": {
                    "losses": standing.descent.tolist(),
                    "metric": _finite(standing.descent_measures.tolist()),
                    "wins": standing.descent_wins,
                },
            }
            for standing in stood
        ],
    }


def _finite(values: list[float]) -> list[float | None]:
    """JSON has no word for a number that is none: such a one is null."""
    return [value if math.isfinite(value) else None for value in values]


def _sentences(runs: "list[Race]", stood: "list[Standing]") -> str:
    from eq_sim.network.optimizers import OPTIMIZERS

    race, count = runs[0], len(runs)
    training = race.scenario.training
    lines = [
        f"{race.scenario.title}: {race.knobs:,} knobs. Both minimise the bare loss of the "
        f"{race.samples:,} samples that are learned from.",
        f"All at once: {OPTIMIZERS[training.optimizer].label}, learning rate "
        f"{training.learning_rate:g}, a step for three passes.",
        f"Mean train loss of {count} run{'' if count == 1 else 's'}, each with a start and an "
        "order of its own, and how many of them were won:",
        f"{'passes':>9}{'one at a time':>22}{'all at once':>22}   winner",
    ]
    for standing in stood:
        one = f"{standing.rival.mean():.4g}  {standing.rival_wins:>3}"
        every = f"{standing.descent.mean():.4g}  {standing.descent_wins:>3}"
        lines.append(f"{standing.passes:>9,}{one:>22}{every:>22}   {standing.winner}")
    return "\n".join(lines)


COMMAND = Command(
    "race",
    8,
    "race one knob at a time against gradient descent, equal passes each",
    _arguments,
    _run,
)
