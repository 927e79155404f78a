"""A step that lets knobs click into few positions, or turn freely again."""

# What check and begin are for is said once, in Step.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Step
from eq_sim.network.making import FEWEST_BITS, MOST_BITS, Per
from eq_sim.session import actions as act


class BitsStep(Step, frozen=True, kw_only=True):
    """Lets knobs click into the positions of so many bits, 2 to 32; with 32 they turn freely."""

    key: ClassVar[str] = "bits"
    bits: Annotated[int, Meta(ge=FEWEST_BITS, le=MOST_BITS)]
    per: Per = "neuron"

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from ()

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.Quantise(self.bits, self.per))
        return RunningStep()
