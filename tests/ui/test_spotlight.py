"""The spotlight: several things at once, softly on and off, on the desk and on stage."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.language import stage_names
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.lesson_view.spotlight import Spotlight
from eq_sim.ui.stage import cards
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import DARK

Opened = Callable[..., App]
KNOB = "x1 -> neuron 1, layer 1"

LESSON = f"""
title = "Light"
idea = "What is meant is lit."
scenario = "ring"
seed = 3
[[step]]
pause = 1
[[step]]
pause = 1
highlight = ["{KNOB}", "panel loss"]
[[step]]
pause = 1
[[step]]
pause = 1
highlight = ["panel output", "panel loss"]
[[step]]
turn = "{KNOB}"
by = 1
seconds = 1
highlight = "{KNOB}"
"""

STAGE = f"""
title = "Light on stage"
idea = "What is meant is lit."
scenario = "ring"
seed = 3
[[step]]
show = ["console", "output"]
seconds = 0
[[step]]
pause = 1
highlight = ["{KNOB}", "panel output"]
[[step]]
show = ["knob: {KNOB}", "loss", "knob: layer 2"]
seconds = 0
[[step]]
pause = 1
highlight = ["{KNOB}", "panel loss"]
[[step]]
pause = 1
highlight = "knob: layer 2"
[[step]]
pause = 1
highlight = "neuron 2, layer 2"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


class Card(QLabel):
    """The least that can be on stage."""

    def refresh(self) -> None: ...

    def set_theme(self, theme: object) -> None: ...

    def rescale(self) -> None: ...


