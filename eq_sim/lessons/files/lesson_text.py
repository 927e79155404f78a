"""A lesson's tables written as TOML, the way that the shipped lessons are."""

import json
from collections.abc import Mapping


def step_text(table: Mapping[str, object]) -> str:
    """Returns a step as its file has it."""
    return "[[step]]\n" + table_text(table)


def table_text(table: Mapping[str, object]) -> str:
    """Returns a line for each key; one with a dot in it gets quotes."""
    return "".join(f"{_key(name)} = {value_text(thing)}\n" for name, thing in table.items())


def value_text(value: object) -> str:
    """Returns a value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {value_text(thing)}" for key, thing in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(value_text(thing) for thing in value) + "]"
    return repr(value)


def _key(name: str) -> str:
    plain = name.replace("_", "").replace("-", "").isalnum() and name.isascii()
    return name if plain else json.dumps(name, ensure_ascii=False)
