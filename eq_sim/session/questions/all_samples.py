"""What all training samples say of each knob: its gradient, and which neurons never answer.

One pass goes forward and back through them, a part at a time: between two parts of a large network
a window can draw a frame.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.mlp import Workspace
from eq_sim.network.types import Array, run
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_PART = 64_000_000  # knobs times samples of a part: some milliseconds
_LEAST, _MOST = 16, 4096  # samples of a part


@dataclass(frozen=True)
class Pulls:
    """What all training samples together do to the knobs.

    Attributes:
        gradient: (size,) slopes of the train loss, penalties left out.
        inputs: (inputs,) whether an input is anything but 0 in some sample.
        answers: for each layer (neurons,) whether a neuron answers anything but 0 to some sample.
        errors: for each layer (neurons,) whether anything comes back to a neuron from some sample.
        samples: how many.
    """

    gradient: Array
    inputs: NDArray[np.bool_]
    answers: tuple[NDArray[np.bool_], ...]
    errors: tuple[NDArray[np.bool_], ...]
    samples: int

    def hears(self, layer: int, source: int) -> bool:
        """Whether what a layer listens to is anything but 0 in some sample."""
        heard = self.answers[layer - 1] if layer else self.inputs
        return bool(heard[source])


class Sweep:
    """A pass through the training samples of a session, at the knobs as they stand when it begins.

    Args:
        session: which.
        theta: (size,) the knobs; they are copied.

    Attributes:
        done: samples that were gone through.
        total: how many there are.
    """

    def __init__(self, session: Session, theta: Array) -> None:
        layout = session.layout
        self._layout, self._loss = layout, loss_of(session.scenario.training)
        self._parameters = session.parameters
        self._w = np.array(session.parameters.made(theta))
        self._gradient = np.empty_like(theta)
        self._inputs, targets = session.evaluation.learned_from
        self._targets = self._loss.encode(targets)
        self.done, self.total = 0, int(self._inputs.shape[1])
        self._part = max(_LEAST, min(_MOST, _PART // layout.size, self.total))
        self._work: Workspace | None = None
        self._slope = np.empty_like(self._w)
        self._sum = np.zeros_like(self._w)
        outputs = [block.outputs for block in layout.blocks]
        self._answers = [np.zeros(count, dtype=bool) for count in outputs]
        self._errors = [np.zeros(count, dtype=bool) for count in outputs]

    def go_on(self) -> Pulls | None:
        """Goes through the next part. Returns what was found once all samples had their turn."""
        end = min(self.done + self._part, self.total)
        here, count = slice(self.done, end), end - self.done
        work = self._work
        if work is None or work.sample.shape[1] != count:
            self._work = work = Workspace(self._layout, self._w, self._slope, self._loss, count)
        work.inputs[0][...] = self._inputs[:, here]
        work.targets[...] = self._targets[:, here]
        work.set_scale(count / self.total)
        with np.errstate(all="ignore"):  # an exploded network has no finite gradient
            run(work.fused)
            self._sum += self._slope
        for ever, now in zip(self._answers, work.hidden, strict=True):
            ever |= now.any(axis=1)
        for ever, now in zip(self._errors, work.deltas, strict=True):
            ever |= now.any(axis=1)
        self.done = end
        if end < self.total:
            return None
        self._parameters.lead_back(self._sum, self._gradient)
        heard = np.any(self._inputs[:-1], axis=1)
        return Pulls(
            self._gradient, np.asarray(heard), tuple(self._answers), tuple(self._errors), self.total
        )
