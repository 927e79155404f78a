"""What the window says of the moment of the past that it shows."""

from eq_sim.language.numerals import local
from eq_sim.session.looking import Looking
from eq_sim.ui.style import numbers


def where(looking: Looking) -> str:
    """Returns "step 400 of 1,500", of the training that the moment belongs to."""
    line = looking.lineage
    place = looking.place if looking.active else looking.now
    most = line.step(line.place_at_step(2**53, place))
    on = ""
    if looking.branch is not None:
        on = f" on branch {looking.tree.number(looking.branch)}"
    return local(f"step {line.step(place):,} of {most:,}{on}")


def sentence(looking: Looking) -> str:
    """Returns what is shown, and how one comes back."""
    line = looking.lineage
    done = int(looking.session.phase) if looking.active else 0
    within = f", {done} of 4 phases into the next" if done else ""
    said = f"Looking back: {where(looking)}{within}."
    if looking.share is not None:
        to = numbers.count(line.step(looking.wanted))
        said = f"{said} On the way to step {to}: {100 * looking.share:.0f} % done."
    elif looking.place == 0 and line.reaches:
        said = f"{said} It reaches back no further."
    return f"{said} Esc: back to now"


def reach(looking: Looking) -> str:
    """Returns how far back one can look, and what that takes in memory."""
    line, timeline = looking.lineage, looking.session.timeline
    most = timeline.budget / 2**20
    used = timeline.bytes / 2**20
    return local(
        f"The whole history: drag to look back. It reaches back to step {line.reaches:,}.\n"
        f"States that are kept on the way make looking back quick: {used:,.1f} MB of at most "
        f"{most:,.0f} MB.\nWhat lies between two of them is computed again, to the last bit."
    )
