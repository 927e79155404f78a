"""What is allowed, and does not do what it says: a sentence for each, said where it is set."""

from eq_sim.language.tr import tr
from eq_sim.session.scenario import Scenario


def none(scenario: Scenario) -> str | None:
    """Returns nothing to say."""
    return None


def of_early_stopping(scenario: Scenario) -> str | None:
    """Returns what to say of early stopping that can stop nothing."""
    if not scenario.training.early_stopping or scenario.data.validation_fraction:
        return None
    return tr(
        "Early stopping waits for a validation part: without one nothing but the test part could "
        "say when to stop, and that only judges"
    )
