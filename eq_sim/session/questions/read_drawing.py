"""What a network answers to a picture that is in no data: reading it changes nothing."""

import zlib
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import NEW_INK, ink_of
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters


class Reads(Protocol):
    """A network that takes pictures; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def dataset(self) -> Dataset:
        """What it has learned from."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def parameters(self) -> Parameters:
        """θ."""


@dataclass(frozen=True)
class Reading:
    """An answer to a picture.

    Attributes:
        classes: what can be answered.
        shares: (classes,) how sure the network is of each, from 0 to 1.
        checksum: of all bits of the output neurons' numbers.
    """

    classes: tuple[str, ...]
    shares: NDArray[np.float64]
    checksum: int

    @property
    def answer(self) -> int:
        """The place of the surest class."""
        return int(np.argmax(self.shares))

    @property
    def name(self) -> str:
        """The surest class."""
        return self.classes[self.answer]

    @property
    def sure(self) -> float:
        """How sure the network is of its answer."""
        return float(self.shares[self.answer])


def read_drawing(network: Reads, pixels: NDArray[np.float64]) -> Reading:
    """Returns what a network says of a drawn picture, in the ink of its data.

    Args:
        network: what reads.
        pixels: (pixels,) shares of ink from 0 to 1.
    """
    dataset, scenario = network.dataset, network.scenario
    if scenario.data.source == NEW_INK:  # it is read as the data look
        pixels = ink_of(scenario.data).pictures(pixels[:, np.newaxis])[:, 0]
    w = network.parameters.w
    inputs = dataset.taken(pixels[:, np.newaxis])
    numbers = Evaluator(network.layout, w, with_ones(inputs, w.dtype)).run().copy()
    link = loss_of(scenario.training).link
    shares = np.nan_to_num(link(numbers)[:, 0], nan=0.0).clip(0, 1)
    return Reading(dataset.classes, np.asarray(shares, np.float64), zlib.crc32(numbers.tobytes()))
