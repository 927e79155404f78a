"""Beyond the last real knob: the way there and back, by mouse, keyboard, and by ear."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from few_panels import few
from painted_texts import Pixmaps, look, recorded
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.beyond.beyond import Beyond
from eq_sim.ui.console.console import Console
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
KEY = Qt.Key


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def beyond(app: App, *, still: bool = True) -> Beyond:
    """Goes there as a person does, by the View menu's key; then from square to square at once."""
    app.window.set_look(replace(current(), still=still))
    app.window.activateWindow()
    QTest.keyClick(app.window, KEY.Key_U, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    view = app.window.beyond.view
    assert view is not None
    assert view.isVisible()
    return view


def roll(view: Beyond, notches: float) -> None:
    at = QPointF(view.rect().center())
    turn = QPoint(0, round(120 * notches))
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), turn, *none, phase, False)
    QApplication.sendEvent(view, event)
    QApplication.processEvents()


def texts(view: Beyond) -> dict[str, str]:
    """What its table says, line by line."""
    lines = view.details.layout().itemAt(1).layout()
    found = [lines.itemAt(place).widget() for place in range(lines.count())]
    shown = [widget.text() for widget in found if not widget.isHidden()]
    return dict(zip(shown[::2], shown[1::2], strict=True))


def test_the_menus_key_goes_there_and_escape_comes_back(opened: Opened) -> None:
    app = opened()
    view = beyond(app)
    assert not app.window.console_panel.isVisible()
    assert view.mark.text() == "drawn, not running"
    assert view.hasFocus()
    assert texts(view)["Knobs"] == "25"
    QTest.keyClick(view, KEY.Key_Escape)
    assert view.isHidden()
    assert app.window.console.isVisible()
    assert app.window.console.hasFocus()
    entries = app.window.menus["&View"].actions()
    entry = next(one for one in entries if "last real knob" in one.text())
    assert isinstance(entry, QAction)
    entry.trigger()
    assert view.isVisible()
    entry.trigger()
    assert view.isHidden()


def test_arrows_go_from_network_to_network(opened: Opened) -> None:
    view = beyond(opened(open_session("digits")))
    names = []
    for _ in range(11):
        names.append(view.zoom.chosen.name)
        QTest.keyClick(view, KEY.Key_Right)
    assert names[0] == "your network"
    assert names[-2:] == ["DeepSeek-V3", "GPT-4"]
    assert texts(view)["Turned one a second"] == "about 54,000 years"
    QTest.keyClick(view, KEY.Key_Left)
    assert view.zoom.chosen.name == "DeepSeek-V3"
    QTest.keyClick(view, KEY.Key_Home)
    assert texts(view)["A desk of 1 cm faders"] == "24.1 m"
    QTest.keyClick(view, KEY.Key_End)
    assert view.zoom.chosen.name == "GPT-4"


def test_squares_have_areas_true_to_their_knobs(opened: Opened) -> None:
    view = beyond(opened())
    drawing = view.drawing
    for at in (1.4, 5.0, 8.2, 11.25, 12.2):
        view.show_at(at)
        boxes = {stage: drawing.box_of(stage) for stage in view.zoom.stages}
        areas = [box.width() * box.height() / stage.knobs for stage, box in boxes.items()]
        assert areas == pytest.approx([areas[0]] * len(areas), rel=1e-6)
        corners = {(round(box.left(), 3), round(box.bottom(), 3)) for box in boxes.values()}
        assert len(corners) == 1
    view.show_at(view.zoom.most)
    largest = drawing.box_of(view.zoom.stages[-1])
    assert drawing.room.contains(largest)
    assert largest.width() > 0.8 * min(drawing.room.width(), drawing.room.height())


