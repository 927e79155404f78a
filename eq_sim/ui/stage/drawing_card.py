"""The pad on stage: a drawing, what the network says of it, and how many knobs that changed."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from eq_sim.language.tr import ntr, tr
from eq_sim.session.change import Watch
from eq_sim.session.questions.read_drawing import Reading
from eq_sim.session.session import Session
from eq_sim.ui.models.pad import Pad
from eq_sim.ui.panels.digit_pad import DrawingPad
from eq_sim.ui.panels.shares import share_text
from eq_sim.ui.stage.drawing_places import DrawingPlaces, drawing_places
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme, font

_BIG, _SECOND, _SMALL = 0.11, 0.06, 1 / 34  # of the window's height
_LEFT, _MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter


class DrawingCard(QWidget):
    """What is drawn, ten answers as bars, and the knobs, counted by comparing their bits.

    Args:
        session: whose network reads.
        paper: what is drawn.
        theme: the colours.

    Attributes:
        pad: the paper, which a hand can draw on.
        clear: wipes it.
    """

    def __init__(self, session: Session, paper: Pad, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(tr("Drawing"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._session, self._paper, self._theme = session, paper, theme
        self._watch = Watch(session.changes)
        self._reading: Reading | None = None
        self._changed: int | None = None
        self._drawn = True
        self.pad = DrawingPad(paper, theme)
        self.pad.setParent(self)
        self.pad.changed.connect(self._redraw)
        self.clear = QPushButton(tr("Clear"), self)
        self.clear.setToolTip(tr("Wipe the pad"))
        self.clear.clicked.connect(paper.wipe)
        self.refresh()

    @property
    def said(self) -> str:
        """What the network says of the drawing; empty of blank paper."""
        return "" if self._reading is None else self._reading.name

    @property
    def sure(self) -> str:
        """How sure it is of that."""
        return "" if self._reading is None else _sure(self._reading.sure)

    @property
    def counted(self) -> str:
        """How many knobs have changed, of how many; empty before the first stroke."""
        if self._changed is None:
            return ""
        return tr("{some:,} of {all:,}", some=self._changed, all=self._session.layout.size)

    def refresh(self) -> None:
        """Reads the drawing again, if it or a knob is another."""
        if not self._watch.news() and not self._drawn:
            return
        self._drawn = False
        self._reading, self._changed = self._paper.reading, self._paper.changed_knobs
        self.clear.setVisible(self._paper.by_hand and self._reading is not None)
        words = [tr("Nothing is drawn.")]
        if self.said:
            words = [tr("It says {answer}, {sure}.", answer=self.said, sure=self.sure)]
        if self._changed is not None:
            words.append(
                tr(
                    "{changed:,} of {knobs:,} knobs changed since the first stroke.",
                    changed=self._changed,
                    knobs=self._session.layout.size,
                )
            )
        self.setAccessibleDescription(" ".join(words))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = self.pad.theme = theme
        self.pad.update()
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the parts their places."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all but the paper."""
        places = self._places()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("panel"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
            self._draw_answer(painter, places.answer)
            self._draw_bars(painter, places.bars)
            self._draw_count(painter, places.count)

    def _redraw(self) -> None:
        self._drawn = True
        self.refresh()

    def _places(self) -> DrawingPlaces:
        return drawing_places(self.width(), self.height())

    def _place(self) -> None:
        pad = self._places().pad
        self.pad.words = max(8, round(min(self._high(_SMALL), 0.08 * pad.width())))
        self.pad.setMinimumSize(1, 1)
        self.pad.setGeometry(pad.toAlignedRect())
        size, gap = self.clear.sizeHint(), round(0.03 * pad.width())
        corner = pad.toAlignedRect().bottomRight()
        self.clear.setGeometry(
            corner.x() - gap - size.width(),
            corner.y() - gap - size.height(),
            size.width(),
            size.height(),
        )
        self.clear.raise_()

    def _high(self, share: float) -> float:
        return share * self.window().height()

    def _draw_answer(self, painter: QPainter, box: QRectF) -> None:
        if self._reading is None:
            return
        small = min(1.5 * self._high(_SMALL), 0.26 * box.height())
        upper = QRectF(box.left(), box.top(), box.width(), small)
        self._line(painter, tr("It says"), _SMALL, upper, "muted")
        big = box.adjusted(0, small, 0, 0)
        big.setHeight(min(big.height(), 1.3 * self._high(_BIG)))
        wide = self._line(painter, self.said, _BIG, big, "text", bold=True)
        beside = big.adjusted(wide + 0.5 * wide, 0, 0, 0)
        widest = _sure(0.999)
        self._line(painter, self.sure, _SECOND, beside, "text", widest=widest)

    def _draw_bars(self, painter: QPainter, box: QRectF) -> None:
        names = self._session.dataset.classes_said
        if not names:
            return
        reading = self._reading
        shares = np.zeros(len(names)) if reading is None else reading.shares
        best = -1 if reading is None else reading.answer
        row = box.height() / len(names)
        face = font(max(1.0, min(self._high(_SMALL), 0.86 * row, 0.09 * box.width())), mono=True)
        metrics = QFontMetricsF(face)
        name_room = max(metrics.horizontalAdvance(name) for name in names) + 0.6 * row
        share_room = metrics.horizontalAdvance(share_text(0.999)) + 0.4 * row
        for place, (name, share) in enumerate(zip(names, shares.tolist(), strict=True)):
            line = QRectF(box.left(), box.top() + place * row, box.width(), row)
            color = self._theme.color("text" if place == best else "muted")
            face.setBold(place == best)
            painter.setFont(face)
            painter.setPen(color)
            painter.drawText(line, int(_LEFT | _MIDDLE), name)
            if reading is not None:
                right = Qt.AlignmentFlag.AlignRight | _MIDDLE
                painter.drawText(line, int(right), share_text(share, steady=True))
            way = line.adjusted(name_room, 0.28 * row, -share_room, -0.28 * row)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("track"))
            round_ = way.height() / 2
            painter.drawRoundedRect(way, round_, round_)
            way.setWidth(way.width() * share)
            painter.setBrush(color)
            painter.drawRoundedRect(way, min(round_, way.width() / 2), round_)

    def _draw_count(self, painter: QPainter, box: QRectF) -> None:
        if self._changed is None:
            return
        knobs = self._session.layout.size
        total = numbers.count(knobs)
        texts = ntr(
            "of {count:,} knob changed\nsince the first stroke",
            "of {count:,} knobs changed\nsince the first stroke",
            knobs,
        ).split("\n")
        big = min(self._high(_BIG), 0.46 * box.height())
        row = 1.4 * min(self._high(_SMALL), 0.17 * box.height())
        upper = QRectF(box.left(), box.bottom() - 2 * row - 1.2 * big, box.width(), 1.2 * big)
        number = numbers.count(self._changed)
        self._line(painter, number, _BIG, upper, "text", bold=True, widest=total)
        longest = max(texts, key=len)
        for place, text in enumerate(texts):
            line = QRectF(box.left(), upper.bottom() + place * row, box.width(), row)
            self._line(painter, text, _SMALL, line, "muted", widest=longest)

    def _line(
        self,
        painter: QPainter,
        text: str,
        share: float,
        box: QRectF,
        color: str,
        *,
        bold: bool = False,
        widest: str = "",
    ) -> float:
        """Writes a line in the middle of a box's height. Returns how wide it is.

        ``widest`` is what must fit as well, so that the letters keep their size.
        """
        pixels = min(self._high(share), 0.8 * box.height())
        face = font(max(1.0, pixels), bold=bold)
        wide = QFontMetricsF(face).horizontalAdvance(widest or text)
        if wide > box.width() > 0:
            face = font(max(1.0, pixels * box.width() / wide - 0.5), bold=bold)
        painter.setFont(face)
        painter.setPen(self._theme.color(color))
        painter.drawText(box, int(_LEFT | _MIDDLE | Qt.TextFlag.TextSingleLine), text)
        return QFontMetricsF(face).horizontalAdvance(text)


def _sure(share: float) -> str:
    return tr("{share} sure", share=share_text(share))
