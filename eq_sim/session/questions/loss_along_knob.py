"""What one knob does to the loss of an experiment, as it stands now."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.made_slices import MadeSlices
from eq_sim.network.mlp import Network
from eq_sim.network.slices import Slices
from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_ALL, _PART = 1000, 250
_SHORTLIST = 48
_POINTS = 9
_FINE = 81


def slices_through(session: Session, samples: Array, targets: Array) -> Slices:
    """Returns slices through the loss over some samples; they ``stand`` nowhere yet.

    Args:
        session: whose knobs.
        samples: (inputs + 1, samples) with a last row of ones.
        targets: (outputs, samples).
    """
    layout, parameters = session.layout, session.parameters
    loss = loss_of(session.scenario.training)
    if parameters.plain:
        return Slices(layout, parameters.theta, loss, samples, targets)
    make = parameters.made
    return MadeSlices(layout, parameters.theta, parameters.w, make, loss, samples, targets)


@dataclass
class _Cut:
    """Slices through the loss over some of the samples.

    Attributes:
        slices: what computes them.
        used: how many samples.
        stands: the revision of θ that they go through.
    """

    slices: Slices
    used: int
    stands: int = -1


class KnobSlices:
    """Slices through the train loss of a session; follows it through every change.

    They are computed on all that is learned from, so that what they say is what the screen shows.
    Where a question asks for very many of them, or while much moves, an even part has to do.

    Args:
        session: whose knobs.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._structure = -1
        self._cuts: dict[bool, _Cut] = {}

    @property
    def total(self) -> int:
        """How many samples are learned from."""
        return int(self.session.evaluation.learned_from[0].shape[1])

    @property
    def work(self) -> int:
        """How many answers of neurons a point of a slice takes at most, over all samples."""
        blocks = self.session.layout.blocks
        return self.total * sum(block.outputs for block in blocks)

    def used(self, *, part: bool = False) -> int:
        """Returns how many samples slices are computed on: all, or for a ``part`` some hundreds."""
        return self._cut(part).used

    def losses(
        self, knob: int, values: NDArray[np.float64], *, part: bool = False
    ) -> NDArray[np.float64]:
        """Returns the train loss with one knob at each of some values, the others as they are.

        Args:
            knob: which.
            values: (points,) where it would be.
            part: whether an even part of many samples is enough.
        """
        return self._cut(part).slices.losses(knob, values)

    def answers(self, knob: int, values: NDArray[np.float64], *, part: bool = False) -> Array:
        """Returns (outputs, points · used) answers, point after point; see ``losses``."""
        return self._cut(part).slices.answers(knob, values)

    def gradient(self) -> Array:
        """Returns the (size,) slope of the loss along each knob: one backward pass for all."""
        session = self.session
        inputs, targets = session.evaluation.learned_from
        network = Network(session.layout, loss_of(session.scenario.training))
        parameters = session.parameters
        gradient = np.empty_like(parameters.theta)
        with np.errstate(all="ignore"):
            parameters.lead_back(network.gradient(parameters.w, inputs[:-1], targets), gradient)
        return gradient

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
            losses = self.losses(knob, values, part=True)
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
            losses = np.nan_to_num(self.losses(knob, values, part=True), nan=np.inf)
            places[knob] = values[int(np.argmin(losses))]
        return places

    def _cut(self, part: bool) -> _Cut:
        session = self.session
        if session.structure != self._structure:
            self._structure = session.structure
            self._cuts.clear()
        inputs, targets = session.evaluation.learned_from
        total = inputs.shape[1]
        part = part and total > _ALL
        cut = self._cuts.get(part)
        if cut is None:
            used = _PART if part else total
            chosen = np.linspace(0, total - 1, used).round().astype(np.intp)
            slices = slices_through(session, inputs[:, chosen], targets[:, chosen])
            cut = self._cuts[part] = _Cut(slices, used)
        if session.parameters.revision != cut.stands:
            cut.stands = session.parameters.revision
            cut.slices.stand()
        return cut
