"""Writing a run as a short script that anyone can run, in plain NumPy or with PyTorch.

The script holds the hyperparameters, the start and what was done by hand; the data stand at its
end, or in a table beside it where they are many.
"""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from eq_sim import __version__
from eq_sim.export import numpy_script, torch_script
from eq_sim.export.plan import Plan
from eq_sim.export.script_text import (
    MOST_IN_SCRIPT,
    Needs,
    Numbers,
    columns_of,
    data_rows,
    is_random_start,
    run_lines,
)
from eq_sim.export.way import plan_of
from eq_sim.language.english import in_english
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.initializers import INITIALIZERS
from eq_sim.network.mlp import Network
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.training.loss_of import loss_of

SCRIPT = ".py"
"""The suffix of scripts."""

_READ = '''

def read():
    """Returns inputs and targets, (rows, samples) each, and what each sample is for."""
    _, *rows = csv.reader({lines})
    table = np.array([row[:-1] for row in rows], dtype=float){scaled}
    {table}
    return {inputs}, np.array([row[-1] for row in rows])
'''

_PLAIN = {
    "table": "table = table.T.astype(DTYPE)",
    "inputs": "table[: SIZES[0]], table[SIZES[0] :]",
}

_SCORES = {
    "table": "table, (mean, components) = table.T, pca()\n"
    "    x, y = components @ (table[: len(mean)] - mean[:, None]), table[len(mean) :]",
    "inputs": "x.astype(DTYPE), y.astype(DTYPE)",
}

_PCA = '''

def pca():
    """Returns mean and components of the measured inputs: learned from the train part, by no step.

    The network takes how far a sample lies from the mean along each of them.
    """
    return {mean}, {components}.reshape(SIZES[0], -1)
'''

_NUMBERS = '''

def numbers(place, kind=DTYPE):
    """Returns packed numbers from the end of this file."""
    return np.frombuffer(base64.b64decode(PACKED[place]), np.dtype(kind).newbyteorder("<"))
'''


@dataclass(frozen=True)
class Script:
    """A script, and the table beside it where the data do not stand in the script.

    Attributes:
        text: the program.
        table: the data as CSV; None where they stand in it.
    """

    text: str
    table: str | None


def write_script(path: Path, session: Session, *, torch: bool = False) -> list[Path]:
    """Writes the run of a session as a script, each file whole or not at all.

    Args:
        path: of the script; a table of its data is put beside it where they are many.
        session: whose run.
        torch: whether it uses PyTorch; by default NumPy alone.

    Returns:
        The files that were written.

    Raises:
        DocumentError: the suffix is not .py, or a file cannot be written.
    """
    if path.suffix != SCRIPT:
        raise DocumentError("{path}: scripts are kept in {suffix} files", path=path, suffix=SCRIPT)
    beside = path.with_name(f"{path.stem}-data.csv")
    script = script_of(session, beside.name, torch=torch)
    files = [(path, script.text)]
    if script.table is not None:
        _check_free(beside, script.table)
        files.insert(0, (beside, script.table))
    for file, text in files:
        try:
            write_atomically(file, text.encode())
        except OSError as error:
            raise DocumentError(
                "{path} cannot be written: {reason}", path=file, reason=error.strerror
            ) from error
    return [file for file, _ in files][::-1]


def _check_free(path: Path, table: str) -> None:
    """Checks that a table replaces no other file than a table of the same columns."""
    try:
        with path.open(encoding="utf-8") as file:
            same = file.readline() == table[: table.index("\n") + 1]
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        same = False
    if not same:
        raise DocumentError(
            "{path} is there already and holds something else: move it, or give the script "
            "another name",
            path=path,
        )


@in_english()
def script_of(session: Session, beside: str, *, torch: bool = False) -> Script:
    """Returns the run of a session as a script.

    Args:
        session: whose run; nothing in it is changed.
        beside: the name of the table of data, where one is needed.
        torch: whether it uses PyTorch; by default NumPy alone.

    Raises:
        DocumentError: an adapter stands beside the knobs of the run, or they click into positions.
    """
    _check_turns_freely(session)
    plan = plan_of(session)
    if plan.start.scenario.training.loss == DISTILLATION:
        raise DocumentError(
            "a script has no teacher to ask: save the experiment (.eqsim), or let the network "
            "learn from labels"
        )
    if not plan.start.making.is_plain(plan.start.layout):
        raise DocumentError(
            "a script has no knobs that click into positions or stand beside locked ones: merge an "
            "adapter first, let all knobs turn freely, or save the experiment (.eqsim)"
        )
    needs, packed = Needs.of(plan), Numbers()
    lines = run_lines(plan, packed)
    start = _start(plan.start, packed)
    made = torch_script if torch else numpy_script
    body = made.body(plan, needs, _middle(plan, packed))
    table = data_rows(plan.start)
    dataset = plan.start.dataset
    inside = (dataset.seen.inputs.size + dataset.targets.size) <= MOST_IN_SCRIPT
    lines_from = "io.StringIO(DATA)" if inside else f'Path(__file__).with_name("{beside}").open()'
    if not inside:
        lines_from = lines_from.replace(".open()", '.read_text("utf-8").splitlines()')
    read, stage, inputs = _PLAIN, "", "Its inputs"
    if dataset.pca is not None:
        mean, components = dataset.pca.mean, dataset.pca.components
        stage = _PCA.format(mean=packed.in_full(mean), components=packed.in_full(components))
        read, inputs = _SCORES, "The measured inputs"
    columns = columns_of(dataset)
    scaled = ""
    centres, scales = [c.centre for c in columns], [c.scale for c in columns]
    if any(centres) or any(scale != 1 for scale in scales):
        scaled = "\n    table = (table - CENTRES) / SCALES"
        body = body.replace(
            "# The network.",
            f"# The network. {inputs} and targets are (table - CENTRES) / SCALES.\n"
            f"CENTRES = {_tuple(centres)}\nSCALES = {_tuple(scales)}",
            1,
        )
    imports = ["base64"] * bool(packed.texts) + ["csv"] + ["io"] * inside + ["sys"]
    text = "".join(
        (
            _docstring(plan, needs, None if inside else beside, torch=torch),
            "\n",
            "".join(f"import {name}\n" for name in imports),
            "" if inside else "from pathlib import Path\n",
            "\nimport numpy as np\n",
            "import torch\n" if torch else "",
            body,
            stage,
            _READ.format(lines=lines_from, scaled=scaled, **read),
            _NUMBERS if packed.texts else "",
            start,
            "\n\ndef do(run):\n",
            '    """What was done in eq_sim, in order."""\n',
            "".join(f"    {line}\n" for line in lines),
            made.MAIN.format(loss=f"{_loss(plan.end):.6g}"),
            f'\nDATA = """\\\n{_in_quotes(table)}"""\n' if inside else "",
            f"\n{packed.text}" if packed.texts else "",
            '\nif __name__ == "__main__":\n    main()\n',
        )
    )
    return Script(text, None if inside else table)


