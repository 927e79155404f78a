"""What the hints of the first minute say: the words, and below them how else it is done."""

from eq_sim.language.tr import later, tr
from eq_sim.ui.style.numbers import change

_DRAG = {
    1: later(
        "Each slider is one number inside this network. Drag this one up, and watch the answer: "
        "the loss falls."
    ),
    -1: later(
        "Each slider is one number inside this network. Drag this one down, and watch the answer: "
        "the loss falls."
    ),
    0: later("Each slider is one number inside this network. Drag this one."),
}
_ARROWS = {
    1: later("Or press the arrow key ↑."),
    -1: later("Or press the arrow key ↓."),
    0: later("Or press the arrow keys ↑ and ↓."),
}


def to_drag(way: int) -> tuple[str, str]:
    """Returns what is said of a knob to turn: 1 up, −1 down, 0 for either."""
    return tr(_DRAG[way]), tr(_ARROWS[way])


def to_paint() -> tuple[str, str]:
    """Returns what is said where there is nothing to learn from yet."""
    words = tr(
        "Paint points on the network's answer: circles with the left mouse button, squares with "
        "the right one. Then press Train."
    )
    return words, _space()


def to_train(size: int, *, cells: bool, own: bool) -> tuple[str, str]:
    """Returns what is said before any knob was turned.

    Args:
        size: how many knobs there are.
        cells: whether they are cells.
        own: whether the data are a person's own.
    """
    if cells:
        words = tr(
            "Each cell is one number inside this network. Let the computer turn all {size:,}: "
            "press Train.",
            size=size,
        )
    elif own:
        words = tr("Let the computer turn all {size:,} knobs: press Train.", size=size)
    else:
        words = tr("Now let the computer turn them all: press Train.")
    return words, _space()


def to_train_on(size: int, turned: int, losses: tuple[float, float] | None) -> tuple[str, str]:
    """Returns what is said once some knobs were turned by hand.

    Args:
        size: how many knobs there are.
        turned: how many of them.
        losses: before and after; None where they are not known yet.
    """
    if losses is None:
        words = tr(
            "You turned {turned:,} of {size:,}. Now let the computer turn them all: press Train.",
            turned=turned,
            size=size,
        )
    else:
        before, after = change(*losses)
        words = tr(
            "Loss {before} → {after}. You turned {turned:,} of {size:,}. Now let the computer turn "
            "them all: press Train.",
            before=before,
            after=after,
            turned=turned,
            size=size,
        )
    return words, _space()


def to_watch(size: int) -> tuple[str, str]:
    """Returns what is said while training turns all knobs."""
    if size == 1:
        return tr("The only knob turns, a tiny step each, downhill. Watch the loss."), ""
    words = tr(
        "All {size:,} knobs turn at once, a tiny step each, downhill. Watch the loss.", size=size
    )
    return words, ""


def _space() -> str:
    return tr("Or press the space bar.")
