"""What each knob changes when it alone is muted, as it is now: worked out when somebody looks."""

from eq_sim.language.tr import tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.each_knob_muted import EachKnobMuted, mute_each_knob
from eq_sim.session.session import Session
from eq_sim.ui.style.numbers import share_right

_SHOWN = Change.SWITCHES | Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE
_MOST = 5_000_000  # knobs times answers that a look may take: it takes about a second


class MutedAlone:
    """Mutes every knob by itself, in thought.

    Args:
        session: whose knobs.

    Attributes:
        each: what came of it; None where it is not known.
        why_not: why it is not known; empty where it is.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._looked = False
        self.each: EachKnobMuted | None = None
        self.why_not = ""

    def refresh(self) -> bool:
        """Looks again, if anything has changed and training rests. Returns whether it has."""
        session = self._session
        if self._watch.news():
            self._looked = False
        if self._looked:
            return False
        before = self.each, self.why_not
        evaluation = session.evaluation
        work = session.layout.size * (len(evaluation.test) or len(evaluation.train))
        self.each = None
        if not session.dataset.classes:
            self.why_not = tr("The answers are numbers: each knob changes them.")
        elif work > _MOST:
            self.why_not = tr("Too many knobs to try each.")
        elif session.running or session.computing:
            self.why_not = tr("Each is tried when training rests.")
            return before != (None, self.why_not)  # and it looks again
        else:
            self.each, self.why_not = mute_each_knob(session), ""
        self._looked = True
        return self.each is not None or before != (None, self.why_not)

    @property
    def share(self) -> str:
        """Which share of the knobs changes no answer: "63.5 %"; empty where it is not known."""
        return "" if self.each is None else share_right(self.each.quiet / self.each.changed.size)

    @property
    def words(self) -> tuple[str, ...]:
        """What the share is of, in lines."""
        if self.each is None:
            return (self.why_not,)
        knobs = self.each.changed.size
        if self.each.part == "test":
            said = tr("of {knobs:,} knobs,\nmuted alone, change\nno answer on test", knobs=knobs)
        else:
            said = tr("of {knobs:,} knobs,\nmuted alone, change\nno answer on train", knobs=knobs)
        return tuple(said.split("\n"))
