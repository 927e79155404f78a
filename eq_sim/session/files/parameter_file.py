"""Parameters in files: safetensors with PyTorch's names and shapes.

``layers.0.weight`` is (out, in), ``layers.0.bias`` is (out,), so that a ``torch.nn.Linear`` takes
them as they are. The metadata hold the scenario and the scales of the data.
"""

import json
import re
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy as np
import safetensors
import safetensors.numpy
from msgspec import structs
from numpy.typing import NDArray
from safetensors import SafetensorError

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import SwitchedKnobs
from eq_sim.session.errors import KnobError, ParameterFileError
from eq_sim.session.files import PARAMETERS
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.pruned_tensors import (
    switches_beside,
    with_pruned,
    without_pruned,
)
from eq_sim.session.files.reading import read_bytes
from eq_sim.session.files.tensors import says_too_much
from eq_sim.session.knob_sets import compact, places_of
from eq_sim.session.scenario import Scenario, plain
from eq_sim.session.state import State
from eq_sim.session.switched_pruned import SwitchedPruned
from eq_sim.session.switches import Switches

_FORMAT = "eq_sim parameters"
_VERSION = "1"
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


def save_parameters(
    path: Path, switches: Switches, theta: Array, scenario: Scenario, seed: int, dataset: Dataset
) -> None:
    """Writes θ to a file, whole or not at all.

    Muted knobs are written with the value that they come back to, and which are frozen, muted or
    playing solo is kept beside them. Pruned knobs are left out: from the file they come back as 0.

    Raises:
        ParameterFileError: the suffix is not .safetensors, or the file cannot be written.
    """
    check_suffix(path)
    content = content_of(switches, theta, scenario, seed, dataset)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise ParameterFileError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def bytes_of_parameters(state: State) -> int:
    """Returns how long a file of an experiment's parameters is: see ``save_parameters``."""
    return len(content_of(state.switches, state.theta, state.scenario, state.seed, state.dataset))


def content_of(
    switches: Switches, theta: Array, scenario: Scenario, seed: int, dataset: Dataset
) -> bytes:
    """Returns what ``save_parameters`` writes: as long as this is the file."""
    layout, theta = switches.layout, switches.whole(theta)
    columns = [*dataset.seen.columns, *([dataset.target] if dataset.target else [])]
    scales = [
        {"name": c.name, "unit": c.unit, "centre": c.centre, "scale": c.scale} for c in columns
    ]
    metadata = {
        "format": _FORMAT,
        "version": _VERSION,
        "scenario": scenario.name,
        "scenario_settings": msgspec.json.encode(scenario).decode(),
        "seed": str(seed),
        "activations": json.dumps(layout.architecture.activations),
        "scales": json.dumps(scales, ensure_ascii=False),
        "switches": msgspec.json.encode(_switched(switches)).decode(),
    }
    if dataset.pca is not None:  # after the scales, and before the first layer
        found = {"mean": dataset.pca.mean, "components": dataset.pca.components}
        short = {name: values.round(8).tolist() for name, values in found.items()}
        metadata["pca"] = json.dumps(short, separators=(",", ":"))
    tensors = without_pruned(layout, theta, switches.pruned)
    return _in_order(safetensors.numpy.save(tensors, metadata))


def load_parameters(path: Path, layout: Layout) -> NDArray[np.float64]:
    """Returns the (size,) values of a file that fits a network.

    Raises:
        ParameterFileError: the file cannot be read, is not safetensors, holds a value that is
            not finite, or is for another network; the message says which.
    """
    tensors, _ = _read(path)
    flat = np.zeros(layout.size)
    wanted = layout.as_torch(flat)
    tensors = with_pruned(tensors, layout)
    if set(tensors) != set(wanted):
        odd = ", ".join(sorted(set(tensors) ^ set(wanted))[:4])
        _refuse(path, "it is for another network: {names} differ", names=odd[:_QUOTED])
    for block, view in zip(layout.blocks, layout.views(flat), strict=True):
        for kind in ("weight", "bias")[: 1 + block.bias]:
            name = f"layers.{block.layer}.{kind}"
            tensor = tensors[name]
            if tensor.dtype.kind != "f":
                _refuse(
                    path, "{name} is {dtype}, not floating point", name=name, dtype=tensor.dtype
                )
            if tensor.shape != wanted[name].shape:
                _refuse(
                    path,
                    "{name} has shape {shape}, and this network {wanted}",
                    name=name,
                    shape=tensor.shape,
                    wanted=wanted[name].shape,
                )
            if not np.isfinite(tensor).all():
                _refuse(path, "{name} holds a value that is not a finite number", name=name)
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
    _, metadata = _read(path)
    if metadata.get("format") != _FORMAT or metadata.get("version") != _VERSION:
        _refuse(path, "it was not saved by this program, so it does not say its scenario")
    try:
        scenario = msgspec.json.decode(metadata["scenario_settings"], type=Scenario)
    except msgspec.ValidationError as error:
        _refuse(path, "its scenario is damaged: {error}", error=plain(error)[:_QUOTED])
    except (KeyError, msgspec.DecodeError, RecursionError):
        _refuse(path, "its scenario is damaged")
    seed = metadata.get("seed", "")
    if not _SEED.fullmatch(seed) or int(seed) >= 2**63:
        _refuse(path, "its seed is damaged")
    return scenario, int(seed)


