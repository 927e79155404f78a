"""Puts a reel of pictures, captions, chapters and a narration into one file. Needs PyAV."""

import heapq
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
from av.subtitles.stream import SubtitleStream

from eq_sim.film.formats import Format
from eq_sim.film.sound import BIT_RATE, RATE, sound_packets
from eq_sim.film.subtitles import language_code, vtt_text
from eq_sim.film.tracks import Tracks

_AnyPacket: TypeAlias = "av.Packet[Any]"

_SEE_THROUGH = "alpha_mode"
"""By this players know that the pictures of a WebM are not opaque."""

_MILLISECOND = Fraction(1, 1000)

# The encoder of MP4 captions takes their looks from a style of this kind; players use their own.
_STYLE = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def mux(reel: Path, film: Path, kind: Format, tracks: Tracks, check: Callable[[], None]) -> None:
    """Writes the film's file; the pictures are copied as they are.

    Args:
        reel: a file of the pictures alone.
        film: the file to write.
        kind: MP4 or WebM.
        tracks: what to add.
        check: called for each packet; raises if the film is no longer wanted.
    """
    # "bitexact" leaves out random identifiers and the library's version. An index at the start
    # lets a browser play while it loads.
    options = {"fflags": "+bitexact"}
    if kind.ending == ".mp4":
        options["movflags"] = "+faststart"
    container = kind.ending[1:]
    with (
        av.open(str(reel)) as pictures,
        av.open(str(film), "w", format=container, container_options=options) as output,
    ):
        if tracks.title:
            output.metadata["title"] = tracks.title
        reeled = pictures.streams.video[0]
        video = output.add_stream_from_template(reeled)
        if _SEE_THROUGH in reeled.metadata:
            video.metadata[_SEE_THROUGH] = reeled.metadata[_SEE_THROUGH]
        sources: list[Iterator[_AnyPacket]] = [_copied(pictures, video)]
        if tracks.narration is not None:
            sound = output.add_stream(kind.sound, rate=RATE, bit_rate=BIT_RATE)
            assert isinstance(sound, av.AudioStream)
            sources.append(sound_packets(tracks.narration, sound, tracks.seconds))
        if tracks.captions:
            sources.append(_caption_packets(output, kind, tracks))
        output.set_chapters(
            [
                {
                    "id": number,
                    "start": span.start,
                    "end": span.end,
                    "time_base": _MILLISECOND,
                    "metadata": {"title": span.text},
                }
                for number, span in enumerate(tracks.chapters, start=1)
            ]
        )
        for packet in heapq.merge(*sources, key=_time):
            check()
            output.mux(packet)


def _copied(
    pictures: av.container.InputContainer, video: av.VideoStream
) -> Iterator["av.Packet[av.VideoStream]"]:
    for packet in pictures.demux(video=0):
        if packet.dts is not None:  # the last one only says that there are no more
            packet.stream = video
            yield packet


def _caption_packets(
    output: av.container.OutputContainer, kind: Format, tracks: Tracks
) -> Iterator[_AnyPacket]:
    stream = output.add_stream(kind.captions)
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _STYLE
    stream.time_base = _MILLISECOND
    stream.metadata["language"] = language_code(tracks.language)
    packets = []
    for span in tracks.captions:
        # The encoders would read braces as commands; what they write is simple enough.
        if kind.captions == "mov_text":
            text = span.text.encode()
            content = struct.pack(">H", len(text)) + text
        else:
            content = vtt_text(span.text).encode()
        packet = av.Packet(content)
        packet.stream, packet.time_base = stream, _MILLISECOND
        packet.pts = packet.dts = span.start
        packet.duration = span.end - span.start
        packets.append(packet)
    return iter(packets)


def _time(packet: _AnyPacket) -> Fraction:
    return (packet.dts or 0) * packet.time_base
