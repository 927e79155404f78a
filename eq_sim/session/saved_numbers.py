"""Arrays as they stand in files: their kind, their shape and their bytes."""

from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from eq_sim.session.errors import LogError

_Count = Annotated[int, Meta(ge=0, le=2**53)]


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    """An array: little-endian, row after row."""

    dtype: Literal["float32", "float64", "bool", "int64"]
    shape: tuple[_Count, ...]
    data: bytes

    @classmethod
    def of(cls, array: NDArray[Any]) -> "Numbers":
        """Returns the numbers of an array."""
        kind: Any = "int64" if array.dtype.kind == "i" else str(array.dtype)
        little = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<"))
        if not array.size:
            return cls(kind, array.shape, little.tobytes())
        # A state never changes, so its numbers need not be copied: of a million that takes longer
        # than to write them.
        memory: Any = little.reshape(-1).view(np.uint8).data
        return cls(kind, array.shape, memory)

    def array(self, *shape: int | None) -> NDArray[Any]:
        """Returns the array.

        Args:
            shape: what it has to be; None for any length.

        Raises:
            LogError: it has another shape, or another number of bytes.
        """
        kind = np.dtype(self.dtype).newbyteorder("<")
        fits = len(shape) == len(self.shape) and all(
            wanted in (None, here) for wanted, here in zip(shape, self.shape, strict=True)
        )
        if not fits or len(self.data) != kind.itemsize * int(np.prod(self.shape, dtype=object)):
            raise LogError(
                "a saved state has numbers of shape {shape}, wanted {wanted}",
                shape=self.shape,
                wanted=shape,
            )
        flat = np.frombuffer(self.data, np.uint8 if self.dtype == "bool" else kind)
        return flat.reshape(self.shape).astype(kind.newbyteorder("="))
