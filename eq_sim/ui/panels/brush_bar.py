"""The tools beside the plane: look, paint one class or the other, erase."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.models.brush import Brush, Tool
from eq_sim.ui.panels.shapes import draw_class
from eq_sim.ui.style.icons import icon
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_BUTTON, _ICON, _POINT = 26, 16, 10.0
_TIPS = {
    Tool.LOOK: later("{tool}: point at the plane and read what is there (Esc)"),
    Tool.ONE: later(
        "{tool}: press for a point, drag for some; right button or Shift: the other class (P)"
    ),
    Tool.ZERO: later(
        "{tool}: press for a point, drag for some; right button or Shift: the other class (P, P)"
    ),
    Tool.ERASE: later("{tool}: takes away the points in the ring (Shift+P)"),
}
_ICONS = {Tool.LOOK: "look", Tool.ERASE: "erase"}


class BrushBar(QWidget):
    """A button for each tool; the one in hand is pressed.

    Args:
        brush: whose tools.
        theme: the colours.

    Attributes:
        buttons: the button of each tool.
    """

    def __init__(self, brush: Brush, theme: Theme) -> None:
        super().__init__()
        self._brush, self._theme = brush, theme
        self.setAccessibleName(tr("What a press on the plane does"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 4, 0)
        box.setSpacing(3)
        group = QButtonGroup(self)
        self.buttons: dict[Tool, QPushButton] = {}
        for tool in Tool:
            button = QPushButton()
            button.setObjectName("tool")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, tool=tool: brush.take(tool))
            group.addButton(button)
            box.addWidget(button)
            self.buttons[tool] = button
        box.addStretch(1)
        brush.changed.connect(self.refresh)
        self.rescale()

    def refresh(self) -> None:
        """Presses the button of the tool in hand, and names the classes as they are called."""
        self.buttons[self._brush.tool].setChecked(True)
        for tool, button in self.buttons.items():
            name = self._brush.name_of(tool)
            if name != button.accessibleName():
                button.setAccessibleName(name)
                button.setToolTip(tr(_TIPS[tool], tool=name))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.rescale()

    def rescale(self) -> None:
        """Takes up another text size."""
        for tool, button in self.buttons.items():
            button.setFixedSize(scaled(_BUTTON), scaled(_BUTTON))
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
            button.setIcon(self._icon(tool))
        self.refresh()

    def _icon(self, tool: Tool) -> QIcon:
        if tool.kind is None:
            return icon(_ICONS[tool], self._theme.color("text").name())
        ratio = 3.0  # enough for any screen
        pixmap = QPixmap(QSize(_ICON, _ICON) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with PicturePainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            center = QPointF(_ICON / 2, _ICON / 2)
            draw_class(painter, self._theme, center, _POINT, tool.kind, hollow=False)
        return QIcon(pixmap)
