"""The console for a screen reader: every knob has a name, a value, a range, and can be turned."""

import gc
import json
import math
import select
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import atspi_client as atspi
import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import NewStart, Set
from eq_sim.session.session import Session
from eq_sim.ui.console import accessible, reading_order
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.console.live import live_console
from eq_sim.ui.style.theme import DARK
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
NAME, DESCRIPTION, VALUE = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
)


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


@pytest.fixture
def listening() -> Iterator[None]:
    """As if a screen reader were there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def root_of(app: App) -> QAccessibleInterface:
    make_accessible(app.window.console)
    return QAccessible.queryAccessibleInterface(app.window.console)


def children(place: QAccessibleInterface) -> list[Any]:
    return [place.child(index) for index in range(place.childCount())]


def knobs_of(root: QAccessibleInterface) -> list[Any]:
    """Every knob in the order of the tree."""
    return [
        knob for layer in children(root) for neuron in children(layer) for knob in children(neuron)
    ]


def done(app: App, since: int) -> list[str]:
    return [type(record.action).__name__ for record in app.session.log.records[since:]]


def test_the_tree_is_the_network(opened: Opened) -> None:
    app = opened()
    session = app.session
    root = root_of(app)
    assert root.text(NAME) == "Console of parameters"
    assert root.text(DESCRIPTION).startswith("25 knobs")
    assert [layer.text(NAME) for layer in children(root)] == [
        "Hidden layer 1",
        "Hidden layer 2",
        "Output",
    ]
    assert [neuron.text(NAME) for neuron in children(root.child(1))] == ["Neuron 1", "Neuron 2"]
    knobs = knobs_of(root)
    order = reading_order.order(app.session.layout)
    assert [knob.text(NAME) for knob in knobs] == [session.name(int(place)) for place in order]
    assert {knob.role() for knob in knobs} == {QAccessible.Role.Slider}
    for parent in (root, root.child(0), root.child(0).child(3)):
        for index, child in enumerate(children(parent)):
            assert child.isValid()
            assert child.parent() is parent
            assert parent.indexOfChild(child) == index
            assert parent.child(index) is child
        assert parent.child(-1) is None
        assert parent.child(parent.childCount()) is None
    assert root.indexOfChild(knobs[0]) == -1
    assert knobs[0].child(0) is None


def test_a_knob_says_what_it_is_and_where_it_stands(opened: Opened) -> None:
    app = opened()
    session, console = app.session, app.window.console
    knobs = knobs_of(root_of(app))
    for knob, place in zip(knobs, map(int, reading_order.order(session.layout)), strict=True):
        value = knob.valueInterface()
        limit = console.scales.layers[session.layout.knob(place).layer].limit
        assert value.currentValue() == session.parameters.theta[place]
        assert (value.minimumValue(), value.maximumValue()) == (-limit, limit)
        assert value.minimumStepSize() == limit / 50
    weight, bias = knobs[0], knobs[2]
    assert weight.text(DESCRIPTION) == (
        "Weight: how strongly one input counts; at 0 it is ignored. Started at +0.708."
    )
    assert bias.text(DESCRIPTION) == (
        "Bias: shifts the neuron whatever the input. Started at 0.000."
    )
    assert weight.text(VALUE) == "+0.708"
    assert weight.text(QAccessible.Text.Help) == ""
    assert weight.textInterface() is None


def test_parts_are_made_when_asked_for(opened: Opened) -> None:
    app = opened("digits")
    assert app.session.layout.size == 2410
    root = root_of(app)
    made = root.tree._parts
    assert root.childCount() == 2
    assert not made
    neuron = root.child(1).child(3)
    assert [layer.childCount() for layer in (root.child(0), root.child(1))] == [32, 10]
    assert len(children(neuron)) == 33
    assert len(made) == 2 + 1 + 33
    assert len(knobs_of(root)) == 2410
    assert len(made) == 2 + 42 + 2410


def test_a_value_that_is_set_goes_through_the_log(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    session = app.session
    root = root_of(app)
    knob = root.child(0).child(1).child(2)
    value, index = knob.valueInterface(), session.layout.index(0, 1, None)
    since = len(session.log.records)
    value.setCurrentValue(1.25)
    assert session.parameters.theta[index] == 1.25
    assert value.currentValue() == 1.25
    assert done(app, since) == ["Grab", "Turn", "Release"]
    assert tuple(session.log.records[since].action.knobs) == (index,)
    since = len(session.log.records)
    for nonsense in (math.nan, math.inf, -math.inf, None, "much", 10**400):
        value.setCurrentValue(nonsense)
    assert session.parameters.theta[index] == 1.25
    assert done(app, since) == []
    value.setCurrentValue(7)
    assert value.maximumValue() >= 7  # already, and in a moment the scale is wider
    qtbot.waitUntil(lambda: app.window.console.scales.layers[0].limit >= 7)
    assert value.maximumValue() == app.window.console.scales.layers[0].limit


def test_actions_turn_and_focus(opened: Opened) -> None:
    app = opened()
    session, console = app.session, app.window.console
    root = root_of(app)
    knob = root.child(0).child(0).child(0)
    action, value = knob.actionInterface(), knob.valueInterface()
    assert action.actionNames() == ["SetFocus", "Increase", "Decrease"]
    assert action.keyBindingsForAction("Increase") == []
    before, step = value.currentValue(), value.minimumStepSize()
    since = len(session.log.records)
    action.doAction("Increase")
    assert value.currentValue() == pytest.approx(before + step)
    action.doAction("Decrease")
    action.doAction("Decrease")
    assert value.currentValue() == pytest.approx(before - step)
    action.doAction("Dance")
    assert done(app, since) == ["Grab", "Turn", "Release"] * 3
    assert session.held == ()
    app.window.transport.setFocus()
    assert knob.state().focusable
    assert not knob.state().focused
    action.doAction("SetFocus")
    assert console.hasFocus()
    assert console.input.focused == session.layout.index(0, 0, 0)
    assert knob.state().focused
    assert root.focusChild() is knob
    assert not root.child(0).child(0).child(1).state().focused


@pytest.mark.parametrize("name", ["ring", "digits"])
def test_what_is_under_a_point(opened: Opened, name: str) -> None:
    app = opened(name)
    console = app.window.console
    root = root_of(app)
    knob = root.child(0).child(2).child(1)
    path, center = [], knob.rect().center()
    place = root
    while (place := place.childAt(center.x(), center.y())) is not None:
        path.append(place)
    assert path == [root.child(0), root.child(0).child(2), knob]
    for outer, inner in ((root, path[0]), (path[0], path[1]), (path[1], knob)):
        assert outer.rect().contains(inner.rect())
    assert knob.rect().topLeft() == console.viewport().mapToGlobal(
        console.box_of(session_knob(app, 0, 2, 1)).topLeft()
    )
    corner = path[1].rect().bottomLeft()
    assert root.child(1).childAt(center.x(), center.y()) is None
    assert path[0].childAt(corner.x() + 1, corner.y() - 1) is path[1]
    assert path[1].childAt(corner.x() + 1, corner.y() - 1) is None
    assert root.childAt(-5000, -5000) is None


def session_knob(app: App, layer: int, neuron: int, row: int) -> int:
    return int(app.session.layout.neuron(layer, neuron)[row])


def test_what_is_scrolled_away_is_out_of_sight(opened: Opened) -> None:
    app = opened("digits", (960, 560), panels=PANELS)
    app.session.apply(Set("hidden", (400, 32)))
    app.window.refresh()
    QApplication.processEvents()
    console = app.window.console
    root = root_of(app)
    assert not root.child(2).child(9).child(0).state().offscreen  # all is in view at first
    console.view.zoom_to(0.8, QPointF(0, 0))
    console.verticalScrollBar().setValue(0)
    console.horizontalScrollBar().setValue(0)
    assert console.canvas.geometry.height > console.viewport().height()
    first, last = root.child(0).child(0).child(0), root.child(2).child(9).child(0)
    assert not first.state().offscreen
    assert last.state().offscreen
    assert last.state().invisible
    last.actionInterface().doAction("SetFocus")
    assert not last.state().offscreen
    assert first.state().offscreen


def test_another_network_is_another_tree(opened: Opened, listening: None) -> None:
    app = opened()
    root = root_of(app)
    layer = root.child(0)
    knob = layer.child(3).child(2)
    value, action, number = knob.valueInterface(), knob.actionInterface(), knob.id
    app.do(Set("hidden", (3,)))
    theta = app.session.parameters.theta.copy()
    # A client is in the middle of a call: what it holds is invalid, and still there.
    assert not knob.isValid()
    assert knob.state().invalid
    assert knob.text(NAME) == knob.text(DESCRIPTION) == layer.text(NAME) == ""
    assert (knob.parent(), layer.child(0), layer.childAt(9, 9)) == (None, None, None)
    assert layer.childCount() == 0
    assert knob.rect().isEmpty()
    assert (value.currentValue(), value.maximumValue()) == (0, 0)
    value.setCurrentValue(1)
    action.doAction("Increase")
    action.doAction("SetFocus")
    assert np.array_equal(app.session.parameters.theta, theta)
    new = root.child(0)
    assert new is not layer
    assert new.text(NAME) == "Hidden layer"
    assert root.indexOfChild(layer) == -1
    assert len(knobs_of(root)) == app.session.layout.size == 2 * 3 + 3 + 3 + 1
    QApplication.processEvents()
    assert QAccessible.accessibleInterface(number) is None
    assert QAccessible.accessibleInterface(new.id) is new
    assert not [part for part in root.tree._parts.values() if not part.isValid()]
    assert root.child(0) is new


def test_news_are_told_to_those_who_listen(
    opened: Opened, listening: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []

    def note(event: QAccessibleEvent) -> None:
        value = event.value() if isinstance(event, QAccessibleValueChangeEvent) else None
        told.append((event.type(), event.accessibleInterface(), value))

    app = opened()
    session, console = app.session, app.window.console
    root = root_of(app)
    monkeypatch.setattr(accessible, "_tell", note)
    QApplication.processEvents()
    told.clear()
    knob = root.child(0).child(0).child(0)
    console.setFocus()
    console.input.focus(session_knob(app, 0, 0, 0))
    QApplication.processEvents()
    assert told == [(QAccessible.Event.Focus, knob, None)]
    told.clear()
    other = root.child(2).child(0).child(1)
    unseen = session_knob(app, 1, 0, 0)
    knobs = (session_knob(app, 0, 0, 0), session_knob(app, 2, 0, 1), unseen)
    console.input.hands.put(knobs, (0.25, -0.5, 0.75))
    assert told == [
        (QAccessible.Event.ValueChanged, knob, 0.25),
        (QAccessible.Event.ValueChanged, other, -0.5),
    ]
    assert session.parameters.theta[unseen] == 0.75
    told.clear()
    app.do(NewStart())
    QApplication.processEvents()
    assert told == [(QAccessible.Event.ObjectReorder, root, None)]
    told.clear()
    QAccessible.setActive(False)
    console.input.hands.put((unseen,), (0.5,))
    console.input.focus(unseen)
    QApplication.processEvents()
    assert told == []


def test_the_field_for_a_value_is_in_the_tree_while_it_is_there(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    root = root_of(app)
    assert root.childCount() == 3
    console.input.focus(0)
    console.edit(0)
    QApplication.processEvents()
    assert root.childCount() == 4
    view = root.child(3)
    assert root.indexOfChild(view) == 3
    assert "Value of" in " ".join(child.text(NAME) for child in children(view))
    assert [root.indexOfChild(child) for child in children(root)] == [0, 1, 2, 3]


def test_a_reader_that_was_there_first_gets_the_tree_too(opened: Opened, listening: None) -> None:
    app = opened()
    console = app.window.console
    early = QAccessible.queryAccessibleInterface(console)
    number = QAccessible.uniqueId(early)
    was_wired = hasattr(early, "tree")
    del early
    make_accessible(console)
    root = QAccessible.queryAccessibleInterface(console)
    assert root.childCount() == 3
    assert (QAccessible.uniqueId(root) == number) == was_wired
    make_accessible(console)
    assert QAccessible.queryAccessibleInterface(console) is root


@pytest.mark.parametrize("how", ["deleted", "forgotten"])
def test_parts_go_with_their_console(qtbot: QtBot, ring: Session, how: str) -> None:
    console = live_console(ring, lambda action: bool(ring.apply(action)), DARK)
    console.resize(900, 600)
    console.show()
    qtbot.waitExposed(console)
    make_accessible(console)
    knobs = knobs_of(QAccessible.queryAccessibleInterface(console))
    numbers = [knob.id for knob in knobs]
    assert all(QAccessible.accessibleInterface(number) for number in numbers)
    if how == "deleted":
        console.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gone = weakref.ref(console)
    del console
    gc.collect()
    assert gone() is None
    assert not any(QAccessible.accessibleInterface(number) for number in numbers)
    assert not knobs[0].console
    ring.apply(NewStart())
    QApplication.processEvents()


# A real client, a real bus


APP = """
import json, sys
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication
from eq_sim.app import shell
from eq_sim.session.actions import NewStart
from eq_sim.session.files.opening import open_session
from eq_sim.ui.console.accessible import make_accessible

