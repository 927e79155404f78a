"""Formulas with numbers whose shown digits give the shown result, or that say they do not.

A number is rounded to be read. So that a person who works the line out on paper comes to what the
line says, the digits are chosen until what is shown gives what is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import floor, isfinite, log10
from typing import NamedTuple, TypeAlias

_FEWEST, _MOST, _MOST_MORE = 3, 8, 4
"""Significant digits that are tried, of results; and beyond those, of what was measured."""


@dataclass(frozen=True)
class Token:
    """A number or a sign of a formula.

    Attributes:
        text: as it is written, with a plain point and minus.
        caption: what it is, above it; empty for signs.
    """

    text: str
    caption: str = ""

    @property
    def words(self) -> str:
        """What it is, in brackets where that is a sum itself; of a sign, the sign."""
        sums = any(sign in self.caption for sign in (" − ", " + "))
        return f"({self.caption})" if sums else self.caption or self.text


@dataclass(frozen=True)
class Line:
    """One line of a formula: the result, and what it is worked out from.

    Attributes:
        tokens: from left to right; the second is "=" or "≈".
    """

    tokens: tuple[Token, ...]

    @property
    def exact(self) -> bool:
        """Whether the shown digits give the shown result."""
        return self.tokens[1].text == "="

    @property
    def text(self) -> str:
        """The line as plain text, for a screen reader."""
        return " ".join(token.text for token in self.tokens)

    @property
    def words(self) -> str:
        """What stands above the numbers, as a line; signs and numbers without words stay."""
        return " ".join(token.words for token in self.tokens)


class Form(Enum):
    """How many digits a number is shown with."""

    READ = auto()
    """Significant digits, one or more beyond those of a result: what was measured."""
    RESULT = auto()
    """Significant digits: what another line works out."""
    PLACE = auto()
    """Decimals, as many as all of the kind: where a knob stands."""
    GIVEN = auto()
    """As it was chosen: "0.1"."""


@dataclass(frozen=True)
class Quantity:
    """A number of a formula.

    Attributes:
        caption: what it is.
        value: exactly.
        form: how many digits it is shown with.
    """

    caption: str
    value: float
    form: Form = Form.READ


Values: TypeAlias = Mapping[str, float]
"""Numbers by name, as they are shown."""


@dataclass(frozen=True)
class Equation:
    """One line to be shown.

    Attributes:
        result: the name of the quantity on the left.
        pieces: what stands on the right: signs, and "{name}" for a quantity.
        work: works the right side out from the numbers as they are shown.
    """

    result: str
    pieces: tuple[str, ...]
    work: Callable[[Values], float]


def lines(
    quantities: Mapping[str, Quantity],
    equations: Sequence[Equation],
    links: Sequence[Equation] = (),
    apart: tuple[str, str] | None = None,
) -> tuple[Line, ...]:
    """Returns equations with as few digits as make all of them hold as they are shown.

    Where no choice of digits does, a line that does not hold says "≈".

    Args:
        quantities: the numbers by name.
        equations: the lines.
        links: equations that are not shown and hold, too, as far as can be.
        apart: two quantities that look different if they are.
    """
    best: tuple[int, dict[str, str]] | None = None
    for choice in _choices(quantities):
        texts = {name: _written(quantity, choice) for name, quantity in quantities.items()}
        if apart and _hides(apart, quantities, texts):
            continue
        missed = sum(not _holds(one, texts, quantities) for one in (*equations, *links))
        if best is None or missed < best[0]:
            best = missed, texts
        if not missed:
            break
    texts = best[1] if best else {name: _text(q.value, _MOST) for name, q in quantities.items()}
    return tuple(_line(one, texts, quantities) for one in equations)


class _Choice(NamedTuple):
    """How many digits each kind of number has.

    Attributes:
        digits: significant ones of results.
        more: beyond those, of what was measured.
        decimals: of where knobs stand.
    """

    digits: int
    more: int
    decimals: int


def _choices(quantities: Mapping[str, Quantity]) -> list[_Choice]:
    """Returns what can be tried, the shortest first."""
    placed = [abs(q.value) for q in quantities.values() if q.form is Form.PLACE]
    top = max((floor(log10(size)) for size in placed if size and isfinite(size)), default=0)
    least = max(0, _FEWEST - max(0, top))
    span = range(least, least + 9) if placed else (0,)
    choices = [
        _Choice(digits, more, decimals)
        for digits in range(_FEWEST, _MOST + 1)
        for more in range(1, _MOST_MORE + 1)
        for decimals in span
        if digits + more <= _MOST + 1
    ]
    return sorted(choices, key=lambda one: (one.digits + one.more + 2 * one.decimals, one))


def _hides(
    apart: tuple[str, str], quantities: Mapping[str, Quantity], texts: dict[str, str]
) -> bool:
    """Whether two numbers that differ look the same."""
    one, other = apart
    return quantities[one].value != quantities[other].value and texts[one] == texts[other]


def _holds(one: Equation, texts: dict[str, str], quantities: Mapping[str, Quantity]) -> bool:
    """Whether the right side, from the numbers as shown, rounds to what is shown on the left."""
    shown = {name: float(text) for name, text in texts.items()}
    try:
        found = one.work(shown)
    except (ArithmeticError, ValueError):
        return False
    if not isfinite(found):
        return False
    text = texts[one.result]
    return float(_like(found, text)) == float(text)


def _written(quantity: Quantity, choice: _Choice) -> str:
    if quantity.form is Form.PLACE:
        return _unsigned_zero(f"{quantity.value:.{choice.decimals}f}")
    if quantity.form is Form.GIVEN:
        return _short(quantity.value)
    more = choice.more if quantity.form is Form.READ else 0
    return _text(quantity.value, choice.digits + more)


def _short(value: float) -> str:
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def _text(value: float, digits: int) -> str:
    """Returns a number with so many significant digits: "0.0446", "4.46e-5"."""
    if value == 0:
        return "0"
    if not isfinite(value):
        return str(value)
    power = floor(log10(abs(float(f"{value:.{digits - 1}e}"))))
    if -4 <= power < digits + 3:
        return f"{value:.{max(0, digits - 1 - power)}f}"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def _like(value: float, text: str) -> str:
    """Returns a number with its last digit at the place where a text has it."""
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(exponent) if exponent else 1.0
    return f"{value / scale:.{places}f}" + (f"e{exponent}" if exponent else "")


def _unsigned_zero(text: str) -> str:
    return text.lstrip("-") if float(text) == 0 else text


def _line(one: Equation, texts: dict[str, str], quantities: Mapping[str, Quantity]) -> Line:
    equals = "=" if _holds(one, texts, quantities) else "≈"
    tokens = [Token(texts[one.result], quantities[one.result].caption), Token(equals)]
    for place, piece in enumerate(one.pieces):
        name = piece[1:-1] if piece.startswith("{") else ""
        if not name:
            tokens.append(Token(piece))
            continue
        text = texts[name]
        if text.startswith("-") and tokens[-1].text == "+":  # "0.3 − 0.02", not "0.3 + −0.02"
            tokens[-1], text = Token("−"), text[1:]
        elif text.startswith("-") and place and tokens[-1].text != "(":
            text = f"({text})"
        tokens.append(Token(text, quantities[name].caption))
    return Line(tuple(tokens))
