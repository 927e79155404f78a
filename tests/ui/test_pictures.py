"""The console's pixels for knobs that are given, not trained, against pictures that were looked at.

The pictures are kept per minor version of Qt. After a change that is meant, look at the new ones:

    EQ_SIM_NEW_PICTURES=1 python -m pytest tests/ui/test_pictures.py
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.session.actions import Turn
from eq_sim.session.files.opening import open_session
from eq_sim.ui.console.live import live_console
from eq_sim.ui.style.theme import THEMES, apply_theme, load_fonts

PICTURES = Path(__file__).parents[1] / "pictures"


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
def test_console_looks_as_it_did(qtbot: QtBot, name: str, theme: str) -> None:
    session = open_session(name)
    size = session.layout.size
    values = 0.9 * np.sin(np.arange(1, size + 1) * 2.4) * np.abs(session.parameters.start).max()
    session.apply(Turn(tuple(range(size)), tuple(values.tolist())))
    load_fonts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, THEMES[theme])
    console = live_console(session, lambda action: True, THEMES[theme])
    qtbot.addWidget(console)
    console.resize(900, 640)
    console.show()
    QApplication.processEvents()
    actual = console.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    folder = PICTURES / f"qt-{'.'.join(qVersion().split('.')[:2])}"
    golden = folder / f"{name}-{theme}.png"
    if os.environ.get("EQ_SIM_NEW_PICTURES"):
        folder.mkdir(parents=True, exist_ok=True)
        assert actual.save(str(golden))
    expected = QImage(str(golden)).convertToFormat(QImage.Format.Format_RGB32)
    if actual != expected:
        failures = PICTURES / "failures"
        failures.mkdir(exist_ok=True)
        actual.save(str(failures / golden.name))
        pytest.fail(f"{golden.name} differs: look at {failures / golden.name}")
