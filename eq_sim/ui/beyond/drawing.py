"""The squares: one for each network, all with one corner, their areas true to their knobs."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.large_models.scale import Stage, Zoom
from eq_sim.large_models.units import COUNT, amount
from eq_sim.ui.beyond.label_places import apart
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font, text_font

_FILLS = 0.88  # of the room: the side of the square that fills the view
_GAP, _LEADER = 8, 26  # pixels beside a label: to its leader, and to the corner of the squares
_LEAST_MEASURE = 0.022  # of the view: the side of the square to measure by; √10 times at most
_FOOT = 0.07  # of the height: for that square
_NAME, _COUNT = 0.42, 0.26  # of the free part of a square, in a hall: its name, its knobs below
_NAME_WIDE = 0.9  # of its width, at most
_LEAST_NAME = 1 / 34  # of the window's height: smaller is left to the labels
_CELL = 5  # pixels of a knob from which each is drawn by itself


class ScaleDrawing(QWidget):
    """Squares as far as one has zoomed out.

    Args:
        zoom: the squares, and how far.
        theme: the colours.
    """

    def __init__(self, zoom: Zoom, theme: Theme) -> None:
        super().__init__()
        self._zoom, self._theme = zoom, theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Squares, drawn to scale, not running"))

    def show_zoom(self, zoom: Zoom) -> None:
        """Draws other squares, or the same from elsewhere."""
        self._zoom = zoom
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Room for the labels and a square beside them."""
        return QSize(round(self._label_room()) + scaled(60), scaled(60))

    def _label_room(self) -> float:
        """Returns the width of the labels and what is between them and the squares."""
        metrics = QFontMetricsF(_font(bold=True))
        drawn = [one for stage in self._zoom.stages for one in (stage, stage.active) if one]
        widest = max(metrics.horizontalAdvance(_words(stage)) for stage in drawn)
        return widest + _GAP + _LEADER

    @property
    def room(self) -> QRectF:
        """Where the squares are: their common corner is its lower left one."""
        line = QFontMetricsF(_font()).height()
        left = self._label_room()
        high = self.height() - max(1.6 * line, _FOOT * self.height())
        return QRectF(left, 1, max(1.0, self.width() - left - 1), max(1.0, high))

    def box_of(self, stage: Stage) -> QRectF:
        """Returns where a square is, in the widget; it may reach far beyond."""
        return self._square(stage.knobs)

    def _square(self, knobs: float) -> QRectF:
        room = self.room
        side = self._zoom.side(knobs) * _FILLS * min(room.width(), room.height())
        return QRectF(room.left(), room.bottom() - side, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the squares, what they are called, and a square to measure by."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.save()
            painter.setClipRect(self.room.adjusted(-1, -1, 1, 1))
            for place in reversed(range(len(self._zoom.stages))):
                self._fill_square(painter, place)
            chosen = self._zoom.chosen
            for stage in (*(one for one in self._zoom.stages if one is not chosen), chosen):
                self._outline(painter, stage)
            self._draw_cells(painter)
            self._draw_active(painter)
            self._draw_name(painter)
            painter.restore()
            self._draw_labels(painter)
            self._draw_measure(painter)

    def _fill_square(self, painter: QPainter, place: int) -> None:
        zoom, theme = self._zoom, self._theme
        stage = zoom.stages[place]
        yours = theme.color("text") if stage.model is None else None
        fill = yours or _fill(theme, place / (len(zoom.stages) - 1))
        painter.fillRect(self.box_of(stage), fill)

    def _outline(self, painter: QPainter, stage: Stage) -> None:
        theme, box = self._theme, self.box_of(stage)
        if box.width() < 3:  # an outline would be larger than the square
            return
        chosen = stage is self._zoom.chosen
        pen = QPen(theme.color("text" if chosen else "muted"), 2 if chosen else 1)
        if stage.model is not None and stage.model.counted == "estimated":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _draw_active(self, painter: QPainter) -> None:
        """Draws the part of the chosen network that takes part in one answer."""
        active = self._zoom.chosen.active
        if active is not None:
            painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.box_of(active))

    def _draw_name(self, painter: QPainter) -> None:
        """Writes the chosen network's name in its square, above all smaller ones: in a hall."""
        chosen, box = self._zoom.chosen, self.box_of(self._zoom.chosen)
        cells = chosen.model is None and self._square(1).width() >= _CELL
        if not current().least or cells or box.top() < self.room.top():
            return
        drawn = [*self._zoom.stages, *([chosen.active] if chosen.active else [])]
        smaller = [stage.knobs for stage in drawn if stage.knobs < chosen.knobs]
        free = box.height() - (self._square(max(smaller)).height() if smaller else 0)
        lines = (chosen.name, tr("{knobs} knobs", knobs=local(chosen.said)))
        top = box.top() + (1 - _NAME - _COUNT) / 2 * free
        painter.setPen(self._theme.color("panel" if chosen.model is None else "text"))
        for words, share in zip(lines, (_NAME, _COUNT), strict=True):
            high = min(share * free, share / _NAME * 0.11 * self.window().height())
            face = font(max(1.0, 0.8 * high), bold=share == _NAME)
            wide = QFontMetricsF(face).horizontalAdvance(words)
            if wide > _NAME_WIDE * box.width():
                face = font(max(1.0, 0.8 * high * _NAME_WIDE * box.width() / wide))
            if face.pixelSize() < _LEAST_NAME * self.window().height():
                return
            painter.setFont(face)
            line = QRectF(box.left(), top, box.width(), high)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
            top += high

    def _draw_cells(self, painter: QPainter) -> None:
        """Parts the network that runs here into its knobs, as long as they can be told apart."""
        cell = self._square(1).width()
        if cell < _CELL:
            return
        box = self.box_of(self._zoom.yours)
        painter.setPen(QPen(self._theme.color("muted"), 1))
        for place in range(1, int(box.width() / cell) + 1):
            x, y = box.left() + place * cell, box.bottom() - place * cell
            painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))

    def _draw_labels(self, painter: QPainter) -> None:
        room, theme = self.room, self._theme
        tall = QFontMetricsF(_font(bold=True)).height()
        shown = self._labelled(tall)
        wanted = [max(room.top(), self.box_of(stage).top()) for stage in shown]
        places = apart(wanted, (room.top() + tall / 2, self.height() - tall / 2), tall)
        for stage, edge, place in zip(shown, wanted, places or (), strict=True):
            chosen = stage is self._zoom.chosen
            painter.setFont(_font(bold=chosen))
            painter.setPen(theme.color("text" if chosen or stage.model is None else "muted"))
            right = room.left() - _LEADER - _GAP
            box = QRectF(0, place - tall / 2, right, tall)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags | Qt.TextFlag.TextDontClip, _words(stage))
            painter.setPen(QPen(theme.color("text" if chosen else "faint"), 1))
            bend = QPointF(room.left() - _LEADER / 4, edge)
            painter.drawLine(QLineF(QPointF(right + _GAP / 2, place), bend))
            painter.drawLine(QLineF(bend, QPointF(room.left(), edge)))

    def _labelled(self, tall: float) -> list[Stage]:
        """Returns the squares whose upper edge is in view, the largest first, as many as fit."""
        room, zoom = self.room, self._zoom
        active = [zoom.chosen.active] if zoom.chosen.active else []
        every = sorted([*zoom.stages, *active], key=lambda stage: stage.knobs)
        seen = [stage for stage in every if self.box_of(stage).top() >= room.top() - 1]
        most = int((self.height() - room.top() - tall) / tall) + 1
        first = [stage for stage in (zoom.yours, zoom.chosen) if stage in seen]
        rest = [stage for stage in reversed(seen) if stage not in first]
        kept = [*first, *rest][:most]
        return [stage for stage in reversed(seen) if stage in kept]

    def _draw_measure(self, painter: QPainter) -> None:
        """Draws a square of a round number of knobs under the others: what a size means here."""
        room, theme = self.room, self._theme
        font = _font()
        metrics = QFontMetricsF(font)
        knobs = self._zoom.measure(_LEAST_MEASURE)
        side = self._square(knobs).width()
        cells = self._square(1).width() >= _CELL
        words = tr("a cell is one knob")
        if not cells:
            words = tr("{knobs} knobs", knobs=local(amount(knobs, COUNT).text))
        foot = QRectF(
            room.left(), room.bottom() + 2, room.width(), self.height() - room.bottom() - 2
        )
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, flags, words)
        if cells:
            return
        left = foot.right() - metrics.horizontalAdvance(words) - _GAP - side
        top = foot.center().y() - side / 2
        painter.fillRect(QRectF(left, top, side, side), theme.color("muted"))


def _fill(theme: Theme, place: float) -> QColor:
    """Returns the colour of a square by its place from the smallest (0) to the largest (1)."""
    ground, ink = theme.color("panel"), theme.color("faint")
    share = 0.95 - 0.85 * place
    parts = (
        (ground.red(), ink.red()), (ground.green(), ink.green()), (ground.blue(), ink.blue()),
    )  # fmt: skip
    return QColor(*(round(below + (above - below) * share) for below, above in parts))


def _words(stage: Stage) -> str:
    return local(f"{stage.name}  {stage.said}")


def _font(*, bold: bool = False) -> QFont:
    font = text_font("note")
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
