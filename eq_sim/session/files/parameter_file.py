"""Parameters in files: safetensors with PyTorch's names and shapes.

``layers.0.weight`` is (out, in), ``layers.0.bias`` is (out,), so that a ``torch.nn.Linear`` takes
them as they are. The metadata hold the scenario and the scales of the data.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import safetensors.numpy
from msgspec import structs

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import later
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import SwitchedKnobs
from eq_sim.session.errors import KnobError, ParameterFileError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.parameter_reading import FORMAT, VERSION, read, refuse
from eq_sim.session.files.parameter_reading import MOST_BYTES as MOST_BYTES
from eq_sim.session.files.parameter_reading import check_suffix as check_suffix
from eq_sim.session.files.parameter_reading import load_parameters as load_parameters
from eq_sim.session.files.parameter_reading import scenario_of as scenario_of
from eq_sim.session.files.pruned_switches import switches_beside
from eq_sim.session.files.pruned_tensors import without_pruned
from eq_sim.session.files.tensors import in_order
from eq_sim.session.knob_sets import compact, places_of
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import part_sizes, source_of
from eq_sim.session.switched_pruned import SwitchedPruned
from eq_sim.session.switches import Switches


def save_parameters(
    path: Path,
    switches: Switches,
    theta: Array,
    scenario: Scenario,
    seed: int,
    dataset: Dataset,
    said: Mapping[str, str] | None = None,
) -> None:
    """Writes θ to a file, whole or not at all.

    Muted knobs are written with the value that they come back to, and which are frozen, muted or
    playing solo is kept beside them. Pruned knobs are left out: from the file they come back as 0.

    Args:
        path: of the file.
        switches: which knobs are frozen, muted or playing solo.
        theta: (size,) the values.
        scenario: with every setting.
        seed: of data, split and start.
        dataset: what the network learns from.
        said: more of what the file says about itself, by name.

    Raises:
        ParameterFileError: the suffix is not .safetensors, the file cannot be written, or the
            network has an adapter, which such a file has no place for.
    """
    check_suffix(path)
    check_has_place(switches.layout)
    content = content_of(switches, theta, scenario, seed, dataset, said)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise ParameterFileError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def check_has_place(layout: Layout) -> None:
    """Checks that a file of parameters has a place for all knobs of a network.

    Raises:
        ParameterFileError: the network has an adapter, which such a file has no place for.
    """
    if layout.adapters:
        raise ParameterFileError(
            "a file of parameters has no place for an adapter: merge it first, save it in a file "
            "of its own, or save the experiment (.eqsim)"
        )


def content_of(
    switches: Switches,
    theta: Array,
    scenario: Scenario,
    seed: int,
    dataset: Dataset,
    said: Mapping[str, str] | None = None,
) -> bytes:
    """Returns what ``save_parameters`` writes: as long as this is the file."""
    layout, theta = switches.layout, switches.whole(theta)
    columns = [*dataset.seen.columns, *([dataset.target] if dataset.target else [])]
    scales = [
        {"name": c.name, "unit": c.unit, "centre": c.centre, "scale": c.scale} for c in columns
    ]
    metadata = {
        "format": FORMAT,
        "version": VERSION,
        "scenario": scenario.name,
        "scenario_settings": msgspec.json.encode(scenario).decode(),
        "seed": str(seed),
        "activations": json.dumps(layout.architecture.activations),
        "scales": json.dumps(scales, ensure_ascii=False),
        "switches": msgspec.json.encode(_switched(switches)).decode(),
        **(said or {}),
    }
    if dataset.pca is not None:  # after the scales, and before the first layer
        found = {"mean": dataset.pca.mean, "components": dataset.pca.components}
        short = {name: values.round(8).tolist() for name, values in found.items()}
        metadata["pca"] = json.dumps(short, separators=(",", ":"))
    tensors = without_pruned(layout, theta, switches.pruned)
    return in_order(safetensors.numpy.save(tensors, metadata))


def saved_seed(path: Path) -> int | None:
    """Returns the seed that a file's parameters learned with; None where it does not say.

    Raises:
        ParameterFileError: the file cannot be read, or what it says is damaged.
    """
    _, metadata = read(path)
    return scenario_of(path)[1] if metadata.get("format") == FORMAT else None


def check_split(path: Path, scenario: Scenario, seed: int) -> None:
    """Checks that parameters meet no sample as a test that they have learned from.

    Args:
        path: the file.
        scenario: what they would be checked on.
        seed: of its data and split.

    Raises:
        ParameterFileError: they learned from another split of the same data.
    """
    _, metadata = read(path)
    if metadata.get("format") != FORMAT or not part_sizes(scenario.data).test:
        return
    saved, saved_with = scenario_of(path)
    if is_known(saved, saved_with, scenario, seed):
        refuse(
            path,
            later(
                "it learned from another split of these data (seed {saved_with}), so some of what "
                "would be its test it knows already. Open the file by itself: it brings its split"
            ),
            saved_with=saved_with,
        )


def is_known(saved: Scenario, saved_with: int, scenario: Scenario, seed: int) -> bool:
    """Whether some of what would judge is what a network has learned from already.

    Args:
        saved: what it learned.
        saved_with: the seed of that.
        scenario: what it would be checked on.
        seed: of that.
    """
    if not part_sizes(scenario.data).test:
        return False
    if source_of(saved.data).learned and source_of(scenario.data).learned:
        return False  # what judges is the same in both, and neither learns from it
    same = _samples(saved) == _samples(scenario)
    return same and (saved.data, saved_with) != (scenario.data, seed)


def _samples(scenario: Scenario) -> tuple[str, str]:
    """Returns which source samples are from; of a table of one's own, which table."""
    table = scenario.data.table
    return source_of(scenario.data).kin or scenario.data.source, table.sha256 if table else ""


def load_switches(path: Path, layout: Layout) -> SwitchedKnobs:
    """Returns which knobs of a file are frozen, muted and soloed.

    Raises:
        ParameterFileError: the file cannot be read, or names knobs that are not there.
    """
    tensors, metadata = read(path)
    try:
        found = msgspec.json.decode(metadata.get("switches", "{}"), type=SwitchedKnobs)
    except (msgspec.DecodeError, RecursionError):  # the former is what a wrong type is, too
        refuse(path, later("its frozen and muted knobs are damaged"))
    try:
        for knobs in (found.frozen, found.mutes, found.solos):
            places_of(knobs, layout.size)
    except KnobError:
        refuse(path, later("it freezes or mutes knobs that this network does not have"))
    solos = places_of(found.solos, layout.size)
    if found.solo_reach == "neuron" and not layout.weights[solos].all():
        refuse(path, later("it plays a bias solo, and a bias has nothing beside it"))
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