def test_the_wheel_and_the_keys_zoom_and_further_in_than_all_is_back(opened: Opened) -> None:
    app = opened()
    view = beyond(app)
    start = view.zoom.at
    roll(view, -1)
    assert view.zoom.at == pytest.approx(start + 0.25)
    QTest.keyClick(view, KEY.Key_Minus)
    assert view.zoom.at == pytest.approx(start + 0.75)
    QTest.keyClick(view, KEY.Key_Plus)
    roll(view, 1)
    assert view.zoom.at == pytest.approx(start)
    assert view.isVisible()
    roll(view, 1)
    assert view.isHidden()
    assert app.window.console.isVisible()


def test_zooming_out_where_all_knobs_are_in_view_goes_on_beyond(opened: Opened) -> None:
    app = opened(open_session("digits"))
    console, link = app.window.console, app.window.beyond
    console.fit_all()
    turn_out(console, 1)
    assert not link.shown  # one notch is easily one too many
    turn_out(console, 1)
    assert link.shown
    view = link.view
    assert view is not None
    assert view.zoom.chosen.name == "your network"
    roll(view, 1)
    assert not link.shown
    assert console.view.at_all
    for _ in range(2):  # by the key that zooms, wherever the focus is
        app.window.transport.train.setFocus()
        QTest.keyClick(app.window, KEY.Key_Minus)
    assert view.zoom.at == pytest.approx(view.zoom.least + 0.5)
    QTest.keyClick(app.window, KEY.Key_0)
    assert not link.shown
    QTest.mouseClick(app.window.console_panel.zoom.out, Qt.MouseButton.LeftButton)
    assert link.shown


def turn_out(console: Console, notches: int) -> None:
    """Turns the wheel towards oneself, with Ctrl."""
    at = QPointF(console.viewport().rect().center())
    phase, held = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.ControlModifier
    for _ in range(notches):
        event = QWheelEvent(
            at, console.viewport().mapToGlobal(at), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, held, phase, False,
        )  # fmt: skip
        QApplication.sendEvent(console.viewport(), event)


def test_coming_from_near_the_wheel_stops_where_all_is_in_view(opened: Opened) -> None:
    app = opened(open_session("digits"))
    console = app.window.console
    console.fit_all()
    console.zoom_in()
    for _ in range(100):
        if console.view.at_all:
            break
        turn_out(console, 1)
    assert console.view.at_all
    assert not app.window.beyond.shown


def test_buttons_and_the_slider_do_the_same(opened: Opened) -> None:
    app = opened()
    view = beyond(app)
    slider = view.findChild(QSlider)
    slider.setValue(slider.maximum())
    assert view.zoom.chosen.name == "GPT-4"
    QTest.mouseClick(view.larger, Qt.MouseButton.LeftButton)
    assert slider.value() < slider.maximum()
    QTest.mouseClick(view.smaller, Qt.MouseButton.LeftButton)
    assert slider.value() == slider.maximum()
    back = next(one for one in view.findChildren(QPushButton) if "Back" in one.text())
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert view.isHidden()


def test_a_click_goes_to_a_square(opened: Opened) -> None:
    view = beyond(opened())
    view.show_at(view.zoom.most)
    stage = next(stage for stage in view.zoom.stages if stage.name == "GPT-3")
    at = view.drawing.mapTo(
        view, (view.drawing.box_of(stage).topRight() + QPointF(-3, 3)).toPoint()
    )
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.zoom.chosen is stage


def test_without_reduced_motion_it_glides_there(opened: Opened, qtbot: QtBot) -> None:
    view = beyond(opened(), still=False)
    QTest.keyClick(view, KEY.Key_End)
    assert view.zoom.at < view.zoom.most
    qtbot.waitUntil(lambda: view.zoom.at == view.zoom.most)
    QTest.keyClick(view, KEY.Key_Home)
    view.begin()  # what goes on is given up
    assert view.zoom.at == view.zoom.yours.decades


