"""A source is read beside what is shown: a long file takes a second or two."""

import threading

from eq_sim.sound.loop import Loop
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.sources import loop_of


class Fetching:
    """One source on its way.

    Args:
        source: as of ``loop_of``.

    Attributes:
        source: as given.
        loop: the source, once it is there.
        cut: whether its end was left out.
        trouble: why it does not come.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.loop: Loop | None = None
        self.cut = False
        self.trouble: SoundError | None = None
        self._thread = threading.Thread(target=self._fetch, name="sound file", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has come, or will not."""
        return not self._thread.is_alive()

    def _fetch(self) -> None:
        try:
            self.loop, self.cut = loop_of(self.source)
        except SoundError as error:
            self.trouble = error
        except MemoryError:
            self.trouble = SoundError("There is not enough memory for that sound")
