"""A message quotes at most 200 characters of what somebody else wrote."""

import pytest

from eq_sim.cli.options import settings
from eq_sim.lessons.files.lesson_file import load_lesson, parse_lesson
from eq_sim.session.errors import EqSimError, KnobError, SettingError
from eq_sim.session.scenario import load_scenario

LONG = "A" * 5000
WORDS = "A word " * 1000


@pytest.mark.parametrize("text", [LONG, WORDS], ids=["word", "words"])
@pytest.mark.parametrize(
    "ask",
    [
        load_scenario,
        load_lesson,
        lambda text: list(settings([text])),
        lambda text: list(settings([f"{text}=1"])),
        lambda text: list(settings([f"l2={text}"])),
        lambda text: parse_lesson(f'title = "x"\nscenario = "{text}"', "mine"),
    ],
)
def test_little_is_quoted(ask: object, text: str) -> None:
    with pytest.raises(EqSimError) as refused:
        ask(text)  # type: ignore[operator]
    said = str(refused.value)
    assert said.count("A") <= 205, said
    assert len(said) < 1500


def test_both_ends_of_a_long_name_are_kept() -> None:
    said = str(KnobError("{path} cannot be read", path=f"/home/{LONG}/mine.toml"))
    assert said.startswith("/home/AAA")
    assert said.endswith("AAA/mine.toml cannot be read")
    assert len(said) == 200 + len(" cannot be read")


def test_what_is_short_and_what_is_ours_is_said_whole() -> None:
    own = "the film's own words are long, " * 12 + "and a person's name stands in them: 'ring'"
    assert str(SettingError(own)) == own
    assert str(SettingError("'{name}' is none", name="B" * 200)) == f"'{'B' * 200}' is none"
    many = "\n".join(["a mistake, with its place"] * 200)
    assert str(SettingError(many)) == many
