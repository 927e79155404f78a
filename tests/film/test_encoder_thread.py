import threading
from collections.abc import Callable

import numpy as np
import pytest

from eq_sim.film.encoder_thread import QUEUE_LENGTH, EncoderThread
from eq_sim.film.film_error import FilmCancelled
from eq_sim.film.pictures import Picture, Same

PICTURE = np.zeros((2, 2, 4), np.uint8)


class Counter:
    """Counts frames; each waits until it is let through."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.count = 0
        self.finished = self.closed = False
        self.gate = threading.Semaphore(0)
        self._fails_at = fails_at

    def add(self, picture: Picture | Same) -> None:
        self.gate.acquire()
        if self.count == self._fails_at:
            raise OSError(28, "No space left on device")
        self.count += 1

    def finish(self, check: Callable[[], None]) -> None:
        check()
        self.finished = True

    def close(self) -> None:
        self.closed = True


def test_the_drawing_is_never_more_than_a_few_frames_ahead() -> None:
    counter = Counter()
    with EncoderThread(counter) as encoding:
        ahead = []
        for put in range(1, 61):
            if put > QUEUE_LENGTH + 1:
                counter.gate.release()
            encoding.put(PICTURE)
            ahead.append(put - counter.count)
        for _ in range(QUEUE_LENGTH + 1):
            counter.gate.release()
        encoding.finish(lambda: None)

    # Those in the queue, the one in work, and the one whose end was not yet counted.
    assert max(ahead) <= QUEUE_LENGTH + 2
    assert counter.count == 60
    assert counter.finished
    assert counter.closed


def test_a_full_queue_makes_the_drawing_wait() -> None:
    counter = Counter()
    puts = 0

    def draw() -> None:
        nonlocal puts
        with EncoderThread(counter) as encoding:
            for _ in range(50):
                encoding.put(PICTURE)
                puts += 1
            encoding.finish(lambda: None)

    drawing = threading.Thread(target=draw)
    drawing.start()
    drawing.join(0.3)
    assert puts <= QUEUE_LENGTH + 1
    counter.gate.release(50)
    drawing.join()
    assert puts == counter.count == 50


def test_the_drawing_hears_what_went_wrong() -> None:
    counter = Counter(fails_at=2)
    counter.gate.release(100)

    def draw() -> None:
        with EncoderThread(counter) as encoding:
            for _ in range(100):
                encoding.put(PICTURE)

    with pytest.raises(OSError, match="No space"):
        draw()

    assert counter.closed
    assert not counter.finished


def test_giving_up_while_the_film_is_finished() -> None:
    counter = Counter()

    def enough() -> None:
        counter.gate.release()
        raise FilmCancelled("The film was cancelled.")

    def draw() -> None:
        with EncoderThread(counter) as encoding:
            encoding.put(PICTURE)
            encoding.finish(enough)

    with pytest.raises(FilmCancelled):
        draw()

    assert counter.closed
    assert not counter.finished
