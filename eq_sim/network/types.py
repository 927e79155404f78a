"""The few types that every file of the network speaks."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
"""A float32 or float64 array."""

IndexArray: TypeAlias = NDArray[np.intp]

Program: TypeAlias = list[Callable[[], object]]
"""NumPy calls with all their arguments bound, in order. Running a step is running a program:
looking up views, slices and attributes has been paid for once, when the program was made."""

Dtype = Literal["float32", "float64"]


def run(program: Program) -> None:
    """Makes the calls of a program, in order: the one place where the fast network computes."""
    for call in program:
        call()
