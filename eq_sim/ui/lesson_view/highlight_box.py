"""Where in the window the things are that a lesson highlights."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from eq_sim.lessons.scene import Highlight
from eq_sim.ui.lesson_view.host import LessonHost

_MOST = 12  # knobs of which each is brought into view; of more, the first are


def highlight_boxes(lit: tuple[Highlight, ...], host: LessonHost) -> tuple[QRect, ...]:
    """Returns the rectangles in the window of what is highlighted, of all that can be seen."""
    boxes = (highlight_box(each, host) for each in lit)
    return tuple(box for box in boxes if box is not None)


def highlight_box(lit: Highlight, host: LessonHost) -> QRect | None:
    """Returns the rectangle in the window of a highlighted thing; None where it is not shown."""
    if lit.kind == "panel":
        panel = host.panel(lit.panel)
        return None if panel is None or not panel.isVisible() else box_of(panel)
    box = _box_of_knobs(lit, host)
    return None if box.isEmpty() else box


def bring_into_view(lit: tuple[Highlight, ...], host: LessonHost) -> None:
    """Scrolls the desk, if it must, until the knobs that are spoken of can be seen."""
    console, layout = host.console_panel.console, host.session.layout
    knobs = [knob for each in lit for knob in each.knobs[:_MOST] if knob < layout.size]
    for knob in reversed(knobs[:_MOST]):
        console.show_knob(knob)


def box_of(widget: QWidget) -> QRect:
    """Returns the rectangle in its window that a widget takes."""
    return QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())


def _box_of_knobs(lit: Highlight, host: LessonHost) -> QRect:
    """Returns the rectangle around knobs, or around the neurons that they belong to."""
    console, layout = host.console_panel.console, host.session.layout
    knobs = [knob for knob in lit.knobs if knob < layout.size]
    if lit.kind == "knob":
        boxes = [console.box_of(knob, whole=True) for knob in knobs]
    else:
        places = {(layout.knob(k).layer, layout.knob(k).neuron) for k in knobs}
        boxes = [console.box_of_neuron(*place) for place in sorted(places)]
    whole = QRect()
    for box in boxes:
        whole = whole.united(box)
    view = console.viewport()
    whole = whole.intersected(view.rect())
    return whole.translated(view.mapTo(view.window(), view.rect().topLeft()))
