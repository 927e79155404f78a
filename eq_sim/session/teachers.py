"""The networks whose answers others learn: found by what a scenario says, and asked."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec
import numpy as np
from msgspec import structs

from eq_sim.language.tr import later, ptr, tr
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.network.types import Array
from eq_sim.resources import resource
from eq_sim.session.errors import LogError, ScenarioError
from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.scenario import DataSpec, Scenario, bundled
from eq_sim.session.sources import losses_of, name_of, own_parts, source_of
from eq_sim.session.teacher_spec import Learned, Split, TeacherSpec
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.words import SETTING_NAMES

MOST_KNOBS = 200_000
"""Of a teacher: each file of an experiment has them in it, several times."""

NO_TEACHER = later("the loss 'distillation' needs a teacher: make a network the teacher first")
"""What is said where somebody would learn from none."""

_DRAWN = ("source", "points", "noise", "test_fraction", "table", "formula", "from_x", "to_x")
"""What decides which samples there are, and which of them judge."""

_GIVES_CHANCES = ("binary_cross_entropy", "softmax_cross_entropy", DISTILLATION)


@dataclass(frozen=True, eq=False)
class Teacher:
    """A network that is asked, and never changed.

    Attributes:
        learned: what it is, as files have it.
        layout: where each of its knobs sits.
        theta: (size,) its knobs.
    """

    learned: Learned
    layout: Layout
    theta: Array

    def sums(self, inputs: Array) -> Array:
        """Returns the (outputs, samples) sums of its last layer.

        Args:
            inputs: (features, samples) in the network's units.
        """
        rows = with_ones(inputs, self.theta.dtype)
        with np.errstate(all="ignore"):
            return Evaluator(self.layout, self.theta, rows).run().copy()

    def splits(self, spec: DataSpec) -> bool:
        """Whether its split is that of other data, too, for they are of the same source."""
        there = self.learned.split
        tables = [of.table.sha256 if of.table else "" for of in (there, spec)]
        return there.source == spec.source and tables[0] == tables[1]


def is_split_by_teacher(spec: DataSpec) -> bool:
    """Whether which samples there are, and which of them judge, is a teacher's to say."""
    return spec.teacher is not None and teacher_of(spec.teacher).splits(spec)


def split_seed(spec: DataSpec, seed: int) -> int:
    """Returns the seed by which data are made and split: a teacher's, where it has learned of them.

    So what judges is nothing that the teacher has learned from, whatever the experiment's seed is.

    Args:
        spec: the data.
        seed: of the experiment.
    """
    if spec.teacher is None:
        return seed
    teacher = teacher_of(spec.teacher)
    return teacher.learned.split.seed if teacher.splits(spec) else seed


def teacher_of(spec: TeacherSpec) -> Teacher:
    """Returns the network that a scenario names as the teacher; worked out once for the same.

    Raises:
        ScenarioError: it names none, or what is said of it does not fit together.
    """
    if (spec.shipped is None) == (spec.learned is None):
        raise ScenarioError("a teacher is either 'shipped' or 'learned': say one of the two")
    return _shipped(spec.shipped) if spec.learned is None else _of(spec.learned)


@lru_cache(maxsize=16)
def _of(learned: Learned) -> Teacher:
    try:
        shape = Architecture(learned.sizes, learned.activations, learned.biases)
        theta = learned.knobs.array(shape.count)
    except (ValueError, LogError) as error:
        raise ScenarioError("the teacher is damaged: {error}", error=error) from error
    layout = Layout(shape)
    if layout.size > MOST_KNOBS:
        raise ScenarioError(
            "a teacher has at most {most:,} knobs, and this one {size:,}",
            most=MOST_KNOBS,
            size=layout.size,
        )
    if theta.dtype.kind != "f" or not np.isfinite(theta).all():
        raise ScenarioError("the teacher has a value that is not a finite number")
    if layout.architecture.activations[-1] != "identity":
        raise ScenarioError("a teacher gives chances: it needs an output without activation")
    theta.flags.writeable = False
    return Teacher(learned, layout, theta)


