"""The samples of an experiment, and what each of them is for."""

from dataclasses import dataclass

import numpy as np

from eq_sim.data.dataset import Dataset, Parts, split
from eq_sim.network.types import IndexArray
from eq_sim.session.painted_points import with_painted
from eq_sim.session.scenario import DataSpec
from eq_sim.session.sources import source_of
from eq_sim.session.streams import Streams


@dataclass(frozen=True, eq=False)
class Data:
    """The samples, and which of them are learned from.

    Attributes:
        dataset: all samples.
        train: places of the samples to learn from.
        test: places of the samples to check on.
        validation: places of the samples that choose; there may be none.
        base: the source's own data, where points are painted among them or some are erased.
    """

    dataset: Dataset
    train: IndexArray
    test: IndexArray
    validation: IndexArray

    base: "Data | None" = None

    @classmethod
    def make(cls, spec: DataSpec, seed: int) -> "Data":
        """Returns the data that a scenario and a seed lead to."""
        streams = Streams(seed)
        source = source_of(spec)
        made = source.make(spec.points or 0, spec.noise or 0.0, streams.data())
        if spec.points is not None and spec.points < made.size:  # so many rows of a table
            made = made.rows(np.sort(streams.rows().permutation(made.size)[: spec.points]))
        if not made.size:
            none = np.empty(0, dtype=np.intp)
            return cls(made, none, none, none).repainted(spec, seed)
        parts = split(made.size, spec.test_fraction, streams.split(), spec.validation_fraction)
        scaled = made.standardised(parts.train).reduced(parts.train, spec.components)
        return cls(scaled, *parts).repainted(spec, seed)

    def repainted(self, spec: DataSpec, seed: int) -> "Data":
        """Returns the data with other painted points, and other own samples erased.

        Args:
            spec: what is painted and erased; all else is as it was made.
            seed: of the experiment.
        """
        own = self.base or self
        if not (spec.painted or spec.erased):
            return own
        parts = Parts(own.train, own.test, own.validation)
        shares = spec.test_fraction, spec.validation_fraction
        dataset, parts = with_painted(
            own.dataset, parts, spec.painted, spec.erased, shares, Streams(seed)
        )
        return Data(dataset, *parts, own)
