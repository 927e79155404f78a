"""How a person wants the window to look: remembered, and the same for every window.

There is one set of preferences in a process, like Qt's own style and font. What draws reads it
when it draws; what is made once is made anew when it changes.
"""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QLocale

from eq_sim.language.numerals import write_with_comma
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import ENGLISH, best_of, languages, speak
from eq_sim.language.tr import later
from eq_sim.ui.style.preferences_file import PreferencesFile

THEME_CHOICES = {
    "dark": later("Dark"),
    "light": later("Light"),
    "system": later("Like the system"),
}
PALETTE_CHOICES = {"default": later("Default"), "safe": later("Safe for colour blindness")}
TEXT_CHOICES = {100: "100 %", 115: "115 %", 130: "130 %", 150: "150 %"}
DECIMAL_CHOICES = {
    "language": later("As the language has it"),
    "point": later("Point: 1,234.5"),
    "comma": later("Comma: 1 234,5"),
    "system": later("Like the system"),
}

HINTS_DONE = "hints/done"
"""Where it is remembered that a person has seen the first minute."""

UNDO_CHOICES = {64: "64 MB", 256: "256 MB", 1024: "1 GB"}

_KEYS = {
    "theme": "window/theme",
    "palette": "look/palette",
    "text": "look/text",
    "decimal": "look/decimal",
    "language": "look/language",
    "still": "look/still",
    "undo": "look/undo",
    "minimised": "training/minimised",
}


@dataclass(frozen=True)
class Preferences:
    """What a person chose.

    Attributes:
        theme: "dark", "light" or "system".
        palette: "default", or "safe" for colours that nobody confuses.
        text: the size of all words and numbers, in percent.
        decimal: "language", "point", "comma" or "system".
        language: the code of a language that can be spoken, or "system".
        still: reduced motion: nothing slides, and knobs move four times a second only.
        undo: megabytes that undo may keep.
        minimised: whether training goes on while the window is minimised.
        least: the least size of words in a hall, before they grow with ``text``; never remembered.
        ground: what windows and panels stand on, as #rrggbb, in the place of the theme's own, as
            for a picture that is to have no ground; empty for the theme's. Never remembered.
    """

    theme: str = "dark"
    palette: str = "default"
    text: int = 100
    decimal: str = "language"
    language: str = ENGLISH
    still: bool = False
    undo: int = 256
    minimised: bool = False
    least: float = 0.0
    ground: str = ""

    @property
    def comma(self) -> bool:
        """Whether decimals follow a comma."""
        if self.decimal == "language":
            return QLocale(self.spoken).decimalPoint() == ","
        if self.decimal == "system":
            return QLocale.system().decimalPoint() == ","
        return self.decimal == "comma"

    @property
    def spoken(self) -> str:
        """The code of the language that is spoken."""
        if self.language == "system":
            return best_of(QLocale.system().uiLanguages())
        known = self.language in languages() or self.language == PSEUDO
        return self.language if known else ENGLISH

    @property
    def scale(self) -> float:
        """How much larger than usual words are."""
        return self.text / 100

    def scaled(self, pixels: float) -> int:
        """Returns a length that grows with the size of words."""
        return round(pixels * self.scale)


_current = Preferences()


def current() -> Preferences:
    """Returns the preferences in use."""
    return _current


def use(preferences: Preferences) -> None:
    """Puts preferences to use. What was made before has to be made anew."""
    global _current
    _current = preferences
    speak(preferences.spoken)
    write_with_comma(preferences.comma)


def scaled(pixels: float) -> int:
    """Returns a length that grows with the size of words."""
    return _current.scaled(pixels)


def readable(pixels: float) -> float:
    """Returns a size of words, or the least that can be read in a hall."""
    return max(pixels, _current.least)


def load(settings: PreferencesFile) -> Preferences:
    """Returns the remembered preferences; what is damaged or missing is as usual."""
    found = Preferences()
    choices: tuple[tuple[str, dict[str, str]], ...] = (
        ("theme", THEME_CHOICES),
        ("palette", PALETTE_CHOICES),
        ("decimal", DECIMAL_CHOICES),
    )
    for name, allowed in choices:
        value = settings.text(_KEYS[name])
        if value in allowed:
            change: dict[str, Any] = {name: value}
            found = replace(found, **change)
    language = settings.text(_KEYS["language"])
    if language == "system" or language in languages():
        found = replace(found, language=language)
    numbers = (("text", TEXT_CHOICES), ("undo", UNDO_CHOICES))
    for name, sizes in numbers:
        text = settings.text(_KEYS[name])
        if text.isdecimal() and int(text) in sizes:
            number: dict[str, Any] = {name: int(text)}
            found = replace(found, **number)
    return replace(
        found,
        still=settings.flag(_KEYS["still"], default=False),
        minimised=settings.flag(_KEYS["minimised"], default=False),
    )


def save(settings: PreferencesFile, preferences: Preferences) -> None:
    """Remembers preferences."""
    settings.keep({key: getattr(preferences, name) for name, key in _KEYS.items()})
