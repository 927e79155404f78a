"""No text over another, none cut or elided: in the window as it is painted, at every size of words.

Numbers are as long as they get. The representative part runs always, the whole grid under `slow`.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from painted_texts import Pixmaps, faults, look, recorded
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Train, Turn
from eq_sim.session.change import Changes
from eq_sim.session.files.opening import open_session
from eq_sim.session.history import History, HistoryState, Losses
from eq_sim.session.looking import Looking
from eq_sim.session.session import Session
from eq_sim.session.state import Shelf
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.models.shown import Kind
from eq_sim.ui.panels.card import Elided
from eq_sim.ui.panels.loss_plot import LossPlot
from eq_sim.ui.panels.reference_words import Score
from eq_sim.ui.panels.references import ScoreLines
from eq_sim.ui.style.preferences import TEXT_CHOICES, Preferences, current, scaled, use
from eq_sim.ui.style.theme import DARK, apply_theme, load_fonts

Opened = Callable[..., App]
Spans = tuple[tuple[float, float], ...]
SMALL, MIDDLE, LARGE = (1280, 720), (1600, 880), (1920, 1080)
"""The last one is what a screen of 3840×2160 has at a scale of 2."""

NOTICE = (
    "This step was not taken: it would turn the knobs by 1,234,567,890 all together. "
    "Lower the learning rate, to 0.125 for instance."
)


@pytest.fixture
def pixmaps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pixmaps]:
    yield recorded(monkeypatch)
    use(Preferences())


def long_numbers(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every number of the window long: a million steps, and knobs far from everything."""
    monkeypatch.setattr(Session, "step", property(lambda session: 1_234_567))
    monkeypatch.setattr(Session, "epochs", property(lambda session: 250_000.5))
    size = session.layout.size
    values = 9876.543 * np.where(np.arange(size) % 2, -1, 1)
    session.apply(Turn(tuple(range(size)), tuple(values.tolist())))


def arrange(app: App, size: tuple[int, int], text: int, decimal: str) -> None:
    window = app.window
    window.set_look(replace(current(), text=text, decimal=decimal))
    window.resize(*size)
    window.reset_arrangement()
    settle(app)


def settle(app: App) -> None:
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()


def trained(name: str) -> Session:
    session = open_session(name)
    session.apply(Train(40))
    return session


# The window


@pytest.mark.parametrize(
    ("name", "size", "text", "decimal", "long"),
    [
        ("ring", SMALL, 100, "point", False),
        pytest.param("ring", MIDDLE, 115, "comma", True, marks=pytest.mark.slow),
        ("house-price", SMALL, 150, "comma", True),
        pytest.param("digits", MIDDLE, 130, "point", True, marks=pytest.mark.slow),
        pytest.param("penguins", SMALL, 150, "comma", False, marks=pytest.mark.slow),
    ],
)
def test_no_text_meets_another_or_is_cut(
    opened: Opened,
    pixmaps: Pixmaps,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: tuple[int, int],
    text: int,
    decimal: str,
    long: bool,
) -> None:
    session = trained(name)
    if long:
        long_numbers(session, monkeypatch)
    app = opened(session, size)
    arrange(app, size, text, decimal)
    seen = look(app.window, pixmaps)
    assert len(seen.texts) > 50
    assert not seen.faults
    # Whoever breaks it is told.
    app.window.transport.readouts["train"].setFixedWidth(20)
    QApplication.processEvents()
    assert any("cut" in fault for fault in faults(app.window, pixmaps))


def test_a_narrow_windows_top_row_leaves_out_only_what_has_no_room(opened: Opened) -> None:
    app = opened(trained("digits"), SMALL)
    arrange(app, SMALL, 100, "point")
    readouts = app.window.transport.readouts
    assert readouts["moved"].isVisible()
    assert readouts["moved"].text.endswith("of 2,410")
    arrange(app, SMALL, 150, "point")
    assert [name for name in ("step", "train", "measure") if readouts[name].isVisible()] == [
        "step", "train", "measure",
    ]  # fmt: skip
    arrange(app, SMALL, 100, "point")
    assert readouts["moved"].isVisible()


