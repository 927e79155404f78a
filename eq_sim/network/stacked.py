"""Several networks of one shape, trained side by side: one NumPy call serves all of them.

A step of a small network is hardly more than its calls. Here each buffer of ``mlp.Workspace`` has
an axis more in front, the copies, and ``np.matmul`` multiplies each copy's matrices as ``np.dot``
would. Activations and losses are the very same calls.
"""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Layout
from eq_sim.network.losses import Loss
from eq_sim.network.types import Array, Program


def stacked_views(layout: Layout, flat: Array) -> list[Array]:
    """Returns each layer's (copies, rows, outputs) view of a (copies, size) array."""
    return [
        flat[:, block.offset : block.offset + block.size].reshape(-1, block.rows, block.outputs)
        for block in layout.blocks
    ]


def _ones(shape: tuple[int, int, int], order: tuple[int, int, int], dtype: DTypeLike) -> Array:
    """Returns ones whose axes lie in memory in the order given, which swaps two at most."""
    ones: Array = np.ones([shape[axis] for axis in order], dtype=dtype)
    return ones.transpose(order)


class StackedWorkspace:
    """Forward, compare and backward of several networks for one batch size, without dropout.

    Args:
        layout: the layout of each.
        theta: the (copies, size) parameters, read at each run.
        gradient: a (copies, size) array that a run fills.
        loss: how wrong an answer is.
        batch: how many samples of each at once.

    Attributes:
        sample: (copies, inputs + 1 + outputs, batch), filled by the caller: inputs, ones, targets
            as the loss encodes them.
        fused: the calls of a run.
    """

    def __init__(
        self, layout: Layout, theta: Array, gradient: Array, loss: Loss, batch: int
    ) -> None:
        sizes, dtype, copies = layout.architecture.sizes, theta.dtype, len(theta)
        # Products whose samples lie as rows would come to other bits than those of ``mlp``.
        self.sample: Array = np.empty((copies, sizes[0] + 1 + sizes[-1], batch), dtype=dtype)
        self.fused: Program = []
        self._scale: NDArray[Any] = np.ones((copies, 1), dtype=dtype)
        self._factor = loss.factor(sizes[-1]) / batch
        thetas, slopes = stacked_views(layout, theta), stacked_views(layout, gradient)
        backward: list[Program] = []
        inputs = self.sample[:, : sizes[0] + 1]
        below: Array | None = None
        for block, weights, slope in zip(layout.blocks, thetas, slopes, strict=True):
            activation = ACTIVATIONS[layout.architecture.activations[block.layer]]
            # Losses reduce over the outputs: in the last layer these lie farthest apart.
            order = (1, 0, 2) if block is layout.blocks[-1] else (0, 1, 2)
            onward = _ones((copies, block.outputs + 1, batch), order, dtype)
            delta, scratch = (_ones((copies, block.outputs, batch), order, dtype) for _ in "ds")
            answers = onward[:, : block.outputs]
            sums, spare = answers, scratch
            if activation.keeps_sum:
                sums, spare = np.empty_like(scratch), np.empty_like(scratch)
            used = inputs[:, : block.rows]
            self.fused.append(partial(np.matmul, weights.transpose(0, 2, 1), used, sums))
            self.fused += activation.forward(sums, answers, scratch)
            back = activation.backward(sums, answers, delta, scratch, spare)
            back.append(partial(np.matmul, used, delta.transpose(0, 2, 1), slope))
            if below is not None:
                back.append(partial(np.matmul, weights[:, : block.inputs], delta, below))
            backward.append(back)
            inputs, below = onward, delta
        assert below is not None  # a network has a layer
        answers = inputs[:, :-1]
        targets = self.sample[:, sizes[0] + 1 :]
        answers, targets, below = (part.transpose(1, 0, 2) for part in (answers, targets, below))
        self.fused += loss.slope(answers, targets, below, self._scale)
        for back in reversed(backward):
            self.fused += back

    def set_scale(self, scale: NDArray[np.float64]) -> None:
        """Sets what the mean gradient of each copy, (copies,), is multiplied by."""
        with np.errstate(over="ignore"):  # beyond float32 it is inf, and the step is refused
            self._scale[:, 0] = scale * self._factor
