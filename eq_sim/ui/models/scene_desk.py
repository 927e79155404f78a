"""The scenes, as on a mixing desk: A and B, which follow the knobs in play, and eight slots."""

from collections.abc import Callable
from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from eq_sim.language.tr import later, tr
from eq_sim.lessons.steps.step import ease
from eq_sim.network.types import Array
from eq_sim.session.ab import NAMES
from eq_sim.session.actions import (
    AnyAction,
    Blend,
    ClearScene,
    CopySide,
    Grab,
    RecallScene,
    Release,
    StoreScene,
    SwitchSide,
    Train,
)
from eq_sim.session.errors import EqSimError
from eq_sim.session.glide import Glide
from eq_sim.session.session import Session
from eq_sim.session.state import SCENES
from eq_sim.ui.models.glance import Glance
from eq_sim.ui.style.preferences import current

PLACES: tuple[str, ...] = (*NAMES, *(str(number) for number in range(1, SCENES + 1)))
"""What the scenes are called: A, B, 1 to 8."""

_FRAME = 16  # milliseconds
_LONGEST = 0.1  # seconds that one frame may make up for, as everywhere


class Press(Enum):
    """What a press on a scene does; the value is said by ``tr``."""

    RECALL = later("Recall")
    STORE = later("Store")
    LOOK = later("Look")
    GLIDE = later("Glide")


class SceneDesk(QObject):
    """What can be done with scenes, whichever button, key or menu asks for it.

    Args:
        session: whose scenes.
        do: takes what is done; returns whether it was.
        say: shows a sentence.
        clock: seconds, ever growing.

    Attributes:
        press: what a press on a scene does.
        seconds: that a glide takes.
        last: the scene that was used last; what the key shows while it is held.
    """

    changed = Signal()
    """What a press does, or whether one glides, is another."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        say: Callable[[str], object],
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self._session, self._do, self._say, self._clock = session, do, say, clock
        self.press, self.seconds, self.last = Press.RECALL, 2.0, "A"
        self._glance = Glance(session, do)
        self._moving: _Moving | None = None
        self._mine = self._cut = False
        self._then = self._passed = 0.0
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME)
        self._frames.timeout.connect(self._move)
        session.listen(self._heard)

    @property
    def gliding(self) -> bool:
        """Whether the knobs are on their way to a scene."""
        return self._moving is not None

    @property
    def side(self) -> str | None:
        """Which of A and B is in play; None for a mixture."""
        active = self._session.sides.active
        return None if active is None else NAMES[active]

    def is_here(self, place: str) -> bool:
        """Whether the knobs stand as a scene has them."""
        values, session = self.values(place), self._session
        if values is None or values.size != session.layout.size:
            return False
        now = session.switches.whole(session.parameters.theta)
        return bool(np.array_equal(values, now))

    def choose_press(self, press: Press) -> None:
        """Chooses what a press on a scene does."""
        self.press = press
        self.changed.emit()

    def values(self, place: str) -> Array | None:
        """Returns all knobs of a scene; None for an empty one."""
        session = self._session
        if place in NAMES:
            side = NAMES.index(place)
            if session.sides.active == side:
                return session.switches.whole(session.parameters.theta)
            return session.sides.values[side]
        return session.shelf.scenes[int(place) - 1]

    def pressed(self, place: str) -> None:
        """A scene was pressed: does what a press does now."""
        match self.press:
            case Press.RECALL:
                self.recall(place)
            case Press.STORE:
                self.store(place)
                self.choose_press(Press.RECALL)
            case Press.LOOK:
                self.look(place, on=True)
            case Press.GLIDE:
                self.glide(place)

    def released(self) -> None:
        """The scene that was pressed is let go."""
        self._glance.end()

    def recall(self, place: str) -> None:
        """Sets all knobs as a scene has them."""
        self.last = place
        if place not in NAMES:
            self._do(RecallScene(int(place) - 1))
        elif self._session.sides.active is None:
            self._do(Blend(float(NAMES.index(place))))
        elif self._session.sides.active != NAMES.index(place):
            self._do(SwitchSide())

    def store(self, place: str) -> None:
        """Keeps all knobs as they stand in a scene."""
        self.last = place
        if place not in NAMES:
            if self._do(StoreScene(int(place) - 1)):
                self._say(tr("Scene {scene} holds all knobs as they stand.", scene=place))
        elif self._session.sides.active is None:
            self._say(tr("The knobs stand between A and B: go to one of them before."))
        elif self._session.sides.active == NAMES.index(place):
            self._say(tr("{scene} is in play: it follows the knobs by itself.", scene=place))
        else:
            self._do(CopySide())

    def clear(self, place: str) -> None:
        """Empties a slot."""
        self._do(ClearScene(int(place) - 1))

    def look(self, place: str, *, on: bool) -> None:
        """Shows a scene while it is held, and comes back."""
        if not on:
            self._glance.end()
            return
        self.last = place
        session, values = self._session, self.values(place)
        if values is None:
            self._say(tr("Scene {scene} is empty: store one first.", scene=place))
        elif values.size != session.layout.size:
            self._say(
                tr("Scene {scene} is of a network with another number of knobs.", scene=place)
            )
        else:
            self._glance.begin(session.present().placed(values))

    def look_at_last(self, on: bool) -> None:
        """Shows the scene that was used last while a key is held."""
        self.look(self.last, on=on)

    def glide(self, place: str) -> None:
        """Moves all knobs to a scene; a second press on the way stays where they are."""
        if self._moving is not None:
            self.stop()
            return
        self.last = place
        if current().still or not self.seconds or place == self.side:
            self.recall(place)
            return
        self._cut = False
        try:
            self._moving = _Moving.towards(self._session, place, self._apply)
        except EqSimError as error:
            self._say(str(error))
            return
        self._then, self._passed = self._clock(), 0.0
        self._frames.start()
        self.changed.emit()

    def stop(self) -> None:
        """Lets go of the knobs on their way."""
        if self._moving is not None and not self._cut:
            self._apply(Release())
        self._end()

    def _move(self) -> None:
        """One frame on the way."""
        moving = self._moving
        if moving is None or self._cut:
            self._end()
            return
        now = self._clock()
        self._passed += min(now - self._then, _LONGEST)
        self._then = now
        share = self._passed / self.seconds
        if share < 1:
            moving.at(ease(share))
        else:
            moving.arrive()
            self._end()

    def _end(self) -> None:
        self._frames.stop()
        self._moving = None
        self.changed.emit()

    def _apply(self, action: AnyAction) -> bool:
        self._mine = True
        try:
            return self._do(action)
        finally:
            self._mine = False

    def _heard(self, action: AnyAction) -> None:
        """Whatever else a person does on the way ends it: the gesture is theirs."""
        if self._moving is not None and not self._mine and not isinstance(action, Train):
            self._cut = True


class _Moving:
    """The knobs on their way to a scene, whichever kind it is."""

    def __init__(self, at: Callable[[float], object], arrive: Callable[[], object]) -> None:
        self.at, self.arrive = at, arrive

    @classmethod
    def towards(cls, session: Session, place: str, apply: Callable[[AnyAction], bool]) -> "_Moving":
        """Begins a glide.

        Raises:
            EqSimError: there is nothing to go to.
        """
        if place not in NAMES:
            glide = Glide(session, int(place) - 1, apply)
            return cls(glide.at, glide.arrive)
        began, target = session.sides.share, float(NAMES.index(place))
        apply(Grab((), "blend"))

        def arrive() -> None:
            apply(Blend(target))
            apply(Release())

        return cls(lambda share: apply(Blend(began + share * (target - began))), arrive)
