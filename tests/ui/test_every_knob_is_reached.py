"""Any knob of any network: by a pointer that zooms and scrolls, and by the keyboard alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.live import live_console
from eq_sim.ui.style.theme import DARK, apply_theme, load_fonts

KEY = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def a_network(seed: int) -> tuple[int, ...]:
    stream = np.random.default_rng(seed)
    return tuple(int(2 ** stream.uniform(0, 5.2)) for _ in range(int(stream.integers(1, 5))))


def a_console(
    qtbot: QtBot, hidden: tuple[int, ...], size: tuple[int, int]
) -> tuple[Console, Session]:
    session = open_session("ring")
    session.apply(Set("hidden", hidden))

    def do(action: AnyAction) -> bool:
        session.apply(action)
        return True

    load_fonts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, DARK)
    console = live_console(session, do, DARK)
    qtbot.addWidget(console)
    console.resize(*size)
    console.show()
    QApplication.processEvents()
    return console, session


def wheel(console: Console, at: QPointF, turn: int) -> None:
    view, control = console.viewport(), Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, turn),
        NONE, control, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("seed", range(4))
def test_by_a_pointer(qtbot: QtBot, seed: int) -> None:
    stream = np.random.default_rng(seed + 100)
    size = (int(stream.integers(430, 1200)), int(stream.integers(200, 800)))
    console, session = a_console(qtbot, a_network(seed), size)
    view, layout = console.viewport(), session.layout
    ends = [block.offset for block in layout.blocks] + [layout.size - 1]
    for knob in [*ends, *stream.integers(0, layout.size, 8).tolist()]:
        console.fit_all()
        QApplication.processEvents()  # scroll bars go a moment later
        assert console.canvas.all_shown
        at = console.center_of(knob)
        assert view.rect().contains(at.toPoint())
        for _ in range(60):  # until it is large enough to be taken by its own
            if console.box_of(knob).width() >= 12 and console.box_of(knob).height() >= 12:
                break
            wheel(console, console.center_of(knob), 120)
        at = console.center_of(knob)
        assert view.rect().contains(at.toPoint())
        QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, at.toPoint())
        assert console.grip is not None
        assert console.grip.knob == knob
        QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, at.toPoint())
        assert console.input.focused == knob


@pytest.mark.parametrize("seed", range(4))
def test_by_the_keyboard(qtbot: QtBot, seed: int) -> None:
    console, session = a_console(qtbot, a_network(seed), (700, 400))
    size = session.layout.size
    console.setFocus()
    seen: list[int] = []
    for _ in range(size):
        QTest.keyClick(console, KEY.Key_Right)
        assert console.input.focused is not None
        seen.append(console.input.focused)
    assert sorted(seen) == list(range(size))
    view = console.viewport().rect()
    assert view.contains(console.center_of(seen[-1]).toPoint())  # what has the focus is in view
    for _ in range(size - 1):
        QTest.keyClick(console, KEY.Key_Left)
    assert console.input.focused == seen[0]
    assert view.contains(console.center_of(seen[0]).toPoint())
    before = session.parameters.theta.copy()
    QTest.keyClick(console, KEY.Key_Up)
    assert np.flatnonzero(session.parameters.theta != before).tolist() == [seen[0]]
