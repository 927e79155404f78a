"""What keeps a command from writing its file: one sentence, whichever command it is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eq_sim.cli.usage_error import UsageError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Writes a file, or says why it cannot be written: the disk is full, it was pulled out.

    Args:
        path: what the person asked for.

    Raises:
        UsageError: it cannot be written; says why.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror or error
        ) from error


def check_apart(output: Path, read: Iterable[str | Path | None]) -> None:
    """Checks that what is written does not take the place of what it is made from.

    Args:
        output: what is written.
        read: what is read; a name that is no file's, or none, is in nobody's way.

    Raises:
        UsageError: it would; says of what.
    """
    if any(_same(output, each) for each in read if each is not None):
        raise UsageError(
            "{path} is what this is made from: choose another name for the output", path=output
        )


def _same(one: Path, other: str | Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, or no file can have its name
        return False
