"""``eq-sim train``: an experiment without a window, and what came of it."""

import json
import math
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from eq_sim.cli.command import Command
from eq_sim.cli.fine_tuning import FineTuning, add_fine_tuning
from eq_sim.cli.optimum import described as optimum_described
from eq_sim.cli.optimum import sentence as optimum_sentence
from eq_sim.cli.options import MOST_STEPS, add_json, add_seed, add_settings, settings, steps
from eq_sim.cli.own_table import (
    add_table_options,
    check_no_table_options,
    described,
    held_against,
    read_as_said,
    scores,
    told,
)
from eq_sim.cli.saving import check_can_save, check_has_place, save
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.table_file import OwnTable, is_table
from eq_sim.session.goal import beside
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, changed_together, parse
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="SCENARIO|FILE|LINE",
        help="a scenario, an experiment (.eqsim), or a table of your own (.csv)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=steps, metavar="N")
    length.add_argument("--epochs", type=steps, metavar="N")
    add_seed(parser)
    parser.add_argument("--start", type=Path, metavar="FILE", help="begin with these parameters")
    parser.add_argument(
        "--save",
        "-o",
        type=Path,
        metavar="FILE",
        help="write the whole experiment (.eqsim) or its parameters (.safetensors)",
    )
    add_fine_tuning(parser)
    parser.add_argument("--hidden", metavar="N,N,…", help="neurons of each hidden layer")
    add_settings(parser)
    add_json(parser)
    add_table_options(parser)


def _run(options: Namespace) -> int:
    if options.save:
        check_can_save(options.save)
    own, session = _begun(options)
    check_has_place(options.save, session)
    if own is not None and not options.json:
        print(told(own, session), flush=True)
    tuning = FineTuning(session, options.finetune) if options.finetune else None
    _train_with_bar(
        session, _steps(options, session), shown=sys.stderr.isatty() and not options.json
    )
    if session.refusal:
        raise UsageError(session.refusal.advice)
    for setting in SETTINGS.values():
        if caution := setting.caution(session.scenario):
            print(f"eq-sim: {caution}", file=sys.stderr)
    if options.save:
        save(options.save, session)
    result = _summary(session)
    if own is not None:
        result["table"] = described(own)
    if session.scenario.data.table is not None:
        result["compared"] = scores(session)
    if tuning is not None:
        result |= tuning.result()
    print(json.dumps(result) if options.json else _sentences(result, session))
    if tuning is not None and not options.json:
        print(tuning.sentences(result))
    return 0


def _begun(options: Namespace) -> tuple[OwnTable | None, Session]:
    """Returns what is trained; and the table, where one of a person's own was named."""
    changes = settings(options.set)
    if options.hidden is not None:
        changes.append(("hidden", parse("hidden", options.hidden)))
    if not is_table(options.what):
        check_no_table_options(options)
        return None, open_session(options.what, options.seed, changes, options.start)
    if options.start:
        raise UsageError(
            "--start begins with parameters, and those of a table of your own belong to its "
            "experiment (.eqsim) or scenario (.toml): give that instead of the table"
        )
    own = read_as_said(options, shown=sys.stderr.isatty() and not options.json)
    seed = 1 if options.seed is None else options.seed
    return own, Session(changed_together(own.scenario(seed), dict(changes)), seed)


def _steps(options: Namespace, session: Session) -> int:
    """Returns how many steps were asked for; without a word those of the scenario."""
    if options.epochs is not None:
        batches = session.trainer.batches
        wanted = int(options.epochs * -(-batches.count // batches.batch))
        if wanted > MOST_STEPS:
            raise UsageError(
                "{passes:,} passes are {steps:,} steps: {most:,} at most",
                passes=options.epochs,
                steps=wanted,
                most=MOST_STEPS,
            )
        return wanted
    if options.steps is not None:
        return int(options.steps)
    return session.scenario.training.steps


def _train_with_bar(session: Session, steps: int, *, shown: bool) -> None:
    """Trains in about a hundred portions, each a step of the bar; the bits are the same."""
    width, done = 30, 0
    while done < steps and not session.refusal and not session.stopped:
        portion = min(max(1, steps // 100), steps - done)
        done += train_until_stopped(session, portion)
        if shown:
            filled = width * done // steps
            bar = "█" * filled + "░" * (width - filled)
            text = f"\r{bar} step {done:,} of {steps:,}, loss {session.losses.train:.4g}   "
            print(text, end="", file=sys.stderr, flush=True)
    if shown and steps:
        print(file=sys.stderr)


def _summary(session: Session) -> dict[str, Any]:
    """Returns what a training run came to, as plain numbers; null where there is no such number."""
    losses, measure, stopped = session.losses, session.measure, session.stopped
    return {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "steps": session.step,
        "epochs": session.epochs,
        "parameters": session.layout.size,
        "locked": 0 if session.dataset.pca is None else session.dataset.pca.size,
        "train_loss": _finite(losses.train),
        "test_loss": _finite(losses.test),
        "validation_loss": _finite(losses.validation),
        "metric": {
            "name": session.scenario.goal.metric,
            "train": measure.train,
            "test": measure.test,
            "validation": measure.validation,
        },
        "stopped_early": stopped and {"step": stopped.step, "best_step": stopped.best},
        "goal_reached": session.scenario.goal.reached(session.goal_value),
        "optimum": optimum_described(session),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: what is not finite is null."""
    return value if value is not None and math.isfinite(value) else None


def _sentences(result: dict[str, Any], session: Session) -> str:
    goal, value = session.scenario.goal, session.goal_value
    losses = session.losses
    test = "" if losses.test is None else f", test loss {losses.test:.4g}"
    if losses.validation is not None:
        test += f", validation loss {losses.validation:.4g}"
    stopped = f"{session.stopped.sentence}\n" if session.stopped else ""
    measured = "none" if value is None else beside(value, ((goal.op, goal.value),), 4)
    state = "reached" if result["goal_reached"] else "not reached"
    stands = f"goal {state}: {session.goal_text} ({goal.metric} {measured})"
    if session.goal_asks_for_nothing:
        stands = f"no goal: giving every sample the same answer would meet it ({session.goal_text})"
    compared = f"\n{held_against(session)}" if "compared" in result else ""
    knobs = f"{result['parameters']:,} knobs"
    if result["locked"]:
        trained = f"{result['parameters']:,} trained knobs"
        knobs = f"{trained} beside {result['locked']:,} locked ones (PCA)"
    return (
        f"{session.scenario.title}: {knobs}, {result['steps']:,} steps, "
        f"seed {result['seed']}\n"
        f"{stopped}train loss {losses.train:.4g}{test}\n"
        f"{stands}{compared}{optimum_sentence(result['optimum'])}"
    )


COMMAND = Command("train", 3, "train without a window", _arguments, _run)
