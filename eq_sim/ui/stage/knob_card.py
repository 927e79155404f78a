"""The card of a knob: a fader as large as there is room, or up to four side by side."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame

from eq_sim.language.tr import tr
from eq_sim.lessons.staging import Subject
from eq_sim.network.types import IndexArray
from eq_sim.ui.console.gestures import Hands
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.stage.big_fader import BigFader
from eq_sim.ui.stage.fader_accessible import make_faders_accessible
from eq_sim.ui.stage.measures import Unit, first_fitting
from eq_sim.ui.style.theme import Theme, font
from eq_sim.ui.window.panel_spec import PanelModels

MOST = 4
"""Faders side by side: more of them nobody reads."""


class KnobCard(QFrame):
    """A knob, or a few.

    Args:
        models: what it is made from.
        subject: which knobs.

    Attributes:
        faders: one for each.
    """

    def __init__(self, models: PanelModels, subject: Subject) -> None:
        super().__init__()
        make_faders_accessible()
        self.setObjectName("card")
        self._theme, self._scales = models.theme, models.console.scales
        self._bank = models.console.bank
        knobs = [knob for knob in subject.knobs if knob < self._bank.layout.size]
        self._of = len(knobs)
        activity = SessionActivity(models.session)
        hands = Hands(self._bank, activity, self._scales, models.do, self._travel, self)
        named = len(knobs) > 1
        self.faders = tuple(
            BigFader(models.knob_ways.of(knob), self._bank, hands, self._theme, named=named)
            for knob in knobs[:MOST]
        )
        for fader in self.faders:
            fader.setParent(self)
        self.setAccessibleName(self._headings()[0])

    def refresh(self) -> None:
        """Shows the knobs as they stand."""
        self._scales.fit()
        for fader in self.faders:
            fader.way.refresh()
            fader.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for fader in self.faders:
            fader.set_theme(theme)
        self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the faders."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Writes the heading over the ground."""
        super().paintEvent(event)
        unit = Unit.of(self)
        face = font(unit.heading, bold=True)
        box = QRectF(unit.pad, unit.head_top, self.width() - 2 * unit.pad, unit.head)
        with QPainter(self) as painter:
            painter.setFont(face)
            painter.setPen(self._theme.color("muted"))
            text = first_fitting(self._headings(), face, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _headings(self) -> tuple[str, ...]:
        """Returns what it is called, from much to little."""
        if self._of > 1:
            shown = len(self.faders)
            if shown == self._of:
                return (tr("{knobs:,} knobs", knobs=self._of),)
            return (tr("{shown:,} of {knobs:,} knobs", shown=shown, knobs=self._of),)
        if not self.faders or self.faders[0].way.alone:
            return (tr("The knob"),)
        name = self._bank.name(self.faders[0].way.knob)
        return (name, name.partition(",")[0], tr("The knob"))

    def _place(self) -> None:
        unit = Unit.of(self)
        top = unit.head + 2 * unit.head_top
        wide = (self.width() - 2 * unit.pad) / max(1, len(self.faders))
        high = self.height() - top - unit.pad * 0.7
        for place, fader in enumerate(self.faders):
            left = round(unit.pad + place * wide)
            fader.setGeometry(left, round(top), int(wide - unit.word * 0.45), int(high))
        least = min((fader.name_fits_at(unit.word) for fader in self.faders), default=unit.word)
        for fader in self.faders:
            fader.name_size = least

    def _travel(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns pixels from end to end of the bank's scales, which may be shorter than ours."""
        travels = {
            fader.way.knob: fader.travel * self._scales.limit(fader.way.knob) / fader.limit
            for fader in self.faders
        }
        return np.array([travels[int(knob)] for knob in knobs])
