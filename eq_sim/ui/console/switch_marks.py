"""What is frozen, muted or playing solo, lettered on its knob.

Columns too narrow for a letter have a line instead, which ``Painting`` draws with the bars. Where
letters stand is worked out once for each view and each change of a switch: with all knobs frozen
there are hundreds of them in every frame.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.switches import Switches
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import by_layer, knobs_of
from eq_sim.ui.console.measures import Level, lettered
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.theme import Theme, font

_SIDE = 13.0  # of a letter's box
_DIM, _DIM_NUMBER = 130, 70
"""How much of a silent knob and of its number is covered, of 255: both can still be read."""


class SwitchMarks:
    """Marks knobs: F frozen, M muted, S solo; a silent one stands where it was, and is dimmed.

    Args:
        bank: whose knobs.
        theme: the colours.
    """

    def __init__(self, bank: KnobBank, theme: Theme) -> None:
        self._bank, self._theme = bank, theme
        self._of: tuple[CanvasMap, Switches] | None = None
        self._letters: dict[str, list[QPointF]] = {}
        self._dims: list[QRectF] = []
        self._numbers: list[QRectF] = []
        self._sprites: dict[tuple[str, float], QPixmap] = {}

    def draw(self, painter: QPainter, canvas: CanvasMap, strips: list[Strip]) -> None:
        """Draws the marks in view."""
        switches = self._bank.switches
        if switches.fixed is None and not switches.solos.any():
            return
        of = self._of
        if of is None or of[0] is not canvas or of[1] is not switches:
            self._of = (canvas, switches)
            self._find(canvas, strips, switches)
        painter.setPen(Qt.PenStyle.NoPen)
        for boxes, alpha in ((self._dims, _DIM), (self._numbers, _DIM_NUMBER)):
            if boxes:
                shade = QColor(self._theme.color("strip"))
                shade.setAlpha(alpha)
                painter.setBrush(shade)
                painter.drawRects(boxes)
        for letter, places in self._letters.items():
            sprite = self._sprite(letter, canvas.ratio)
            for place in places:
                painter.drawPixmap(place, sprite)

    def _find(self, canvas: CanvasMap, strips: list[Strip], switches: Switches) -> None:
        """Finds where letters and dimmed faders are."""
        self._letters, self._dims, self._numbers = {"S": [], "M": [], "F": []}, [], []
        shown = canvas.shown
        kinds = (("S", switches.solos), ("M", switches.mutes), ("F", switches.frozen))
        for layer, some in by_layer(strips):
            of = canvas.geometry.of[layer]
            if not lettered(of):
                continue
            pitch, travel = of.pitch, of.travel
            knobs = knobs_of(self._bank.layout, some)
            silent = switches.silent[knobs]
            marked = switches.frozen[knobs] | silent | switches.solos[knobs]
            for place, column in np.argwhere(marked).tolist():
                strip, knob = some[place], int(knobs[place, column])
                x = strip.left + column * pitch
                if not shown.left() - pitch <= x <= shown.right():
                    continue
                if silent[place, column]:
                    self._dims.append(QRectF(x + 1, strip.top, pitch - 2, travel))
                    if of.level is Level.FADER:
                        foot = QRectF(x + 1, strip.top + travel, pitch - 2, of.foot)
                        self._numbers.append(foot)
                top = strip.top
                for letter, mask in kinds:
                    if mask[knob]:
                        # Half a pixel is room for the line around it.
                        corner = QPointF(x + pitch - _SIDE - 1.5, top - 0.5)
                        self._letters[letter].append(corner)
                        top += _SIDE + 2

    def _sprite(self, letter: str, ratio: float) -> QPixmap:
        """Returns a letter in its box, for a screen with so many pixels to one of the canvas."""
        key = (letter, ratio)
        if key not in self._sprites:
            side = round((_SIDE + 1) * ratio)
            sprite = self._sprites[key] = QPixmap(side, side)
            sprite.setDevicePixelRatio(ratio)
            sprite.fill(Qt.GlobalColor.transparent)
            with PicturePainter(sprite) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setFont(font(9, bold=True))
                _letter(painter, self._theme, letter, QRectF(0.5, 0.5, _SIDE, _SIDE))
        return self._sprites[key]


def _letter(painter: QPainter, theme: Theme, letter: str, box: QRectF) -> None:
    full = letter != "F"
    painter.setPen(QPen(theme.color("text"), 1.0))
    painter.setBrush(theme.color("text" if full else "panel"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.color("panel" if full else "text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