def test_another_language_leaves_one_where_one_is(opened: Opened, qtbot: QtBot) -> None:
    app = opened(open_session("digits"))
    before = app.window
    before.console.view.zoom_to(0.8, QPointF(300, 200))
    near = before.console.view.looking.closeness
    view = beyond(app)
    for key in (KEY.Key_End, KEY.Key_Plus):
        QTest.keyClick(view, key)
    at = view.zoom.at
    before.set_look(replace(current(), language="de"))
    qtbot.waitUntil(lambda: app.window is not before)
    view = app.window.beyond.view
    assert view is not None
    assert view.isVisible()
    assert view.zoom.at == at
    assert app.window.focusWidget() is view
    assert not app.window.console_panel.isVisible()
    assert view.mark.text() == "gezeichnet, läuft nicht"
    QTest.keyClick(view, KEY.Key_Escape)
    assert view.isHidden()
    assert app.window.console.isVisible()
    assert app.window.console.view.looking.closeness == near


def test_another_network_has_its_own_square(opened: Opened) -> None:
    app = opened()
    view = beyond(app)
    app.do(act.Load(load_scenario("digits"), 1))
    app.window.refresh()
    assert texts(view)["Knobs"] == "2,410"
    view.show_at(11.0)
    app.do(act.Load(load_scenario("xor"), 1))
    app.window.refresh()
    assert view.zoom.at == 11.0
    assert view.zoom.yours.knobs == 33


def test_it_is_said_to_those_who_hear_it(opened: Opened) -> None:
    view = beyond(opened())
    assert "drawn, not running" in view.accessibleName()
    slider = view.findChild(QSlider)
    QTest.keyClick(view, KEY.Key_End)
    for heard in (slider.accessibleName(), view.drawing.accessibleDescription()):
        assert heard.startswith("GPT-4, about 1.7 T. Knobs: about 1.7 trillion; Published: no, an")
    assert view.smaller.accessibleName() == "Zoom out: a larger network"


def test_a_refusal_brings_the_knobs_back_and_is_read(opened: Opened) -> None:
    app = opened()
    view = beyond(app)
    app.window.say("Nothing was changed.")
    assert view.isHidden()
    assert app.window.console_panel.notice.isVisible()
    view = beyond(app)
    app.window.say("Goal reached.", warning=False)
    assert view.isVisible()


def test_hints_that_point_at_knobs_end(opened: Opened) -> None:
    app = opened()
    app.window.welcome()
    QApplication.processEvents()
    assert app.window.hinting
    beyond(app)
    assert not app.window.hinting


@pytest.fixture
def pixmaps(monkeypatch: pytest.MonkeyPatch) -> Pixmaps:
    return recorded(monkeypatch)


def test_there_is_room_for_it_above_a_lesson(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened(open_session("ring"), (1280, 720), panels=PANELS)
    window = app.window
    window.set_look(replace(current(), text=150))
    window.resize(1280, 720)
    window.reset_arrangement()
    low = QLabel("A lesson's caption.")
    window.add_below_console(low)
    view = beyond(app)
    for high in (150, 230, 330):
        low.setFixedHeight(high)
        view.show_at(11.24)
        for _ in range(3):
            QApplication.processEvents()
        assert not look(window, pixmaps).faults, high


@pytest.mark.parametrize(
    ("size", "text", "decimal"),
    [
        ((1280, 720), 150, "comma"),
        pytest.param((1280, 720), 100, "point", marks=pytest.mark.slow),
        pytest.param((1920, 1080), 115, "point", marks=pytest.mark.slow),
    ],
)
def test_no_label_meets_another_or_is_cut(
    opened: Opened, pixmaps: Pixmaps, size: tuple[int, int], text: int, decimal: str
) -> None:
    app = opened(open_session("ring"), size, panels=PANELS)
    window = app.window
    window.set_look(replace(current(), text=text, decimal=decimal))
    window.resize(*size)
    window.reset_arrangement()
    view = beyond(app)
    for at in (1.4, 8.0, 11.83, 12.3):
        view.show_at(at)
        for _ in range(3):
            QApplication.processEvents()
        seen = look(window, pixmaps)
        assert not seen.faults, at
        named = {words for words in seen.words if words.startswith(("GPT-3 ", "your network "))}
        assert len(named) == (2 if view.zoom.chosen.knobs >= 1e11 else 1)
