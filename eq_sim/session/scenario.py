"""What an experiment is made of: data, architecture, hyperparameters, speed and a goal.

A scenario is a TOML file. The structs below are its format, and every setting of a running
session is a field of one of them: the session's present scenario is the file's, edited.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args

import msgspec
from msgspec import Meta, Struct

from eq_sim.arithmetic.reading import LONGEST
from eq_sim.data.new_ink import MOST_EXAMPLES
from eq_sim.network.layout import Architecture
from eq_sim.network.schedules import Schedule
from eq_sim.regular_file import too_large
from eq_sim.resources import resource
from eq_sim.session.drawn_digits import MOST_DRAWN, DrawnDigit
from eq_sim.session.errors import ScenarioError
from eq_sim.session.files.reading import read_text
from eq_sim.session.files.toml import NotTomlError, parsed_toml
from eq_sim.session.goal_spec import Comparison as Comparison
from eq_sim.session.goal_spec import GoalSpec as GoalSpec
from eq_sim.session.goal_spec import MetricName as MetricName
from eq_sim.session.goal_spec import meets as meets
from eq_sim.session.misfits import misfit
from eq_sim.session.painted_points import MOST_ERASED, MOST_PAINTED, Number, PaintedPoint
from eq_sim.session.table_spec import TableSpec as TableSpec  # parts of a scenario are found here
from eq_sim.session.table_spec import Words as Words
from eq_sim.session.teacher_spec import TeacherSpec

Share: TypeAlias = Annotated[float, Meta(ge=0, lt=1)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Steps: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""A number of training steps; 0 for none."""

Epsilon: TypeAlias = Annotated[float, Meta(ge=1e-12, le=1)]
"""What keeps a division from one by 0: far above the moments that count as vanishing."""

Positive: TypeAlias = Annotated[float, Meta(ge=0)]
Place: TypeAlias = Annotated[float, Meta(ge=-1e6, le=1e6)]
"""Where a curve begins or ends."""

MOST_LAYERS = 100
"""Hidden layers that a network may have: its parts are walked layer by layer."""

Sizes: TypeAlias = Annotated[tuple[Count, ...], Meta(max_length=MOST_LAYERS)]

MOST_BYTES = 200_000
"""Of a scenario file, the table in it apart."""

_MOST_WITH_TABLE = 65_000_000  # bytes of a scenario file that has a table in it
_MOST_SEED = 2**63 - 1

MOST_STARTS = 2**53
"""The highest number that a random start can have."""

ActivationName = Literal[
    "identity", "tanh", "relu", "leaky_relu", "sigmoid", "softplus", "gelu_tanh", "silu"
]


class DataSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """What is learned from.

    ``points`` is how many are made, or how many rows of a table are used (all where it is left
    out). ``validation_fraction`` is a share of what the test part leaves. ``table`` stands beside
    the source "table" alone. ``train_points`` is how many of the training part are learned from;
    the others of it are laid aside. ``teacher`` is a network whose answers can be learned.

    ``painted`` are points that a person has added where the data are points of a plane in two
    classes, in a person's units; ``erased`` are places of the source's own samples that are left
    out. Of the source "formula", ``formula`` is f(x) and goes from ``from_x`` to ``to_x``. So many
    principal ``components`` take the place of the inputs; 0 for the inputs themselves.

    Of the source "new-ink", ``examples`` is how many of each digit are learned from, and the others
    say what the ink is like, as ``data.new_ink.Ink`` does; it has ``noise``, too. ``drawn`` are
    examples that a person has drawn.
    """

    source: Literal[
        "ring", "xor", "moons", "spiral", "line", "sine", "equalizer", "equalizer-db",
        "house-prices", "penguins", "digits", "table", "painted", "formula",
        "base-digits", "new-ink",
    ]  # fmt: skip
    points: Annotated[int, Meta(ge=10, le=100_000)] | None = None
    noise: Annotated[float, Meta(ge=0, le=10)] | None = None
    test_fraction: Share = 0.0
    validation_fraction: Share = 0.0
    table: TableSpec | None = None
    painted: Annotated[tuple[PaintedPoint, ...], Meta(max_length=MOST_PAINTED)] = ()
    erased: Annotated[tuple[Number, ...], Meta(max_length=MOST_ERASED)] = ()
    formula: Annotated[str, Meta(max_length=LONGEST)] | None = None
    from_x: Place | None = None
    to_x: Place | None = None
    components: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    train_points: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    teacher: TeacherSpec | None = None
    examples: Annotated[int, Meta(ge=1, le=MOST_EXAMPLES)] | None = None
    contrast: Annotated[float, Meta(ge=-1, le=1)] | None = None
    rotation: Annotated[float, Meta(ge=-180, le=180)] | None = None
    shift_x: Annotated[float, Meta(ge=-8, le=8)] | None = None
    shift_y: Annotated[float, Meta(ge=-8, le=8)] | None = None
    drawn: Annotated[tuple[DrawnDigit, ...], Meta(max_length=MOST_DRAWN)] = ()