def test_a_lesson_with_large_words_shows_faders_with_numbers(opened: Opened) -> None:
    app = opened("ring")
    show = app.window.open_lesson(load_lesson("three-knobs"))
    app.timer.stop()
    arrange(app, SMALL, 150, "point")
    canvas = app.window.console.canvas
    assert canvas.geometry.faders
    assert min(canvas.geometry.travel) >= 56
    show.leave()


@pytest.mark.parametrize("text", [pytest.param(115, marks=pytest.mark.slow), 150])
def test_a_lesson_and_its_question_are_whole(opened: Opened, pixmaps: Pixmaps, text: int) -> None:
    app = opened("ring")
    show = app.window.open_lesson(load_lesson("three-knobs"))
    app.timer.stop()
    player = show.player
    player.play()
    arrange(app, SMALL, text, "comma")
    while not player.on_stage.waits_for:
        player.advance(TICKS)
        assert player.playing
    show.refresh()
    settle(app)
    seen = look(app.window, pixmaps)
    assert not seen.faults
    assert show.bar.hint.text() in seen.words
    assert show.bar.hint.text()
    player.pause()
    show.refresh()
    settle(app)
    assert not faults(app.window, pixmaps)
    show.leave()


@pytest.mark.slow
def test_a_bubble_covers_no_half_of_a_number(opened: Opened, pixmaps: Pixmaps) -> None:
    for name, size, text, value in (
        ("house-price", MIDDLE, 100, 0.9),
        ("one-knob", SMALL, 130, -1.4),
    ):
        app = opened(name, size)
        arrange(app, size, text, "comma")
        console = app.window.console
        console.input.hands.take((0,))
        app.do(Turn((0,), (value,)))
        console.viewport().repaint()
        assert console.bubble is not None
        assert not faults(app.window, pixmaps), name
        console.let_go()


