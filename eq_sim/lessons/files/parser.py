"""From the tables of a lesson's file to steps; every mistake is named with its place.

msgspec stops at the first thing that does not fit. A lecturer wants to hear of all of them, so
each field is converted by itself.
"""

import difflib
import re
from functools import cache
from itertools import chain
from typing import Any, TypeVar

import msgspec

from eq_sim.language.lists import all_of
from eq_sim.language.spoken import ENGLISH
from eq_sim.language.tr import tr
from eq_sim.lessons.files.places import Places
from eq_sim.lessons.highlights import check_highlight
from eq_sim.lessons.language.panel_names import can_be_hidden
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.lesson_error import Mistake
from eq_sim.lessons.steps.kinds import KINDS
from eq_sim.lessons.steps.step import Step, Written
from eq_sim.session.scenario import plain

HIDDEN = ("translations", "steps", "own_language")
"""Fields that a step does not write: they are gathered from elsewhere."""

MOST_MISTAKES = 200
"""Mistakes after which nobody wants to hear of more: what is left is not read."""

LANGUAGE = r"[a-z]{2}"
_TRANSLATED = re.compile(rf"([a-z_]+)\.({LANGUAGE})")
_LOOKED_AT = 40  # keys, and characters of a key, that a likeness is sought for

_Part = TypeVar("_Part", bound=Written)


class StepParser:
    """Turns tables into structs and gathers what is wrong with them.

    Args:
        places: where things stand in the file.

    Attributes:
        mistakes: what was wrong so far.
        scope: what can be spoken of at the present place.
        language: of the texts whose key names none.
    """

    def __init__(self, places: Places) -> None:
        self.mistakes: list[Mistake] = []
        self.scope = Scope()
        self.language = ENGLISH
        self._places = places
        self._asked: dict[str, int] = {}

    def note(self, number: int, kind: str, key: str, reason: str, entry: int | None = None) -> None:
        """Adds a mistake; ``entry`` says which, where a step stands in a list inside another."""
        line = self._places.line(number, key, entry)
        self.mistakes.append(Mistake(line, number, kind, key, reason))

    def step(self, entry: object, number: int, inside: str = "") -> Step | None:
        """Returns a step; None where something is wrong with it.

        Args:
            entry: its table.
            number: which step it is, from 1.
            inside: the key that it stands in, for a step inside another.
        """
        if not isinstance(entry, dict):
            self.note(number, "", inside, tr("a step is a table that begins with [[step]]"))
            return None
        kinds = [key for key in entry if key in KINDS and _is_kind(key, entry)]
        if len(kinds) != 1:
            self.note(number, "", inside, _no_kind(entry, kinds))
            return None
        kind = KINDS[kinds[0]]
        step = self.struct(kind, entry, number, kinds[0], inside)
        if step is not None and kind.nested:
            step = self._with_nested(step, number)
        if step is None:
            self._go_on_without(entry)
            self._note_asked(number)
            return None
        # What is lit is looked for where the step leads to: a scope follows its check.
        for key, reason in chain(step.check(self.scope), check_highlight(step, self.scope)):
            self.note(number, kinds[0], f"{inside}.{key}" if inside else key, reason)
        for entry_inside, follower in enumerate(step.followers()):
            for key, reason in chain(
                follower.check(self.scope), check_highlight(follower, self.scope)
            ):
                self.note(number, kinds[0], f"{kind.nested}.{key}", reason, entry_inside)
        self._note_asked(number)
        return step

    def end(self) -> None:
        """Adds what is wrong with the lesson as a whole, when all its steps are read."""
        for name, number in self._asked.items():
            if name not in self.scope.answered:
                reason = tr("it is never answered: a later step has answer = '{name}'", name=name)
                self.note(number, "guess", "name", reason)

    def struct(
        self,
        kind: type[_Part],
        entry: dict[str, Any],
        number: int,
        name: str,
        inside: str = "",
        place: int | None = None,
    ) -> _Part | None:
        """Returns a table as a struct; None where something is wrong with it.

        Args:
            kind: the struct.
            entry: the table.
            number: of the step, from 1.
            name: of what the step does.
            inside: the key that it stands in, for a step inside another.
            place: which one it is there, from 0.
        """
        before = len(self.mistakes)
        fields = _fields(kind)
        known = [field for field in fields if field not in HIDDEN]
        translatable = kind.translated()
        values: dict[str, Any] = {}
        translations: dict[str, dict[str, Any]] = {}
        for key, value in entry.items():
            translated = _TRANSLATED.fullmatch(key)
            field = translated[1] if translated and translated[1] in translatable else key
            where = f"{inside}.{key}" if inside else key
            if field not in known:
                self.note(number, name, where, _unknown(key, [*known]), place)
                if len(self.mistakes) - before >= MOST_MISTAKES:
                    break
                continue
            try:
                converted = msgspec.convert(value, fields[field].type)
            except msgspec.ValidationError as error:
                self.note(number, name, where, _reason(error, field), place)
                continue
            if translated and field != key and translated[2] == self.language:
                self.note(number, name, where, _twice(key, field, self.language), place)
                continue
            if translated and field != key:
                translations.setdefault(field, {})[translated[2]] = converted
            else:
                values[field] = converted
        for field in known:
            if fields[field].required and field not in entry:
                reason = tr("missing key '{key}'", key=field)
                self.note(number, name, inside, reason, place)
        if len(self.mistakes) > before:
            return None
        if "translations" in fields:
            values["translations"] = translations
        if "own_language" in fields:
            values["own_language"] = self.language
        return kind(**values)

    def _with_nested(self, step: Step, number: int) -> Step | None:
        """Returns a step with those steps whose tables stand inside it."""
        steps: list[Step | None] = []
        tables = getattr(step, step.nested)
        for place, entry in enumerate(tables):
            kinds = [key for key in entry if key in KINDS and _is_kind(key, entry)]
            if len(kinds) != 1 or KINDS[kinds[0]].nested:
                self.note(number, step.key, step.nested, _no_kind(entry, kinds), place)
                continue
            kind = KINDS[kinds[0]]
            steps.append(self.struct(kind, entry, number, step.key, step.nested, place))
        whole = tuple(step for step in steps if step is not None)
        if len(whole) < len(tables):
            return None
        return msgspec.structs.replace(step, steps=whole)

    def _note_asked(self, number: int) -> None:
        """Notes which step asked the guesses that are answered later."""
        for name in self.scope.asked:
            self._asked.setdefault(name, number)

    def _go_on_without(self, entry: dict[str, Any]) -> None:
        """A step that cannot be read is not to make mistakes of those that come after it."""
        if isinstance(entry.get("remember"), str):
            self.scope.settings.add(entry["remember"])
        if isinstance(entry.get("note"), str):
            self.scope.notes.add(entry["note"])
        if isinstance(entry.get("answer"), str):
            self.scope.answered.add(" ".join(entry["answer"].split()))
        if isinstance(entry.get("name"), str) and "guess" in entry:
            self.scope.asked.setdefault(" ".join(entry["name"].split()), ())
        if "load" in entry:
            self.scope.scenario = self.scope.layout = self.scope.dataset = None


