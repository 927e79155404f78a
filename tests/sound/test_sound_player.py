"""A player on a device that plays to nobody, on one that is gone, on none."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
from sound_kit import sine

from eq_sim.sound import player as playing
from eq_sim.sound.engine import Engine, Wish
from eq_sim.sound.player import NULL, Player
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.voices import Training

WAIT = 60.0  # seconds: for a machine that does four other things at once


class Hand:
    """A device that asks when a test wants it to."""

    def __init__(self) -> None:
        self.taking: Generator[bytes, int, None] | None = None
        self.closed = False
        self.heard: list[np.ndarray] = []

    def start(self, taking: Generator[bytes, int, None], /) -> None:
        self.taking = taking

    def close(self) -> None:
        self.closed = True

    def take(self, frames: int = BLOCK) -> np.ndarray:
        assert self.taking is not None
        part = np.frombuffer(self.taking.send(frames), "<f4").reshape(-1, CHANNELS)
        assert len(part) == frames
        self.heard.append(part)
        return part

    @property
    def all(self) -> np.ndarray:
        return np.concatenate(self.heard)


def until(true: Callable[[], bool]) -> None:
    """Waits until something has become true."""
    tick = threading.Event()
    for _ in range(round(WAIT / 0.01)):
        if true():
            return
        tick.wait(0.01)
    raise AssertionError("it has not become true")


def test_it_plays_changes_and_ends_on_a_device_that_plays_to_nobody() -> None:
    player = Player(Wish(sine(440, 0.1)), NULL)
    until(lambda: player.played > 0.2)
    player.wish = Wish(sine(880, 0.1), volume=0.5)
    player.tell(Training(0.3))
    begun = player.played
    until(lambda: player.played > begun + 0.2)
    assert player.trouble is None
    player.close()
    assert not any(thread.name == "sound" for thread in threading.enumerate())
    player.close()  # nothing the second time


def test_it_gives_what_the_engine_renders_and_fades_when_it_ends() -> None:
    device, wish = Hand(), Wish(sine(440, 0.5), volume=1.0)
    player = Player(wish, opened=lambda _: device)
    for frames in (100, 960, 800, 1, 2_000):
        until(lambda: len(player._ready) == playing.AHEAD)
        device.take(frames)
    engine = Engine()
    wanted = np.concatenate([engine.block(wish) for _ in range(6)], axis=1).T
    assert player.underruns == 0
    np.testing.assert_array_equal(device.all, wanted[: len(device.all)].astype(np.float32))
    closing = threading.Thread(target=player.close)
    closing.start()
    until(lambda: player._ended)
    for _ in range(5):
        device.take(960)
    closing.join(WAIT)
    assert device.closed
    assert np.abs(np.diff(device.all, axis=0)).max() < 0.05
    assert not device.all[-BLOCK:].any()


def test_a_device_that_is_faster_hears_silence_and_it_is_counted() -> None:
    device = Hand()
    player = Player(Wish(sine(440, 0.5)), opened=lambda _: device)
    device.take(RATE)
    assert player.underruns == 1
    player.close()


def test_a_device_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "GONE", 0.01)
    player = Player(Wish(sine(440, 0.1)), opened=lambda _: Hand())
    until(lambda: player.trouble is not None)
    assert "The device that played is gone" in str(player.trouble)
    player.close()


def test_a_device_that_could_not_ask_is_not_taken_for_gone() -> None:
    """A library that keeps Python's lock for seconds keeps it from the device, too."""
    device = Hand()
    player = Player(Wish(sine(440, 0.1)), opened=lambda _: device)

    class Late(threading.Event):
        times = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.times += 1
            if timeout == playing.GONE and self.times <= 2:
                device.take()  # asks as soon as it can: the time was over by then
                return False
            return super().wait(timeout)

    before, late = player._wanted, Late()
    player._wanted = late
    before.set()
    until(lambda: late.times > 2)
    assert player.trouble is None
    assert player._thread.is_alive()
    player.close()


def test_trouble_in_the_thread_is_told() -> None:
    device = Hand()
    player = Player(Wish(sine(440, 0.1)), opened=lambda _: device)
    player.wish = None  # type: ignore[assignment]
    device.take()
    until(lambda: player.trouble is not None)
    assert str(player.trouble).startswith("The sound stopped: ")
    device.take()
    player.close()


def test_without_a_device_there_is_a_sentence_and_nothing_else(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    miniaudio = playing.the_library()

    def refuses(*_: object, **__: object) -> None:
        os.write(2, b"ALSA lib confmisc.c:855: cannot find card 0\n" * 20)
        raise miniaudio.MiniaudioError("failed to init device", -1)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuses)
    with pytest.raises(SoundError, match="There is nothing to play on: connect headphones"):
        Player(Wish())
    assert capfd.readouterr().err == ""


def test_where_nobody_reads_what_libraries_write_it_plays_none_the_less() -> None:
    asked = """
import os
from eq_sim.sound.player import NULL, Player, Wish, the_library
the_library()
os.close(2)
player = Player(Wish(), NULL)
print(player.trouble)
player.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", asked], stdout=subprocess.PIPE, text=True, check=True, timeout=180
    )
    assert done.stdout == "None\n"


def test_what_has_taken_the_place_of_a_closed_stderr_is_let_alone(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "__stderr__", None)  # as where the program was started without one

    def opened(*_: object, **__: object) -> Hand:
        os.write(2, b"a line of somebody's file")
        return Hand()

    monkeypatch.setattr(playing.the_library(), "PlaybackDevice", opened)
    playing._opened(NULL)
    assert capfd.readouterr().err == "a line of somebody's file"


def test_a_device_that_does_not_start_is_told() -> None:
    miniaudio = playing.the_library()

    class Held(Hand):
        def start(self, taking: Generator[bytes, int, None], /) -> None:
            raise miniaudio.MiniaudioError("failed to start audio device")

    device = Held()
    with pytest.raises(SoundError, match="There is nothing to play on"):
        Player(Wish(), opened=lambda _: device)
    assert device.closed
    assert not any(thread.name == "sound" for thread in threading.enumerate())


def test_without_miniaudio_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "miniaudio", None)
    with pytest.raises(SoundError, match=r"pip install 'eq-sim\[sound\]'"):
        Player(Wish(), NULL)


def test_the_environment_chooses_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQ_SIM_SOUND", "Null")
    assert playing.usual_device() == NULL
    monkeypatch.delenv("EQ_SIM_SOUND")
    assert playing.usual_device() == ""
