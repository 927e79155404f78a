"""``eq-sim predict``: a model answers rows of a table; answering changes none of its knobs."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.usage_error import UsageError
from eq_sim.export.predictions import answers_to
from eq_sim.export.tables import check_suffix, write_table
from eq_sim.session.files import EXPERIMENT, PARAMETERS
from eq_sim.session.files.opening import open_session

_NAMED = 4


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", metavar="FILE", help="parameters (.safetensors) or .eqsim")
    parser.add_argument(
        "--input",
        type=Path,
        required=True,
        metavar="ROWS.csv",
        help="a table with a column for each input, in the units of the data",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT.csv", help="without it: on standard output"
    )


def _run(options: Namespace) -> int:
    if not options.model.endswith((EXPERIMENT, PARAMETERS)):
        raise UsageError(
            "{path} is no model: give parameters (.safetensors) or an experiment (.eqsim)",
            path=options.model,
        )
    if options.output:
        check_writable(options.output)
        check_suffix(options.output)
        if options.output.resolve() == options.input.resolve():
            raise UsageError("{path} would be replaced by its answers", path=options.input)
    state = open_session(options.model).state()
    before = state.theta.tobytes()
    answers = answers_to(options.input, state)
    if options.output:
        write_table(options.output, answers.text)
    else:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(answers.text)
    bits = f"u{state.theta.itemsize}"
    moved = np.count_nonzero(np.frombuffer(before, bits) != state.theta.view(bits))
    said = f"{answers.rows:,} row{'' if answers.rows == 1 else 's'} answered; "
    said += f"{moved:,} of {state.theta.size:,} knobs moved."
    if answers.others:
        named = ", ".join(answers.others[:_NAMED])
        more = len(answers.others) - _NAMED
        said += f" Not asked for: {named}{f' and {more:,} more' if more > 0 else ''}."
    print(said, file=sys.stderr)
    return 0


COMMAND = Command("predict", 5, "let a model answer the rows of a table", _arguments, _run)
