"""What a file is that is no text: said by its first bytes, so that it can be said what to do."""

from eq_sim.data.own.errors import TableError
from eq_sim.language.tr import later

_EXCEL = later("This is an Excel file: open it in a spreadsheet program and save it as CSV")
_OFFICE = later("This is a spreadsheet or a document of an office program: save it there as CSV")
_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _EXCEL),
    (b"\x89PNG\r\n\x1a\n", later("This is a picture (PNG), not a table: choose a CSV file")),
    (b"\xff\xd8\xff", later("This is a picture (JPEG), not a table: choose a CSV file")),
    (b"GIF8", later("This is a picture (GIF), not a table: choose a CSV file")),
    (b"%PDF-", later("This is a PDF document: a table in it has to be saved as CSV first")),
    (b"\x1f\x8b", later("This file is compressed (gzip): unpack it first")),
    (b"BZh", later("This file is compressed (bzip2): unpack it first")),
    (b"\xfd7zXZ\x00", later("This file is compressed (xz): unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", later("This file is compressed (7-Zip): unpack it first")),
    (b"PAR1", later("This is a Parquet file: save its table as CSV first")),
    (b"\x89HDF", later("This is an HDF5 file: save its table as CSV first")),
    (
        b"SQLite format 3\x00",
        later("This is an SQLite database: save one of its tables as CSV first"),
    ),
    (b"\x93NUMPY", later("This is a NumPy array: save it as CSV, with numpy.savetxt, first")),
)
_HTML = (b"<!doctype html", b"<html", b"<?xml")


def check_is_text(start: bytes) -> None:
    """Refuses what is known by its first bytes to be something else than a table as text.

    Args:
        start: the first bytes of a file, some thousand of them.

    Raises:
        TableError: it says what the file is, and what to do.
    """
    if start.startswith(b"PK\x03\x04"):
        raise TableError(_zip(start))
    for magic, sentence in _STARTS:
        if start.startswith(magic):
            raise TableError(sentence)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_HTML):
        raise TableError("This is a web page or XML, not a table: choose a CSV file")
    if text.startswith((b'{"', b"{\n", b"{\r\n", b"[{", b"[[", b"[\n")):
        raise TableError("This is JSON, not a table: save its table as CSV first")


def _zip(start: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis" in start:
        return _OFFICE
    if b"[Content_Types].xml" in start or b"xl/" in start or b"_rels/" in start:
        return _EXCEL
    return later("This file is compressed (zip): unpack it first")
