"""What a person sets, in one column: the hyperparameters, and below them the data."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.ui.panels.data_panel import DataPanel
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.style.theme import Theme


class SettingsColumn(QWidget):
    """Two cards in one dock.

    Args:
        hyperparameters: the upper one.
        data: the lower one.
    """

    def __init__(self, hyperparameters: Hyperparameters, data: DataPanel) -> None:
        super().__init__()
        self._cards: dict[str, Hyperparameters | DataPanel] = {
            "hyperparameters": hyperparameters,
            "data": data,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hyperparameters)
        column.addWidget(data, 1)

    def part(self, name: str) -> QWidget:
        """Returns one of the two by its name."""
        return self._cards[name]

    def refresh(self) -> None:
        """Shows settings, data and goal as they are, if they have changed."""
        for card in self._cards.values():
            card.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for card in self._cards.values():
            card.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        for card in self._cards.values():
            card.rescale()
