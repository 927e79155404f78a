"""A sweep's curve on the screen: pointed at by mouse and keyboard."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.sweeps.graph import Graph
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import theme_for
from eq_sim.ui.sweeps.curve_drawing import CurveDrawing, Powers
from eq_sim.ui.sweeps.words import at_value

_LEAST = (300, 200)
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CurveView(QWidget):
    """The graph of what has come so far.

    Attributes:
        graph: what is shown; None for nothing yet.
        place: which of its values is told about; None for none.
    """

    chosen = Signal()
    """Another value is told about, or other numbers of it."""

    def __init__(self) -> None:
        super().__init__()
        self.graph: Graph | None = None
        self.place: int | None = None
        self._powers = Powers()
        self._drawing: CurveDrawing | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Curve of the sweep. Left and right go from value to value"))
        self._rescale()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told of the chosen value."""
        if self.graph is None or self.place is None:
            return ()
        return at_value(self.graph, self.place)

    def show_graph(self, graph: Graph | None, powers: Powers) -> None:
        """Shows what has come so far.

        Args:
            graph: what is shown; None for nothing yet.
            powers: which axes count in powers of ten.
        """
        before = self.graph and self.place is not None and self.graph.train[self.place].value
        values = [spread.value for spread in graph.train] if graph else []
        told = self.place is not None and before in values
        self.place = values.index(before) if told else None  # type: ignore[arg-type]
        self.graph, self._powers, self._drawing = graph, powers, None
        self._tell()

    def choose(self, place: int | None) -> None:
        """Tells about a value, by its place in the graph."""
        if place != self.place:
            self.place = place
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(". ".join(self.lines))
        self.chosen.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes from value to value, as they stand."""
        graph = self.graph
        if graph is None or not graph.train:
            super().keyPressEvent(event)
            return
        order = sorted(range(len(graph.train)), key=lambda place: graph.places[place])
        at = None if self.place is None else order.index(self.place)
        key, last = event.key(), len(order) - 1
        if key in _WAYS:
            way = _WAYS[Qt.Key(key)]
            at = (0 if way > 0 else last) if at is None else min(max(at + way, 0), last)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            at = 0 if key == Qt.Key.Key_Home else last
        else:
            super().keyPressEvent(event)
            return
        self.choose(order[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tells about the value that is nearest to the pointer."""
        self._point_at(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As pointing at it, and the keyboard goes on from there."""
        self._point_at(event)

    def _point_at(self, event: QMouseEvent) -> None:
        drawing = self._made()
        xs = drawing.xs if drawing else []
        if xs:
            x = event.position().x() / current().scale
            self.choose(min(range(len(xs)), key=lambda place: abs(xs[place] - x)))

    def changeEvent(self, event: QEvent) -> None:
        """Takes up other colours and words of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._rescale()

    def _rescale(self) -> None:
        self._drawing = None
        self.setMinimumSize(scaled(_LEAST[0]), scaled(_LEAST[1]))
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Makes the axes anew."""
        self._drawing = None

    def _made(self) -> CurveDrawing | None:
        """Returns the drawing for the size that there is; None where nothing is found yet."""
        if self._drawing is None and self.graph is not None and self.graph.train:
            size = self.width() / current().scale, self.height() / current().scale
            self._drawing = CurveDrawing(self.graph, self._powers, size)
        return self._drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the graph."""
        theme, zoom = theme_for(current().theme), current().scale
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("panel"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            drawing = self._made()
            if drawing is not None:
                painter.save()
                painter.scale(zoom, zoom)
                drawing.draw(painter, theme, self.place)
                painter.restore()
            if self.hasFocus():
                painter.setPen(QPen(theme.color("muted"), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
