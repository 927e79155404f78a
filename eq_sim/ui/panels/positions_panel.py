"""Knobs that click into positions: how many, what that costs now, and at every other number."""

from typing import get_args

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.network.making import MOST_BITS, Per
from eq_sim.session.questions.at_positions import LADDER
from eq_sim.ui.models.positions_desk import PositionsDesk
from eq_sim.ui.panels import positions_words as words
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.positions_curve import PositionsCurve
from eq_sim.ui.style.theme import Theme

_PERS = {"neuron": later("one for each neuron"), "tensor": later("one for each layer")}
_RIGHT = Qt.AlignmentFlag.AlignRight


class PositionsPanel(Card):
    """The positions.

    Args:
        desk: what is shown and done.
        theme: the colours.
    """

    def __init__(self, desk: PositionsDesk, theme: Theme) -> None:
        super().__init__(later("Knobs that click"), later("Positions"))
        self._desk = desk
        self.bits = self._box(tr("Bits of a knob"), [(words.choice(bits), bits) for bits in LADDER])
        self.bits.setToolTip(tr("A knob of n bits has 2ⁿ − 1 positions, as many below 0 as above"))
        self.bits.activated.connect(self._choose)
        self.per = self._box(
            tr("Distance between positions"), [(tr(_PERS[p]), p) for p in get_args(Per)]
        )
        self.per.setToolTip(
            tr("What shares a scale: a neuron's weights and bias, or a whole layer")
        )
        self.per.activated.connect(self._share)
        self.fit = QPushButton(tr("Fit again"))
        self.fit.setToolTip(
            tr(
                "The outermost positions are where the largest knobs stood when the bits were "
                "chosen. This moves them to where the largest stand now"
            )
        )
        self.fit.clicked.connect(self._fit)
        self.body.addWidget(self.fit)
        self.now = self._note()
        self.body.addSpacing(6)
        self.what = self._box(
            tr("At each number of bits"),
            [
                (tr("How good"), "measure"),
                (tr("How many bytes"), "size"),
                (tr("How far knobs go"), "distance"),
            ],
        )
        self.what.activated.connect(lambda: self._look())
        self.curve = PositionsCurve(theme)
        self.curve.chosen.connect(self._click)
        self.body.addWidget(self.curve)
        self.legend = label("", "note")
        self.body.addWidget(self.legend)
        self.table = Numbers()
        self.body.addWidget(self.table)
        self.waits = self._note()
        self.about = self._note()
        self.about.setText(words.about())
        self.body.addStretch(1)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    def refresh(self) -> None:
        """Shows what is true, if it has changed."""
        if self._desk.refresh():
            self._look()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.curve.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.curve.updateGeometry()
        self._desk.forget()
        if self.isVisible():
            self.refresh()

    def _look(self) -> None:
        desk = self._desk
        self._show_choice()
        self.fit.setEnabled(desk.bits != MOST_BITS)
        _say(self.now, "\n".join(words.lines(desk)))
        what = str(self.what.currentData())
        solid, dashed = words.curves(desk, what)
        self.curve.show_curves(solid, dashed, desk.bits)
        heads, rows = self._rows(what)
        _say(self.legend, _legend(what, dashed=bool(dashed)))
        self.table.show_rows((tr("bits"), *heads), rows)
        aloud = [words.curve_name(at, row, heads) for at, row in zip(desk.each, rows, strict=True)]
        self.curve.setAccessibleName(
            tr("{what} at each number of bits", what=self.what.currentText())
        )
        self.curve.setAccessibleDescription("; ".join(aloud))
        busy = desk.is_busy
        stale = ""
        if desk.each_at:
            stale = tr("The curve is of the knobs at step {step:,}.", step=desk.each_at)
        _say(self.waits, tr("Computing …") if busy else stale)
        self.waits.setVisible(bool(self.waits.text()))
        if busy:
            self._between.start()

    def _rows(self, what: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        if what == "size":
            return (tr("bytes"), tr("bits a knob")), words.size_rows(self._desk)
        if what == "distance":
            return (tr("mean"), tr("median"), tr("most")), words.distance_rows(self._desk)
        return (tr("train"), tr("test")), words.accuracy_rows(self._desk)

    def _show_choice(self) -> None:
        bits, per = self._desk.bits, self._desk.per
        with QSignalBlocker(self.bits):
            place = self.bits.findData(bits)
            if place < 0:  # a number that another place has chosen
                self.bits.addItem(words.choice(bits), bits)
                place = self.bits.count() - 1
            self.bits.setCurrentIndex(place)
        with QSignalBlocker(self.per):
            self.per.setCurrentIndex(self.per.findData(per))

    def _choose(self, place: int) -> None:
        self._click(int(self.bits.itemData(place)))

    def _click(self, bits: int) -> None:
        self._desk.choose(bits)
        self._anew()

    def _share(self, place: int) -> None:
        for per in get_args(Per):
            if per == self.per.itemData(place):
                self._desk.share(per)
        self._anew()

    def _fit(self) -> None:
        self._desk.fit_again()
        self._anew()

    def _anew(self) -> None:
        """Shows what holds now: what was wished for may have been refused."""
        self._desk.forget()
        self.refresh()

    def _go_on(self) -> None:
        """Works out one piece, if somebody looks."""
        if not self.isVisible() or not self._desk.go_on():
            self._between.stop()
        if self.isVisible():
            self.refresh()

    def _box(self, title: str, choices: list[tuple[str, object]]) -> QComboBox:
        self.body.addWidget(label(title, "row"))
        box = QComboBox()
        box.setAccessibleName(title)
        for text, data in choices:
            box.addItem(text, data)
        WheelGuard(box)
        self.body.addWidget(box)
        return box

    def _note(self) -> QLabel:
        made = label("", "note")
        made.setWordWrap(True)
        self.body.addWidget(made)
        return made


class Numbers(QWidget):
    """The curve's numbers in rows."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        self._cells: dict[tuple[int, int], QLabel] = {}
        self.rows: list[tuple[str, ...]] = []

    def show_rows(self, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Shows other rows; returns at once when they are the same."""
        wanted = [heads, *rows]
        if wanted == self.rows:
            return
        self.rows = wanted
        for cell in self._cells.values():
            cell.hide()
        for row, texts in enumerate(wanted):
            for column, text in enumerate(texts):
                if (row, column) not in self._cells:
                    made = label("", "number" if row else "note")
                    self._cells[row, column] = made
                    self._grid.addWidget(made, row, column, _RIGHT)
                self._cells[row, column].setText(text)
                self._cells[row, column].show()
        self.setAccessibleName("; ".join(" ".join(row) for row in wanted))


def _legend(what: str, *, dashed: bool) -> str:
    """Returns what the curves are; of one alone what it is."""
    if what == "size":
        return tr("In kB")
    if what == "distance":
        return tr("Solid: the mean, dashed: the most") if dashed else tr("Solid: the mean")
    return tr("Solid: train, dashed: test") if dashed else tr("Solid: train")


def _say(line: QLabel, text: str) -> None:
    if text != line.text():
        line.setText(text)
