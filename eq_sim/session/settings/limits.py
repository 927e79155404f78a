"""How much memory a session takes, counted before anything is made.

The counts follow the parts of a session. A test makes sessions of many shapes and holds what
they really took against them.
"""

from dataclasses import dataclass

import numpy as np

from eq_sim.data.sources import SOURCES
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Architecture
from eq_sim.network.mlp import Network
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.scenario import Scenario

MOST_BYTES = 2 << 30
"""What one session may take in memory, from the data to the oldest thing to undo."""

# Copies of θ, part by part.
_WORKING = 9  # θ; before and after the last step, gradient, scratch, weights; what a run puts back
_STATE = 6  # θ, its start, both ends of the last step, the parked values, the best knobs
_MASKS = 3  # bytes a knob: what is off, what is silent, which knobs are weights
_PREVIEW = 2  # the next step's gradient and update, for the arrows
_ENTRY = 4  # θ, both ends of the last step and the best knobs of the last thing to undo


@dataclass(frozen=True)
class Memory:
    """What a session takes, in bytes.

    Attributes:
        kept: all the time: knobs, moments, data, buffers.
        renewed: once more while a new start is made, until the old one is let go.
        undo: what undo keeps at least; more only within its own budget.
    """

    kept: int
    renewed: int
    undo: int

    @property
    def most(self) -> int:
        """All of it together: the most at one moment."""
        return self.kept + self.renewed + self.undo


def memory(scenario: Scenario) -> Memory:
    """Returns what a session of a scenario takes at most: never less than it will.

    The moments of most do not quite coincide, so the count is up to a quarter above the truth.
    What views make for themselves, and what the log keeps of long actions, is apart.
    """
    source = SOURCES[scenario.data.source]
    network, training = scenario.network, scenario.training
    shape = scenario.architecture(source.features, source.outputs)
    item, count = np.dtype(network.dtype).itemsize, shape.count
    optimizer = OPTIMIZERS[training.optimizer]
    # Moments: now, next, and those that a run puts back; and an update and scratch.
    moving = 3 * optimizer.slots + (0 if optimizer.folds_rate else 2)
    moving += bool(training.l1) + bool(training.l2)
    own = _WORKING + moving + _STATE + optimizer.slots
    samples = scenario.data.points or source.rows
    learned = samples - min(round(samples * scenario.data.test_fraction), samples - 1)
    batch = learned if training.batch_size == "full" else min(training.batch_size, learned)
    work = item * _column(shape, dropout=training.dropout > 0, backward=True)
    width = source.features + source.outputs + 1
    data = 8 * width * samples  # in float64, and the place of each sample
    tables = item * (2 * width * learned + (width + 2 * source.outputs) * samples)
    tables += item * _column(shape) * _evaluated(samples)
    kept = item * count * (own + _PREVIEW) + _MASKS * count
    kept += data + tables + work * (2 * batch + learned % batch)
    # A start is drawn in float64, and data are made before they are put in order.
    renewed = (item * own + _MASKS + 8) * count + 2 * data + tables + work * batch
    undo = item * count * (_ENTRY + optimizer.slots) + data
    return Memory(kept, renewed, undo)


def _column(shape: Architecture, *, dropout: bool = False, backward: bool = False) -> int:
    """Returns how many numbers the buffers of a pass hold for each sample."""
    outputs = shape.sizes[1:]
    keeps = sum(
        size
        for size, name in zip(outputs, shape.activations, strict=True)
        if ACTIVATIONS[name].keeps_sum
    )
    numbers = shape.sizes[0] + 1 + len(outputs) + 2 * sum(outputs) + keeps
    if dropout:
        numbers += 2 * sum(outputs[:-1])
    if backward:
        numbers += outputs[-1] + sum(outputs) + keeps
    return numbers


def _evaluated(samples: int) -> int:
    """Returns how many samples have buffers where all are looked at, in chunks."""
    chunk = Network.chunk
    return samples if samples <= chunk else chunk + samples % chunk
