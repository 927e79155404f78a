"""Settings, the glossary and large networks speak the language that is chosen."""

from collections.abc import Iterator

import pytest

from eq_sim.glossary import named, sought, terms
from eq_sim.language.pseudo import PSEUDO, pseudo
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.language.tr import tr
from eq_sim.large_models.facts import facts, in_a_sentence, sources
from eq_sim.large_models.scale import stages
from eq_sim.large_models.table import large_models
from eq_sim.large_models.units import LETTERS, MEMORY, TIME, amount
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings.table import SETTINGS, changed


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_words_on_a_german_screen_are_found_in_the_glossary() -> None:
    assert named("Train-Loss") is None
    speak("de")
    for text, key in {
        "TRAIN-LOSS": "train_loss",
        "Train-Loss bei 300": "train_loss",
        "Genauigkeit im Test": "accuracy",
        "Epoche": "epoch",
        "Learning rate": "learning_rate",  # a name that English has, too
    }.items():
        term = named(text)
        assert term is not None
        assert term.key == key
    assert sought("rückwärtsdurchlauf")[0].key == "backward"
    assert sought("backpropagation")[0].key == "backward"
    speak(ENGLISH)
    assert named("Epoche") is None


def test_each_entry_is_short_in_german_too() -> None:
    speak("de")
    for term in terms().values():
        assert len(tr(term.says)) <= 260, term.key
        assert tr(term.says).endswith("."), term.key
        assert len(tr(term.formula)) <= 90, term.key


def test_a_refused_setting_is_refused_in_german() -> None:
    scenario = load_scenario("ring")
    with pytest.raises(SettingError) as refused:
        changed(scenario, "learning_rate", -1.0)
    assert str(refused.value) == "The learning rate needs a number from 0 on, such as 0.1, not -1.0"
    speak("de")
    with pytest.raises(SettingError) as refused:
        changed(scenario, "optimizer", "newton")
    said = str(refused.value)
    assert said.startswith("„Optimierer“ braucht eines von sgd, momentum, ")
    assert said.endswith(", nicht 'newton'")


@pytest.mark.parametrize("code", ["de", PSEUDO])
def test_no_word_of_a_setting_or_a_scenario_stays_english(code: str) -> None:
    rows = {(row.tip, row.needs, row.consequence) for row in SETTINGS.values()}
    scenarios = [load_scenario(name) for name in bundled()]
    speak(code)
    assert not {row.needs for row in SETTINGS.values()} & {needs for _, needs, _ in rows}
    assert not {row.consequence for row in SETTINGS.values()} & {end for *_, end in rows if end}
    assert all(tr(row.tip) != row.tip for row in SETTINGS.values())
    assert all(tr(one.about) != one.about for one in scenarios)
    assert all(tr(one.goal.text) != one.goal.text for one in scenarios)


def test_amounts_and_large_networks_are_said_in_german() -> None:
    speak("de")
    assert amount(1.0, TIME).text == "1 Jahr"
    assert amount(2.0, TIME).text == "2 Jahre"
    assert amount(175e9, LETTERS).text == "175 Mrd."
    assert amount(5.0, MEMORY).text == "5 B"
    table = large_models()
    squares = stages(2410, table)
    told = " ".join(
        f"{in_a_sentence(stage, 2410, table.moon)} {sources(stage, table.moon)}"
        for stage in squares
    )
    assert "euer Netz, 2,410." in told
    assert "GPT-4, etwa 1.7 Bio." in told
    english = {"about", "Knobs", "your", "million", "billion", "years", "table", "abstract", "and"}
    assert not english & set(told.replace(",", " ").split())
    assert all(what and much for stage in squares for what, much in facts(stage, 2410, table.moon))


def test_what_was_said_in_the_pseudo_language_is_not_said_again() -> None:
    assert pseudo(pseudo("Learning rate")) == pseudo("Learning rate")
