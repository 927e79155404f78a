"""Which language is spoken: English, as the program is written, or one that has a catalogue.

There is one in a process, like Qt's own style. Nothing that is kept depends on it: states, logs
and files hold ids and numbers, and become words where they are shown.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from eq_sim.language.pseudo import PSEUDO, PseudoTranslations
from eq_sim.resources import resource

ENGLISH = "en"
DOMAIN = "eq_sim"
"""What a catalogue is called."""

_code = ENGLISH
_words: NullTranslations | None = None


def speak(code: str) -> None:
    """Speaks a language from now on. What was said before has to be said anew.

    Args:
        code: of a language, such as "de"; "en" for English; ``PSEUDO`` for none.

    Raises:
        LookupError: there is no catalogue of this language.
    """
    global _code, _words
    _words = None if code == ENGLISH else _catalogue(code)
    _code = code


def spoken() -> str:
    """Returns the code of the language that is spoken."""
    return _code


def written_in() -> str:
    """Returns the code of the language in which a person most likely writes: the spoken one."""
    return _code if _code in languages() else ENGLISH  # nobody writes the pseudo-language


def catalogue() -> NullTranslations | None:
    """Returns the catalogue of the language that is spoken; None for English, which needs none."""
    return _words


@cache
def languages() -> tuple[str, ...]:
    """Returns the codes of all languages that can be spoken, English first."""
    folders = (path.parent.parent.name for path in _folder().glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ENGLISH, *sorted(folders)


def best_of(wanted: list[str]) -> str:
    """Returns the first of some languages that can be spoken, such as "de" for "de-AT"."""
    for code in wanted:
        language = code.replace("_", "-").split("-")[0].lower()
        if language in languages():
            return language
    return ENGLISH


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == PSEUDO:
        return PseudoTranslations()
    if code not in languages():
        raise LookupError(f"there is no catalogue of the language '{code}'")
    path = _folder() / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


def _folder() -> Path:
    return resource("languages")
