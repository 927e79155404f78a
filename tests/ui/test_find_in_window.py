"""Find a knob: from Ctrl+F to a typed value in four actions, in any network, and nothing untrue."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from few_panels import few
from hypothesis import given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from session_free import wide_digits
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.dialogs.shortcuts import ShortcutSheet
from eq_sim.ui.models.knob_finder import KnobFinder
from eq_sim.ui.panels.find_field import FindField
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
KEY, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def press(app: App, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(app.window.windowHandle(), key, modifiers)
    QApplication.processEvents()


def write(app: App, text: str) -> None:
    """Types into whatever has the keyboard."""
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)
    QApplication.processEvents()


def find(app: App, text: str = "") -> FindField:
    app.window.activateWindow()
    press(app, KEY.Key_F, CONTROL)
    write(app, text)
    field = app.window.console_panel.find_field
    assert field is not None
    assert field.isVisible()
    return field


def finder(session: Session) -> KnobFinder:
    bank = LiveBank(session)
    return KnobFinder(session, bank, Scales(bank).limits)


ONE_KNOB = open_session("one-knob")
TWICE = [(KEY.Key_Return, NONE), (KEY.Key_Return, NONE)]
AT_ONCE = [(KEY.Key_Return, CONTROL)]


@pytest.mark.parametrize("enter", [AT_ONCE, TWICE], ids=["Ctrl+Enter", "Enter, Enter"])
def test_from_ctrl_f_to_a_typed_value(opened: Opened, enter: list[tuple[Qt.Key, object]]) -> None:
    app = opened("digits")
    layout = app.session.layout
    app.window.activateWindow()
    actions: list[Callable[[], None]] = [
        lambda: press(app, KEY.Key_F, CONTROL),
        lambda: write(app, "row 3 column 5 neuron 7"),
        *[lambda key=key, held=held: press(app, key, held) for key, held in enter],  # type: ignore[misc]
        lambda: (write(app, "0.625"), press(app, KEY.Key_Return)),  # type: ignore[func-returns-value]
    ]
    assert len(actions) - len(enter) + 1 == 4
    for action in actions:
        action()
    knob = layout.index(0, 6, 2 * 8 + 4)
    assert app.session.parameters.theta[knob] == pytest.approx(0.625)
    moved = np.flatnonzero(app.session.parameters.theta != app.session.parameters.start)
    assert moved.tolist() == [knob]
    assert app.window.console.input.focused == knob
    assert app.window.console.hasFocus()


def test_enter_goes_to_the_knob_and_leaves_its_value(opened: Opened) -> None:
    app = opened()
    field = find(app, "bias of neuron 4")
    before = app.session.parameters.theta.tobytes()
    press(app, KEY.Key_Return)
    console = app.window.console
    assert not field.isVisible()
    assert console.hasFocus()
    assert console.input.chosen.tolist() == [app.session.layout.index(0, 3, None)]
    assert app.session.parameters.theta.tobytes() == before


def test_a_knob_out_of_sight_is_scrolled_to(opened: Opened) -> None:
    app = opened("digits", size=(960, 540), panels=PANELS)
    console = app.window.console
    last = app.session.layout.size - 1  # below the lower edge, where not all fits
    find(app, "2,410")
    press(app, KEY.Key_Return)
    assert console.input.focused == last
    assert console.viewport().rect().contains(console.box_of(last).center())
    # Away and back to the same knob: it has the focus already, and has to be seen all the same.
    console.verticalScrollBar().setValue(0)
    find(app, "2,410")
    press(app, KEY.Key_Return)
    assert console.viewport().rect().contains(console.box_of(last).center())


def test_esc_gives_back_what_was(opened: Opened) -> None:
    app = opened(panels=few("settings"))
    console = app.window.console
    console.go_to(3)
    press(app, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chosen = console.input.chosen.tolist()
    assert len(chosen) == 2
    field = find(app, "largest")
    press(app, KEY.Key_Down)
    press(app, KEY.Key_Escape)
    assert not field.isVisible()
    assert console.hasFocus()
    assert console.input.chosen.tolist() == chosen
    rate = app.window.panel("hyperparameters").fields["learning_rate"].field
    rate.setFocus()
    find(app, "dead")
    press(app, KEY.Key_Escape)
    assert rate.hasFocus()


def test_a_value_that_is_being_typed_gives_way(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    console.go_to(3)
    press(app, KEY.Key_Return)
    write(app, "0.12")
    field = find(app, "x1 neuron 2")
    assert field.line.text() == "x1 neuron 2"
    press(app, KEY.Key_Escape)
    assert console.hasFocus()
    assert console.input.focused == 3
    assert (app.session.parameters.theta == app.session.parameters.start).all()


def test_arrows_choose_among_what_was_found(opened: Opened) -> None:
    app = opened()
    app.session.apply(act.Train(20))
    field = find(app, "largest")
    order = np.argsort(-np.abs(app.session.parameters.theta), kind="stable")
    names = [app.window.console.bank.name(int(knob)) for knob in order[:20]]
    assert [row[0] for row in field.matches.rows] == names
    assert field.head.text() == "Largest first, whichever sign · 25 knobs; the first 20"
    for key, row in (("Down", 1), ("Down", 2), ("Up", 1), ("PageDown", 6), ("PageUp", 1)):
        press(app, getattr(KEY, f"Key_{key}"))
        assert field.matches.currentRow() == row
    press(app, KEY.Key_Return)
    assert app.window.console.input.focused == order[1]


def test_the_chosen_knob_is_lit_where_it_stands(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    find(app, "bias")
    for row in range(3):
        assert console.input.hovered == app.session.layout.index(0, row, None)
        bubble = console.bubble
        assert bubble is not None
        assert f"bias of neuron {row + 1}, layer 1" in bubble.lines
        press(app, KEY.Key_Down)
    press(app, KEY.Key_Escape)
    assert console.input.hovered is None
    assert console.bubble is None


def test_a_click_goes_there(opened: Opened) -> None:
    app = opened()
    field = find(app, "x2")
    QTest.mouseClick(field.head, Qt.MouseButton.LeftButton)  # beside it, one goes on typing
    assert field.line.hasFocus()
    assert app.window.console.input.focused is None
    at = field.matches.visualItemRect(field.matches.item(2)).center()
    QTest.mouseClick(field.matches.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    assert app.window.console.input.focused == app.session.layout.index(0, 2, 1)
    assert not field.isVisible()


def test_what_is_typed_reaches_nothing_else(opened: Opened) -> None:
    app = opened()
    theta = app.session.parameters.theta.tobytes()
    field = find(app, "n x h e l 1 2 3 z")
    assert field.line.text() == "n x h e l 1 2 3 z"
    assert not app.session.running
    assert app.session.parameters.theta.tobytes() == theta


def test_unknown_words_offer_what_can_be_asked(opened: Opened) -> None:
    app = opened()
    field = find(app, "wombat")
    assert field.head.text() == "There is nothing called 'wombat' here. You can ask for:"
    assert field.matches.currentRow() == -1
    press(app, KEY.Key_Return)
    assert field.isVisible()  # nothing is chosen: nothing happens
    queries = [row[0] for row in field.matches.rows]
    assert "largest gradient" in queries
    for query in queries:  # each of them can be asked
        field.line.setText(query)
        assert not finder(app.session).ask(query).unknown, query
        assert "nothing called" not in field.head.text()
    field.line.setText("wombat")
    press(app, KEY.Key_Down)
    press(app, KEY.Key_Return)
    assert field.line.text() == queries[0]
    assert len(field.matches.rows) == 1


def test_an_empty_field_offers_the_same(opened: Opened) -> None:
    field = find(opened("digits"))
    assert field.head.text() == "Find knobs by a name or by a rule"
    assert any("row" in row[0] and "column" in row[0] for row in field.matches.rows)


def test_the_gradient_that_is_shown_is_that_of_all_training_samples(opened: Opened) -> None:
    app = opened()
    app.session.apply(act.Train(30))
    field = find(app, "largest gradient")
    slopes = KnobSlices(app.session).gradient()
    count = len(app.session.state().data.train)
    assert f"the gradient of the train loss on all {count} training samples" in field.head.text()
    bank = app.window.console.bank
    names = {bank.name(knob): knob for knob in range(25)}
    for name, value, why in field.matches.rows:
        shown = float(re.sub("−", "-", why.removeprefix("gradient ")))
        assert shown == pytest.approx(slopes[names[name]], rel=0.006)
        here = float(bank.whole()[names[name]])
        assert float(value.replace("−", "-")) == pytest.approx(here, rel=6e-4)
    sizes = [abs(slopes[names[row[0]]]) for row in field.matches.rows]
    assert sizes == sorted(sizes, reverse=True)


def test_while_training_runs_values_follow_and_an_order_says_of_which_step_it_is(
    opened: Opened, clock: SimulatedClock, qtbot: QtBot
) -> None:
    app = opened("ring", clock=clock)
    field = find(app, "largest")
    before = [row[0] for row in field.matches.rows]
    app.do(act.Run())
    for _ in range(40):
        clock.now += 0.05
        app.tick()
    assert app.session.step > 20
    assert field.head.text().endswith(" · at step 0")
    bank = app.window.console.bank
    assert [row[0] for row in field.matches.rows] == before
    names = {bank.name(knob): knob for knob in range(25)}
    for name, value, _ in field.matches.rows:
        here = float(bank.whole()[names[name]])
        assert float(value.replace("−", "-")) == pytest.approx(here, rel=6e-4)
    app.do(act.Pause())
    qtbot.waitUntil(lambda: " · at step" not in field.head.text())
    order = np.argsort(-np.abs(bank.whole()), kind="stable")[:20]
    assert [names[row[0]] for row in field.matches.rows] == order.tolist()


def test_what_takes_long_is_computed_in_parts_and_enter_waits(opened: Opened, qtbot: QtBot) -> None:
    app = opened(wide_digits())
    field = find(app)
    field.line.setText("dead")
    assert field.head.text() == "Computing the gradient: 0 of 1,258 training samples …"
    QTest.keyClick(field.line, KEY.Key_Return)
    assert field.isVisible()
    qtbot.waitUntil(lambda: app.window.console.input.focused is not None)
    dead = np.flatnonzero(KnobSlices(app.session).gradient() == 0)
    assert app.window.console.input.focused == dead[0]
    assert not field.isVisible()
    assert not field._work.isActive()


def test_other_words_end_what_was_being_computed(opened: Opened, qtbot: QtBot) -> None:
    app = opened(wide_digits())
    field = find(app)
    field.line.setText("dead")
    QTest.keyClick(field.line, KEY.Key_Return)
    field.line.setText("frozen")
    assert field.head.text() == "No knob is frozen."
    qtbot.waitUntil(lambda: not field._work.isActive())
    assert app.window.console.input.focused is None
    assert field.isVisible()


def test_a_gradient_is_computed_once() -> None:
    session = wide_digits()
    one = finder(session)
    one.ask("dead")
    while one.work():
        pass
    first = one.found
    assert not one.ask("largest gradient").computing
    assert one.ask("dead") == first
    session.apply(act.Train(1))
    assert one.ask("dead").computing


def test_while_training_runs_a_long_answer_comes_too() -> None:
    session = wide_digits()
    one = finder(session)
    session.apply(act.Run())
    one.ask("largest gradient")
    parts = 0
    while one.work():
        session.advance(0.05)
        one.refresh()
        parts += 1
        assert parts < 100
    assert session.step > 0
    assert one.found.heading.endswith(" · at step 0")
    assert len(one.found.matches) == 20


def test_in_a_large_network_few_names_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    session = wide_digits()
    bank = LiveBank(session)
    asked = []
    name = bank.name
    monkeypatch.setattr(bank, "name", lambda knob: asked.append(knob) or name(knob))
    one = KnobFinder(session, bank, Scales(bank).limits)
    for query in ("", "layer 1", "n7", "row 3 column 5", "largest", "moved most", "bias", "wombat",
                  "smallest 50 %", "pixel in row 3, column 5 → neuron 7", "all knobs"):  # fmt: skip
        asked.clear()
        one.ask(query)
        assert len(asked) <= 20, query
    assert one.found.heading == "75,010 knobs; the first 20"


def test_another_network_is_asked_anew(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    field = find(app, "x1 neuron 3")
    assert len(field.matches.rows) == 1
    app.do(act.Load(open_session("digits").scenario, 1))
    qtbot.waitUntil(lambda: "There is nothing called" in field.head.text())
    field.line.setText("r1c1 n2")
    assert [row[0] for row in field.matches.rows] == ["pixel in row 1, column 1 → neuron 2"]


def test_frozen_and_muted_knobs_are_found() -> None:
    session = open_session("ring")
    one = finder(session)
    session.apply(act.Freeze.of((2, 5), on=True, size=25))
    session.apply(act.Mute.of((6,), on=True, size=25))
    assert [match.knob for match in one.ask("frozen").matches] == [2, 5]
    assert one.found.heading == "Frozen: training leaves them as they are · 2 knobs"
    (muted,) = one.ask("muted").matches
    assert (muted.knob, muted.why) == (6, "muted")
    # Its fader stands where the knob comes back to, and so does what is said of it.
    assert muted.value == f"{LiveBank(session).whole()[6]:.4g}".replace("-", "−")
    assert one.ask("moved in last step").heading == "No training step was taken yet."
    session.apply(act.Train(1))
    assert 0 < len(one.ask("moved in last step").matches) <= 20
    assert one.ask("outliers").heading == "No knob is beyond the end of its scale."
    assert one.ask("dead neurons").heading.startswith("None of the 6 hidden neurons answers 0")


def test_where_no_step_comes_next_it_says_why() -> None:
    session = open_session("ring")
    one = finder(session)
    assert len(one.ask("moves next").matches) == 20
    assert "by its batch of 25 of 300 samples" in one.found.heading
    session.apply(act.LockKnobs(on=True))
    assert one.refresh()
    assert one.found.heading == "All knobs are locked: there is no next step."
    session.apply(act.LockKnobs(on=False))
    session.apply(act.Run())
    assert one.ask("moves next").heading.startswith("Steps follow each other")


def test_the_menu_and_the_list_of_shortcuts_have_it(opened: Opened) -> None:
    app = opened()
    entries = {one.text().replace("&", ""): one for one in app.window.menus["&Edit"].actions()}
    entry = entries["Find a knob…"]
    assert entry.shortcut().toString() == "Ctrl+F"
    entry.trigger()
    assert app.window.console_panel.find_field is not None
    assert app.window.console_panel.find_field.line.hasFocus()
    app.window.commands.show_shortcuts()
    sheet = app.window.findChild(ShortcutSheet)
    sheet.search.setText("find")
    assert ("Find a knob…", "Ctrl+F") in sheet.shown["Edit"]
    assert len(sheet.shown["Finding a knob"]) == 4
    sheet.close()


def test_a_screen_reader_hears_what_is_chosen(opened: Opened) -> None:
    app = opened()
    field = find(app, "x2")
    line = QAccessible.queryAccessibleInterface(field.line)
    assert line.role() == QAccessible.Role.EditableText
    assert line.text(QAccessible.Text.Name) == "Find a knob by its name or by a rule"
    press(app, KEY.Key_Down)
    name, value, why = field.matches.rows[1]
    said = line.text(QAccessible.Text.Description)
    assert said == f"2 of 4: {name}, {value}, {why}. 4 knobs"
    matches = QAccessible.queryAccessibleInterface(field.matches)
    assert matches.role() == QAccessible.Role.List
    assert matches.text(QAccessible.Text.Name) == "Knobs that were found"
    spoken = [matches.child(place).text(QAccessible.Text.Name) for place in range(4)]
    assert spoken[1] == f"{name}, {value}, {why}"
    close = QAccessible.queryAccessibleInterface(field.shut)
    assert close.text(QAccessible.Text.Name) == "Close"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        ((1280, 720), 150),
        pytest.param((960, 540), 100, marks=pytest.mark.slow),
        pytest.param((1600, 900), 100, marks=pytest.mark.slow),
    ],
)
def test_it_lies_over_the_console_and_within_it(
    opened: Opened, size: tuple[int, int], text: int
) -> None:
    app = opened("digits", size=size, panels=PANELS)
    before = current()
    app.window.set_look(replace(before, text=text), remember=False)
    try:
        QApplication.processEvents()
        for query in ("", "dead", "largest", "wombat", "r1c1 n1"):
            field = find(app, query)
            view = app.window.console.geometry()
            assert view.contains(field.geometry()), query
            last = field.matches.currentRow()
            if last >= 0:
                box = field.matches.visualItemRect(field.matches.item(last))
                assert field.matches.viewport().rect().contains(box), query
            inside = field.rect()
            for part in (field.line, field.head, field.shut):
                box = part.rect().translated(part.mapTo(field, QPoint(0, 0)))
                assert inside.contains(box), (query, part)
        app.window.resize(size[0] + 100, size[1] + 60)
        QApplication.processEvents()
        assert app.window.console.geometry().contains(field.geometry())
    finally:
        app.window.set_look(before, remember=False)


WORDS = "largest neuron 3 x1 -> layer dead next moved row 5 % . , bias"
GARBAGE = some.one_of(
    some.text(max_size=40),
    some.lists(some.sampled_from(WORDS.split()), max_size=5).map(" ".join),
)


@settings(max_examples=60)
@given(GARBAGE)
def test_whatever_is_typed_there_is_an_answer(query: str) -> None:
    found = finder(ONE_KNOB).ask(query)
    assert found.heading
    assert len(found.matches) <= 20
    assert bool(found.examples) == (found.unknown or not query.strip())
