"""Values with arrays in them, apart: the arrays as safetensors, everything else as JSON.

Where an array stood, the JSON has ``{"array": name}``, and the name says where that is: no array
stands in two places, so what is made of a file is never much larger than the file.
"""

import json
from typing import Any, TypeVar

import msgspec
import safetensors.numpy
from msgspec import Struct
from safetensors import SafetensorError

from eq_sim.session.errors import DocumentError
from eq_sim.session.files.archive import Buffer
from eq_sim.session.files.tensors import says_too_much
from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.scenario import plain

_Kind = TypeVar("_Kind", bound=Struct)
_ARRAY = "array"
_NUMBERS = set(Numbers.__struct_fields__)


_NAMES = {"float64": "F64", "int64": "I64", "float32": "F32", "bool": "BOOL"}
"""What safetensors calls the kinds of numbers, those of most bytes first: so all are aligned."""


def packed(value: Struct) -> tuple[bytes, list[Buffer]]:
    """Returns a value as JSON and its arrays as safetensors.

    Those are parts to be written one after the other, for nothing of a million knobs is copied:
    safetensors' own writer makes the whole file in memory, which takes longer than to write it.
    """
    arrays: dict[str, dict[str, Any]] = {}

    def apart(part: object, name: str) -> object:
        if isinstance(part, dict):
            if part.keys() == _NUMBERS:
                arrays[name] = part
                return {_ARRAY: name}
            return {
                key: apart(inner, f"{name}.{key}" if name else key) for key, inner in part.items()
            }
        if isinstance(part, list | tuple):
            return [apart(inner, f"{name}.{place}") for place, inner in enumerate(part)]
        return part

    text = msgspec.json.encode(
        apart(msgspec.to_builtins(value, builtin_types=(bytes, memoryview)), "")
    )
    return text, _tensors(arrays)


def _tensors(arrays: dict[str, dict[str, Any]]) -> list[Buffer]:
    """Returns the parts of a safetensors file: what is in it, and the numbers of each array.

    See https://github.com/huggingface/safetensors#format
    """
    kinds = list(_NAMES)
    names = sorted(arrays, key=lambda name: (kinds.index(arrays[name]["dtype"]), name))
    head, end = {}, 0
    for name in names:
        kept, begin = arrays[name], end
        end += memoryview(kept["data"]).nbytes
        kind = _NAMES[kept["dtype"]]
        head[name] = {"dtype": kind, "shape": kept["shape"], "data_offsets": (begin, end)}
    text = msgspec.json.encode(head)
    text += b" " * (-len(text) % 8)
    return [len(text).to_bytes(8, "little"), text, *(arrays[name]["data"] for name in names)]


def unpacked(text: bytes, content: bytes, kind: type[_Kind]) -> _Kind:
    """Returns the value of its JSON and its arrays.

    Raises:
        DocumentError: they are damaged, or do not fit each other; says what, not where.
    """
    if says_too_much(content):
        raise DocumentError("its numbers are damaged")
    try:
        arrays = safetensors.numpy.load(content)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise DocumentError("its numbers are damaged") from error

    def together(part: object) -> object:
        if isinstance(part, dict):
            if part.keys() == {_ARRAY}:
                kept = Numbers.of(arrays.pop(part[_ARRAY]))
                return {"dtype": kept.dtype, "shape": kept.shape, "data": kept.data}
            return {key: together(inner) for key, inner in part.items()}
        if isinstance(part, list):
            return [together(inner) for inner in part]
        return part

    try:
        return msgspec.convert(together(json.loads(text)), kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise DocumentError("its description is damaged: {what}", what=plain(error)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DocumentError("its description is damaged") from error
