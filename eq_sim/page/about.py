"""What a page is about."""

from dataclasses import dataclass

from eq_sim.page.sources import Experiment


@dataclass(frozen=True)
class About:
    """What is told.

    Attributes:
        title: of it.
        idea: in a sentence; empty for none.
        language: of its words.
        experiments: what was trained.
        command: that makes this page again.
    """

    title: str
    idea: str
    language: str
    experiments: tuple[Experiment, ...]
    command: str
