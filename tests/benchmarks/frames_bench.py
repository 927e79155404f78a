"""Frames of the console beside blits of the same picture, in the same window; prints JSON.

python tests/benchmarks/frames_bench.py ring 30,28 1600 900 free

The words: a scenario, its hidden layers ("" for its own), width, height, and free or frozen. There
is a row of each distance that the console can be looked at from.
"""

import json
import sys
import time

import eq_sim  # noqa: F401  (before NumPy: it sets how many threads that has)

DISTANCES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""From all knobs in view to a few large faders."""


def measure(
    name: str, hidden: str, width: int, height: int, kind: str, rounds: int = 30
) -> dict[str, object]:
    """Frames of a run in which every knob has another value, and blits, turn by turn."""
    import numpy as np
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
    from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

    from eq_sim.app import make_application
    from eq_sim.session.actions import AnyAction, Run, Turn
    from eq_sim.session.files.opening import open_session
    from eq_sim.ui.console.live import live_console
    from eq_sim.ui.knobs.actions import KnobActions
    from eq_sim.ui.style.theme import DARK, apply_theme

    class Blit(QWidget):
        picture: QPixmap

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self.picture)
            painter.end()

    def do(action: AnyAction) -> bool:
        return bool(session.apply(action))

    apply_theme(make_application(), DARK)
    changes = [("hidden", tuple(map(int, hidden.split(","))))] if hidden else []
    session = open_session(name, changes=changes)
    session.set_undo_budget(2**20)  # what undo keeps of each turn is not drawn
    knobs = np.arange(session.layout.size)
    if kind == "frozen":
        KnobActions(session, do, print).freeze(knobs)
    console, blit, window = live_console(session, do, DARK), Blit(), QStackedWidget()
    blit.picture = QPixmap(1, 1)
    for widget in (console, blit):
        window.addWidget(widget)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    stream = np.random.default_rng(1)
    start = session.parameters.start
    middle = QPointF(console.viewport().rect().center())
    step = (0.01 * stream.normal(size=knobs.size)).astype(start.dtype)
    session.apply(Run())  # as while it trains: arrows to the next step are for what rests
    rows = []
    for distance in DISTANCES if console.view.can_zoom else (0.0,):
        console.view.zoom_to(distance, middle)
        window.setCurrentWidget(console)
        QApplication.processEvents()
        blit.picture = console.grab()
        ours: list[tuple[float, float]] = []
        bare: list[tuple[float, float]] = []
        for turn in range(rounds + 3):
            values = start + (turn + 1) * step
            session.apply(Turn.of(knobs, values, size=knobs.size))
            for widget, area, times in ((console, console.viewport(), ours), (blit, blit, bare)):
                window.setCurrentWidget(widget)
                QApplication.processEvents()
                begin, seen = time.thread_time(), time.perf_counter()
                if widget is console:
                    console.refresh()
                area.repaint()
                QApplication.processEvents()
                if turn >= 3:
                    times.append((time.thread_time() - begin, time.perf_counter() - seen))
        # Other programs use this machine, too: of both, the quicker half.
        worked, took = 1000 * np.percentile([ours, bare], 25, axis=1).T
        row = {"at": distance, "level": console.canvas.geometry.level.name.lower()}
        row |= {"frame": took[0], "blit": took[1], "work": worked[0], "blit_work": worked[1]}
        rows.append(row)
    return {"knobs": knobs.size, "rows": rows}


if __name__ == "__main__":
    words = sys.argv
    print(json.dumps(measure(words[1], words[2], int(words[3]), int(words[4]), words[5])))
