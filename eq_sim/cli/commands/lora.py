"""``eq-sim lora``: a few new knobs beside the locked ones of a network that has learned."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from msgspec import structs

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json, add_seed, add_settings, count, settings, steps
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import check_apart
from eq_sim.session.actions import AddAdapter, Set, SetStart
from eq_sim.session.files import EXPERIMENT, PARAMETERS
from eq_sim.session.files.adapter_file import beside, read_adapter, save_adapter
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import is_known
from eq_sim.session.run_setups import is_random_start
from eq_sim.session.session import Session
from eq_sim.session.settings.table import check
from eq_sim.session.sources import source_of
from eq_sim.session.training.metrics import Measure
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "model",
        metavar="MODEL",
        help="what has learned: an experiment (.eqsim), parameters (.safetensors), or a scenario "
        "with a base (fine-tuning)",
    )
    ranks = parser.add_mutually_exclusive_group()
    ranks.add_argument(
        "--ranks", type=_ranks, metavar="R,R,…", help="the rank for each layer, 0 for none"
    )
    ranks.add_argument(
        "--rank", type=count, metavar="R", help="the rank beside the first layer (1)"
    )
    ranks.add_argument(
        "--adapter", type=Path, metavar="FILE", help="new knobs that were saved; 0 steps by itself"
    )
    parser.add_argument("--data", metavar="SCENARIO", help="another task, for the same knobs")
    parser.add_argument("--train", type=steps, metavar="N", help="steps; else the scenario's")
    add_seed(parser)
    add_settings(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="write the new knobs alone (.safetensors) or the whole experiment (.eqsim)",
    )
    add_json(parser)


def _run(options: Namespace) -> int:
    if options.output:
        check_writable(options.output)
        if options.output.suffix not in (EXPERIMENT, PARAMETERS):
            raise UsageError(
                "{path}: an adapter is kept in a {parameters} file, the whole experiment in an "
                "{experiment} file",
                path=options.output,
                experiment=EXPERIMENT,
                parameters=PARAMETERS,
            )
        check_apart(options.output, (options.model, options.adapter, options.data))
    session = _begun(options)
    layout = session.layout
    before = _numbers(session, session.measure)
    action, caution = _added(options, session)
    session.apply(action)
    if caution:
        print(f"eq-sim: {caution}", file=sys.stderr)
    usual = 0 if options.adapter else session.scenario.training.steps
    wanted = usual if options.train is None else options.train
    train_until_stopped(session, wanted)
    if session.refusal:
        raise UsageError(session.refusal.advice)
    if options.output:
        with interruption.only_noted():
            _save(options.output, session)
    after = _numbers(session, session.measure)
    result = {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "steps": session.step,
        "ranks": action.ranks,
        "new": session.layout.size - layout.size,
        "locked": layout.size,
        "parameters": after["parameters"],
        "bytes": after["bytes"],
        "before": before,
        "after": after,
    }
    print(json.dumps(result) if options.json else _sentences(result, session))
    return 0


def _added(options: Namespace, session: Session) -> tuple[AddAdapter, str]:
    """Returns what adds the new knobs, drawn or from a file; and what is to be said of that."""
    if options.adapter is not None:
        return beside(options.adapter, read_adapter(options.adapter), session.state())
    rest = (0 for _ in session.layout.blocks[1:])
    first = 1 if options.rank is None else options.rank
    return AddAdapter(options.ranks or (first, *rest)), ""


def _begun(options: Namespace) -> Session:
    """Returns the network on the task that it is to learn, before anything is added.

    Raises:
        UsageError: it has learned nothing yet, has an adapter, or the task is for another network.
    """
    session = open_session(options.model, options.seed if options.data is None else None)
    if session.layout.adapters:
        raise UsageError("{model} has an adapter already: merge it first", model=options.model)
    if _has_learned_nothing(session):
        raise UsageError(
            "{model} is at a random start, and has learned nothing that could be locked: give a "
            "trained model, or a scenario with a base (fine-tuning)",
            model=options.model,
        )
    if options.data is not None:
        session = _on(session, options)
    for name, value in settings(options.set):
        session.apply(Set(name, value))
    return session


def _on(model: Session, options: Namespace) -> Session:
    """Returns the same knobs on another task."""
    there = open_session(options.data, options.seed)
    here, source = model.scenario, source_of(there.scenario.data)
    sizes = model.layout.architecture.sizes
    if (sizes[0], sizes[-1]) != (source.features, source.outputs):
        raise UsageError(
            "{model} makes {outputs:,} of {inputs:,} numbers, and {data} asks for {answers:,} of "
            "{features:,}",
            model=options.model,
            inputs=sizes[0],
            outputs=sizes[-1],
            data=options.data,
            features=source.features,
            answers=source.outputs,
        )
    if is_known(here, model.seed, there.scenario, there.seed):
        raise UsageError(
            "{model} has learned from some of what {data} would check it on",
            model=options.model,
            data=options.data,
        )
    scenario = structs.replace(there.scenario, network=here.network, base="")
    check(scenario)
    session = Session(scenario, there.seed)
    session.apply(SetStart.of(model.state().whole))
    return session


def _has_learned_nothing(session: Session) -> bool:
    scenario, number = session.scenario, session.start_number
    if scenario.base and not number:
        return False
    theta = session.parameters.theta
    return is_random_start(session.layout, scenario, session.seed, number, theta)


def _save(path: Path, session: Session) -> None:
    if path.suffix == EXPERIMENT:
        save_experiment(path, Experiment.of(session))
    else:
        save_adapter(path, session.state())


def _numbers(session: Session, measure: Measure) -> dict[str, Any]:
    return {
        "metric": session.scenario.goal.metric,
        "train": measure.train,
        "test": measure.test,
        "parameters": session.layout.size,
        "bytes": session.parameters.theta.nbytes,
    }


def _sentences(result: dict[str, Any], session: Session) -> str:
    before, after = result["before"], result["after"]
    part = "train" if before["test"] is None else "test"
    then, now = ("none" if one[part] is None else f"{one[part]:.4f}" for one in (before, after))
    ranks = ", ".join(map(str, result["ranks"]))
    return (
        f"{session.scenario.title}: {result['new']:,} new knobs (ranks {ranks}) beside "
        f"{result['locked']:,} locked, {result['steps']:,} steps, seed {result['seed']}\n"
        f"{before['metric']} {then} → {now} on {part}; {before['bytes']:,} → {after['bytes']:,} "
        f"bytes of knobs, of which {after['bytes'] - before['bytes']:,} are new"
    )


def _ranks(text: str) -> tuple[int, ...]:
    """Reads a rank for each layer, such as 1,0."""
    if not text.strip():
        raise ArgumentTypeError("a rank for each layer is needed, such as 1,0")
    return tuple(count(part.strip()) for part in text.split(","))


COMMAND = Command("lora", 24, "a few new knobs beside locked ones", _arguments, _run)
