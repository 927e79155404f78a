"""Whose folder it is, and how a finished page comes into it: whole, or not at all.

A page comes with a list of its files and what is in each, as ``sha256sum`` writes and checks it.
So a later page knows what it may replace: files that came with an earlier one and that nobody has
changed since.
"""

from contextlib import suppress
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from eq_sim.page.page_error import PageError

LIST = "files.sha256"
"""The list's name."""

_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave behind in a folder that somebody has looked at."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuses to take the place of what did not come with an earlier page.

    Args:
        folder: where the page will stand, an absolute path.
        force: a page that somebody has changed is replaced. Other files never are.

    Raises:
        PageError: something else is there.
        OSError: it cannot be looked at.
    """
    if not folder.parent.is_dir():
        raise PageError(
            "{path} cannot be written: there is no folder {parent}.",
            path=folder,
            parent=folder.parent,
        )
    if Path.cwd().is_relative_to(folder):  # whoever stands in it would stand in what is gone
        raise PageError(
            "{folder} is the folder that you are in: name one within it for the page.",
            folder=folder.name,
        )
    if folder.exists() and not folder.is_dir():
        raise PageError("{name} is no folder; choose another name for the page.", name=folder.name)
    if not folder.exists():
        return
    listed = _listed(folder)
    of_pages = {parent.as_posix() for name in listed for parent in PurePosixPath(name).parents}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.name in _OF_THE_SYSTEM or name == LIST or (name in of_pages and path.is_dir()):
            continue
        if name not in listed or not path.is_file():
            raise PageError(
                "The folder {folder} holds other files, such as {name}; choose another folder.",
                folder=folder.name,
                name=name,
            )
        if not force and (path.is_symlink() or _digest(path) != listed[name]):
            raise PageError(
                "{name} in {folder} was changed since it was made: choose another folder, or "
                "replace it with --force.",
                name=name,
                folder=folder.name,
            )


def write_list(made: Path) -> None:
    """Writes the list of all files in a folder into it.

    Raises:
        OSError: it cannot be written.
    """
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    lines = "".join(f"{_digest(made / name)}  {name}\n" for name in names)
    (made / LIST).write_text(lines, encoding="utf-8", newline="\n")


def move_into_place(made: Path, folder: Path) -> None:
    """Moves a finished page to its place; the one that stood there goes with the temporary files.

    Args:
        made: the finished page, in a folder for temporary files on the same disk.
        folder: its place.

    Raises:
        OSError: it cannot be moved; what stood there stands there still.
    """
    before = made.with_name("replaced")
    if folder.exists():
        folder.replace(before)
    try:
        made.replace(folder)
    except OSError:
        with suppress(OSError):
            if before.exists():
                before.replace(folder)
        raise


def _listed(folder: Path) -> dict[str, str]:
    """Returns what the list in a folder says: digests by name; nothing where there is none."""
    try:
        text = (folder / LIST).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    split = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in split if name}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
