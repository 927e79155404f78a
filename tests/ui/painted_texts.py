"""The texts of a window in tests: the program's own measure, with what a test patches."""

import pytest
from PySide6.QtGui import QPainter

from eq_sim.ui.painted.faults import Look, faults, look
from eq_sim.ui.painted.pixmaps import Pixmaps, noting
from eq_sim.ui.painted.texts import Painted, painted

__all__ = ["Look", "Painted", "Pixmaps", "faults", "look", "painted", "recorded"]


def recorded(patch: pytest.MonkeyPatch) -> Pixmaps:
    """Writes down texts that are painted into pixmaps, from now on; returns where."""
    pixmaps = Pixmaps()
    patch.setattr(QPainter, "drawText", noting(pixmaps))
    return pixmaps
