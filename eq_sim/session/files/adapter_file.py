"""An adapter in a file of its own: its two matrices a layer, and which base they belong to.

``layers.0.lora_A.weight`` is (rank, in) and ``layers.0.lora_B.weight`` (out, rank), as in the files
that large models' adapters are kept in; the strength, what their product is multiplied by, stands
beside them, and a hash of the base that they were learned on.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import AddAdapter
from eq_sim.session.errors import ParameterFileError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.parameter_reading import ADAPTER, check_suffix, read, refuse
from eq_sim.session.files.tensors import in_order
from eq_sim.session.knob_sets import packed
from eq_sim.session.state import State

VERSION = "1"
OTHER_BASE = later(
    "This adapter was learned beside other knobs than these: here its answers may be worth nothing."
)
_DAMAGED = {
    "sizes": later("what it says of its sizes is damaged"),
    "ranks": later("what it says of its ranks is damaged"),
}
_HASH = re.compile("[0-9a-f]{64}")
_MOST_SIZES = 100


@dataclass(frozen=True, eq=False)
class AdapterFile:
    """What is in such a file.

    Attributes:
        sizes: neurons of each layer of the base, the inputs first.
        ranks: of each layer after the inputs, 0 for none.
        values: of the adapter's knobs, as they lie in θ behind those of the layers.
        strength: what the product is multiplied by.
        base: the hash of the base's knobs.
    """

    sizes: tuple[int, ...]
    ranks: tuple[int, ...]
    values: NDArray[np.float64]
    strength: float
    base: str

    def action(self) -> AddAdapter:
        """Returns what puts it beside a base."""
        return AddAdapter(self.ranks, packed(self.values), self.strength)


def base_hash(layout: Layout, theta: Array) -> str:
    """Returns the hash of the knobs of all layers: the same for the same bits.

    Args:
        layout: where each knob sits.
        theta: (size,) where the knobs stand, of muted ones what they come back to.
    """
    base = np.asarray(theta[: layout.wired])
    shape = f"{layout.architecture.sizes} {layout.architecture.biases} {base.dtype.name} "
    little = base.astype(base.dtype.newbyteorder("<"), copy=False)
    return sha256(shape.encode() + little.tobytes()).hexdigest()


def save_adapter(path: Path, state: State) -> None:
    """Writes the adapter of an experiment to a file, whole or not at all.

    Raises:
        ParameterFileError: there is none, the suffix is not .safetensors, or the file cannot be
            written.
    """
    check_suffix(path)
    content = adapter_bytes(state)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise ParameterFileError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def adapter_bytes(state: State) -> bytes:
    """Returns what is written of the adapter of an experiment.

    Raises:
        ParameterFileError: there is none.
    """
    layout, theta = state.layout, state.whole
    if not layout.adapters:
        raise ParameterFileError("there is no adapter here: add one first")
    tensors: dict[str, NDArray[Any]] = {}
    for adapter in layout.adapters:
        name = f"layers.{adapter.layer}.lora"
        tensors[f"{name}_A.weight"] = adapter.a(theta).T.copy()
        tensors[f"{name}_B.weight"] = adapter.b(theta).T.copy()
    shape = layout.architecture
    metadata = {
        "format": ADAPTER,
        "version": VERSION,
        "scenario": state.scenario.name,
        "sizes": json.dumps(shape.sizes),
        "ranks": json.dumps(shape.ranks),
        "strength": repr(float(state.making.strength)),
        "base_sha256": base_hash(layout, theta),
    }
    return in_order(safetensors.numpy.save(tensors, metadata))


def read_adapter(path: Path) -> AdapterFile:
    """Returns what is in a file.

    Raises:
        ParameterFileError: it cannot be read, or holds no sound adapter.
    """
    tensors, metadata = read(path)
    if metadata.get("format") != ADAPTER or metadata.get("version") != VERSION:
        refuse(path, later("it is no adapter that this program saved"))
    sizes, ranks = _whole_numbers(path, metadata, "sizes"), _whole_numbers(path, metadata, "ranks")
    pairs = list(zip(ranks, sizes, sizes[1:], strict=False))
    fits = len(sizes) == len(ranks) + 1 and any(ranks)
    if not fits or any(not 0 <= rank <= min(i, o) for rank, i, o in pairs):
        refuse(path, later("its ranks do not fit the network that it names"))
    try:
        strength = float(metadata.get("strength", ""))
    except ValueError:
        strength = float("nan")
    base = metadata.get("base_sha256", "")
    if not isfinite(strength) or not _HASH.fullmatch(base):
        refuse(path, later("what it says of its strength or its base is damaged"))
    parts: list[NDArray[np.float64]] = []
    wanted: set[str] = set()
    for layer, (rank, inputs, outputs) in enumerate(pairs):
        if not rank:
            continue
        for kind, shape in (("A", (rank, inputs)), ("B", (outputs, rank))):
            name = f"layers.{layer}.lora_{kind}.weight"
            wanted.add(name)
            parts.append(_matrix(path, tensors, name, shape))
    if set(tensors) != wanted:
        refuse(path, later("it holds other matrices than its ranks say"))
    return AdapterFile(sizes, ranks, np.concatenate(parts), strength, base)


def beside(path: Path, file: AdapterFile, state: State) -> tuple[AddAdapter, str]:
    """Returns what puts an adapter beside the knobs of an experiment; and what to beware of.

    That is a sentence where it was learned beside other knobs than these, and else empty.

    Args:
        path: the file that it is from.
        file: what is in it.
        state: beside whose knobs.

    Raises:
        ParameterFileError: it is for layers of other sizes.
    """
    here = state.layout.architecture.sizes
    if file.sizes != here:
        refuse(
            path,
            later("it is for a network of {its} neurons, and this one has {here}"),
            its="-".join(map(str, file.sizes)),
            here="-".join(map(str, here)),
        )
    other = base_hash(state.layout, state.whole) != file.base
    return file.action(), tr(OTHER_BASE) if other else ""


def _matrix(
    path: Path, tensors: dict[str, NDArray[Any]], name: str, shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Returns the knobs of one matrix as they lie in θ."""
    tensor = tensors.get(name)
    if tensor is None or tensor.dtype.kind != "f" or tensor.shape != shape:
        refuse(
            path, later("{name} is not there, or is no matrix of {shape}"), name=name, shape=shape
        )
    if not np.isfinite(tensor).all():
        refuse(path, later("{name} holds a value that is not a finite number"), name=name)
    return np.asarray(tensor.T, np.float64).ravel()


def _whole_numbers(path: Path, metadata: dict[str, str], name: str) -> tuple[int, ...]:
    try:
        found = msgspec.json.decode(metadata.get(name, ""), type=tuple[int, ...])
    except (msgspec.DecodeError, RecursionError):
        refuse(path, _DAMAGED[name])
    if len(found) > _MOST_SIZES:
        refuse(path, _DAMAGED[name])
    return found
