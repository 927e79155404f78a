"""The samples of an experiment, and what each of them is for."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from eq_sim.data.dataset import Dataset, Parts, first_ones, split
from eq_sim.network.distillation import DISTILLATION, soft_targets
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.errors import ScenarioError
from eq_sim.session.painted_points import with_painted
from eq_sim.session.scenario import DataSpec, TrainingSpec
from eq_sim.session.sources import source_of
from eq_sim.session.streams import Streams
from eq_sim.session.teacher_spec import TeacherSpec
from eq_sim.session.teachers import NO_TEACHER, split_seed, teacher_of


@dataclass(frozen=True, eq=False)
class Data:
    """The samples, and which of them are learned from.

    Attributes:
        dataset: all samples.
        train: places of the samples to learn from.
        test: places of the samples to check on.
        validation: places of the samples that choose; there may be none.
        base: the source's own data, where points are painted among them or some are erased.
        teacher: the network whose answers can be learned.
    """

    dataset: Dataset
    train: IndexArray
    test: IndexArray
    validation: IndexArray

    base: "Data | None" = None
    teacher: TeacherSpec | None = None

    @classmethod
    def make(cls, spec: DataSpec, seed: int) -> "Data":
        """Returns the data that a scenario and a seed lead to."""
        streams = Streams(split_seed(spec, seed))
        source = source_of(spec)
        made = source.make(spec.points or 0, spec.noise or 0.0, streams.data())
        if spec.points is not None and spec.points < made.size:  # so many rows of a table
            made = made.rows(np.sort(streams.rows().permutation(made.size)[: spec.points]))
        if not made.size:
            none = np.empty(0, dtype=np.intp)
            return cls(made, none, none, none).repainted(spec, seed)
        if source.learned:
            parts = first_ones(made.size, source.learned)
        else:
            parts = split(made.size, spec.test_fraction, streams.split(), spec.validation_fraction)
        made = made.standardised(parts.train).reduced(parts.train, spec.components)
        if spec.train_points is not None and spec.train_points < len(parts.train):
            made, parts = _with_fewer(made, parts, spec.train_points, Streams(seed))
        return cls(made, *parts, teacher=spec.teacher).repainted(spec, seed)

    def repainted(self, spec: DataSpec, seed: int) -> "Data":
        """Returns the data with other painted points, and other own samples erased.

        Args:
            spec: what is painted and erased; all else is as it was made.
            seed: of the experiment.
        """
        own = self.base or self
        if not (spec.painted or spec.erased):
            return own if own.teacher is spec.teacher else replace(own, teacher=spec.teacher)
        parts = Parts(own.train, own.test, own.validation)
        shares = spec.test_fraction, spec.validation_fraction
        dataset, parts = with_painted(
            own.dataset, parts, spec.painted, spec.erased, shares, Streams(seed)
        )
        return Data(dataset, *parts, own, spec.teacher)

    def wanted(self, training: TrainingSpec) -> Array:
        """Returns what a loss is counted against, (outputs, samples): the labels, mostly.

        A student's are its teacher's soft answers, with the labels' share in them.

        Args:
            training: which loss, with its settings.
        """
        if training.loss != DISTILLATION:
            return self.dataset.targets
        labels, soft = self.dataset.targets, self.taught().astype(np.float64)
        return soft_targets(soft, labels, training.temperature, training.label_share)

    def taught(self) -> Array:
        """Returns the (outputs, samples) sums of the teacher's last layer.

        Raises:
            ScenarioError: there is no teacher.
        """
        if self._taught is None:
            raise ScenarioError(NO_TEACHER)
        return self._taught

    @cached_property
    def _taught(self) -> Array | None:
        if self.teacher is None:
            return None
        sums = teacher_of(self.teacher).sums(self.dataset.inputs)
        sums.flags.writeable = False
        return sums


def _with_fewer(made: Dataset, parts: Parts, count: int, streams: Streams) -> tuple[Dataset, Parts]:
    """Returns data in which fewer samples are learned from; the others are laid aside.

    Args:
        made: the data.
        parts: of them.
        count: how many to learn from.
        streams: the randomness of the choice.
    """
    order = streams.train_points().permutation(len(parts.train))
    chosen = parts.train[np.sort(order[:count])]
    kept = np.sort(np.concatenate([chosen, parts.test, parts.validation]))
    there = (np.searchsorted(kept, part) for part in (chosen, parts.test, parts.validation))
    return made.rows(kept), Parts(*there)
