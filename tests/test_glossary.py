"""The words of the screen: each has an entry, short and plain."""

import re

from eq_sim.glossary import found, named, sought, terms
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings.table import SETTINGS

TERMS = list(terms().values())


def test_every_setting_and_each_of_its_choices_has_an_entry() -> None:
    scenarios = [load_scenario(name) for name in bundled()]
    for setting in SETTINGS.values():
        assert [term.key for term in found(setting.name)] == [setting.name]
        for choice in {one for scenario in scenarios for one in setting.choices(scenario)}:
            assert found(f"{setting.name}.{choice}"), f"{setting.name}.{choice}"


def test_entries_are_short_and_plain() -> None:
    for term in TERMS:
        assert len(term.says) <= 200, term.key
        assert 1 <= len(re.findall(r"[.!?](?= |$)", term.says)) <= 2, term.key
        assert term.says.endswith("."), term.key
        assert "!" not in term.says, term.key
        assert len(term.formula) <= 80, term.key
        assert term.name == term.name.strip() != "", term.key


def test_no_two_words_have_the_same_key_or_name() -> None:
    for column in ([term.key for term in TERMS], [term.name.lower() for term in TERMS]):
        assert sorted(column) == sorted(set(column))


def test_a_search_finds_each_word_of_the_field_first() -> None:
    words = (
        "parameter, hyperparameter, knob, weight, bias, loss, gradient, epoch, batch, logit, "
        "softmax, cross-entropy, accuracy, checkpoint, scene, frozen, muted, solo, overfitting, "
        "underfitting, gap, regularisation, inference, xavier, he, nesterov, relu"
    )
    for word in words.split(", "):
        first = sought(word)[0]
        assert word in " ".join((first.name, *first.also)).lower(), word
    assert sought("lecture 6") == sought("no such word") == []


def test_headings_are_known_however_they_are_written() -> None:
    for text, key in {
        "TRAIN LOSS": "train_loss",
        "Train loss at 1,200": "train_loss",
        "right on test": "accuracy",
        "OFF THE BEST FIT": "least_squares_gap",
        "Epoch": "epoch",
    }.items():
        term = named(text)
        assert term is not None
        assert term.key == key
    assert named("") is None
    assert named("nothing of the kind") is None


def test_published_methods_name_their_source() -> None:
    for prefix in ("optimizer.", "initializer.x", "initializer.he", "activation.gelu", "dropout"):
        some = [term for term in TERMS if term.key.startswith(prefix)]
        assert some
        assert all(re.search(r"\b(19|18|20)\d\d\b", term.source) for term in some)