@lru_cache(maxsize=16)
def _shipped(name: str | None) -> Teacher:
    path = resource("answers") / f"{name}.safetensors"
    if name not in bundled() or not path.exists():
        raise ScenarioError("there is no shipped network '{name}' to learn from", name=name)
    from safetensors import safe_open  # most windows need none

    with safe_open(path, framework="np") as file:
        about = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - no dictionary
    scenario = msgspec.json.decode(about["scenario_settings"], type=Scenario)
    source = source_of(scenario.data)
    layout = Layout(scenario.architecture(source.features, source.outputs))
    theta = np.zeros(layout.size, dtype=scenario.network.dtype)
    for block, view in zip(layout.blocks, layout.views(theta), strict=True):
        view[: block.inputs] = tensors[f"layers.{block.layer}.weight"].T
        if block.bias:
            view[block.inputs] = tensors[f"layers.{block.layer}.bias"]
    samples = own_parts(scenario.data).train
    return _of(learned_from(scenario, int(about["seed"]), samples, theta))


def learned_from(scenario: Scenario, seed: int, samples: int, theta: Array) -> Learned:
    """Returns a network as files have it.

    Args:
        scenario: what it learned from, and what it is.
        seed: of its experiment.
        samples: how many it learned from.
        theta: (size,) its knobs.

    Raises:
        ScenarioError: it gives no chances, so that there is nothing to learn from it.
    """
    spec, source = scenario.data, source_of(scenario.data)
    if scenario.training.loss not in _GIVES_CHANCES:
        raise ScenarioError(
            "a teacher gives chances of classes: it needs a cross-entropy as its loss, and this "
            "one has {loss}",
            loss=tr(loss_of(scenario.training).label),
        )
    shape = scenario.architecture(source.features, source.outputs)
    kept = Numbers.of(theta)
    drawn = {name: getattr(spec, name) for name in _DRAWN}
    return Learned(
        name=scenario.title,
        sizes=shape.sizes,
        activations=shape.activations,
        biases=shape.biases,
        knobs=structs.replace(kept, data=bytes(kept.data)),  # a process elsewhere can have it
        samples=samples,
        taught=scenario.training.loss == DISTILLATION,
        split=Split(components=spec.components, seed=split_seed(spec, seed), **drawn),
    )


def check_teacher(spec: DataSpec) -> None:
    """Checks whether a teacher fits the data that it is to teach with.

    Raises:
        ScenarioError: it does not; says why.
    """
    if spec.teacher is None:
        return
    teacher, source, called = teacher_of(spec.teacher), source_of(spec), name_of(spec)
    sizes = teacher.layout.architecture.sizes
    if (sizes[0], sizes[-1]) != (source.features, source.outputs):
        raise ScenarioError(
            "the teacher has {inputs} inputs and {outputs} outputs, and {source} needs {features} "
            "and {wanted}",
            inputs=sizes[0],
            outputs=sizes[-1],
            source=called,
            features=source.features,
            wanted=source.outputs,
        )
    if DISTILLATION not in losses_of(spec):
        raise ScenarioError(
            "a teacher gives chances of classes, and {source} asks for numbers", source=called
        )
    same, theirs = teacher.splits(spec), teacher.learned.split.components
    if theirs != spec.components or (theirs and not same):
        raise ScenarioError(
            "the teacher was made for other components: {theirs}, not {own} of these data",
            theirs=theirs or ptr("components", "none"),
            own=spec.components or ptr("components", "none"),
        )
    if not same:
        return
    for name in _DRAWN:
        if getattr(teacher.learned.split, name) != getattr(spec, name):
            raise ScenarioError(
                "the teacher learned from another split of these data: with another {name} it "
                "would know some of the test part already. Keep it, or learn without a teacher",
                name=tr(SETTING_NAMES.get(name, name)),
            )
