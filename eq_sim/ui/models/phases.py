"""One step taken apart, as views show it: which phase is lit, what it has shown so far, of which.

A phase is one call, and done at once. It is shown layer by layer, or as a glide, in the time that
``advance`` is given; with reduced motion it is there at once.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.knob_portion import layers_of_network
from eq_sim.session.questions.step_apart import StepApart, step_apart
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.sample_trace import Trace
from eq_sim.ui.style.preferences import current

_SECONDS = {Phase.FORWARD: 1.5, Phase.COMPARE: 0.5, Phase.BACKWARD: 1.5, Phase.UPDATE: 1.0}
"""How long a phase takes to be shown."""

_MOST_KNOWN, _KNOWN_KNOBS = 64, 2_000_000
"""Steps whose numbers are kept to be shown again, and how many knobs all of them may have."""

_SEEN = ~(Change.HISTORY | Change.SIDES)

ARROWS = "arrows"
_SAID_OF_ARROWS = (
    later("arrows come next"),
    later("arrows came first"),
    later("arrows just came"),
    later("arrows have come"),
)
_SAID_OF_GRADIENTS = (
    later("gradients come next"),
    later("gradients came first"),
    later("gradients just came"),
    later("gradients have come"),
)


class Phases:
    """The step that is taken apart.

    Args:
        session: whose steps.
        chosen: the sample that a person points at; it is followed if it is in the batch.

    Attributes:
        focused: returns the knob that keys turn, which the formulas are about; None for none.
        open: whether it is shown.
        lit: the phase that was done last; None where none of a step is done.
        apart: what is known of the step; None where nothing is.
        revision: grows whenever anything here is another.
    """

    def __init__(self, session: Session, chosen: ChosenSample) -> None:
        self._session, self._chosen = session, chosen
        self.focused: Callable[[], int | None] = lambda: None
        self._watch = Watch(session.changes, _SEEN)
        self._at: tuple[int, Phase] = (session.step, Phase.FORWARD)
        self._seen: tuple[object, ...] = ()
        self._structure = session.structure
        self._observers: list[Callable[[], None]] = []
        self.open = False
        self._large = 0
        self.lit: Phase | None = None
        self.apart: StepApart | None = None
        self._known: list[StepApart] = []
        self._share = 1.0
        self.revision = 0

    def observe(self, observer: Callable[[], None]) -> None:
        """Adds someone to be told when there is something to be shown over time."""
        self._observers.append(observer)

    # What is shown

    def show(self) -> None:
        """Shows the step that is under way, or that comes next."""
        if not self.open and not self._session.running and not self._session.locked:
            self.open = True
            self.revision += 1

    def close(self) -> None:
        """Shows it no more, until another phase is taken."""
        if self.open:
            self.open = False
            self._share = 1.0
            self.revision += 1

    @property
    def is_large(self) -> bool:
        """Whether somebody works the phase out large: smaller views need not then."""
        return self._large > 0

    def show_large(self, on: bool) -> None:
        """One more view that works the phase out large, or one less."""
        self._large += 1 if on else -1
        self.revision += 1

    @property
    def share(self) -> float:
        """How much of the lit phase has been shown, from 0 to 1."""
        return self._share

    @property
    def moves_on(self) -> bool:
        """Whether there is anything to show at the next display tick."""
        return self.open and self._share < 1

    def refresh(self) -> None:
        """Looks how far the step is, if anything has changed."""
        seen = (self._chosen.revision, self.focused())
        if seen != self._seen:
            self._seen = seen
            self.revision += self.open
        if not self._watch.news():
            return
        session = self._session
        rests = not session.running and not session.locked
        if not rests or session.structure != self._structure:
            self._structure = session.structure
            self.apart, self.lit, self._known = None, None, []
            # Another experiment that stands within a step is shown so, as in a new window.
            self._at = (-1, Phase.FORWARD) if rests else (session.step, session.phase)
            self.close()
            if session.running or not session.phase:
                return
        at, before = (session.step, session.phase), self._at
        self._at = at
        if session.phase:
            self.apart = step_apart(session)
            self._remember()
            self.open = self.open or at != before
            self._light(Phase(session.phase - 1), again=at != before)
        elif not self._is_done():
            self.apart = None
            self._light(None, again=False)
        else:
            self._light(Phase.UPDATE, again=at != before)
        self.revision += 1

    def _remember(self) -> None:
        """Keeps what is known of a step once its update is all that is left, to come back to."""
        apart = self.apart
        if apart is not None and apart.after is not None:
            most = max(1, min(_MOST_KNOWN, _KNOWN_KNOBS // apart.theta.size))
            others = [one for one in self._known if one.number != apart.number]
            self._known = [*others, apart][-most:]

    def _is_done(self) -> bool:
        """Whether the knobs stand where the update of a step that is known has put them."""
        theta, step = self._session.parameters.theta, self._session.step
        for apart in self._known:
            after = apart.after
            if after is not None and apart.number == step and np.array_equal(after, theta):
                self.apart = apart
                return True
        return False

    def _light(self, phase: Phase | None, *, again: bool) -> None:
        if phase is not self.lit or again:
            self.lit = phase
            on = phase is not None and self.open and not current().still
            self._share = 0.0 if on else 1.0
            if on:
                for observer in self._observers:
                    observer()

    def replay(self) -> None:
        """Shows the lit phase once more."""
        self._light(self.lit, again=True)
        self.revision += 1

    def advance(self, seconds: float) -> bool:
        """Lets simulated time pass. Returns whether it has come to an end by that."""
        if self.moves_on and self.lit is not None:
            still = current().still
            self._share = 1.0 if still else min(1.0, self._share + seconds / _SECONDS[self.lit])
            self.revision += 1
            return self._share >= 1
        return False

    def settle(self) -> None:
        """Shows the lit phase to its end."""
        if self._share < 1:
            self._share = 1.0
            self.revision += 1

    # Of which sample, of which knob

    @property
    def column(self) -> int:
        """The followed sample's place in the batch: that of the chosen one, if it is in it."""
        chosen = self._chosen.sample
        if self.apart is None or chosen is None:
            return 0
        found = np.flatnonzero(self.apart.samples == chosen)
        return int(found[0]) if found.size else 0

    @property
    def followed(self) -> int | None:
        """The followed sample's place in the data; None where no step is known."""
        return None if self.apart is None else int(self.apart.samples[self.column])

    def follow_next(self) -> None:
        """Follows the next sample of the batch."""
        if self.apart is not None:
            samples = self.apart.samples
            self._chosen.choose(int(samples[(self.column + 1) % len(samples)]))

    @property
    def knob(self) -> int | None:
        """The knob that formulas are about: the one with the focus, or the one that moves most."""
        if self.apart is None or not self.open:
            return None
        focused = self.focused()
        if focused is not None and focused < self.apart.theta.size:
            return focused
        return self.apart.largest_move

    # Layer by layer

    @property
    def _layers(self) -> int:
        return len(self._session.layout.blocks)

    @property
    def _shown_layers(self) -> int:
        """How many layers the lit phase has come to, from where it begins."""
        return min(self._layers, int(self._share * self._layers + 1))

    def trace(self) -> Trace | None:
        """Returns what the followed sample has done so far; None where there is nothing of it."""
        apart = self.apart
        if apart is None or not self.open:
            return None
        lit = self._shown_layers if self.lit is Phase.FORWARD else self._layers
        layers = [values[:, self.column] for values in apart.values]
        reaches = [float(np.abs(values).max()) for values in apart.values[1:]]  # in this batch
        return Trace(layers, reaches, lit)

    def moves(self) -> Array | None:
        """Returns the arrows of the layers that have theirs, as steps; None for none.

        After the update they go to 0 as the caps glide.
        """
        apart = self.apart
        if apart is None or apart.after is None or not self.open:
            return None
        part = layers_of_network(self._session.layout)
        moves = np.asarray(np.nan_to_num(part.of(apart.after - apart.theta)))
        if self.lit is Phase.UPDATE:
            return None if self._share >= 1 else moves * (1 - _eased(self._share))
        first = self._layers - self._shown_layers
        for block in self._session.layout.blocks[:first]:
            moves[block.offset : block.offset + block.size] = 0
        return moves

    @property
    def marks_moved(self) -> bool:
        """Whether knobs that the last step moved are marked: not while another one is shown."""
        return self.lit is None or (self.lit is Phase.UPDATE and self._share >= 1)

    def gliding(self, values: Array) -> Array:
        """Returns where caps are drawn on their way to some values."""
        apart = self.apart
        if self.lit is not Phase.UPDATE or self._share >= 1 or apart is None or not self.open:
            return values
        way = (1 - _eased(self._share)) * (values - apart.theta[: len(values)])
        return np.asarray(values - way, dtype=values.dtype)

    def heading(self, layer: int, what: str = ARROWS) -> str:
        """Returns what is said beside a layer's heading.

        Args:
            layer: which.
            what: what comes to its knobs: ``ARROWS``, where there is room for them, or
                "gradients".
        """
        if not self.open or self.lit is None:
            return ""
        if self.lit is Phase.FORWARD:
            reached = self._shown_layers - 1
            return tr("now") if layer == reached and self._share < 1 else ""
        if self.lit is Phase.BACKWARD:
            reached = self._layers - self._shown_layers
            said = _SAID_OF_ARROWS if what == ARROWS else _SAID_OF_GRADIENTS
            if layer < reached:
                return tr(said[0])
            if layer == self._layers - 1 and layer != reached:
                return tr(said[1])
            return tr(said[2]) if layer == reached else tr(said[3])
        return ""

    # The batch

    def errors(self) -> NDArray[np.float64] | None:
        """Returns (batch,) the loss of each sample, from the comparison on; None before it."""
        apart = self.apart
        if apart is None or self.lit in (None, Phase.FORWARD) or not self.open:
            return None
        return apart.losses

    def error(self, column: int) -> float:
        """Returns by how much the answer to a sample is above the truth, of the first output."""
        apart = self.apart
        assert apart is not None
        truth = float(self._session.dataset.targets[0, apart.samples[column]])
        return float(apart.hidden[-1][0, column]) - truth

    def shortfall(self, column: int) -> float:
        """Returns by how much the probability of a sample's class falls short of 1."""
        apart = self.apart
        assert apart is not None
        truth = self._session.dataset.targets[:, apart.samples[column]]
        link = loss_of(self._session.scenario.training).link
        answers = np.asarray(link(apart.hidden[-1][:, column : column + 1]))[:, 0]
        if len(answers) == 1:
            return float(min(1.0, abs(answers[0] - truth[0])))
        return float(np.clip(1 - answers[int(truth.argmax())], 0, 1))


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
