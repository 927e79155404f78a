"""Where in the window the things are that a lesson highlights."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from eq_sim.lessons.scene import Highlight
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.stage.stage import Stage

_MOST = 12  # knobs of which each is brought into view; of more, the first are


def boxes_of(lit: Highlight, host: LessonHost, stage: Stage) -> list[QRect]:
    """Returns the rectangles in the window of a highlighted thing; none where it is not shown."""
    if lit.kind == "panel":
        widgets = [host.panel(lit.panel)]
    elif lit.kind == "card":
        widgets = [stage.on_stage(lit.words)]
    elif stage.staged is not None and stage.on_stage("console") is None:
        widgets = [stage.on_stage(thing) for thing in stage.staged.cards_of(lit.knobs)]
    else:
        return boxes_of_knobs(lit, host)
    return [box_of(widget) for widget in widgets if widget is not None and widget.isVisible()]


def unseen(lit: tuple[Highlight, ...], host: LessonHost, stage: Stage) -> list[str]:
    """Returns what is highlighted and cannot be seen whole, a few English words each.

    They are for ``eq-sim check``, which lays a lesson out in all its languages.
    """
    found = []
    for each in lit:
        if not boxes_of(each, host, stage):
            found.append(f"“{each.words}” is highlighted and cannot be seen")
        elif is_cut(each, host):
            found.append(f"“{each.words}” is highlighted and not whole in view")
    return found


def is_cut(lit: Highlight, host: LessonHost) -> bool:
    """Whether a part of some knobs on the desk is out of view."""
    console = host.console_panel.console
    if lit.kind != "knob" or not console.isVisible() or not 0 < len(lit.knobs) <= _MOST:
        return False
    view = console.viewport().rect().adjusted(-1, -1, 1, 1)  # boxes are rounded outwards
    some = [knob for knob in lit.knobs if knob < host.session.layout.size]
    return not all(view.contains(console.box_of(knob, whole=True)) for knob in some)


def bring_into_view(lit: tuple[Highlight, ...], host: LessonHost) -> None:
    """Scrolls the desk, if it must, until the knobs that are spoken of can be seen."""
    console, layout = host.console_panel.console, host.session.layout
    meant = [each.knobs[:_MOST] for each in lit if each.kind != "card"]
    knobs = [knob for some in meant for knob in some if knob < layout.size]
    for knob in reversed(knobs[:_MOST]):
        console.show_knob(knob)


def box_of(widget: QWidget) -> QRect:
    """Returns the rectangle in its window that a widget takes."""
    return QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())


def boxes_of_knobs(lit: Highlight, host: LessonHost) -> list[QRect]:
    """Returns what can be seen of knobs, or of the neurons that they belong to, in the window.

    What one of them says of itself, in its bubble, is meant with it.
    """
    console, layout = host.console_panel.console, host.session.layout
    if not console.isVisible():
        return []
    knobs = [knob for knob in lit.knobs if knob < layout.size]
    if lit.kind == "knob":
        boxes = [console.box_of(knob, whole=True) for knob in knobs]
    else:
        places = {(layout.knob(k).layer, layout.knob(k).neuron) for k in knobs}
        boxes = [console.box_of_neuron(*place) for place in sorted(places)]
    whole = QRect()
    for box in boxes:
        whole = whole.united(box)
    view, said = console.viewport(), console.bubble
    meant = [whole]
    if said is not None and said.knob in lit.knobs:
        meant.append(console.canvas.in_view(said.box))
    seen = [box.intersected(view.rect()) for box in meant]
    corner = view.mapTo(view.window(), view.rect().topLeft())
    return [box.translated(corner) for box in seen if not box.isEmpty()]