def saved_seed(path: Path) -> int | None:
    """Returns the seed that a file's parameters learned with; None where it does not say.

    Raises:
        ParameterFileError: the file cannot be read, or what it says is damaged.
    """
    _, metadata = _read(path)
    return scenario_of(path)[1] if metadata.get("format") == _FORMAT else None


def check_split(path: Path, scenario: Scenario, seed: int) -> None:
    """Checks that parameters meet no sample as a test that they have learned from.

    Args:
        path: the file.
        scenario: what they would be checked on.
        seed: of its data and split.

    Raises:
        ParameterFileError: they learned from another split of the same data.
    """
    _, metadata = _read(path)
    if metadata.get("format") != _FORMAT or not scenario.data.test_fraction:
        return
    saved, saved_with = scenario_of(path)
    if _samples(saved) == _samples(scenario) and (saved.data, saved_with) != (scenario.data, seed):
        _refuse(
            path,
            "it learned from another split of these data (seed {saved_with}), so some of what "
            "would be its test it knows already. Open the file by itself: it brings its split",
            saved_with=saved_with,
        )


def _samples(scenario: Scenario) -> tuple[str, str]:
    """Returns which source samples are from; of a table of one's own, which table."""
    table = scenario.data.table
    return scenario.data.source, table.sha256 if table else ""


def load_switches(path: Path, layout: Layout) -> SwitchedKnobs:
    """Returns which knobs of a file are frozen, muted and soloed.

    Raises:
        ParameterFileError: the file cannot be read, or names knobs that are not there.
    """
    tensors, metadata = _read(path)
    try:
        found = msgspec.json.decode(metadata.get("switches", "{}"), type=SwitchedKnobs)
    except (msgspec.DecodeError, RecursionError):  # the former is what a wrong type is, too
        _refuse(path, "its frozen and muted knobs are damaged")
    try:
        for knobs in (found.frozen, found.mutes, found.solos):
            places_of(knobs, layout.size)
    except KnobError:
        _refuse(path, "it freezes or mutes knobs that this network does not have")
    solos = places_of(found.solos, layout.size)
    if found.solo_reach == "neuron" and not layout.weights[solos].all():
        _refuse(path, "it plays a bias solo, and a bias has nothing beside it")
    return switches_beside(found, tensors, layout)


def _switched(switches: Switches) -> SwitchedKnobs:
    frozen, mutes, solos = (
        compact(np.flatnonzero(mask), mask.size)
        for mask in (switches.frozen, switches.by_hand, switches.solos)
    )
    found = SwitchedKnobs(frozen, mutes, solos, switches.solo_reach)
    if switches.pruned is None:
        return found
    return structs.replace(found, pruned=SwitchedPruned((), switches.pruned.by))


def _in_order(content: bytes) -> bytes:
    """Returns the same file with its metadata in order: the same knobs give the same bytes."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # numbers begin where a processor likes to read them
    return len(text).to_bytes(8, "little") + text + content[8 + length :]


def _read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    check_suffix(path)
    try:
        content = read_bytes(path, MOST_BYTES)
    except OSError as error:
        raise ParameterFileError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    if says_too_much(content):
        _refuse(path, "it says more about itself than any file of parameters here")
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
            _refuse(
                path,
                "{name} is {dtype}, a type that is not supported (the file is sound). "
                "Save it as F32, F64 or F16",
                name=name[:200],
                dtype=dtype,
            )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands in it twice")
    return found


def _refuse(path: Path, why: str, **arguments: object) -> NoReturn:
    raise ParameterFileError(f"{{path}} cannot be used: {why}", path=path, **arguments)
