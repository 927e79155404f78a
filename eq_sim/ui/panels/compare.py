"""A | B: two settings of all knobs, to switch, copy, blend and line up."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from eq_sim.network.symmetry import EqualSettings, equal_settings
from eq_sim.session.ab import NAMES
from eq_sim.session.actions import AnyAction, Blend, CopySide, LineUp, SwitchSide
from eq_sim.session.change import Watch
from eq_sim.ui.panels.card import Card, Elided, label
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.two_sides import TwoSides
from eq_sim.ui.style import numbers

_FINE = 200  # places of the blend's fader
_MOST = 8
_LONGEST = 9  # digits of a number that is written out


class Compare(Card):
    """The two sides.

    Args:
        session: what is shown.
        do: takes what the hand does.
        go: gives a knob the focus.
    """

    def __init__(
        self, session: TwoSides, do: Callable[[AnyAction], bool], go: Callable[[int], None]
    ) -> None:
        super().__init__("Two settings of all knobs", "A | B")
        self.session = session
        self._do, self._go = do, go
        self._watch = Watch(session.changes)
        row = QHBoxLayout()
        self.sides = [QPushButton(name) for name in NAMES]
        for place, button in enumerate(self.sides):
            button.setCheckable(True)
            button.setObjectName("more")
            button.setToolTip(f"All knobs as {NAMES[place]} has them (X switches)")
            button.clicked.connect(lambda _=False, side=place: self._choose(side))
            row.addWidget(button, 1)
        self.body.addLayout(row)
        self.blend = QSlider(Qt.Orientation.Horizontal)
        self.blend.setRange(0, _FINE)
        self.blend.setAccessibleName("Blend from A to B")
        OneGesture(self.blend, "blend", do)
        self.blend.valueChanged.connect(lambda place: do(Blend(place / _FINE)))
        self.body.addWidget(self.blend)
        self.where = label("", "note")
        self.where.setWordWrap(True)
        self.body.addWidget(self.where)
        self.copy = QPushButton("")
        self.copy.clicked.connect(lambda: do(CopySide()))
        self.body.addWidget(self.copy)
        self.line_up = QPushButton("Line up B with A")
        self.line_up.setToolTip("Reorders and flips B's neurons; what B computes stays the same")
        self.line_up.clicked.connect(lambda: do(LineUp()))
        self.body.addWidget(self.line_up)
        self.equal = label("", "note")
        self.equal.setWordWrap(True)
        self.body.addWidget(self.equal)
        self.heading = label("They differ most in", "title")
        self.body.addWidget(self.heading)
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self.rows: list[tuple[QPushButton, Elided, Elided]] = []
        for place in range(_MOST):
            name = QPushButton("")
            name.setObjectName("quiet")
            name.setToolTip("Go to this knob")
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            name.clicked.connect(lambda _=False, row=place: self._go_to(row))
            cells = (name, Elided("", "number", 60), Elided("", "number", 60))
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, place, column)
            self.rows.append(cells)
        self._knobs: list[int] = []
        self.body.addWidget(table)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows both sides as they are, if they have changed."""
        session = self.session
        if not self._watch.news():
            return
        sides, theta = session.sides, session.parameters.theta
        active = sides.active
        for place, button in enumerate(self.sides):
            button.setChecked(active == place)
        with QSignalBlocker(self.blend):
            if not self.blend.isSliderDown():
                self.blend.setValue(round(sides.share * _FINE))
        loss = numbers.loss(session.losses.train)
        if active is None:
            share = f"{100 * sides.share:.0f} %"
            self.where.setText(f"{share} of the way from A to B. Loss {loss}.")
        else:
            self.where.setText(f"{NAMES[active]} is in play. Loss {loss}.")
        here = NAMES[active or 0]
        self.copy.setText(f"Copy {here} to {NAMES[1 - (active or 0)]}")
        self.copy.setEnabled(active is not None)
        softmax = session.objective.loss == "softmax_cross_entropy"
        equal = equal_settings(session.layout, softmax=softmax)
        self.equal.setText(_equal_words(equal))
        whole = session.switches.whole(theta)
        differ = sides.largest_differences(whole, _MOST)
        self._knobs = [knob for knob, _, _ in differ]
        self.heading.setText("They differ most in" if differ else "A and B are the same")
        for place, (name, first, second) in enumerate(self.rows):
            shown = place < len(differ)
            for cell in (name, first, second):
                cell.setVisible(shown)
            if shown:
                knob, a, b = differ[place]
                name.setText(session.name(knob))
                first.setText(numbers.signed(a, 2))
                second.setText(numbers.signed(b, 2))

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._watch.forget()
        self.refresh()

    def _choose(self, side: int) -> None:
        if self.session.sides.active == side:
            self._watch.forget()
            self.refresh()  # the button stays down
        elif self.session.sides.active is None:
            self._do(Blend(float(side)))
        else:
            self._do(SwitchSide())

    def _go_to(self, row: int) -> None:
        if row < len(self._knobs):
            self._go(self._knobs[row])


def _equal_words(equal: EqualSettings) -> str:
    if equal.exact == 1:
        if equal.endless:
            return "Endlessly many settings of these knobs compute the same."
        return "No other setting of these knobs computes the same."
    why = "hidden neurons may change places and, with tanh, signs."
    if equal.endless:
        why = "by reordering alone; scaled knobs give endlessly many more."
    if equal.exact is not None and equal.digits <= _LONGEST:
        return f"{numbers.count(equal.exact)} settings of these knobs compute the same: {why}"
    return (
        "So many settings of these knobs compute the same that their number has "
        f"{numbers.count(equal.digits)} digits: {why}"
    )
