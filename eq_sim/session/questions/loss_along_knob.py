"""What one knob does to the loss of an experiment, as it stands now."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.network.slices import Slices
from eq_sim.network.types import Array
from eq_sim.session.session import Session

_ALL, _SAMPLE = 1000, 250
_SHORTLIST = 48
_POINTS = 9
_FINE = 81


@dataclass(frozen=True)
class Sample:
    """What slices are computed on: all that is learned from, or an even part of it.

    Attributes:
        inputs: (inputs + 1, used) with a last row of ones.
        targets: (outputs, used).
        used: how many.
        total: of how many.
    """

    inputs: Array
    targets: Array
    used: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return self.used == self.total


class KnobSlices:
    """Slices through the train loss of a session; follows it through every change.

    Args:
        session: whose knobs.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._structure = self._revision = -1
        self._sample: Sample
        self._slices: Slices

    @property
    def sample(self) -> Sample:
        """What slices are computed on."""
        self._refresh()
        return self._sample

    def losses(self, knob: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the train loss with one knob at each of some values, the others as they are."""
        self._refresh()
        return self._slices.losses(knob, values)

    def answers(self, knob: int, values: NDArray[np.float64]) -> Array:
        """Returns (outputs, points · used) answers, point after point."""
        self._refresh()
        return self._slices.answers(knob, values)

    def gradient(self) -> Array:
        """Returns the (size,) slope of the loss along each knob: one backward pass for all."""
        session, sample = self.session, self.sample
        network = Network(session.layout, LOSSES[session.scenario.training.loss])
        theta = np.array(session.parameters.theta)
        with np.errstate(all="ignore"):
            return network.gradient(theta, sample.inputs[:-1], sample.targets)

    def most_telling(self, reach: NDArray[np.float64]) -> int:
        """Returns the knob whose travel from −reach to reach changes the loss most.

        Every knob of a small network is tried. Of a large one, those that are steepest here.

        Args:
            reach: (size,) how far each knob travels.
        """
        size = self.session.layout.size
        candidates = np.arange(size)
        if size > _SHORTLIST:
            steep = np.nan_to_num(np.abs(self.gradient() * reach))
            candidates = np.sort(np.argsort(steep)[-_SHORTLIST:])
        spans = []
        for knob in candidates.tolist():
            values = np.linspace(-reach[knob], reach[knob], _POINTS)
            losses = self.losses(knob, values)
            losses = losses[np.isfinite(losses)]
            spans.append(float(np.max(losses) - np.min(losses)) if losses.size else 0.0)
        return int(candidates[int(np.argmax(spans))])

    def own_lowest(self, reach: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns for each knob the place of its lowest loss on its scale, the others as they are.

        Args:
            reach: (size,) the end of each knob's scale.
        """
        size = self.session.layout.size
        points = _FINE if size <= _SHORTLIST else _POINTS
        places = np.empty(size)
        for knob in range(size):
            here = float(self.session.parameters.theta[knob])
            values = np.append(np.linspace(-reach[knob], reach[knob], points), here)
            losses = np.nan_to_num(self.losses(knob, values), nan=np.inf)
            places[knob] = values[int(np.argmin(losses))]
        return places

    def _refresh(self) -> None:
        session = self.session
        if session.structure != self._structure:
            self._structure, self._revision = session.structure, -1
            inputs, targets = session.evaluation.learned_from
            total = inputs.shape[1]
            used = total if total <= _ALL else _SAMPLE
            chosen = np.linspace(0, total - 1, used).round().astype(np.intp)
            self._sample = Sample(inputs[:, chosen], targets[:, chosen], used, total)
            loss = LOSSES[session.scenario.training.loss]
            theta = session.parameters.theta
            samples, wanted = self._sample.inputs, self._sample.targets
            self._slices = Slices(session.layout, theta, loss, samples, wanted)
        if session.parameters.revision != self._revision:
            self._revision = session.parameters.revision
            self._slices.stand()