def _check_turns_freely(session: Session) -> None:
    """Checks that a script can say how the weights are made: they are the knobs."""
    if session.parameters.making.rounding is not None:
        raise DocumentError(
            "a script has no line for knobs that click into positions: let them turn freely first "
            "(32 bits), or keep the weights at their positions in a .safetensors file"
        )


def _tuple(values: list[float]) -> str:
    return "(" + ", ".join(f"{value!r}" for value in values) + ",)"


def _loss(state: State) -> float:
    network = Network(state.layout, loss_of(state.scenario.training))
    inputs, targets = state.dataset.inputs, state.dataset.targets
    return network.value(state.w, inputs[:, state.data.train], targets[:, state.data.train])


def _start(state: State, packed: Numbers) -> str:
    """Returns the function that makes the start."""
    if not is_random_start(state):
        values = packed.values(state.whole)
        return (
            "\n\ndef start():\n"
            f'    """Returns every knob as it was at step {state.training.step:,}, '
            'where this script begins."""\n'
            f"    return np.array({values}, dtype=DTYPE)\n"
        )
    initializer = state.scenario.network.initializer
    return (
        "\n\ndef start():\n"
        f'    """Returns random start {state.start_number} of the seed: '
        f'{INITIALIZERS[initializer]}; biases begin at 0."""\n'
        f"    theta, chance = np.zeros(COUNT), stream(2, {state.start_number})\n"
        "    for w, shape in zip(layers(theta), zip(SIZES, SIZES[1:])):\n"
        f"        w[: shape[0]] = {numpy_script.STARTS[initializer]}\n"
        "    return theta.astype(DTYPE)\n"
    )


def _middle(plan: Plan, packed: Numbers) -> str:
    """Returns what a run that begins in its middle knows from before, as keyword arguments."""
    training = plan.start.training
    place = {
        "step": training.step,
        "epoch": training.epoch,
        "seen": training.cursor,
        "updates": training.updates,
    }
    text = ", ".join(f"{name}={value}" for name, value in place.items() if value)
    if training.moments.any():
        text += f", moments={packed.values(training.moments.ravel())}"
    return text


def _docstring(plan: Plan, needs: Needs, beside: str | None, *, torch: bool) -> str:
    scenario, step = plan.start.scenario, plan.start.training.step
    tool, needed = ("PyTorch", "NumPy and PyTorch") if torch else ("plain NumPy", "NumPy alone")
    seeded = ["the random start"] * is_random_start(plan.start) + ["the order of the samples"]
    if needs.dropout:
        seeded.append("which answers dropout leaves out")
    listed = " and ".join([", ".join(seeded[:-1]), seeded[-1]] if len(seeded) > 1 else seeded)
    where = f"stand beside it, in {beside}" if beside else "stand at its end"
    kept = "torch.save" if torch else "numpy.savez"
    first = (
        f"{scenario.title}: {plan.start.layout.size:,} parameters, {plan.steps:,} training steps, "
        f"in {tool}."
    )
    begins = f" It begins at step {step:,}: the knobs of that moment are in it." if step else ""
    paragraphs = (
        first,
        scenario.about,
        f"Written by eq_sim {__version__} from what was done there.{begins} It needs {needed}; the "
        f"data {where}. With the name of a file behind its own, it keeps the parameters there by "
        f"{kept}, under PyTorch's names.",
        f"The seed decides {listed}, as in eq_sim. The parameters come out as there but for "
        "rounding, because sums are taken in another order: to about 1 in 10,000 after a hundred "
        "steps in float32. Over a long run the two may drift apart.",
    )
    text = "\n\n".join(textwrap.fill(one, 98, break_long_words=False) for one in paragraphs)
    return f'"""{_plain(text)}\n"""\n'


def _in_quotes(table: str) -> str:
    """Returns a table as it stands between three quotes: a column may be called anything."""
    return table.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _plain(text: str) -> str:
    """Returns text that ends no docstring and holds no escapes."""
    return text.replace("\\", "/").replace('"', "'")
