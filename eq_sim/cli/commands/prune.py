"""``eq-sim prune``: a network's smallest knobs are taken out, and what that costs and saves."""

import json
import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

import numpy as np

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_choice, add_json, add_seed, add_settings, settings, steps
from eq_sim.cli.saving import check_can_save, check_has_place, save
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.actions import Prune
from eq_sim.session.files import EXPERIMENT, PARAMETERS
from eq_sim.session.files.multiplied import bytes_of_parameters
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="MODEL",
        help="parameters (.safetensors), an experiment (.eqsim), or a scenario, trained first",
    )
    parser.add_argument(
        "--share",
        type=_share,
        required=True,
        metavar="S",
        help="of the weights and biases, from 0 to 1: the smallest are muted",
    )
    add_choice(parser, "--by", ("network", "layer"), "network")
    parser.add_argument(
        "--train", type=steps, default=0, metavar="N", help="train the rest by so many steps"
    )
    parser.add_argument(
        "--steps",
        type=steps,
        metavar="N",
        help="train first; without it a scenario takes as many steps as it says, a file none",
    )
    add_seed(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the knobs that play alone (.safetensors), or the experiment (.eqsim)",
    )
    add_settings(parser)
    add_json(parser)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise ArgumentTypeError(f"a share from 0 to 1 is needed, such as 0.5, not '{text[:40]}'")
    return share


def _run(options: Namespace) -> int:
    if options.output:
        check_can_save(options.output, (options.what,))
    session = open_session(options.what, options.seed, settings(options.set))
    check_has_place(options.output, session)
    is_file = options.what.lower().endswith((EXPERIMENT, PARAMETERS))
    first = options.steps
    if first is None:
        first = 0 if is_file else session.scenario.training.steps
    _train(session, first)
    before = _numbers(session)
    session.apply(Prune(options.share, options.by))
    cut = _numbers(session)
    _train(session, options.train)
    if options.output:
        save(options.output, session)
    told: dict[str, Any] = {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "share": options.share,
        "by": options.by,
        "trained": options.train,
        "knobs": session.layout.size,
        "before": before,
        "after": _numbers(session),
    }
    if options.train:
        told["untrained"] = cut
    print(json.dumps(told) if options.json else _sentences(told))
    return 0


def _train(session: Session, count: int) -> None:
    train_until_stopped(session, count)
    if session.refusal:
        raise UsageError(session.refusal.advice)


def _numbers(session: Session) -> dict[str, Any]:
    """Returns what a network is worth, and what it takes: its knobs that play, and its file.

    There is no file of parameters of a network with an adapter: the bytes are None then.
    """
    measure = session.measure
    return {
        "metric": session.scenario.goal.metric,
        "train": measure.train,
        "test": measure.test,
        "parameters": int(np.count_nonzero(~session.switches.silent)),
        "bytes": None if session.layout.adapters else bytes_of_parameters(session.state()),
    }


def _sentences(told: dict[str, Any]) -> str:
    before, after = told["before"], told["after"]
    lines = [f"{after['parameters']:,} of {told['knobs']:,} knobs play"]
    if after["bytes"] is not None:
        lines.append(f"a file of parameters takes {before['bytes']:,} → {after['bytes']:,} bytes")
    if "untrained" in told:
        lines.append(f"without training on: {_change(before, told['untrained'])}")
        number = told["trained"]
        lines.append(
            f"after {number:,} step{'' if number == 1 else 's'} of training the rest: "
            f"{_change(before, after)}"
        )
    else:
        lines.append(_change(before, after))
    return "\n".join(lines)


def _change(before: dict[str, Any], after: dict[str, Any]) -> str:
    parts = [
        f"{before[part]:.4f} → {after[part]:.4f} on {part}"
        for part in ("train", "test")
        if before[part] is not None and after[part] is not None
    ]
    return f"{before['metric']} {', '.join(parts) or 'none'}"


COMMAND = Command("prune", 14, "take the smallest knobs out, and train the rest", _arguments, _run)
