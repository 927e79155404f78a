"""A field of seconds is written and read with the decimal sign of all other numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.language.numerals import write_with_comma
from eq_sim.ui.making.seconds import seconds_field


@pytest.mark.parametrize(("comma", "shown"), [(True, "3,5 s"), (False, "3.5 s")])
@pytest.mark.parametrize("typed", ["3,5", "3.5"])
def test_a_point_and_a_comma_can_be_typed(
    qtbot: QtBot, comma: bool, shown: str, typed: str
) -> None:
    write_with_comma(comma)
    try:
        box = seconds_field("Waiting", "by itself")
        qtbot.addWidget(box)
        box.selectAll()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert (box.value(), box.text()) == (3.5, shown)
    finally:
        write_with_comma(False)
