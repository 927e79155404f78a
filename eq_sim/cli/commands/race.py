"""``eq-sim race``: one knob at a time against gradient descent."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json
from eq_sim.session.scenario import load_scenario


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("scenario", metavar="SCENARIO|FILE.toml")
    parser.add_argument("--passes", type=_passes, default=1800, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    add_json(parser)


def _passes(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise ArgumentTypeError(f"passes are 1 to 1,000,000, not '{text}'")
    return int(text)


def _run(options: Namespace) -> int:
    from eq_sim.session.questions.one_at_a_time import race

    run = race(load_scenario(options.scenario), options.passes, options.seed)
    sides = {"one at a time": run.rival, "all at once": run.descent}
    result = {
        "scenario": run.scenario.name,
        "seed": run.seed,
        "knobs": run.knobs,
        "passes": run.passes,
        "winner": run.winner,
        **{
            name: {
                "loss": float(side.losses[-1]),
                run.scenario.goal.metric: side.measure,
                "test": side.test_measure,
            }
            for name, side in sides.items()
        },
    }
    if options.json:
        print(json.dumps(result))
        return 0
    print(f"{run.knobs:,} knobs, {run.passes:,} passes through the data for each:")
    for name, side in sides.items():
        print(f"  {name:<14} train loss {side.losses[-1]:.4g}")
    print(f"The winner is: {run.winner}. The rival had {run.visits:,} knobs in hand.")
    return 0


COMMAND = Command(
    "race",
    10,
    "race one knob at a time against gradient descent, equal passes each",
    _arguments,
    _run,
)
