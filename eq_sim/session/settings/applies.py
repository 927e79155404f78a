"""To which scenarios a setting applies, and what it is where a scenario says nothing."""

from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.choosing_rows import has_shares
from eq_sim.session.settings.setting import Value
from eq_sim.session.sources import source_of
from eq_sim.session.teachers import is_split_by_teacher


def has_hidden(scenario: Scenario) -> bool:
    """Returns whether there are hidden layers."""
    return bool(scenario.network.hidden)


def takes_noise(scenario: Scenario) -> bool:
    """Returns whether the samples can be noisy."""
    source = source_of(scenario.data)
    return (source.generated or source.noisy) and not is_split_by_teacher(scenario.data)


def silent_noise(scenario: Scenario) -> Value | None:
    """Returns the noise where nothing is said and some could be."""
    return 0.0 if source_of(scenario.data).noisy else None


def is_split_here(scenario: Scenario) -> bool:
    """Returns whether a part to judge by is chosen here."""
    return has_shares(scenario) and not is_split_by_teacher(scenario.data)


def has_points(scenario: Scenario) -> bool:
    """Returns whether it can be said how many samples there are."""
    source = source_of(scenario.data)
    if source.learned or is_split_by_teacher(scenario.data):
        return False
    return bool(source.generated or source.rows)


def rows_used(scenario: Scenario) -> int | None:
    """Returns how many rows are used of a table where nothing is said: all."""
    source = source_of(scenario.data)
    return None if source.learned else source.rows or None
