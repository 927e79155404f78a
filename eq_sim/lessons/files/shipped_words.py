"""A scenario in a lesson's words: a shipped one, and what is changed in it.

A person's own scenario is a file that a lesson cannot count on. Its data are those of a shipped
one all the same, and what learns from them, and how, can be said by settings.
"""

from msgspec.structs import replace

from eq_sim.language.tr import later, tr
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import Scenario, bundled, load_scenario
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS, changed
from eq_sim.session.sources import source_of

_OTHER_BIASES = later(
    "a lesson cannot say the scenario '{title}': it has other biases than any shipped one. Its "
    "recording can be played and filmed as it is"
)
_OWN_POINTS = later(
    "a lesson cannot say the scenario '{title}': it has points that were painted or erased. Its "
    "recording can be played and filmed as it is"
)
_OWN_DIGITS = later(
    "a lesson cannot say the scenario '{title}': it has digits that a person drew. Its recording "
    "can be played and filmed as it is"
)
_OWN_CURVE = later(
    "a lesson cannot say the scenario '{title}': it has a curve or biases of its own. Its "
    "recording can be played and filmed as it is"
)
_FIRST = ("loss", "hidden", "activation")
"""Each of these is only sound, or only stays, after those before it."""


def in_shipped_words(scenario: Scenario) -> tuple[str, dict[str, object]]:
    """Returns the name of a shipped scenario, and what to change to have this one.

    Its title, goal, length and speed are not said: they decide nothing of what happens.

    Raises:
        LessonError: it has biases or points that no setting can give or take, or a table of one's
            own.
    """
    if scenario.data.table is not None:
        raise LessonError(
            "a lesson cannot say the scenario '{title}': it learns from a table of one's own. Its "
            "recording can be played and filmed as it is",
            title=tr(scenario.title)[:80],
        )
    names = sorted(bundled(), key=lambda name: name != scenario.name)
    alike = [base for base in map(load_scenario, names) if base.data.source == scenario.data.source]
    for base in alike:
        change = changes_between(base, scenario)
        made = base
        for setting, value in change.items():
            try:
                made = changed(made, setting, value)
            except SettingError:  # a curve that has no value on the range of the one before
                break
        if what_happens(made) == what_happens(scenario):
            return base.name, dict(change)
    data, sentence = scenario.data, _OTHER_BIASES
    if not any(
        (base.data.painted, base.data.erased) == (data.painted, data.erased) for base in alike
    ):
        sentence = _OWN_POINTS
    elif data.drawn:
        sentence = _OWN_DIGITS
    elif data.source == "formula":
        sentence = _OWN_CURVE
    raise LessonError(sentence, title=tr(scenario.title)[:80])


def changes_between(base: Scenario, scenario: Scenario) -> dict[str, Value]:
    """Returns what settings differ, in an order in which they can be changed."""
    order = sorted(SETTINGS, key=lambda name: name not in _FIRST)
    order[: len(_FIRST)] = _FIRST
    change: dict[str, Value] = {}
    for name in order:
        now = SETTINGS[name].of(scenario)
        if now != SETTINGS[name].of(base) and name != "speed" and now is not None:
            change[name] = now
    return change


def what_happens(scenario: Scenario) -> tuple[object, ...]:
    """Returns all of a scenario that decides bits."""
    source, network = source_of(scenario.data), scenario.network
    return (
        (scenario.data, scenario.base),
        scenario.architecture(source.features, source.outputs),
        (network.initializer, network.dtype),
        replace(scenario.training, speed=1.0, steps=1),
    )
