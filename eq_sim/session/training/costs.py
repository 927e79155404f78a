"""What a training step and a point of the loss's record cost, by counting what they compute.

The unit is a multiplication in a matrix product. Everything else is told in it, as measured from
1 to a million knobs: the ratio of two costs holds when a machine's speed does not, and it is a
function of the network and its settings alone. No clock decides where the loss is recorded.
"""

from itertools import pairwise
from math import ceil

from eq_sim.network.layout import Architecture

SHARE = 0.1
"""What the record of the loss may cost at most, as a part of the training."""

DEAR = 50_000_000.0
"""What a point costs from which on points are spaced by what they cost: about a millisecond."""

TOGETHER = 600_000_000.0
"""What training costs that is committed together, some milliseconds: there are rests between."""

_SURE = 1.6  # a machine on which points are dearer by so much still keeps to the share
_ELEMENT = 46.0  # one number through an activation
_KNOB = 34.0  # one knob through an update, or through each moment
_STEP = 45_000.0  # what there is to do for a step of any network
_CALL = 160_000.0  # the calls of one layer of a step, where its arithmetic takes no time
_SLOT = 180_000.0  # those of an optimizer's moment
_CLASS = 400.0  # one answer through the loss and the goal's metric
_LOOK = 60_000.0  # what there is to do for the loss of any batch
_LOOKS = 0.03  # what the losses of the batches may cost, as a part of the training
_KEPT = 120.0  # one knob through the copies that are made at a point
_POINT = 3_500_000.0  # what there is to do for a point of any network
_POINT_CALL = 400_000.0  # the calls of one layer of it


def operations(architecture: Architecture, batch: int) -> int:
    """Returns how many multiplications and additions the matrix products of one step are.

    Forward, each knob is multiplied and added once for each sample: a bias weighs a 1. Backward it
    is so once more for the knob's own slope, and a weight once more, past the first layer, for the
    error that goes back through it. Activations, the loss and the update are not counted: they are
    a few for each neuron or knob.

    Args:
        architecture: the network's shape.
        batch: samples in a step.
    """
    sizes = architecture.sizes
    back = sum(inputs * outputs for inputs, outputs in pairwise(sizes[1:]))
    return 2 * batch * (2 * architecture.count + back)


def step_cost(architecture: Architecture, batch: int, slots: int) -> float:
    """Returns what a training step costs.

    Args:
        architecture: the network's shape.
        batch: samples in a step.
        slots: how many moments the optimizer keeps of each knob.
    """
    units, layers = sum(architecture.sizes[1:]), len(architecture.sizes) - 1
    products = 3 * architecture.count * batch  # forward once, backward twice
    elements = _ELEMENT * units * batch + _KNOB * (1 + slots) * architecture.count
    return products + elements + _calls(layers, slots)


def call_share(architecture: Architecture, batch: int, slots: int) -> float:
    """Returns the part of a training step's cost that is its calls and not their arithmetic.

    Args:
        architecture: the network's shape.
        batch: samples in a step.
        slots: how many moments the optimizer keeps of each knob.
    """
    layers = len(architecture.sizes) - 1
    return _calls(layers, slots) / step_cost(architecture, batch, slots)


def _calls(layers: int, slots: int) -> float:
    return _STEP + _CALL * layers + _SLOT * slots


def point_cost(architecture: Architecture, samples: int) -> float:
    """Returns what it costs to record the loss of all samples once, and to look for the goal.

    Args:
        architecture: the network's shape.
        samples: how many there are.
    """
    sizes = architecture.sizes
    units, layers = sum(sizes[1:]), len(sizes) - 1
    products = architecture.count * samples
    elements = _ELEMENT * units * samples + _KEPT * architecture.count
    answers = _CLASS * sizes[-1] * samples
    return products + elements + answers + _POINT + _POINT_CALL * layers


def spacing(point: float, step: float) -> int:
    """Returns the steps between two points of the record, so that it keeps to its share.

    Args:
        point: what a point costs.
        step: what a step costs.
    """
    return ceil(_SURE * point / step / SHARE)


def batch_losses_every(architecture: Architecture, batch: int, step: float) -> int:
    """Returns of how many steps one has its batch's loss looked at: each, of a large network.

    Args:
        architecture: the network's shape.
        batch: samples in a step.
        step: what a step costs.
    """
    cost = _LOOK + _CLASS / 2 * architecture.sizes[-1] * batch
    return 1 << (ceil(cost / step / _LOOKS) - 1).bit_length()
