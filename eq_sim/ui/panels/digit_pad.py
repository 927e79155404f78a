"""Draw your own digit: what the network sees of it, and how sure it is of each answer."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from eq_sim.data.pen import Ink, Point, pixels_of_ink
from eq_sim.language.tr import tr
from eq_sim.lessons.language.drawing_names import find_drawing
from eq_sim.session.actions import AnyAction
from eq_sim.ui.models.pad import Pad
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.teach_row import TeachRow
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font, text_font

_WIPES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_BRINGS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_WAY = 0.012  # of the paper's side: the line that shows where the pen went


class DrawingPad(QWidget):
    """A square to draw on, with the mouse; a digit's key draws that digit, Delete wipes.

    Args:
        pad: what is drawn.
        theme: the colours.
    """

    changed = Signal()

    def __init__(self, pad: Pad, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.words = 0
        self._pad = pad
        self._last: QPointF | None = None
        self._by_keys = False
        self.setMinimumSize(96, 96)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Draw a digit here"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(
            tr("Draw with the mouse. A digit's key draws that digit, Delete wipes the pad")
        )
        pad.changed.connect(self._show_change)

    @property
    def ink(self) -> Ink:
        """The fine points that are inked: (rows, columns)."""
        return self._pad.ink

    @property
    def pixels(self) -> np.ndarray:
        """(pixels,) shares of ink from 0 to 1, as the network takes them."""
        return pixels_of_ink(self._pad.ink)

    def clear(self) -> None:
        """Wipes the pad."""
        self._pad.wipe()

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

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that draw, though one may be a shortcut elsewhere."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _draws(event):
            event.accept()
            return True
        return super().event(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Shows that keys come here, where a key brought the focus: it is let go here."""
        if event.key() in _BRINGS:
            self._by_keys = True
            self.update()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forgets what brought the focus."""
        self._by_keys = False
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draws the digit of a key, or wipes the pad."""
        if not _draws(event):
            super().keyPressEvent(event)
        elif event.key() in _WIPES:
            self._pad.wipe()
        else:
            self._pad.draw(find_drawing(event.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shows what the network sees, and in it the way of the pen."""
        with QPainter(self) as painter:
            box = self._square()
            ground, ink = self.theme.color("track"), self.theme.color("text")
            seen = mixed(ground, ink, self.pixels.reshape(self._pad.image))
            painter.drawImage(box, image_over(seen))
            self._draw_way(painter, box)
            edge = "text" if self._by_keys and self.hasFocus() else "edge"
            painter.setPen(QPen(self.theme.color(edge), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            if not self.ink.any():
                painter.setFont(font(self.words) if self.words else text_font("note"))
                painter.setPen(self.theme.color("muted"))
                words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(box.adjusted(8, 8, -8, -8), int(words), tr("Draw a digit here."))

    def _draw_way(self, painter: QPainter, box: QRectF) -> None:
        """Draws the middle of each stroke in the colour of the paper: ink lies on both sides."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.theme.color("track"), max(1.0, _WAY * box.width()))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setClipRect(box)
        for stroke in self._pad.strokes:
            points = [box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in stroke]
            if len(points) > 1:
                painter.drawPolyline(points)
            else:
                painter.drawPoint(points[0])
        painter.restore()

    def _square(self) -> QRectF:
        side = float(min(self.width(), self.height()))
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _stroke(self, end: QPointF) -> None:
        """Inks everything near the line from the last point."""
        start = self._last or end
        self._last = end
        self._pad.draw_line(self._place(start), self._place(end))

    def _place(self, point: QPointF) -> Point:
        box = self._square()
        return (point.x() - box.x()) / box.width(), (point.y() - box.y()) / box.height()

    def _show_change(self) -> None:
        self.update()
        self.changed.emit()


def _draws(event: QKeyEvent) -> bool:
    """Whether a key draws or wipes."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return event.key() in _WIPES or event.text() in tuple("0123456789")


class Confidences(QWidget):
    """A bar for each answer, the surest one with its name in bold."""

    def __init__(self, names: tuple[str, ...], theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._names = names
        self.shares = np.zeros(len(names))
        self.setMinimumSize(96, 120)
        self.setAccessibleName(tr("How sure the network is of each digit"))

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
        paper: what is drawn.
        theme: the colours.
        do: takes what is done; None where nothing can be.
    """

    def __init__(
        self,
        session: Answering,
        paper: Pad,
        theme: Theme,
        do: Callable[[AnyAction], bool] | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.paper = paper
        self.pad = DrawingPad(paper, theme)
        self.bars = Confidences(session.dataset.classes_said, theme)
        self.said = label("", "title")
        clear = QPushButton(tr("Clear"))
        clear.setToolTip(tr("Wipe the pad"))
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
        self.answer()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours; what is drawn stays."""
        for part in (self.pad, self.bars):
            part.theme = theme
            part.update()

    def answer(self) -> None:
        """Asks the network what the drawing is."""
        if self.teach is not None:
            self.teach.refresh()
        reading = self.paper.reading
        if reading is None:
            self.bars.show_shares(np.zeros(len(self.session.dataset.classes)))
            self.said.setText("")
            return
        self.bars.show_shares(reading.shares)
        self.said.setText(tr("It says {name}", name=reading.name))
