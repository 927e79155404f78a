"""How the knobs of each layer are spread, now and over the steps; worked out after each change."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.change import Change, Watch
from eq_sim.session.names import layer_name
from eq_sim.session.questions.knob_shares import beyond, middle, shares
from eq_sim.session.session import Session
from eq_sim.session.spreads import FEW, Part, Spreads
from eq_sim.ui.console.scales import Scales

ROWS = 65
"""Rows of a layer's scale: as many above 0 as below, and one around it."""

_WHAT = Change.KNOBS | Change.STRUCTURE | Change.HISTORY | Change.OBJECTIVE | Change.SWITCHES


@dataclass(frozen=True, eq=False)
class LayerSpread:
    """The weights or the biases of one layer.

    Attributes:
        title: the layer's name.
        what: "weights" or "biases".
        knobs: how many there are.
        exact: whether every value is known; else they were counted in cells.
        limit: the scale's end.
        steps: (moments,) steps taken by the recorded moments.
        shares: (moments, ROWS) of the knobs, from −limit upwards.
        middle: (moments, 3) what 5 %, half and 95 % of them are below.
        step: steps taken by the moment that is shown.
        here: (ROWS,) the shares at it.
        here_middle: (3,) likewise.
        beyond: how many are below and above the scale there.
    """

    title: str
    what: str
    knobs: int
    exact: bool
    limit: float
    steps: NDArray[np.int64]
    shares: NDArray[np.float64]
    middle: NDArray[np.float64]
    step: int
    here: NDArray[np.float64]
    here_middle: NDArray[np.float64]
    beyond: tuple[int, int]


def record_of(session: Session) -> Spreads:
    """Returns where a session's knobs stood on the way; while one looks back, up to the present."""
    shown = session.spreads
    if session.looking_back:
        present = session.present().progress.spreads
        goes_on = bool(len(present.steps)) and present.steps[-1] >= session.step
        if goes_on and present.begins_like(shown):
            return present
    if shown.layout is None or shown.layout.architecture != session.layout.architecture:
        return Spreads()
    return shown


class _Known:
    """What was worked out of a part, and goes on where the record does."""

    def __init__(self) -> None:
        self.of: object = None
        self.memory: object = None  # held, so that no other one has its identity
        self.shares = np.empty((0, ROWS))
        self.middle = np.empty((0, 3))

    def follow(self, memory: object, of: object, part: Part, limit: float) -> None:
        """Works out what is not known yet of a part's moments."""
        same = memory is self.memory and of == self.of
        if same and len(self.shares) >= len(part.steps):
            return
        first = len(self.shares) if same else 0
        rest = Part(
            part.knobs,
            part.steps[first:],
            None if part.values is None else part.values[first:],
            None if part.counts is None else part.counts[first:],
        )
        self.of, self.memory = of, memory
        self.shares = np.concatenate([self.shares[:first], shares(rest, limit, ROWS)])
        self.middle = np.concatenate([self.middle[:first], middle(rest)])


class KnobSpreads:
    """How the knobs of each layer are spread.

    While a moment of the past is shown, the record goes on to the present, and "here" is there.

    Args:
        session: whose knobs.
        scales: how far each layer's scale goes on the console.

    Attributes:
        layers: what is known of each layer.
        biases: whether biases are shown in the weights' place.
        moments: at how many moments the knobs were recorded.
    """

    def __init__(self, session: Session, scales: Scales) -> None:
        self._session, self._scales = session, scales
        self._watch = Watch(session.changes, _WHAT)
        self._seen: object = None
        self._known: dict[int, _Known] = {}
        self.layers: list[LayerSpread] = []
        self.biases = False
        self.moments = 0

    @property
    def size(self) -> int:
        """How many knobs the network has."""
        return self._session.layout.size

    @property
    def has_biases(self) -> bool:
        """Whether any layer has biases."""
        return any(block.bias for block in self._session.layout.blocks)

    def show_biases(self, *, on: bool) -> None:
        """Shows the biases, or the weights."""
        if on != self.biases:
            self.biases = on
            self._watch.forget()

    def forget(self) -> None:
        """Makes everything news, as after another size of words."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Looks again, if something has changed. Returns whether it has."""
        self._scales.fit()
        seen = self._scales.revision
        if not self._watch.news() and seen == self._seen:
            return False
        self._seen = seen
        session = self._session
        if self.biases and not self.has_biases:
            self.biases = False
        record, layout = record_of(session), session.layout
        here = Spreads().added(session.step, layout, session.parameters.theta)
        self.moments = len(record.steps)
        self.layers = [
            self._layer(block.layer, record, here)
            for block in layout.blocks
            if block.bias or not self.biases
        ]
        return True

    def _layer(self, layer: int, record: Spreads, here: Spreads) -> LayerSpread:
        limit = self._scales.layers[layer].limit
        known = self._known.setdefault(layer, _Known())
        now = here.part(layer, biases=self.biases)
        part = record.part(layer, biases=self.biases)
        if record.layout is None:
            part = Part(now.knobs, part.steps, np.empty((0, now.knobs), np.float32), None)
        known.follow(record.memory, (limit, self.biases, now.knobs), part, limit)
        low, high = beyond(now, limit)[0].tolist()
        moments = len(part.steps)
        return LayerSpread(
            title=layer_name(self._session.layout, layer),
            what="biases" if self.biases else "weights",
            knobs=now.knobs,
            exact=self._session.layout.size <= FEW,
            limit=limit,
            steps=part.steps,
            shares=known.shares[:moments],
            middle=known.middle[:moments],
            step=self._session.step,
            here=shares(now, limit, ROWS)[0],
            here_middle=middle(now)[0],
            beyond=(low, high),
        )
