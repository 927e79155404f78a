"""Conditions such as "loss < 0.1", amounts such as "limit * 1.01", captions with "{loss}".

A number's name stands in braces. A name of plain words, without a colon, may do without them
in a condition: there "learning_rate" is "learning rate".
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite

from eq_sim.arithmetic.reading import (
    MOST_DIGITS,
    ArithmeticMistake,
    Condition,
    number_of_digits,
    read_amount,
    read_conditions,
)
from eq_sim.language.lists import all_of
from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import LONGEST_NAME, UnknownNameError
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.quantities import QUANTITIES
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import Spoken
from eq_sim.session.errors import EqSimError

LONGEST_TEXT = 1000
"""The most characters of a caption as it is written: names in braces are longer than numbers."""

_ALIKE, _MOST_ALIKE = 0.55, 3  # how like another name's letters are; of those, how many are said
_BRACES = re.compile(r"\{([^{}]*)\}")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Comparison:
    """Whether a condition holds, and what its sides came to, in words."""

    holds: bool
    numbers: str


def mistakes_in_condition(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with a condition."""
    return mistakes_in_writing(text, scope) or _mistakes(
        tuple(
            name
            for condition in read_conditions(text)
            for side in (condition.left, condition.right)
            for name in side.names
        ),
        scope,
    )


def mistakes_in_writing(text: str, scope: Scope) -> list[str]:
    """Returns why a text is no condition, whatever its names may come to mean."""
    try:
        read_conditions(text)
    except ArithmeticMistake as error:
        return [_with_bare_name(str(error), text, scope)]
    return []


