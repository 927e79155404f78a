"""The way to sweeps from the menus. What they take is made when they are first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from eq_sim.ui.window.panel_spec import PanelModels

if TYPE_CHECKING:
    from eq_sim.ui.sweeps.desk import SweepDesk
    from eq_sim.ui.sweeps.running import RunningSweep


class SweepLink:
    """Opens the sheet of sweeps, and ends what runs when the window closes.

    Args:
        window: over which the sheet stands.
        models: the experiment, and what is done to it.

    Attributes:
        in_processes: whether others than this one run the trials, so that the window is not
            held up; it counts from the first sweep on.
        desk: what runs sweeps; None before the first was asked for.
    """

    def __init__(self, window: QWidget, models: PanelModels) -> None:
        self._window, self._models = window, models
        self.in_processes = True
        self.desk: SweepDesk | None = None

    def open(self) -> None:
        """Shows the sheet."""
        self._made().open()

    def open_against_knobs(self) -> None:
        """Shows the sheet, and runs the digits over networks of many sizes."""
        self._made().open_against_knobs()

    def rewrite(self) -> None:
        """Takes up another decimal sign and words of another size."""
        if self.desk is not None:
            self.desk.rewrite()

    def end(self) -> None:
        """Ends what runs, and its processes."""
        if self.desk is not None:
            self.desk.end()

    def handed_over(self) -> "RunningSweep | None":
        """Returns the sweep under way, or the last one, which goes on elsewhere; None for none."""
        return None if self.desk is None else self.desk.handed_over()

    def take_over(self, running: "RunningSweep") -> None:
        """Shows a sweep that was begun in another window."""
        self._made().take_over(running)

    def _made(self) -> "SweepDesk":
        from eq_sim.sweeps.processes import Processes
        from eq_sim.ui.sweeps.desk import SweepDesk

        if self.desk is None:
            models = self._models
            self.desk = SweepDesk(
                models.session,
                models.do,
                models.say,
                lambda: models.scenarios["digits"],
                self._window,
                Processes(behind=True) if self.in_processes else None,
            )
        return self.desk
