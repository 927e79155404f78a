"""The program's sources as trees, read once for all tests that look for something in them."""

import ast
from functools import cache
from pathlib import Path

import eq_sim


@cache
def program_trees() -> dict[Path, ast.Module]:
    """Returns the tree of each source file, in the order of their names."""
    room = Path(eq_sim.__file__).parent
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(room.rglob("*.py"))}
