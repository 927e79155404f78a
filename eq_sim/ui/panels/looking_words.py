"""What the window says of the moment of the past that it shows."""

from eq_sim.language.tr import tr
from eq_sim.session.looking import Looking


def where(looking: Looking) -> str:
    """Returns "step 400 of 1,500", of the training that the moment belongs to."""
    line = looking.lineage
    place = looking.place if looking.active else looking.now
    most = line.step(line.place_at_step(2**53, place))
    if looking.branch is None:
        return tr("step {step:,} of {last:,}", step=line.step(place), last=most)
    return tr(
        "step {step:,} of {last:,} on branch {branch}",
        step=line.step(place),
        last=most,
        branch=looking.tree.number(looking.branch),
    )


def sentence(looking: Looking) -> str:
    """Returns what is shown, and how one comes back."""
    line = looking.lineage
    done = int(looking.session.phase) if looking.active else 0
    if done:
        said = [
            tr(
                "Looking back: {where}, {done} of 4 phases into the next.",
                where=where(looking),
                done=done,
            )
        ]
    else:
        said = [tr("Looking back: {where}.", where=where(looking))]
    if looking.share is not None:
        to, share = line.step(looking.wanted), 100 * looking.share
        said.append(tr("On the way to step {step:,}: {share:.0f} % done.", step=to, share=share))
    elif looking.place == 0 and line.reaches:
        said.append(tr("It reaches back no further."))
    return " ".join([*said, tr("Esc: back to now")])


def reach(looking: Looking) -> str:
    """Returns how far back one can look, and what that takes in memory."""
    line, timeline = looking.lineage, looking.session.timeline
    return tr(
        "The whole history: drag to look back. It reaches back to step {step:,}.\n"
        "States that are kept on the way make looking back quick: {used:,.1f} MB of at most "
        "{most:,.0f} MB.\nWhat lies between two of them is computed again, to the last bit.",
        step=line.reaches,
        used=timeline.bytes / 2**20,
        most=timeline.budget / 2**20,
    )
