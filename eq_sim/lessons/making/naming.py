"""What a lesson that is made of a recording is called, and what it expects at its end."""

from eq_sim.lessons.language.caption_lines import WIDTH, fits


def speakable(title: str) -> str:
    """Returns a title, the name of any file, as a chapter may be called."""
    shown = "".join(sign if sign.isprintable() else " " for sign in title)
    shown = " ".join(shown.translate(str.maketrans("{}", "()")).split()) or "A recording"
    return shown if fits(shown) else f"{shown[: WIDTH - 1]}…"


def bound_of(loss: float) -> str:
    """Returns what a lesson expects that ends at a train loss.

    A hand's path is written as a straight one, so the end is near the recorded one, not equal.
    """
    return f"loss < {max(2.0 * loss, 1e-3):.3g}"
