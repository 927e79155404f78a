"""A process that reads a file, and the thread that brings what it sends. No Qt in either."""

import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from eq_sim.child_process import CONTEXT, begin_as_child, unheard
from eq_sim.data.own.formats import Format
from eq_sim.data.own.sending import Arriving, sent
from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.spoken import speak, spoken

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess


class Courier(threading.Thread):
    """Begins a process that reads a file, and takes what it sends, beside what draws.

    Args:
        path: of the file.
        chosen: how it is to be read; None to guess.

    Attributes:
        arriving: what has come so far.
        heard: whether the process has sent anything at all.
        ended: whether nothing more will come.
    """

    def __init__(self, path: Path, chosen: Format | None) -> None:
        super().__init__(name="table", daemon=True)
        self.arriving = Arriving()
        self.heard = self.ended = False
        self._path, self._chosen = path.absolute(), chosen
        self._stopped = False
        self._process: SpawnProcess | None = None

    def run(self) -> None:
        """Takes what is sent until there is no more."""
        reader, writer = CONTEXT.Pipe(duplex=False)
        # One that is daemonic ends when the program does.
        process = CONTEXT.Process(
            target=_send,
            args=(writer, self._path, self._chosen, spoken(), with_comma()),
            name="table",
            daemon=True,
        )
        try:
            with unheard():
                process.start()
            self._process = process
            writer.close()  # so that the end of the process is the end of what comes
            if not self._stopped:
                self._take(reader)
        except (OSError, EOFError):
            pass  # it could not begin, or ended; what has come says how far it was
        finally:
            self.ended = True
            reader.close()
            writer.close()
            if self._process is not None:
                process.kill()
                process.join()

    def _take(self, reader: "Connection") -> None:
        while self.arriving.table is None and self.arriving.error is None:
            piece = reader.recv()
            self.heard = True
            if piece is not None:
                self.arriving.take(piece)

    def stop(self) -> None:
        """Ends the process, at once."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()


def _send(
    writer: "Connection", path: Path, chosen: Format | None, language: str, comma: bool
) -> None:
    """Reads a file, in a process of its own, and sends what comes of it."""
    begin_as_child(behind=False)  # a person waits for it
    speak(language)  # notes of what was found are among it
    write_with_comma(comma)
    writer.send(None)  # it has begun
    for piece in sent(path, chosen):
        writer.send(piece)
