"""The view beyond the last real knob: squares, the numbers of one of them, and how to get back."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QSignalBlocker,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
)

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.large_models.facts import in_a_sentence
from eq_sim.large_models.scale import Zoom, stages
from eq_sim.large_models.table import large_models
from eq_sim.ui.beyond.details import Details
from eq_sim.ui.beyond.drawing import ScaleDrawing
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme

MARK = later("drawn, not running")
"""What is said of it, so that nobody takes the squares for networks: ``tr`` says it."""

_TITLE = later("Beyond the last real knob")
_PARTS = 200  # places of the slider in a decade
_NOTCH = 120  # what a notch of the wheel counts
_WHEEL, _KEY = 0.25, 0.5  # decades for a notch, and for + and −
_ZOOM_KEYS = {Qt.Key.Key_Minus: 1, Qt.Key.Key_Plus: -1, Qt.Key.Key_Equal: -1}
_GLIDE = 450  # milliseconds from one square to the next
_NUMBERS = 286, 360  # pixels, at the usual size of words, that the numbers then have
_BOTH = 225  # pixels of height, at the usual size of words, from which both have room
_ANY_WIDTH = 16_777_215  # what Qt takes for no limit
_SIDE_BY_SIDE = 660  # pixels, at the usual size of words, from which the numbers stand at the right


class Beyond(QFrame):
    """Networks too large to run here, beside the one that does.

    Args:
        count: returns how many knobs the network has that runs here.
        theme: the colours.

    Attributes:
        zoom: how far one has zoomed out.
        drawing: the squares.
        details: the numbers of the chosen one.
    """

    left = Signal()
    """Back to the knobs: asked for, or zoomed in as far as it goes."""

    def __init__(self, count: Callable[[], int], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._count, self._table = count, large_models()
        self.zoom = Zoom(stages(count(), self._table))
        self.drawing = ScaleDrawing(self.zoom, theme)
        self.details = Details(self._table.moon)
        self.mark = label(tr(MARK), "mark")
        self.back = QPushButton(tr("Back to the knobs"))
        self.back.setToolTip("Esc")
        self.back.clicked.connect(self.left)
        self.smaller, self.larger = QPushButton("−"), QPushButton("+")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._glide.valueChanged.connect(self.show_at)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(", ".join((tr(_TITLE), tr(MARK))))
        self._arrange()
        self._slider.valueChanged.connect(self._slid)
        self._show()

    def _arrange(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(label(tr(_TITLE), "title"))
        heading.addStretch(1)
        heading.addWidget(self.back)
        foot = QHBoxLayout()
        for button, way, words in (
            (self.larger, -1, tr("Zoom in: a smaller network")),
            (self.smaller, 1, tr("Zoom out: a larger network")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setObjectName("toggle")
            button.clicked.connect(lambda _=False, way=way: self._by(way * _KEY))
        foot.addWidget(self.larger)
        foot.addWidget(self._slider, 1)
        foot.addWidget(self.smaller)
        numbers = QScrollArea()
        numbers.setWidgetResizable(True)
        numbers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        numbers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        numbers.setWidget(self.details)
        numbers.viewport().installEventFilter(self)
        self._numbers = numbers
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(16)
        picture = QVBoxLayout()
        picture.setSpacing(8)
        picture.addWidget(self.drawing, 1)
        picture.addLayout(foot)
        self._sides.addLayout(picture, 5)
        self._sides.addWidget(numbers, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 12, 14, 12)
        outer.setSpacing(8)
        outer.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(heading)
        outer.addLayout(self._sides, 1)
        self._rows = outer, heading

    # What is shown

    def refresh(self) -> None:
        """Takes up another network that runs here, if it is another."""
        if self._count() == self.zoom.yours.knobs:
            return
        at, stood = self.zoom.at, self.zoom.chosen.model is None
        self.zoom = Zoom(stages(self._count(), self._table))
        self.drawing.show_zoom(self.zoom)
        if not stood:
            self.zoom.to(at)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size and another decimal sign."""
        self.drawing.set_theme(theme)
        self._turn()
        self._show()

    def begin(self) -> None:
        """Stands at the network that runs here."""
        self._glide.stop()
        self.show_at(self.zoom.yours.decades)

    def show_at(self, at: float) -> None:
        """Shows the squares from as far as is said, at once.

        Args:
            at: the logarithm of the number of knobs whose square fills the view.
        """
        if self.zoom.to(float(at)):
            self._show()

    def go_to(self, at: float) -> None:
        """Goes there, with reduced motion at once."""
        self._glide.stop()
        if current().still or not self.isVisible():
            self.show_at(at)
            return
        self._glide.setStartValue(self.zoom.at)
        self._glide.setEndValue(float(at))
        self._glide.start()

    def _show(self) -> None:
        zoom = self.zoom
        with QSignalBlocker(self._slider):
            self._slider.setRange(round(zoom.least * _PARTS), round(zoom.most * _PARTS))
            self._slider.setPageStep(_PARTS)
            self._slider.setSingleStep(_PARTS // 10)
            self._slider.setValue(round(zoom.at * _PARTS))
        yours, moon = zoom.yours.knobs, self._table.moon
        said = local(in_a_sentence(zoom.chosen, yours, moon))
        if self._slider.accessibleName() != said:
            self._slider.setAccessibleName(said)
            self.setAccessibleDescription(said)
            self.drawing.setAccessibleDescription(said)
        self.details.show_stage(zoom.chosen, yours)
        self._fit_sources()
        self.drawing.update()

    # Ways through it

    def _slid(self, place: int) -> None:
        self._glide.stop()
        self.show_at(place / _PARTS)

    def zoom_in(self) -> None:
        """Zooms in by a step; further in than the first square is back to the knobs."""
        self._by(-_KEY)

    def zoom_out(self) -> None:
        """Zooms out by a step."""
        self._by(_KEY)

    def _by(self, decades: float) -> None:
        """Zooms out, or in; further in than the first square is back to the knobs."""
        self._glide.stop()
        if decades < 0 and self.zoom.at <= self.zoom.least:
            self.left.emit()
        else:
            self.show_at(self.zoom.at + decades)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms: away from the person is in, as on the console."""
        event.accept()
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._by(-notches * _WHEEL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the keyboard, and goes to the square that is clicked."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = self.drawing.mapFrom(self, event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            hit = [stage for stage in self.zoom.stages if self.drawing.box_of(stage).contains(at)]
            if hit and self.drawing.room.contains(at):
                self.go_to(hit[0].decades)

    def event(self, event: QEvent) -> bool:
        """Keeps + and − for itself, which elsewhere in the window change the speed of training."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and event.key() in _ZOOM_KEYS:
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes from square to square, zooms, or goes back."""
        keys, key = Qt.Key, event.key()
        if key == keys.Key_Escape:
            self.left.emit()
        elif key in (keys.Key_Right, keys.Key_Up, keys.Key_PageUp):
            self.go_to(self.zoom.beside(1).decades)
        elif key in (keys.Key_Left, keys.Key_Down, keys.Key_PageDown):
            if self.zoom.at <= self.zoom.least:
                self.left.emit()
            else:
                self.go_to(self.zoom.beside(-1).decades)
        elif key in _ZOOM_KEYS:
            self._by(_ZOOM_KEYS[Qt.Key(key)] * _KEY)
        elif key == keys.Key_Home:
            self.go_to(self.zoom.least)
        elif key == keys.Key_End:
            self.go_to(self.zoom.most)
        else:
            super().keyPressEvent(event)

    # Room

    def minimumSizeHint(self) -> QSize:
        """As little as the console asks for; what does not fit is scrolled."""
        return QSize(420, 120)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shows of the numbers what has room, when their room has changed."""
        if event.type() == QEvent.Type.Resize:
            self._fit_sources()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the numbers beside the squares, or below them where that is too narrow."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        beside = self.width() >= scaled(_SIDE_BY_SIDE)
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        wanted = min(scaled(_NUMBERS[1]), max(scaled(_NUMBERS[0]), round(0.4 * self.width())))
        self._numbers.setMinimumWidth(wanted if beside else 0)
        self._numbers.setMaximumWidth(wanted if beside else _ANY_WIDTH)
        self._numbers.setMinimumHeight(0 if beside else scaled(44))
        below = self.height() >= scaled(_BOTH) and not current().least  # in a hall nobody scrolls
        self._numbers.setVisible(beside or below)
        for control in (self.back, self.smaller, self._slider, self.larger):
            control.setVisible(not current().least)  # a hall needs the room
        above, heading = self._rows
        hall = bool(current().least)
        if hall != (heading.indexOf(self.mark) >= 0):  # there nothing else is beside the title
            row, other = (heading, above) if hall else (above, heading)
            other.removeWidget(self.mark)
            row.insertWidget(int(hall), self.mark, 0, Qt.AlignmentFlag.AlignLeft)

    def _fit_sources(self) -> None:
        """Leaves the sources away in a hall, where nobody scrolls, if they have no room."""
        room = self._numbers.maximumViewportSize()
        self.details.show_sources(not current().least or self.details.fits(room))
