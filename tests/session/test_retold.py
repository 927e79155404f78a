"""What is kept in English is said in the language that is spoken, and files stay as they are."""

from collections.abc import Iterator

import pytest
from session_kit import session

from eq_sim.language.numerals import THIN, write_with_comma
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.retold import retold
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.session.errors import EqSimError, KnobError
from eq_sim.session.goal import goal_text
from eq_sim.session.messages import Message
from eq_sim.session.names import knob_in_files, layer_name
from eq_sim.session.own_words import ABOUTS, GOALS
from eq_sim.session.painted_points import ONE_CLASS, note_words
from eq_sim.session.scenario import load_scenario
from eq_sim.session.words import words


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak(ENGLISH)
    write_with_comma(False)


def test_a_kept_text_is_said_anew_with_what_stands_in_it() -> None:
    text = "96 % right, more than by always “a, 1.5” at seed 1"
    assert retold(text, GOALS) == text
    speak(PSEUDO)
    said = retold(text, GOALS)
    assert said.startswith("«96 % ríght, ")
    assert "“a, 1.5”" in said
    about = "'price' from 1,234 columns of 20 rows of v1.5.csv."
    write_with_comma(True)
    said = retold(about, ABOUTS)
    assert said.startswith(f"«'price' fróm 1{THIN}234 ")
    assert "v1.5.csv." in said


def test_a_text_of_nobody_stays_but_for_its_numbers() -> None:
    write_with_comma(True)
    assert retold("the error is at most 1.25", GOALS) == "the error is at most 1,25"


def test_a_note_of_several_sentences_is_said_as_a_whole() -> None:
    only = ONE_CLASS.format(name="circle")
    assert note_words("") == ""
    assert note_words(only) == only
    assert note_words(f"3 rows are left out. {only}") == f"3 rows are left out. {only}"
    speak(PSEUDO)
    assert note_words(f"3 rows are left out. {only}").count("«") == 3  # the class has its own


def test_everything_that_a_session_says_comes_from_the_catalogue() -> None:
    ring = session()
    english = ring.name(0)
    speak(PSEUDO)
    assert "«" in ring.name(0)
    assert "«" in ring.called((0, 1))
    assert "«" in layer_name(ring.layout, 0)
    assert "«" in goal_text(load_scenario("ring"))
    assert words(Message("all-zero")).startswith("«")
    assert knob_in_files(ring.layout, ring.dataset, 0) == english


def test_an_error_begins_with_a_capital_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    class Turned:
        """A language whose sentence begins with the name, and one that does not."""

        def gettext(self, message: str) -> str:
            return {"turn {name}": "{name} drehen", "{name} is open": "offen ist {name}"}[message]

    monkeypatch.setattr("eq_sim.language.tr.catalogue", Turned)
    assert str(KnobError("turn {name}", name="x₁")) == "x₁ drehen"
    assert str(EqSimError("{name} is open", name="a.toml")) == "Offen ist a.toml"


def test_what_german_quotes_is_cut_like_what_english_quotes() -> None:
    long = "word " * 200
    for sentence in ("there is no '{name}'", "es gibt kein „{name}“"):
        assert len(str(EqSimError(sentence, name=long))) < 230
