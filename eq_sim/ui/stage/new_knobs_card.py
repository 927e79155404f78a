"""The few new knobs beside locked ones, large: A, B, and the fader of their strength."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QResizeEvent

from eq_sim.language.tr import ntr, tr
from eq_sim.ui.models.new_knobs import Bank, NewKnobs, NewKnobsModel
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.stage.big_slider import FINE, BigSlider
from eq_sim.ui.stage.painted_card import (
    HEADING,
    SECOND,
    SMALL,
    PaintedCard,
    fitting,
    high,
    wide,
)
from eq_sim.ui.style.color_mix import diverging, image_over
from eq_sim.ui.style.numbers import plain, tick
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window.panel_spec import PanelModels

_MOST = 2  # where the strength ends
_RANKS = 3  # of the adapter, as many as anybody reads
_WIDE = 1.15  # of the height of the part with A and B: from there on they stand side by side


class NewKnobsCard(PaintedCard):
    """An adapter.

    Args:
        models: whose, and who takes what a hand does.

    Attributes:
        strength: its fader.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._model = NewKnobsModel(models.session)
        self._desk = models.adapter
        self.setAccessibleName(tr("New knobs"))
        self.strength = BigSlider(self, _MOST, models.theme)
        self.strength.setAccessibleName(tr("Strength of the adapter"))
        self.strength.setToolTip(tr("What B·A counts: at 0 the base is back, bit for bit"))
        OneGesture(self.strength, "set-strength", models.do)
        self.strength.valueChanged.connect(lambda at: self._desk.set_strength(at / FINE))
        self._show()

    @property
    def now(self) -> NewKnobs:
        """What is shown."""
        return self._model.now

    def refresh(self) -> None:
        """Shows the new knobs as they stand, if anything has changed."""
        if self._model.refresh():
            self._show()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.strength.theme = theme
        super().set_theme(theme)

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._show()
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the fader its place."""
        super().resizeEvent(event)
        self._place()

    def _show(self) -> None:
        now = self.now
        self.say(now.words)
        self.strength.setVisible(now.bank is not None)
        if not self.strength.isSliderDown():
            with QSignalBlocker(self.strength):
                self.strength.setValue(round(now.strength * FINE))
        self.strength.update()

    # Drawing

    @property
    def _letters(self) -> float:
        return min(SMALL * self.picture, 0.07 * self.height(), 0.06 * self.width())

    def _fader_box(self) -> QRectF:
        """Returns where the fader is, with its name and value before it."""
        room, letters = self.room, self._letters
        tall = 4.2 * letters
        return QRectF(room.left(), room.bottom() - tall, room.width(), tall)

    def _place(self) -> None:
        box, letters = self._fader_box(), self._letters
        self.strength.letters = letters
        left = min(0.34 * box.width(), 8.5 * letters)
        self.strength.setGeometry(box.adjusted(left, 0.3 * letters, 0, 0).toRect())

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the heading, A and B, and what the fader says."""
        now = self.now
        size = min(HEADING * self.picture, 0.09 * self.height())
        heading = next(
            (one for one in now.headings if wide(one, fitting(one, size, 1e9)) <= room.width()),
            now.headings[-1],
        )
        face = fitting(heading, size, room.width())
        top = room.top() + self.write(painter, heading, "muted", face, room.left(), room.top())
        if now.bank is None:
            return
        fader = self._fader_box()
        body = QRectF(room.left(), top + 0.4 * self._letters, room.width(), 0)
        body.setBottom(fader.top() - 0.6 * self._letters)
        self._draw_bank(painter, body, now.bank)
        self._draw_strength(painter, fader, now.strength)

    def _draw_strength(self, painter: QPainter, box: QRectF, strength: float) -> None:
        letters = self._letters
        column = min(0.34 * box.width(), 8.5 * letters) - letters
        name = tr("Strength")
        face = fitting(name, letters, column)
        y = box.top() + self.write(painter, name, "text", face, box.left(), box.top())
        size = min(SECOND * self.picture, 2 * letters)
        face = fitting(plain(0.55), size, column, mono=True)
        self.write(painter, plain(round(strength, 2)), "text", face, box.left(), y)

    def _draw_bank(self, painter: QPainter, body: QRectF, bank: Bank) -> None:
        """Draws A, an arrow, and B; or B below A where the part is high."""
        letters = self._letters
        beside = body.width() > _WIDE * body.height()
        first, second = QRectF(body), QRectF(body)
        gap = 1.8 * letters
        if beside:
            first.setWidth(min(0.45 * body.width(), body.height() - 1.4 * letters))
            second.setLeft(first.right() + gap)
        else:
            first.setHeight(0.56 * body.height())
            second.setTop(first.bottom() + 0.4 * letters)
        one = tr("A: {count:,} numbers in", count=bank.a.shape[1])
        if bank.image is not None:
            one = tr("A: {count:,} pixels in", count=bank.a.shape[1])
        two = ntr("B: {count:,} neuron", "B: {count:,} neurons", bank.b.shape[1])
        size = min(
            fitting(words, letters, box.width() - 4 * letters).pixelSize()
            for words, box in ((one, first), (two, second))
        )
        parts = ((one, bank.a, bank.ends[0], first), (two, bank.b, bank.ends[1], second))
        for words, values, end, box in parts:
            face = fitting(words, size, box.width())
            below = box.top() + self.write(painter, words, "text", face, box.left(), box.top())
            reach = f"±{tick(end)}"
            small = fitting(reach, size, box.width(), mono=True)
            self.write(
                painter, reach, "muted", small, box.right() - wide(reach, small),
                box.top() + (high(face) - high(small)) / 2,
            )  # fmt: skip
            inner = QRectF(box.left(), below + 0.2 * letters, box.width(), 0)
            inner.setBottom(box.bottom())
            self._draw_values(painter, inner, values[:_RANKS] / end, bank, words is one)
        if beside:
            middle = QPointF(first.right() + gap / 2, (first.top() + first.bottom()) / 2)
            self._draw_arrow(painter, middle, 0.5 * letters)

    def _draw_values(
        self,
        painter: QPainter,
        box: QRectF,
        shares: NDArray[np.float64],
        bank: Bank,
        picture: bool,
    ) -> None:
        rows, gap = len(shares), 0.3 * self._letters
        tall = (box.height() - gap * (rows - 1)) / rows
        for row, values in enumerate(shares):
            part = QRectF(box.left(), box.top() + row * (tall + gap), box.width(), tall)
            if picture and bank.image is not None:
                self._draw_picture(painter, part, values.reshape(bank.image))
            else:
                self._draw_bars(painter, part, values)

    def _draw_picture(self, painter: QPainter, box: QRectF, shares: NDArray[np.float64]) -> None:
        theme = self.theme
        names = ("negative", "track", "positive")
        below, ground, above = (theme.color(name) for name in names)
        pixels = np.ascontiguousarray(diverging(below, ground, above, shares))
        rows, columns = shares.shape
        side = min(box.width() / columns, box.height() / rows)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        whole = QRectF(box.left(), box.top(), side * columns, side * rows)
        painter.drawImage(whole, image_over(pixels))

    def _draw_bars(self, painter: QPainter, box: QRectF, shares: NDArray[np.float64]) -> None:
        theme, each = self.theme, box.width() / len(shares)
        painter.fillRect(box, theme.color("track"))
        middle = box.center().y()
        painter.setPen(QPen(theme.color("faint"), 1))
        painter.drawLine(QLineF(box.left(), middle, box.right(), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        for place, share in enumerate(np.clip(shares, -1, 1).tolist()):
            painter.setBrush(theme.color("positive" if share > 0 else "negative"))
            x = box.left() + (place + 0.18) * each
            bar = QRectF(x, middle, 0.64 * each, -share * box.height() / 2)
            painter.drawRect(bar.normalized())
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_arrow(self, painter: QPainter, at: QPointF, size: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("text"))
        painter.drawPolygon(
            QPolygonF(
                [
                    at + QPointF(-size, -size),
                    at + QPointF(size, 0),
                    at + QPointF(-size, size),
                ]
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
