"""How much memory a session takes, counted before anything is made.

The counts follow the parts of a session. A test makes sessions of many shapes and holds what
they really took against them.
"""

from dataclasses import dataclass

import numpy as np

from eq_sim.data.dataset import counts
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Architecture
from eq_sim.network.mlp import chunk_of
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.finished_run import BUDGET
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import measured_by, own_parts, own_samples, source_of
from eq_sim.session.spreads import first_bytes

MOST_BYTES = 2 << 30
"""What one session may take in memory, from the data to the oldest thing to undo."""

# Copies of θ, part by part.
_WORKING = 6  # θ; before and after the last step, gradient; what a run puts back
_STATE = 5  # θ, its start, before the last step, the parked values, the best knobs
_MASKS = 3  # bytes a knob: what is off, what is silent, which knobs are weights
_PREVIEW = 2  # the next step's gradient and update, for the arrows
_END = 6  # θ, its start, before and after the last step, parked values, best knobs of a run's end
_ENTRY = 3  # θ, before the last step and the best knobs of the last thing to undo


@dataclass(frozen=True)
class Memory:
    """What a session takes, in bytes.

    Attributes:
        kept: all the time: knobs, moments, data, buffers.
        renewed: once more while a new start is made, until the old one is let go.
        undo: what undo keeps at least; more only within its own budget.
        run: the end of the finished run that was left last, where there is room for it; more of
            them only within their own budget.
    """

    kept: int
    renewed: int
    undo: int
    run: int

    @property
    def most(self) -> int:
        """All of it together: the most at one moment."""
        return self.kept + self.renewed + self.undo + self.run


def memory(scenario: Scenario) -> Memory:
    """Returns what a session of a scenario takes at most: never less than it will.

    The moments of most do not quite coincide, so the count is up to a quarter above the truth.
    What views make for themselves, and what the log keeps of long actions, is apart.
    """
    source = source_of(scenario.data)
    network, training = scenario.network, scenario.training
    shape = scenario.architecture(source.features, source.outputs)
    item, count = np.dtype(network.dtype).itemsize, shape.count
    optimizer = OPTIMIZERS[training.optimizer]
    # Moments: now, next, and those that a run puts back; and an update and scratch.
    moving = 3.0 * optimizer.slots + (not optimizer.folds_rate)
    moving += min(optimizer.scratch, count) / count
    coupled = bool(training.l2) and "decay" not in optimizer.uses
    moving += bool(training.l1) + coupled + (coupled or bool(training.l1))
    own = _WORKING + moving + _STATE + optimizer.slots
    samples = own_samples(scenario.data) + len(scenario.data.painted)
    data = scenario.data
    learned = source.learned or counts(samples, data.test_fraction, data.validation_fraction).train
    if data.train_points is not None:
        learned = own_parts(data).train + len(data.painted)
    batch = learned if training.batch_size == "full" else min(training.batch_size, learned)
    work = item * _column(shape, dropout=training.dropout > 0, backward=True)
    width = source.features + source.outputs + 1
    own_data = 8 * width * samples  # in float64, and the place of each sample
    tables = item * (2 * width * learned + (width + 2 * source.outputs) * samples)
    tables += item * _column(shape) * _evaluated(shape, samples)
    kept = int(item * count * (own + _PREVIEW)) + _MASKS * count
    record = first_bytes(shape)  # of where the knobs stood; it grows to 8 MB at most, and is apart
    kept += own_data + tables + work * (2 * batch + learned % batch) + record
    # A start is drawn in float64, and data are made before they are put in order. What a run puts
    # back is made when one begins.
    fresh = own - optimizer.slots - 1
    renewed = int((item * fresh + _MASKS + 8) * count) + 2 * own_data + tables + work * batch
    renewed += 2 * record
    if data.components:  # the samples before them; and while they are learned, the same centred,
        # how the inputs vary together, and what comes of that
        measured = measured_by(data).features
        kept += 8 * measured * samples
        renewed += 8 * measured * (2 * samples + 4 * measured)
    undo = item * count * (_ENTRY + optimizer.slots) + own_data + record
    end = (item * (_END + optimizer.slots) + _MASKS) * count
    return Memory(kept, renewed, undo, record + (end if end <= BUDGET else 0))


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


def _evaluated(shape: Architecture, samples: int) -> int:
    """Returns how many samples have buffers where all are looked at, in chunks."""
    chunk = chunk_of(shape)
    return samples if samples <= chunk else chunk + samples % chunk
