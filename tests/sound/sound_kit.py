"""What tests of sound share: spectra by a transform of their own, and files of every kind."""

import struct
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eq_sim.cli import main
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.sound.engine import Engine, Wish
from eq_sim.sound.listening import response_heard
from eq_sim.sound.loop import Loop
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE

Sound = NDArray[np.float64]

LOW, HIGH = 25.0, 16_000.0
"""Hertz between which a spectrum is compared with what is drawn."""


def equalizer(seed: int) -> Session:
    return open_session("equalizer", seed)


def loop(samples: Sound) -> Loop:
    both = np.broadcast_to(samples, (CHANNELS, samples.shape[-1])).astype(np.float32)
    return Loop("a test", both)


def click(seconds: float = 1.0, size: float = 1e-3) -> Loop:
    """A single sample, of which every filter shows its whole response, and then silence."""
    samples = np.zeros(round(seconds * RATE))
    samples[0] = size
    return loop(samples)


def sine(hertz: float, size: float, seconds: float = 1.0) -> Loop:
    return loop(size * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE))


def heard(wishes: list[Wish], blocks: int, engine: Engine | None = None) -> Sound:
    """What is heard while wishes follow each other; the last of them lasts."""
    engine = engine or Engine()
    parts = [engine.block(wishes[min(k, len(wishes) - 1)]) for k in range(blocks)]
    return np.concatenate(parts, axis=1)


def drawn(session: Session, hertz: Sound) -> Sound:
    """The decibels that the panel draws, made less wanted, at some frequencies."""
    response = response_heard(session)
    assert response is not None
    return np.interp(np.log(hertz), np.log(response.hertz), response.decibels)


def spectrum_of(session: Session, blocks: int = 60) -> tuple[Sound, Sound]:
    """The decibels by which an experiment changes a single sample, over frequency."""
    source = click(seconds=blocks / 60)
    response = response_heard(session)
    engine = Engine()
    quiet = Wish(None, response, 1.0)
    heard([quiet], 2, engine)  # the filter and the volume have taken over
    sound = heard([Wish(source, response, 1.0)], blocks, engine)
    # The source takes over by a ramp: its first sample, the click, is as quiet as the ramp begins.
    spectrum = np.fft.rfft(sound[0])
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    within = (hertz >= LOW) & (hertz <= HIGH)
    size = 1e-3 / BLOCK
    return hertz[within], decibels(np.abs(spectrum[within] / size) ** 2)


def decibels(power: Sound) -> Sound:
    return 10 * np.log10(power)


def write_wav(
    path: Path, sound: Sound, *, rate: int = RATE, width: int = 2, channels: int = 2
) -> Path:
    """Writes a sound, ``(frames,)``, on every channel."""
    largest = 2 ** (8 * width - 1) - 1
    numbers = np.rint(np.repeat(sound, channels) * largest).astype(np.int64)
    if width == 1:
        numbers += 128
    data = b"".join(struct.pack("<q", n)[:width] for n in numbers.tolist())
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(data)
    return path


def read_wav(path: Path) -> Sound:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").reshape(-1, CHANNELS).T / 32_767


def listen(*words: str) -> None:
    """Runs ``eq-sim listen``, which must end well."""
    assert main(["listen", *words]) == 0
