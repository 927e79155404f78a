"""Numbers for people: a real minus sign, steady widths, no more digits than are true."""

import math

MINUS = "−"


def signed(value: float, decimals: int = 3) -> str:
    """Returns "+1.305", "−0.020" or "0.000": a sign only where digits are left to carry it."""
    text = f"{value:+.{decimals}f}"
    if float(text) == 0:
        text = text[1:]
    return text.replace("-", MINUS)


def plain(value: float, digits: int = 3) -> str:
    """Returns a number with so many significant digits, as short as it can be: "0.05"."""
    if value == 0:
        return "0"
    return f"{value:.{digits}g}".replace("-", MINUS)


def loss(value: float | None) -> str:
    """Returns a loss with at least three significant digits."""
    if value is None:
        return "none"
    if math.isnan(value) or math.isinf(value):
        return "not finite"
    if value >= 1e6 or 0 < value < 0.0001:
        return f"{value:.2e}".replace("-", MINUS)
    if value < 0.1:
        return f"{value:.3g}"
    if value >= 100:
        return f"{value:,.1f}"
    return f"{value:.2f}" if value >= 10 else f"{value:.3f}"


def change(before: float, after: float) -> tuple[str, str]:
    """Returns two losses with as many digits as it takes to tell them apart, six at most."""
    for decimals in range(2, 7):
        first, second = f"{before:.{decimals}f}", f"{after:.{decimals}f}"
        if first != second or before == after:
            return first, second
    return first, second


def steps(count: int) -> str:
    """Returns "1 step" or "1,500 steps"."""
    return f"{count:,} step{'' if count == 1 else 's'}"


def rate(steps_per_second: float) -> str:
    """Returns a speed: "10 steps/s"."""
    if steps_per_second == 1:
        return "1 step/s"
    if steps_per_second >= 100:
        return f"{steps_per_second:,.0f} steps/s"
    return f"{steps_per_second:.3g} steps/s"
