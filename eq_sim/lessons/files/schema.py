"""The JSON schema of a lesson's file, made from the classes that read it."""

import inspect
import json
from typing import Any

import msgspec

from eq_sim.lessons.files.lesson_file import Head
from eq_sim.lessons.files.parser import HIDDEN, LANGUAGE
from eq_sim.lessons.steps.kinds import KINDS
from eq_sim.lessons.steps.step import Written
from eq_sim.session.settings.table import SETTINGS


def lesson_schema() -> dict[str, Any]:
    """Returns the schema: the head, and for each step one of the kinds."""
    kinds: list[type[Written]] = list(KINDS.values())
    _, found = msgspec.json.schema_components([*kinds, Head], ref_template="#/$defs/{name}")
    definitions: dict[str, Any] = dict(found)
    for definition in definitions.values():
        if "description" in definition:
            # Python 3.13 takes the indents out by itself, 3.11 and 3.12 leave them to us.
            definition["description"] = inspect.cleandoc(definition["description"])
    written: list[type[Written]] = [*kinds, Head]
    for kind in written:
        _finish(definitions[kind.__name__], kind.translated())
    names = list(SETTINGS)
    definitions["SetStep"]["properties"]["set"]["enum"] = names
    head = definitions.pop("Head")
    for changes in (definitions["LoadStep"], head):
        changes["properties"]["change"]["propertyNames"] = {"enum": names}
    head["properties"]["step"] = {
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]},
    }
    head["required"] = [*head["required"], "step"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **head,
        "title": "Lesson of eq_sim",
        "$defs": definitions,
    }


def schema_text() -> str:
    """Returns the schema as its file has it."""
    return json.dumps(lesson_schema(), ensure_ascii=False, indent=2) + "\n"


def _finish(definition: dict[str, Any], translated: tuple[str, ...]) -> None:
    """Takes out what a script does not write, and lets texts be given in other languages."""
    properties = definition["properties"]
    for name in HIDDEN:
        properties.pop(name, None)
    definition["patternProperties"] = {
        f"^{name}\\.{LANGUAGE}$": properties[name] for name in translated
    }
