"""One measurement of the window in a process of its own; prints one JSON object.

python tests/benchmarks/window_bench.py speed ring
python tests/benchmarks/window_bench.py large 1024,900
python tests/benchmarks/window_bench.py frame
python tests/benchmarks/window_bench.py drag ring
python tests/benchmarks/window_bench.py first ring
python tests/benchmarks/window_bench.py empty
"""

import json
import sys
import time
from importlib import import_module

BEGIN = time.perf_counter()


def speed(name: str, seconds: float = 6.0) -> dict[str, float]:
    """Steps a second in the window at full speed beside headless ones, in the same seconds."""
    import numpy as np
    from PySide6.QtCore import QEventLoop, QTimer

    from eq_sim.app import build, make_application
    from eq_sim.session.actions import Run, Set, Train
    from eq_sim.session.files.opening import open_session
    from eq_sim.session.settings.table import FULL_SPEED

    make_application()
    session = open_session(name)
    app = build(session, "dark", None)
    app.window.resize(1600, 900)
    app.window.reset_arrangement()
    app.window.show()
    session.apply(Set("speed", float(FULL_SPEED)))
    session.apply(Train(session.scenario.training.steps))
    headless = open_session(name)
    headless.apply(Train(session.scenario.training.steps))
    frames: list[float] = []
    rates: list[tuple[float, float]] = []
    began = [0.0]
    work = [0.0]

    def tick() -> None:
        if work[0]:
            frames.append(work[0])
        start = time.perf_counter()
        app.tick()
        if not session.running:
            session.apply(Run())
        work[0] = time.perf_counter() - start

    def painting(begins: bool) -> None:
        if begins:
            began[0] = time.perf_counter()
        else:
            work[0] += time.perf_counter() - began[0]

    app.window.painting.connect(painting)
    app.timer.timeout.disconnect()
    app.timer.timeout.connect(tick)
    session.apply(Run())

    def pump(span: float) -> tuple[int, float]:
        first, start = session.step, time.perf_counter()
        loop = QEventLoop()
        QTimer.singleShot(int(span * 1000), loop.quit)
        loop.exec()
        return session.step - first, time.perf_counter() - start

    pump(1.0)
    frames.clear()
    for _ in range(int(seconds)):
        steps, took = pump(1.0)
        start = time.perf_counter()
        headless.apply(Train(3000))
        bare = 3000 / (time.perf_counter() - start)
        rates.append((steps / took, bare))
    app.window.close()
    cost = np.array(frames)
    return {
        "live": float(np.median([live for live, _ in rates])),
        "headless": float(np.median([bare for _, bare in rates])),
        "share": float(np.median([live / bare for live, bare in rates])),
        "frames": len(frames) / seconds,
        "median_ms": float(1000 * np.median(cost)),
        "over": float(np.mean(cost > 0.0167)),
    }


def large(hidden: str, seconds: float = 10.0, batch: str = "64") -> dict[str, float]:
    """Digits with layers so large at full speed in the window, beside headless ones in turns."""
    import_module("eq_sim")  # before NumPy, for its threads
    import numpy as np
    from PySide6.QtCore import QEventLoop, QTimer

    from eq_sim.app import build, make_application
    from eq_sim.session.actions import Pause, Run, Train
    from eq_sim.session.files.opening import open_session
    from eq_sim.session.session import Session
    from eq_sim.session.settings.table import FULL_SPEED

    def made() -> Session:
        sizes = tuple(map(int, hidden.split(",")))
        changes = {"hidden": sizes, "l2": 0.0, "learning_rate": 0.001, "batch_size": int(batch)}
        return open_session("digits", changes=[*changes.items(), ("speed", float(FULL_SPEED))])

    make_application()
    session, headless = made(), made()
    for one in (session, headless):
        one.apply(Train(130))  # from here on not each step is recorded
    app = build(session, "dark", None)
    app.window.resize(1600, 900)
    app.window.reset_arrangement()
    app.window.show()
    frames: list[float] = []
    work, began, since = [0.0], [0.0], [0.0]

    def tick() -> None:
        if work[0]:
            frames.append(work[0])
        start = time.perf_counter()
        gaps.append(start - since[0])
        since[0] = start
        app.tick()
        if not session.running:  # the goal has paused it
            session.apply(Run())
        work[0] = time.perf_counter() - start

    def painting(begins: bool) -> None:
        if begins:
            began[0] = time.perf_counter()
        else:
            work[0] += time.perf_counter() - began[0]

    gaps: list[float] = []
    app.window.painting.connect(painting)
    app.timer.timeout.disconnect()
    app.timer.timeout.connect(tick)

    def pump(span: float) -> tuple[int, float]:
        first, start = session.step, time.perf_counter()
        loop = QEventLoop()
        QTimer.singleShot(int(span * 1000), loop.quit)
        loop.exec()
        return session.step - first, time.perf_counter() - start

    rates: list[tuple[float, float]] = []
    cost: list[float] = []
    late: list[float] = []
    for turn in range(1 + int(seconds) // 2):
        session.apply(Run())
        pump(0.3)
        frames.clear()
        gaps.clear()
        steps, took = pump(2.0)
        session.apply(Pause())
        session.join()
        start, first = time.perf_counter(), headless.step
        while time.perf_counter() - start < 1.5:
            headless.apply(Train(64))
        bare = (headless.step - first) / (time.perf_counter() - start)
        if turn:
            rates.append((steps / took, bare))
            cost += frames
            late += gaps[1:]
    app.window.close()
    return {
        "live": float(np.median([live for live, _ in rates])),
        "headless": float(np.median([bare for _, bare in rates])),
        "share": float(np.median([live / bare for live, bare in rates])),
        "frames": len(cost) / (2.0 * len(rates)),
        "median_ms": float(1000 * np.median(cost)),
        "over": float(np.mean(np.array(cost) > 0.0167)),
        "gap_ms": float(1000 * np.median(late)),
        "gap_99_ms": float(1000 * np.percentile(late, 99)),
    }


def frame(rounds: int = 60) -> dict[str, float]:
    """A console frame with all 2,410 knobs moving beside a blit of the same image."""
    import numpy as np
    from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from eq_sim.app import make_application
    from eq_sim.session.actions import Turn
    from eq_sim.session.files.opening import open_session
    from eq_sim.ui.console.live import live_console
    from eq_sim.ui.style.theme import DARK, apply_theme

    class Blit(QWidget):
        def __init__(self, picture: QPixmap) -> None:
            super().__init__()
            self.picture = picture

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self.picture)
            painter.end()

    application = make_application()
    apply_theme(application, DARK)
    session = open_session("digits")
    console = live_console(session, lambda action: True, DARK)
    console.resize(1600, 900)
    console.show()
    QApplication.processEvents()
    blit = Blit(console.grab())
    blit.resize(1600, 900)
    blit.show()
    QApplication.processEvents()
    stream = np.random.default_rng(1)
    knobs = tuple(range(session.layout.size))
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        values = tuple((session.parameters.start + 0.1 * stream.normal(size=len(knobs))).tolist())
        session.apply(Turn(knobs, values))
        pair = []
        for widget in (console.viewport(), blit):
            start = time.perf_counter()
            widget.repaint()
            QApplication.processEvents()
            pair.append(time.perf_counter() - start)
        times.append((pair[0], pair[1]))
    ours, bare = (1000 * float(np.median(column)) for column in zip(*times, strict=True))
    ratio = float(np.median([one / other for one, other in times]))
    return {"console_ms": ours, "blit_ms": bare, "ratio": ratio}


