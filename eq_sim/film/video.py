"""Encodes pictures as MP4 or WebM. Needs PyAV."""

import contextlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from eq_sim.film.formats import Format
from eq_sim.film.muxing import mux
from eq_sim.film.pictures import Picture, Same
from eq_sim.film.see_through import bled
from eq_sim.film.tracks import Tracks

THREADS = 2
"""Fixed, because the number of threads decides where x264 and VP9 cut: it is part of the film."""

_BT709 = 1  # H.273's number for the primaries and the curve of HD video
_PIXELS = {False: "yuv420p", True: "yuva420p"}
_SEE_THROUGH = {"auto-alt-ref": "0"}  # VP9 refuses otherwise to say how opaque its pixels are
_KEY_SECONDS = 4  # between pictures to which a player can jump


class VideoEncoder:
    """Encodes pictures into a reel, and then puts the reel together with the other tracks.

    Captions and chapters are known for certain only when the last picture is drawn, and belong
    in the file's order before it: hence the reel.

    Args:
        reel: a file for the pictures alone.
        film: the file that is wanted.
        kind: MP4 or WebM.
        fps: frames a second.
        size: width and height.
        transparent: whether one sees through the pictures.
        tracks: asked for when the last picture is in, with the film's length in seconds.
    """

    def __init__(
        self,
        reel: Path,
        film: Path,
        kind: Format,
        fps: int,
        size: tuple[int, int],
        tracks: Callable[[Fraction], Tracks],
        *,
        transparent: bool = False,
    ) -> None:
        self._reel, self._film = reel, film
        self._kind, self._fps, self._tracks = kind, fps, tracks
        self._transparent = transparent
        self._pixels = _PIXELS[transparent]
        options = kind.options | (_SEE_THROUGH if transparent else {})
        # Only a container of this kind has room for how opaque each pixel is.
        container = "matroska" if transparent else "mp4"
        self._container = av.open(str(reel), "w", format=container)
        stream = self._container.add_stream(kind.codec, rate=fps, options=options)
        assert isinstance(stream, av.VideoStream)
        self._stream = stream
        stream.width, stream.height = size
        stream.pix_fmt = self._pixels
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        context.gop_size = _KEY_SECONDS * fps
        context.thread_count = THREADS
        context.thread_type = "FRAME"
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        context.color_primaries = context.color_trc = _BT709
        self._reformatter = VideoReformatter()
        self._frame = av.VideoFrame()
        self._count = 0

    def add(self, picture: Picture | Same) -> None:
        """Encodes the next frame; one that is the same costs no conversion."""
        if not isinstance(picture, Same):
            shown = bled(picture) if self._transparent else picture
            self._frame = self._reformatter.reformat(
                av.VideoFrame.from_numpy_buffer(shown, "bgra"),
                format=self._pixels,
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                threads=THREADS,
            )
        self._frame.pts = self._count
        self._frame.time_base = Fraction(1, self._fps)
        self._count += 1
        self._container.mux(self._stream.encode(self._frame))

    def finish(self, check: Callable[[], None]) -> None:
        """Ends the reel and assembles the film."""
        self._container.mux(self._stream.encode())
        self._container.close()
        tracks = self._tracks(Fraction(self._count, self._fps))
        mux(self._reel, self._film, self._kind, tracks, check)

    def close(self) -> None:
        """Lets go of the reel."""
        with contextlib.suppress(av.FFmpegError):
            self._container.close()
