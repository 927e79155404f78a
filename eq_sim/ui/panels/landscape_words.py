"""What is said of a landscape: of the moment, of a place, of the plane it lies in."""

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.questions.landscape import Landscape
from eq_sim.session.spreads import FEW
from eq_sim.ui.models.live_landscape import LiveLandscape
from eq_sim.ui.style.numbers import loss, signed

_RANDOM = later(
    "Two random directions (draw {draw}): each neuron's part of them is as long as its own "
    "weights and bias, so 1 along a direction is as much as the weights themselves."
)
_PATH = later(
    "The two directions in which the path since the start has gone farthest, in knobs' units."
)
_NO_PATH = later("The path has no two directions yet; two random ones are shown.")


def heading(live: LiveLandscape) -> str:
    """Returns whose landscape it is."""
    return tr("Train loss around step {step:,}", step=live.step)


def at_knobs(shown: Landscape) -> str:
    """Returns the loss in the middle, and the lowest that is known."""
    known = shown.known()
    lowest = float(known.min()) if known.size else shown.at_centre
    return tr(
        "middle {middle}, lowest here {lowest}", middle=loss(shown.at_centre), lowest=loss(lowest)
    )


def at_place(shown: Landscape, row: int, column: int) -> str:
    """Returns the loss at a place of the grid."""
    marks, value = shown.marks, float(shown.losses[row, column])
    across, up = signed(float(marks[column]), 2), signed(float(marks[row]), 2)
    if value != value:  # nan is no number
        return tr("{across} across, {up} up: not known yet", across=across, up=up)
    return tr("{across} across, {up} up: {loss}", across=across, up=up, loss=loss(value))


def whose(live: LiveLandscape) -> str:
    """Returns which directions these are, and how much of the path lies between them."""
    shown = live.shown
    if shown is None:
        return tr(live.missing)
    if shown.plane.directions == "path":
        said = [tr(_PATH)]
    else:
        said = [tr(_NO_PATH)] if live.directions == "path" else []
        said.append(tr(_RANDOM, draw=live.draw))
    if live.holds is not None and len(live.steps) > 1:
        share = f"{100 * live.holds:.0f}\N{NO-BREAK SPACE}%"
        said.append(
            ntr(
                "The line is the path of {count:,} step, as it falls on this plane, which holds "
                "{share} of it.",
                "The line is the path of {count:,} steps, as it falls on this plane, which holds "
                "{share} of it.",
                int(live.steps[-1] - live.steps[0]),
                share=share,
            )
        )
    elif live.holds is None:
        said.append(tr("The path is kept for networks of up to {most:,} knobs.", most=FEW))
    return " ".join(said)
