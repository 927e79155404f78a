"""Where the data and the published numbers of a lesson or a recording are from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eq_sim.language.tr import later, tr
from eq_sim.large_models.facts import sources
from eq_sim.large_models.scale import stages
from eq_sim.large_models.table import large_models
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.steps.training import LoadStep
from eq_sim.session.actions import Load, Resume
from eq_sim.session.files.recording import Done
from eq_sim.session.scenario import Scenario


@dataclass(frozen=True)
class Experiment:
    """What was trained.

    Attributes:
        scenario: what it began from.
        seed: of its data and its start.
    """

    scenario: Scenario
    seed: int


@dataclass(frozen=True)
class Table:
    """Data that others have measured; ``resources/data/SOURCES.md`` says more.

    Attributes:
        what: they are, for ``tr``.
        reference: where they were published; it is in its own language.
        licence: by its name; empty for none.
    """

    what: str
    reference: str
    licence: str = ""


_HOUSES = Table(
    later("House sales in Windsor, Canada, 1987"),
    "P. M. Anglin and R. Gençay, “Semiparametric estimation of a hedonic price function”, "
    "Journal of Applied Econometrics 11 (1996) 633–648",
)
_DIGITS = Table(
    later("Handwritten digits"),
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, "
    "UCI Machine Learning Repository, 1998, doi:10.24432/C50P49",
    "CC BY 4.0",
)
_PENGUINS = Table(
    later("Measurements of three species of penguin"),
    "K. Gorman, T. Williams, W. Fraser, PLoS ONE 9(3): e90081 (2014); "
    "A. Horst, A. Hill, K. Gorman, palmerpenguins",
    "CC0",
)
_TABLES = {
    "house-prices": _HOUSES,
    "digits": _DIGITS,
    "base-digits": _DIGITS,
    "new-ink": _DIGITS,
    "penguins": _PENGUINS,
}


def experiments_of(what: Lesson | Iterable[Done]) -> tuple[Experiment, ...]:
    """Returns what is trained in a lesson or a recording, each once, in order."""
    found = []
    if isinstance(what, Lesson):
        steps = (step for _, step in in_order_of_play(what.steps))
        for step in (what.opening, *steps):
            if isinstance(step, LoadStep):
                found.append(Experiment(step.scenario(), step.seed))
    else:
        for item in what:
            if isinstance(item.action, Load):
                found.append(Experiment(item.action.scenario, item.action.seed))
            elif isinstance(item.action, Resume):
                found.append(Experiment(item.action.saved.scenario, item.action.saved.seed))
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


def tables_of(experiments: Iterable[Experiment]) -> tuple[Table, ...]:
    """Returns the published data that experiments learn from."""
    kinds = [experiment.scenario.data.source for experiment in experiments]
    return tuple(dict.fromkeys(_TABLES[kind] for kind in kinds if kind in _TABLES))


def models_named(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields the large models that are named in texts, and where what is said of each is from."""
    said, table = "\n".join(texts), large_models()
    for stage in stages(0, table):
        if stage.model is not None and stage.name in said:
            yield stage.name, sources(stage, table.moon)


def trained(experiments: Iterable[Experiment]) -> str:
    """Returns what was trained, in words."""
    return "; ".join(
        tr("“{scenario}”, seed {seed}", scenario=tr(each.scenario.title), seed=str(each.seed))
        for each in experiments
    )
