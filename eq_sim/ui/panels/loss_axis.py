"""The numbers along the loss plot, as people write them."""

import pyqtgraph as pg

from eq_sim.ui.style import numbers

_CROWDED = 0.6  # powers of ten on the axis from which not every line has a number


class LossAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis that writes plain numbers, on a logarithmic scale too."""

    def logTickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Returns 0.5 and 20 where pyqtgraph writes 5·10⁻¹ and 2·10¹, and fewer of them."""
        low, high = self.range
        few = high - low > _CROWDED
        shown = [not few or f"{10.0**value:e}"[0] in "125" for value in values]
        return [
            numbers.local(f"{10.0**value:,.6g}") if show else ""
            for value, show in zip(values, shown, strict=True)
        ]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Returns the numbers with the decimal sign that the person chose."""
        return [numbers.local(text) for text in super().tickStrings(values, scale, spacing)]
