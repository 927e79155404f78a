"""A table inside a scenario file: packed, so that no editor or e-mail alters a letter of it.

It stands in ``[data.table]`` as ``packed``, in lines of letters and digits, and is taken out before
TOML is read: a large one would take seconds there.
"""

import base64
import binascii
import re
import zlib

from eq_sim.session.errors import EqSimError, ScenarioError
from eq_sim.session.files.carried_tables import MOST_BYTES, keep_verified

MOST_PACKED = 64_000_000
"""Letters of a packed table in a scenario file."""

_BLOCK = re.compile(r"^packed = '''\n([A-Za-z0-9+/=\n]*)'''$", re.MULTILINE)
_WIDTH = 96


def pack(text: bytes) -> str:
    """Returns the text of a table as a line of TOML, which is many lines long.

    Raises:
        ScenarioError: it is too large for a scenario file.
    """
    packed = base64.b64encode(zlib.compress(text, 9)).decode()
    if len(packed) > MOST_PACKED - len(packed) // _WIDTH:
        raise ScenarioError(
            "the table is too large for a scenario file: packed it has {size:,.0f} MB, and at most "
            "{most:,.0f} fit. Save the experiment (.eqsim) instead",
            size=len(packed) / 1e6,
            most=MOST_PACKED / 1e6,
        )
    lines = "\n".join(packed[at : at + _WIDTH] for at in range(0, len(packed), _WIDTH))
    return f"packed = '''\n{lines}\n'''"


def cut(text: str) -> tuple[str, str]:
    """Returns a scenario file without its packed table, and the packed table, empty without one."""
    found = _BLOCK.search(text)
    if found is None:
        return text, ""
    return text[: found.start()] + text[found.end() :], found[1]


def keep_packed(packed: str, sha256: str) -> None:
    """Keeps a packed table here, if it is the one of a hash.

    Raises:
        ScenarioError: it is damaged, or another one.
    """
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(packed), MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ScenarioError("its packed table is damaged") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ScenarioError("its packed table is damaged")
    try:
        keep_verified(sha256, content)
    except EqSimError as error:
        raise ScenarioError(error.sentence, **error.arguments) from error
