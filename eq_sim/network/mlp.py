"""Forward, loss and gradient of a fully connected network over a flat θ.

The network itself has no state: θ is given. What is kept is a ``Workspace``: the buffers for one
batch size and the NumPy calls that work on them, prepared once. Samples are columns
("feature-major"): a layer's input is (inputs + 1, samples) with a last row of ones, so that one
product with the layer's matrix adds the bias too, and one product gives the slopes of weights
and biases together.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import Loss
from eq_sim.network.types import Array, Program, run


class Forward:
    """The way from samples to answers for one batch size.

    Args:
        layout: the network's layout.
        theta: the (wired,) weights and biases, read at each run.
        batch: how many samples at once.
        extra: rows kept below the inputs in ``sample``, for the targets of a training step.
        dropout: the share of hidden answers that ``masks`` will drop; 0 leaves the masks out.

    Attributes:
        sample: (inputs + 1 + extra, batch), filled by the caller: inputs, ones, targets.
        answers: (outputs, batch), the last layer's answers after a run.
        hidden: the answers of each layer, (neurons, batch), before any dropout.
        program: the calls of a run.
    """

    def __init__(
        self, layout: Layout, theta: Array, batch: int, extra: int = 0, dropout: float = 0.0
    ) -> None:
        sizes, dtype = layout.architecture.sizes, theta.dtype
        layers = len(layout.blocks)
        self.sample = np.empty((sizes[0] + 1 + extra, batch), dtype=dtype)
        self.inputs: list[Array] = [self.sample[: sizes[0] + 1]]
        self.hidden: list[Array] = []
        self.sums: list[Array] = []
        self.masks: list[Array] = []
        self.scratch: list[Array] = []
        self.dropout = dropout
        self.program: Program = []
        for block, view in zip(layout.blocks, layout.views(theta), strict=True):
            last = block.layer == layers - 1
            onward = np.ones((block.outputs + 1, batch), dtype=dtype)
            answers = onward[: block.outputs]
            drops = dropout > 0 and not last
            if drops:
                answers = np.empty((block.outputs, batch), dtype=dtype)
                self.masks.append(np.empty((block.outputs, batch), dtype=dtype))
            activation = ACTIVATIONS[layout.architecture.activations[block.layer]]
            scratch = np.empty((block.outputs, batch), dtype=dtype)
            sums = np.empty_like(scratch) if activation.keeps_sum else answers
            self.program.append(partial(np.dot, view.T, self.inputs[-1][: block.rows], sums))
            self.program += activation.forward(sums, answers, scratch)
            if drops:
                self.program.append(
                    partial(np.multiply, answers, self.masks[-1], onward[: block.outputs])
                )
            self.inputs.append(onward)
            self.hidden.append(answers)
            self.sums.append(sums)
            self.scratch.append(scratch)
        self.answers = self.hidden[-1]

    def draw_masks(self, stream: np.random.Generator) -> None:
        """Drops each hidden answer with probability ``dropout``; the kept ones grow to make up.

        Inverted dropout as in ``torch.nn.Dropout``: kept answers are divided by 1 − dropout.
        """
        for mask in self.masks:
            draws = stream.random(mask.shape, dtype=np.float32)
            np.copyto(mask, draws >= self.dropout)
            np.divide(mask, 1 - self.dropout, out=mask)


class Workspace(Forward):
    """Forward, compare and backward for one batch size.

    Args:
        layout: the network's layout.
        theta: the (size,) parameters, read at each run.
        gradient: a (size,) vector that ``backward`` fills.
        loss: how wrong an answer is.
        batch: how many samples at once.
        dropout: the share of hidden answers dropped.
        onward: calls that lead the gradient on, to the knobs that the weights are made of.

    Attributes:
        targets: (outputs, batch), the part of ``sample`` that holds the encoded targets.
        compare: calls that fill the last layer's delta from answers and targets.
        backward: calls that carry the delta back and fill the gradient.
    """

    def __init__(
        self,
        layout: Layout,
        theta: Array,
        gradient: Array,
        loss: Loss,
        batch: int,
        dropout: float = 0.0,
        onward: Sequence[Callable[[], object]] = (),
    ) -> None:
        sizes = layout.architecture.sizes
        super().__init__(layout, theta, batch, extra=sizes[-1], dropout=dropout)
        self.targets = self.sample[sizes[0] + 1 :]
        self._scale = np.ones((), dtype=theta.dtype)
        self._factor = loss.factor(sizes[-1]) / batch
        deltas = [np.empty((block.outputs, batch), dtype=theta.dtype) for block in layout.blocks]
        self.deltas = deltas
        self.compare = loss.slope(self.answers, self.targets, deltas[-1], self._scale)
        self.backward: Program = []
        thetas, slopes = layout.views(theta), layout.views(gradient)
        for block in reversed(layout.blocks):
            layer = block.layer
            delta, answers = deltas[layer], self.hidden[layer]
            activation = ACTIVATIONS[layout.architecture.activations[layer]]
            # The forward scratch is free by now; the second one is made only where it is needed.
            spare = np.empty_like(delta) if activation.keeps_sum else self.scratch[layer]
            if layer < len(self.masks):
                self.backward.append(partial(np.multiply, delta, self.masks[layer], delta))
            self.backward += activation.backward(
                self.sums[layer], answers, delta, self.scratch[layer], spare
            )
            inputs = self.inputs[layer][: block.rows]
            self.backward.append(partial(np.dot, inputs, delta.T, slopes[layer]))
            if layer > 0:
                weights = thetas[layer][: block.inputs]
                self.backward.append(partial(np.dot, weights, delta, deltas[layer - 1]))
        self.backward += onward
        self.fused: Program = [*self.program, *self.compare, *self.backward]

    def set_scale(self, scale: float) -> None:
        """Sets what the mean gradient is multiplied by: 1, or the learning rate of plain SGD."""
        with np.errstate(over="ignore"):  # beyond float32 it is inf, and the step is refused
            self._scale[...] = scale * self._factor


_CHUNK, _LEAST_CHUNK = 4096, 256  # samples in one pass over many
_NUMBERS = 1 << 20  # that the buffers of such a pass hold, where fewer samples do it


def chunk_of(architecture: Architecture) -> int:
    """Returns how many samples go through a network at once, so that buffers stay bounded."""
    return min(_CHUNK, max(_LEAST_CHUNK, _NUMBERS // (2 * sum(architecture.sizes))))


class Network:
    """A network's mathematics as plain functions of θ; for anything but the training loop.

    Args:
        layout: the network's layout.
        loss: how wrong an answer is.
    """

    def __init__(self, layout: Layout, loss: Loss) -> None:
        if loss.from_logits and layout.architecture.activations[-1] != "identity":
            raise ValueError(f"{loss.label} takes logits: the last activation must be identity")
        self.layout = layout
        self.loss = loss

    def answers(self, theta: Array, inputs: Array) -> Array:
        """Returns the (outputs, samples) answers to (features, samples) inputs."""
        theta = np.asarray(theta)
        evaluator = Evaluator(self.layout, theta, with_ones(inputs, theta.dtype))
        return evaluator.run().copy()

    def value(self, theta: Array, inputs: Array, targets: Array) -> float:
        """Returns the mean loss over (features, samples) inputs and (outputs, samples) targets."""
        return self.loss.value(self.answers(theta, inputs), np.asarray(targets, theta.dtype))

    def gradient(self, theta: Array, inputs: Array, targets: Array) -> Array:
        """Returns the (size,) slope of ``value`` along each parameter."""
        gradient = np.empty_like(theta)
        work = Workspace(self.layout, theta, gradient, self.loss, inputs.shape[1])
        work.sample[: len(inputs)] = inputs
        work.sample[len(inputs)] = 1
        work.targets[...] = self.loss.encode(np.asarray(targets, theta.dtype))
        work.set_scale(1.0)
        run(work.fused)
        return gradient


class Evaluator:
    """Answers to a fixed set of samples at the current θ, in chunks, without allocating.

    Args:
        layout: the network's layout.
        theta: the (size,) parameters, read at each run.
        samples: (inputs + 1, samples) with a last row of ones.
    """

    def __init__(self, layout: Layout, theta: Array, samples: Array) -> None:
        count = samples.shape[1]
        self._answers = np.empty((layout.architecture.sizes[-1], count), dtype=theta.dtype)
        self._passes: list[tuple[Forward, Array, Array]] = []
        made: dict[int, Forward] = {}
        chunk = chunk_of(layout.architecture)
        for start in range(0, count, chunk):
            part = samples[:, start : start + chunk]
            size = part.shape[1]
            forward = made[size] = made.get(size) or Forward(layout, theta, size)
            self._passes.append((forward, part, self._answers[:, start : start + size]))

    @property
    def hidden(self) -> list[NDArray[Any]]:
        """Each layer's answers, (neurons, samples), in the last chunk of the last run."""
        return list(self._passes[-1][0].hidden)

    def run(self) -> Array:
        """Returns the (outputs, samples) answers; the array is overwritten by the next run."""
        with np.errstate(all="ignore"):  # an exploded θ gives inf here, and that is reported
            for forward, part, answers in self._passes:
                np.copyto(forward.sample, part)
                run(forward.program)
                np.copyto(answers, forward.answers)
        return self._answers


def with_ones(inputs: NDArray[Any], dtype: DTypeLike) -> Array:
    """Returns (features, samples) inputs with the row of ones that carries the biases."""
    samples: Array = np.ones((inputs.shape[0] + 1, inputs.shape[1]), dtype=dtype)
    samples[:-1] = inputs
    return samples
