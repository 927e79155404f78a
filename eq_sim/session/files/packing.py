"""Values with arrays in them, apart: the arrays as safetensors, everything else as JSON.

Where an array stood, the JSON has ``{"array": name}``, and the name says where that is.
"""

import json
from typing import TypeVar

import msgspec
import numpy as np
import safetensors.numpy
from msgspec import Struct
from numpy.typing import NDArray
from safetensors import SafetensorError

from eq_sim.session.errors import DocumentError
from eq_sim.session.files.tensors import says_too_much
from eq_sim.session.saved_state import Numbers
from eq_sim.session.scenario import plain

_Kind = TypeVar("_Kind", bound=Struct)
_ARRAY = "array"
_NUMBERS = set(Numbers.__struct_fields__)


def packed(value: Struct) -> tuple[bytes, bytes]:
    """Returns a value as JSON and its arrays as safetensors."""
    arrays: dict[str, NDArray[np.generic]] = {}

    def apart(part: object, name: str) -> object:
        if isinstance(part, dict):
            if part.keys() == _NUMBERS:
                kind = np.dtype(part["dtype"]).newbyteorder("<")
                arrays[name] = np.frombuffer(part["data"], kind).reshape(part["shape"])
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
    return text, safetensors.numpy.save(arrays)


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
                kept = Numbers.of(arrays[part[_ARRAY]])
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
