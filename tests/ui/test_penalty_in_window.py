"""Weight decay is seen: a second arrow, and the loss told apart."""

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import Set, Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.penalty import penalty
from eq_sim.ui.style.numbers import adding_up

Opened = Callable[..., App]
_NUMBER = r"([+−]?[\d,]+\.\d+)"


def adds_up(*numbers: str) -> bool:
    """Whether the last of three numbers is the sum of the first two."""
    first, second, whole = (Decimal(one.replace("−", "-").replace(",", "")) for one in numbers)
    return first + second == whole


def seen(app: App) -> np.ndarray:
    """The pixels of the console."""
    app.window.refresh()
    QApplication.processEvents()
    image = app.window.console.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4).copy()


def test_a_penalty_has_arrows_a_mark_in_the_legend_and_a_share_of_the_loss(opened: Opened) -> None:
    app = opened()
    window, session = app.window, app.session
    session.apply(Train(60))
    plain = seen(app)
    assert window.panel("loss").parts.isHidden()
    assert "penalty" not in window.transport.readouts["train"].toolTip()
    session.apply(Set("l2", 0.03))
    pulled = seen(app)
    for knob in np.flatnonzero(session.layout.weights).tolist():
        box = window.console.box_of(knob)
        column = np.s_[box.top() : box.bottom(), box.left() : box.right()]
        assert (plain[column] != pulled[column]).any(), knob
    legend = window.console_panel.legend
    words = [legend.word_at(x) for x in range(legend.width())]
    assert "pull to 0" in words
    parts = window.panel("loss").parts
    assert not parts.isHidden()
    whole, *two = re.findall(_NUMBER, parts.text())
    assert adds_up(*two, whole)
    train, price = map(float, two)
    assert abs(train - session.losses.train) <= 0.0005
    assert abs(price - penalty(session)) <= 0.0005
    assert parts.text() in window.transport.readouts["train"].toolTip()
    assert "without the penalty" in window.transport.readouts["train"].toolTip()
    session.apply(Set("optimizer", "adamw"))
    seen(app)
    assert parts.isHidden()
    assert "no part of any loss" in window.transport.readouts["train"].toolTip()
    session.apply(Set("l2", 0.0))
    seen(app)
    assert "pull to 0" not in [legend.word_at(x) for x in range(legend.width())]


def test_the_inspector_tells_the_step_apart_in_numbers_that_add_up(opened: Opened) -> None:
    app = opened(open_session("ring", changes=[("l1", 0.01), ("optimizer", "adam")]))
    app.session.apply(Train(25))
    app.window.docks.bring("inspector")
    inspector = app.window.panel("inspector")
    told = 0
    for knob in range(app.session.layout.size):
        app.window.console.input.focus(knob)
        app.window.refresh()
        text = inspector.arrow.text()
        if app.session.layout.weights[knob] and "from it" in text:
            told += 1
            assert "(pull to 0)" in text
            assert adds_up(*re.findall(_NUMBER, text.partition("samples")[2])), text
        elif not app.session.layout.weights[knob]:
            assert "from it" not in text
    assert told > 9


def test_bars_have_the_second_arrow_where_they_are_long_enough(opened: Opened) -> None:
    app = opened("spiral", size=(1600, 900))
    window = app.window
    app.session.apply(Train(400))
    while window.console.canvas.geometry.faders:
        window.console.input.zoom(0.8, QPointF(100, 100))
    plain = seen(app)
    app.session.apply(Set("l2", 0.01))
    assert (plain != seen(app)).any()


def test_sums_are_of_the_numbers_as_they_are_written() -> None:
    assert adding_up(0.4931, 0.0296) == ("0.493", "0.030", "0.523")
    assert adding_up(0.0004, -0.00000123, sign=True) == ("+0.0004000", "−0.0000012", "+0.0003988")
    assert adding_up(0.5, 1e-13) is None
    assert adding_up(float("inf"), 1.0) is None
