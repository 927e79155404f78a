"""``eq-sim picture``: of the size asked, the same twice, of what one has oneself."""

from pathlib import Path

import pytest
from command_line import result, run, run_apart
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize("scale", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_picture_is_of_the_size_asked(tmp_path: Path, scale: int) -> None:
    path = tmp_path / "window.png"
    size = (1280 * scale, 720 * scale)
    run_apart(
        "picture", "ring", "--steps", "30", "--size", f"{size[0]}x{size[1]}",
        "--scale", str(scale), "--theme", "light", "-o", path,
    )  # fmt: skip
    image = QImage(str(path))
    assert (image.width(), image.height()) == size


@pytest.mark.slow
def test_the_same_picture_twice_has_the_same_pixels(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.png", "b.png")]
    for path in paths:
        run_apart("picture", "digits", "--steps", "20", "-o", path)
    assert QImage(str(paths[0])) == QImage(str(paths[1]))


def test_a_picture_in_another_language_is_another_and_an_unknown_one_is_refused(
    qapp: QApplication, tmp_path: Path
) -> None:
    paths = {code: tmp_path / f"{code}.png" for code in ("en", "de", "fr")}
    for code in ("en", "de"):
        run("picture", "house-price", "--size", "640x500", "--language", code, "-o", paths[code])
    assert QImage(str(paths["en"])) != QImage(str(paths["de"]))
    refused = run_apart("picture", "house-price", "--language", "fr", "-o", paths["fr"], code=2)
    assert "no words in the language 'fr': choose en, de" in refused.stderr


def test_picture_of_saved_parameters_and_of_a_scenario_file(
    qapp: QApplication, tmp_path: Path
) -> None:
    saved = tmp_path / "house.safetensors"
    result("house-price", "--save", saved)
    run("picture", saved, "-o", tmp_path / "a.png")
    text = (Path(__file__).parents[2] / "resources/scenarios/ring.toml").read_text()
    own = tmp_path / "own.toml"
    own.write_text(text.replace("hidden = [4, 2]", "hidden = [3]"))
    run("picture", own, "-o", tmp_path / "b.png")
    assert result(own, "--steps", "1")["parameters"] == 13


def test_a_picture_for_a_page_is_a_page(qapp: QApplication, tmp_path: Path) -> None:
    run("picture", "one-knob", "--size", "1280x720", "-o", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert "a .png, .svg or .pdf file" in run("picture", "ring", "-o", "a.gif", code=2).stderr


def test_a_picture_from_near_is_another_and_a_mistake_is_said(
    qapp: QApplication, tmp_path: Path
) -> None:
    pictures = []
    for number, near in enumerate(([], ["--zoom", "70"], ["--zoom", "70", "--at", "2400"])):
        path = tmp_path / f"{number}.png"
        run("picture", "digits", "--size", "900x600", *near, "-o", path)
        pictures.append(path.read_bytes())
    assert len(set(pictures)) == 3
    for wrong in (["--zoom", "200"], ["--zoom", "near"], ["--at", "2411"], ["--at", "0"]):
        run("picture", "digits", *wrong, "-o", tmp_path / "no.png", code=2)
        assert not (tmp_path / "no.png").exists()


def test_a_picture_of_one_panel_alone_and_without_its_ground(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "loss.png"
    words = ("--steps", "30", "--size", "301x200", "-o", path)
    run("picture", "ring", "--panel", "output", *words)
    whole = QImage(str(path))
    assert (whole.width(), whole.height()) == (301, 200)
    assert whole.pixelColor(0, 0).alpha() == 255
    run("picture", "ring", "--panel", "output", "--transparent", *words)
    seen = QImage(str(path))
    assert seen.pixelColor(0, 0).alpha() == 0
    assert any(seen.pixelColor(x, 100).alpha() == 255 for x in range(301))
    run("picture", "ring", "--panel", "loss", "--size", "320x200", "-o", tmp_path / "loss.svg")
    assert "<svg" in (tmp_path / "loss.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--panel", "nonsense"), "'nonsense' cannot be on stage: choose"),
        (("--panel", "drawing"), "'drawing' cannot be shown here"),
        (("--transparent",), "name one with --panel"),
        (("--panel", "loss", "--zoom", "3"), "--zoom is of the whole window"),
        (("--panel", "loss", "--size", "64x64"), "100 to 16,384 pixels a side"),
    ],
)
def test_no_panel_is_said(
    qapp: QApplication, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in run("picture", "ring", *words, "-o", tmp_path / "a.png", code=2).stderr
    assert not list(tmp_path.iterdir())


def test_what_is_transparent_has_pixels(qapp: QApplication, tmp_path: Path) -> None:
    words = ("--panel", "loss", "--transparent", "-o", tmp_path / "a.svg")
    assert "is a .png file" in run("picture", "ring", *words, code=2).stderr
