"""A sound file of one's own: WAV, MP3, FLAC or Ogg Vorbis. Needs miniaudio."""

from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from eq_sim.regular_file import open_regular
from eq_sim.sound.rate import CHANNELS, RATE
from eq_sim.sound.sound_error import SoundError

MOST_SECONDS = 300
"""Of a file that are played: what is beyond them is left out, and said."""

SUFFIXES = (".wav", ".mp3", ".flac", ".ogg")

_MOST_BYTES = 400_000_000
_SEAM = RATE // 100  # frames in which the end of a loop goes over into its beginning


def own_sound(path: Path) -> tuple[NDArray[np.float32], bool]:
    """Reads a sound file.

    Args:
        path: where it is. Any number of channels and any sample rate: they become two at ours.

    Returns:
        The sound, ``(CHANNELS, frames)``, and whether its end was left out.

    Raises:
        SoundError: it is no sound that can be read, or nothing but silence.
    """
    miniaudio = the_library()
    data = _bytes_of(path)
    try:
        frames = miniaudio.stream_memory(
            data, miniaudio.SampleFormat.FLOAT32, CHANNELS, RATE, frames_to_read=RATE
        )
        parts: list[NDArray[np.float32]] = []
        for part in frames:
            parts.append(np.array(part, np.float32).reshape(-1, CHANNELS).T)
            if len(parts) > MOST_SECONDS:
                break
    except miniaudio.MiniaudioError:
        raise SoundError(
            "{name} is no sound that can be read: WAV, MP3, FLAC and Ogg Vorbis can", name=path.name
        ) from None
    whole = np.concatenate([np.zeros((CHANNELS, 0), np.float32), *parts], axis=1)
    sound, cut = whole[:, : MOST_SECONDS * RATE], whole.shape[1] > MOST_SECONDS * RATE
    if not np.isfinite(sound).all():
        raise SoundError("{name} holds samples that are no numbers", name=path.name)
    if sound.shape[1] < 2 * _SEAM:
        raise SoundError("{name} is too short to be played in a loop", name=path.name)
    if not sound.any():
        raise SoundError("{name} holds nothing but silence", name=path.name)
    return _seamless(sound), cut


def the_library() -> ModuleType:
    """Returns miniaudio.

    Raises:
        SoundError: it is not installed.
    """
    try:
        import miniaudio
    except ImportError:
        raise SoundError(
            "Sound needs miniaudio, which is not installed: pip install 'eq-sim[sound]'"
        ) from None
    library: ModuleType = miniaudio
    return library


def _bytes_of(path: Path) -> bytes:
    try:
        with open_regular(path, _MOST_BYTES) as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SoundError(
            "{name} cannot be read: {why}", name=path.name, why=error.strerror
        ) from None


def _seamless(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns a sound, changed in place, whose end goes over into its beginning without a click."""
    up = np.linspace(0, 1, _SEAM, dtype=np.float32)
    loop = sound[:, :-_SEAM]
    loop[:, :_SEAM] = up * loop[:, :_SEAM] + (1 - up) * sound[:, -_SEAM:]
    return loop
