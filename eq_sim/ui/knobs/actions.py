"""What can be done to knobs beside turning them: each thing one gesture, one entry of undo."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication

from eq_sim.language.tr import later, ntr, tr
from eq_sim.network.types import IndexArray
from eq_sim.session.actions import AnyAction, NewStart, Pause, Release, Run, Solo, ToBest
from eq_sim.session.knob_bank import Knobs, LiveBank
from eq_sim.session.knob_portion import Chosen, layers_of_network
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.session.switches import layer_mutes, neuron_mutes
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.knobs.portions import in_whole
from eq_sim.ui.knobs.sets import Values, freeze, grab, knob_set, mute, turn
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.style.numbers import plain, typed

_NOTHING = later("No knob is chosen")

_FELL = later(
    "Each knob went where it would be best alone. Together the loss fell from {before:.3g} to "
    "{after:.3g}: while one turns, the others' curves change. Training takes tiny steps and looks "
    "again."
)
_ROSE = later(
    "Each knob went where it would be best alone. Together the loss rose from {before:.3g} to "
    "{after:.3g}: while one turns, the others' curves change. Training takes tiny steps and looks "
    "again."
)


class Say(Protocol):
    """Shows a sentence."""

    def __call__(self, sentence: str, /, *, warning: bool = True) -> None:
        """Shows it; ``warning``: as something that is wrong."""


class KnobActions:
    """Commands on knobs.

    Args:
        session: whose knobs.
        do: takes what is done; returns whether it was.
        say: shows a sentence.
        part: which of the session's knobs; those of all layers by itself.

    Attributes:
        bank: the knobs, to look at.
        scales: how far each goes.
        do: takes what a hand does to them, by their places in the bank.
    """

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        say: Say,
        part: Chosen = layers_of_network,
    ) -> None:
        self._session = session
        self.bank = LiveBank(session, part)
        self.scales = Scales(self.bank, SessionActivity(session, part))
        self.do = self._do = in_whole(session, self.bank, do)
        self._say = say
        self._looking: np.ndarray | None = None
        self._ran = False

    @property
    def locked(self) -> bool:
        """Whether the network is only used, and nothing turns its knobs."""
        return self._session.locked

    @property
    def adapted(self) -> bool:
        """Whether an adapter learns beside the frozen knobs of the layers."""
        switches = self.bank.switches
        return bool(self._session.layout.adapters) and bool(switches.frozen.all())

    @property
    def _size(self) -> int:
        return self.bank.layout.size

    def put(self, knobs: Knobs, values: Values, name: str = "") -> bool:
        """Sets knobs, those that are not silent, as one gesture.

        Args:
            knobs: which.
            values: one for each.
            name: the id of what the gesture is called when it can be undone; see ``Grab``.
        """
        knobs, wanted = knob_set(knobs), np.asarray(values, dtype=np.float64)
        plays = ~self.bank.switches.silent[knobs]
        if not plays.any():
            why = self.bank.switches.why_silent(int(knobs[0])) if knobs.size else _NOTHING
            self._say(f"{tr(why, name=self.bank.called(knobs))}.")
            return False
        free = knobs[plays]
        if not self._do(grab(free, self._size, name)):
            return False
        done = self._do(turn(free, wanted[plays], self._size))
        self._do(Release())
        return done

    def put_typed(self, knobs: Knobs, values: Values, name: str = "") -> bool:
        """Sets knobs to values that a person gave: the positions next to them, and says so."""
        places, wanted = knob_set(knobs), np.asarray(values, dtype=np.float64)
        positions = self.bank.positions
        if positions is None:
            return self.put(places, wanted, name)
        stops = positions.snapped(places, wanted)
        if not self.put(places, stops, name):
            return False
        off = np.flatnonzero(np.abs(stops - wanted) > 1e-6 * np.abs(wanted))
        if off.size:
            knob, stop = int(places[off[0]]), float(stops[off[0]])
            where = {
                "knob": self.bank.name(knob),
                "value": plain(stop, 4),
                "number": positions.number(knob, stop),
                "all": positions.count,
                "wanted": plain(wanted[off[0]], 4),
            }
            self._say(_stopped(where, int(off.size) - 1), warning=False)
        return True

    def reset(self, knobs: Knobs) -> None:
        """Brings knobs back to their start."""
        knobs = knob_set(knobs)
        self.put(knobs, self._exact(self.bank.start(), knobs), "reset")

    def zero(self, knobs: Knobs) -> None:
        """Sets knobs to 0."""
        self.put(knobs, np.zeros(len(knobs)), "zero")

    def scale(self, knobs: Knobs, factor: float) -> None:
        """Multiplies knobs."""
        knobs = knob_set(knobs)
        values = self._exact(self.bank.values(), knobs) * factor
        self.put(knobs, values, f"scale:{factor:g}")

    def freeze(self, knobs: Knobs) -> None:
        """Freezes knobs, or thaws them where all are frozen."""
        if len(knobs):
            on = not self.bank.switches.frozen[knob_set(knobs)].all()
            self._do(freeze(knobs, self._size, on=bool(on)))

    def mute(self, knobs: Knobs) -> None:
        """Mutes knobs, or unmutes them where all are muted."""
        if len(knobs):
            on = not self.bank.switches.mutes[knob_set(knobs)].all()
            self._do(mute(knobs, self._size, on=bool(on)))

    def solo(self, knob: int) -> None:
        """Lets a knob play alone in its layer, and says what that silences; or no more."""
        bank, on = self.bank, not bool(self.bank.switches.solos[knob])
        if not self._do(Solo.of(knob, on=on)):
            return
        block = bank.layout.blocks[bank.layout.knob(knob).layer]
        part = slice(block.offset, block.offset + block.size)
        silent, solos = (int(of[part].sum()) for of in (bank.switches.silent, bank.switches.solos))
        if not on and not solos:
            self._say(tr("The solo of {knob} has ended.", knob=bank.name(knob)), warning=False)
            return
        first = block.offset + int(np.flatnonzero(bank.switches.solos[part])[0])
        self._say(_playing_solo(bank.name(first), solos, silent), warning=False)

    def mute_neuron(self, layer: int, neuron: int) -> None:
        """Mutes a neuron, or unmutes it."""
        self.mute(neuron_mutes(self.bank.layout, layer, neuron))

    def mute_layer(self, layer: int) -> None:
        """Mutes all neurons of a layer, or unmutes them."""
        self.mute(layer_mutes(self.bank.layout, layer))

    def copy(self, knob: int) -> None:
        """Puts a knob's value on the clipboard, with all its digits."""
        QGuiApplication.clipboard().setText(str(self.bank.whole()[knob]))

    def paste(self, knobs: Knobs) -> None:
        """Sets knobs to the number on the clipboard."""
        try:
            value = typed(QGuiApplication.clipboard().text()[:100])
        except ValueError as error:
            self._say(tr("The clipboard cannot be pasted into a knob: {why}.", why=error))
            return
        self.put_typed(knobs, np.full(len(knobs), value), "paste")

    # All knobs

    @property
    def every(self) -> IndexArray:
        """All knobs that play."""
        return np.flatnonzero(~self.bank.switches.silent)

    def all_zero(self) -> None:
        """Sets every knob to 0, and says which can move from there."""
        every = self.every
        if self.put(every, np.zeros(every.size), "all-zero"):
            moving = np.flatnonzero(self.bank.portion.of(KnobSlices(self._session).gradient()))
            size, last = self.bank.layout.size, self.bank.layout.blocks[-1]
            biases = last.outputs if last.bias else 0  # they are the last knobs of all
            if size > biases and (moving >= size - biases).all():
                said = ntr(
                    "All zero. Only the {count} bias of the output can move from here: every "
                    "neuron of a layer answers the same, and no gradient comes back through a "
                    "weight of 0.",
                    "All zero. Only the {count} biases of the output can move from here: every "
                    "neuron of a layer answers the same, and no gradient comes back through a "
                    "weight of 0.",
                    len(moving),
                )
            else:
                said = tr(
                    "All zero. {moving:,} of {all:,} knobs can move from here.",
                    moving=len(moving),
                    all=size,
                )
            self._say(said)

    def all_to_start(self) -> None:
        """Brings every knob back to its start; training goes on counting."""
        every = self.every
        self.put(every, self._exact(self.bank.start(), every), "all-to-start")

    def new_start(self) -> None:
        """Takes a new random start."""
        self._do(NewStart())

    def to_best(self) -> None:
        """Goes to the knobs of the lowest loss so far."""
        self._do(ToBest())

    def shake(self, percent: float) -> None:
        """Turns every knob at random by up to so many percent of its value.

        The numbers depend on the seed and the step alone, so the same shake can be repeated.
        """
        session = self._session
        seeds = (session.seed, session.step, session.parameters.revision)
        stream = np.random.default_rng(np.random.SeedSequence(seeds))
        knobs = self.every
        factors = 1 + percent / 100 * stream.uniform(-1, 1, len(knobs))
        values = self._exact(self.bank.values(), knobs) * factors
        self.put(knobs, values, f"shake:{percent:g}")

    def to_own_lowest(self) -> None:
        """Sends every knob to the lowest point of its own curve, all at once."""
        session = self._session
        before = session.losses.train
        limits = self.scales.limits(np.arange(self.bank.layout.size))
        places = KnobSlices(session).own_lowest(limits)
        knobs = self.every
        if self.put(knobs, places[knobs], "own-lowest"):
            after = session.losses.train
            came = _ROSE if after > before else _FELL
            self._say(tr(came, before=before, after=after))

    def look_at_start(self, on: bool) -> None:
        """Shows the start while a key is held, and comes back when it is let go."""
        session, bank = self._session, self.bank
        if on and self._looking is None and session.trainer.held is None:
            self._ran = session.running
            if self._ran:
                self._do(Pause())
            knobs = self.every
            self._looking = bank.values().copy()
            self._do(grab(knobs, self._size, "look-at-start"))
            self._do(turn(knobs, self._exact(bank.start(), knobs), self._size))
        elif not on and self._looking is not None:
            before, self._looking = self._looking, None
            held = session.trainer.held
            if held is not None and len(before) == bank.layout.size:
                knobs = held
                self._do(turn(knobs, self._exact(before, knobs), self._size))
                self._do(Release())
                if self._ran:
                    self._do(Run())

    @staticmethod
    def _exact(values: np.ndarray, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns the values of some knobs with all their digits."""
        return values[knobs].astype(np.float64)


def _stopped(where: dict[str, object], more: int) -> str:
    """Returns what is said of a typed value between two positions, and of others so beside it."""
    if not more:
        return tr(
            "{knob} stops at {value}, position {number:,} of {all:,}: {wanted} lies between two.",
            **where,
        )
    return ntr(
        "{knob} stops at {value}, position {number:,} of {all:,}, and {count:,} more at theirs: "
        "{wanted} lies between two.",
        "{knob} stops at {value}, position {number:,} of {all:,}, and {count:,} more at theirs: "
        "{wanted} lies between two.",
        more,
        **where,
    )


def _playing_solo(knob: str, solos: int, silent: int) -> str:
    """Returns what is said of knobs that play solo: the first of them, how many, what is silent."""
    if solos == 1 and not silent:
        return tr("{knob} plays solo: nothing is silent.", knob=knob)
    if solos == 1:
        return ntr(
            "{knob} plays solo: the other knob of the layer is 0 until that ends.",
            "{knob} plays solo: the other {count:,} knobs of the layer are 0 until that ends.",
            silent,
            knob=knob,
        )
    if not silent:
        return tr("{solos} knobs play solo: nothing is silent.", solos=solos)
    return ntr(
        "{solos} knobs play solo: the other knob of the layer is 0 until that ends.",
        "{solos} knobs play solo: the other {count:,} knobs of the layer are 0 until that ends.",
        silent,
        solos=solos,
    )
