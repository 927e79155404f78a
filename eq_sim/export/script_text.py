"""What scripts in NumPy and in PyTorch share: the data, numbers as text, and the lines of a run."""

import base64
import textwrap
from dataclasses import dataclass, field

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from eq_sim.data.dataset import Column, Dataset
from eq_sim.export.plan import Change, Deed, Hold, Plan, PutAll, Steps, Switch, TurnKnobs
from eq_sim.network.layout import Layout
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.names import knob_in_files
from eq_sim.session.state import State, random_start

MOST_IN_SCRIPT = 8_000
"""Numbers of data that stand in the script itself; more are a table beside it."""

_FEW = 16  # numbers that stand in a line of the run
_NAMED = 3  # knobs whose names do
_WIDTH = 96

HYPERPARAMETERS = (
    "optimizer", "learning_rate", "schedule", "schedule_length", "schedule_factor", "warmup",
    "momentum", "beta1", "beta2", "alpha", "epsilon", "batch_size", "l1", "l2", "dropout",
)  # fmt: skip
"""What decides a training step, beside the network and the data."""


def columns_of(dataset: Dataset) -> tuple[Column, ...]:
    """Returns a column for each measured input and then for each output of the network."""
    answers = [Column(name, name) for name in dataset.outputs]
    if dataset.target is not None:
        answers = [dataset.target]
    return (*dataset.seen.columns, *answers)


def heading(column: Column) -> str:
    """Returns a column's name with its unit: "lot size (sq ft)"."""
    return f"{column.name} ({column.unit})" if column.unit else column.name