@pytest.fixture
def with_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card of knobs, whatever is drawn on it."""
    monkeypatch.setitem(stage_names.CARDS, "knob", lambda w, scope: tuple(find_knobs(w, scope)))
    spec = cards.CardSpec("knob", lambda models, subject: Card(subject.thing))
    monkeypatch.setitem(cards.CARDS, "knob", spec)


FAR = """
title = "Far down"
idea = "What is meant is brought into view."
scenario = "one-knob"
seed = 1
[[step]]
pause = 1
[[step]]
load = "digits"
seed = 1
[[step]]
say = "Far down,\\nin the last layer."
highlight = "neuron 7 -> digit 3"
"""


MANY = """
title = "More than fits"
idea = "A layer that is longer than the desk."
scenario = "ring"
change = { hidden = [16, 16] }
seed = 3
[[step]]
show = ["output", "console"]
large = "console"
seconds = 0
[[step]]
pause = 1
highlight = ["layer 2", "panel output"]
"""


def play(app: App, text: str) -> LessonView:
    show = app.window.open_lesson(parse_lesson(text, "light"), auto=True)
    app.timer.stop()
    show.player.play()
    return show


def go_to(app: App, show: LessonView, second: float) -> tuple[QRect, ...]:
    """Goes there, and returns what is lit."""
    show.player.go_to(round(600 * second))
    for _ in range(6):  # panels that have just come take a few rounds to find their places
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()
    return show.spotlight.boxes


def box(widget: QWidget | None) -> QRect:
    assert widget is not None
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def brightness(image: QImage, area: QRect) -> float:
    """The mean of a part of a picture."""
    part = image.copy(area).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), -1)
    return float(rows[:, : part.width()].mean())


@pytest.mark.slow
def test_what_is_lit_is_neither_dimmed_nor_covered(opened: Opened, with_cards: None) -> None:
    app = opened("ring", (1280, 720))
    window, console = app.window, app.window.console
    show = play(app, LESSON)
    assert go_to(app, show, 0.5) == ()
    plain = window.grab().toImage()
    knob, loss = go_to(app, show, 1.5)
    lit = window.grab().toImage()
    assert loss == box(window.panel("loss"))
    assert knob.contains(console.viewport().mapTo(window, console.center_of(0).toPoint()))
    for area in (knob, loss, box(show.bar.caption)):
        assert lit.copy(area) == plain.copy(area)
    output = box(window.panel("output"))
    assert brightness(lit, output) < 0.8 * brightness(plain, output)
    # The next step is dark, and the one after it lights another two.
    assert go_to(app, show, 2.5) == ()
    assert not show.spotlight.dims
    assert go_to(app, show, 3.5) == (output, loss)
    assert window.grab().toImage().copy(output) == plain.copy(output)
    # A knob that turns says where it is: that is lit with it.
    knob, bubble = go_to(app, show, 4.5)
    assert console.bubble is not None
    said = console.canvas.in_view(console.bubble.box)
    assert bubble == said.translated(console.viewport().mapTo(window, QPoint(0, 0)))
    assert show.spotlight.dimming(*bubble.center().toTuple()) == 0
    show.leave()
    # On stage knobs are lit on the console where it is there, and else on a card.
    show = play(app, STAGE)
    knob, output = go_to(app, show, 0.5)
    assert knob.contains(console.viewport().mapTo(window, console.center_of(0).toPoint()))
    assert output == box(window.panel("output"))
    stage = show.stage.stage
    first, second = (stage.on_stage(f"knob: {words}") for words in (KNOB, "layer 2"))
    assert first is second is None
    assert go_to(app, show, 1.5) == (
        box(stage.on_stage(f"knob: {KNOB}")),
        box(window.panel("loss")),
    )
    second = stage.on_stage("knob: layer 2")
    assert go_to(app, show, 2.5) == go_to(app, show, 3.5) == (box(second),)
    show.leave()
    # Words that come take room from the console: the knob that they are about stays in view.
    show = play(app, FAR)
    show.arrange(720)
    (far,) = go_to(app, show, 1.5)
    assert far.height() > 20
    assert console.verticalScrollBar().value() > 0
    show.leave()
    # A layer longer than the desk is lit where it begins; the desk does not scroll to and fro.
    show = play(app, MANY)
    show.arrange(720)
    rested = console.verticalScrollBar().value
    layer, _ = go_to(app, show, 0.5)
    seen = console.viewport().rect().translated(console.viewport().mapTo(window, QPoint(0, 0)))
    assert seen.contains(layer)
    at = rested()
    assert at > 0
    assert go_to(app, show, 0.8)[0] == layer
    assert rested() == at
    show.leave()


SHORT = """
title = "Light on and off"
idea = "What is meant is lit."
scenario = "ring"
seed = 3
[[step]]
pause = 0.1
[[step]]
say = "Loss."
seconds = 0.3
highlight = "panel loss"
[[step]]
pause = 0.3
highlight = "panel output"
"""
FRAME = 1 / 50


def dimming(app: App, show: LessonView, clock: SimulatedClock) -> tuple[list[float], list[float]]:
    """Plays to the end and on; returns how dim the answer and the loss are, frame by frame."""
    places = [box(app.window.panel(name)).center() for name in ("output", "loss")]
    seen: tuple[list[float], list[float]] = ([], [])
    after = 0
    while after < 20:
        clock.tick(app, FRAME)
        for place, series in zip(places, seen, strict=True):
            series.append(show.spotlight.dimming(place.x(), place.y()))
        after += show.player.finished
    return seen


def test_it_fades_from_what_was_lit_to_what_is(opened: Opened) -> None:
    clock = SimulatedClock()
    app = opened("ring", (1000, 640), clock=clock)
    show = play(app, SHORT)
    place = box(app.window.panel("output")).center().toTuple()
    output, loss = dimming(app, show, clock)
    lit = loss.index(next(share for share in loss if share))
    # A fifth of a second each: on the loss, from there to the answer, and off.
    way = [step / 10 for step in range(11)]
    begins = output.index(next(share for share in output if share)) - 1
    assert output[begins : begins + 11] == pytest.approx(way)
    assert not any(output[:begins])
    assert output[lit - 1 : lit + 10] == pytest.approx(way[::-1])
    assert loss[lit - 1 : lit + 10] == pytest.approx(way)
    assert loss[-8:] == [0.0] * 8
    assert max(abs(after - before) for before, after in pairwise(loss)) < 0.11
    assert not show.spotlight.dims
    # A jump goes there at once, and so does all where motion is reduced.
    show.bar.back.click()
    assert show.player.tick == 60
    assert show.spotlight.dimming(*place) == 1
    look = current()
    app.window.set_look(replace(look, still=True), remember=False)
    show.bar.play.click()
    output, loss = dimming(app, show, clock)
    assert {*output, *loss} == {0.0, 1.0}
    app.window.set_look(look, remember=False)
    show.leave()


def test_no_line_of_what_was_lit_crosses_a_caption_that_has_grown(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    light = Spotlight(window, DARK)
    caption, grown = QRect(0, 250, 400, 50), QRect(0, 150, 400, 150)
    light.light((QRect(0, 0, 200, 240),), caption)
    light.light((), caption, fades=True)
    assert light.dims  # on its way out
    light.light((QRect(0, 0, 200, 140),), grown, fades=True)
    assert light.there == 1


def test_a_film_shows_the_way() -> None:
    film = OffscreenFilm(parse_lesson(SHORT, "light"), (320, 180), "dark")
    knobs = []
    for picture in islice(film.frames(20), 8):
        if isinstance(picture, np.ndarray):
            shown = float(picture[:60, :100, :3].mean())
        knobs.append(shown)
    film.close()
    dark, steps = knobs[6], [before - after for before, after in pairwise(knobs[2:7])]
    assert knobs[:3] == [knobs[0]] * 3
    assert dark < 0.8 * knobs[0]
    assert steps == pytest.approx([(knobs[0] - dark) / 4] * 4, rel=0.15)
    assert knobs[7] == dark
