"""Arithmetic as text: "2 * {halfway} < limit", "sin(3*x) + 0.2*x^2"; a grammar of its own.

A lesson or a scenario comes from anywhere, so nothing here reads it as Python: a text has a
greatest length and depth, and what is left is a short list of operations that cannot fail but for
a missing number. What a name or a function is worth is not known here.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Literal, NoReturn, TypeAlias

from eq_sim.arithmetic.tokens import (
    UNKNOWN_IN_FORMULA,
    UNKNOWN_SIGN,
    Token,
    short,
    tokens,
)
from eq_sim.arithmetic.tokens import ArithmeticMistake as ArithmeticMistake
from eq_sim.language.tr import later, tr

LONGEST = 500
"""The most characters of a condition or an amount."""

MOST_DIGITS = 15
"""The most digits that two numbers can agree to, or that a caption can write: float64 has these."""

_DEEPEST = 20  # parentheses in parentheses, and signs before signs
_PLAIN_NAME = re.compile(r"\{([^{}:]*)\}")
_TWO: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
Sign: TypeAlias = Literal["<", ">", "<=", ">=", "="]
_SIGNS: dict[str, Sign] = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "=", "==": "="}


@dataclass(frozen=True)
class Name:
    """A number by its name, as it stands in the text."""

    words: str


@dataclass(frozen=True)
class Call:
    """A function of the last number, by its name: "sin"."""

    function: str


Part: TypeAlias = float | Name | Call | str
"""A number, a name, or what is done to the last one or two of them.

"+", "-", "*", "/", "±" for another sign; in a formula a function and "^", too.
"""


@dataclass(frozen=True)
class Amount:
    """Something that comes to a number.

    Attributes:
        parts: of it, in the order of doing, operands first.
        words: as it was written; a name without a colon needs no braces.
    """

    parts: tuple[Part, ...]
    words: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it, in the order of the text."""
        return tuple(part.words for part in self.parts if isinstance(part, Name))

    def value(self, read: Callable[[str], float]) -> float:
        """Returns what an amount without functions and powers comes to.

        Args:
            read: the number of a name.

        Raises:
            ZeroDivisionError: it divides by zero.
        """
        stack: list[float] = []
        for part in self.parts:
            if isinstance(part, float):
                stack.append(part)
            elif isinstance(part, Name):
                stack.append(read(part.words))
            elif part == "±":
                stack.append(-stack.pop())
            elif isinstance(part, str):
                right, left = stack.pop(), stack.pop()
                stack.append(_TWO[part](left, right))
        return stack[0]


@dataclass(frozen=True)
class Condition:
    """Two amounts compared; ``digits`` stands with "=" alone, and says how exactly."""

    left: Amount
    sign: Sign
    right: Amount
    digits: int | None


@lru_cache(maxsize=256)
def read_amount(text: str) -> Amount:
    """Returns the amount in a text.

    Raises:
        ArithmeticMistake: there is none.
    """
    reader = _Reader(text)
    try:
        found = reader.amount()
    except _NoSumError:
        reader.refuse(_NO_AMOUNT)
    if not reader.over:
        reader.refuse(_NO_AMOUNT)
    return found


@lru_cache(maxsize=256)
def read_conditions(text: str) -> tuple[Condition, ...]:
    """Returns the conditions in a text, which "and" joins: all of them are to hold.

    Raises:
        ArithmeticMistake: there is none.
    """
    reader = _Reader(text)
    if not reader.has(*_SIGNS):
        reader.refuse(
            later("'{text}' compares nothing: compare with <, >, <=, >= or = … to 3 digits")
        )
    try:
        found = [reader.condition()]
        while reader.goes_on_with("and"):
            found.append(reader.condition())
    except _NoSumError:
        reader.refuse(
            later("'{text}' cannot be understood: a side may have numbers, names, +, −, * and /")
        )
    if not reader.over:
        reader.refuse(
            later(
                "'{text}' compares more than once, or says more than a comparison: "
                "'and' joins two, as in '0 < loss and loss < 0.1'"
            )
        )
    return tuple(found)


def read_formula(text: str, functions: Collection[str]) -> Amount:
    """Returns the formula in a text: an amount with functions and powers, "x^2" or "x**2".

    Args:
        text: such as "sin(3*x) + 0.2*x^2".
        functions: the names that stand before parentheses.

    Raises:
        ArithmeticMistake: there is none.
    """
    reader = _Reader(text, frozenset(functions))
    try:
        found = reader.amount()
    except (_NoSumError, IndexError):
        reader.refuse(_NO_FORMULA)
    if not reader.over:
        reader.refuse_missing_sign()
        reader.refuse(_NO_FORMULA)
    return found


_NO_AMOUNT = later("'{text}' is no amount: write it like 'limit * 1.01'")
_NO_FORMULA = later("'{text}' is no formula: write it like 'sin(3*x) + 0.2*x^2'")
_NO_DIGITS = later("'{text}' says to how many digits, and that goes with = alone")
_NEEDS_DIGITS = later("'{text}' needs to say how exactly, as in '= 2 to 3 digits'")


