"""You against gradient descent: reach the goal by hand, then see training do it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from eq_sim.session.actions import (
    AnyAction,
    BackToStart,
    Grab,
    Load,
    Pause,
    Release,
    Run,
    Set,
    Turn,
)
from eq_sim.session.change import Watch
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.challenge import Challenge
from eq_sim.ui.panels.data_panel import NO_GOAL, NearBar, nearness
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.style.numbers import clock, local, loss

_NEAR = (
    (1.0, "There! You did it by hand."),
    (0.97, "A hair away."),
    (0.9, "Hot."),
    (0.75, "Warm."),
    (0.5, "Getting warmer."),
    (0.0, "Cold."),
)
"""Words from a share of the way on."""


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
        super().__init__("You against gradient descent", "By hand")
        self.session = session
        self._do, self._clock, self._curve = do, clock, curve
        self._watch = Watch(session.changes)
        self.playing = False
        self.turns = 0
        self.losses: list[float] = []
        self.seconds = 0.0
        self._began = 0.0
        self._read = self._log = 0
        self._turned = False
        self._in_hand = False
        self._structure = -1
        self.rule = label("", "muted")
        self.start = QPushButton("Begin")
        self.start.setToolTip("Every knob goes back to the start; then it is your turn")
        self.start.clicked.connect(self.begin)
        self.count = label("", "readout")
        self.time = label("", "number")
        self.bar = NearBar()
        self.near = label("", "row")
        self.take_over = QPushButton("Train goes on from here")
        self.take_over.clicked.connect(lambda: do(Run()))
        self.same_start = QPushButton("Train from the same start")
        self.same_start.clicked.connect(self._from_start)
        self.away = QPushButton("Take the curve away")
        self.away.setObjectName("toggle")
        self.away.clicked.connect(self.stop)
        self._parts = (
            self.count,
            self.time,
            self.bar,
            self.near,
            self.take_over,
            self.same_start,
            self.away,
        )
        for part in (self.rule, self.start, *self._parts):
            self.body.addWidget(part)
        for words in (self.rule, self.near):
            words.setWordWrap(True)
        self.body.addStretch(1)
        self._second = QTimer(self)
        self._second.setInterval(500)
        self._second.timeout.connect(self._show)
        self._show()

    def begin(self) -> None:
        """Begins from the start of this scenario."""
        self._do(Pause())
        if not self._do(BackToStart()):
            return
        self.playing = True
        self.turns, self.seconds = 0, 0.0
        self.losses = [self.session.losses.train]
        self._structure = self.session.structure
        self._began = self._clock()
        log = self.session.log
        self._read, self._log = len(log.records), log.number
        self._in_hand = self._turned = False
        self._second.start()
        self._curve.show(self.losses)
        self._show()

    def stop(self) -> None:
        """Ends it, and takes the curve off the plot."""
        self.playing = False
        self._second.stop()
        self.losses = []
        self._curve.show(self.losses)
        self._show()

    def refresh(self) -> None:
        """Counts what was turned since the last look, and says how near the goal is."""
        if self._watch.news() or self.playing:
            self._show()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._show()

    def _show(self) -> None:
        session = self.session
        goal = session.scenario.goal
        if self.losses and session.structure != self._structure:
            self.stop()  # another network
            return
        rule = f"Turn knobs until {session.goal_text}. Each turn counts; so does the time."
        self.rule.setText(local(NO_GOAL if session.goal_asks_for_nothing else rule))
        for part in self._parts:
            part.setVisible(bool(self.losses))
        self.start.setText("Begin again" if self.losses else "Begin")
        if not self.losses:
            return
        if self.playing:
            self._count()
        value = session.goal_value
        share = nearness(goal, value)
        turns = f"{self.turns:,} turn{'' if self.turns == 1 else 's'}"
        self.count.setText(local(turns))
        self.time.setText(f"{clock(self.seconds)}   loss {loss(self.losses[-1])}")
        self.bar.show_share(share)
        words = next(words for least, words in _NEAR if share >= least)
        if share >= 1 and not self.playing and session.step:
            words = "Training is there."
        now = f"{words} Now {measure_text(goal.metric, value, goal)}."
        self.near.setText("" if session.goal_asks_for_nothing else now)

    def _count(self) -> None:
        """Reads the log since the last look: a gesture that turned something is a turn."""
        log = self.session.log
        records = log.records
        if log.number != self._log:  # it began anew, with a state; turns come after it
            self._read, self._log = 1, log.number
        for record in records[self._read :]:
            match record.action:
                case Grab():
                    self._in_hand, self._turned = True, False
                case Turn():
                    self._turned = True
                    if not self._in_hand:
                        self._note_turn()
                case Release():
                    if self._turned:
                        self._note_turn()
                    self._in_hand = self._turned = False
                case Load() | BackToStart():
                    self.stop()
                    return
                case Set() | Pause():
                    continue
                case Run():
                    self.playing = False  # training has taken over
        self._read = len(records)
        if self.playing:
            self.seconds = self._clock() - self._began
            if nearness(self.session.scenario.goal, self.session.goal_value) >= 1:
                self.playing = False
        if not self.playing:
            self._second.stop()

    def _note_turn(self) -> None:
        self.turns += 1
        self.losses.append(self.session.losses.train)
        self._curve.show(self.losses)

    def _from_start(self) -> None:
        self._show()
        self.playing = False
        self._second.stop()
        self._do(BackToStart())
        self._do(Run())
