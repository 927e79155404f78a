"""``eq-sim distil``: a small network learns a larger one's answers, and beside it from labels."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json, add_settings, count, settings, steps
from eq_sim.cli.saving import check_can_save, save
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.actions import SetTeacher, Train
from eq_sim.session.actions.teaching import present_network
from eq_sim.session.files import EXPERIMENT, TABLES
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.distilling import measure_of_teacher, twin_of
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, changed_together, parse
from eq_sim.session.sources import train_part
from eq_sim.session.teacher_spec import Learned
from eq_sim.session.teachers import Teacher, teacher_of
from eq_sim.session.training.metrics import Measure

_HIDDEN, _POINTS = "8", 200
_MOST_SEEDS = 1000
_METRIC = "accuracy"


@dataclass(frozen=True)
class _Run:
    """One seed's student, and its twin that learned from labels alone."""

    student: Session
    twin: Session


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="SCENARIO", help="what is learned: digits, or any other of classes"
    )
    parser.add_argument(
        "--teacher",
        type=Path,
        metavar="FILE",
        help="its parameters (.safetensors); without, the scenario's own, or one trained first",
    )
    parser.add_argument("--temperature", metavar="T", help="3 where nothing is said")
    parser.add_argument(
        "--label-share", metavar="A", help="how much of the loss is that of the labels (0)"
    )
    parser.add_argument("--hidden", metavar="N,N,…", help=f"the student's neurons ({_HIDDEN})")
    parser.add_argument(
        "--points", metavar="N", help=f"samples that the student learns from ({_POINTS})"
    )
    parser.add_argument("--steps", type=steps, metavar="N")
    parser.add_argument("--seed", type=count, default=1, metavar="S")
    parser.add_argument(
        "--seeds", type=_seeds, default=1, metavar="K", help="so many students, from seed S on"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="write the first student (.eqsim, or .safetensors for its parameters)",
    )
    add_settings(parser)
    add_json(parser)


def _seeds(text: str) -> int:
    number = count(text)
    if not 1 <= number <= _MOST_SEEDS:
        raise ArgumentTypeError(f"1 to {_MOST_SEEDS:,} seeds, not {text[:40]}")
    return number


def _run(options: Namespace) -> int:
    if options.output:
        check_can_save(options.output, (options.what, options.teacher))
    runs: list[_Run] = []
    shown = sys.stderr.isatty() and not options.json
    for run in _runs(options):
        runs.append(run)
        if shown:
            print(f"\rseed {len(runs)} of {options.seeds}", end="", file=sys.stderr, flush=True)
    if shown:
        print(file=sys.stderr)
    if options.output:
        save(options.output, runs[0].student)
    result = _numbers(runs)
    print(json.dumps(result) if options.json else _sentences(result, runs))
    return 0


def _runs(options: Namespace) -> Iterator[_Run]:
    if options.what.lower().endswith((EXPERIMENT, *TABLES)):
        raise UsageError("distil takes a scenario: open {what} in the window", what=options.what)
    given = _given(options)
    own = open_session(options.what, options.seed, settings(options.set)).scenario
    changed_together(own, dict(given))  # what does not fit is refused before anything is trained
    learned = None
    if options.teacher is not None:
        from eq_sim.session.files.teacher_file import read_teacher

        learned = read_teacher(options.teacher)
    for seed in range(options.seed, options.seed + options.seeds):
        session = open_session(options.what, seed, settings(options.set))
        student = _begun(session, learned, dict(given))
        length = student.scenario.training.steps if options.steps is None else options.steps
        twin = Session(twin_of(student.state()))
        for each in (student, twin):
            each.apply(Train(length))
            if each.refusal:
                raise UsageError(each.refusal.advice)
        yield _Run(student, twin)


def _given(options: Namespace) -> list[tuple[str, Any]]:
    """Returns what was said of the student."""
    said = (
        ("temperature", options.temperature),
        ("label_share", options.label_share),
        ("hidden", options.hidden),
        ("train_points", options.points),
    )
    return [(name, parse(name, text)) for name, text in said if text is not None]


