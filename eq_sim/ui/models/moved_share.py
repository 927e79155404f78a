"""The share of the knobs that have moved far, for the screen."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr


def share_text(some: int, size: int) -> str:
    """Returns how many of so many, as "16.5 %"; 0 and 100 % only where that is none and all."""
    tenths = round(1000 * some / size)
    if some and not tenths:
        return tr("under {share:.1f} %", share=0.1)
    if some < size and tenths == 1000:
        return tr("over {share:.1f} %", share=99.9)
    return local(f"{tenths / 10:.1f} %")
