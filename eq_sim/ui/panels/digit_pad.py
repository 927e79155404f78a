"""Draw your own digit: what the network sees of it, and how sure it is of each answer."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.actions import AnyAction
from eq_sim.session.sources import NEW_INK, ink_of
from eq_sim.session.training.loss_of import loss_of
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.teach_row import TeachRow
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font, text_font

_FINE = 4  # fine pixels along a side of one of the network's pixels, as the data were made
_BRUSH = 2.1


class DrawingPad(QWidget):
    """A square to draw on. Each of the network's pixels is 4×4 fine ones, and counts the inked.

    The data were made so, from bitmaps of 32×32 (Alpaydin and Kaynak 1998).

    Args:
        shape: rows and columns that the network sees.
        theme: the colours.
    """

    changed = Signal()

    def __init__(self, shape: tuple[int, int], theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._shape = shape
        self.ink = np.zeros((shape[0] * _FINE, shape[1] * _FINE), dtype=bool)
        self._last: QPointF | None = None
        self.setMinimumSize(96, 96)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Draw a digit here")

    @property
    def pixels(self) -> np.ndarray:
        """(pixels,) shares of ink from 0 to 1, as the network takes them."""
        rows, columns = self._shape
        blocks = self.ink.reshape(rows, _FINE, columns, _FINE)
        return np.asarray(blocks.mean(axis=(1, 3)).ravel())

    def clear(self) -> None:
        """Wipes the pad."""
        self.ink[...] = False
        self.update()
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Puts the pen down."""
        end_typing()
        self._last = event.position()
        self._stroke(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draws."""
        if self._last is not None:
            self._stroke(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lifts the pen."""
        self._last = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shows what the network sees, with the fine drawing over it."""
        with QPainter(self) as painter:
            box = self._square()
            ground, ink = self.theme.color("track"), self.theme.color("text")
            seen = mixed(ground, ink, self.pixels.reshape(self._shape))
            painter.drawImage(box, image_over(seen))
            painter.setPen(QPen(self.theme.color("edge"), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            if not self.ink.any():
                painter.setFont(text_font("note"))
                painter.setPen(self.theme.color("muted"))
                words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(box.adjusted(8, 8, -8, -8), int(words), "Draw a digit here.")

    def _square(self) -> QRectF:
        side = float(min(self.width(), self.height()))
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _stroke(self, end: QPointF) -> None:
        """Inks everything near the line from the last point."""
        box, start = self._square(), self._last or end
        self._last = end
        rows, columns = self.ink.shape
        scale = np.array([columns / box.width(), rows / box.height()])
        corner = np.array([box.x(), box.y()])
        first = (np.array([start.x(), start.y()]) - corner) * scale
        last = (np.array([end.x(), end.y()]) - corner) * scale
        y, x = np.mgrid[:rows, :columns] + 0.5
        along = last - first
        length = float(along @ along)
        share = ((x - first[0]) * along[0] + (y - first[1]) * along[1]) / (length or 1.0)
        share = share.clip(0, 1)
        far = (x - first[0] - share * along[0]) ** 2 + (y - first[1] - share * along[1]) ** 2
        self.ink |= far <= _BRUSH**2
        self.update()
        self.changed.emit()


class Confidences(QWidget):
    """A bar for each answer, the surest one with its name in bold."""

    def __init__(self, names: tuple[str, ...], theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._names = names
        self.shares = np.zeros(len(names))
        self.setMinimumSize(96, 120)
        self.setAccessibleName("How sure the network is of each digit")

    def show_shares(self, shares: np.ndarray) -> None:
        """Shows shares from 0 to 1."""
        self.shares = shares
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bars."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            zoom = current().scale
            painter.scale(zoom, zoom)
            wide, row = self.width() / zoom, self.height() / zoom / len(self._names)
            best = int(np.argmax(self.shares)) if self.shares.any() else -1
            for place, (name, share) in enumerate(
                zip(self._names, self.shares.tolist(), strict=True)
            ):
                y = place * row
                painter.setFont(font("note", bold=place == best, mono=True))
                painter.setPen(self.theme.color("text" if place == best else "muted"))
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(0, y, 16, row), middle, name)
                way = QRectF(18, y + row / 2 - 3, wide - 66, 6)
                painter.drawText(
                    QRectF(way.right() + 4, y, 44, row),
                    middle | Qt.AlignmentFlag.AlignRight,
                    f"{100 * share:.0f} %" if best >= 0 else "",
                )
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.theme.color("track"))
                painter.drawRoundedRect(way, 3, 3)
                way.setWidth(max(way.width() * share, 0.0))
                painter.setBrush(self.theme.color("text" if place == best else "muted"))
                painter.drawRoundedRect(way, 3, 3)


class DigitPad(QWidget):
    """The pad and the network's answer to it.

    Args:
        session: whose network answers.
        theme: the colours.
        do: takes what is done; None where nothing can be.
    """

    def __init__(
        self,
        session: Answering,
        theme: Theme,
        do: Callable[[AnyAction], bool] | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        dataset = session.dataset
        image = dataset.seen.image
        assert image is not None
        self.pad = DrawingPad(image, theme)
        self.bars = Confidences(dataset.classes, theme)
        self.said = label("", "title")
        clear = QPushButton("Clear")
        clear.setToolTip("Wipe the pad")
        clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self.answer)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.pad, 3)
        row.addWidget(self.bars, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.said)
        foot.addStretch(1)
        foot.addWidget(clear)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row, 1)
        box.addLayout(foot)
        self.teach: TeachRow | None = None
        if do is not None:
            self.teach = TeachRow(session, do, lambda: self.pad.pixels, self.pad.clear)
            box.addWidget(self.teach)
            self.teach.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours; what is drawn stays."""
        for part in (self.pad, self.bars):
            part.theme = theme
            part.update()

    def answer(self) -> None:
        """Asks the network what the drawing is."""
        session, pixels = self.session, self.pad.pixels
        if self.teach is not None:
            self.teach.refresh()
        if not pixels.any():
            self.bars.show_shares(np.zeros(len(session.dataset.classes)))
            self.said.setText("")
            return
        if session.scenario.data.source == NEW_INK:  # it is read as the data look
            pixels = ink_of(session.scenario.data).pictures(pixels[:, np.newaxis])[:, 0]
        w, inputs = session.parameters.w, session.dataset.taken(pixels[:, np.newaxis])
        evaluator = Evaluator(session.layout, w, with_ones(inputs, w.dtype))
        link = loss_of(session.scenario.training).link
        shares = np.nan_to_num(link(evaluator.run())[:, 0], nan=0.0).clip(0, 1)
        self.bars.show_shares(shares)
        best = int(np.argmax(shares))
        self.said.setText(f"It says {session.dataset.classes[best]}")
