"""What the types of a scenario cannot say: whether its parts fit each other, and into memory."""

from eq_sim.language.tr import tr
from eq_sim.network.distillation import DISTILLATION
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import DataSpec, NetworkSpec, Scenario, TrainingSpec
from eq_sim.session.settings.bases_fit import check_base, check_ink
from eq_sim.session.settings.components import check_components
from eq_sim.session.settings.limits import MOST_BYTES, memory
from eq_sim.session.settings.own_points import check_formula, check_painted
from eq_sim.session.sources import TABLE, losses_of, name_of, samples_of, source_of
from eq_sim.session.teachers import NO_TEACHER, check_teacher
from eq_sim.session.words import SETTING_NAMES


def check(scenario: Scenario) -> None:
    """Checks whether the parts of a scenario fit each other.

    Raises:
        ScenarioError: they do not; the message names the place.
    """
    source, called = source_of(scenario.data), name_of(scenario.data)
    training = scenario.training
    if scenario.data.table is not None and scenario.data.source != TABLE:
        raise ScenarioError("a table of one's own belongs to the source '{table}'", table=TABLE)
    check_formula(scenario.data)
    if not source.generated:
        if scenario.data.noise is not None and not source.noisy:
            raise ScenarioError("the noise cannot be set: {source} is a real table", source=called)
        if scenario.data.points is not None and not source.rows:
            raise ScenarioError("the points cannot be set: all of them are painted")
        if scenario.data.points is not None and scenario.data.points > source.rows:
            raise ScenarioError(
                "{source} is a real table of {rows:,} rows: {points:,} of them cannot be used",
                source=called,
                rows=source.rows,
                points=scenario.data.points,
            )
    elif scenario.data.points is None or scenario.data.noise is None:
        raise ScenarioError("the data '{source}' need points and noise", source=called)
    check_painted(scenario.data)
    check_ink(scenario.data)
    check_base(scenario)
    check_components(scenario.data)
    check_teacher(scenario.data)
    losses = losses_of(scenario.data)
    if training.loss == DISTILLATION and scenario.data.teacher is None:
        raise ScenarioError(NO_TEACHER)
    if training.loss not in losses:
        raise ScenarioError(
            "the loss for {source} is {losses}, not {loss}",
            source=called,
            losses=_one_or_other(losses),
            loss=training.loss,
        )
    for name, number in _numbers(scenario):
        if not abs(number) < float("inf"):
            raise ScenarioError(
                "the {name} needs a finite number, not {number}", name=name, number=number
            )
    architecture = scenario.architecture(source.features, source.outputs)
    if training.loss != "half_mse" and architecture.activations[-1] != "identity":
        raise ScenarioError("a cross-entropy needs an output without activation: identity")
    needed = memory(scenario).most
    if needed > MOST_BYTES:
        samples = samples_of(scenario.data)
        raise ScenarioError(
            "{knobs:,} knobs and {samples:,} samples would take about "
            "{needed:,.1f} GB of memory; the limit is {limit:.0f} GB",
            knobs=architecture.count,
            samples=samples,
            needed=needed / 2**30,
            limit=MOST_BYTES / 2**30,
        )


def _one_or_other(names: tuple[str, ...]) -> str:
    """Returns names to choose from as a sentence has them: "a or b"."""
    *others, last = names
    if not others:
        return last
    return tr("{names} or {last}", names=", ".join(others), last=last)


def _numbers(scenario: Scenario) -> list[tuple[str, float]]:
    parts: tuple[DataSpec | NetworkSpec | TrainingSpec, ...] = (scenario.data, scenario.training)
    found = [
        (tr(SETTING_NAMES[field]), getattr(part, field))
        for part in parts
        for field in part.__struct_fields__
        if isinstance(getattr(part, field), float)
    ]
    return [*found, (tr("goal"), scenario.goal.value)]
