"""What a network adds up to, in words: its knobs, their bytes, the arithmetic of a step."""

from eq_sim.language.numerals import local
from eq_sim.large_models.measures import BITS, bytes_at
from eq_sim.large_models.units import COUNT, MEMORY, amount
from eq_sim.network.layout import Architecture
from eq_sim.session.training.costs import operations

_LONG = 60  # letters of a formula that are read; a longer one is told by its number alone
_DIGITS = 4  # of an amount that is rounded
_MILLION = 1_000_000


def size_words(architecture: Architecture, batch: int) -> str:
    """Returns what it adds up to: "(2·4+4) + (4·1+1) = 17 knobs, 68 B, 760 FLOP a step"."""
    formula, count = architecture.formula, architecture.count
    knobs = f"{count:,} knob{'' if count == 1 else 's'}"
    knobs = f"{formula} = {knobs}" if len(formula) <= _LONG else knobs
    size = _bytes(architecture, BITS[0])
    return local(f"{knobs}, {size}, {_operations(architecture, batch)} a step")


def size_tip(architecture: Architecture, batch: int) -> str:
    """Returns how the count comes about, bytes in fewer bits, and what an operation is."""
    *most, last = (f"{_bytes(architecture, bits)} in {bits} bits" for bits in BITS)
    samples = f"{batch:,} sample{'' if batch == 1 else 's'}"
    return local(
        "Knobs: inputs × neurons, plus one bias for each neuron that has one, layer by layer. "
        f"They take {', '.join(most)} and {last}. A training step on {samples} has "
        f"{_operations(architecture, batch)}, floating-point operations: the multiplications and "
        "additions of its matrix products, forward and backward."
    )


def _bytes(architecture: Architecture, bits: int) -> str:
    return amount(bytes_at(architecture.count, bits), MEMORY, _DIGITS).text


def _operations(architecture: Architecture, batch: int) -> str:
    count = operations(architecture, batch)
    said = amount(count, COUNT, _DIGITS).text if count >= _MILLION else f"{count:,}"
    return f"{said} FLOP"
