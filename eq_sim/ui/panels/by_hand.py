"""You against gradient descent: reach the goal by hand, then see training do it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.actions import (
    AnyAction,
    BackToStart,
    Blend,
    Grab,
    Load,
    NewStart,
    Pause,
    Release,
    Resume,
    Run,
    SetStart,
    SwitchSide,
    TakePhase,
    Train,
    Turn,
)
from eq_sim.session.change import Watch
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.challenge import Challenge
from eq_sim.ui.panels.data_panel import NO_GOAL
from eq_sim.ui.panels.hand_words import time_and_loss, trained
from eq_sim.ui.panels.near_bar import NearBar, nearness
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.style.numbers import COMPUTING, loss

_NEAR = (
    (0.97, later("A hair away")),
    (0.9, later("Hot")),
    (0.8, later("Warm")),
    (0.65, later("Lukewarm")),
    (0.0, later("Cold")),
)
"""Words from a share of the way on."""


@dataclass(frozen=True)
class _Look:
    """How the hand's knobs did at one moment: numbers that belong together.

    Attributes:
        loss: the train loss.
        value: what the goal is held against.
        share: of the way to the goal.
    """

    loss: float
    value: float | None
    share: float

    @classmethod
    def at(cls, session: Challenge) -> "_Look":
        """Returns how the knobs do as they stand."""
        value = session.goal_value
        return cls(session.losses.train, value, nearness(session.scenario.goal, value))


@dataclass(frozen=True)
class Game:
    """A game as it stands: what the panel of another window goes on with; see ``ByHand``."""

    looks: tuple[_Look, ...]
    structure: int
    seconds: float
    began: float
    turned: bool
    looks_later: bool
    from_same_start: bool
    playing: bool


class ByHand(Card):
    """The challenge: turns, time, how near, and who goes on.

    Args:
        session: what is shown.
        do: takes what the hand does.
        clock: seconds, ever growing.
        curve: takes the losses after each turn, for the plot.
    """

    def __init__(
        self,
        session: Challenge,
        do: Callable[[AnyAction], bool],
        clock: Callable[[], float],
        curve: HandCurve,
    ) -> None:
        super().__init__(later("You against gradient descent"), later("By hand"))
        self.session = session
        self._do, self._clock, self._curve = do, clock, curve
        self._watch = Watch(session.changes)
        self.playing = False
        self.seconds = 0.0
        self._looks: list[_Look] = []
        self._began = 0.0
        self._turned = self._in_hand = self._looks_later = False
        self._from_same_start = False
        self._structure = -1
        self._end_listening: Callable[[], None] = _nothing
        self.rule = label("", "muted")
        self.start = QPushButton(tr("Begin"))
        self.start.setToolTip(tr("Every knob goes back to the start; then it is your turn"))
        self.start.clicked.connect(self.begin)
        self.count = label("", "readout")
        self.time = label("", "number")
        self.bar = NearBar()
        self.near = label("", "row")
        self.machine = label("", "row")
        self.take_over = QPushButton(tr("Train goes on from here"))
        self.take_over.clicked.connect(lambda: do(Run()))
        self.same_start = QPushButton(tr("Train from the same start"))
        self.same_start.clicked.connect(self._from_start)
        self.away = QPushButton(tr("Take the curve away"))
        self.away.setObjectName("toggle")
        self.away.clicked.connect(self.stop)
        self._parts = (
            self.count,
            self.time,
            self.bar,
            self.near,
            self.machine,
            self.take_over,
            self.same_start,
            self.away,
        )
        for part in (self.rule, self.start, *self._parts):
            self.body.addWidget(part)
        for words in (self.rule, self.near, self.machine):
            words.setWordWrap(True)
        self.body.addStretch(1)
        self._second = QTimer(self)
        self._second.setInterval(500)
        self._second.timeout.connect(self._show)
        self._show()

    @property
    def turns(self) -> int:
        """How often the hand has changed the knobs."""
        return max(0, len(self._looks) - 1)

    @property
    def losses(self) -> list[float]:
        """The train loss at the start, and after each turn."""
        return [look.loss for look in self._looks]

    def begin(self) -> None:
        """Begins from the start of this scenario."""
        if not self._do(BackToStart()):
            return
        self._do(Pause())  # at the start: what was reached before is nobody's goal any more
        self._over()
        self.playing, self.seconds = True, 0.0
        self._looks = [_Look.at(self.session)]
        self._structure = self.session.structure
        self._began = self._clock()
        self._in_hand = self._turned = False
        self._from_same_start = False
        self._end_listening = self.session.listen(self._heard)
        self._second.start()
        self._curve.show(self.losses)
        self._show()

    def handed_over(self) -> Game | None:
        """Ends here, and returns the game for another window; None where there is none."""
        if not self._looks:
            return None
        game = Game(
            tuple(self._looks),
            self._structure,
            self.seconds,
            self._began,
            self._turned,
            self._looks_later,
            self._from_same_start,
            self.playing,
        )
        self._over()
        return game

    def go_on_with(self, game: Game) -> None:
        """Goes on with the game of another window, on the same experiment."""
        self._looks, self._structure = list(game.looks), game.structure
        self.seconds, self._began = game.seconds, game.began
        self._turned, self._looks_later = game.turned, game.looks_later
        self._from_same_start, self.playing = game.from_same_start, game.playing
        if self.playing:
            self._end_listening = self.session.listen(self._heard)
            self._second.start()
        self._curve.show(self.losses)
        self._show()

    def stop(self) -> None:
        """Ends it, and takes the curve off the plot."""
        self._over()
        self._looks = []
        self._curve.show(self.losses)
        self._show()

    def refresh(self) -> None:
        """Counts what was turned since the last look, and says how near the goal is.

        A moment of the past is nobody's turn.
        """
        if self.session.looking_back:
            return
        if self._looks_later and not self.session.computing:
            self._look_again()
        if self._watch.news() or self.playing:
            self._show()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._show()

    def _show(self) -> None:
        session = self.session
        if not session.looking_back:
            if self._looks and session.structure != self._structure:
                self.stop()  # another network
                return
            goal = local(session.goal_text)
            rule = tr("Turn knobs until {goal}. Each turn counts; so does the time.", goal=goal)
            self.rule.setText(tr(NO_GOAL) if session.goal_asks_for_nothing else rule)
        for part in self._parts:
            part.setVisible(bool(self._looks))
        self.start.setText(tr("Begin again") if self._looks else tr("Begin"))
        if not self._looks or session.looking_back:
            return  # what the hand came to is said when one is back at it
        if self.playing:
            self.seconds = self._clock() - self._began
            if not session.computing and _Look.at(session).share >= 1:
                if self._turned:
                    self._note_turn()
                self._over()
        self.count.setText(ntr("{count:,} turn", "{count:,} turns", self.turns))
        if self.playing and session.computing:
            self.time.setText(time_and_loss(self.seconds, tr(COMPUTING)))
            self.bar.show_pale()
            self.near.setText(tr("Computing …"))
        else:
            by_hand = _Look.at(session) if self.playing else self._looks[-1]
            self.time.setText(time_and_loss(self.seconds, loss(by_hand.loss)))
            self.bar.show_share(by_hand.share)
            self.near.setText(self._near_words(by_hand))
        self.machine.setText(self._machine_words())
        self.machine.setVisible(bool(self.machine.text()))

    def _near_words(self, look: _Look) -> str:
        """Returns how near the hand is, or came, and whether the last turn helped."""
        if self.session.goal_asks_for_nothing:
            return ""
        goal = self.session.scenario.goal
        reached = measure_text(goal.metric, look.value, goal)
        if look.share >= 1:
            return tr("There! You did it by hand: {value}.", value=reached)
        if not self.playing:
            return tr("You came to {value}.", value=reached)
        near = tr(next(words for least, words in _NEAR if look.share >= least))
        before = self._looks[-1] if self._in_hand else self._looks[max(0, self.turns - 1)]
        if look.value is not None and before.value is not None and look.value != before.value:
            nearer = (look.value > before.value) == (goal.op == ">=")
            if nearer:
                return tr("{near}, getting warmer. Now {value}.", near=near, value=reached)
            return tr("{near}, getting colder. Now {value}.", near=near, value=reached)
        return tr("{near}. Now {value}.", near=near, value=reached)

    def _machine_words(self) -> str:
        """Returns how near training came; it is no part of what the hand did."""
        session = self.session
        if self.playing or not session.step or session.goal_asks_for_nothing:
            return ""
        if session.computing:
            if self._from_same_start:
                return tr("Training, from the same start: {value}", value=tr(COMPUTING))
            return tr("Training, from your knobs: {value}", value=tr(COMPUTING))
        now, at = _Look.at(session), session.evaluation.step
        reached = measure_text(session.scenario.goal.metric, now.value, session.scenario.goal)
        after = session.step if at is None else at
        return trained(reached, after, there=now.share >= 1, same_start=self._from_same_start)

    def _heard(self, action: AnyAction) -> None:
        """Counts what changes the knobs, as it happens: what the hand did is the hand's alone."""
        match action:
            case Run():
                if self._turned:
                    self._note_turn()
                self._over()
            case Train() | TakePhase():
                self._over()  # its step is taken: the knobs are no longer the hand's
            case Load() | Resume() | NewStart() | SetStart() | BackToStart():
                self.stop()
            case SwitchSide() | Blend():
                self.stop()
            case Turn():
                self._turned = self.session.turned
                if not self._in_hand:
                    self._note_turn()
            case Grab() | Release():
                if self._turned:
                    self._note_turn()
                self._in_hand, self._turned = isinstance(action, Grab), False
            case _:
                self._look_again()

    def _look_again(self) -> None:
        """Sees whether something else has changed the knobs: undo, mute, the best so far."""
        self._looks_later = self.session.computing
        if self.session.step:
            self.stop()  # undo went back to knobs that were trained
        elif self._looks_later:
            return
        elif not self._in_hand and self.session.losses.train != self._looks[-1].loss:
            self._note_turn()

    def _note_turn(self) -> None:
        self._looks.append(_Look.at(self.session))
        self._curve.show(self.losses)

    def _over(self) -> None:
        """The hand's part is over: what it came to stays as it is."""
        self.playing = self._looks_later = False
        self._second.stop()
        self._end_listening()
        self._end_listening = _nothing

    def _from_start(self) -> None:
        self._show()
        self._over()
        self._from_same_start = True
        self._do(BackToStart())
        self._do(Run())
        self._show()


def _nothing() -> None:
    """Ends nothing: nobody listens."""
