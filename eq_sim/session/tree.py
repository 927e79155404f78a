"""The history as a tree, for views: what led to now, and the branches that were left."""

from weakref import WeakKeyDictionary

from eq_sim.session.branches import Left
from eq_sim.session.curves import goes_on
from eq_sim.session.lineage import TRAVELS, Lineage
from eq_sim.session.log import LogState
from eq_sim.session.moment import Moment, last_moment
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.timeline import Timeline, Way


class Tree:
    """What a session's log has become of going back and of undo.

    Args:
        session: the experiment.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._present: Lineage | None = None
        self._of: tuple[Timeline, LogState] | None = None
        self._study: Way | None = None
        self._lines: WeakKeyDictionary[Left, Lineage] = WeakKeyDictionary()
        self._timeline = session.timeline
        self._begin_study()

    @property
    def present(self) -> Lineage:
        """The moments that led to now."""
        log, timeline = self._session.log.state, self._session.timeline
        known = self._of
        if self._present is not None and known is not None and known[0] is timeline:
            if known[1] is log:
                return self._present
            if self._present.grown(log, last_moment(log), self._step):
                self._of = timeline, log
                return self._present
        self._of = timeline, log
        self._present = self.to(last_moment(log))
        return self._present

    def to(self, tip: Moment) -> Lineage:
        """Returns the moments that led to one."""
        session = self._session
        return Lineage(session.log.state, tip, self._step, session.timeline.branches.back)

    @property
    def branches(self) -> tuple[Left, ...]:
        """The curves that were left, and that the present has not; the oldest first."""
        here = self._session.present()
        found: list[Left] = []
        for left in reversed(self._session.timeline.branches.left):
            comparable = left.objective.compares_with(here.objective)
            if comparable and not self._is_known_by(here, found, left):
                found.append(left)
        return tuple(reversed(found))

    def _is_known_by(self, here: State, found: list[Left], left: Left) -> bool:
        """Whether the present, or a curve that was left later, has all of a curve."""
        curves = [here.progress.history.points, *(later.points for later in found)]
        if any(goes_on(curve, left.points) for curve in curves):
            return True
        if left.recorded == left.points.shape[1]:
            return False
        # No point says where it was left: what was done does.
        recorded, line = left.points[:, : left.recorded], self._to(left)
        lines = [self.present, *(self._to(later) for later in found)]
        return any(
            goes_on(curve, recorded) and other.passes(line)
            for curve, other in zip(curves, lines, strict=True)
        )

    def _to(self, left: Left) -> Lineage:
        """Returns the moments that led to where a curve was left."""
        if left not in self._lines:
            self._lines[left] = self.to(left.tip)
        return self._lines[left]

    def number(self, branch: Left) -> int:
        """Returns what a branch is called: the oldest is 1."""
        return 1 + sum(left.tip < branch.tip for left in self.branches)

    # What a file does not say, and is found out by doing it all again

    @property
    def studies(self) -> bool:
        """Whether what was left on the way is still being found out, as of a file."""
        return self._study is not None

    def study(self) -> bool:
        """Does a portion of the past again. Returns whether there is more to do."""
        way = self._study
        if way is not None and way.go_on() is not None:
            self._study = None
            self._session.timeline.learn(self._session.log.state, way)
            self.forget()
        return self._study is not None

    def whole_way(self) -> Way:
        """Returns the way through all of the past, as far as it has been gone by now."""
        log = self._session.log.state
        way = self._study or self._session.timeline.way(log, last_moment(log), whole=True)
        self._study = None
        return way

    def forget(self) -> None:
        """Looks at the log anew: more is known of it."""
        self._of = self._present = None
        self._lines.clear()

    def heard(self) -> None:
        """Notices when the session has gone on with another experiment."""
        if self._session.timeline is not self._timeline:
            self._begin_study()

    def _begin_study(self) -> None:
        timeline, log = self._session.timeline, self._session.log.state
        self._timeline, self._study = timeline, None
        known = timeline.branches.number == log.number
        if not known and any(isinstance(one.action, TRAVELS) for one in log.done):
            self._study = timeline.way(log, last_moment(log), whole=True)

    @property
    def _step(self) -> int:
        session = self._session  # a look at the training alone would copy all knobs
        return session.present().training.step if session.looking_back else session.step
