"""Scales hold the bulk of the knobs, come back with undo, Esc and time, and say what they are."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import Pixmaps, painted, recorded
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from eq_sim.app import App
from eq_sim.session.actions import (
    Blend,
    CopySide,
    Grab,
    Load,
    Pause,
    Release,
    Run,
    Turn,
    Undo,
)
from eq_sim.session.files.opening import open_session
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.tree_parts import KnobPart
from eq_sim.ui.models.activity import SessionActivity

Opened = Callable[..., App]
CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


@pytest.fixture
def pixmaps(monkeypatch: pytest.MonkeyPatch) -> Pixmaps:
    return recorded(monkeypatch)


def scales_of(session: Session) -> Scales:
    return Scales(LiveBank(session), SessionActivity(session))


def limits(scales: Scales) -> list[float]:
    scales.fit()
    return [scale.limit for scale in scales.layers]


def words(app: App, pixmaps: Pixmaps) -> list[str]:
    app.window.console.refresh()
    app.window.console.grab()
    texts, _ = painted(app.window.console, pixmaps)
    return [text.words for text in texts if text.owner is app.window.console.viewport()]


def layer_menu(app: App, layer: int) -> QMenu:
    menu = app.window.commands.knobs.menu_of(("layer", layer), app.window.console)
    return next(some for some in menu.findChildren(QMenu) if some.title().startswith("Scale"))


def entry(menu: QMenu, text: str) -> QAction:
    return next(one for one in menu.actions() if one.text().replace("&", "").startswith(text))


# The bulk


def test_one_knob_far_out_leaves_the_others_as_they_were(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("digits", (1600, 900))
    console = app.window.console
    console.grab()
    before = console.scales.layers[0]
    assert before.limit < 3
    assert not any("beyond" in said for said in words(app, pixmaps))
    app.window.console_panel.knobs.put([70], np.array([53.0]))
    said = words(app, pixmaps)
    after = console.scales.layers[0]
    assert (after.limit, after.beyond) == (before.limit, 1)
    assert f"scale ±{before.limit:g} (automatic), 1 knob beyond, none beyond ±70" in " ".join(said)
    assert "53" in said  # beside its bar
    app.do(Undo())
    assert not {"53"} & set(words(app, pixmaps))
    assert console.scales.layers[0] == before


def test_a_knob_beyond_its_scale_is_drawn_at_its_end_and_can_be_grabbed(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    console.scales.lock(0, 1.0)
    app.window.console_panel.knobs.put([0, 1], np.array([1.0, 8.0]))
    console.grab()
    ends = [console.center_of(knob) for knob in (0, 1)]
    assert ends[0].y() == ends[1].y()
    assert console.knob_at(ends[1]) == 1
    make_accessible(console)
    part = KnobPart(console_tree(app), console.bank.structure, (0, 1, 0))
    assert part.limit >= part.value


def console_tree(app: App) -> object:
    class Tree:
        console = app.window.console

    return Tree()


@pytest.mark.parametrize("factor", [1.0, 3.0, 30.0, 1e4])
def test_of_a_few_knobs_a_scale_holds_every_one(factor: float) -> None:
    session = open_session("ring")
    scales = scales_of(session)
    session.apply(Turn((5,), (factor,)))
    scales.fit()
    assert scales.layers[0].limit >= factor
    assert scales.layers[0].beyond == 0


def test_a_layer_that_has_shrunk_is_seen_again() -> None:
    session = open_session("ring")
    scales = scales_of(session)
    first = limits(scales)[0]
    knobs = tuple(range(12))
    session.apply(Turn(knobs, (0.01,) * 12))
    assert 0.01 <= limits(scales)[0] < first / 10
    session.apply(Undo())
    assert limits(scales)[0] == first


# Coming back


def test_escape_and_undo_bring_a_scale_back(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    console.grab()
    before = [scale.limit for scale in console.scales.layers]
    view, at = console.viewport(), console.center_of(3).toPoint()
    for end in ("escape", "undo"):
        QTest.mousePress(view, CLICK, pos=at)
        QTest.mouseMove(view, at - QPoint(0, 2000))
        app.window.refresh()
        assert console.scales.layers[0].limit > before[0]
        if end == "escape":
            QTest.keyClick(console, Qt.Key.Key_Escape)
        else:
            QTest.mouseRelease(view, CLICK, pos=at - QPoint(0, 2000))
            app.window.refresh()
            assert console.scales.layers[0].limit > before[0]
            app.do(Undo())
        app.window.refresh()
        assert [scale.limit for scale in console.scales.layers] == before


def test_no_scale_narrows_under_a_hand(ring: Session) -> None:
    scales = scales_of(ring)
    first = limits(scales)[0]
    ring.apply(Grab((2,)))
    ring.apply(Turn((2,), (40.0,)))
    wide = limits(scales)[0]
    assert wide >= 40
    ring.apply(Turn((2,), (0.5,)))
    assert limits(scales)[0] == wide
    ring.apply(Release())
    assert limits(scales)[0] == first


def test_no_scale_narrows_on_the_way_between_a_and_b(ring: Session) -> None:
    scales = scales_of(ring)
    first = limits(scales)[0]
    ring.apply(CopySide())
    ring.apply(Turn((2,), (40.0,)))
    wide = limits(scales)[0]
    seen = []
    for share in (0.25, 0.75, 0.99, 1.0):
        ring.apply(Blend(share))
        seen.append(limits(scales)[0])
    assert seen == [wide, wide, wide, first]


def test_while_training_runs_a_scale_narrows_after_so_many_steps(ring: Session) -> None:
    scales = scales_of(ring)
    first = limits(scales)[1]
    ring.apply(Run())
    ring.advance(steps=10)
    ring.apply(Turn((13,), (40.0,)))
    wide = limits(scales)[1]
    assert wide >= 40  # at once
    ring.apply(Turn((13,), (0.1,)))
    seen = []
    for _ in range(8):
        seen.append(limits(scales)[1])
        ring.advance(steps=10)
    assert seen[:5] == [wide] * 5
    assert seen[-1] == first


def test_two_runs_that_were_looked_at_differently_show_the_same_at_rest() -> None:
    shown = []
    for looks in (1, 7, 90):
        session = open_session("ring", seed=3)
        scales = scales_of(session)
        session.apply(Run())
        for step in range(0, 630, 90):
            for _ in range(90 // looks if looks < 90 else 1):
                session.advance(steps=looks if looks < 90 else 90)
                scales.fit()
            session.advance(steps=step + 90 - session.step)
        session.apply(Pause())
        shown.append(limits(scales))
    assert shown[0] == shown[1] == shown[2]
    assert shown[0] == limits(scales_of(session))  # and so does whoever comes later


# What a person chooses


def test_a_layers_scale_can_be_fitted_locked_and_let_go(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("digits", (1280, 720))
    app.window.console_panel.knobs.put([70], np.array([53.0]))
    scales = app.window.console.scales
    app.window.refresh()
    automatic = scales.layers[0].limit
    entry(layer_menu(app, 0), "Fit to every knob").trigger()
    assert (scales.layers[0].limit, scales.layers[0].beyond) == (70, 0)
    assert "scale ±70 (locked)" in " ".join(words(app, pixmaps))
    assert entry(layer_menu(app, 0), "Lock at ±70").isChecked()
    app.do(Undo())
    app.window.refresh()
    assert scales.layers[0].limit == 70
    entry(layer_menu(app, 0), "Automatic").trigger()
    assert scales.layers[0].limit == automatic
    assert not scales.layers[0].locked


def test_each_neuron_can_have_a_scale_of_its_own(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened()
    console, bank = app.window.console, app.window.console.bank
    app.window.console_panel.knobs.put([0], np.array([30.0]))
    entry(layer_menu(app, 0), "One for each neuron").trigger()
    own = [console.scales.of_neuron(0, neuron) for neuron in range(4)]
    assert own[0] == 30
    assert max(own[1:]) < 5
    knobs = np.arange(bank.layout.size)
    assert console.scales.limits(knobs).tolist() == [console.scales.limit(k) for k in knobs]
    assert any(said.startswith("a scale for each neuron, ±") for said in words(app, pixmaps))
    for target in (("neuron", 0, 1), ("layer", 0)):  # what multiplies knobs is not called scale
        menu = app.window.commands.knobs.menu_of(target, console)
        texts = [action.text() for action in menu.actions()]
        assert "Multiply every knob…" in texts
        assert "Scale…" not in texts
    assert console.scales.layers[0].own
    entry(layer_menu(app, 0), "One for each neuron").trigger()
    assert console.scales.layers[0].limit == 30
    assert not console.scales.layers[0].own


def test_keys_choose_for_all_layers(opened: Opened) -> None:
    app = opened()
    scales, both = app.window.console.scales, Qt.KeyboardModifier.ControlModifier
    both |= Qt.KeyboardModifier.AltModifier
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_L, both)
    assert all(scale.locked for scale in scales.layers)
    app.window.console_panel.knobs.put([0], np.array([99.0]))
    app.window.refresh()
    assert scales.layers[0].beyond == 1
    QTest.keyClick(app.window, Qt.Key.Key_A, both)
    assert not any(scale.locked for scale in scales.layers)
    assert scales.layers[0].beyond == 0
    QTest.keyClick(app.window, Qt.Key.Key_F, both)
    assert all(scale.locked for scale in scales.layers)
    QTest.keyClick(app.window, Qt.Key.Key_N, both)
    assert all(scale.own and not scale.locked for scale in scales.layers)


def test_a_typed_scale_is_kept_for_the_same_network(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    scales = app.window.console.scales
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *_: (4.0, True))
    entry(layer_menu(app, 1), "Lock at…").trigger()
    assert scales.layers[1].limit == 4
    app.do(Load(load_scenario("xor"), 1))
    QApplication.processEvents()
    assert not any(scale.locked for scale in scales.layers)
    app.do(Load(load_scenario("ring"), 2))
    QApplication.processEvents()
    assert [scale.locked for scale in scales.layers] == [False, True, False]
    assert scales.layers[1].limit == 4


def test_every_heading_says_its_scale(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened()
    said = [text for text in words(app, pixmaps) if "±" in text]
    canvas = app.window.console.canvas
    seen = [one for one in canvas.geometry.sections if one.y < canvas.shown.bottom()]
    assert len(said) == len(seen) > 0
