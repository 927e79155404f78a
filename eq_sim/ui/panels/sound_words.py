"""What is heard, in words."""

import math
from pathlib import Path

from eq_sim.language.tr import later, ntr, tr
from eq_sim.sound.filter_design import REACH
from eq_sim.sound.own_file import MOST_SECONDS
from eq_sim.sound.voices import pitch
from eq_sim.ui.models.hearing import Hearing

SOURCES = {"music": later("Music"), "noise": later("Pink noise")}


def source_words(source: str) -> str:
    """Returns what a source is called: of a file its name."""
    return tr(SOURCES[source]) if source in SOURCES else Path(source).name


def decibel_words(factor: float) -> str:
    """Returns a factor of loudness in decibels."""
    return tr("{loud} dB", loud=f"{round(20 * math.log10(factor))}".replace("-", "−"))


def heard(hearing: Hearing) -> list[str]:
    """Returns what is heard now, a sentence each."""
    if hearing.fetches:
        return [tr("Reading {name} …", name=source_words(hearing.fetches))]
    if not hearing.on:
        return [tr("Nothing is heard yet.")] if hearing.trouble is None else []
    if hearing.muted:
        return [tr("Muted.")]
    said = []
    if hearing.has_source:
        said.append(_played(hearing))
    if hearing.hears_loss:
        said.append(_loss(hearing))
    return said


def _played(hearing: Hearing) -> str:
    name = source_words(hearing.source)
    if hearing.original:
        return tr("{source} as it was, before the radio.", source=name)
    near, count = hearing.bands
    close = tr("{close} of {all} bands within 1 dB", close=near, all=count)
    return tr(
        "{source} through a bad radio and your {all} bands. {close}.",
        source=name,
        all=count,
        close=close,
    )


def _loss(hearing: Hearing) -> str:
    if hearing.loss is None:
        return tr("The train loss is heard as soon as it trains.")
    if not math.isfinite(hearing.loss):
        return tr("The loss ran away: the highest pitch.")
    return tr(
        "The train loss as a pitch of {hertz:,} Hz: lower is better.",
        hertz=round(pitch(hearing.loss)),
    )


def warnings(hearing: Hearing) -> list[str]:
    """Returns what to know of it, a sentence each."""
    said = []
    if hearing.on and not hearing.plays:
        said.append(
            tr("There is no response here to play a source through: only the loss is heard.")
        )
    if hearing.on and hearing.is_beyond and not hearing.original:
        said.append(
            tr(
                "The bands ask for more than ±{reach} dB: no more than that is heard.",
                reach=f"{REACH:g}",
            )
        )
    if hearing.cut:
        said.append(
            ntr(
                "The file is long: its first minute is played.",
                "The file is long: its first {count:,} minutes are played.",
                MOST_SECONDS // 60,
            )
        )
    return said
