"""Looking back: one goes along the moments of the past, in portions, and on from any of them.

What is shown while one looks back is the session's; here it is kept where that is, where one wants
to be, and what comes of what a hand does there.
"""

from collections.abc import Callable
from dataclasses import replace

from eq_sim.session import actions as act
from eq_sim.session.branches import Left
from eq_sim.session.change import Change
from eq_sim.session.lineage import Lineage
from eq_sim.session.log import LogState
from eq_sim.session.moment import Moment
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED
from eq_sim.session.state import State
from eq_sim.session.timeline import Way
from eq_sim.session.training.training_state import Phase
from eq_sim.session.tree import Tree

_BACKWARDS = 8.0
"""Seconds that the whole way takes backwards where training goes as fast as it can."""

AT_START = "look-at-start"
"""A hand of this name shows the start while a key is held, and puts everything back."""


class Looking:
    """Where one is in an experiment's past.

    Args:
        session: the experiment.

    Attributes:
        tree: what led to now, and what was left.
        place: which moment of the lineage is shown.
        playing: whether it goes backwards by itself.
        branch: the curve that one went over to; None on the way to now.
        revision: grows whenever anything here is another.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.place = 0
        self.playing = False
        self.branch: Left | None = None
        self.revision = 0
        self.tree = Tree(session)
        self._chosen: Lineage | None = None
        self._wish: int | None = None
        self._wished_phase: Phase | None = None
        self._arrived: Callable[[State], None] | None = None
        self._way: Way | None = None
        self._finds: int | None = None  # how far before the end one wished to be
        self._owed = 0.0
        self._hand: act.Grab | None = None
        self._there: State | None = None
        self._shown_phase: Phase | None = None
        self._moment = Moment(0)
        self._learned: LogState | None = None
        self._mine = False
        self._observers: list[Callable[[], None]] = []
        session.observe(self._heard)

    def observe(self, observer: Callable[[], None]) -> None:
        """Adds someone to be told when there is a way to go, or none any more."""
        self._observers.append(observer)

    # Where one is

    @property
    def active(self) -> bool:
        """Whether a moment of the past is shown."""
        return self.session.looking_back

    @property
    def lineage(self) -> Lineage:
        """The moments that one goes along: those that led to now, or to what was chosen."""
        return self._chosen or self.tree.present

    @property
    def now(self) -> int:
        """The place of the last moment that led to now."""
        return self.tree.present.last

    @property
    def wanted(self) -> int:
        """The place that one wants to be at."""
        if self._wish is not None:
            return self._wish
        return self.place if self.active else self.now

    @property
    def busy(self) -> bool:
        """Whether there is a way to go, or it goes backwards by itself."""
        return self._wish is not None or self.playing

    @property
    def moves(self) -> bool:
        """Whether there is anything to do at the next display tick."""
        return self.busy or self.tree.studies

    @property
    def share(self) -> float | None:
        """How much of the way is done, from 0 to 1; None where there is none to go."""
        return None if self._way is None else self._way.share

    # Where one wants to be

    def begin(self) -> None:
        """Looks at the last moment: training rests, hands let go."""
        if not self.active:
            self._show(self.session.state(), self.now)

    def look_at(self, place: int) -> None:
        """Wishes to be at a place; the newest wish wins."""
        self.playing = False
        self.want(place)

    def want(
        self,
        place: int,
        phase: Phase | None = None,
        arrived: Callable[[State], None] | None = None,
    ) -> None:
        """Wishes to be at a place; there, at a phase of the step that comes next.

        Args:
            place: along the lineage.
            phase: None for how far the step was at that moment.
            arrived: called with what was true there, once it is shown.
        """
        self.begin()
        place = min(max(0, place), self.lineage.last)
        self._rest(playing=self.playing)
        if place != self.place:
            self._wish, self._wished_phase, self._arrived = place, phase, arrived
        elif phase != self._shown_phase and self._there is not None:
            self._show(self._there, place, phase)  # only the phase is another
        self._revise()

    def look_at_step(self, step: int) -> None:
        """Wishes to be where so many steps had been taken, since the start that is looked at."""
        self.begin()
        self.look_at(self.lineage.place_at_step(step, self.wanted))

    def choose(self, branch: Left, step: int) -> None:
        """Goes over to a curve that was left, to where so many steps had been taken."""
        self.begin()
        line = self.tree.to(branch.tip)
        self._go_over(line, branch, line.place_at_step(step, line.last))

    def choose_present(self, step: int) -> None:
        """Goes over to what led to now, to where so many steps had been taken since the start."""
        self.begin()
        line = self.tree.present
        self._go_over(None, None, line.place_at_step(step, line.last))

    def step(self, by: int) -> None:
        """Goes a moment back (−1) or on (1): to one at which no step is under way."""
        line, place = self.lineage, self.wanted
        if by < 0:
            inside = line.begun(place) != place or self.wanted_phase
            self.look_at(line.begun(place if inside else place - 1))
        elif self.active:
            place += 1
            while place < line.last and line.begun(place) != place:
                place += 1
            self.look_at(place)

    @property
    def same_step(self) -> bool:
        """Whether an earlier phase of the step that is under way now is shown: no knob differs."""
        if not self.active or self._chosen is not None or self._wish is not None:
            return False
        line = self.tree.present
        return self.place >= line.begun(line.last) and self.session.phase != self._present_phase

    @property
    def on_present(self) -> bool:
        """Whether one goes along what led to now, and not along a curve that was left."""
        return self._chosen is None

    @property
    def _present_phase(self) -> Phase:
        return self.session.present().training.phase

    @property
    def wanted_phase(self) -> Phase:
        """The phase of a step that comes next where one wants to be."""
        if self._wish is None:
            return self.session.phase
        if self._wished_phase is not None:
            return self._wished_phase
        taken = self._wish - self.lineage.begun(self._wish)
        return Phase(min(taken, Phase.UPDATE))

    def play(self) -> None:
        """Goes backwards by itself, or rests."""
        self.playing = not self.playing
        self._owed = 0.0
        if self.playing:
            self.begin()
            self.playing = True
        self._revise()

    @property
    def onward(self) -> act.GoTo:
        """What goes on from the moment that is shown."""
        return act.GoTo(*self._moment)

    def back_to_now(self) -> None:
        """Shows the present again."""
        self._forget()
        self.session.look_now()

    def go_on_from_here(self) -> None:
        """Goes on from the moment that is shown: it becomes the present."""
        if not self.active:
            return
        session, moment = self.session, self._moment
        at_now = moment == self.tree.present.moment(self.now)
        at_now = at_now and session.phase == self._present_phase
        there, grab, phase = self._there, self._hand, session.phase
        here = at_now or self.same_step
        self._forget()
        if here or there is None:
            session.look_now()
        else:
            session.timeline.keep(session.log.state, moment, there)
            session.apply(act.GoTo(moment.record, moment.steps))
            for _ in range(phase):
                session.apply(act.TakePhase())
        if grab is not None:
            session.apply(grab)

    def forget_the_past(self) -> None:
        """Lets the history begin at the present; what undo keeps can still be undone."""
        self.back_to_now()
        self.session.begin_log_anew()
        self._revise()

    # What brings one there

    def advance(self, seconds: float) -> None:
        """Lets simulated time pass: backwards it goes as fast as training would."""
        if not self.playing or self._wish is not None:
            return
        speed = self.session.scenario.training.speed
        if speed >= FULL_SPEED:
            speed = self.lineage.last / _BACKWARDS
        self._owed += seconds * speed
        places = int(self._owed)
        self._owed -= places
        if places:
            self.want(self.place - places)
        if self.place == 0 or self.wanted == 0:
            self.playing = False

    def go_on(self) -> bool:
        """Goes a portion of the way. Returns whether there is more to go."""
        wish, session = self._wish, self.session
        if wish is None:
            return False
        if self._way is None:
            log = session.log.state
            lineage = self.lineage
            if lineage.known or self._learned is log:
                self._way = session.timeline.way(log, lineage.moment(wish))
            else:  # what is not known of the past is found by doing it again, once
                self._way = self.tree.whole_way()
                self._learned, self._finds = log, lineage.last - wish
        state = self._way.go_on()
        if state is None:
            self.revision += 1
            return True
        way, self._way = self._way, None
        session.timeline.learn(session.log.state, way)
        if self._finds is not None:  # the moments before, and so the places, are known now
            self._chosen = self.branch = None
            self.tree.forget()
            last = self.lineage.last
            self.place, self._wish, self._finds = last, max(0, last - self._finds), None
            return True
        phase, arrived = self._wished_phase, self._arrived
        self._wish = self._wished_phase = self._arrived = None
        self._show(state, wish, phase)
        if arrived is not None:
            arrived(state)
        return self._wish is not None

    def study(self) -> bool:
        """Finds out a portion of what a file does not say. Returns whether there is more."""
        more = self.tree.study()
        if not more:
            self._revise()
        return more

    # What a hand does meanwhile

    def apply(self, action: act.AnyAction) -> None:
        """Does what a hand does. While one looks back it goes on from there.

        A knob that is only touched, or a look at the start, changes nothing there; undo comes back
        to now.

        Raises:
            EqSimError: it cannot be done; says why.
        """
        session, hand = self.session, self._hand
        if not session.looking_back:
            session.apply(action)
            return
        match action:
            case act.Undo():
                self.back_to_now()
            case act.GoTo() if action == self.onward:
                self.go_on_from_here()
            case act.Redo() | act.Load() | act.Resume() | act.GoTo():
                session.apply(action)
            case act.Pause():
                self.playing = False
                self._revise()
            case act.Set(setting="speed"):
                self._at_speed(action)
            case act.Grab():
                self._try(action)
                self._hand = action
            case act.Release():
                self._hand = None
                self._try(action)
            case act.Turn() if hand is not None and hand.name == AT_START:
                self._try(action)
            case _:
                self.go_on_from_here()
                session.apply(action)

    def _try(self, action: act.Grab | act.Turn | act.Release) -> None:
        self._rest()
        self.session.try_out(action)

    def _at_speed(self, action: act.Set) -> None:
        """Changes the speed, which is nobody's to go back to, and looks on."""
        chosen, branch = self._chosen, self.branch
        place, playing = self.place, self.playing
        shown, wish, phase = self._there, self._wish, self._shown_phase
        self._mine = True
        try:
            self.session.apply(action)
        finally:
            self._mine = False
        if shown is None:
            return
        self._chosen, self.branch = chosen, branch
        self._show(shown, place, phase)
        self.playing, self._wish = playing, wish

    # The bottom

    def _go_over(self, line: Lineage | None, branch: Left | None, place: int) -> None:
        self._rest()
        if line is not self._chosen:
            self.place = min(self.place, (line or self.tree.present).last)
            self._chosen, self.branch = line, branch
        self._wish = place
        self._revise()

    def _show(self, state: State, place: int, phase: Phase | None = None) -> None:
        shown = state
        if phase is not None:
            shown = replace(state, training=replace(state.training, phase=phase))
        self._mine = True
        try:
            self.session.look_back(shown)
        finally:
            self._mine = False
        self._there, self._shown_phase, self.place = state, phase, place
        self._moment = self.lineage.moment(place)
        self._revise()

    def _revise(self) -> None:
        self.revision += 1
        for observer in self._observers:
            observer()

    def _rest(self, *, playing: bool = False) -> None:
        self._wish = self._way = self._finds = None
        self._wished_phase = self._arrived = None
        self.playing = playing
        self._revise()

    def _forget(self) -> None:
        self._rest()
        self._chosen = self._hand = self._there = self.branch = self._shown_phase = None

    def _heard(self, change: Change) -> None:
        """Whoever does something brings the present back: nothing is looked at any more."""
        self.tree.heard()
        if change and not self._mine and not self.session.looking_back and self._there is not None:
            self._forget()
