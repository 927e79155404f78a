"""The window follows the state: whatever was shown before, it shows what a fresh one would show."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.network import types
from eq_sim.network.reference import LOSSES, forward
from eq_sim.session import actions as act
from eq_sim.session.actions import AnyAction
from eq_sim.session.files.opening import open_session
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import Preferences, current, use
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
SIZE = (4400, 1500)  # room for all panels beside each other
LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    use(Preferences())


def spread(app: App) -> App:
    """Takes the panels out of their tabs, so that all of them are seen at once."""
    window = app.window
    for dock in window.docks.all:
        dock.show()
    for area in (LEFT, Qt.DockWidgetArea.BottomDockWidgetArea):
        side = [dock for dock in window.docks.all if window.dockWidgetArea(dock) == area]
        for before, dock in pairwise(side):
            window.splitDockWidget(before, dock, Qt.Orientation.Horizontal)
    settle(app)
    share_out(app)
    for spec in PANELS:
        panel = window.panel(spec.key)
        assert panel is not None
        assert panel.isVisible(), spec.key
    return app


def share_out(app: App) -> None:
    """Gives panels the widths that they have in a new window: wide words may have widened some."""
    window = app.window
    shown = [dock for dock in window.docks.all if not dock.isHidden()]
    for area, wide in ((LEFT, 380), (Qt.DockWidgetArea.RightDockWidgetArea, 460)):
        some = [dock for dock in shown if window.dockWidgetArea(dock) == area]
        window.resizeDocks(some, [wide] * len(some), Qt.Orientation.Horizontal)
    below = Qt.DockWidgetArea.BottomDockWidgetArea
    some = [dock for dock in shown if window.dockWidgetArea(dock) == below]
    window.resizeDocks(some, [260] * len(some), Qt.Orientation.Vertical)
    for dock in some:  # as wide in both windows: they share one row, and each could need another
        dock.setFixedWidth(500)
    settle(app)


def settle(app: App) -> None:
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()


def panels(app: App) -> dict[str, QWidget]:
    made = {spec.key: app.window.panel(spec.key) for spec in PANELS}
    return {key: panel for key, panel in made.items() if panel is not None}


def picture(widget: QWidget) -> QImage:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    widget.render(image, QPoint(), QRegion(widget.rect()))
    return image


def pictures(app: App) -> dict[str, QImage]:
    """What each panel looks like while its window has the keyboard, and the console in it."""
    app.window.activateWindow()
    app.window.console.setFocus()
    settle(app)
    while not app.window.panel("landscape").is_complete:  # type: ignore[union-attr]
        settle(app)
    return {key: picture(panel) for key, panel in panels(app).items()}


def differences(one: App, other: App) -> list[str]:
    """Which panels look otherwise in two windows."""
    seen, wanted = pictures(one), pictures(other)
    return [key for key, image in seen.items() if image != wanted[key]]


def trained(name: str, steps: int, **settings: object) -> Session:
    session = open_session(name)
    for setting, value in settings.items():
        session.apply(act.Set(setting, value))  # type: ignore[arg-type]
    session.apply(act.Train(steps))
    return session


def half_way() -> Session:
    """A session with something of everything."""
    session = trained("moons", 40, optimizer="adam", dropout=0.1)
    session.apply(act.Freeze((1, 2), on=True))
    session.apply(act.CopySide())
    session.apply(act.Turn((0,), (2.5,)))
    session.apply(act.SwitchSide())
    session.apply(act.Mute((5,), on=True))
    session.apply(act.Solo(8, on=True))
    session.apply(act.Blend(0.5))
    session.apply(act.TakePhase())
    return session


STATES: dict[str, Callable[[], Session]] = {
    "ring": lambda: trained("ring", 60),
    "in double precision": lambda: trained("ring", 60, dtype="float64"),
    "with another loss": lambda: trained("ring", 5, noise=0.3, loss="half_mse"),
    "a curve": lambda: trained("sine", 30),
    "one knob": lambda: trained("one-knob", 3),
    "half-way": half_way,
    "pictures": lambda: trained("digits", 20),
    "a table": lambda: trained("penguins", 20, batch_size="full"),
    "a sum": lambda: trained("house-price", 4),
    "a response": lambda: trained("equalizer", 10),
    "many knobs": lambda: trained("ring", 3, hidden=(60, 40)),
    "another start": lambda: trained("ring", 0, initializer="normal"),
}


def look_at(app: App) -> None:
    """Chooses a sample and a knob, so that meters, sums and the curve along it are shown."""
    app.window.chosen.choose(3)
    for knob in (None, 0):  # anew: the inspector keeps the curve from before a knob was turned
        app.window.console.input.focus(knob)
    app.window.panel("inspector").what_if.setChecked(True)  # type: ignore[union-attr]


def assert_fresh(app: App, opened: Opened) -> None:
    """Holds a window against a fresh one on the same state, which has no past."""
    app.window.looking.forget_the_past()
    settle(app)
    fresh = spread(opened(app.session.fork(), SIZE))
    for one in (app, fresh):
        share_out(one)
        look_at(one)
    assert differences(app, fresh) == []
    assert_true(app)
    fresh.window.close()


def assert_true(app: App) -> None:
    """Holds the numbers on the screen against θ, sent through the network of the textbook."""
    session, window = app.session, app.window
    theta = np.array(session.parameters.theta, dtype=np.float64)
    assert np.array_equal(window.console.bank.values(), session.parameters.theta)
    value = window.panel("inspector").value.text()  # type: ignore[union-attr]
    stands = session.switches.parked if session.switches.silent[0] else theta
    assert value.removesuffix(" dB") == numbers.signed(float(stands[0]), 4)
    tensors = session.layout.as_torch(theta)
    layers = [
        (tensors[f"layers.{k}.weight"], tensors.get(f"layers.{k}.bias", np.zeros(1)))
        for k in range(len(session.layout.blocks))
    ]
    training = session.scenario.training
    dataset, train = session.dataset, session.evaluation.train
    _, answers = forward(
        layers, session.layout.architecture.activations, dataset.inputs[:, train].T
    )
    loss = LOSSES[training.loss][0](answers[-1], dataset.targets[:, train].T)
    assert session.losses.train == pytest.approx(loss, rel=1e-4)
    assert window.transport.readouts["train"].text == numbers.loss(session.losses.train)
    assert window.transport.readouts["step"].text.split(" ")[0] == numbers.count(session.step)


SOME = ("half-way", "ring")
"""Every kind of mark on the knobs, and none."""


@pytest.mark.parametrize(
    "names",
    [pytest.param(some, marks=pytest.mark.slow) for some in (SOME, (*STATES, "half-way", "ring"))],
    ids=["some", "all"],
)
def test_going_to_other_states_leaves_nothing_of_the_old_one(
    opened: Opened, names: tuple[str, ...]
) -> None:
    app = spread(opened("ring", SIZE))
    kept = {name: SavedState.of(STATES[name]().state()) for name in names}
    for name in names:
        app.session.apply(act.Resume(kept[name]))
        assert_fresh(app, opened)


DONE: tuple[AnyAction, ...] = (
    act.Train(20),
    act.Set("hidden", (6, 3)),
    act.Train(10),
    act.Set("noise", 0.4),
    act.Set("dtype", "float64"),
    act.Turn((7,), (0.4,)),
    act.Set("loss", "half_mse"),
    act.Mute((5,), on=True),
    act.Set("initializer", "zeros"),
)


@pytest.mark.parametrize(
    "actions",
    [
        pytest.param(tuple(DONE[place] for place in (0, 1, 3, 6, 7)), marks=pytest.mark.slow),
        pytest.param(DONE, marks=pytest.mark.slow),
    ],
    ids=["network, data, loss, marks", "all"],
)
def test_undo_and_redo_bring_every_view_along(
    opened: Opened, actions: tuple[AnyAction, ...]
) -> None:
    app = spread(opened("ring", SIZE))
    session = app.session
    for action in actions:
        session.apply(action)
        settle(app)
    while session.undo.undo_name:
        session.apply(act.Undo())
        assert_fresh(app, opened)
    while session.undo.redo_name:
        session.apply(act.Redo())
        settle(app)
    assert_fresh(app, opened)


class Painting:
    """Counts what goes through a network while something is painted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passes = 0
        self._painting = False
        real = types.run

        def run(program: types.Program) -> None:
            self.passes += self._painting
            real(program)

        for name, module in tuple(sys.modules.items()):
            if name.startswith("eq_sim.") and getattr(module, "run", None) is real:
                monkeypatch.setattr(module, "run", run)

    def all(self, app: App) -> None:
        """Paints every panel, and the window with what lies over it."""
        for key, widget in {**panels(app), "window": app.window}.items():
            self._painting = True
            assert not picture(widget).isNull()
            self._painting = False
            assert not self.passes, key


