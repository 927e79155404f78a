"""What each neuron answers along the one input, where there is one: a curve, one pass for all."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import View
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.session import Session

_POINTS = 65


class NeuronCurves:
    """Points along the one input, and every neuron's answers to them.

    Args:
        session: whose network is asked.

    Attributes:
        revision: grows when the answers are worked out anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._structure = -1
        self._seen = -1
        self.revision = 0

    @property
    def exists(self) -> bool:
        """Whether there is one input, and a number to answer."""
        return self._session.dataset.view is View.CURVE

    def neuron(self, layer: int, neuron: int) -> NDArray[np.float64]:
        """Returns (points,) of a neuron's answers, from the smallest input to the largest.

        They are those of the last ``refresh``; all 0 before the first.
        """
        if self._structure != self._session.structure:
            return np.zeros(_POINTS)
        return np.asarray(np.nan_to_num(self._evaluator.hidden[layer][neuron].astype(np.float64)))

    def refresh(self) -> None:
        """Sends the points through the network, if a knob or the network has changed."""
        session = self._session
        if session.structure != self._structure:
            self._structure, self._seen = session.structure, -1
            inputs, w = session.dataset.inputs[0], session.parameters.w
            across = np.linspace(inputs.min(), inputs.max(), _POINTS)
            samples = with_ones(across[np.newaxis], w.dtype)
            self._evaluator = Evaluator(session.layout, w, samples)
        if session.parameters.revision != self._seen:
            self._seen = session.parameters.revision
            self.revision += 1
            self._evaluator.run()