def data_rows(state: State) -> str:
    """Returns the data as CSV: inputs and targets in a person's units, and the part of each row."""
    dataset, kind = state.dataset, state.theta.dtype
    columns, inputs = columns_of(dataset), dataset.seen.inputs
    texts = []
    for column, values in zip(columns, (*inputs, *dataset.targets), strict=True):
        if (column.centre, column.scale) == (0.0, 1.0):
            texts.append([number(value) for value in values.astype(kind)])
        else:  # the way there and back has left an error in the last digits
            texts.append([f"{value:.12g}" for value in column.to_person(values)])
    part = np.full(dataset.size, "train", dtype=object)
    part[state.data.test], part[state.data.validation] = "test", "validation"
    lines = [",".join([*(quoted(heading(column)) for column in columns), "part"])]
    lines += [",".join(row) for row in zip(*texts, part, strict=True)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Returns a cell of a CSV file."""
    if any(sign in text for sign in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def number(value: np.floating | float) -> str:
    """Returns a number in the fewest digits that give it back in its precision."""
    text = str(value)
    return text.removesuffix(".0") if "e" not in text else text


@dataclass
class Numbers:
    """The long lists of numbers of a script: they stand at its end, packed.

    Attributes:
        texts: what stands there.
    """

    texts: list[str] = field(default_factory=list)

    def values(self, values: Array) -> str:
        """Returns the text of values: a list, or a place among the packed ones."""
        if values.size <= _FEW:
            return "[" + ", ".join(number(value) for value in values) + "]"
        little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        return f"numbers({self._kept(little.tobytes())})"

    def in_full(self, values: NDArray[np.float64]) -> str:
        """Returns the text of values in double precision: a place among the packed ones."""
        little = np.ascontiguousarray(values, np.dtype("<f8"))
        return f'numbers({self._kept(little.tobytes())}, "f8")'

    def places(self, places: IndexArray) -> str:
        """Returns the text of knobs: a list, neighbours, or a place among the packed ones."""
        if places.size > 2 and (np.diff(places) == 1).all():
            return f"range({places[0]}, {places[-1] + 1})"
        if places.size <= _FEW:
            return "[" + ", ".join(map(str, places.tolist())) + "]"
        little = np.ascontiguousarray(places, np.dtype("<u4"))
        return f"numbers({self._kept(little.tobytes())}, '<u4')"

    def _kept(self, content: bytes) -> int:
        self.texts.append(base64.b64encode(content).decode())
        return len(self.texts) - 1

    @property
    def text(self) -> str:
        """The list of packed numbers as a statement."""
        packed = ["\n".join(textwrap.wrap(text, _WIDTH)) for text in self.texts]
        return "PACKED = [\n" + "".join(f'"""\n{text}\n""",\n' for text in packed) + "]\n"


@dataclass(frozen=True)
class Needs:
    """What a run makes use of: a script holds no more.

    Attributes:
        optimizers: by name, in the order of their use.
        switches: whether knobs are frozen or silent.
        holds: whether a hand holds knobs while steps are taken.
        turns: whether some knobs are set.
        puts: whether all knobs are set.
        changes: whether a hyperparameter changes.
        l1: whether there is an L1 penalty at any time.
        l2: likewise, of the coupled kind.
        decay: whether there is an optimizer with a decay of its own.
        dropout: whether answers are left out.
        schedule: whether the learning rate changes with the steps.
        rates: which constants its optimizers use.
    """

    optimizers: tuple[str, ...]
    switches: bool
    holds: bool
    turns: bool
    puts: bool
    changes: bool
    l1: bool
    l2: bool
    decay: bool
    dropout: bool
    schedule: bool
    rates: frozenset[str]

    @classmethod
    def of(cls, plan: Plan) -> "Needs":
        """Returns what a plan makes use of."""
        training = plan.start.scenario.training
        every = [training]
        for deed in plan.deeds:
            if isinstance(deed, Change):
                every.append(structs.replace(every[-1], **{deed.setting: deed.value}))
        names = tuple(dict.fromkeys(one.optimizer for one in every))
        decoupled = [one.l2 > 0 and "decay" in OPTIMIZERS[one.optimizer].uses for one in every]
        kinds = {type(deed) for deed in plan.deeds}
        return cls(
            optimizers=names,
            switches=Switch in kinds,
            holds=Hold in kinds,
            turns=TurnKnobs in kinds,
            puts=PutAll in kinds,
            changes=Change in kinds,
            l1=any(one.l1 for one in every),
            l2=any(one.l2 and not own for one, own in zip(every, decoupled, strict=True)),
            decay=any("decay" in OPTIMIZERS[name].uses for name in names),
            dropout=any(one.dropout for one in every),
            schedule=any(one.rate_schedule.changes for one in every),
            rates=frozenset().union(*(OPTIMIZERS[name].uses for name in names)),
        )

    @property
    def stays(self) -> bool:
        """Whether steps leave some knobs alone."""
        return self.switches or self.holds

    def used(self, name: str) -> bool:
        """Whether a hyperparameter makes a difference to the run."""
        if name in ("schedule", "schedule_length", "schedule_factor", "warmup"):
            return self.schedule
        if name in ("momentum", "beta1", "beta2", "alpha", "epsilon"):
            return name in self.rates
        wanted = {"l1": self.l1, "l2": self.l2 or self.decay, "dropout": self.dropout}
        return wanted.get(name, True)


def run_lines(plan: Plan, numbers: Numbers) -> list[str]:
    """Returns what was done as lines of Python, with the names of the knobs."""
    layout, dataset = plan.start.layout, plan.start.dataset
    lines = []
    for deed in plan.deeds:
        code, words = _line(deed, layout, dataset, numbers)
        # A comment is one line, whatever a column or a class is called.
        lines.append(f"{code}  # {' '.join(words.split())}" if words else code)
    return lines or ["pass  # nothing was done since the start"]


def _line(deed: Deed, layout: Layout, dataset: Dataset, numbers: Numbers) -> tuple[str, str]:
    match deed:
        case Steps(count=count):
            return f"run.train({count})", ""
        case TurnKnobs(places=places, values=values):
            code = f"run.turn({numbers.places(places)}, {numbers.values(values)})"
            return code, f"by hand: {_names(layout, dataset, places)}"
        case PutAll(values=values):
            return f"run.put({numbers.values(values)})", "every knob"
        case Switch(frozen=frozen, silent=silent):
            code = f"run.switch(frozen={numbers.places(frozen)}, silent={numbers.places(silent)})"
            words = [
                f"{what}: {_names(layout, dataset, places)}"
                for what, places in (("frozen", frozen), ("0", silent))
                if places.size
            ]
            return code, "; ".join(words) or "all knobs learn again"
        case Hold(places=places):
            words_of = _names(layout, dataset, places)
            return f"run.hold({numbers.places(places)})", (
                f"a hand holds {words_of}" if places.size else "the hand lets go"
            )
        case Change(setting=name, value=value):
            return f"run.set({name}={value!r})", ""


def _names(layout: Layout, dataset: Dataset, places: IndexArray) -> str:
    names = [knob_in_files(layout, dataset, int(place)) for place in places[:_NAMED]]
    more = places.size - len(names)
    return "; ".join(names) + (f" and {more:,} more" if more else "")


def is_random_start(state: State) -> bool:
    """Whether a state is at step 0 of the random start of its scenario and seed."""
    if state.scenario.base and not state.start_number:
        return False  # a base is no random start
    first = random_start(state, state.start_number).astype(state.theta.dtype)
    fresh = state.training.step == 0 and not state.training.moments.any()
    at_order = (state.training.epoch, state.training.cursor) == (0, 0)
    return fresh and at_order and bool(np.array_equal(first, state.whole))
