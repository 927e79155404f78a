"""Conditions such as "loss < 0.1", amounts such as "limit * 1.01", captions with "{loss}".

A number's name stands in braces. A name of plain words, without a colon, may do without them
in a condition: there "learning_rate" is "learning rate".
"""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.quantities import QUANTITIES
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import Spoken
from eq_sim.session.errors import EqSimError

_BRACES = re.compile(r"\{([^{}]*)\}")
_DIGITS = re.compile(r"\s+to (\d+) digits\s*$")
_TWO: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class Comparison:
    """Whether a condition holds, and the numbers that were compared."""

    holds: bool
    numbers: str


@dataclass(frozen=True)
class _Parsed:
    tree: ast.expr
    names: tuple[str, ...]
    digits: int | None


def mistakes_in_condition(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with a condition."""
    return _mistakes(text, scope, condition=True)


def mistakes_in_amount(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with an amount."""
    return _mistakes(text, scope, condition=False)


def mistakes_in_text(text: str, scope: Scope) -> list[str]:
    """Returns what is wrong with the names in braces of a caption."""
    found = [_name_mistake(_DIGITS.sub("", name), scope) for name in _BRACES.findall(text)]
    if _BRACES.sub("", text).count("{") or _BRACES.sub("", text).count("}"):
        found.append("a brace is open: a number's name stands between '{' and '}'")
    return [mistake for mistake in found if mistake]


def holds(text: str, context: StepContext) -> Comparison:
    """Returns whether a condition holds now."""
    parsed = _parse(text)
    try:
        return _compare(parsed.tree, parsed, context)
    except NoNumberError:
        return Comparison(False, "one of the numbers does not exist here")
    except ZeroDivisionError:
        return Comparison(False, "a division by zero")


def amount(value: float | str, context: StepContext) -> float:
    """Returns an amount: a number, or what an expression comes to now.

    Raises:
        EqSimError: a number in it does not exist here.
    """
    if not isinstance(value, str):
        return float(value)
    parsed = _parse(value)
    try:
        return _value(parsed.tree, parsed, context)
    except (NoNumberError, ZeroDivisionError) as error:
        raise EqSimError(f"step {context.step}: '{value}' has no value here") from error


def filled(text: str, context: StepContext, language: str) -> str:
    """Returns a caption with its numbers as they are now."""

    def written(found: re.Match[str]) -> str:
        name = found[1]
        digits = _DIGITS.search(name)
        try:
            number = read(_DIGITS.sub("", name), context)
        except NoNumberError:
            return "?"
        return number.text(language, int(digits[1]) if digits else None)

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
    try:
        return QUANTITIES[words].read(context, argument)
    except (KeyError, UnknownNameError, IndexError) as error:
        raise NoNumberError from error


def _parts(name: str) -> tuple[str, str]:
    words, _, argument = name.partition(":")
    return " ".join(words.split()), " ".join(argument.split())


def _name_mistake(name: str, scope: Scope) -> str | None:
    words, argument = _parts(name)
    if words in scope.notes and not argument:
        return None
    quantity = QUANTITIES.get(words)
    if quantity is None:
        known = ", ".join([*QUANTITIES, *sorted(scope.notes)])
        return f"there is no number '{words}': choose {known}"
    if bool(argument) != bool(quantity.takes):
        if argument:
            return f"'{words}' takes nothing behind a colon"
        return f"'{words}' takes {quantity.takes} behind a colon, as in '{{{words}: …}}'"
    try:
        quantity.check(argument, scope)
    except UnknownNameError as error:
        return str(error)
    return None


def _parse(text: str) -> _Parsed:
    """Returns an expression as a tree; names become numbered placeholders.

    Raises:
        ValueError: it is none; the message says why.
    """
    digits = _DIGITS.search(text)
    names: list[str] = []

    def placeholder(found: re.Match[str]) -> str:
        names.append(found[1])
        return f"_{len(names) - 1}"

    plain = _BRACES.sub(placeholder, _DIGITS.sub("", text)).replace("≤", "<=").replace("≥", ">=")
    plain = re.sub(r"(?<![<>=!])=(?!=)", "==", plain)
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"'{text}' cannot be understood: write it like 'loss < 0.1'") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not re.fullmatch(r"_\d+", node.id):
            names.append(node.id.replace("_", " "))
            node.id = f"_{len(names) - 1}"
    return _Parsed(tree, tuple(names), int(digits[1]) if digits else None)


