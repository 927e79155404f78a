"""What the network and each of its neurons answer over the plane: one pass for all."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import View
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_FINEST, _COARSEST = 64, 24


class Surface:
    """A square grid over the plane, and every neuron's answer on it.

    Args:
        session: whose network is asked.

    Attributes:
        reach: the grid goes from −reach to reach in both inputs.
        side: points along a side; fewer for a larger network, for each costs a pass.
        revision: grows when the answers are worked out anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.reach = 1.0
        self.side = _FINEST
        self.revision = 0
        self._structure = -1
        self._seen = -1

    @property
    def exists(self) -> bool:
        """Whether the data are points of a plane."""
        return self._session.dataset.view is View.PLANE

    def answers(self) -> NDArray[np.float64]:
        """Returns (side, side) answers as a person reads them, the top row first."""
        self.refresh()
        return self._answers

    @property
    def knows_neurons(self) -> bool:
        """Whether the last ``refresh`` kept every neuron's answers; not of the widest networks."""
        if self._structure != self._session.structure:
            return False
        return bool(self._evaluator.hidden[0].shape[1] == self.side**2)

    def neuron(self, layer: int, neuron: int) -> NDArray[np.float64]:
        """Returns (side, side) shares from 0, where a neuron answers least, to 1, where most.

        They are those of the last ``refresh``; one half everywhere where none are known.
        """
        if not self.knows_neurons:
            return np.full((self.side, self.side), 0.5)
        values = self._evaluator.hidden[layer][neuron].reshape(self.side, self.side)
        low, high = float(values.min()), float(values.max())
        if not high - low > 0:
            return np.full(values.shape, 0.5)
        return np.asarray((values - low) / (high - low))

    def change(self, knob: int, by: float) -> NDArray[np.float64]:
        """Returns (side, side): how much the answer rises when one knob is turned by so much."""
        self.refresh()
        theta = np.array(self._session.parameters.theta)
        theta[knob] += by
        w = self._session.parameters.made(theta)
        evaluator = Evaluator(self._session.layout, w, self._samples)
        with np.errstate(all="ignore"):
            turned = np.nan_to_num(self._link(evaluator.run())[0].astype(np.float64), nan=0.5)
        return np.asarray(turned.reshape(self.side, self.side) - self._answers)

    def refresh(self) -> None:
        """Sends the plane through the network, if a knob or the network has changed."""
        session = self._session
        if session.structure != self._structure:
            self._structure, self._seen = session.structure, -1
            self.reach = session.dataset.reach
            self.side = int(np.clip((3e7 / session.layout.size) ** 0.5, _COARSEST, _FINEST))
            across = (np.arange(self.side) + 0.5) / self.side * 2 * self.reach - self.reach
            x, y = np.meshgrid(across, -across)
            samples = with_ones(np.stack([x.ravel(), y.ravel()]), session.parameters.theta.dtype)
            self._samples = samples
            self._evaluator = Evaluator(session.layout, session.parameters.w, samples)
            self._link = loss_of(session.scenario.training).link
        if session.parameters.revision != self._seen:
            self._seen = session.parameters.revision
            self.revision += 1
            with np.errstate(all="ignore"):
                linked = self._link(self._evaluator.run())[0]
            whole = np.nan_to_num(linked.astype(np.float64), nan=0.5)
            self._answers: NDArray[np.float64] = whole.reshape(self.side, self.side)
