"""The step that takes one sample and marks it on its way through the network."""

# What check and begin are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import ClassVar

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.sample_names import find_sample, read_sample
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Step

_NOTHING = "nothing"


class FollowStep(Step, frozen=True, kw_only=True):
    """Marks one sample in the output, and what each neuron answers to it.

    "point 1" is the first that is learned from, "sample 3" the third of all data; it stays marked
    until "nothing" or another one.
    """

    key: ClassVar[str] = "follow"
    follow: str

    @property
    def _none(self) -> bool:
        return self.follow.strip().casefold() == _NOTHING

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if self._none:
            return
        try:
            read_sample(self.follow)
        except UnknownNameError as error:
            yield "follow", tr("{mistake}, or '{word}'", mistake=error, word=_NOTHING)

    def begin(self, context: StepContext) -> RunningStep:
        scene = context.scene
        if self._none:
            scene.followed = None
        else:
            scene.followed = find_sample(read_sample(self.follow), context.session)
        return RunningStep()