def drag(name: str, frames: int = 300) -> dict[str, float]:
    """A knob dragged by mouse events: frames as the window draws them, and each part by itself."""
    import numpy as np
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from eq_sim.app import build, make_application
    from eq_sim.session.actions import Train
    from eq_sim.session.files.opening import open_session

    make_application()
    session = open_session(name)
    session.apply(Train(100))
    app = build(session, "dark", None)
    window, console = app.window, app.window.console
    window.resize(1600, 900)
    window.reset_arrangement()
    window.show()
    QApplication.processEvents()
    window.show_inspector()
    knob = session.layout.size // 2
    console.go_to(knob)
    QApplication.processEvents()
    view = console.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        where = QPointF(view.mapToGlobal(at.toPoint()))
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view, QMouseEvent(kind, at, where, button, left, keys))

    at = console.center_of(knob)
    send(QEvent.Type.MouseButtonPress, at, left)
    parts: dict[str, list[float]] = {"turn": [], "console": [], "loss": [], "output": []}
    parts["slice"] = []
    assert window.panel("loss").plot is not None
    assert window.panel("output").view is not None

    def part(name: str, widget: QWidget | None, *calls: object) -> None:
        start = time.perf_counter()
        for call in calls:
            call()  # type: ignore[operator]
        if widget is not None:
            widget.repaint()
        parts[name].append(time.perf_counter() - start)

    whole: list[float] = []
    for count in range(frames):
        at = at + QPointF(0, -1 if count // 40 % 2 else 1)
        start = time.perf_counter()
        send(QEvent.Type.MouseMove, at, none)
        app._soon.stop()
        app.look()
        app._soon.stop()
        QApplication.processEvents()
        whole.append(time.perf_counter() - start)
    whole = whole[20:]
    for count in range(frames + 20):
        if count == 20:
            for times in parts.values():
                times.clear()
        way = QPointF(0, -1 if count // 40 % 2 else 1)
        at = at + way
        part("turn", None, lambda at=at: send(QEvent.Type.MouseMove, at, none))
        part("console", view)
        part("loss", window.transport, window.transport.refresh, window.panel("loss").plot.refresh)
        part("output", window.panel("output").view, window.panel("output").refresh)
        part("slice", window.panel("inspector"), window.panel("inspector").refresh)
        app._soon.stop()
    send(QEvent.Type.MouseButtonRelease, at, left)
    app.window.close()
    told = {part: 1000 * float(np.median(times)) for part, times in parts.items()}
    return told | {
        "median_ms": 1000 * float(np.median(whole)),
        "over": float(np.mean(np.array(whole) > 0.0167)),
    }


def first(name: str) -> dict[str, float]:
    """From the first line to the first frame that shows real knob values, in milliseconds."""
    from eq_sim.startup import nothing_collected

    import_module("eq_sim.cli.commands.open")  # as the command line does it first

    with nothing_collected():  # from here on as that command and ``open_window`` do it
        from eq_sim.session.files.opening import open_session

        session = open_session(name)
        from eq_sim.app import make_application, shell

        application = make_application()
        app = shell(session, "dark", None)
        app.window.resize(1600, 900)
        app.window.docks.share_room()
        app.window.show()
        application.processEvents()
        return {"ms": 1000 * (time.perf_counter() - BEGIN)}


def empty() -> dict[str, float]:
    """From the first line to the first frame of an empty window, in milliseconds."""
    import numpy as np
    from PySide6.QtWidgets import QApplication, QWidget

    assert np.__version__
    application = QApplication([])
    window = QWidget()
    window.resize(1600, 900)
    window.show()
    application.processEvents()
    return {"ms": 1000 * (time.perf_counter() - BEGIN)}


if __name__ == "__main__":
    works = {
        "speed": speed,
        "large": large,
        "frame": frame,
        "drag": drag,
        "first": first,
        "empty": empty,
    }
    print(json.dumps(works[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]
