"""A console needs no experiment: knobs in an array are shown, found and lit, and never turned."""

import ast
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

import eq_sim.ui.console
from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import Turn
from eq_sim.session.knob_bank import ArrayBank, KnobBank, LiveBank
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.live import live_console
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scene import Scene
from eq_sim.ui.style.theme import DARK, apply_theme, font, load_fonts

KEY = Qt.Key


def layout_of(*sizes: int) -> Layout:
    layers = len(sizes) - 1
    return Layout(Architecture(sizes, ("tanh",) * (layers - 1) + ("identity",), (True,) * layers))


def bank_of(*sizes: int, frozen: bool = False) -> ArrayBank:
    layout = layout_of(*sizes)
    values = np.sin(np.arange(layout.size) * 2.4)
    switches = Switches.none(layout, values.dtype)
    if frozen:
        switches = switches.switched("frozen", np.arange(layout.size), on=True)
    return ArrayBank(layout, values, switches=switches)


def shown(qtbot: QtBot, console: Console, size: tuple[int, int] = (900, 640)) -> Console:
    load_fonts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, DARK)
    qtbot.addWidget(console)
    console.resize(*size)
    console.show()
    qtbot.waitExposed(console)
    QApplication.processEvents()
    return console


def picture(console: Console) -> QImage:
    return console.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (64, 32, 10), (3, 1)], ids=str)
def test_it_paints_finds_and_lights(qtbot: QtBot, sizes: tuple[int, ...]) -> None:
    bank = bank_of(*sizes)
    console = shown(qtbot, Console(bank, DARK))
    at_rest = picture(console)
    for knob in range(0, bank.layout.size, 7):
        assert console.knob_at(console.center_of(knob)) == knob
    knob = bank.layout.size // 2
    QTest.mouseMove(console.viewport(), console.center_of(knob).toPoint())
    assert console.input.hovered == knob
    assert picture(console) != at_rest
    make_accessible(console)


def test_it_refuses_to_be_turned(qtbot: QtBot) -> None:
    bank = bank_of(2, 4, 2, 1)
    console = shown(qtbot, Console(bank, DARK))
    before = bank.values().copy()
    view, at = console.viewport(), console.center_of(4).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, at + QPoint(0, -30))
    assert console.grip is None
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    for key in (KEY.Key_Up, KEY.Key_PageDown, KEY.Key_Home, KEY.Key_Delete, KEY.Key_Return):
        QTest.keyClick(console, key)
    assert console.input.focused == 4
    wheel = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert not view.findChildren(QLineEdit)
    assert (bank.values() == before).all()
    for array in (bank.values(), bank.start(), bank.values(slice(3, 5))):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_an_array_looks_like_the_network_it_was_taken_from(qtbot: QtBot, ring: Session) -> None:
    live = shown(qtbot, live_console(ring, lambda action: False, DARK))
    live.show_next_step(False)
    array = ArrayBank(
        ring.layout, ring.parameters.theta, ring.parameters.start, ring.switches, ring.dataset
    )
    still = shown(qtbot, Console(array, DARK))
    a, b = picture(live), picture(still)
    geometry = live.canvas.geometry
    first = geometry.strip(0, 0)
    box = (int(first.left), int(first.top), int(first.width) - 40, int(first.of.travel))
    assert a.copy(*box) == b.copy(*box)
    assert array.called([0]) == LiveBank(ring).called([0])
    assert array.name(24) == ring.name(24)


def test_a_bank_has_no_way_to_change_anything(ring: Session) -> None:
    for bank in (LiveBank(ring), bank_of(2, 1)):
        public = {name for name in dir(bank) if not name.startswith("_")}
        assert public == {
            "layout", "dataset", "switches", "changes", "structure", "values", "whole", "start",
            "turned", "positions", "name", "called", "observe", "which",
        }  # fmt: skip
    checked: KnobBank = LiveBank(ring)
    assert checked.layout is ring.layout


def test_views_of_knobs_know_no_session() -> None:
    folder = Path(eq_sim.ui.console.__file__).parent
    knowing = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "eq_sim.session.session":
                knowing.add(path.name)
    assert knowing == {"live.py"}  # which puts a console and a session together


def test_an_array_of_another_size_is_refused(ring: Session) -> None:
    layout = layout_of(2, 4, 2, 1)
    right, wrong = np.zeros(layout.size), np.zeros(layout.size + 1)
    with pytest.raises(ValueError, match="knobs"):
        ArrayBank(layout, wrong)
    with pytest.raises(ValueError, match="knobs"):
        ArrayBank(layout, right, wrong)
    with pytest.raises(ValueError, match="inputs"):
        ArrayBank(layout_of(3, 1), np.zeros(4), dataset=ring.dataset)


# Layers wider than the view


@pytest.mark.parametrize("width", [700, 800, 940, 1000, 1100])
def test_the_number_of_a_narrow_strip_is_whole_or_not_there(qtbot: QtBot, width: int) -> None:
    console = shown(qtbot, Console(bank_of(6, 150, 1), DARK), (width, 600))
    assert console.canvas.geometry.of[0].level is Level.BAR
    image = picture(console)
    written = 0
    for neuron in range(30):
        box = console.box_of_neuron(0, neuron)
        seen = ink(image, box.adjusted(2, 4, -2, 18 - box.height()))
        alone = QImage(60, 18, QImage.Format.Format_RGB32)
        alone.fill(DARK.color("strip"))
        with QPainter(alone) as painter:
            painter.setFont(font(10, bold=True))
            painter.setPen(DARK.color("text"))
            painter.drawText(QPoint(10, 14), f"{neuron + 1}")
        assert seen == 0 or abs(seen - ink(alone, alone.rect())) <= 1, neuron
        written += seen > 0
    assert written >= 9


