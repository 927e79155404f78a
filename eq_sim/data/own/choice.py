"""What is to be learned from a table: from which columns, what, and how missing cells count."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Task: TypeAlias = Literal["number", "two-classes", "classes"]
"""What the target is: a number, one of two classes (one output), one of several (one each)."""

Missing: TypeAlias = Literal["leave-out", "average"]
"""What becomes of a row with missing cells: left out; or the cell is the average of its column in
the part that is learned from, and of a text a kind of its own."""

TASKS: tuple[Task, ...] = ("number", "two-classes", "classes")
MISSING: tuple[Missing, ...] = ("leave-out", "average")


@dataclass(frozen=True)
class Choice:
    """What is to be learned from a table.

    Attributes:
        inputs: names of the columns that are learned from, in order.
        target: name of the column that is predicted. Rows where it is missing are left out.
        task: what the target is.
        missing: what becomes of missing cells of inputs.
    """

    inputs: tuple[str, ...]
    target: str
    task: Task = "number"
    missing: Missing = "leave-out"
