"""Under the pad: which digit the drawing is, and a button that makes it an example."""

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.actions import AddDrawing, AnyAction, LetGoDrawings
from eq_sim.session.drawn_digits import drawn
from eq_sim.session.sources import NEW_INK
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import WheelGuard


class TeachRow(QWidget):
    """It is there where the data take drawings; ``refresh`` it once it stands in its place.

    Args:
        session: what learns.
        do: takes what is done; returns whether it was.
        pixels: returns the (64,) shares of ink that are drawn.
        clear: wipes the pad.
    """

    def __init__(
        self,
        session: Answering,
        do: Callable[[AnyAction], bool],
        pixels: Callable[[], np.ndarray],
        clear: Callable[[], None],
    ) -> None:
        super().__init__()
        self._session, self._do, self._pixels, self._clear = session, do, pixels, clear
        self.digit = QComboBox()
        self.digit.setAccessibleName(tr("Which digit this is"))
        self.digit.addItems([str(digit) for digit in range(10)])
        WheelGuard(self.digit)
        self.learn = QPushButton(tr("Learn it"))
        self.learn.setToolTip(
            tr("Make the drawing an example to learn from, in the ink of the data")
        )
        self.learn.clicked.connect(self._teach)
        self.forget = QPushButton("")
        self.forget.setToolTip(tr("Learn no more from what you have drawn"))
        self.forget.clicked.connect(self._let_go)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(tr("This is"), "muted"))
        row.addWidget(self.digit)
        row.addWidget(self.learn)
        row.addStretch(1)
        row.addWidget(self.forget)

    def refresh(self) -> None:
        """Shows whether drawings are taken, and how many there are."""
        data = self._session.scenario.data
        self.setVisible(data.source == NEW_INK)
        self.learn.setEnabled(bool(self._pixels().any()))
        self.forget.setVisible(bool(data.drawn))
        self.forget.setText(tr("Let go of {count:,}", count=len(data.drawn)))

    def _teach(self) -> None:
        if self._do(AddDrawing(drawn(self.digit.currentIndex(), self._pixels()))):
            self._clear()
        self.refresh()

    def _let_go(self) -> None:
        self._do(LetGoDrawings())
        self.refresh()