MOST_RANK = 256
"""The largest rank of an adapter."""


class NetworkSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """What learns. The inputs and outputs follow from the data.

    ``ranks`` are those of the adapters beside its layers, 0 for a layer without; empty for none.
    """

    hidden: Sizes = ()
    activation: ActivationName | tuple[ActivationName, ...] = "tanh"
    biases: bool | tuple[bool, ...] = True
    initializer: Literal["zeros", "normal", "uniform", "xavier", "he"] = "xavier"
    dtype: Literal["float32", "float64"] = "float32"
    ranks: Annotated[tuple[Annotated[int, Meta(ge=0, le=MOST_RANK)], ...], Meta(max_length=64)] = ()


class TrainingSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """How it learns. ``steps`` is the length that reaches the goal, ``speed`` its first pace.

    ``early_stopping`` is for how many steps the validation loss may reach no new low; 0 for ever.
    ``temperature`` and ``label_share`` are those of ``network.distillation``.
    """

    loss: Literal["half_mse", "binary_cross_entropy", "softmax_cross_entropy", "distillation"]
    learning_rate: Positive
    steps: Count
    speed: Annotated[float, Meta(gt=0, le=1_000_000)]
    optimizer: Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] = "sgd"
    momentum: Share = 0.9
    beta1: Share = 0.9
    beta2: Share = 0.999
    epsilon: Epsilon = 1e-8
    alpha: Share = 0.99
    schedule: Literal["constant", "step", "cosine"] = "constant"
    schedule_length: Count = 1000
    schedule_factor: Positive = 0.1
    warmup: Steps = 0
    batch_size: Count | Literal["full"] = "full"
    l1: Positive = 0.0
    l2: Positive = 0.0
    dropout: Share = 0.0
    early_stopping: Steps = 0
    temperature: Annotated[float, Meta(ge=0.1, le=100)] = 3.0
    label_share: Share = 0.0

    @property
    def rate_schedule(self) -> Schedule:
        """How the learning rate changes with the steps."""
        return Schedule(self.schedule, self.schedule_length, self.schedule_factor, self.warmup)


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """One scenario file.

    ``base`` names a shipped setting of all knobs that it starts from; where it is empty, and at
    every other start, the start is random.
    """

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    title: Words
    about: Words
    data: DataSpec
    network: NetworkSpec
    training: TrainingSpec
    goal: GoalSpec
    base: Annotated[str, Meta(max_length=100)] = ""

    def architecture(self, inputs: int, outputs: int) -> Architecture:
        """Returns the network's shape between the data's inputs and outputs.

        Raises:
            ScenarioError: a list of activations or biases does not fit the layers.
        """
        network = self.network
        hidden, layers = len(network.hidden), len(network.hidden) + 1
        names: tuple[str, ...] = (
            network.activation
            if isinstance(network.activation, tuple)
            else (network.activation,) * hidden
        )
        if len(names) == hidden:
            names = (*names, "identity")
        biases = network.biases if isinstance(network.biases, tuple) else (network.biases,) * layers
        if len(names) != layers:
            raise ScenarioError(
                "the list of activations has {names}: {hidden} hidden layers need {hidden}, or "
                "{layers} with the output's",
                names=len(names),
                hidden=hidden,
                layers=layers,
            )
        if len(biases) != layers:
            raise ScenarioError(
                "the list of biases has {settings}: there are {layers} layers",
                settings=len(biases),
                layers=layers,
            )
        sizes = (inputs, *network.hidden, outputs)
        fits = (
            rank <= min(pair) for rank, *pair in zip(network.ranks, sizes, sizes[1:], strict=False)
        )
        if network.ranks and not (len(network.ranks) == layers and all(fits)):
            raise ScenarioError(
                "the list of ranks does not fit: {layers} layers need {layers} ranks, none larger "
                "than its layer's inputs or outputs",
                layers=layers,
            )
        return Architecture(sizes, tuple(names), tuple(biases), network.ranks)


def bundled() -> list[str]:
    """Returns the names of the shipped scenarios: the one to open on, and then by difficulty."""
    return list(_bundled())


@cache
def _bundled() -> tuple[str, ...]:
    files = resource("scenarios").glob("*.toml")
    return tuple(sorted((path.stem for path in files), key=lambda name: (_order(name), name)))


