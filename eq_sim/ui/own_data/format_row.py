"""How a file says its table: what was guessed, and what can be chosen instead."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from eq_sim.data.own.formats import DELIMITERS, ENCODINGS, Format
from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_DECIMALS = {".": later("decimal point"), ",": later("decimal comma")}
_HEADERS = {True: later("names in row 1"), False: later("no names")}


class FormatRow(QWidget):
    """Four lists, each with what the file seems to be.

    Args:
        choose: takes the format that a person wants.
    """

    def __init__(self, choose: Callable[[Format], None]) -> None:
        super().__init__()
        self._choose = choose
        self._format = Format()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(label(tr("The file has"), "note"))
        self.delimiter = self._list(tr("What stands between cells"), DELIMITERS)
        self.decimal = self._list(tr("The decimal sign"), _DECIMALS)
        self.header = self._list(tr("Whether the first row has the columns’ names"), _HEADERS)
        self.encoding = self._list(tr("How letters are written"), ENCODINGS)
        for box in self.lists:
            row.addWidget(box)
        row.addStretch(1)

    @property
    def lists(self) -> tuple[QComboBox, ...]:
        """The four lists."""
        return self.delimiter, self.decimal, self.header, self.encoding

    def show_format(self, format_: Format) -> None:
        """Shows how the file is read."""
        self._format = format_
        values = (format_.delimiter, format_.decimal, format_.header, format_.encoding)
        for box, value in zip(self.lists, values, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))

    def _list(self, what: str, choices: dict[str, str] | dict[bool, str]) -> QComboBox:
        box = QComboBox()
        box.setObjectName("framed")
        box.setAccessibleName(what)
        box.setToolTip(what)
        for value, words in choices.items():
            box.addItem(tr(words), value)
        box.activated.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        wanted = replace(
            self._format,
            delimiter=self.delimiter.currentData(),
            decimal=self.decimal.currentData(),
            header=bool(self.header.currentData()),
            encoding=self.encoding.currentData(),
        )
        if wanted != self._format:
            self._choose(wanted)
