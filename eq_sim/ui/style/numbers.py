"""Numbers for people: a real minus sign, steady widths, no more digits than are true."""

import math

from eq_sim.language.numerals import THIN, local
from eq_sim.language.tr import later, ntr, ptr, tr

MINUS = "−"

COMPUTING = later("computing …")
"""What stands for a number that is not known yet of the knobs as they stand; ``tr`` says it."""

_MOST_DECIMALS = 10


def count(number: int) -> str:
    """Returns a whole number: "2,410"."""
    return local(f"{number:,}")


def at_step(step: int | None) -> str:
    """Returns " at step 140", of which a number is; nothing where it is of the present step."""
    if step is None:
        return ""
    when = tr("at step {step:,}", step=step)
    return f" {when}"


def signed(value: float, decimals: int = 3) -> str:
    """Returns "+1.305", "−0.020" or "0.000": a sign only where digits are left to carry it."""
    text = f"{value:+.{decimals}f}"
    if float(text) == 0:
        text = text[1:]
    return local(text.replace("-", MINUS))


def plain(value: float, digits: int = 3) -> str:
    """Returns a number with so many significant digits, as short as it can be: "0.05"."""
    if value == 0:
        return "0"
    return local(f"{value:.{digits}g}".replace("-", MINUS))


def rounded_down(value: float, digits: int = 4) -> str:
    """Returns a number above 0 with so many significant digits, never above the number itself."""
    step = 10.0 ** (math.floor(math.log10(value)) - digits + 1)
    return plain(math.floor(value / step) * step, digits)


def tick(value: float, plain_to: float = 1e6) -> str:
    """Returns a number along an axis, as short as it can be: "0.05", "20,000", "2.5e−7".

    Args:
        value: a round number.
        plain_to: numbers from here on are written with a power of ten.
    """
    size = abs(value)
    if size and not 0.001 <= size < plain_to:
        digits, _, power = f"{value:.2e}".partition("e")
        text = f"{digits.rstrip('0').rstrip('.')}e{int(power)}"
    else:
        text = f"{value:,.0f}" if size >= 10_000 else f"{value:,.6g}"
    return local(text.replace("-", MINUS))


def in_full(value: float, digits: int = 2) -> str:
    """Returns a positive number without a power of ten: "0.000061"."""
    whole = int(value) if value >= 1 else 0
    decimals = digits - len(str(whole)) if whole else digits - 1 - math.floor(math.log10(value))
    return local(f"{value:,.{max(0, decimals)}f}")


def loss(value: float | None) -> str:
    """Returns a loss with at least three significant digits."""
    if value is None:
        return ptr("loss", "none")
    if math.isnan(value) or math.isinf(value):
        return tr("not finite")
    if value >= 1e6 or 0 < value < 0.0001:
        return local(f"{value:.2e}".replace("-", MINUS))
    if value < 0.1:
        return local(f"{value:.3g}")
    if value >= 100:
        return local(f"{value:,.1f}")
    return local(f"{value:.2f}" if value >= 10 else f"{value:.3f}")


def change(before: float, after: float) -> tuple[str, str]:
    """Returns two losses with as many digits as it takes to tell them apart, six at most."""
    first = second = ""
    for decimals in range(2, 7):
        first, second = f"{before:.{decimals}f}", f"{after:.{decimals}f}"
        if first != second or before == after:
            break
    return local(first), local(second)


def typed(text: str) -> float:
    """Returns a number that a person typed: "0.5", "0,5", "1/3", "−2e-3".

    Raises:
        ValueError: it is not one; the message is a word why, with examples.
    """
    plainer = text.strip().replace(MINUS, "-").replace(",", ".")
    for space in (" ", THIN, "\N{NO-BREAK SPACE}"):
        plainer = plainer.replace(space, "")
    above, slash, below = plainer.partition("/")
    try:
        value = float(above) / float(below) if slash else float(above)
    except ZeroDivisionError:
        raise ValueError(tr("nothing can be divided by 0")) from None
    except ValueError:
        raise ValueError(_not_a_number(text.strip())) from None
    if not math.isfinite(value):
        raise ValueError(tr("a knob needs a finite number"))
    return value


def _not_a_number(text: str) -> str:
    if not text:
        return tr("type a number: try {half}, 1/3 or −2e-3", half=0.5)
    return tr("“{text}” is not a number: try {half}, 1/3 or −2e-3", text=text, half=0.5)


def steps(count: int) -> str:
    """Returns "1 step" or "1,500 steps"."""
    return ntr("{count:,} step", "{count:,} steps", count)


def rate(steps_per_second: float) -> str:
    """Returns a speed: "10 steps/s"."""
    if steps_per_second == 1:
        return tr("1 step/s")
    if steps_per_second >= 100:
        return tr("{speed:,.0f} steps/s", speed=steps_per_second)
    return tr("{speed:.3g} steps/s", speed=steps_per_second)


def adding_up(*parts: float, sign: bool = False) -> tuple[str, ...] | None:
    """Returns numbers with as many decimals as the smallest needs, and last their sum.

    The sum is that of the numbers as they are written, so that what is shown adds up. The smallest
    has two significant digits, and each three decimals at least, or as few as losses from 100 on.

    Args:
        parts: finite numbers.
        sign: whether a plus stands before what is above 0.

    Returns:
        The texts; None where one of them is so small that ten decimals do not show it.
    """
    sizes = [abs(part) for part in parts if part]
    if not sizes or not all(map(math.isfinite, parts)):
        return None
    least = 3 if max(sizes) < 100 else 1
    decimals = max(least, 1 - math.floor(math.log10(min(sizes))))
    if decimals > _MOST_DECIMALS:
        return None
    shown = [round(part, decimals) for part in parts]
    form = f"{'+' if sign else ''},.{decimals}f"
    texts = [f"{value:{form}}" for value in (*shown, round(sum(shown), decimals))]
    return tuple(local(text.replace("-", MINUS)) for text in texts)


def share_right(share: float) -> str:
    """Returns a share of right answers: "100 %", "42.5 %"; all of them only where all are right."""
    if not math.isfinite(share):
        return tr("not a number")
    percent = 100 * share
    text = f"{percent if percent >= 100 else min(percent, 99.9):.1f}"
    return local(f"{text.removesuffix('.0')} %")
