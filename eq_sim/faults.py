"""What goes wrong inside is written to a log and said once, and the window goes on.

Under Qt's loop an error in a slot or a paint reaches ``sys.excepthook``, thirty times a second
where it is in what each frame does. The standard library, and words.
"""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from eq_sim.language.tr import tr

_LARGEST = 1 << 20  # bytes; a log that is larger begins anew
_MOST = 50  # faults that one run writes down


class Faults:
    """What went wrong since the window was opened.

    Args:
        log: where each fault is written the first time; its folder need not be there.
        tell: takes a fault's sentence; it pauses what runs, and says the sentence.
    """

    def __init__(self, log: Path, tell: Callable[[str], None]) -> None:
        self._log, self._tell = log, tell
        self._known: set[tuple[str, ...]] = set()

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Hears until the end of what nobody else caught."""
        before = sys.excepthook

        def heard(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            if isinstance(error, Exception):
                self.heard(error)
            else:
                before(kind, error, trace)

        sys.excepthook = heard
        try:
            yield
        finally:
            sys.excepthook = before

    def heard(self, error: Exception, *, again: bool = False) -> None:
        """Writes a fault down and tells it, if it is the first at its place.

        Args:
            error: what was raised.
            again: whether to tell one that is known, too: it stopped what a person had begun.
        """
        frames = traceback.extract_tb(error.__traceback__)
        place = (type(error).__name__, *(f"{each.filename}:{each.lineno}" for each in frames[-2:]))
        new = place not in self._known
        if new and len(self._known) < _MOST:
            self._known.add(place)
            self._write(error)
        elif new or not again:
            return
        self._tell(self._sentence)

    def _write(self, error: Exception) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        text = f"{now}\n{''.join(traceback.format_exception(error))}\n"
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            large = self._log.exists() and self._log.stat().st_size > _LARGEST
            with self._log.open("w" if large else "a", encoding="utf-8", errors="replace") as log:
                log.write(text)
        except OSError as failure:
            self._sentence = tr(
                "Something inside failed. What happened could not be written to {file}: {why}.",
                file=self._log,
                why=failure.strerror,
            )
        else:
            self._sentence = tr(
                "Something inside failed. What happened is written in {file}.", file=self._log
            )
