"""A panel or the window leaves as a file: words and plots as vectors, the console as an image."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Train
from eq_sim.session.errors import DocumentError, EqSimError
from eq_sim.ui.picture_file import save_picture
from eq_sim.ui.window.exports import Exports

Opened = Callable[..., App]
AtRest = Callable[[App], None]


@pytest.fixture
def app(opened: Opened, at_rest: AtRest) -> App:
    """A window with a curve to draw."""
    app = opened("ring", theme="light")
    app.do(Train(200))
    at_rest(app)
    return app


def test_words_plots_and_points_are_vectors_and_the_console_is_an_image(
    app: App, tmp_path: Path
) -> None:
    window = app.window
    drawn = {}
    for name, widget in (
        ("window", window),
        ("loss", window.docks["loss"]),
        ("output", window.docks["output"]),
        ("console", window.console_panel),
    ):
        save_picture(widget, tmp_path / f"{name}.svg", name)
        text = (tmp_path / f"{name}.svg").read_text("utf-8")
        assert QSvgRenderer(QByteArray(text.encode())).isValid()
        assert f"<title>{name}</title>" in text
        drawn[name] = text
    sizes = re.findall(r'<image[^>]* width="(\d+)"', drawn["loss"])
    assert all(int(size) <= 24 for size in sizes)  # the curve is lines; buttons have icons
    assert re.search(r">\s*How wrong it is\s*<", drawn["loss"])
    assert drawn["loss"].count("<path") + drawn["loss"].count("<polyline") > 10
    sizes = re.findall(r'<image[^>]* width="(\d+)"', drawn["output"])
    assert sum(int(size) > 24 for size in sizes) == 1  # the answer; lists have arrows
    assert drawn["output"].count("<circle") > app.session.dataset.size / 4
    assert "<image" in drawn["console"]
    assert re.search(r">\s*Hyperparameters\s*<", drawn["window"])


def test_a_page_is_as_large_as_the_panel_and_has_its_letters_in_it(
    app: App, tmp_path: Path
) -> None:
    panel = app.window.docks["loss"]
    save_picture(panel, tmp_path / "a.pdf", "Loss")
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert len(boxes) == 1
    assert [float(side) for side in boxes[0]] == pytest.approx(
        [0.75 * panel.width(), 0.75 * panel.height()], abs=1
    )
    assert b"/FontFile" in content


def test_pixels_are_those_on_screen_and_nothing_changes_by_drawing(
    app: App, tmp_path: Path
) -> None:
    panel = app.window.docks["loss"]
    before = panel.grab().toImage()
    for kind in (".png", ".svg", ".pdf"):
        save_picture(panel, tmp_path / f"a{kind}", "Loss")
    after = panel.grab().toImage()
    assert QImage(str(tmp_path / "a.png")).convertToFormat(before.format()) == before
    assert after == before


def test_another_kind_and_a_missing_folder_are_a_sentence(app: App, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"(?i)pictures are kept in \.png, \.svg, \.pdf files"):
        save_picture(app.window, tmp_path / "a.gif", "Ring")
    with pytest.raises(DocumentError, match="cannot be written"):
        save_picture(app.window, tmp_path / "none" / "a.png", "Ring")


def test_every_entry_writes_its_file_and_says_so(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    asked: list[str] = []

    def ask(title: str, name: str, kinds: str) -> str:
        asked.append(name)
        return str(tmp_path / name)

    def attempt(what: Callable[[], None], done: str) -> None:
        try:
            what()
        except EqSimError as error:
            said.append(str(error))
        else:
            said.append(done)

    window = app.window
    exports = Exports(app.session, window, window.console_panel, ask, attempt)
    before = app.session.parameters.theta.tobytes()
    for _, _, what in exports.entries:
        entries = [(None, None, what)] if callable(what) else what.entries()
        for _, _, write in entries:
            assert callable(write)
            write()
    assert said == [f"Saved {tmp_path / name}." for name in asked]
    assert {"ring.py", "ring-loss.csv", "ring-knobs.csv", "ring-window.png"} <= set(asked)
    assert {"ring-console.png", "ring-loss.png", "ring-output.png"} <= set(asked)
    assert all((tmp_path / name).stat().st_size > 100 for name in asked)
    assert app.session.parameters.theta.tobytes() == before
