"""Sentences in the language that is spoken."""

import re
from collections.abc import Iterator

import pytest

from eq_sim.language.numerals import THIN, write_with_comma
from eq_sim.language.pseudo import LONGER, PSEUDO, pseudo
from eq_sim.language.spoken import ENGLISH, best_of, languages, speak, spoken
from eq_sim.language.tr import ntr, tr
from eq_sim.session.errors import EqSimError


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak(ENGLISH)
    write_with_comma(False)


def test_english_is_what_the_sources_say() -> None:
    assert tr("{share:.1%} of {whole:,} knobs", share=0.125, whole=2410) == "12.5% of 2,410 knobs"
    assert ntr("{count:,} knob", "{count:,} knobs", 1) == "1 knob"
    assert ntr("{count:,} knob", "{count:,} knobs", 2410) == "2,410 knobs"
    assert tr("nothing stands in {braces}") == "nothing stands in {braces}"
    assert tr("") == ""


def test_numbers_have_the_decimal_sign_that_all_others_have() -> None:
    write_with_comma(True)
    assert tr("loss {loss:.3f} of {name}", loss=0.5, name="v1.5") == "loss 0,500 of v1.5"
    assert ntr("{count:,} knob", "{count:,} knobs", 2410) == f"2{THIN}410 knobs"
    assert tr("frozen: {frozen}", frozen=True) == "frozen: True"


def test_german_is_spoken_and_left_again() -> None:
    assert languages()[:2] == ("en", "de")
    speak("de")
    assert spoken() == "de"
    error = EqSimError(
        "'{key}' needs a whole number from {least} to {most:,}", key="a", least=1, most=9000
    )
    assert str(error) == "„a“ braucht eine ganze Zahl von 1 bis 9,000"
    speak("en")
    assert str(error) == "'a' needs a whole number from 1 to 9,000"


def test_what_has_no_translation_is_english() -> None:
    speak("de")
    assert tr("a sentence that nobody translated {n}", n=1) == "a sentence that nobody translated 1"
    assert ntr("{count} of those", "{count} of these", 3) == "3 of these"


def test_a_language_without_a_catalogue_is_refused_and_nothing_changes() -> None:
    speak("de")
    with pytest.raises(LookupError, match="'tlh'"):
        speak("tlh")
    assert spoken() == "de"


def test_the_best_of_what_a_system_wants() -> None:
    assert best_of(["fr-FR", "de-AT", "en-GB"]) == "de"
    assert best_of(["fr_FR"]) == "en"
    assert best_of([]) == "en"


def test_the_pseudo_language_is_longer_and_keeps_what_stands_in_braces() -> None:
    speak(PSEUDO)
    shown = tr("Moved in the last step: {share:.1%}", share=0.5)
    assert re.fullmatch("«Móvéd .*50.0%.*»", shown)
    assert len(pseudo("one sentence of words")) >= (1 + LONGER) * len("one sentence of words")
    assert tr("{a} {b}", a=1, b=2) == "1 2"
    assert {"<b>", "&amp;"} <= set(re.findall("<b>|&amp;", pseudo("<b>you</b> &amp; me")))
