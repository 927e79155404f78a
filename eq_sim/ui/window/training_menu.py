"""The Training menu: train, step, go back, and how fast."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, BackToStart, NewStart, Set
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED
from eq_sim.ui.models.phase_walk import PhaseWalk
from eq_sim.ui.panels.transport import SPEEDS, Transport
from eq_sim.ui.window.inference import Inference
from eq_sim.ui.window.menu_window import Act


class TrainingMenu:
    """What a person does with training from the keyboard.

    Args:
        menu: to fill.
        act: adds an entry.
        session: what is trained.
        do: takes what is done.
        transport: the controls that do the same.
        explain_moved: lists the knobs that stood still.
        inference: locks and unlocks all knobs.
        walk: goes back and on, by phase and by epoch.

    Attributes:
        lock: the entry that does it.
    """

    def __init__(
        self,
        menu: QMenu,
        act: Act,
        session: Session,
        do: Callable[[AnyAction], bool],
        transport: Transport,
        explain_moved: Callable[[], None],
        inference: Inference,
        walk: PhaseWalk,
    ) -> None:
        self._session, self._do = session, do
        train = act(menu, tr("&Train or pause"), "Space", transport.toggle)
        train.setAutoRepeat(False)  # held down, it would train and pause by turns
        act(menu, tr("&Step"), "S", transport.take_step)
        act(menu, tr("One &phase of a step"), "Shift+S", lambda: walk.phase(1))
        act(menu, tr("One phase bac&k"), "Alt+Shift+S", lambda: walk.phase(-1))
        act(menu, tr("One &epoch"), "Shift+E", lambda: walk.epoch(1))
        act(menu, tr("One epoch ba&ck"), "Alt+Shift+E", lambda: walk.epoch(-1))
        menu.addSeparator()
        act(menu, tr("&Back to start"), "Ctrl+B", lambda: do(BackToStart()))
        act(menu, tr("&New random start"), "Ctrl+R", lambda: do(NewStart()))
        menu.addSeparator()
        act(menu, tr("&Faster"), ".", lambda: self._change_speed(1))
        act(menu, tr("S&lower"), ",", lambda: self._change_speed(-1))
        act(menu, tr("As fast as it &goes"), "F", lambda: self._set_speed(FULL_SPEED))
        menu.addSeparator()
        self.lock = act(
            menu, tr("&Lock all knobs: only use the network"), "Shift+L", inference.toggle
        )
        self.lock.setCheckable(True)
        menu.aboutToShow.connect(self._show_lock)
        act(menu, tr("Which knobs stood still?"), "M", explain_moved)

    def _show_lock(self) -> None:
        self.lock.setChecked(self._session.locked)

    def _change_speed(self, rungs: int) -> None:
        now = self._session.scenario.training.speed
        below = sum(speed < now for speed in SPEEDS)
        exactly = now in SPEEDS or now >= FULL_SPEED
        place = below + rungs - (rungs > 0 and not exactly)
        place = min(max(place, 0), len(SPEEDS))
        self._set_speed(SPEEDS[place] if place < len(SPEEDS) else FULL_SPEED)

    def _set_speed(self, speed: float) -> None:
        self._do(Set("speed", float(speed)))
