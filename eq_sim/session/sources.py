"""Where the data of a scenario come from: a shipped source, or a person's own."""

from eq_sim.data.sources import SOURCES, Source
from eq_sim.session.scenario import DataSpec


def source_of(spec: DataSpec) -> Source:
    """Returns what makes the data that a scenario asks for."""
    return SOURCES[spec.source]
