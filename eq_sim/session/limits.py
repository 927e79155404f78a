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
_PARAMETERS = 2  # θ and its start
_SWITCHES = 1  # the parked values; the masks are bytes
_MASKS = 3  # bytes a knob: what is off, what is silent, which knobs are weights
_TRAINER = 5  # before and after the last step, gradient, scratch, the weights as numbers
_PREVIEW = 2  # the next step's gradient and update, for the arrows
_BEST = 1  # the knobs of the lowest loss
_SNAPSHOT = 3  # θ and the last step's two ends, beside the moments
_SNAPSHOTS = 2  # the last thing that can be undone, and the one that is being done


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
    moving = 2 * optimizer.slots + (0 if optimizer.folds_rate else 2)
    moving += bool(training.l1) + bool(training.l2)
    own = _PARAMETERS + _SWITCHES + _TRAINER + moving
    samples = scenario.data.points or source.rows
    learned = samples - min(round(samples * scenario.data.test_fraction), samples - 1)
    batch = learned if training.batch_size == "full" else min(training.batch_size, learned)
    work = _column(shape, dropout=training.dropout > 0, backward=True)
    width = source.features + source.outputs
    data = item * (3 * (width + 1) * learned + (width + 2 * source.outputs + 1) * samples)
    tables = data + item * _column(shape) * _evaluated(samples)
    kept = item * count * (own + _BEST + _PREVIEW) + _MASKS * count
    kept += tables + 8 * width * samples + item * work * (2 * batch + learned % batch)
    # The start is drawn in float64, and the new best is found before the old one goes.
    drawn = 8 * count
    renewed = item * count * (own + _BEST) + _MASKS * count + drawn + tables + item * work * batch
    undo = _SNAPSHOTS * item * count * (_SNAPSHOT + optimizer.slots)
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
