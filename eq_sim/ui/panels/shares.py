"""Shares from 0 to 1 as a person reads them."""

from eq_sim.language.numerals import local


def share_text(share: float, *, steady: bool = False) -> str:
    """Returns a share in percent, as captions write it: 99.96 % is not all of it.

    Args:
        share: from 0 to 1.
        steady: whether it has a decimal in any case, as in a column.
    """
    percent = 100 * share
    plain = f"{min(percent, 99.9) if percent < 100 else percent:.1f}"
    return local(plain if steady else plain.removesuffix(".0")) + " %"