def test_cells_in_a_narrow_window_say_what_they_show(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened(trained("digits"), SMALL)
    console = app.window.console
    arrange(app, SMALL, 150, "comma")
    console.fit_all()
    assert console.has_cells
    for kind in (Kind.START, Kind.LAST):
        console.show_in_cells(kind)
        settle(app)
        seen = look(app.window, pixmaps)
        assert not seen.faults
        assert kind.value in seen.words


@pytest.mark.slow
def test_answers_are_whole_and_leave_the_knobs_in_view(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("ring")
    show = app.window.open_lesson(load_lesson("a-million"))
    app.timer.stop()
    arrange(app, SMALL, 150, "comma")
    show.player.play()
    while show.player.on_stage.question is None:
        show.player.next()
    show.refresh()
    settle(app)
    seen = look(app.window, pixmaps)
    assert not seen.faults
    assert {answer.text() for answer in show.bar.answers} <= seen.words
    console = app.window.console
    assert console.viewport().rect().contains(console.box_of(console.bank.layout.size - 1))
    show.leave()


@pytest.mark.slow
def test_bubble_field_and_tabs_are_whole(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("ring", SMALL)
    console = app.window.console
    for text, knob in ((100, 0), (150, 16)):
        arrange(app, SMALL, text, "comma")
        console.go_to(knob)
        console.input.hands.take((knob,))
        app.do(Turn((knob,), (-9876.543,)))
        console.viewport().repaint()
        seen = look(app.window, pixmaps, floating=True)
        assert not seen.faults
        assert any("layer" in words for words in seen.words)
        console.let_go()
        app.do(Turn((knob,), (-1.2345678e-5,)))
        settle(app)
        console.edit(knob)
        assert not faults(app.window, pixmaps)
        console.setFocus()
    console.input.focus(None)
    settle(app)
    for dock in ("inspector", "compare", "by_hand"):
        app.window.docks[dock].raise_()
        settle(app)
        assert not faults(app.window, pixmaps), dock


@pytest.mark.parametrize(("size", "tabs"), [(SMALL, [5, 2]), (MIDDLE, [5])])
def test_the_first_arrangement_has_a_row_of_tabs_where_room_is_shared(
    opened: Opened, size: tuple[int, int], tabs: list[int]
) -> None:
    app = opened("ring", size)
    for _ in range(3):
        app.window.reset_arrangement()
        settle(app)
        bars = app.window.findChildren(QTabBar)
        assert [bar.count() for bar in bars if bar.isVisible() and bar.count()] == tabs


def test_the_goal_is_whole_without_scrolling(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened(trained("ring"), MIDDLE)
    arrange(app, MIDDLE, 100, "point")
    seen = look(app.window, pixmaps)
    (near,) = [text for text in seen.texts if text.words.startswith("Now ")]
    room = near.owner.window().rect().bottom() - 8  # the gap below the panels
    assert near.ink.bottom() < room


def test_the_heading_makes_room_for_the_overview_at_once(opened: Opened) -> None:
    app = opened("ring", SMALL)
    arrange(app, SMALL, 150, "point")
    panel = app.window.console_panel
    panel.setFixedWidth(508)  # as beside a lesson
    panel.console.fit_all()
    settle(app)
    widths = []
    for factor in (1.2, 6.0, 1 / 6):
        panel.console.view.zoom_by(factor, QPointF(100, 100))
        widths.append(panel.overview.width())
        assert panel.overview.isVisible()
        assert 0 < panel.legend.geometry().right() < panel.overview.x()
        settle(app)
    assert widths[0] > widths[1] < widths[2]


def test_headings_are_whole_at_every_width(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("digits", SMALL)
    window = app.window
    for width in (100, 262, 290):
        window.resizeDocks([window.docks["loss"]], [width], Qt.Orientation.Horizontal)
        settle(app)
        seen = look(window, pixmaps)
        assert not seen.faults
        assert {"How wrong it is", "The network's answer"} <= seen.words


@pytest.mark.parametrize("text", [100, 150])
def test_a_score_says_how_it_does_at_every_width(qtbot: QtBot, pixmaps: Pixmaps, text: int) -> None:
    load_fonts()
    use(Preferences(text=text))
    name, held, said = "Always the average", "better here", "4.78× noise"
    host, lines = QWidget(), ScoreLines()
    qtbot.addWidget(host)
    box = QVBoxLayout(host)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(lines)
    box.addStretch()
    lines.show_lines(((None, Score(name, "", said, 4.78, held)),) * 2)
    host.show()
    for width, words in (
        (300, {f"{name}: {held}", said}),
        (200, {name, held, said}),
        (300, {f"{name}: {held}", said}),
    ):
        host.resize(scaled(width), 200)
        QApplication.processEvents()
        seen = look(host, pixmaps)
        assert not seen.faults
        assert seen.words == words


# The axes of the loss


@dataclass
class Run:
    """A run whose losses are given."""

    history: History
    losses: Losses
    step: int
    epochs: float = 0.0
    structure: int = 0
    changes: Changes = field(default_factory=Changes)
    shelf: Shelf = field(default_factory=Shelf)
    computing: bool = False
    evaluation: Evaluation = field(default_factory=lambda: open_session("one-knob").evaluation)


def run_from(low: float, high: float, step: int) -> Run:
    history = HistoryState()
    for place, loss in enumerate(np.geomspace(high, low, 20).tolist()):
        history = history.added(place * step // 20, 0.0, Losses(loss, None))
    return Run(History(lambda: history), Losses(low, None), step)


def axis_has_three(
    qtbot: QtBot, pixmaps: Pixmaps, size: tuple[int, int], text: int, spans: Spans
) -> None:
    """Draws losses from `low` to `low * share`, at a size of words, and looks at the numbers."""
    load_fonts()
    use(Preferences(text=text, decimal="comma" if text == 115 else "point"))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, DARK)
    for place, (low, share) in enumerate(spans):
        run = run_from(low, low * share, 10 ** (place % 7 + 1))
        plot = LossPlot(run, HandCurve(), DARK, Looking(open_session("one-knob")))
        qtbot.addWidget(plot)
        plot.resize(*(round(side * text / 100) for side in size))
        plot.show()
        for log in (True, False):
            plot.set_log(log)
            QApplication.processEvents()
            seen = look(plot, pixmaps)
            assert not seen.faults, (low, share, log)
            view = plot.plot.getPlotItem().getViewBox().sceneBoundingRect()
            left = {each.words for each in seen.texts if each.ink.right() < view.left()}
            assert len(left) >= 3, (low, share, log, left)
        plot.close()


NARROW, WIDE = (210, 110), (900, 500)


def test_the_loss_axis_has_three_numbers(qtbot: QtBot, pixmaps: Pixmaps) -> None:
    axis_has_three(qtbot, pixmaps, NARROW, 100, ((0.6931, 1.0001), (1.1, 4.4), (3e-12, 1e18)))
    axis_has_three(qtbot, pixmaps, WIDE, 150, ((2.1, 2.2), (1e-300, 1.3)))


@pytest.mark.slow
@pytest.mark.parametrize("size", [NARROW, (330, 220), WIDE], ids=str)
@pytest.mark.parametrize("text", TEXT_CHOICES)
def test_the_loss_axis_has_three_numbers_at_every_range(
    qtbot: QtBot, pixmaps: Pixmaps, size: tuple[int, int], text: int
) -> None:
    spans = (
        (0.6931, 1.0001), (0.5, 1.4), (1.05, 1.2), (2.1, 2.2), (0.9, 12.0), (1.1, 4.4),
        (3e-12, 1e18), (2e-7, 1.1), (99_000.0, 1.5), (4.5e8, 3.0), (7e-3, 300.0), (1e-300, 1.3),
    )  # fmt: skip
    axis_has_three(qtbot, pixmaps, size, text, spans)


# What the tests above would see


class Drawing(QWidget):
    """A widget that paints what a test says."""

    def __init__(self, draw: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._draw = draw

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            self._draw(painter)


def over_another(painter: QPainter) -> None:
    painter.drawText(20, 40, "one text")
    painter.drawText(30, 44, "another")


def clipped(painter: QPainter) -> None:
    painter.setClipRect(QRectF(0, 0, 50, 100))
    painter.drawText(20, 40, "longer than that")


def beyond_the_edge(painter: QPainter) -> None:
    painter.scale(1.5, 1.5)
    painter.drawText(120, 40, "beyond the edge")


def half_covered(painter: QPainter) -> None:
    painter.drawText(20, 40, "half of this")
    painter.fillRect(QRectF(45, 20, 60, 40), Qt.GlobalColor.black)


def struck_through(painter: QPainter) -> None:
    painter.drawText(20, 40, "struck")
    painter.drawLine(10, 36, 100, 36)


def in_a_pixmap(painter: QPainter) -> None:
    pixmap = QPixmap(100, 60)
    pixmap.fill(Qt.GlobalColor.black)
    with QPainter(pixmap) as inner:
        inner.drawText(QRectF(10, 10, 30, 20), Qt.AlignmentFlag.AlignLeft, "cut by its box")
    painter.drawPixmap(20, 20, pixmap)


def elided(painter: QPainter) -> None:
    room = painter.fontMetrics().elidedText("too long for it", Qt.TextElideMode.ElideRight, 50)
    painter.drawText(20, 40, room)


@pytest.mark.parametrize(
    ("draw", "seen"),
    [
        (over_another, "meets"), (clipped, "cut"), (beyond_the_edge, "cut"),
        (half_covered, "half covered"), (struck_through, "struck through"),
        (in_a_pixmap, "cut"), (elided, "elided"),
    ],
)  # fmt: skip
def test_faults_of_a_canvas_are_seen(
    qtbot: QtBot, pixmaps: Pixmaps, draw: Callable[[QPainter], None], seen: str
) -> None:
    widget = Drawing(draw)
    qtbot.addWidget(widget)
    widget.resize(200, 120)
    widget.show()
    widget.repaint()
    assert [seen in fault for fault in faults(widget, pixmaps)] == [True]
    whole = Drawing(lambda painter: painter.drawText(20, 40, "whole"))
    qtbot.addWidget(whole)
    whole.resize(200, 120)
    whole.show()
    assert not faults(whole, pixmaps)


class Scrolled(QAbstractScrollArea):
    """A canvas of 300 × 300 that is scrolled, with a text."""

    def __init__(self, at: int, clip: int, whole: int = 300) -> None:
        super().__init__()
        self.setFixedSize(200, 200)
        self._at, self._clip, self._whole = at, clip, whole

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        bar = self.verticalScrollBar()
        with QPainter(self.viewport()) as painter:
            painter.setClipRect(self.viewport().rect().adjusted(0, 0, 0, -self._clip))
            painter.drawText(20, self._at - bar.value(), "half of this")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self.verticalScrollBar().setRange(0, max(0, self._whole - self.viewport().height()))


@pytest.mark.parametrize(
    ("clip", "whole", "scrolled", "cut"),
    [(0, 300, 0, False), (0, 300, 300, False), (0, 0, 0, True), (20, 300, 0, True)],
    ids=["comes from below", "gone above", "nothing to scroll", "cut inside"],
)
def test_what_can_be_scrolled_into_sight_is_whole(
    qtbot: QtBot, pixmaps: Pixmaps, clip: int, whole: int, scrolled: int, cut: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 300)
    area = Scrolled(200 - clip, clip, whole)
    area.setParent(window)
    window.show()
    area.verticalScrollBar().setValue(scrolled)
    if scrolled:  # half of it is above the view
        area._at = area.verticalScrollBar().value() + 4
    area.viewport().update()
    seen = look(window, pixmaps)
    assert seen.words == {"half of this"}
    assert ["cut" in fault for fault in seen.faults] == [True] * cut


@pytest.mark.parametrize(
    ("made", "size", "seen"),
    [
        (lambda: QLabel("a label that is too narrow"), QSize(60, 30), "cut"),
        (lambda: QLabel("a label that is too low"), QSize(200, 6), "cut"),
        (lambda: QPushButton("a button that is too narrow"), QSize(60, 30), "cut"),
        (lambda: Elided("a line that ends in dots", ""), QSize(60, 30), "elided"),
    ],
)
def test_faults_of_widgets_are_seen(
    qtbot: QtBot, pixmaps: Pixmaps, made: Callable[[], QWidget], size: QSize, seen: str
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    child = made()
    child.setParent(window)
    child.setFixedSize(size)
    child.move(20, 20)
    window.show()
    assert [seen in fault for fault in faults(window, pixmaps)] == [True]
    child.setFixedSize(300, 40)
    assert not faults(window, pixmaps)


# The whole grid

SCENARIOS = (
    "ring", "house-price", "digits", "penguins", "one-knob", "sine", "equalizer", "moons",
    "spiral", "xor",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("long", [False, True], ids=["", "long"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_size_of_words_and_window(
    opened: Opened,
    qtbot: QtBot,
    pixmaps: Pixmaps,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    long: bool,
) -> None:
    session = trained(name)
    if long:
        long_numbers(session, monkeypatch)
    app = opened(session)
    scores = app.window.panel("data").references
    qtbot.waitUntil(lambda: scores.is_complete, timeout=30_000)
    found = []
    for size in (SMALL, MIDDLE, (1600, 900), LARGE):
        for text in TEXT_CHOICES:
            for decimal in ("point", "comma"):
                arrange(app, size, text, decimal)
                for tab in ("settings", "inspector"):
                    app.window.docks[tab].raise_()
                    settle(app)
                    where = f"{size} {text} {decimal} {tab}: "
                    found += [where + fault for fault in faults(app.window, pixmaps)]
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bundled_lessons()))
def test_every_lesson_is_whole(opened: Opened, pixmaps: Pixmaps, name: str) -> None:
    app = opened("ring")
    show = app.window.open_lesson(load_lesson(name), auto=True)
    app.timer.stop()
    player = show.player
    player.play()
    found = []
    looks = [(size, text) for size in (SMALL, MIDDLE) for text in TEXT_CHOICES]
    for place in range(40):
        player.advance(4 * TICKS)
        show.refresh()
        size, text = looks[place % len(looks)]
        arrange(app, size, text, "comma" if place % 2 else "point")
        show.refresh()
        where = f"{size} {text} {player.seconds:.0f} s: "
        # While a hand turns, its knob's value floats beside it, over whatever is there.
        turning = bool(app.session.held)
        found += [where + fault for fault in faults(app.window, pixmaps, floating=turning)]
    show.leave()
    assert not found


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import pytest
from painted_texts import faults, recorded
from eq_sim.app import build, make_application
from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session

application = make_application()
pixmaps = recorded(pytest.MonkeyPatch())
session = open_session(sys.argv[2])
session.apply(Train(40))
app = build(session, "dark", None)
window = app.window
window.resize(1920, 1080)
window.show()
for _ in range(4):
    application.processEvents()
    window.refresh()
assert window.console.devicePixelRatioF() == 2
print(*faults(window, pixmaps), sep="\\n")
window.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ring", "digits"])
def test_a_screen_of_twice_the_pixels(name: str, python: str) -> None:
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [python, "-c", SCRIPT, here, name],
        env=os.environ | {"QT_SCALE_FACTOR": "2"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert not done.stdout.strip()
