"""The network whose answers are learned from, as scenario files say it."""

from typing import Annotated

from msgspec import Meta, Struct

from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.table_spec import TableSpec, Words

_Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
_MOST_LAYERS = 101


class Split(Struct, frozen=True, forbid_unknown_fields=True):
    """What decides which samples a network has learned from, and which ones judged it.

    The fields but ``seed`` are those of the same name of ``DataSpec``.
    """

    source: Words
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    points: _Count | None = None
    noise: float | None = None
    test_fraction: float = 0.0
    table: TableSpec | None = None
    formula: Words | None = None
    from_x: float | None = None
    to_x: float | None = None
    components: int = 0


class Learned(Struct, frozen=True, forbid_unknown_fields=True):
    """A network by its knobs, with its shape as ``Architecture`` has it.

    ``samples`` is how many it learned from; ``split`` says which ones. ``taught`` is whether it
    learned another network's answers, and not labels.
    """

    name: Words
    sizes: Annotated[tuple[_Count, ...], Meta(min_length=2, max_length=_MOST_LAYERS + 1)]
    activations: Annotated[tuple[Words, ...], Meta(max_length=_MOST_LAYERS)]
    biases: Annotated[tuple[bool, ...], Meta(max_length=_MOST_LAYERS)]
    knobs: Numbers
    samples: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    split: Split
    taught: bool = False


class TeacherSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """The network whose answers are learned from: one of the two.

    ``shipped`` names a scenario: what was learned of it is shipped. ``learned`` is any other
    network, by value.
    """

    shipped: Words | None = None
    learned: Learned | None = None
