"""Shares from 0 to 1 as a person reads them."""

from eq_sim.ui.style import numbers


def share_text(share: float) -> str:
    """Returns a share in percent, as captions write it: 99.96 % is not all of it."""
    percent = 100 * share
    plain = f"{min(percent, 99.9) if percent < 100 else percent:.1f}"
    return numbers.local(plain.removesuffix(".0")) + " %"
