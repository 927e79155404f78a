"""Which table of one's own is learned from, as scenario files say it."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Words: TypeAlias = Annotated[str, Meta(max_length=1000)]
"""What a person reads of a scenario: a caption, a sentence or two."""


class TableSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """Which table of one's own is learned from, and what of it; the table itself lies elsewhere.

    ``sha256`` is that of its text and says which it is, wherever it came from; ``name`` is what its
    file was called. ``missing`` is what becomes of rows with missing cells.
    """

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    inputs: Annotated[tuple[Words, ...], Meta(min_length=1)]
    target: Words
    task: Literal["number", "two-classes", "classes"]
    missing: Literal["leave-out", "average"] = "leave-out"
    name: Annotated[str, Meta(max_length=200)] = ""