def mistakes_in_amount(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with an amount."""
    try:
        return _mistakes(read_amount(text).names, scope)
    except ArithmeticMistake as error:
        return [_with_bare_name(str(error), text, scope)]


def mistakes_in_name(name: str, scope: Scope) -> list[str]:
    """Returns what is wrong with the name of a number."""
    return _mistakes((name,), scope)


def mistakes_in_text(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with a caption: its length, and the names in braces."""
    if len(text) > LONGEST_TEXT:
        return [tr("is longer than {most:,} characters", most=LONGEST_TEXT)]
    found = []
    for each in _BRACES.findall(text):
        name, digits = _split_digits(each)
        if len(each) <= LONGEST_NAME and digits and number_of_digits(digits) is None:
            found.append(tr("asks for digits that no number has: 1 to {most}", most=MOST_DIGITS))
        else:
            found += _mistakes((name if digits else each,), scope)
    rest = _BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        found.append(tr("a brace is open: a number's name stands between '{' and '}'"))
    return found


def holds(text: str, context: StepContext) -> Comparison:
    """Returns whether a condition holds now: each comparison that is in it."""
    try:
        found = [_compare(condition, context) for condition in read_conditions(text)]
        named = dict.fromkeys(side for _, sides in found for side in sides)
        numbers = all_of(named) or tr("its numbers never change")
        return Comparison(all(held for held, _ in found), numbers)
    except NoNumberError:
        return Comparison(False, tr("one of the numbers does not exist here"))
    except ZeroDivisionError:
        return Comparison(False, tr("a division by zero"))


def amount(value: float | str, context: StepContext) -> float:
    """Returns an amount: a number, or what an expression comes to now.

    Raises:
        EqSimError: a number in it does not exist here, or it comes to no finite one.
    """
    if not isinstance(value, str):
        return float(value)
    try:
        number = read_amount(value).value(lambda name: read(name, context).value)
    except (NoNumberError, ZeroDivisionError):
        number = float("nan")
    if not isfinite(number):
        raise EqSimError("'{amount}' has no value here", amount=value)
    return number


def filled(text: str, context: StepContext, language: str) -> str:
    """Returns a caption with its numbers as they are now."""

    def written(found: re.Match[str]) -> str:
        name, digits = _split_digits(found[1])
        try:
            number = read(name, context)
        except NoNumberError:
            return "?"
        return number.text(language, None if digits is None else number_of_digits(digits))

    return _BRACES.sub(written, text)


def in_all_languages(texts: Spoken, context: StepContext) -> Spoken:
    """Returns a text in each of its languages, with its numbers as they are now."""
    return {language: filled(text, context, language) for language, text in texts.items()}


def read(name: str, context: StepContext) -> Number:
    """Returns the number of a name: a noted one, or a quantity as it is now.

    Raises:
        NoNumberError: it has no value here.
    """
    words, argument = _parts(name)
    if not argument and words in context.scene.noted:
        return context.scene.noted[words]
    context.session.drop_prepared()
    try:
        return QUANTITIES[words].read(context, argument)
    except (KeyError, UnknownNameError, IndexError) as error:
        raise NoNumberError from error


def _parts(name: str) -> tuple[str, str]:
    words, _, argument = name.partition(":")
    return " ".join(words.split()), " ".join(argument.split())


def _split_digits(text: str) -> tuple[str, str | None]:
    """Returns a name and, where "to 5 digits" follows it, the "5"."""
    words = text.rsplit(None, 3)
    if len(words) == 4 and (words[1], words[3]) == ("to", "digits"):
        return words[0], words[2]
    return text, None


def _mistakes(names: tuple[str, ...], scope: Scope) -> list[str]:
    found = [_name_mistake(name, scope) for name in names]
    return [mistake for mistake in found if mistake]


def _name_mistake(name: str, scope: Scope) -> str | None:
    if len(name) > LONGEST_NAME:
        return tr("a name has more than {most} characters", most=LONGEST_NAME)
    words, argument = _parts(name)
    if words in scope.notes and not argument:
        return None
    quantity = QUANTITIES.get(words)
    if quantity is None:
        known = [*QUANTITIES, *sorted(scope.notes)]
        within = [name for name in known if set(name.split()) <= set(words.split())]
        alike = [*within, *get_close_matches(words, known, _MOST_ALIKE, _ALIKE)]
        names = ", ".join(known)
        if not alike:
            return tr("there is no number '{name}': choose {names}", name=words, names=names)
        return tr(
            "there is no number '{name}' (like it: {alike}): choose {names}",
            name=words,
            alike=", ".join(dict.fromkeys(alike[:_MOST_ALIKE])),
            names=names,
        )
    if bool(argument) != bool(quantity.takes):
        if argument:
            return tr("'{name}' takes nothing behind a colon", name=words)
        return tr(
            "'{name}' takes {thing} behind a colon, as in '{{{name}: …}}'",
            name=words,
            thing=tr(quantity.takes),
        )
    try:
        quantity.check(argument, scope)
    except UnknownNameError as error:
        return str(error)
    return None


def _with_bare_name(mistake: str, text: str, scope: Scope) -> str:
    """Adds which name of several words stands there without its braces, if one does."""
    bare = " ".join(_BRACES.sub("{}", text[:LONGEST_TEXT]).split())
    found = [
        name
        for name in (*QUANTITIES, *scope.notes)
        if " " in name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", bare)
    ]
    if not found:
        return mistake
    return tr(
        "{mistake}; a name of several words stands in braces: {{{name}}}",
        mistake=mistake,
        name=max(found, key=len),
    )


def _compare(condition: Condition, context: StepContext) -> tuple[bool, list[str]]:
    """Returns whether two amounts compare so, and what each came to that has a name in it."""
    sides = (condition.left, condition.right)
    left, right = (side.value(lambda name: read(name, context).value) for side in sides)
    named = [
        tr("{name} is {value}", name=side.words, value=_short(value))
        for side, value in zip(sides, (left, right), strict=True)
        if side.names
    ]
    if condition.sign != "=":
        return _COMPARE[condition.sign](left, right), named
    within = 0.5 * 10.0 ** -(condition.digits or 0) * max(abs(left), abs(right))
    return isfinite(within) and abs(left - right) <= within, named


def _short(value: float) -> str:
    """Returns a number in six digits, as conditions write numbers: 3.1e-7."""
    return re.sub(r"e([+-])0+", r"e\1", f"{value:.6g}")
