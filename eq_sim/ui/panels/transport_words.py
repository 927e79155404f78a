"""What the transport says of its numbers: what each is, and of which part of the data."""

from eq_sim.language.tr import later, ptr, tr

OF_ALL_DATA = {
    "train": later("How wrong the network is on what it learns from"),
    "test": later("How wrong it is on points it has never learned from"),
    "validation": later(
        "How wrong it is on points that choose: when to stop, which knobs were best"
    ),
    "measure": later("The measure of this scenario's goal"),
}
"""The numbers that all data have a say in, and what each of them is; ``tr`` says it."""

_MEASURES = {
    "explained": (later("explained"), later("explained on test")),
    "least_squares_gap": (later("off the best fit"), later("off the best fit on test")),
    "error_over_noise": (later("error"), later("error on test")),
    "worst_band": (later("largest error"), later("largest error on test")),
}


def measure_name(metric: str, *, tested: bool) -> str:
    """Returns what a metric is called above its number.

    Args:
        metric: by its name in scenario files.
        tested: whether the number is of the test part.
    """
    if metric == "accuracy":
        return tr("right on test") if tested else ptr("answers", "right")
    return tr(_MEASURES[metric][tested])


def of_before(name: str) -> str:
    """Returns what is said of one of these numbers while the present one is computed."""
    return tr(
        "{meaning}: being computed for the knobs as they stand; the pale number is of before",
        meaning=tr(OF_ALL_DATA[name]),
    )


def of_step(meaning: str, step: int) -> str:
    """Returns what is said of a number that is of earlier knobs.

    Args:
        meaning: what the number is.
        step: after how many steps the knobs were those.
    """
    return tr(
        "{meaning}, after {step:,} steps: a network so large answers to all data now and then",
        meaning=meaning,
        step=step,
    )