app = shell(open_session("ring"), "dark", None)
app.window.resize(1280, 720)
app.show()
app.window.activateWindow()  # there is no window manager that would

def obey():
    command = sys.stdin.readline().strip()
    session, console = app.session, app.window.console
    if command == "new start":
        app.do(NewStart())
    elif command in ("close", ""):
        app.window.close()
    elif command == "wire":
        make_accessible(console)
    print(json.dumps({
        "theta": session.parameters.theta.tolist(),
        "names": [session.name(knob) for knob in range(session.layout.size)],
        "limits": [scale.limit for scale in console.scales.layers],
        "done": [type(record.action).__name__ for record in session.log.records],
        "focused": console.input.focused if console.hasFocus() else None,
    }), flush=True)

listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
listener.activated.connect(obey)
sys.exit(QApplication.exec())
"""


class Subject:
    """The application in a process of its own, which does as it is told and says how it stands."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self.running = running

    def ask(self, command: str) -> dict[str, Any]:
        assert self.running.stdin
        assert self.running.stdout
        self.running.stdin.write(command + "\n")
        self.running.stdin.flush()
        assert select.select([self.running.stdout], [], [], 60)[0], f"no answer to {command!r}"
        return json.loads(self.running.stdout.readline())


@pytest.mark.skipif(bool(atspi.missing()), reason=f"not installed: {', '.join(atspi.missing())}")
def test_a_real_client_reads_and_sets_every_knob(tmp_path: Path, qtbot: QtBot) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        atspi.desk(tmp_path) as env,
        atspi.client(env) as client,
        atspi.process(sys.executable, "-c", APP, env=env, **pipes) as running,
    ):
        subject = Subject(running)
        program = atspi.wait_for(lambda: client.desktop.children, "the program on the bus")[0]
        atspi.wait_for(lambda: program.find("Console of parameters"), "the console")
        subject.ask("wire")
        now = subject.ask("look")
        console = program.find("Console of parameters")
        assert console is not None

        layers = console.children
        assert [layer.name for layer in layers] == ["Hidden layer 1", "Hidden layer 2", "Output"]
        neurons = [neuron for layer in layers for neuron in layer.children]
        assert len(neurons) == 7
        knobs = [knob for neuron in neurons for knob in neuron.children]
        assert len(knobs) == 25
        by_name = {knob.name: knob for knob in knobs}
        assert set(by_name) == set(now["names"])
        assert {knob.role for knob in knobs} == {"slider"}
        for name, theta in zip(now["names"], now["theta"], strict=True):
            assert by_name[name].value == theta
            assert "Started at" in by_name[name].description
        limit = now["limits"][0]
        assert knobs[0].range() == pytest.approx((-limit, limit, limit / 50))
        assert knobs[0].parent == neurons[0]
        assert neurons[0].parent == layers[0]
        assert layers[0].parent == console
        x, y, wide, high = neurons[0].box()
        left, top, width, height = knobs[0].box()
        assert x <= left < left + width <= x + wide
        assert y <= top < top + height <= y + high
        assert {atspi.FOCUSABLE, atspi.SHOWING} <= knobs[0].states

        client.listen("object:state-changed")
        client.listen("object:property-change:accessible-value")
        for number, name in enumerate(now["names"]):
            by_name[name].put(number / 16 - 0.53125)
        after = subject.ask("look")
        assert after["theta"] == [number / 16 - 0.53125 for number in range(25)]
        assert after["done"][len(now["done"]) :] == ["Grab", "Turn", "Release"] * 25
        knobs[0].put(math.nan)
        knobs[0].act(1)
        knobs[1].grab_focus()
        turned = subject.ask("look")
        moved = np.flatnonzero(np.array(turned["theta"]) != after["theta"])
        assert [turned["names"][knob] for knob in moved] == [knobs[0].name]
        assert turned["names"][turned["focused"]] == knobs[1].name
        assert atspi.FOCUSED in knobs[1].states
        qtbot.waitUntil(lambda: (knobs[1].path, "StateChanged", "focused") in client.events)
        qtbot.waitUntil(
            lambda: (knobs[0].path, "PropertyChange", "accessible-value") in client.events
        )

        client.listen("object:children-changed")

        def heard() -> bool:  # the program learns only after a while that somebody listens
            subject.ask("new start")
            return (console.path, "ChildrenChanged", "add") in client.events

        qtbot.waitUntil(heard)
        with pytest.raises(atspi.RefusedError):
            _ = knobs[0].name
        fresh = console.children[0].children[0].children[0]
        assert fresh.path != knobs[0].path
        assert fresh.value == subject.ask("look")["theta"][0]
        subject.ask("close")
        assert running.wait(60) == 0
