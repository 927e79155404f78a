"""The loss along one knob, all others standing still.

A knob reaches the answer through its own neuron only. So along the slice the neuron's sum moves
on a straight line, and what the next layer hears changes by that neuron's part alone: nothing
else is computed again.
"""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Layout
from eq_sim.network.losses import Loss
from eq_sim.network.mlp import Forward
from eq_sim.network.types import Array, run


class Slices:
    """Slices through the loss of one network over one set of samples.

    Args:
        layout: the network's layout.
        theta: the (size,) parameters, read when ``stand`` is called.
        loss: how wrong an answer is.
        samples: (inputs + 1, samples) with a last row of ones.
        targets: (outputs, samples).
    """

    def __init__(
        self, layout: Layout, theta: Array, loss: Loss, samples: Array, targets: Array
    ) -> None:
        self._layout, self._theta, self._loss = layout, theta, loss
        self._targets = np.ascontiguousarray(targets)
        self._count = samples.shape[1]
        self._forward = Forward(layout, theta, self._count)
        np.copyto(self._forward.sample, samples)

    def stand(self) -> None:
        """Takes the knobs as they stand now for the point that slices go through."""
        with np.errstate(all="ignore"):
            run(self._forward.program)

    def losses(self, knob: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the (points,) mean losses with one knob at each of (points,) values."""
        outputs = self.answers(knob, values)
        count = self._count
        with np.errstate(all="ignore"):
            return np.array(
                [
                    self._loss.value(outputs[:, place * count : (place + 1) * count], self._targets)
                    for place in range(len(values))
                ]
            )

    def answers(self, knob: int, values: NDArray[np.float64]) -> Array:
        """Returns (outputs, points · samples) answers, point after point."""
        layout, theta, forward = self._layout, self._theta, self._forward
        place = layout.knob(knob)
        views = layout.views(theta)
        layer, points, count = place.layer, len(values), self._count
        inputs = forward.inputs[layer]
        row = layout.blocks[layer].inputs if place.source is None else place.source
        rows = layout.blocks[layer].rows
        with np.errstate(all="ignore"):
            middle = views[layer][:, place.neuron] @ inputs[:rows]
            steps = (np.asarray(values, np.float64) - float(theta[knob])).astype(theta.dtype)
            sums = middle + steps[:, np.newaxis] * inputs[row]  # (points, samples)
            bent = self._activate(layer, sums.reshape(1, points * count))
            if layer == len(layout.blocks) - 1:
                # The other outputs stay as they are.
                answers = np.tile(forward.answers, points)
                answers[place.neuron] = bent[0]
                return answers
            heard = layer + 1
            weights = views[heard][place.neuron]  # of the neuron, to all that listen
            rows = layout.blocks[heard].rows
            standing = views[heard].T @ forward.inputs[heard][:rows]
            change = bent.reshape(points, count) - forward.inputs[heard][place.neuron]
            sums = standing[:, np.newaxis, :] + weights[:, np.newaxis, np.newaxis] * change
            onward = self._activate(heard, sums.reshape(len(standing), points * count))
            for later in range(heard + 1, len(layout.blocks)):
                block, view = layout.blocks[later], views[later]
                sums = view[: block.inputs].T @ onward
                if block.bias:
                    sums += view[block.inputs][:, np.newaxis]
                onward = self._activate(later, sums)
        return onward

    def _activate(self, layer: int, sums: Array) -> Array:
        activation = ACTIVATIONS[self._layout.architecture.activations[layer]]
        answers = np.empty_like(sums) if activation.keeps_sum else sums
        run(activation.forward(sums, answers, np.empty_like(sums)))
        return answers
