"""The desktop's files: an experiment is known by name and by content, and opened by eq_sim."""

import configparser
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from eq_sim.cli import program
from eq_sim.resources import resource
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session

TYPE = "application/x-eqsim"
ASK = """
import sys
from PySide6.QtCore import QMimeDatabase
for path in sys.argv[1:]:
    found = QMimeDatabase().mimeTypeForFile(path)
    print(found.name(), found.iconName(), found.comment())
"""


def entry() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(resource("desktop", "eq_sim.desktop"), encoding="utf-8")
    return dict(parser["Desktop Entry"])


@pytest.mark.skipif(sys.platform != "linux", reason="the desktop's files of Linux")
def test_the_desktop_knows_an_experiment_by_name_and_by_content(tmp_path: Path) -> None:
    data = tmp_path / "share"
    (data / "mime" / "packages").mkdir(parents=True)
    shutil.copy(resource("desktop", "application-x-eqsim.xml"), data / "mime" / "packages")
    known, unnamed, other = (tmp_path / name for name in ("a.eqsim", "received", "b.bin"))
    save_experiment(known, Experiment.of(open_session("ring")))
    shutil.copy(known, unnamed)
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("something.json", b"{}")
    words = [sys.executable, "-c", ASK, known, unnamed, other]
    places = {"XDG_DATA_HOME": str(data), "XDG_DATA_DIRS": str(data), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, env=os.environ | places
    )
    by_name, by_content, no_experiment = done.stdout.splitlines()
    assert by_name == by_content == f"{TYPE} application-x-eqsim eq_sim experiment"
    assert TYPE not in no_experiment


def test_the_entry_opens_such_files_with_a_command_that_there_is() -> None:
    found = entry()
    assert found["MimeType"].split(";") == [TYPE, ""]
    command, *words = found["Exec"].split()
    project = tomllib.loads((resource("desktop").parents[1] / "pyproject.toml").read_text())
    assert command in project["project"]["scripts"]
    assert command == found["TryExec"]
    assert words == ["open", "%f"]
    assert "open" in {command.name for command in program.every_command()}


def test_the_window_belongs_to_the_entry_and_has_its_icon() -> None:
    ask = "from eq_sim.app import make_application; print(make_application().desktopFileName())"
    words = [sys.executable, "-c", ask]
    name = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    assert resource("desktop", f"{name}.desktop").is_file()
    found = entry()
    assert found["StartupWMClass"] == name
    assert resource("desktop", f"{found['Icon']}.svg").is_file()
    root = ElementTree.parse(resource("desktop", "application-x-eqsim.xml")).getroot()
    icon = root[0].find("{*}icon")
    assert icon is not None
    assert resource("desktop", f"{icon.get('name')}.svg").is_file()


@pytest.mark.parametrize("name", ["eq_sim.svg", "application-x-eqsim.svg"])
@pytest.mark.parametrize("size", [16, 48, 256])
def test_the_icons_are_drawn_at_any_size(qapp: QApplication, name: str, size: int) -> None:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(str(resource("desktop", name)))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    colours = {image.pixel(x, y) for x in range(size) for y in range(size)}
    assert len(colours) > 5
    assert image.pixelColor(0, 0).alpha() == 0


def test_every_file_that_the_readme_names_is_there() -> None:
    text = resource("desktop", "README.md").read_text(encoding="utf-8")
    for path in resource("desktop").iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in text