def _begun(session: Session, learned: Learned | None, given: dict[str, Any]) -> Session:
    """Returns the student at its start.

    Args:
        session: of the scenario.
        learned: the teacher, where a file was named; else the scenario's own is it, or the network
            that the scenario leads to, trained here.
        given: what was said of the student.
    """
    if learned is None and session.scenario.data.teacher is not None:
        return Session(changed_together(session.scenario, given), session.seed)
    if learned is None:
        present_network(session.state())  # what cannot teach is refused before it is trained
        session.apply(Train(session.scenario.training.steps))
        if session.refusal:
            raise UsageError(session.refusal.advice)
        learned = present_network(session.state())
    scenario = session.original
    points = min(_POINTS, train_part(scenario.data))
    hidden = given.pop("hidden", parse("hidden", _HIDDEN))
    begun = Session(scenario, session.seed)
    begun.apply(SetTeacher(learned, hidden, given.pop("train_points", points)))
    return Session(changed_together(begun.scenario, given), session.seed)


def _numbers(runs: list[_Run]) -> dict[str, Any]:
    """Returns what came of it; "before" is the teacher, "after" the first student."""
    first = runs[0].student
    scenario, data = first.scenario, first.data
    teacher, alone = _teacher(first), runs[0].twin
    return {
        "scenario": scenario.name,
        "seed": first.seed,
        "temperature": scenario.training.temperature,
        "label_share": scenario.training.label_share,
        "hidden": list(scenario.network.hidden),
        "steps": first.step,
        "samples": {
            "teacher": teacher.learned.samples,
            "student": len(data.train),
            "test": len(data.test),
        },
        "before": _side(
            measure_of_teacher(data, _METRIC), teacher.layout.size, teacher.theta.nbytes
        ),
        "after": _side_of(first),
        "labels_alone": _side_of(alone),
        "seeds": _over_seeds(runs),
    }


def _side_of(session: Session) -> dict[str, Any]:
    measure = session.evaluation.measure(_METRIC)
    return _side(measure, session.layout.size, session.parameters.theta.nbytes)


def _side(measure: Measure, parameters: int, size: int) -> dict[str, Any]:
    return {
        "metric": _METRIC,
        "train": measure.train,
        "test": measure.test,
        "parameters": parameters,
        "bytes": size,
    }


def _over_seeds(runs: list[_Run]) -> dict[str, Any]:
    pairs = [
        (
            _judged(run.student.evaluation.measure(_METRIC)),
            _judged(run.twin.evaluation.measure(_METRIC)),
        )
        for run in runs
    ]
    return {
        "count": len(runs),
        "better": sum(taught > alone for taught, alone in pairs),
        "as_good": sum(taught == alone for taught, alone in pairs),
        "before": [_judged(measure_of_teacher(run.student.data, _METRIC)) for run in runs],
        "after": [taught for taught, _ in pairs],
        "labels_alone": [alone for _, alone in pairs],
    }


def _judged(measure: Measure) -> float:
    """Returns a measure on the test part, or on all without one."""
    value = measure.train if measure.test is None else measure.test
    return float("-inf") if value is None else value


def _teacher(session: Session) -> Teacher:
    spec = session.scenario.data.teacher
    assert spec is not None
    return teacher_of(spec)


def _sentences(result: dict[str, Any], runs: list[_Run]) -> str:
    before, after, alone = result["before"], result["after"], result["labels_alone"]
    samples, seeds = result["samples"], result["seeds"]
    part = "test" if samples["test"] else "train"
    caption = SETTINGS["temperature"].caption
    lines = [
        f"{_teacher(runs[0].student).learned.name}: a teacher of {before['parameters']:,} knobs "
        f"({before['bytes']:,} bytes) that learned from {samples['teacher']:,} samples; "
        f"a student of {after['parameters']:,} knobs ({after['bytes']:,} bytes) that learns from "
        f"{samples['student']:,}, {result['steps']:,} steps, {caption} {result['temperature']:g}",
        f"right on {part}: teacher {_percent(before, part)}, student {_percent(after, part)}, "
        f"the same student on labels alone {_percent(alone, part)} (seed {result['seed']})",
    ]
    if seeds["count"] > 1:
        means = [sum(seeds[side]) / seeds["count"] for side in ("labels_alone", "after")]
        lines.append(
            f"over {seeds['count']:,} seeds: {100 * means[0]:.1f} % on labels alone, "
            f"{100 * means[1]:.1f} % taught; better on {seeds['better']:,} of them"
            + (f", as good on {seeds['as_good']:,}" if seeds["as_good"] else "")
        )
    return "\n".join(lines)


def _percent(side: dict[str, Any], part: str) -> str:
    return f"{100 * side[part]:.1f} %"


COMMAND = Command(
    "distil", 23, "let a small network learn a larger one's answers", _arguments, _run
)
