"""PySide6 6.12.0 loses references to None and True on Python 3.11, and aborts after a while."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


class Sender(QObject):
    sent = Signal(int)


def test_references_to_none_and_true_are_stable(qtbot: QtBot) -> None:
    widget, sender = QWidget(), Sender()
    qtbot.addWidget(widget)
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    sender.sent.connect(lambda number: None)

    def work() -> None:
        for number in range(1000):
            painter = QPainter(image)
            painter.fillRect(0, 0, 5, 5, 0)
            painter.end()
            sender.sent.emit(number)
            widget.update()

    work()
    before = sys.getrefcount(None), sys.getrefcount(True)
    work()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 100
    assert abs(after[1] - before[1]) < 100
