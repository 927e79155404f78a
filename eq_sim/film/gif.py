"""Encodes pictures as GIF: 256 colours, chosen for the whole film. Needs PyAV."""

import contextlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph
from av.filter.context import FilterContext

from eq_sim.film.pictures import Picture, Same

_HUNDREDTH = Fraction(1, 100)  # of a second: how a GIF counts time


class GifEncoder:
    """Keeps the pictures on a reel without loss, counts their colours, and paints them again.

    A frame that is the same as the one before lengthens it, for a GIF has no frame rate.

    Args:
        reel: a file for the pictures.
        film: the file that is wanted.
        fps: frames a second.
        size: width and height.
    """

    def __init__(self, reel: Path, film: Path, fps: int, size: tuple[int, int]) -> None:
        self._reel, self._film, self._size = reel, film, size
        self._tick = Fraction(1, fps)
        self._container = av.open(str(reel), "w", format="mp4")
        self._stream = self._container.add_stream(
            "libx264rgb",
            rate=fps,
            options={"preset": "ultrafast", "qp": "0"},
            width=size[0],
            height=size[1],
            pix_fmt="bgr0",
            time_base=self._tick,
        )
        self._colours = Graph()
        self._colours.link_nodes(
            self._colours.add_buffer(
                width=size[0],
                height=size[1],
                format=av.VideoFormat("bgra"),
                time_base=self._tick,
            ),
            self._colours.add("palettegen"),
            self._colours.add("buffersink"),
        ).configure()
        self._count = self._last = 0

    def add(self, picture: Picture | Same) -> None:
        """Takes the next frame."""
        if not isinstance(picture, Same):
            self._colours.vpush(self._frame(picture))
            # Frames would queue up if nobody asked; the palette comes when all have been counted.
            with contextlib.suppress(av.BlockingIOError):
                self._colours.vpull()
            self._container.mux(self._stream.encode(self._frame(picture)))
            self._last = self._count
        self._count += 1

    def finish(self, check: Callable[[], None]) -> None:
        """Chooses the colours and paints each picture with them."""
        self._container.mux(self._stream.encode())
        self._container.close()
        self._colours.vpush(None)
        palette = self._colours.vpull()
        last_delay = _hundredths(self._count * self._tick) - _hundredths(self._last * self._tick)
        options = {"fflags": "+bitexact", "final_delay": str(last_delay)}
        with (
            av.open(str(self._reel)) as reel,
            av.open(str(self._film), "w", format="gif", container_options=options) as output,
        ):
            stream = output.add_stream(
                "gif",
                rate=100,
                width=self._size[0],
                height=self._size[1],
                pix_fmt="pal8",
                time_base=_HUNDREDTH,
            )
            for frame in _painted(reel, palette):
                check()
                output.mux(stream.encode(frame))
            output.mux(stream.encode())

    def close(self) -> None:
        """Lets go of the reel."""
        with contextlib.suppress(av.FFmpegError):
            self._container.close()

    def _frame(self, picture: Picture) -> av.VideoFrame:
        frame = av.VideoFrame.from_numpy_buffer(picture, "bgra")
        frame.pts, frame.time_base = self._count, self._tick
        return frame


def _painted(reel: av.container.InputContainer, palette: av.VideoFrame) -> Iterator[av.VideoFrame]:
    stream = reel.streams.video[0]
    graph = Graph()
    pictures = graph.add_buffer(
        width=stream.width,
        height=stream.height,
        format=stream.format,
        time_base=_HUNDREDTH,
    )
    colours = graph.add_buffer(
        width=palette.width, height=palette.height, format=palette.format, time_base=_HUNDREDTH
    )
    # Dots that imitate colours between two others flicker, and flat areas would not stay flat.
    paint = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
    sink = graph.add("buffersink")
    pictures.link_to(paint, 0, 0)
    colours.link_to(paint, 0, 1)
    paint.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, _HUNDREDTH
    colours.push(palette)
    colours.push(None)
    for frame in reel.decode(stream):
        assert frame.pts is not None
        assert frame.time_base is not None
        frame.pts, frame.time_base = _hundredths(frame.pts * frame.time_base), _HUNDREDTH
        pictures.push(frame)
        yield from _ready(sink)
    pictures.push(None)
    yield from _ready(sink)


def _ready(sink: FilterContext) -> Iterator[av.VideoFrame]:
    with contextlib.suppress(av.BlockingIOError, av.EOFError):
        while True:
            frame = sink.pull()
            assert isinstance(frame, av.VideoFrame)
            yield frame


def _hundredths(seconds: Fraction) -> int:
    return round(seconds / _HUNDREDTH)
