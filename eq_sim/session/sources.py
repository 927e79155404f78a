"""Where the data of a scenario come from: a shipped source, or a person's own."""

from functools import lru_cache

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.data.formulas import curve
from eq_sim.data.sources import SOURCES, Source
from eq_sim.session.scenario import DataSpec


def source_of(spec: DataSpec) -> Source:
    """Returns what makes the data that a scenario asks for."""
    if spec.source == "formula":
        return _formula(spec.formula or "", spec.from_x or 0.0, spec.to_x or 0.0)
    return SOURCES[spec.source]


def own_samples(spec: DataSpec) -> int:
    """Returns how many samples the source itself makes, those that are erased among them."""
    return spec.points or source_of(spec).rows


def samples_of(spec: DataSpec) -> int:
    """Returns how many samples there are, painted ones among them."""
    return own_samples(spec) - len(spec.erased) + len(spec.painted)


@lru_cache(maxsize=32)
def _formula(text: str, first: float, last: float) -> Source:
    """Returns what makes points on a typed curve; that it is one is checked with its scenario."""

    def make(points: int, noise: float, stream: np.random.Generator) -> Dataset:
        return curve(text, first, last).points(points, noise, stream)

    return Source(make, 1, 1, ("half_mse",), generated=True)
