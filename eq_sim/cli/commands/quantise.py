"""``eq-sim quantise``: a network's knobs click into few positions, and what that costs."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_choice, add_json, add_seed, count, settings, steps
from eq_sim.cli.saving import check_can_save, check_has_place, save
from eq_sim.cli.usage_error import UsageError
from eq_sim.large_models.units import MEMORY, amount
from eq_sim.network.making import MOST_BITS
from eq_sim.session.actions import Quantise, Set
from eq_sim.session.files import EXPERIMENT, PARAMETERS
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.at_positions import AtPositions, present
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Touches, Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="MODEL",
        help="an experiment (.eqsim), parameters (.safetensors) or a scenario, trained first",
    )
    parser.add_argument(
        "--bits", type=count, required=True, metavar="N", help="2 to 32: 2ⁿ − 1 positions of a knob"
    )
    add_choice(parser, "--per", ("neuron", "tensor"), "neuron")
    parser.add_argument(
        "--train",
        type=steps,
        default=0,
        metavar="N",
        help="go on training by so many steps with these positions, which repairs",
    )
    parser.add_argument(
        "--steps",
        type=steps,
        metavar="N",
        help="train first; without it a scenario takes as many steps as it says, a file none",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change a setting for --train, such as learning_rate=0.003",
    )
    add_seed(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="an experiment (.eqsim), or the weights at their positions alone (.safetensors)",
    )
    add_json(parser)


def _run(options: Namespace) -> int:
    if options.output:
        check_can_save(options.output, (options.what,))
    changes = settings(options.set)
    if changes and not options.train:
        raise UsageError("--set is for training on: say by how many steps, with --train")
    session = open_session(options.what, options.seed)
    check_has_place(options.output, session)
    action = Quantise(options.bits, options.per)
    session.fork().apply(action)  # what cannot be is said before anything is trained
    kept = options.what.endswith((EXPERIMENT, PARAMETERS))
    first = options.steps
    if first is None:
        first = 0 if kept else session.scenario.training.steps
    _train(session, first)
    before = present(session)
    session.apply(action)
    clicked = present(session)
    _set(session, changes)
    _train(session, options.train)
    after = present(session)
    if options.output:
        save(options.output, session)
    told = _told(session, options, before, clicked, after)
    print(json.dumps(told) if options.json else _sentences(told))
    return 0


def _train(session: Session, count: int) -> None:
    train_until_stopped(session, count)
    if session.refusal:
        raise UsageError(session.refusal.advice)


def _set(session: Session, changes: list[tuple[str, Value]]) -> None:
    """Changes settings of the training on; none after which it would be another network."""
    for name, value in changes:
        if SETTINGS[name].touches in (Touches.NETWORK, Touches.DATA):
            raise UsageError(
                "--set changes how the training goes on here: {name} would begin it anew", name=name
            )
        session.apply(Set(name, value))


def _told(
    session: Session,
    options: Namespace,
    before: AtPositions,
    clicked: AtPositions,
    after: AtPositions,
) -> dict[str, Any]:
    rounding = session.parameters.making.rounding
    told: dict[str, Any] = {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "bits": options.bits,
        "positions": None if rounding is None else rounding.positions,
        "per": options.per,
        "scales": 0 if rounding is None else int(rounding.scales.size),
        "trained": options.train,
        "before": _numbers(session, before),
        "after": _numbers(session, after),
        "moved": {
            "mean": after.moved.mean,
            "median": after.moved.median,
            "largest": after.moved.largest,
        },
    }
    if options.train:
        told["untrained"] = _numbers(session, clicked)
    return told


def _numbers(session: Session, at: AtPositions) -> dict[str, Any]:
    return {
        "metric": session.scenario.goal.metric,
        "train": at.measure.train,
        "test": at.measure.test,
        "parameters": session.layout.size,
        "bytes": at.size,
    }


def _sentences(told: dict[str, Any]) -> str:
    before, after = told["before"], told["after"]
    if told["positions"] is None:
        where = f"knobs turn freely, {told['bits']} bits each"
    else:
        scales = f"{told['scales']:,} scale{'' if told['scales'] == 1 else 's'}"
        where = f"{told['positions']:,} positions in {told['bits']} bits, {scales}"
    lines = [
        f"{before['parameters']:,} knobs: {where}",
        f"{_memory(before['bytes'])} → {_memory(after['bytes'])}, scales counted",
    ]
    if "untrained" in told:
        lines.append(f"clicked: {_change(before, told['untrained'])}")
        lines.append(f"after {told['trained']:,} steps of training on: {_change(before, after)}")
    else:
        lines.append(_change(before, after))
    moved = told["moved"]
    if told["positions"] is not None:
        lines.append(
            f"a knob is {moved['mean']:.4g} from where it was turned to in the mean, "
            f"{moved['median']:.4g} in the middle, {moved['largest']:.4g} at most"
        )
    return "\n".join(lines)


def _memory(size: int) -> str:
    return amount(size, MEMORY, 4).text


def _change(before: dict[str, Any], after: dict[str, Any]) -> str:
    parts = [
        f"{_number(before[part])} → {_number(after[part])} on {part}"
        for part in ("train", "test")
        if before[part] is not None or after[part] is not None
    ]
    return f"{before['metric']} {', '.join(parts)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"


COMMAND = Command(
    "quantise", 13, f"let knobs click into the positions of 2 to {MOST_BITS} bits", _arguments, _run
)
