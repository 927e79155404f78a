"""A program that began this one may want it to stop."""

import sys
import threading


class StopRequest:
    """Whether the program that started this one wants it to stop: it writes a line, or is gone."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def requested(self) -> bool:
        """Whether it came."""
        return self._stop.is_set()

    def _listen(self) -> None:
        sys.stdin.readline()
        self._stop.set()