@cache
def _fields(kind: type[Written]) -> dict[str, msgspec.structs.FieldInfo]:
    """Returns the fields of a struct by name; msgspec would look them up anew for each step."""
    return {field.name: field for field in msgspec.structs.fields(kind)}


def _is_kind(key: str, entry: dict[str, Any]) -> bool:
    """Whether a key names the kind, and is not a field of another kind that stands there too."""
    others = [KINDS[other] for other in entry if other in KINDS and other != key]
    return not any(key in other.__struct_fields__ for other in others)


def _no_kind(entry: dict[str, Any], kinds: list[str]) -> str:
    if kinds:
        return tr(
            "a step does one thing, not {kinds}: make it {count} steps",
            kinds=all_of(kinds),
            count=len(kinds),
        )
    fields = {field for kind in KINDS.values() for field in kind.__struct_fields__}
    for key in [key for key in entry if key not in fields][:_LOOKED_AT]:
        close = difflib.get_close_matches(key[:_LOOKED_AT], KINDS, 1)
        if close:
            return tr(
                "'{key}' is no kind of step: did you mean '{likely}'?", key=key, likely=close[0]
            )
    return tr("it does not say what to do: begin with one of {kinds}", kinds=", ".join(KINDS))


def _unknown(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key[:_LOOKED_AT], known, 1)
    if close:
        return tr(
            "unknown key '{key}': did you mean '{likely}'?", key=key[:_LOOKED_AT], likely=close[0]
        )
    return tr(
        "unknown key '{key}': it can have {known}", key=key[:_LOOKED_AT], known=", ".join(known)
    )


def _twice(key: str, field: str, language: str) -> str:
    return tr(
        "'{key}': what '{field}' says is in '{language}' already, the language of the file: write "
        "'{field}' alone",
        key=key,
        field=field,
        language=language,
    )


def _reason(error: msgspec.ValidationError, field: str) -> str:
    reason = plain(error)
    if field == "hide":
        return tr("{reason}: choose {names}", reason=reason, names=", ".join(can_be_hidden()))
    return reason
