"""The door: pictures and what goes with them in, a whole film or nothing out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

from eq_sim.film.encoder_thread import EncoderThread
from eq_sim.film.encoders import check_narration, encoder_for, expected_errors
from eq_sim.film.film_error import FilmCancelled, FilmError
from eq_sim.film.flashes import Flashing, all_found, meters_for
from eq_sim.film.formats import Format, check_rate, check_transparent, format_of
from eq_sim.film.output_files import TEXTS, check_target, check_texts, move_into_place
from eq_sim.film.part_folder import part_folder
from eq_sim.film.pictures import SAME, Picture, Same, check_size, copied
from eq_sim.film.subtitles import (
    Caption,
    Chapter,
    caption_spans,
    chapter_list,
    chapter_spans,
    held,
    srt,
    vtt,
)
from eq_sim.film.tracks import Tracks

_ROUNDING = 1e-6  # of a frame: 2.2 s at 25 frames a second come to a little more than 55


@dataclass(frozen=True)
class Film:
    """What was made.

    Attributes:
        path: the film, or the folder of pictures.
        frames: how many.
        fps: frames a second.
        beside: the files of captions and chapters.
        flashing: the times in which something flashes too often, by WCAG's measure.
        held: seconds that the last picture stands longer, until the narration has ended.
    """

    path: Path
    frames: int
    fps: int
    beside: tuple[Path, ...]
    flashing: tuple[Flashing, ...] = ()
    held: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it runs."""
        return self.frames / self.fps


def make_film(
    source: Iterable[Picture | Same],
    path: Path,
    *,
    fps: int = 30,
    size: tuple[int, int] = (1920, 1080),
    captions: Sequence[Caption] = (),
    chapters: Sequence[Chapter] = (),
    burned: bool = False,
    narration: Path | None = None,
    language: str = "en",
    title: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    force: bool = False,
    transparent: bool = False,
) -> Film:
    """Makes a film; encodes in a thread beside the drawing. Replaces a film that stood there.

    Args:
        source: a picture for each frame, or ``SAME``. A picture is copied at once, so the source
            may draw into the same memory again. It is drawn from in the caller's thread, and
            never more than a few frames ahead of the encoder.
        path: the ending chooses the format: .mp4, .webm, .gif, .webp; .png makes a folder
            ``lesson/`` of numbered pictures of ``lesson.png``, and needs no PyAV.
        fps: frames a second; frame i stands from i / fps to (i + 1) / fps.
        size: width and height, even numbers.
        captions: in the file, and beside it as .srt and .vtt. Like the chapters they are read
            when the last frame is drawn: the source may fill a list while it draws.
        chapters: in the file, and beside it as .chapters.txt.
        burned: the pictures show the captions already: no track of them in the file.
        narration: a WAV file, heard to its end: while it is longer than the film, the last picture
            stands.
        language: of the captions.
        title: of the film.
        progress: called in the caller's thread with the number of frames drawn; again and again
            with the last one while the file is finished.
        cancelled: asked as often as that; "yes" gives the film up.
        force: texts beside the film are replaced, whoever wrote them.
        transparent: one sees through the pictures: their fourth byte says how opaque each pixel is.

    Returns:
        What was made.

    Raises:
        FilmError: it cannot be made as asked, or not be written. Nothing is left behind.
        FilmCancelled: as was wished. Nothing is left behind.
        Exception: what the source raises. Nothing is left behind.
    """
    kind = check_film(path, fps, size, narration, transparent=transparent)
    expected = expected_errors(kind)
    spoken = 0.0 if narration is None else check_narration(kind, narration)
    target = _target(path, kind)
    beside_it = [path.with_suffix(ending) for ending in TEXTS]
    count = drawn = 0
    meters = meters_for(fps, size, transparent=transparent)

    def tracks(seconds: Fraction) -> Tracks:
        length = round(seconds * 1000)
        said = held(captions, drawn / fps, float(seconds))
        return Tracks(
            seconds,
            () if burned else tuple(caption_spans(said, length)),
            tuple(chapter_spans(chapters, length)),
            language,
            title,
            narration,
        )

    def check_in() -> None:
        if progress is not None:
            progress(count)
        if cancelled is not None and cancelled():
            raise FilmCancelled("The film was cancelled.")

    try:
        if not force:
            check_texts(target, beside_it)
        with part_folder(path) as folder:
            made = folder / target.name
            encoder = encoder_for(kind, made, fps, size, tracks, transparent=transparent)
            with EncoderThread(encoder) as encoding:

                def add(picture: Picture | Same) -> None:
                    nonlocal count
                    encoding.put(picture)
                    for meter in meters:
                        meter.add(picture)
                    count += 1
                    check_in()

                for picture in source:
                    if not isinstance(picture, Same):
                        taken: Picture | Same = copied(picture, size)
                    elif count > 0:
                        taken = picture
                    else:
                        raise ValueError("the first frame has none before it to be the same as")
                    add(taken)
                if count == 0:
                    raise FilmError("A film needs at least one frame.")
                drawn = count
                while count < ceil(spoken * fps - _ROUNDING):
                    add(SAME)
                encoding.finish(check_in)
            if not force:  # somebody may have written one meanwhile
                check_texts(target, beside_it)
            check_in()  # from here on it is there
            said = held(captions, drawn / fps, count / fps)
            beside = move_into_place(made, target, _texts(path, said, chapters, count / fps))
    except expected as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FilmError(
            "The film {name} could not be made: {reason}.", name=path.name, reason=reason
        ) from error
    return Film(
        target,
        count,
        fps,
        beside,
        all_found(meters),
        held=(count - drawn) / fps,
    )


def check_film(
    path: Path,
    fps: int,
    size: tuple[int, int],
    narration: Path | None,
    *,
    transparent: bool = False,
) -> Format:
    """Refuses what cannot be made, before anything is drawn; arguments as of ``make_film``.

    Returns:
        What kind of film it will be.

    Raises:
        FilmError: it cannot be made as asked.
    """
    kind = format_of(path)
    if transparent:
        check_transparent(kind)
    check_rate(kind, fps)
    check_size(size)
    expected_errors(kind)
    if narration is not None:
        check_narration(kind, narration)
    target = _target(path, kind)
    try:
        check_target(target, folder=target != path)
    except OSError as error:  # a name that is too long
        raise FilmError(
            "The film {name} could not be made: {reason}.", name=path.name, reason=error.strerror
        ) from error
    return kind


def _target(path: Path, kind: Format) -> Path:
    """Returns where a film will stand: a file, or a folder of pictures."""
    return path.with_suffix("") if kind.ending == ".png" else path


def _texts(
    path: Path, captions: Sequence[Caption], chapters: Sequence[Chapter], seconds: float
) -> dict[Path, str]:
    length = round(seconds * 1000)
    said = caption_spans(captions, length)
    texts = (srt(said), vtt(said), chapter_list(chapter_spans(chapters, length)))
    return {path.with_suffix(ending): text for ending, text in zip(TEXTS, texts, strict=True)}
