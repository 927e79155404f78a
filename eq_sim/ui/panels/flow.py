"""Controls in a row, and in as many further rows as they need where there is less room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Places controls one after the other, like words in lines.

    Args:
        gap: pixels between them, and between rows.
    """

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Adds a control at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Returns how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Returns the one at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Takes the one at a place away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It needs no more room than its controls."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Rows are as many as the width asks for."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Returns the height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        """As its smallest size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As wide as the widest control."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Places all controls."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Places the controls, or only counts; returns the height that they take."""
        x, y, high = rect.left(), rect.top(), 0
        row: list[tuple[QLayoutItem, int, QSize]] = []

        def end_row() -> None:
            for item, left, size in row if place else ():
                down = (high - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, y + down), size))
            row.clear()

        for item in self._shown():
            size = item.sizeHint().expandedTo(item.minimumSize())
            if row and x + size.width() > rect.right() + 1:
                end_row()
                x, y, high = rect.left(), y + high + self._gap, 0
            row.append((item, x, size))
            x, high = x + size.width() + self._gap, max(high, size.height())
        end_row()
        return y + high - rect.top()


def flowing(gap: int, *controls: QWidget) -> QWidget:
    """Returns a widget with controls that flow."""
    made = QWidget()
    flow = Flow(gap)
    made.setLayout(flow)
    for control in controls:
        flow.addWidget(control)
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
