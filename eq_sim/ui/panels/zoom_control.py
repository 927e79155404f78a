"""How near one is to the knobs: nearer, farther, all in view."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.console.console import Console
from eq_sim.ui.style.preferences import scaled

_WIDE, _HIGH = 24, 18


class ZoomControl(QWidget):
    """Three buttons.

    Args:
        console: whose knobs.

    Attributes:
        out: goes away.
        near: comes nearer.
        fit: shows all.
    """

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.setAccessibleName(tr("Zoom"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        self.out = self._button("−", tr("Zoom out"), "−", console.zoom_out)
        self.near = self._button("+", tr("Zoom in"), "+", console.zoom_in)
        self.fit = self._button(tr("Fit"), tr("Fit all knobs"), "0", console.fit_all)
        for button in (self.out, self.near, self.fit):
            row.addWidget(button)
        console.zoomed.connect(self.refresh)
        self.rescale()

    def _button(self, words: str, name: str, keys: str, what: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("zoom")
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys zoom wherever the focus is
        button.clicked.connect(lambda: what())
        return button

    def rescale(self) -> None:
        """Takes up words of another size."""
        for button in (self.out, self.near):
            button.setFixedWidth(scaled(_WIDE))
        for button in (self.out, self.near, self.fit):
            button.setFixedHeight(scaled(_HIGH))
        self.refresh()

    def refresh(self) -> None:
        """Offers what can be done."""
        view = self._console.view
        can = view.can_zoom
        self.near.setEnabled(can and view.closeness < 1)
        self.fit.setEnabled(can and view.closeness > 0)
