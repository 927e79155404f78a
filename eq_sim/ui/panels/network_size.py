"""What a network adds up to, in words: its knobs, their bytes, the arithmetic of a step."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import ntr, tr
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
    size, operations_of = _bytes(architecture, BITS[0]), _operations(architecture, batch)
    if len(formula) > _LONG:
        return ntr(
            "{count:,} knob, {size}, {operations} a step",
            "{count:,} knobs, {size}, {operations} a step",
            count,
            size=size,
            operations=operations_of,
        )
    return ntr(
        "{formula} = {count:,} knob, {size}, {operations} a step",
        "{formula} = {count:,} knobs, {size}, {operations} a step",
        count,
        formula=formula,
        size=size,
        operations=operations_of,
    )


def size_tip(architecture: Architecture, batch: int) -> str:
    """Returns how the count comes about, bytes in fewer bits, and what an operation is."""
    *most, last = (
        tr("{size} in {bits} bits", size=_bytes(architecture, bits), bits=bits) for bits in BITS
    )
    return ntr(
        "Knobs: inputs × neurons, plus one bias for each neuron that has one, layer by layer. "
        "They take {sizes}. A training step on {count:,} sample has {operations}, floating-point "
        "operations: the multiplications and additions of its matrix products, forward and "
        "backward.",
        "Knobs: inputs × neurons, plus one bias for each neuron that has one, layer by layer. "
        "They take {sizes}. A training step on {count:,} samples has {operations}, floating-point "
        "operations: the multiplications and additions of its matrix products, forward and "
        "backward.",
        batch,
        sizes=tr("{most} and {last}", most=", ".join(most), last=last),
        operations=_operations(architecture, batch),
    )


def _bytes(architecture: Architecture, bits: int) -> str:
    return local(amount(bytes_at(architecture.count, bits), MEMORY, _DIGITS).text)


def _operations(architecture: Architecture, batch: int) -> str:
    count = operations(architecture, batch)
    said = amount(count, COUNT, _DIGITS).text if count >= _MILLION else f"{count:,}"
    return f"{local(said)} FLOP"
