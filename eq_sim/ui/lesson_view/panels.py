"""The panels that a lesson can name, as docks and widgets of the window."""

from PySide6.QtWidgets import QDockWidget, QWidget

from eq_sim.ui.lesson_view.host import LessonHost


class LessonPanels:
    """Finds panels by the names in ``PANEL_NAMES``.

    Args:
        host: the window that has them.
    """

    def __init__(self, host: LessonHost) -> None:
        self._host = host

    @property
    def docks(self) -> dict[str, QDockWidget]:
        """The docks that hold them, by name; a panel outside a dock has none."""
        host = self._host
        return {
            "output": host.output_dock,
            "loss": host.loss_dock,
            "inspector": host.inspector_dock,
            "slice": host.inspector_dock,
            "compare": host.sides_dock,
            "hyperparameters": host.settings_dock,
            "data": host.settings_dock,
        }

    @property
    def widgets(self) -> dict[str, QWidget]:
        """The panels themselves, by name, as far as they are made."""
        host = self._host
        if not host.furnished:
            return {"console": host.console_panel}
        panels = host.furniture
        return {
            "console": host.console_panel,
            "output": panels.output,
            "loss": panels.loss_card,
            "slice": panels.inspector.curve,
            "inspector": panels.inspector,
            "hyperparameters": panels.hyperparameters,
            "data": panels.data_panel,
            "compare": panels.compare,
            "transport": panels.transport,
        }

    def dock_to_bring_out(self, name: str) -> QDockWidget | None:
        """Returns the dock of a panel that is behind "More"; None for any other."""
        dock = self.docks.get(name)
        return dock if dock in self._host.extras else None

    def show_all_but(self, hidden: tuple[str, ...], before: tuple[str, ...]) -> None:
        """Hides panels; those that were hidden before come back."""
        host, docks = self._host, self.docks
        for name in {*before, *hidden}:
            if name == "transport":
                host.bar.setVisible(name not in hidden and not host.presenting)
            elif name in docks and not (host.presenting and docks[name] in host.extras):
                docks[name].setVisible(name not in hidden)