SCENARIOS = ("ring", "sine", "house-price", "equalizer", "penguins", "digits")  # each view


@pytest.mark.parametrize(
    "acted_on",
    [pytest.param(some, marks=pytest.mark.slow) for some in (("ring", "digits"), SCENARIOS)],
    ids=["some", "all"],
)
def test_no_paint_sends_anything_through_a_network(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, acted_on: tuple[str, ...]
) -> None:
    app = spread(opened("ring", SIZE))
    session, painting = app.session, Painting(monkeypatch)
    session.apply(act.Train(1))
    session.evaluation.losses.train  # noqa: B018 - it is computed when it is asked for
    assert painting.passes == 0
    for name in acted_on:
        session.apply(act.Load(load_scenario(name), 1))
        settle(app)
        look_at(app)
        painting.all(app)
        for action in (act.Turn((0,), (0.3,)), act.Set("dtype", "float64"), act.Run(), act.Undo()):
            session.apply(action)
            painting.all(app)  # before any view has looked, and after
            settle(app)
            painting.all(app)
    app.window.set_look(replace(current(), theme="light"))
    painting.all(app)
    app.window.set_look(Preferences(text=130))
    painting.all(app)


def test_no_paint_of_a_drawn_digit_sends_it_through_the_network(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = spread(opened("digits", SIZE))
    painting = Painting(monkeypatch)
    output = app.window.panel("output")
    assert isinstance(output, OutputPanel)
    output.show_page("draw")
    settle(app)
    assert output.pad is not None
    QTest.mouseClick(output.pad.pad, Qt.MouseButton.LeftButton)
    painting.all(app)
    said = output.pad.bars.shares.copy()
    app.session.apply(act.Train(20))
    painting.all(app)
    settle(app)
    painting.all(app)
    assert not np.array_equal(output.pad.bars.shares, said)


def test_no_paint_of_a_lesson_sends_anything_through_a_network(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = spread(opened("ring", SIZE))
    painting = Painting(monkeypatch)
    show = app.window.open_lesson(load_lesson(bundled_lessons()[0]), auto=True)
    app.timer.stop()
    show.player.play()
    for _ in range(8):
        show.player.advance(1500)
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()  # what moves for the words is worked out anew
        painting.all(app)
    show.leave()