class _NoSumError(Exception):
    """A side of a comparison is none."""


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, functions: frozenset[str] = frozenset()) -> None:
        self._text, self._at, self._depth = text, 0, 0
        self._functions = functions
        if len(text) > LONGEST:
            raise ArithmeticMistake(tr("is longer than {most:,} characters", most=LONGEST))
        self._tokens = list(tokens(text, UNKNOWN_IN_FORMULA if functions else UNKNOWN_SIGN))

    @property
    def over(self) -> bool:
        """Whether everything is read."""
        return self._at == len(self._tokens)

    def has(self, *signs: str) -> bool:
        """Whether one of these signs stands anywhere in the text."""
        return any(token.kind == "sign" and token.text in signs for token in self._tokens)

    def refuse(self, sentence: str, **arguments: object) -> NoReturn:
        """Says what is wrong with the text.

        Args:
            sentence: of the text, which stands in it as ``{text}``.
            arguments: what else stands in it.
        """
        raise ArithmeticMistake(tr(sentence, text=short(self._text), **arguments)) from None

    def refuse_missing_sign(self) -> None:
        """Says where a sign for multiplying seems to be missing, if one does."""
        before, here = self._tokens[self._at - 1], self._tokens[self._at]
        if here.kind == "sign" and here.text != "(":
            return
        if here.text == "(" and before.kind == "word" and len(before.text) > 1:
            self.refuse(
                later("'{text}' has parentheses after '{name}': the functions are {functions}"),
                name=before.text[:40],
                functions=", ".join(sorted(self._functions)),
            )
        first, then = (self._text[token.start : token.end].strip() for token in (before, here))
        self.refuse(
            later("'{text}' has no sign between '{first}' and '{then}': write '{first}*{then}'"),
            first=first,
            then=then,
        )

    def take(self) -> Token:
        """Returns the next token, and goes on behind it."""
        if self.over:
            return Token("end", "")
        self._at += 1
        return self._tokens[self._at - 1]

    def goes_on_with(self, word: str) -> bool:
        """Whether a word stands here; goes on behind it."""
        here = not self.over and (self._tokens[self._at].kind, self._tokens[self._at].text)
        self._at += here == ("word", word)
        return here == ("word", word)

    def condition(self) -> Condition:
        """Reads two amounts, and what compares them."""
        left, sign = self.amount(), self.sign()
        right, digits = self.amount(), self.digits()
        equal = sign == "="
        if equal != (digits is not None):
            self.refuse(_NEEDS_DIGITS if equal else _NO_DIGITS)
        return Condition(left, sign, right, digits)

    def sign(self) -> Sign:
        """Reads what compares."""
        sign = _SIGNS.get(self.take().text)
        if sign is None:
            raise _NoSumError
        return sign

    def amount(self) -> Amount:
        """Reads sums of products."""
        first = self._at
        parts = self._sum()
        start, end = self._tokens[first].start, self._tokens[self._at - 1].end
        words = _PLAIN_NAME.sub(r"\1", self._text[start:end].strip())
        return Amount(tuple(parts), words)

    def digits(self) -> int | None:
        """Reads "to 3 digits", where it stands."""
        words = [token.text for token in self._tokens[self._at : self._at + 3]]
        if len(words) != 3 or (words[0], words[2]) != ("to", "digits"):
            return None
        self._at += 3
        digits = number_of_digits(words[1])
        if digits is None:
            self.refuse(
                later("'{text}' asks for digits that no number has: 1 to {most}"), most=MOST_DIGITS
            )
        return digits

    def _sum(self) -> list[Part]:
        return self._chain("+-", lambda: self._chain("*/", self._signed))

    def _chain(self, signs: str, operand: Callable[[], list[Part]]) -> list[Part]:
        parts = operand()
        while not self.over and self._tokens[self._at].text in tuple(signs):
            sign = self.take().text
            parts += [*operand(), sign]
        return parts

    def _signed(self) -> list[Part]:
        """Reads a power, or one with another sign: −x² is −(x²)."""
        if self.over or self._tokens[self._at].text != "-":
            return self._power()
        self.take()
        with self._deeper():
            return [*self._signed(), "±"]

    def _power(self) -> list[Part]:
        base = self._factor()
        if not self._functions or self.over or self._tokens[self._at].text != "^":
            return base
        self.take()
        with self._deeper():
            return [*base, *self._signed(), "^"]

    def _factor(self) -> list[Part]:
        token = self.take()
        if token.kind == "number":
            number = float(token.text)
            if not isfinite(number):
                self.refuse(later("'{text}' has a number that is too large"))
            return [number]
        if token.kind == "braced":
            return [Name(token.text)]
        if token.kind == "word":
            if token.text in self._functions:
                opening = self.take()
                if opening.text != "(":
                    self.refuse(
                        later("'{text}' needs parentheses after '{function}': '{function}(x)'"),
                        function=token.text,
                    )
                return [*self._in_parentheses(opening), Call(token.text)]
            return [Name(token.text if self._functions else token.text.replace("_", " "))]
        return self._in_parentheses(token)

    def _in_parentheses(self, token: Token) -> list[Part]:
        if token.text != "(":
            raise _NoSumError
        with self._deeper():
            parts = self._sum()
        if self.take().text != ")":
            raise _NoSumError
        return parts

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > _DEEPEST:
            self.refuse(
                later("'{text}' goes deeper than {most} parentheses or signs"), most=_DEEPEST
            )
        yield
        self._depth -= 1


def number_of_digits(text: str) -> int | None:
    """Returns how many digits a text asks for; None for what no number has."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 2):
        return None
    return int(text) if 1 <= int(text) <= MOST_DIGITS else None