def ink(image: QImage, box: QRect) -> int:
    """How many columns there are from the first that is written on to the last."""
    columns = [
        x
        for x in range(box.left(), box.right() + 1)
        if any(image.pixelColor(x, y).lightness() > 120 for y in range(box.top(), box.bottom() + 1))
    ]
    return columns[-1] - columns[0] + 1 if columns else 0


@pytest.mark.parametrize("sizes", [(2, 900, 1), (2, 1500, 1), (64, 1100, 10)], ids=str)
@pytest.mark.parametrize("closeness", [0.0, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("size", [(430, 300), (900, 640)], ids=str)
def test_every_knob_of_a_wide_layer_can_be_reached(
    qtbot: QtBot, sizes: tuple[int, ...], size: tuple[int, int], closeness: float
) -> None:
    bank = bank_of(*sizes)
    console = shown(qtbot, Console(bank, DARK), size)
    bar = console.horizontalScrollBar()
    assert bar.maximum() == console.verticalScrollBar().maximum() == 0  # all is in view
    console.view.zoom_to(closeness, QPointF(0, 0))
    whole = console.canvas.size
    for neuron in range(0, sizes[1], 13):
        box = console.box_of_neuron(0, neuron)
        assert box.left() >= -bar.value()
        assert box.right() - 1 <= whole.width() - bar.value()
        assert box.bottom() - 1 <= whole.height() - console.verticalScrollBar().value()
    last = bank.layout.blocks[-1]
    seen = console.viewport().rect()
    for knob in (0, last.offset, last.offset + last.size // 2, bank.layout.size - 1, 1):
        console.show_knob(knob)
        box = console.box_of(knob)
        assert seen.contains(box.center())
        assert knob in console.canvas.knobs_at(console.center_of(knob))
        if closeness > 0.3:
            assert console.knob_at(console.center_of(knob)) == knob
        assert picture(console).size() == console.size()


def test_keys_travel_through_a_wide_layer(qtbot: QtBot) -> None:
    bank = bank_of(2, 900, 1)
    console = shown(qtbot, Console(bank, DARK))
    console.view.zoom_to(0.7, QPointF(0, 0))
    console.setFocus()
    console.go_to(bank.layout.size - 1)
    assert console.horizontalScrollBar().value() > 0
    QTest.keyClick(console, KEY.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert console.input.focused == 0
    assert console.box_of(0).left() >= 0


# Many knobs


def test_frozen_knobs_are_underlined_at_every_size(qtbot: QtBot) -> None:
    for sizes in ((2, 4, 2, 1), (64, 32, 10), (64, 300, 10)):
        free = picture(shown(qtbot, Console(bank_of(*sizes), DARK)))
        frozen = picture(shown(qtbot, Console(bank_of(*sizes, frozen=True), DARK)))
        assert free != frozen


def test_a_whole_layer_is_chosen_and_turned_at_once(qtbot: QtBot, ring: Session) -> None:
    def do(action: object) -> bool:
        return bool(ring.apply(action))  # type: ignore[arg-type]

    console = shown(qtbot, live_console(ring, do, DARK))
    block = ring.layout.blocks[0]
    console.go_to(3)
    console.input.selected = np.arange(block.offset, block.offset + block.size)
    before = ring.parameters.theta.copy()
    QTest.keyClick(console, KEY.Key_Up)
    step = console.scales.layers[0].limit / 50
    moved = ring.parameters.theta - before
    assert moved[: block.size] == pytest.approx(step)
    assert not moved[block.size :].any()
    assert ring.undo.undo_name == "turn 12 knobs"
    picture(console)


# No pass through the network while painting


def test_painting_runs_no_network(qtbot: QtBot, opened, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from eq_sim.network.mlp import Evaluator
    from eq_sim.session.training.trainer import Trainer

    app = opened()
    console, session = app.window.console, app.session
    painting: list[bool] = [False]
    passes: list[str] = []
    frames: list[int] = []

    def watched(cls: type, name: str) -> None:
        real = getattr(cls, name)

        def run(self: object, *args: object) -> object:
            if painting[0]:
                passes.append(name)
            return real(self, *args)

        monkeypatch.setattr(cls, name, run)

    watched(Evaluator, "run")
    watched(Trainer, "next_update")
    real_draw = Scene.draw

    def draw(self: Scene, *args: object, **named: object) -> None:
        painting[0] = True
        frames.append(1)
        try:
            real_draw(self, *args, **named)  # type: ignore[arg-type]
        finally:
            painting[0] = False

    monkeypatch.setattr(Scene, "draw", draw)
    app.window.chosen.choose(3)
    app.window.refresh()
    for knob in (0, 8):
        console.go_to(knob)
        console.input.hands.take((knob,))
        app.do(Turn((knob,), (0.3,)))
        console.viewport().repaint()
        app.window.refresh()
        console.viewport().repaint()
        console.let_go()
    session.apply(Turn((1,), (0.5,)))
    console.resize(700, 500)
    console.viewport().repaint()
    assert len(frames) >= 5
    assert not passes
