"""Numbers of networks far larger than any that runs here, and of the desks they would need.

Each takes a step's context and what stands behind the colon, and returns the number; all are
computed from how many knobs there are.
"""

from eq_sim.language.tr import tr
from eq_sim.large_models.measures import desk_metres, years_to_turn
from eq_sim.large_models.table import LargeModel, large_models
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.number_format import Number
from eq_sim.lessons.language.scope import Scope


def find_model(words: str, scope: Scope | None = None) -> LargeModel:
    """Returns the large network of a name.

    Raises:
        UnknownNameError: there is none such; says which there are.
    """
    table = large_models()
    found = table.find(words)
    if found is None:
        names = ", ".join(model.name for model in table.model)
        raise UnknownNameError(
            tr("there is no large network '{name}': choose {names}", name=words, names=names)
        )
    return found


def desk(context: StepContext, words: str) -> Number:
    """How long a desk would be with a fader of a centimetre for each knob of this network."""
    return Number(desk_metres(context.session.layout.size), "length")


def years(context: StepContext, words: str) -> Number:
    """How long it takes to turn each knob of this network once, one a second."""
    return Number(years_to_turn(context.session.layout.size), "time")


def knobs_of(context: StepContext, words: str) -> Number:
    """How many knobs a large network has."""
    return Number(find_model(words).knobs, "large")


def desk_of(context: StepContext, words: str) -> Number:
    """How long a desk would be with a fader of a centimetre for each knob of a large network."""
    return Number(desk_metres(find_model(words).knobs), "length")


def moons_of(context: StepContext, words: str) -> Number:
    """How many times as long as the way to the Moon that desk is."""
    return Number(desk_metres(find_model(words).knobs) / 1000 / large_models().moon.kilometres)


def years_of(context: StepContext, words: str) -> Number:
    """How long it takes to turn each knob of a large network once, one a second."""
    return Number(years_to_turn(find_model(words).knobs), "time")
