"""Reading a file of parameters: its numbers for a network, and the scenario that it brings along.

``layers.0.weight`` is (out, in), ``layers.0.bias`` is (out,).
"""

import json
import re
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from eq_sim.language.tr import later
from eq_sim.network.layout import Layout
from eq_sim.session.errors import ParameterFileError
from eq_sim.session.files import PARAMETERS
from eq_sim.session.files.pruned_tensors import with_pruned
from eq_sim.session.files.reading import read_bytes
from eq_sim.session.files.tensors import says_too_much
from eq_sim.session.scenario import Scenario, plain

FORMAT = "eq_sim parameters"
ADAPTER = "eq_sim adapter"
"""The format of a file that holds an adapter alone."""

VERSION = "1"
MOST_BYTES = 160_000_000  # a test holds it against the largest network that there can be
_SEED = re.compile("[0-9]{1,19}")
_QUOTED = 200  # characters of what the file itself says


def check_suffix(path: Path) -> None:
    """Checks that a file's name ends as its format asks.

    Raises:
        ParameterFileError: it does not.
    """
    if path.suffix != PARAMETERS:
        raise ParameterFileError(
            "{path}: parameters are kept in {suffix} files", path=path, suffix=PARAMETERS
        )


def load_parameters(path: Path, layout: Layout) -> NDArray[np.float64]:
    """Returns the (size,) values of a file that fits a network.

    Raises:
        ParameterFileError: the file cannot be read, is not safetensors, holds a value that is
            not finite, or is for another network; the message says which.
    """
    tensors, metadata = read(path)
    if layout.adapters:
        raise ParameterFileError(
            "there is an adapter beside these knobs: merge it or take it away, and load the "
            "parameters then"
        )
    _refuse_adapter(path, metadata)
    flat = np.zeros(layout.size)
    wanted = layout.as_torch(flat)
    tensors = with_pruned(tensors, layout)
    if set(tensors) != set(wanted):
        odd = ", ".join(sorted(set(tensors) ^ set(wanted))[:4])
        refuse(path, later("it is for another network: {names} differ"), names=odd[:_QUOTED])
    for block, view in zip(layout.blocks, layout.views(flat), strict=True):
        for kind in ("weight", "bias")[: 1 + block.bias]:
            name = f"layers.{block.layer}.{kind}"
            tensor = tensors[name]
            if tensor.dtype.kind != "f":
                refuse(
                    path,
                    later("{name} is {dtype}, not floating point"),
                    name=name,
                    dtype=tensor.dtype,
                )
            if tensor.shape != wanted[name].shape:
                refuse(
                    path,
                    later("{name} has shape {shape}, and this network {wanted}"),
                    name=name,
                    shape=tensor.shape,
                    wanted=wanted[name].shape,
                )
            if not np.isfinite(tensor).all():
                refuse(path, later("{name} holds a value that is not a finite number"), name=name)
            if kind == "weight":
                view[: block.inputs] = tensor.T
            else:
                view[block.inputs] = tensor
    return flat


def scenario_of(path: Path) -> tuple[Scenario, int]:
    """Returns the scenario and the seed that a file of parameters was saved with.

    Raises:
        ParameterFileError: the file cannot be read, or was not saved by this program.
    """
    _, metadata = read(path)
    _refuse_adapter(path, metadata)
    if metadata.get("format") != FORMAT or metadata.get("version") != VERSION:
        refuse(path, later("it was not saved by this program, so it does not say its scenario"))
    try:
        scenario = msgspec.json.decode(metadata["scenario_settings"], type=Scenario)
    except msgspec.ValidationError as error:
        refuse(path, later("its scenario is damaged: {error}"), error=plain(error)[:_QUOTED])
    except (KeyError, msgspec.DecodeError, RecursionError):
        refuse(path, later("its scenario is damaged"))
    seed = metadata.get("seed", "")
    if not _SEED.fullmatch(seed) or int(seed) >= 2**63:
        refuse(path, later("its seed is damaged"))
    return scenario, int(seed)


def _refuse_adapter(path: Path, metadata: dict[str, str]) -> None:
    if metadata.get("format") == ADAPTER:
        refuse(
            path,
            later(
                "it holds an adapter alone. Open the network that it belongs to, and load it "
                "beside those knobs"
            ),
        )


def read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Returns the tensors of a file by name, and what it says about itself.

    Raises:
        ParameterFileError: the file cannot be read, or is not sound.
    """
    check_suffix(path)
    try:
        content = read_bytes(path, MOST_BYTES)
    except OSError as error:
        raise ParameterFileError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    if says_too_much(content):
        refuse(path, later("it says more about itself than any file of parameters here"))
    try:
        tensors = safetensors.numpy.load(content)
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length], object_pairs_hook=_unique)
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as error:
        _refuse_unknown_types(path, content)
        raise ParameterFileError("{path} is not a sound safetensors file", path=path) from error
    return tensors, header.get("__metadata__") or {}


def _refuse_unknown_types(path: Path, content: bytes) -> None:
    """Refuses a sound file whose numbers NumPy cannot hold, such as bfloat16; others it leaves."""
    deserialize: Any = safetensors.deserialize  # has no types of its own
    try:
        types = {name: tensor["dtype"] for name, tensor in deserialize(content)}
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError):
        return  # not a sound one
    for name, dtype in types.items():
        if dtype.startswith(("BF16", "F8", "F6", "F4")):
            refuse(
                path,
                later(
                    "{name} is {dtype}, a type that is not supported (the file is sound). "
                    "Save it as F32, F64 or F16"
                ),
                name=name[:200],
                dtype=dtype,
            )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands in it twice")
    return found


def refuse(path: Path, why: str, **arguments: object) -> NoReturn:
    """Says why a file cannot be used.

    Args:
        path: the file.
        why: a sentence that ``later`` marks, of the file; it begins with a small letter.
        arguments: what stands in it.

    Raises:
        ParameterFileError: always.
    """
    reason = ParameterFileError(why, **arguments)
    raise ParameterFileError("{path} cannot be used: {why}", path=path, why=reason)
