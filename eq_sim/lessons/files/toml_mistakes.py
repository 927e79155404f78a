"""What to do about a lesson's file that is not TOML: the sentence, with the line, for an author."""

import re

from eq_sim.language.tr import tr
from eq_sim.lessons.files.places import opened_before
from eq_sim.lessons.files.typed_marks import Typed, Unclear
from eq_sim.lessons.lesson_error import Mistake
from eq_sim.session.files.toml import NotTomlError

_BARE_KEY_WITH_DOT = re.compile(r"\s*([\w-]+)\.([a-z]{2})\s*=")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")
_COMMA = re.compile(r"=\s*[+-]?(\d+),(\d+)\s*(?:#|$)")
_BARE_TEXT = re.compile(r"""=\s*(?!true\b|false\b|inf\b|nan\b)[^\W\d_]""")
_NOTHING = re.compile(r"=\s*(?:#|$)")
_ONE_BRACKET = re.compile(r"\s*\[\s*step\s*\]\s*(?:#|$)")


def mistake_in_toml(error: NotTomlError, typed: Typed) -> Mistake:
    """Returns why a text is not TOML, with its line, and what to do."""
    count = typed.text.count("\n", 0, len(typed.text.rstrip())) + 1
    line = min(error.line or 1, count)
    unclear = typed.unclear or typed.suspects.get(line)
    if unclear is not None:
        return Mistake(unclear.line, 0, "", "", _mark(unclear))
    written = typed.text.split("\n")[line - 1]
    if error.unclosed:
        line = opened_before(typed.text, line)
        column = None
    else:
        column = error.column
    why, advice = error.why, _advice(error, written)
    if column is not None:
        why = tr("{why} in column {column}", why=why, column=column)
    if advice:
        return Mistake(
            line, 0, "", "", tr("it is not TOML: {why}; {advice}", why=why, advice=advice)
        )
    return Mistake(line, 0, "", "", tr("it is not TOML: {why}", why=why))


def _mark(unclear: Unclear) -> str:
    return tr(
        "where the text ends is not clear: {sign} in column {column} is not the quotation mark "
        "that is typed; put {typed} at both ends of the text",
        sign=unclear.sign,
        column=unclear.column,
        typed=unclear.typed,
    )


def _advice(error: NotTomlError, line: str) -> str:
    """Returns what to do about what is seen most often; nothing where it is something else."""
    if _ONE_BRACKET.match(line):
        return tr("a step begins with [[step]], in two brackets")
    if _BARE_KEY_WITH_DOT.match(line):
        return tr('a key with a dot needs quotes, as in "say.de" = "…"')
    if error.given_twice and (key := _KEY.match(line)):
        name = key[1] or key[2] or key[3]
        return tr("'{key}' stands twice: delete one, or begin another [[step]]", key=name)
    if comma := _COMMA.search(line):
        return tr(
            "a number has a point, not a comma: {whole}.{part}", whole=comma[1], part=comma[2]
        )
    if _NOTHING.search(line):
        return tr("nothing stands behind the equals sign")
    if _BARE_TEXT.search(line):
        return tr('a text stands between straight quotes, as in say = "…"')
    if error.unclosed or "'\\n'" in error.why:
        return tr("what begins here has no end: a quotation mark or a bracket is missing")
    return ""
