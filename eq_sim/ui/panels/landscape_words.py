"""What is said of a landscape: of the moment, of a place, of the plane it lies in."""

from eq_sim.session.questions.landscape import Landscape
from eq_sim.ui.models.live_landscape import LiveLandscape
from eq_sim.ui.style.numbers import count, loss, signed, steps

_RANDOM = (
    "Two random directions (draw {draw}): each neuron's part of them is as long as its own "
    "weights and bias, so 1 along a direction is as much as the weights themselves."
)
_PATH = "The two directions in which the path since the start has gone farthest, in knobs' units."
_NO_PATH = "The path has no two directions yet; two random ones are shown."


def heading(live: LiveLandscape) -> str:
    """Returns whose landscape it is."""
    return f"Train loss around step {count(live.step)}"


def at_knobs(shown: Landscape) -> str:
    """Returns the loss in the middle, and the lowest that is known."""
    known = shown.known()
    lowest = float(known.min()) if known.size else shown.at_centre
    return f"middle {loss(shown.at_centre)}, lowest here {loss(lowest)}"


def at_place(shown: Landscape, row: int, column: int) -> str:
    """Returns the loss at a place of the grid."""
    marks, value = shown.marks, float(shown.losses[row, column])
    where = f"{signed(float(marks[column]), 2)} across, {signed(float(marks[row]), 2)} up"
    known = "not known yet" if value != value else loss(value)  # nan is no number
    return f"{where}: {known}"


def whose(live: LiveLandscape) -> str:
    """Returns which directions these are, and how much of the path lies between them."""
    shown = live.shown
    if shown is None:
        return live.missing
    if shown.plane.directions == "path":
        said = [_PATH]
    else:
        said = [_NO_PATH] if live.directions == "path" else []
        said.append(_RANDOM.format(draw=live.draw))
    if live.holds is not None and len(live.steps) > 1:
        share = f"{100 * live.holds:.0f}\N{NO-BREAK SPACE}%"
        said.append(
            f"The line is the path of {steps(int(live.steps[-1] - live.steps[0]))}, as it falls on "
            f"this plane, which holds {share} of it."
        )
    elif live.holds is None:
        said.append("The path is kept for networks of up to 8,192 knobs.")
    return " ".join(said)
