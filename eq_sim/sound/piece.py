"""A short piece of music of our own: drums, bass, chords and a tune, from 40 Hz to 18 kHz.

Eight bars that begin again without a seam: what rings on at the end is heard at the beginning.
Nothing is recorded, so nobody but us has rights to it.
"""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import CHANNELS, RATE

BARS = 8
BEAT = RATE // 2  # 120 beats a minute

_FRAMES = BARS * 4 * BEAT
_TAIL = 2 * RATE  # that a note may ring on

# Notes are numbered as MIDI does: 69 is the A of 440 Hz, and twelve make an octave.
_CHORDS = ((57, 60, 64), (53, 57, 60), (48, 55, 64), (55, 59, 62))
_ROOTS = (33, 29, 36, 31)
_TUNE = (
    (0, 76), (1.5, 72), (2, 69), (3, 72), (4, 77), (5.5, 76), (6, 72), (7, 69),
    (8, 79), (9.5, 76), (10, 72), (11, 76), (12, 74), (13, 71), (14, 74), (15, 79),
)  # fmt: skip
_TABLE = 4_096


def piece(seed: int = 1) -> Array:
    """Returns the piece, ``(CHANNELS, frames)``; the seed is that of the noise in its drums."""
    stream = np.random.default_rng(seed)
    music = np.zeros((CHANNELS, _FRAMES))
    saw, hollow = _wave(np.arange(1.0, 41), 1.0), _wave(np.arange(1.0, 16, 2), 1.6)
    for bar in range(BARS):
        begin, chord = 4 * bar * BEAT, bar % 4
        _drums(music, begin, stream)
        for half in range(8):
            note = _ROOTS[chord] + (12 if half % 4 == 3 else 0)
            _add(music, begin + half * BEAT // 2, 0.34 * _note(note, 0.30, saw, bright=0.6), 0.5)
        for side, note in zip((0.2, 0.5, 0.8), _CHORDS[chord], strict=True):
            sound = _note(note, 1.9, saw, attack=0.06, detuned=0.004)
            _add(music, begin, 0.09 * sound, side)
            stab = _note(note + 12, 0.12, hollow)
            for beat in (1, 3):
                _add(music, begin + beat * BEAT + BEAT // 2, 0.10 * stab, 1 - side)
    for round_ in range(BARS // 4):
        for place, note in _TUNE:
            at = round((16 * round_ + place) * BEAT)
            _add(music, at, 0.15 * _note(note, 0.5, hollow), 0.62)
            _add(music, at + 3 * BEAT // 4, 0.05 * _note(note, 0.5, hollow), 0.2)  # its echo
    return music


def _drums(music: Array, begin: int, stream: np.random.Generator) -> None:
    """Adds a bar of drums."""
    kick, snare = _kick(), _snare(stream)
    for half in (0, 3, 4):
        _add(music, begin + half * BEAT // 2, 0.8 * kick, 0.5)
    for beat in (1, 3):
        _add(music, begin + beat * BEAT, 0.42 * snare, 0.5)
    for eighth in range(16):
        loud = (0.20, 0.09, 0.14, 0.09)[eighth % 4]
        _add(music, begin + eighth * BEAT // 4, loud * _hat(stream, 0.03), 0.66)
    _add(music, begin + 7 * BEAT // 2, 0.16 * _hat(stream, 0.16), 0.36)


def _kick() -> Array:
    seconds = np.arange(RATE // 3) / RATE
    turns = 46 * seconds + 3.2 * (1 - np.exp(-seconds / 0.022))
    return np.sin(2 * np.pi * turns) * np.exp(-seconds / 0.10) * _on(len(seconds), 0.001)


def _snare(stream: np.random.Generator) -> Array:
    seconds = np.arange(RATE // 4) / RATE
    skin = np.sin(2 * np.pi * 188 * seconds) * np.exp(-seconds / 0.05)
    wires = _noise(stream, len(seconds), 700.0, 9_000.0) * np.exp(-seconds / 0.075)
    return (0.7 * skin + wires) * _on(len(seconds), 0.001)


def _hat(stream: np.random.Generator, rings: float) -> Array:
    seconds = np.arange(round(6 * rings * RATE)) / RATE
    metal = _noise(stream, len(seconds), 6_500.0, 18_000.0)
    return metal * np.exp(-seconds / rings) * _on(len(seconds), 0.0005)


def _noise(stream: np.random.Generator, frames: int, low: float, high: float) -> Array:
    """Returns noise between two frequencies, of about the size of a full sine."""
    spectrum = np.fft.rfft(stream.standard_normal(frames))
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    sound = np.fft.irfft(spectrum, frames)
    return np.asarray(0.7 * sound / sound.std())


def _wave(overtones: Array, falls: float) -> Array:
    """Returns tables of a wave, a row for each number of overtones that it may have."""
    turns = 2 * np.pi * np.arange(_TABLE) / _TABLE
    each = np.sin(overtones[:, None] * turns) / overtones[:, None] ** falls
    return np.cumsum(each, axis=0) * 0.6


def _note(
    note: int,
    seconds: float,
    tables: Array,
    *,
    attack: float = 0.004,
    detuned: float = 0.0,
    bright: float = 1.0,
) -> Array:
    """Returns a note that dies away; no overtone lies above what a sample can hold."""
    hertz = 440 * 2 ** ((note - 69) / 12)
    frames = round(min(seconds * 1.6, _TAIL / RATE) * RATE)
    most = int(bright * 16_000 / hertz)
    table = tables[min(max(most, 1), len(tables)) - 1]
    sound = np.zeros(frames)
    for off in (-detuned, detuned) if detuned else (0.0,):
        turns = np.arange(frames) * (hertz * (1 + off) / RATE) * _TABLE
        sound += table[turns.astype(np.int64) % _TABLE]
    fall = np.exp(-np.arange(frames) / RATE / (seconds * 0.45))
    return sound * fall * _on(frames, attack)


def _on(frames: int, attack: float) -> Array:
    """Returns a line from silence up, and one down at the end: nothing begins with a click."""
    up, down = round(attack * RATE), RATE // 100
    line = np.ones(frames)
    line[:up] = np.linspace(0, 1, up, endpoint=False)
    line[-down:] *= np.linspace(1, 0, down)
    return line


def _add(music: Array, start: int, sound: Array, side: float) -> None:
    """Adds a sound from a frame on, between left at 0 and right at 1, as loud wherever it is."""
    both = np.array([[np.cos(side * np.pi / 2)], [np.sin(side * np.pi / 2)]]) * sound
    start %= _FRAMES
    fits = min(len(sound), _FRAMES - start)
    music[:, start : start + fits] += both[:, :fits]
    music[:, : len(sound) - fits] += both[:, fits:]
