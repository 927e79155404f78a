"""Where a state runs: the memory of θ, gradients and buffers, which training writes in place.

An engine's parts are made for one network, data set and set of hyperparameters. For another state
those parts are made anew, aside, whose ingredients differ; the others serve on. Nothing that an
engine is made of changes but the numbers in its memory.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from msgspec import structs

from eq_sim.network.layout import Layout
from eq_sim.network.making import Making
from eq_sim.session.history import Losses, Spacing
from eq_sim.session.samples import Data
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.state import State
from eq_sim.session.streams import Streams
from eq_sim.session.training import costs
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters
from eq_sim.session.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class Engine:
    """The working parts of one experiment.

    Attributes:
        layout: where each knob sits.
        data: the samples.
        seed: of the order of the samples and of dropout.
        parameters: θ.
        evaluation: answers, losses and measures at the present θ.
        trainer: takes the steps.
    """

    layout: Layout
    data: Data
    seed: int
    parameters: Parameters
    evaluation: Evaluation
    trainer: Trainer

    @classmethod
    def serving(cls, state: State, old: "Engine | None" = None) -> "Engine":
        """Returns an engine that can run a state; its numbers are still to be ``put``.

        Args:
            state: what it will run.
            old: an engine whose parts may serve on where they fit; it is left alone.
        """
        layout, dtype = state.layout, state.theta.dtype
        parameters = old.parameters if old else None
        making = state.making
        if parameters is None or not _same_memory(parameters, layout, dtype, making):
            parameters = parameters_of(state)
        loss = loss_of(state.scenario.training)
        evaluation = old.evaluation if old and parameters is old.parameters else None
        if (
            old is None
            or evaluation is None
            or layout is not old.layout
            or state.data is not old.data
            or loss is not loss_of(old.trainer.training)
        ):
            data = state.data
            evaluation = Evaluation(
                data.dataset, data.train, data.test, layout, parameters, loss,
                data.validation, data.wanted(state.scenario.training),
            )  # fmt: skip
        training, seed = _of_steps(state.scenario.training), state.seed
        trainer = old.trainer if old and evaluation is old.evaluation else None
        if old is None or trainer is None or trainer.training != training or seed != old.seed:
            previous = old.trainer if old and layout is old.layout else None
            if previous is not None and previous.gradient.dtype != dtype:
                previous = None
            samples = evaluation.encoded
            trainer = Trainer(parameters, layout, samples, training, Streams(seed), previous)
        return cls(layout, state.data, seed, parameters, evaluation, trainer)

    @cached_property
    def spacing(self) -> Spacing:
        """How near each other the points at which the loss is recorded are."""
        cost = self.point_cost
        if cost < costs.DEAR:  # then all of them together cost some hundredths of a second
            return Spacing()
        return Spacing(costs.spacing(cost, self.trainer.cost), exact=False)

    @cached_property
    def point_cost(self) -> float:
        """What a pass through all data costs, as ``costs`` counts it."""
        return costs.point_cost(self.trainer.layout.architecture, self.data.dataset.size)

    @property
    def work(self) -> int:
        """Multiplications of a training step, about: three for each knob and sample."""
        return 3 * self.layout.size * self.trainer.batches.batch

    def beside(self) -> "Engine":
        """Returns an engine that runs the same aside; its numbers are still to be ``put``."""
        here = self.parameters
        parameters = here.beside(here.start, here.theta)
        evaluation = self.evaluation.beside(parameters)
        samples, training = evaluation.encoded, self.trainer.training
        trainer = Trainer(parameters, self.layout, samples, training, Streams(self.seed))
        return replace(self, parameters=parameters, evaluation=evaluation, trainer=trainer)

    def runs_as(self, other: "Engine") -> bool:
        """Whether both are of the same parts, and so numbers are all that can differ."""
        return self.trainer is other.trainer and self.evaluation is other.evaluation

    def take_over(self, aside: "Engine") -> None:
        """Takes the numbers of an engine that ran aside; some of its memory changes hands.

        Args:
            aside: it has to be ``put`` anew before it goes on.
        """
        self.parameters.take_over(aside.parameters)
        self.trainer.take_over(aside.trainer)

    def put(self, state: State, now: State | None = None) -> None:
        """Writes a state's numbers into the memory; calling it again does no harm.

        Args:
            state: what to run.
            now: the state whose numbers are there already; what both share is not written.
        """
        if now is None or state.theta is not now.theta:
            self.parameters.put(state.theta)
        self.parameters.start = state.start
        making, switches = state.making, state.switches
        other = now is None or making is not now.making or switches is not now.switches
        if other and not self.parameters.plain:
            self.parameters.take(making, switches.silent)
        if now is None or state.training is not now.training:
            self.trainer.restore(state.training)
        self.trainer.keep_still(state.hand.knobs, state.switches.fixed)

    def numbers_of(self, state: State) -> State:
        """Returns a state with copies of the numbers that are in the memory now."""
        theta = np.array(self.parameters.theta)
        return replace(state, theta=theta, training=self.trainer.state(theta))

    def losses_of(self, state: State) -> Losses:
        """Returns the losses of a state that it serves, whatever is in the memory by now."""
        return self.evaluation.beside(parameters_of(state)).losses

    def looking_at(self, state: State) -> State:
        """Returns a state with the memory itself: good to compare with, not to keep."""
        training = self.trainer.state()
        return replace(state, theta=self.parameters.theta, training=training)


def parameters_of(state: State) -> Parameters:
    """Returns the knobs of a state in memory of their own."""
    silent = state.switches.silent
    return Parameters(state.layout, state.start, state.theta, state.making, silent)


def _same_memory(
    parameters: Parameters, layout: Layout, dtype: np.dtype[np.floating], making: Making
) -> bool:
    here, there = parameters.layout.architecture, layout.architecture
    same = (here.sizes, here.biases, here.ranks) == (there.sizes, there.biases, there.ranks)
    return same and parameters.theta.dtype == dtype and parameters.serves(making)


def _of_steps(training: TrainingSpec) -> TrainingSpec:
    """Returns the hyperparameters that decide a step: speed, length and patience do not."""
    return structs.replace(training, speed=1.0, steps=1, early_stopping=0)
