"""A few words beside a thing, with a point that shows which.

They are never in the way: what is under them can be clicked and dragged through them.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_POINT = 10
_WIDTH = 300
_WIDTHS = (300, 360, 440, 540, 660, 820)  # one of which fits best between other things


class Callout(QWidget):
    """The words, and a button that takes them away.

    Args:
        parent: the callout floats over it.
        theme: the colours.
        dismiss: what the × does.
        choices: (words, what it does) of buttons below the words.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        dismiss: Callable[[], None],
        choices: list[tuple[str, Callable[[], None]]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._tip = QPointF(0, 20)
        self._wide = scaled(_WIDTH)
        self.words = label("", "callout")
        self.words.setWordWrap(True)
        self.more = label("", "note")
        self.more.setWordWrap(True)
        self.more.hide()
        box = QVBoxLayout(self)
        edge = _POINT + 12
        box.setContentsMargins(edge, edge - 4, edge + 10, edge - 4)
        box.setSpacing(6)
        box.addWidget(self.words)
        box.addWidget(self.more)
        self.buttons: list[QPushButton] = []
        if choices:
            row = QHBoxLayout()
            for text, what in choices:
                button = QPushButton(text)
                button.clicked.connect(what)
                row.addWidget(button)
                self.buttons.append(button)
            row.addStretch(1)
            box.addLayout(row)
            self._wide = max(self._wide, row.sizeHint().width() + 2 * edge + 10)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.close_button = QPushButton("×", parent)
        self.close_button.setObjectName("quiet")
        self.close_button.setToolTip(tr("Take this hint away"))
        self.close_button.setAccessibleName(tr("Take this hint away"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(dismiss)

    def say(self, words: str, more: str = "") -> None:
        """Changes the words."""
        if (words, more) != (self.words.text(), self.more.text()):
            self.words.setText(words)
            self.more.setText(more)
            self.more.setVisible(bool(more))
            self.setAccessibleName(f"{words} {more}".strip())

    @property
    def covers(self) -> QRect:
        """What it hides of its parent."""
        return self.geometry().adjusted(_POINT, _POINT, -_POINT, -_POINT)

    def sizes(self) -> list[QSize]:
        """Returns sizes that its words fit into, without its point."""
        widths = [max(scaled(wide), self._wide) for wide in _WIDTHS]
        whole = [QSize(wide, self._height(wide)) for wide in dict.fromkeys(widths)]
        return [size - QSize(2 * _POINT, 2 * _POINT) for size in whole]

    def place_at(self, covers: QRect, target: QRect) -> None:
        """Puts it somewhere in its parent, pointing the way to what it speaks of.

        Args:
            covers: what it hides, of one of the ``sizes``.
            target: what the words are about.
        """
        box = covers.adjusted(-_POINT, -_POINT, _POINT, _POINT)
        tip = QPoint(
            min(max(target.center().x(), box.left()), box.right()),
            min(max(target.center().y(), box.top()), box.bottom()),
        )
        self._put(box, tip)

    def place_below(self, target: QRect) -> None:
        """Puts it below a rectangle of its parent, which the words are about."""
        room, size = self._over.rect(), QSize(self._wide, self._height(self._wide))
        box = QRect(QPoint(target.left() - 14, target.bottom() + 1), size)
        box.moveLeft(min(max(box.left(), room.left()), max(0, room.right() - size.width())))
        box.moveTop(min(max(box.top(), room.top()), max(0, room.bottom() - size.height())))
        self._put(box, QPoint(target.center().x(), target.bottom()))

    def _put(self, box: QRect, tip: QPoint) -> None:
        if box != self.geometry() or QPointF(tip - box.topLeft()) != self._tip:
            self._tip = QPointF(tip - box.topLeft())
            self.setGeometry(box)
            self.update()
        side_length = scaled(24)
        self.close_button.setGeometry(
            box.right() - side_length - _POINT - 2, box.top() + _POINT + 2, side_length, side_length
        )
        if not self.isVisible():
            self.show()
            self.close_button.show()
            self.raise_()
            self.close_button.raise_()

    def remove(self) -> None:
        """Takes everything away for good."""
        for widget in (self, self.close_button):
            widget.hide()
            widget.deleteLater()

    def _height(self, wide: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(wide) or layout.sizeHint().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the box and its point."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(_POINT, _POINT, -_POINT, -_POINT)
            painter.setPen(QPen(self._theme.color("text"), 1.5))
            painter.setBrush(self._theme.color("panel"))
            painter.drawRoundedRect(box, 8, 8)
            tip = self._tip
            near = QPointF(
                min(max(tip.x(), box.left()), box.right()),
                min(max(tip.y(), box.top()), box.bottom()),
            )
            if near != tip:
                across = (
                    QPointF(0, 8) if abs(near.x() - tip.x()) > abs(near.y() - tip.y()) else None
                )
                across = across or QPointF(8, 0)
                if across.y():
                    near.setY(min(max(near.y(), box.top() + 14), box.bottom() - 14))
                else:
                    near.setX(min(max(near.x(), box.left() + 14), box.right() - 14))
                painter.drawPolyline(QPolygonF([near - across, tip, near + across]))
                painter.setPen(Qt.PenStyle.NoPen)
                inward = (
                    QPointF(2 if near.x() > tip.x() else -2, 0) if across.y() else QPointF(0, 2)
                )
                painter.drawPolygon(
                    QPolygonF([near - across + inward, tip, near + across + inward])
                )
                painter.setPen(QPen(self._theme.color("text"), 1.5))
                painter.drawPolyline(QPolygonF([near - across, tip, near + across]))
