"""What is wrong with a window's texts: cut, elided, struck through, one over another, covered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.painted.pixmaps import Pixmaps
from eq_sim.ui.painted.texts import SLACK, Painted, painted
from eq_sim.ui.style.numbers import COMPUTING


@dataclass(frozen=True)
class Look:
    """A window's texts, and what is wrong with them.

    Attributes:
        texts: what can be read, and where.
        faults: texts that are cut, elided, struck through, one over another, or half covered.
    """

    texts: list[Painted]
    faults: list[str]

    @property
    def words(self) -> set[str]:
        """What can be read."""
        return {text.words for text in self.texts}


def look(window: QWidget, pixmaps: Pixmaps, *, floating: bool = False) -> Look:
    """Returns a window's texts, and what is wrong with them.

    Args:
        window: whose.
        pixmaps: the texts in pixmaps that it draws.
        floating: whether something floats over it for a moment, and may cover a half.
    """
    # A window lays itself out before it paints.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    texts, found = painted(window, pixmaps)
    if floating:
        found = [fault for fault in found if "half covered" not in fault]
    for text in texts:
        own = getattr(text.owner, "text", "")
        meant = text.words == tr(COMPUTING) or "…" in str(own() if callable(own) else own)
        if "…" in text.words and not (meant or _stands_whole(text, texts)):
            found.append(f"{text} is elided")
        ink, seen = text.ink, text.seen
        cut = max(
            seen.left() - ink.left(), ink.right() - seen.right(),
            seen.top() - ink.top(), ink.bottom() - seen.bottom(),
        )  # fmt: skip
        if cut > SLACK:
            found.append(f"{text} is cut by {cut:.1f}")
    found += [f"{a} meets {b}" for a, b in _meeting(texts)]
    return Look(texts, found)


def _stands_whole(text: Painted, texts: list[Painted]) -> bool:
    """Whether a name that is cut beneath a narrow fader can be read whole: "flipper length"."""
    begins, _, ends = text.words.partition("…")
    return any(
        other.owner is text.owner and other.words.startswith(begins) and ends in other.words
        for other in texts
        if "…" not in other.words
    )


def faults(window: QWidget, pixmaps: Pixmaps, *, floating: bool = False) -> list[str]:
    """Returns what is wrong with a window's texts; see ``look``."""
    return look(window, pixmaps, floating=floating).faults


def _meeting(texts: list[Painted]) -> Iterator[tuple[Painted, Painted]]:
    """Yields the pairs of texts whose glyphs' boxes lie over each other."""
    if not texts:
        return
    left, top, right, bottom = np.array([text.shown.getCoords() for text in texts]).T
    left, top, right, bottom = left + SLACK, top + SLACK, right - SLACK, bottom - SLACK
    over = (left[:, None] < right) & (left < right[:, None])
    over &= (top[:, None] < bottom) & (top < bottom[:, None])
    for first, second in np.argwhere(np.triu(over, 1)).tolist():
        one, other = texts[first], texts[second]
        twice = one.words == other.words and one.ink == other.ink
        if not (twice or one.covered or other.covered):
            yield one, other
