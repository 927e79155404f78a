"""Inputs, classes and units of shipped data are said in the language; files keep them English."""

import re
from collections.abc import Iterator

import msgspec
import pytest

from eq_sim.data.dataset import Column
from eq_sim.export.tables import knob_table
from eq_sim.language.numerals import write_with_comma
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.lessons.language.finding import Finding
from eq_sim.lessons.language.knob_names import UnknownNameError, find_knob
from eq_sim.lessons.language.scope import Scope
from eq_sim.session.actions import Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.messages import KnobName, knob_named
from eq_sim.session.names import knob_in_files, knob_name
from eq_sim.session.questions.linear_formula import linear_formula
from eq_sim.session.scenario import bundled
from eq_sim.session.words import knob_words
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.models.answer_words import answered
from eq_sim.ui.models.knob_finder import KnobFinder

SYMBOL = re.compile(r"[xy][₀-₉]?|\d+(?:\.\d+)? k?Hz|\d+k?|PC\d+|n[₀-₉]+|Adelie|\d+,\d+")
"""Names that are signs or numbers, and that of a species, are the same in every language."""


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    speak("de")
    write_with_comma(True)
    yield
    speak(ENGLISH)
    write_with_comma(False)


def test_no_shipped_name_is_left_in_english() -> None:
    left = set()
    for name in bundled():
        dataset = open_session(name).dataset
        columns = [each for each in (*dataset.columns, dataset.target, dataset.axis) if each]
        for pair in [
            *((column.name, column.name_said) for column in columns),
            *((column.symbol, column.symbol_said) for column in columns),
            *zip(dataset.outputs, dataset.outputs_said, strict=True),
            *zip(dataset.classes, dataset.classes_said, strict=True),
        ]:
            if pair[0] == pair[1] and not SYMBOL.fullmatch(pair[0]):
                left.add(pair[0])
    assert left == set()


def test_knobs_and_answers_are_said_in_german() -> None:
    house, digits, ring = map(open_session, ("house-price", "digits", "ring"))
    assert knob_name(house.layout, house.dataset, 0) == "Grundstück → Preis"
    assert str(linear_formula(house.layout, house.dataset, house.parameters.w)).startswith(
        "Preis ="
    )
    first, last = (digits.name(knob) for knob in (0, digits.layout.size - 1))
    assert first == "Pixel in Zeile 1, Spalte 1 → Neuron 1"
    assert last == "Bias von Ziffer 9"
    answer = ring.evaluation.answers[0][:, 0]
    assert re.match("innen|außen", answered(ring.dataset, ring.scenario, answer))


def test_files_and_lessons_keep_the_english_names() -> None:
    session = open_session("house-price")
    session.apply(Turn.of([0], [0.5]))
    assert session.undo.undo_name == "Grundstück → Preis drehen"
    assert "lot size → price" in knob_table(session.state())
    assert knob_in_files(session.layout, session.dataset, 0) == "lot size → price"
    assert msgspec.to_builtins(knob_named(session.layout, session.dataset, 0)) == {
        "source": "lot size",
        "target": "price",
        "layer": None,
    }
    assert find_knob("lot size -> price", Scope.of(session)) == 0
    with pytest.raises(UnknownNameError):
        find_knob("Grundstück -> Preis", Scope.of(session))


def test_names_that_a_person_gave_stay_as_they_are() -> None:
    assert Column("price", "price", own=True).name_said == "price"
    assert knob_words(KnobName("lot size", "price", own=True)) == "lot size → price"


@pytest.mark.parametrize("name", ["ring", "house-price", "penguins", "xor", "digits"])
def test_a_knob_is_found_by_its_german_name_and_by_its_english_one(name: str) -> None:
    session = open_session(name)
    layout, dataset = session.layout, session.dataset
    reader = Finding(Scope.of(session))
    for knob in {*range(0, layout.size, max(1, layout.size // 9)), layout.size - 1}:
        for called in (knob_name(layout, dataset, knob), knob_in_files(layout, dataset, knob)):
            (place,) = reader.read(called, session.parameters.theta).places
            assert place.knobs.tolist() == [knob], called


@pytest.mark.parametrize("name", ["ring", "digits", "house-price"])
def test_what_is_offered_in_german_finds_what_it_finds_in_english(name: str) -> None:
    session = open_session(name)
    bank = LiveBank(session)

    def wishes(finder: KnobFinder, reader: Finding) -> list[object]:
        theta = session.parameters.theta
        found = []
        for example in finder.ask("").examples:
            wish = reader.read(example.query, theta)
            found.append((wish.rule, [place.knobs.tolist() for place in wish.places]))
        return found

    german = KnobFinder(session, bank, Scales(bank).limits)
    in_german = wishes(german, Finding(Scope.of(session)))
    speak(ENGLISH)
    english = KnobFinder(session, bank, Scales(bank).limits)
    assert in_german == wishes(english, Finding(Scope.of(session)))


def test_german_words_are_completed_and_mended() -> None:
    session = open_session("ring")
    reader, theta = Finding(Scope.of(session)), session.parameters.theta

    def meant(query: str) -> object:
        wish = reader.read(query, theta)
        return wish.rule, [place.knobs.tolist() for place in wish.places]

    assert meant("größt") == meant("largest")
    assert meant("Shcicht 2 Neuron 1") == meant("layer 2 neuron 1")
    assert meant("kleinste in Schicht 2") == meant("smallest in layer 2")
    assert meant("Bias von Neuron 2, Schicht 1") == meant("bias of neuron 2, layer 1")