def _mistakes(text: str, scope: Scope, *, condition: bool) -> list[str]:
    try:
        parsed = _parse(text)
    except ValueError as error:
        return [str(error)]
    shape = _shape_mistake(text, parsed, condition=condition)
    found = [shape] if shape else [_name_mistake(name, scope) for name in parsed.names]
    return [mistake for mistake in found if mistake]


def _shape_mistake(text: str, parsed: _Parsed, *, condition: bool) -> str | None:
    tree, digits = parsed.tree, parsed.digits
    if not condition:
        return None if _is_sum(tree) else f"'{text}' is no amount: write it like 'limit * 1.01'"
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return f"'{text}' compares nothing: write it like 'loss < 0.1'"
    if not all(_is_sum(side) for side in (tree.left, tree.comparators[0])):
        return f"'{text}': a side may have numbers, names, +, −, * and /"
    equal = isinstance(tree.ops[0], ast.Eq)
    if not equal and type(tree.ops[0]) not in _COMPARE:
        return f"'{text}': compare with <, >, <=, >= or = … to 3 digits"
    if equal and digits is None:
        return f"'{text}': say how exactly, as in '= 2 to 3 digits'"
    return None


def _is_sum(tree: ast.expr) -> bool:
    match tree:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.Name():
            return True
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _is_sum(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return type(op) in _TWO and _is_sum(left) and _is_sum(right)
    return False


def _compare(tree: ast.expr, parsed: _Parsed, context: StepContext) -> Comparison:
    assert isinstance(tree, ast.Compare)
    left = _value(tree.left, parsed, context)
    right = _value(tree.comparators[0], parsed, context)
    numbers = " and ".join(
        f"{_words(side, parsed)} is {_short(value)}"
        for side, value in ((tree.left, left), (tree.comparators[0], right))
        if any(isinstance(part, ast.Name) for part in ast.walk(side))
    )
    numbers = numbers or "its numbers never change"
    if isinstance(tree.ops[0], ast.Eq):
        scale = max(abs(left), abs(right))
        return Comparison(abs(left - right) <= 0.5 * 10.0 ** -(parsed.digits or 0) * scale, numbers)
    return Comparison(_COMPARE[type(tree.ops[0])](left, right), numbers)


def _words(tree: ast.expr, parsed: _Parsed) -> str:
    """Returns a side of a comparison as it was written."""

    def name(found: re.Match[str]) -> str:
        written = parsed.names[int(found[1])]
        return f"{{{written}}}" if ":" in written else written

    return re.sub(r"\b_(\d+)\b", name, ast.unparse(tree))


def _short(value: float) -> str:
    """Returns a number in six digits, as conditions write numbers: 3.1e-7."""
    return re.sub(r"e([+-])0+", r"e\1", f"{value:.6g}")


def _value(tree: ast.expr, parsed: _Parsed, context: StepContext) -> float:
    match tree:
        case ast.Constant(value=value):
            assert isinstance(value, int | float)
            return float(value)
        case ast.Name(id=name):
            return read(parsed.names[int(name[1:])], context).value
        case ast.UnaryOp(operand=operand):
            return -_value(operand, parsed, context)
        case ast.BinOp(left=left, op=op, right=right):
            return _TWO[type(op)](_value(left, parsed, context), _value(right, parsed, context))
    raise AssertionError(tree)  # the parser has refused it
