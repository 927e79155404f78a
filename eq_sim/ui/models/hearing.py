"""What a person hears of the experiment: asked for, chosen, loud or not; it never touches it."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.session.change import Change, Watch
from eq_sim.session.responses import has_responses, responses
from eq_sim.session.session import Session
from eq_sim.sound.engine import QUIET, Response, Wish
from eq_sim.sound.fetching import Fetching
from eq_sim.sound.filter_design import beyond_reach
from eq_sim.sound.listening import Ear, response_heard
from eq_sim.sound.loop import Loop
from eq_sim.sound.player import AHEAD, Player, usual_device
from eq_sim.sound.rate import BLOCK, RATE
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.sources import SHIPPED
from eq_sim.sound.voices import HELD, Training

_HEARD = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE

HELD_FOR = (AHEAD + HELD) * BLOCK / RATE
"""Seconds after which nothing is heard any more of what training did last."""

Opens = Callable[[Wish, str], Player]


@dataclass(frozen=True)
class _Told:
    """What the loss that is heard is of: another place than this one has another loss."""

    structure: int
    step: int
    played: float


class Hearing:
    """The sound of one experiment.

    Nothing sounds and no device is opened before ``start``.

    Args:
        session: the experiment, which is only looked at.
        opens: opens the device.

    Attributes:
        source: what is played, as of ``loop_of``.
        volume: from 0 to 1.
        muted: whether nothing is heard for a while.
        original: whether the source is heard as it was, before the radio.
        loss_asked: whether the loss is to be heard beside a source.
        trouble: why nothing is heard, or not what was chosen; None if all is well.
        cut: whether only the beginning of a long file is played.
        loss: the one that is heard, as a share of the first; None while none is heard.
    """

    def __init__(self, session: Session, opens: Opens = Player) -> None:
        self._session, self._opens = session, opens
        self.source = next(iter(SHIPPED))
        self.volume = QUIET
        self.muted = self.original = self.loss_asked = self.cut = False
        self.trouble: SoundError | None = None
        self.loss: float | None = None
        self._told = _Told(-1, -1, 0.0)
        self._player: Player | None = None
        self._loop: Loop | None = None
        self._fetching: Fetching | None = None
        self._failed = ""  # the source that could not be read, so as not to try for ever
        self._ear = Ear()
        self._watch = Watch(session.changes, _HEARD)
        self._response: Response | None = None
        self._owes = True

    @property
    def on(self) -> bool:
        """Whether it was asked for, and a device plays."""
        return self._player is not None

    @property
    def plays(self) -> bool:
        """Whether there is a response to play a source through; else only the loss is heard."""
        return has_responses(self._session)

    @property
    def hears_loss(self) -> bool:
        """Whether the loss is heard."""
        return self.loss_asked or not self.plays

    @property
    def has_source(self) -> bool:
        """Whether a source is there and played through the response."""
        return self.plays and self._loop is not None

    @property
    def fetches(self) -> str:
        """The source that is being read; empty for none."""
        return self._fetching.source if self._fetching is not None else ""

    @property
    def level(self) -> float:
        """The largest sample of what plays now: 1 is full scale."""
        return self._player.level if self._player is not None else 0.0

    @property
    def is_beyond(self) -> bool:
        """Whether the knobs ask for more than is heard."""
        return self._response is not None and beyond_reach(self._response.decibels)

    @property
    def bands(self) -> tuple[int, int]:
        """How many bands are within 1 dB, and how many there are; where there is a response."""
        both = responses(self._session)
        return both.close, len(both.errors)

    def start(self) -> None:
        """Opens the device, and plays; what is in the way is then its trouble."""
        if self._player is not None:
            return
        self.trouble = None
        self._failed = ""
        if self._loop is None and self._fetching is None and self.plays:
            self.choose(self.source)
        try:
            self._player = self._opens(self._wish(), usual_device())
        except SoundError as error:
            self.trouble = error

    def stop(self) -> None:
        """Plays no more, and lets the device go."""
        player, self._player = self._player, None
        self.loss = None
        if player is not None:
            player.close()

    def choose(self, source: str) -> None:
        """Plays something else, as soon as it is read; what played goes on until then.

        Args:
            source: as of ``loop_of``.
        """
        self.trouble = None
        plays_already = source == self.source and self._loop is not None
        self._fetching = None if plays_already else Fetching(source)

    def follow(self) -> None:
        """Lets what is heard be what is true now: to be called at every look."""
        self._take()
        player = self._player
        if player is None:
            return
        if player.trouble is not None:
            self.trouble = player.trouble
            self.stop()
            return
        wanted = self.plays and self._loop is None and self._fetching is None
        if wanted and self.source != self._failed:
            self._fetching = Fetching(self.source)
        player.wish = self._wish()
        if self.hears_loss and (training := self._ear.heard(self._session)) is not None:
            self._tell(player, training)
        elif self._has_faded(player):
            self.loss = None

    def _tell(self, player: Player, training: Training) -> None:
        session = self._session
        self.loss, self._told = training.loss, _Told(session.structure, session.step, player.played)
        player.tell(training)

    def _has_faded(self, player: Player) -> bool:
        """Whether the loss that was heard last is over: it is another's, or nothing trains."""
        session, told = self._session, self._told
        if (session.structure, session.step) != (told.structure, told.step):
            return True
        return not session.running and player.played - told.played > HELD_FOR

    def _take(self) -> None:
        """Takes the source that was read, if it is there."""
        fetched = self._fetching
        if fetched is None or not fetched.done:
            return
        self._fetching = None
        if fetched.loop is None:
            self.trouble, self._failed = fetched.trouble, fetched.source
        else:
            self.source, self._loop, self.cut = fetched.source, fetched.loop, fetched.cut

    def _wish(self) -> Wish:
        self._owes |= bool(self._watch.news())
        if self._owes and not self._session.computing:
            response, self._owes = response_heard(self._session), False
            if response is None or not response.same_as(self._response):
                self._response = response
            if self._response is not None:
                _ = self._response.spectrum  # worked out here, and not where it has to be in time
        return Wish(
            self._loop if self.plays else None,
            None if self.original else self._response,
            0.0 if self.muted else self.volume,
        )
