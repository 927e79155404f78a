"""Where the data of a scenario come from: a shipped source, or a table or curve of one's own."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec import structs

from eq_sim.data.dataset import Counts, Dataset, counts
from eq_sim.data.new_ink import JUDGES, Ink, new_ink
from eq_sim.data.sources import LOSSES_OF, SOURCES, Source
from eq_sim.language.tr import tr
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.losses import LOSSES
from eq_sim.session.drawn_digits import DrawnDigit, pixels_of
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import DataSpec, TableSpec

if TYPE_CHECKING:
    from eq_sim.data.own.choice import Choice

TABLE = "table"
"""The source of what is learned from a table of one's own."""

CURVE = "formula"
"""The source of points on a curve that a person types."""

NEW_INK = "new-ink"
"""The source of digits that look otherwise than those that a base has learned from."""

USUAL_EXAMPLES = 2
"""Examples of each digit where nothing is said."""


def source_of(spec: DataSpec) -> Source:
    """Returns what makes the data that a scenario asks for.

    Its ``features`` are the network's inputs: principal components, where a scenario asks for them.

    Raises:
        ScenarioError: it asks for a table that is not here, or for what that does not have.
    """
    source = measured_by(spec)
    return replace(source, features=spec.components) if spec.components else source


def measured_by(spec: DataSpec) -> Source:
    """Returns the same; its ``features`` are what is measured, whatever comes of that.

    Raises:
        ScenarioError: it asks for a table that is not here, or for what that does not have.
    """
    if spec.source == CURVE:
        return _of_curve(spec.formula or "", spec.from_x or 0.0, spec.to_x or 0.0)
    if spec.source == NEW_INK:
        return _of_new_ink(ink_of(spec), spec.examples or USUAL_EXAMPLES, spec.drawn)
    if spec.source != TABLE:
        return SOURCES[spec.source]
    if spec.table is None:
        raise ScenarioError(
            "the source 'table' needs a table: which one, and what of it is learned"
        )
    return _of_table(spec.table)


@lru_cache(maxsize=16)
def _of_table(spec: TableSpec) -> Source:
    # What reads tables is imported with the first of them: most windows open none.
    from eq_sim.data.own.errors import TableError
    from eq_sim.data.own.making import dataset
    from eq_sim.data.own.planning import shape_of
    from eq_sim.session.tables import found

    table, choice = found(spec.sha256, spec.name), choice_of(spec)

    def make(points: int, noise: float, stream: np.random.Generator) -> Dataset:
        return dataset(table, choice)

    try:
        shape = shape_of(table, choice)
    except TableError as error:
        raise ScenarioError(error.sentence, **error.arguments) from error
    return Source(
        make,
        shape.features,
        shape.outputs,
        LOSSES_OF[spec.task],
        generated=False,
        rows=shape.samples,
    )


@lru_cache(maxsize=32)
def _of_curve(text: str, first: float, last: float) -> Source:
    """Returns what makes points on a typed curve; that it is one is checked with its scenario."""
    from eq_sim.data.formulas import curve  # most windows show none

    def make(points: int, noise: float, stream: np.random.Generator) -> Dataset:
        return curve(text, first, last).points(points, noise, stream)

    return Source(make, 1, 1, LOSSES_OF["number"], generated=True)


def ink_of(spec: DataSpec) -> Ink:
    """Returns how the digits of another task look."""
    as_they_are = Ink()
    return Ink(
        as_they_are.contrast if spec.contrast is None else spec.contrast,
        spec.rotation or 0.0,
        spec.shift_x or 0.0,
        spec.shift_y or 0.0,
    )


@lru_cache(maxsize=32)
def _of_new_ink(ink: Ink, examples: int, drawn: tuple[DrawnDigit, ...]) -> Source:
    own = tuple(one.digit for one in drawn), pixels_of(drawn)

    def make(points: int, noise: float, stream: np.random.Generator) -> Dataset:
        return new_ink(ink, examples, noise, stream, own)

    digits = SOURCES["digits"]
    learned = digits.outputs * examples + len(drawn)
    return replace(
        digits, make=make, rows=learned + JUDGES, learned=learned, noisy=True, kin="digits"
    )


def samples_in(spec: DataSpec) -> DataSpec:
    """Returns what tells which samples there are, whatever is made of their inputs."""
    return structs.replace(spec, components=0) if spec.components else spec


def losses_of(spec: DataSpec) -> tuple[str, ...]:
    """Returns the losses that fit the data of a scenario, the usual one first.

    A teacher's answers can be learned where they are chances of classes.
    """
    losses = source_of(spec).losses
    taught = spec.teacher is not None and LOSSES[losses[0]].from_logits
    return (*losses, DISTILLATION) if taught else losses


def train_part(spec: DataSpec) -> int:
    """Returns how many of the source's own samples can be learned from."""
    made = spec.points or source_of(spec).rows
    return counts(made, spec.test_fraction, spec.validation_fraction).train


def own_parts(spec: DataSpec) -> Counts:
    """Returns how many of the source's own samples are for what, erased ones among them."""
    source = source_of(spec)
    made = spec.points or source.rows
    parts = counts(made, spec.test_fraction, spec.validation_fraction)
    if source.learned:
        parts = Counts(source.learned, made - source.learned, 0)
    if spec.train_points is None:
        return parts
    return parts._replace(train=min(parts.train, spec.train_points))


def own_samples(spec: DataSpec) -> int:
    """Returns how many samples the source itself makes, erased ones among them, and no others."""
    if spec.train_points is None:
        return spec.points or source_of(spec).rows
    return sum(own_parts(spec))


def samples_of(spec: DataSpec) -> int:
    """Returns how many samples there are, painted ones among them."""
    return own_samples(spec) - len(spec.erased) + len(spec.painted)


def part_sizes(spec: DataSpec) -> Counts:
    """Returns how many samples are for what; of painted ones their number is not known."""
    samples, source = samples_of(spec), source_of(spec)
    if source.learned:
        return Counts(source.learned, samples - source.learned, 0)
    return counts(samples, spec.test_fraction, spec.validation_fraction)


def choice_of(spec: TableSpec) -> "Choice":
    """Returns what of a table is learned, as whoever makes data of it takes it."""
    from eq_sim.data.own.choice import Choice

    return Choice(spec.inputs, spec.target, spec.task, spec.missing)


def name_of(spec: DataSpec) -> str:
    """Returns what the data of a scenario are called in a sentence."""
    return spec.table.name or tr("the table") if spec.table else spec.source
