"""The panels that a lesson can name: hidden, brought out, filmed alone."""

from collections.abc import Iterable

from PySide6.QtWidgets import QDockWidget

from eq_sim.language.tr import tr
from eq_sim.lessons.language.stage_names import NOT_STAGED
from eq_sim.ui.lesson_view.host import LessonHost


def dock_to_bring_out(host: LessonHost, name: str, *, hall: bool) -> QDockWidget | None:
    """Returns the dock of a panel that is behind "More" or below the knobs; None for any other.

    Args:
        host: the window.
        name: of the panel.
        hall: whether an audience looks on: there is room for what stands below, and no more.
    """
    dock = host.docks.of(name)
    if dock is None:
        return None
    below = host.docks.is_below(dock)
    return dock if below or (host.docks.is_extra(dock) and not hall) else None


def show_all_but(host: LessonHost, hidden: tuple[str, ...], before: tuple[str, ...]) -> None:
    """Hides panels; those that were hidden before come back."""
    docks = host.docks
    gone = [docks.of(name) for name in hidden]
    for name in (*before, *hidden):
        dock = docks.of(name)
        if name == "transport":
            host.bar.setVisible(name not in hidden and not host.audience.hall)
        elif dock is not None and not (host.audience.hall and docks.is_extra(dock)):
            dock.setVisible(dock not in gone)


def things_to_film(host: LessonHost, own: Iterable[str]) -> list[tuple[str, str]]:
    """Returns what can fill a film's picture, as lessons call it, and its title.

    Args:
        host: the window: all of its panels can.
        own: what a lesson puts on stage: its cards can, too.
    """
    panels = {spec.key: tr(spec.title) for spec in host.specs if spec.key not in NOT_STAGED}
    return [*panels.items(), *((thing, thing) for thing in own if thing not in panels)]
