"""What each kind of film is made with. The file's ending chooses."""

from dataclasses import dataclass, field
from pathlib import Path

from eq_sim.film.film_error import FilmError
from eq_sim.film.pictures import RATES
from eq_sim.language.tr import later, tr


@dataclass(frozen=True)
class Format:
    """One kind of film, so that no other file needs to ask about endings.

    Attributes:
        name: for sentences, with its article; ``tr`` says it.
        ending: of the file, with its dot; also FFmpeg's name for the container.
        codec: FFmpeg's name of the encoder of pictures.
        options: of that encoder.
        sound: FFmpeg's name of the encoder of narrations; empty where there is no sound.
        captions: FFmpeg's name of the encoder of captions; empty where there are none.
        transparent: whether one can see through its pictures.
        fastest: frames a second.
    """

    name: str
    ending: str
    codec: str = ""
    options: dict[str, str] = field(default_factory=dict)
    sound: str = ""
    captions: str = ""
    transparent: bool = False
    fastest: int = max(RATES)

    @property
    def has_tracks(self) -> bool:
        """Whether the file itself can hold captions, chapters and sound."""
        return bool(self.sound)


# Measured with the window training at 1920x1080, 24 ms to draw a frame, on two cores. At 30 frames
# a second a frame may cost 66 ms of processor time, drawing included.
_FORMATS = (
    # All frames new: 56 ms a frame, 0.88 of the film's length; every other frame new: 36 ms, 0.56.
    # "superfast" saves 5 ms and doubles the file; "faster" adds 10 ms, and 15 where nothing moves.
    Format(
        later("an MP4"),
        ".mp4",
        "libx264",
        {"preset": "veryfast", "crf": "20"},
        "aac",
        "mov_text",
    ),
    # All frames new: 56 ms, 0.91 of the film's length. "cpu-used" 5 adds 16 ms, as does AV1 at its
    # fastest.
    Format(
        later("a WebM"),
        ".webm",
        "libvpx-vp9",
        {
            "deadline": "realtime",
            "cpu-used": "8",
            "row-mt": "1",
            "tile-columns": "2",
            "crf": "30",
            "b": "0",
        },
        "libopus",
        "webvtt",
        transparent=True,
    ),
    # Viewers slow down pictures that last less than two hundredths of a second.
    Format(later("a GIF"), ".gif", fastest=50),
    Format(later("a WebP"), ".webp", transparent=True),
    Format(later("a folder of PNG pictures"), ".png", transparent=True),
)
FORMATS = {each.ending: each for each in _FORMATS}


def format_of(path: Path) -> Format:
    """Returns the kind of film that a file's ending asks for.

    Raises:
        FilmError: no kind of film has this ending.
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise FilmError(
            "{name}: a film's name ends in {endings} (a folder of pictures).",
            name=path.name,
            endings=", ".join(FORMATS),
        ) from None


def check_rate(kind: Format, fps: int) -> None:
    """Refuses a number of frames a second that the format or the time of a lesson has not.

    Raises:
        FilmError: says which numbers are possible.
    """
    if fps not in RATES or fps > kind.fastest:
        possible = ", ".join(str(rate) for rate in RATES if rate <= kind.fastest)
        raise FilmError(
            "The frames a second of {kind} are one of {possible}.",
            kind=tr(kind.name),
            possible=possible,
        )


def check_transparent(kind: Format) -> None:
    """Refuses a format whose pictures always have a ground.

    Raises:
        FilmError: says which formats can be seen through.
    """
    if not kind.transparent:
        endings = ", ".join(each.ending for each in FORMATS.values() if each.transparent)
        raise FilmError(
            "One cannot see through {kind}: a transparent film ends in {endings} (a folder of "
            "pictures).",
            kind=tr(kind.name),
            endings=endings,
        )
