"""How large things on a card are: shares of the window's height, or of a small card's own.

A card in a low or narrow part of the stage has smaller words rather than words that do not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from eq_sim.language.numerals import local
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import font

_LOW, _NARROW = 2.4, 3.0  # the window's height may be so many times a card's height and width
_LEAST = 200.0


@dataclass(frozen=True)
class Unit:
    """The height that all sizes are shares of.

    Attributes:
        whole: that height, in logical pixels.
    """

    whole: float

    @classmethod
    def of(cls, card: QWidget) -> "Unit":
        """Returns the height that goes for a card."""
        window, size = card.window(), card.size()
        return cls(max(_LEAST, min(window.height(), _LOW * size.height(), _NARROW * size.width())))

    @property
    def pad(self) -> float:
        """Between the edge of a card and what is in it."""
        return self.whole * 0.03

    @property
    def word(self) -> float:
        """The smallest words."""
        return self.whole / 34

    @property
    def heading(self) -> float:
        """The heading of a card."""
        return self.whole / 30

    @property
    def figure(self) -> float:
        """The large number of a card."""
        return self.whole * 0.11

    @property
    def second(self) -> float:
        """The number beside it."""
        return self.whole * 0.06

    @property
    def head_top(self) -> float:
        """Above the line with the heading, and below it."""
        return self.pad * 0.6

    @property
    def head(self) -> float:
        """The height of the line with the heading."""
        return self.second * 1.25

    @property
    def line(self) -> float:
        """The width of a line that matters."""
        return max(1.5, self.whole * 0.004)


def width_of(text: str, face: QFont) -> float:
    """Returns how wide a text is."""
    return QFontMetricsF(face).horizontalAdvance(text)


def first_fitting(texts: Sequence[str], face: QFont, width: float) -> str:
    """Returns the first of some texts that is no wider than that; nothing where all are."""
    return next((text for text in texts if width_of(text, face) <= width), "")


def shrunk(text: str, pixels: float, width: float, *, mono: bool = False) -> QFont:
    """Returns a font of so many pixels, or of fewer where the text would be wider than that."""
    face = font(pixels, mono=mono)
    wide = width_of(text, face)
    return face if wide <= width else font(max(1.0, pixels * width / wide - 0.5), mono=mono)


def figure(value: float, limit: float) -> str:
    """Returns a knob's value with as many decimals as its scale asks for: "1.85"."""
    decimals = 2 if limit >= 1 else 3 if limit >= 0.1 else 4
    if abs(value) >= 1e5:
        return local(f"{value:.2e}".replace("-", MINUS))
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return local(text.replace("-", MINUS))
