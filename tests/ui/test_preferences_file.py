"""What is remembered is read and written as Qt does, and nothing in the file is ever run."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from eq_sim.app import build, user_settings
from eq_sim.session.files.opening import open_session
from eq_sim.ui.style.preferences import Preferences, load
from eq_sim.ui.style.preferences_file import PreferencesFile

EVERY_BYTE = bytes(range(256)) + b"\0001\x1f9a"
WORDS = (
    *("", "dark", "ring,xor", 'a "b" \\c', "@home", "Übergröße ≥ 3", "a=b; c", " spaced "),
    *("1\t2\n3", 'say "1, 2", \\"', "\x01ff\0001"),
)


class Evil:
    """Makes a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def qt_file(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


def test_what_qt_wrote_is_read(tmp_path: Path) -> None:
    qt = qt_file(tmp_path / "a.ini")
    for number, word in enumerate(WORDS):
        qt.setValue(f"words/w{number}", word)
    qt.setValue("look/still", True)
    qt.setValue("look/text", 130)
    qt.setValue("alone", "here")
    qt.setValue("window/geometry", QByteArray(EVERY_BYTE))
    qt.setValue("window/list", ["a", "b"])
    qt.sync()
    read = PreferencesFile(tmp_path / "a.ini")
    assert [read.text(f"words/w{number}") for number in range(len(WORDS))] == list(WORDS)
    assert read.flag("look/still", default=False)
    assert read.text("look/text") == "130"
    assert read.text("alone") == "here"
    assert read.data("window/geometry") == EVERY_BYTE
    assert read.text("window/list") == ""
    assert read.flag("words/w1", default=True)


def test_qt_reads_what_is_written(tmp_path: Path) -> None:
    kept = PreferencesFile(tmp_path / "folder" / "a.ini")
    kept.keep({f"words/w{number}": word for number, word in enumerate(WORDS)})
    kept.keep({"look/still": True, "look/text": 130, "alone": "here", "window/docks": EVERY_BYTE})
    qt = qt_file(kept.path)
    assert [qt.value(f"words/w{number}") for number in range(len(WORDS))] == list(WORDS)
    assert qt.value("look/still", type=bool) is True
    assert qt.value("look/text", type=int) == 130
    assert qt.value("alone") == "here"
    assert bytes(qt.value("window/docks", type=QByteArray).data()) == EVERY_BYTE
    again = PreferencesFile(kept.path)
    assert [again.text(f"words/w{number}") for number in range(len(WORDS))] == list(WORDS)
    assert again.data("window/docks") == EVERY_BYTE


def test_what_two_windows_remember_is_all_kept(tmp_path: Path) -> None:
    one, other = PreferencesFile(tmp_path / "a.ini"), PreferencesFile(tmp_path / "a.ini")
    assert one.text("look/text") == other.text("look/text") == ""
    one.keep({"look/text": 130})
    other.keep({"window/theme": "light"})
    assert PreferencesFile(tmp_path / "a.ini").text("look/text") == "130"
    assert PreferencesFile(tmp_path / "a.ini").text("window/theme") == "light"


def test_nothing_in_the_file_is_run(qtbot: QtBot, tmp_path: Path) -> None:
    path = user_settings().path
    evil = qt_file(tmp_path / "evil.ini")
    keys = ("window/geometry", "window/docks", "window/theme", "look/text", "look/still")
    others = ("hints/done", "scenarios/recent", "loss/logarithmic", "else/where")
    for key in (*keys, *others):
        evil.setValue(key, Evil(tmp_path / "run"))
    evil.sync()
    path.parent.mkdir()
    path.write_bytes((tmp_path / "evil.ini").read_bytes())  # Qt knows what it wrote by the name
    assert path.read_text(encoding="latin-1").count("@Variant(") == len(keys) + len(others)

    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    assert load(user_settings()) == Preferences()
    app.window.close()
    assert not (tmp_path / "run").exists()

    # Closed, the window has remembered where it stood, and has taken the rest out of the file.
    assert "@Variant(" not in path.read_text()
    assert user_settings().data("window/geometry")


def test_qt_would_have_run_it(tmp_path: Path) -> None:
    evil = qt_file(tmp_path / "a.ini")
    evil.setValue("a", Evil(tmp_path / "run"))
    evil.sync()
    (tmp_path / "b.ini").write_bytes((tmp_path / "a.ini").read_bytes())
    qt_file(tmp_path / "b.ini").value("a")
    assert (tmp_path / "run").exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "large", "link to nowhere", "binary"])
def test_a_file_that_is_none_does_no_harm(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.ini"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        path.write_bytes(b"[look]\ntext=130\n" + b";" * (2 << 20))
    elif kind == "link to nowhere":
        path.symlink_to(tmp_path / "nowhere" / "a.ini")
    else:
        path.write_bytes(b"\xff\xfe[look]\r\n\0=\0\ntext=\xed\xa0\x80\\xd800\\xffffffff\n[")
    settings = PreferencesFile(path)
    assert load(settings) == Preferences()
    settings.keep({"look/text": 130})
    assert load(settings).text == 130
    if kind in ("large", "link to nowhere", "binary"):
        assert load(PreferencesFile(path)).text == 130


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.ini"
    real.write_text("[look]\ntext=115\n")
    (tmp_path / "a.ini").symlink_to(real)
    PreferencesFile(tmp_path / "a.ini").keep({"window/theme": "light"})
    assert (tmp_path / "a.ini").is_symlink()
    assert load(PreferencesFile(real)) == Preferences(theme="light", text=115)
