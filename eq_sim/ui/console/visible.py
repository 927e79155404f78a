"""Which pixels of the screen show a stretch of the canvas."""

from math import ceil, floor

from eq_sim.ui.console.canvas_map import CanvasMap


def visible(canvas: CanvasMap, begin: float, end: float, scroll: float, seen: float) -> range:
    """Returns the pixels of the screen that show a stretch of the canvas.

    Args:
        canvas: with the view.
        begin: of the stretch, on the canvas.
        end: of it.
        scroll: how far the view has scrolled in that direction.
        seen: how long the view is in it.
    """
    fine = canvas.ratio / canvas.zoom
    first = max(0, floor((begin * canvas.zoom - scroll) * fine + 1e-6))
    last = min(ceil(seen * fine), ceil((end * canvas.zoom - scroll) * fine - 1e-6))
    return range(first, max(first, last))
