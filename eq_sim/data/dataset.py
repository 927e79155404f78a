"""What a data set is: samples in the network's units, and the way back to a person's."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.names_said import name_said, symbol_said, unit_said
from eq_sim.data.pca import Pca, learned

_AROUND = 1.08  # of the furthest sample: how far a plane is shown
_FARTHEST = 1e30
_YEAR = re.compile(r"[Yy]ear(?!ly)|YEAR|Yr|\byr\b|_yr\b")


class View(Enum):
    """How an answer to this data is best shown."""

    PLANE = "plane"
    """Two inputs: the answer over the whole plane, with the points on it."""
    SCATTER = "scatter"
    """One number: predicted against actual."""
    CURVE = "curve"
    """One input, one number: a curve through points."""
    RESPONSE = "response"
    """One number over an axis: the response wanted, and the one made."""
    TABLE = "table"
    """Several measurements, several classes: a map of two measurements, and the mistakes."""
    IMAGES = "images"
    """Pictures: a sheet of them, each with its prediction."""


@dataclass(frozen=True)
class Column:
    """One measured quantity, and how its numbers are scaled for the network.

    Attributes:
        name: in words: "lot size".
        symbol: short enough for a fader's foot: "lot".
        unit: "sq ft", or empty.
        centre: the value that becomes 0.
        scale: the difference that becomes 1.
        by_spread: whether the data that are learned from decide centre and scale: their mean
            and their standard deviation.
        own: whether a person named it, and not this program: it has one name in all languages.
    """

    name: str
    symbol: str
    unit: str = ""
    centre: float = 0.0
    scale: float = 1.0
    by_spread: bool = False
    own: bool = False

    @property
    def name_said(self) -> str:
        """Its name in the language that is spoken."""
        return self.name if self.own else name_said(self.name)

    @property
    def symbol_said(self) -> str:
        """Its symbol in the language that is spoken."""
        return self.symbol if self.own else symbol_said(self.symbol)

    @property
    def unit_said(self) -> str:
        """Its unit in the language that is spoken."""
        return self.unit if self.own else unit_said(self.unit)

    @property
    def of_years(self) -> bool:
        """Whether its name says that it counts years, which are written without a separator."""
        return not self.unit and _YEAR.search(self.name) is not None

    def to_network(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns a person's numbers in the network's units."""
        return (values - self.centre) / self.scale

    def to_person(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Returns the network's numbers in a person's units."""
        return np.asarray(values * self.scale + self.centre, dtype=np.float64)


@dataclass(frozen=True)
class Dataset:
    """Samples to learn from and to check on, not yet split.

    Attributes:
        columns: one per input.
        inputs: (features, samples), in the network's units; a column that goes by its spread is
            in a person's units until ``standardised``.
        targets: (outputs, samples): numbers, 0 and 1 for two classes, one-hot for more; numbers
            that go by their spread are in a person's units until ``standardised``.
        outputs: the name of each output neuron.
        view: how an answer is shown.
        classes: names of the classes; empty where the answer is a number.
        target: the predicted quantity, where the answer is a number.
        image: (rows, columns) where a sample is a picture.
        noise: the standard deviation of the targets' noise, where it is known.
        axis: what the samples are laid out along, where they are.
        places: (samples,) where each sample is on that axis, in its unit.
        note: what a reader should know of the data, such as rows left out; in English.
        knob_unit: what knobs are measured in, where no layer is hidden; empty for plain numbers.
        plane: how far the plane is shown from 0 in both inputs, in the network's units; 0 where the
            samples decide.
        knob_reach: where the scale of such knobs ends at first; 0 where their start decides.
        missing: (features, samples) cells of columns that go by their spread which are not known:
            ``standardised`` makes each the mean of the data that are learned from. None where
            all are known.
        pca: the components that the inputs are scores along; None where the network takes what is
            measured.
        measured: the samples as they are before those: what a person sees of them. None without.
        own: whether a person named outputs and classes, as those of a table of one's own.
    """

    columns: tuple[Column, ...]
    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]
    outputs: tuple[str, ...]
    view: View
    classes: tuple[str, ...] = ()
    target: Column | None = None
    image: tuple[int, int] | None = None
    noise: float | None = None
    axis: Column | None = None
    places: NDArray[np.float64] | None = None
    note: str = ""
    knob_unit: str = ""
    knob_reach: float = 0.0
    plane: float = 0.0
    missing: NDArray[np.bool_] | None = None
    pca: Pca | None = None
    measured: "Dataset | None" = None
    own: bool = False

    def __post_init__(self) -> None:
        for array in (self.inputs, self.targets):
            if not np.isfinite(array).all():
                raise ValueError("the data hold a value that is not a number")
            array.flags.writeable = False

    @property
    def size(self) -> int:
        """How many samples."""
        return int(self.inputs.shape[1])

    @property
    def outputs_said(self) -> tuple[str, ...]:
        """The name of each output neuron in the language that is spoken."""
        return self.outputs if self.own else tuple(map(name_said, self.outputs))

    @property
    def classes_said(self) -> tuple[str, ...]:
        """The names of the classes in the language that is spoken."""
        return self.classes if self.own else tuple(map(name_said, self.classes))

    @property
    def seen(self) -> "Dataset":
        """The samples as a person sees them: measured, not yet made scores of components."""
        return self.measured or self

    def taken(self, seen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns (inputs, samples) as the network takes what a person sees of samples.

        Args:
            seen: (features, samples), in the units of ``seen``.
        """
        return seen if self.pca is None else self.pca.scores(seen)

    def rows(self, places: NDArray[np.intp]) -> "Dataset":
        """Returns the data of some samples alone, in their order."""
        where = None if self.places is None else self.places[places]
        inputs, targets = self.inputs[:, places], self.targets[:, places]
        missing = None if self.missing is None else self.missing[:, places]
        measured = None if self.measured is None else self.measured.rows(places)
        return replace(
            self,
            inputs=inputs,
            targets=targets,
            places=where,
            missing=missing,
            measured=measured,
        )

    @property
    def reach(self) -> float:
        """How far the plane is shown from 0 in both inputs, in the network's units."""
        return self.plane or _AROUND * float(np.abs(self.inputs).max())

    @property
    def two_classes(self) -> bool:
        """Whether one output tells two classes apart; its name is then that of one of them."""
        return len(self.outputs) == 1 and bool(self.classes)

    def standardised(self, train: NDArray[np.intp]) -> "Dataset":
        """Returns the data with each column that goes by its spread in units of that spread.

        The samples that are checked on have no say in it: they would tell the network something
        of themselves.

        Args:
            train: places of the samples that are learned from.
        """
        made = self._with_target_standardised(train)
        if not any(column.by_spread for column in self.columns):
            return made
        known = np.ones(self.inputs.shape, bool) if self.missing is None else ~self.missing
        pairs = [
            _standardised(column, values, train, there) if column.by_spread else (column, values)
            for column, values, there in zip(self.columns, self.inputs, known, strict=True)
        ]
        columns, inputs = zip(*pairs, strict=True)
        return replace(made, columns=columns, inputs=np.stack(inputs), missing=None)

    def reduced(self, train: NDArray[np.intp], components: int) -> "Dataset":
        """Returns the data with scores along principal components in the place of the inputs.

        The components are learned from ``train`` alone, as the scales of columns are.

        Args:
            train: places of the samples that are learned from.
            components: how many; 0 leaves the data as they are.
        """
        if not components:
            return self
        pca = learned(self.inputs[:, train], components)
        columns = tuple(
            Column(f"component {number}", f"PC{number}") for number in range(1, components + 1)
        )
        inputs = pca.scores(self.inputs)
        return replace(self, columns=columns, inputs=inputs, image=None, pca=pca, measured=self)

    def _with_target_standardised(self, train: NDArray[np.intp]) -> "Dataset":
        if self.target is None or not self.target.by_spread:
            return self
        (values,) = self.targets
        known = np.ones(values.shape, bool)
        target, values = _standardised(self.target, values, train, known)
        return replace(self, target=target, targets=values[np.newaxis])


def _standardised(
    column: Column,
    values: NDArray[np.float64],
    train: NDArray[np.intp],
    known: NDArray[np.bool_],
) -> tuple[Column, NDArray[np.float64]]:
    """Returns a column centred on the mean of ``train``, its deviation as 1, and all its values.

    A constant column has no spread: it is divided by 1. What is not ``known`` has no say, and
    becomes the mean: 0.
    """
    learned = values[train][known[train]]
    if not learned.size:
        learned = np.zeros(1)
    # The mean of equal numbers can differ from them in the last bit, and so invent a spread.
    constant = bool((learned == learned[0]).all())
    centre = float(learned[0] if constant else learned.mean())
    # Squares of the smallest differences are 0.
    scale = 1.0 if constant else float(learned.std()) or 1.0
    column = replace(column, centre=centre, scale=scale)
    # So many deviations away float32 would soon have no number left.
    made = column.to_network(values).clip(-_FARTHEST, _FARTHEST)
    return column, np.where(known, made, 0.0)


class Parts(NamedTuple):
    """Which samples are for what: places in a data set, disjoint and in order.

    Attributes:
        train: the samples to learn from.
        test: the samples that judge, and decide nothing.
        validation: the samples that choose: when to stop, which knobs were the best.
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    validation: NDArray[np.intp]


class Counts(NamedTuple):
    """How many samples are in each part."""

    train: int
    test: int
    validation: int


def counts(size: int, test_fraction: float, validation_fraction: float = 0.0) -> Counts:
    """Returns how many samples are for what; at least one is learned from.

    Args:
        size: how many samples there are.
        test_fraction: the share that judges, in [0, 1); rounded.
        validation_fraction: the share of the others that chooses, in [0, 1); rounded.
    """
    test = min(round(size * test_fraction), size - 1)
    validation = min(round((size - test) * validation_fraction), size - test - 1)
    return Counts(size - test - validation, test, validation)


def split(
    size: int,
    test_fraction: float,
    stream: np.random.Generator,
    validation_fraction: float = 0.0,
) -> Parts:
    """Returns the places of the samples to learn from, to check on and to choose by, at random.

    The test part is the same whatever the validation part is.

    Args:
        size: how many samples there are.
        test_fraction: the share to check on, in [0, 1); see ``counts``.
        stream: the randomness of the split.
        validation_fraction: the share of the others to choose by, in [0, 1).
    """
    order = stream.permutation(size)
    _, test, validation = counts(size, test_fraction, validation_fraction)
    chosen, judged = order[test : test + validation], order[:test]
    return Parts(np.sort(order[test + validation :]), np.sort(judged), np.sort(chosen))


def first_ones(size: int, learned: int) -> Parts:
    """Returns parts in which the first samples are learned from, and all others judge.

    Args:
        size: how many samples there are.
        learned: how many are learned from.
    """
    none = np.empty(0, dtype=np.intp)
    return Parts(np.arange(learned), np.arange(learned, size), none)
