"""The inspector: what does this one knob do?"""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from eq_sim.network.losses import LOSSES
from eq_sim.session.inspection import PUSH, Arithmetic, arithmetic, sentence
from eq_sim.session.names import neuron_name
from eq_sim.session.slices import KnobSlices
from eq_sim.ui.blend import diverging, image_over
from eq_sim.ui.chosen import Chosen
from eq_sim.ui.console.console import Console
from eq_sim.ui.numbers import local, plain, signed
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.slice_view import SliceView
from eq_sim.ui.preferences import current, scaled
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme, font

_MOST_TERMS = 8
_ROW = 18.0


class Sum(QWidget):
    """A neuron's arithmetic, a line for each input: value × weight = product."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[tuple[str, ...]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.updateGeometry()
        self.update()

    def show_arithmetic(self, told: Arithmetic) -> None:
        """Shows a sum; of many inputs those that count most."""
        terms = sorted(told.terms, key=lambda term: -abs(term.product))[:_MOST_TERMS]
        shown = [term for term in told.terms if term in terms]
        # What is shown multiplies to what is shown: the product is that of the shown factors.
        self.lines = []
        for term in shown:
            value, weight = round(term.value, 3), round(term.weight, 3)
            product = signed(value * weight)
            self.lines.append((term.name, signed(value), "×", signed(weight), "=", product))
        rest = [term for term in told.terms if term not in shown]
        if rest:
            total = sum(term.product for term in rest)
            self.lines.append((f"{len(rest):,} more", "", "", "", "=", signed(total)))
        if told.bias is not None:
            self.lines.append(("bias", "", "", "", "+", signed(told.bias)))
        self.lines.append(("sum", "", "", "", "=", signed(told.total)))
        name = told.activation.lower() if told.activation != "ReLU" else "ReLU"
        if name != "identity":
            self.lines.append((f"{name} of it", "", "", "", "=", signed(told.answer)))
        words = "; ".join(" ".join(part for part in line if part) for line in self.lines)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many rows as there are lines."""
        return QSize(scaled(200), scaled(len(self.lines) * _ROW + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines in columns."""
        painter, zoom = QPainter(self), current().scale
        painter.scale(zoom, zoom)
        wide = self.width() / zoom
        ends = (0.0, 0.44, 0.51, 0.72, 0.78, 1.0)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for row, line in enumerate(self.lines):
            y = row * _ROW
            total = line[0] == "sum" or line[0].endswith("of it")
            if line[0] == "sum":
                painter.fillRect(QRectF(0, y, wide, 1), self._theme.color("faint"))
            for place, text in enumerate(line):
                painter.setFont(font(11.5, mono=place > 0, bold=total))
                painter.setPen(self._theme.color("text" if place in (0, 5) else "muted"))
                begin = 0.0 if place == 0 else ends[place] * wide - 80
                width = 0.5 * wide if place == 0 else 80.0
                side = left if place == 0 else right
                box = QRectF(begin, y, width, _ROW)
                painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class DifferenceMap(QWidget):
    """Where in the plane the answer changes when the knob goes up: more light, less dark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._change: np.ndarray | None = None
        self._image: QImage | None = None
        self.rescale()
        self.setAccessibleName("Where the answer changes when this knob is turned up")

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        if self._change is not None:
            self.show_change(self._change)

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setFixedHeight(scaled(120))

    def show_change(self, change: np.ndarray) -> None:
        """Shows (side, side) changes of the answer."""
        self._change = change
        reach = max(float(np.abs(change).max()), 1e-9)
        theme = self._theme
        ends = theme.color("class_zero"), theme.color("panel"), theme.color("class_one")
        self._pixels = diverging(*ends, change / reach)
        self._image = image_over(self._pixels)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the map."""
        if self._image is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = float(min(self.width(), self.height()))
            painter.drawImage(QRectF(0, 0, side, side), self._image)
            painter.end()


class Inspector(Card):
    """What the knob with the focus is and does.

    Args:
        console: whose knob.
        chosen: the sample of the arithmetic.
        surface: the answers over the plane.
        theme: the colours.
    """

    def __init__(self, console: Console, chosen: Chosen, surface: Surface, theme: Theme) -> None:
        super().__init__("One knob", "Inspector")
        self._console, self._chosen, self._surface = console, chosen, surface
        self.session = console.session
        self._slices = KnobSlices(self.session)
        self._revision: object = None
        self.empty = label("Click a knob.", "muted")
        self.value = label("", "readout")
        self.what = label("", "note")
        self.push = label("", "row")
        self.curve = SliceView(self._slices, theme)
        self.lowest = label("", "note")
        self.lowest_button = QPushButton("Each to its own lowest point")
        self.lowest_button.setToolTip(
            "Sends every knob there, all at once. That is not training: look at the loss"
        )
        self.lowest_button.clicked.connect(console.knobs.to_own_lowest)
        self.neuron = label("", "title")
        self.sample = label("", "note")
        self.sum = Sum(theme)
        self.what_if = QPushButton("What changes when it goes up?")
        self.what_if.setCheckable(True)
        self.what_if.setObjectName("toggle")
        self.what_if.toggled.connect(lambda: self._look(force=True))
        self.change = label("", "row")
        self.map = DifferenceMap(theme)
        self.body.addWidget(self.empty)
        self._parts: tuple[QWidget, ...] = (
            self.value,
            self.what,
            self.push,
            self.curve,
            self.lowest,
            self.lowest_button,
            self.neuron,
            self.sample,
            self.sum,
            self.what_if,
            self.change,
            self.map,
        )
        for part in self._parts:
            self.body.addWidget(part)
        for words in (self.what, self.push, self.lowest, self.sample, self.change):
            words.setWordWrap(True)
        self.body.addStretch(1)
        console.knob_focused.connect(self.look_again)
        self._look(force=True)

    def part(self, name: str) -> QWidget:
        """Returns what a lesson calls the slice: the loss along the knob."""
        return {"slice": self.curve}[name]

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for drawing in (self.curve, self.sum, self.map):
            drawing.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        for drawing in (self.curve, self.sum, self.map):
            drawing.rescale()
        self._look(force=True)

    def look_again(self) -> None:
        """Another knob has the focus."""
        self._look(force=True)

    def refresh(self) -> None:
        """Looks again, if anything has changed."""
        self._look(force=False)

    def _look(self, *, force: bool) -> None:
        session = self.session
        revision = (session.revision, self._chosen.revision, session.switches, session.running)
        if not force and revision == self._revision:
            return
        if force and not self.isVisible():
            self._revision = None
            return
        self._revision = revision
        knob = self._console.input.focused
        if knob is not None and knob >= session.layout.size:
            knob = None
        self.empty.setVisible(knob is None)
        for part in self._parts:
            part.setVisible(knob is not None)
        if knob is None:
            self.title.setText("Inspector")
            self.curve.forget()
            return
        self._show_knob(knob)
        self._show_neuron(knob)
        self._show_change(knob)

    def _show_knob(self, knob: int) -> None:
        session = self.session
        name = session.name(knob)
        self.title.setText(name[0].upper() + name[1:])
        states = [
            word
            for word, on in (
                ("muted", session.switches.silent[knob]),
                ("frozen", session.switches.frozen[knob]),
                ("solo", session.switches.solos[knob]),
            )
            if on
        ]
        state = f"  ({', '.join(states)})" if states else ""
        self.value.setText(f"{signed(float(session.parameters.theta[knob]), 4)}{state}")
        self.what.setText(sentence(session, knob))
        self.curve.show_knob(knob, self._console.input.reach(knob))
        self.push.setText(self._push_words())
        sample = self._slices.sample
        part = "" if sample.whole else local(f" On {sample.used:,} of {sample.total:,} samples.")
        self.lowest.setText(self.curve.words() + part)

    def _push_words(self) -> str:
        push = self.curve.push
        if push is None:
            return "Best place for now: no small turn lowers the loss."
        way = "up" if push.by > 0 else "down"
        return f"Turn it {way} by {plain(abs(push.by))}: the loss falls by {plain(push.fall, 2)}."

    def _show_neuron(self, knob: int) -> None:
        session, sample = self.session, self._chosen.sample
        place = session.layout.knob(knob)
        name = neuron_name(session.layout, session.dataset, place.layer, place.neuron)
        self.neuron.setText(f"{name}: its sum")
        self.sum.setVisible(sample is not None)
        if sample is None:
            self.sample.setText("Click a sample in the output to see the numbers.")
            return
        self.sample.setText(local(f"For sample {sample + 1:,}, rounded to three decimals."))
        self.sum.show_arithmetic(arithmetic(session, place.layer, place.neuron, sample))

    def _show_change(self, knob: int) -> None:
        wanted = self.what_if.isChecked()
        self.change.setVisible(wanted)
        self.map.setVisible(wanted and self._surface.exists)
        if not wanted:
            return
        session = self.session
        here = float(session.parameters.theta[knob])
        link = LOSSES[session.scenario.training.loss].link
        with np.errstate(all="ignore"):
            both = link(self._slices.answers(knob, np.array([here, here + PUSH])))
        count = both.shape[1] // 2
        before, after = both[:, :count], both[:, count:]
        up = local(f"Up by {PUSH}: ")
        if session.dataset.classes:
            if len(before) == 1:
                changed = (before > 0.5) != (after > 0.5)
            else:
                changed = before.argmax(axis=0) != after.argmax(axis=0)
            many = int(changed.sum())
            self.change.setText(local(f"{up}{many:,} of {count:,} answers change their class."))
        else:
            target = session.dataset.target
            scale = target.scale if target is not None else 1.0
            unit = target.unit if target is not None else ""
            size = float(np.abs(after - before).mean()) * scale
            self.change.setText(f"{up}answers move by {plain(size)} {unit} on average.")
        if self._surface.exists:
            self.map.show_change(self._surface.change(knob, PUSH))
