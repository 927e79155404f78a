"""What can be done to knobs beside turning them: each thing one gesture, one entry of undo."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtGui import QGuiApplication

from eq_sim.session.actions import (
    AnyAction,
    Freeze,
    Grab,
    Mute,
    NewStart,
    Pause,
    Release,
    Run,
    Solo,
    ToBest,
    Turn,
)
from eq_sim.session.session import Session
from eq_sim.session.slices import KnobSlices
from eq_sim.session.switches import layer_mutes, neuron_mutes
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.numbers import count, typed

Knobs = Sequence[int]


class KnobActions:
    """Commands on knobs.

    Args:
        session: whose knobs.
        do: takes what is done; returns whether it was.
        say: shows a sentence.
        scales: returns the scales of the console.
    """

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        say: Callable[[str], None],
        scales: Callable[[], Scales],
    ) -> None:
        self.session = session
        self._do, self._say, self._scales = do, say, scales
        self._looking: np.ndarray | None = None
        self._ran = False

    def put(self, knobs: Knobs, values: Sequence[float], name: str = "") -> bool:
        """Sets knobs, those that are not muted, as one gesture."""
        silent = self.session.switches.silent
        pairs = [(k, float(v)) for k, v in zip(knobs, values, strict=True) if not silent[k]]
        if not pairs:
            what = self.session.called(tuple(knobs)) if knobs else "That"
            self._say(f"{what} is muted: unmute it to turn it.")
            return False
        free = tuple(k for k, _ in pairs)
        if not self._do(Grab(free, name)):
            return False
        done = self._do(Turn(free, tuple(v for _, v in pairs)))
        self._do(Release())
        return done

    def reset(self, knobs: Knobs) -> None:
        """Brings knobs back to their start."""
        start = self.session.parameters.start
        self.put(knobs, [float(start[k]) for k in knobs], f"reset {self._called(knobs)}")

    def zero(self, knobs: Knobs) -> None:
        """Sets knobs to 0."""
        self.put(knobs, [0.0] * len(knobs), f"zero {self._called(knobs)}")

    def scale(self, knobs: Knobs, factor: float) -> None:
        """Multiplies knobs."""
        theta = self.session.parameters.theta
        values = [float(theta[k]) * factor for k in knobs]
        self.put(knobs, values, f"scale {self._called(knobs)} by {factor:g}")

    def freeze(self, knobs: Knobs) -> None:
        """Freezes knobs, or thaws them where all are frozen."""
        if knobs:
            on = not self.session.switches.frozen[list(knobs)].all()
            self._do(Freeze(tuple(knobs), bool(on)))

    def mute(self, knobs: Knobs) -> None:
        """Mutes knobs, or unmutes them where all are muted."""
        if knobs:
            on = not self.session.switches.mutes[list(knobs)].all()
            self._do(Mute(tuple(knobs), bool(on)))

    def solo(self, knob: int) -> None:
        """Lets a weight play alone, or no more."""
        self._do(Solo(knob, not bool(self.session.switches.solos[knob])))

    def mute_neuron(self, layer: int, neuron: int) -> None:
        """Mutes a neuron, or unmutes it."""
        self.mute(neuron_mutes(self.session.layout, layer, neuron).tolist())

    def mute_layer(self, layer: int) -> None:
        """Mutes all neurons of a layer, or unmutes them."""
        self.mute(layer_mutes(self.session.layout, layer).tolist())

    def copy(self, knob: int) -> None:
        """Puts a knob's value on the clipboard, with all its digits."""
        theta = self.session.parameters.theta
        QGuiApplication.clipboard().setText(str(theta[knob]))

    def paste(self, knobs: Knobs) -> None:
        """Sets knobs to the number on the clipboard."""
        try:
            value = typed(QGuiApplication.clipboard().text()[:100])
        except ValueError as error:
            self._say(f"The clipboard cannot be pasted into a knob: {error}.")
            return
        self.put(knobs, [value] * len(knobs), f"paste into {self._called(knobs)}")

    # All knobs

    @property
    def every(self) -> list[int]:
        """All knobs that play."""
        return np.flatnonzero(~self.session.switches.silent).tolist()

    def all_zero(self) -> None:
        """Sets every knob to 0, and says which can move from there."""
        if self.put(self.every, [0.0] * len(self.every), "all zero"):
            slopes = KnobSlices(self.session).gradient()
            moving = np.flatnonzero(slopes)
            size, last = self.session.layout.size, self.session.layout.blocks[-1]
            biases = set(range(size - last.outputs, size)) if last.bias else set()
            if set(moving.tolist()) <= biases and size > len(biases):
                many = f"{len(moving)} bias{'es' if len(moving) != 1 else ''} of the output"
                self._say(
                    f"All zero. Only the {many} can move from here: every neuron of a layer "
                    "answers the same, and no blame comes back through a weight of 0."
                )
            else:
                self._say(
                    f"All zero. {count(len(moving))} of {count(size)} knobs can move from here."
                )

    def all_to_start(self) -> None:
        """Brings every knob back to its start; training goes on counting."""
        start = self.session.parameters.start
        self.put(self.every, start[self.every].tolist(), "all to start")

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
        session = self.session
        seeds = (session.seed, session.step, session.parameters.revision)
        stream = np.random.default_rng(np.random.SeedSequence(seeds))
        knobs = self.every
        factors = 1 + percent / 100 * stream.uniform(-1, 1, len(knobs))
        values = session.parameters.theta[knobs].astype(np.float64) * factors
        self.put(knobs, values.tolist(), f"shake by {percent:g} %")

    def to_own_lowest(self) -> None:
        """Sends every knob to the lowest point of its own curve, all at once."""
        session = self.session
        before = session.losses.train
        limits = [
            np.full(block.size, scale.limit)
            for block, scale in zip(session.layout.blocks, self._scales().layers, strict=True)
        ]
        places = KnobSlices(session).own_lowest(np.concatenate(limits))
        knobs = self.every
        if self.put(knobs, places[knobs].tolist(), "every knob to its own lowest point"):
            after = session.losses.train
            way = "rose" if after > before else "fell"
            self._say(
                f"Each knob went where it would be best alone. Together the loss {way} from "
                f"{before:.3g} to {after:.3g}: while one turns, the others' curves change. "
                "Training takes tiny steps and looks again."
            )

    def look_at_start(self, on: bool) -> None:
        """Shows the start while a key is held, and comes back when it is let go."""
        session = self.session
        if on and self._looking is None and not session.held:
            self._ran = session.running
            if self._ran:
                self._do(Pause())
            knobs = self.every
            self._looking = session.parameters.theta.copy()
            self._do(Grab(tuple(knobs), "a look at the start"))
            self._do(Turn(tuple(knobs), tuple(session.parameters.start[knobs].tolist())))
        elif not on and self._looking is not None:
            before, self._looking = self._looking, None
            if session.held and len(before) == session.layout.size:
                knobs = list(session.held)
                self._do(Turn(tuple(knobs), tuple(before[knobs].tolist())))
                self._do(Release())
                if self._ran:
                    self._do(Run())

    def _called(self, knobs: Knobs) -> str:
        return self.session.called(tuple(knobs))
