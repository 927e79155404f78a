"""Chooses the encoder of a kind of film, and imports PyAV only then."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from eq_sim.film.encoder_thread import Encoder
from eq_sim.film.film_error import FilmError
from eq_sim.film.formats import Format
from eq_sim.film.png import PngEncoder
from eq_sim.film.tracks import Tracks
from eq_sim.language.tr import tr


def expected_errors(kind: Format) -> tuple[type[Exception], ...]:
    """Returns what writing such a film may raise when nobody made a mistake.

    Raises:
        FilmError: this kind of film needs PyAV, and it is not installed.
    """
    if kind.ending == ".png":
        return (OSError,)
    try:
        import av
        from av.codec.codec import UnknownCodecError
    except ModuleNotFoundError as error:
        if error.name != "av":
            raise
        raise FilmError(
            'To make {kind} film, install PyAV: pip install "eq-sim[video]". '
            "Without it, a name that ends in .png gives a folder of pictures.",
            kind=tr(kind.name),
        ) from None
    except ImportError as error:  # it is there: memory, or a library of the system, is not
        raise FilmError("PyAV cannot be loaded: {error}.", error=error) from error
    return (OSError, av.FFmpegError, UnknownCodecError)


def check_narration(kind: Format, narration: Path) -> float:
    """Refuses a narration before anything is drawn; call ``expected_errors`` before.

    Returns:
        How many seconds it lasts.

    Raises:
        FilmError: the film cannot have sound, or the file is not a WAV.
    """
    if not kind.has_tracks:
        raise FilmError(
            "There is no sound in {kind}: a film with a narration ends in .mp4 or .webm.",
            kind=tr(kind.name),
        )
    from eq_sim.film import sound

    return sound.check_narration(narration)


def encoder_for(
    kind: Format,
    film: Path,
    fps: int,
    size: tuple[int, int],
    tracks: Callable[[Fraction], Tracks],
    *,
    transparent: bool = False,
) -> Encoder:
    """Returns the encoder of a kind of film; call ``expected_errors`` before.

    Args:
        kind: the format.
        film: where to write, beside which there may be other files.
        fps: frames a second.
        size: width and height.
        tracks: asked for when the last picture is in, with the film's length in seconds.
        transparent: whether one sees through the pictures.
    """
    reel = film.with_suffix(".reel")
    if kind.ending == ".png":
        return PngEncoder(film, film.stem, transparent=transparent)
    if kind.ending == ".webp":
        from eq_sim.film.webp import WebpEncoder

        return WebpEncoder(film, fps, size, transparent=transparent)
    if kind.ending == ".gif":
        from eq_sim.film.gif import GifEncoder

        return GifEncoder(reel, film, fps, size)
    from eq_sim.film.video import VideoEncoder

    return VideoEncoder(reel, film, kind, fps, size, tracks, transparent=transparent)