@cache  # a window shows them all, and what is shipped stays as it is
def _shipped(name: str) -> Scenario:
    return read_scenario(resource("scenarios", f"{name}.toml"))


def _order(name: str) -> int:
    # The list on screen starts with the scenario that the program opens on.
    first = (
        "ring", "one-knob", "house-price", "equalizer", "sine", "xor", "moons", "spiral",
        "penguins", "digits", "fine-tuning", "digits-wide", "digits-million", "too-few", "too-many",
        "paint", "formula", "distillation",
    )  # fmt: skip
    return first.index(name) if name in first else len(first)


def load_scenario(name: str) -> Scenario:
    """Returns a shipped scenario by name, or the one in a ``.toml`` file.

    Raises:
        ScenarioError: there is none, or the file is wrong; the message names the place.
    """
    if name.endswith(".toml"):
        return read_scenario(Path(name))
    if name not in _bundled():
        raise ScenarioError(
            "there is no scenario '{name}': choose {what}", name=name, what=", ".join(bundled())
        )
    return _shipped(name)


class ScenarioFile(NamedTuple):
    """What a scenario file holds.

    Attributes:
        scenario: data, architecture, hyperparameters, speed and a goal.
        seed: decides everything random; 1 where the file has no ``seed``.
        start_number: which random start of the seed, from 0; the file's ``start`` counts from 1.
    """

    scenario: Scenario
    seed: int = 1
    start_number: int = 0


def read_scenario(path: Path) -> Scenario:
    """Returns the scenario in a TOML file, checked but for what needs its data.

    Raises:
        ScenarioError: the file cannot be read, or something in it is wrong.
    """
    return read_scenario_file(path).scenario


def read_scenario_file(path: Path) -> ScenarioFile:
    """Returns what a scenario file holds; a table of one's own that is in it is known from here on.

    Raises:
        ScenarioError: the file cannot be read, or something in it is wrong.
    """
    try:
        text, packed = _parted(read_text(path, _MOST_WITH_TABLE))
        document = parsed_toml(text)
    except OSError as error:
        raise ScenarioError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    except NotTomlError as error:
        raise ScenarioError("{path} is not TOML: {error}", path=path, error=error) from error
    if "step" in document:
        raise ScenarioError(
            "{name} is a lesson, not a scenario: in the window, Lessons, Open a lesson… plays it; "
            "'eq-sim check' and 'eq-sim film' do without one",
            name=path.name,
        )
    try:
        seed = _whole(document, "seed", 0, _MOST_SEED, 1)
        start = _whole(document, "start", 1, MOST_STARTS + 1, 1)
        scenario = convert(document)
        if packed and scenario.data.table is not None:
            from eq_sim.session.files.packed_table import keep_packed

            keep_packed(packed, scenario.data.table.sha256)
    except ScenarioError as error:
        raise ScenarioError("{name}: {error}", name=path.name, error=error) from error
    return ScenarioFile(scenario, seed, start - 1)


def _whole(document: dict[str, Any], key: str, least: int, most: int, otherwise: int) -> int:
    """Takes a whole number out of a document."""
    value = document.pop(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ScenarioError(
            "'{key}' needs a whole number from {least} to {most:,}", key=key, least=least, most=most
        )
    return value


def _parted(text: str) -> tuple[str, str]:
    """Returns the text of a scenario file, and the packed table that stood in it, if any.

    Raises:
        OSError: it is too large.
    """
    packed = ""
    if len(text) > MOST_BYTES or "[data.table]" in text:
        from eq_sim.session.files.packed_table import cut

        text, packed = cut(text)
    if len(text) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    return text, packed


def convert(document: object) -> Scenario:
    """Returns a scenario from plain dictionaries and lists.

    Raises:
        ScenarioError: an unknown key, a wrong type or an impossible value; names it.
    """
    try:
        return msgspec.convert(document, Scenario)
    except msgspec.ValidationError as error:
        raise ScenarioError(plain(error, document)) from error


_CHOICES = {
    "activation": get_args(ActivationName),
    "metric": get_args(MetricName),
    **{
        field: get_args(struct.__annotations__[field])
        for struct, field in (
            (DataSpec, "source"),
            (TableSpec, "task"),
            (TableSpec, "missing"),
            (NetworkSpec, "initializer"),
            (NetworkSpec, "dtype"),
            (TrainingSpec, "loss"),
            (TrainingSpec, "optimizer"),
            (TrainingSpec, "schedule"),
        )
    },
}


def plain(error: msgspec.ValidationError, document: object = None) -> str:
    """Returns in a sentence what msgspec found not to fit, in a document if that is at hand."""
    return misfit(error, document, _CHOICES)
