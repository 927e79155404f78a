"""Drafts of any length: a knob turned by hand and a few steps of training, again and again."""

from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.recorded import RecordedDraft
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import timed


def draft_of(count: int) -> Draft:
    """Returns a draft of so many entries, done and told."""
    session = open_session("ring")
    for place in range(count // 2):
        knob = place % session.layout.size
        session.apply(act.Grab((knob,)))
        session.apply(act.Turn((knob,), (0.01 * (place % 50) + 0.001,)))
        session.apply(act.Release())
        session.apply(act.Train(3))
    work = RecordedDraft(timed(session.log.records), "Long")
    while work.go_on():
        pass
    assert work.draft is not None
    return work.draft
