"""Knob by knob: where two settings differ most, and a way to each of these knobs."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import Elided, label
from eq_sim.ui.style import numbers

MOST = 8
"""Knobs that are listed, the most different first."""


class Differences(QWidget):
    """A short table: a knob, what it is in the one setting, and what in the other.

    Args:
        go: gives a knob the focus.
        first: what the first setting is called; empty for no line of names.
        second: what the second one is called.
    """

    def __init__(self, go: Callable[[int], None], first: str = "", second: str = "") -> None:
        super().__init__()
        self._go = go
        self._knobs: list[int] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        self._names = [label(name, "note", self) for name in (first, second) if name]
        for column, made in enumerate(self._names, start=1):
            grid.addWidget(made, 0, column)
        self.rows: list[tuple[QPushButton, Elided, Elided]] = []
        for place in range(MOST):
            name = QPushButton("")
            name.setObjectName("quiet")
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            name.clicked.connect(lambda _=False, row=place: self._go_to(row))
            cells = (name, Elided("", "number", 60), Elided("", "number", 60))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, place + 1, column)
            self.rows.append(cells)

    def show_differences(
        self, differ: list[tuple[int, float, float]], name: Callable[[int], str]
    ) -> None:
        """Shows (knob, first, second) for some knobs.

        Args:
            differ: the most different first.
            name: returns what a knob is called.
        """
        self._knobs = [knob for knob, _, _ in differ]
        for made in self._names:
            made.setVisible(bool(differ))
        for place, (button, first, second) in enumerate(self.rows):
            shown = place < len(differ)
            for cell in (button, first, second):
                cell.setVisible(shown)
            if shown:
                knob, a, b = differ[place]
                words = name(knob)
                button.setText(words)
                button.setToolTip(tr("{knob}: go to this knob", knob=words))
                a_text, b_text = numbers.signed(a, 2), numbers.signed(b, 2)
                button.setAccessibleName(f"{words}, {a_text}, {b_text}")
                first.setText(a_text)
                second.setText(b_text)

    def _go_to(self, row: int) -> None:
        if row < len(self._knobs):
            self._go(self._knobs[row])
