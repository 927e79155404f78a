"""The panels that a lesson can name, hidden and brought out."""

from PySide6.QtWidgets import QDockWidget

from eq_sim.ui.lesson_view.host import LessonHost


def dock_to_bring_out(host: LessonHost, name: str) -> QDockWidget | None:
    """Returns the dock of a panel that is behind "More"; None for any other."""
    dock = host.docks.of(name)
    return dock if dock is not None and host.docks.is_extra(dock) else None


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
