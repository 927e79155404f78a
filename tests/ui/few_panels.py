"""Windows of a few panels, for tests of what stands in them: they open in a third of the time."""

from eq_sim.ui.window.panel_spec import PanelSpec
from eq_sim.ui.window.panels import PANELS


def few(*keys: str) -> tuple[PanelSpec, ...]:
    """Returns the panels that every window has, and some more.

    Args:
        keys: of the others.
    """
    wanted = {"console", "transport", *keys}
    assert wanted <= {spec.key for spec in PANELS}
    return tuple(spec for spec in PANELS if spec.key in wanted)
