"""The inspector: what does this one knob do?"""

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QPushButton, QWidget

from eq_sim.language.numerals import local
from eq_sim.network.layout import Knob
from eq_sim.session.change import Watch
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit
from eq_sim.session.questions.one_knob import PUSH
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.knob_questions import TOUCHING, KnobQuestions, NextMove
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.inspected import Inspected
from eq_sim.ui.panels.knob_answers import DifferenceMap, Sum
from eq_sim.ui.panels.slice_view import SliceView
from eq_sim.ui.style.numbers import adding_up, count, in_full, plain, signed
from eq_sim.ui.style.theme import Theme


class Inspector(Card):
    """What the knob with the focus is and does.

    Args:
        inspected: which knob.
        questions: what is asked about it.
        chosen: the sample of the arithmetic.
        surface: the answers over the plane.
        to_own_lowest: sends every knob to its own lowest point.
        theme: the colours.
    """

    def __init__(
        self,
        inspected: Inspected,
        questions: KnobQuestions,
        chosen: ChosenSample,
        surface: Surface,
        to_own_lowest: Callable[[], None],
        theme: Theme,
    ) -> None:
        super().__init__("One knob", "Inspector")
        self._inspected, self._chosen, self._surface = inspected, chosen, surface
        self._questions = questions
        self._watch = Watch(questions.changes, TOUCHING)
        self._sample = -1
        self.empty = label("Click a knob.", "muted")
        self.value = label("", "readout")
        self.position = label("", "row")
        self.state = label("", "row")
        self.best = label("", "row")
        self.what = label("", "note")
        self.push = label("", "row")
        self.arrow = label("", "note")
        self.curve = SliceView(questions, theme)
        self.lowest = label("", "note")
        self.lowest_button = QPushButton("Each to its own lowest point")
        self.lowest_button.setToolTip(
            "Sends every knob there, all at once. That is not training: look at the loss"
        )
        self.lowest_button.clicked.connect(lambda: to_own_lowest())
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
            self.position,
            self.state,
            self.best,
            self.what,
            self.push,
            self.arrow,
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
        notes = (
            self.position,
            self.state,
            self.what,
            self.push,
            self.arrow,
            self.lowest,
            self.sample,
            self.change,
        )
        for words in notes:
            words.setWordWrap(True)
        self.body.addStretch(1)
        inspected.changed.connect(self.look_again)
        self._look(force=True)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (self.curve, self.sum, self.map):
            part.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        for part in (self.curve, self.sum, self.map):
            part.rescale()
        self._look(force=True)

    def part(self, name: str) -> QWidget:
        """Returns what a lesson calls the slice: the loss along the knob."""
        return {"slice": self.curve}[name]

    def look_again(self) -> None:
        """Another knob has the focus."""
        self._look(force=True)

    def refresh(self) -> None:
        """Looks again, if anything has changed."""
        self._look(force=False)

    def _look(self, *, force: bool) -> None:
        if force and not self.isVisible():
            self._watch.forget()
            return
        news, sample = self._watch.news(), self._chosen.revision
        if not (force or news or sample != self._sample):
            return
        self._sample = sample
        knob = self._inspected.knob
        self.empty.setVisible(knob is None)
        for part in self._parts:
            part.setVisible(knob is not None)
        if knob is None:
            self.title.setText("Inspector")
            self.curve.forget()
            return
        self._show_knob(knob)
        place = self._inspected.first + knob
        self._show_neuron(self._questions.place(place))
        self._show_change(place)

    @property
    def _console(self) -> Console:
        return self._inspected.console

    @property
    def _bank(self) -> KnobBank:
        return self._console.bank

    def _show_knob(self, knob: int) -> None:
        bank, place = self._bank, self._inspected.first + knob
        name, switches = bank.name(knob), bank.switches
        self.title.setText(name[0].upper() + name[1:])
        states = [
            word
            for word, on in (
                (f"{switches.silence(knob)}: counts as 0", switches.silent[knob]),
                ("frozen", switches.frozen[knob]),
                ("solo", switches.solos[knob]),
            )
            if on
        ]
        state = local(f"{', '.join(states).capitalize()}.") if states else ""
        unit = knob_unit(bank.layout, bank.dataset)
        self.value.setText(signed(float(bank.whole()[knob]), 4) + unit)
        self.position.setText(position_words(bank, knob))
        self.position.setVisible(bool(self.position.text()))
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.best.setText(self._best_words(knob, unit))
        self.best.setVisible(bool(self.best.text()))
        self.what.setText(self._questions.what(place))
        self.curve.show_knob(place, self._console.input.reach(knob))
        self.push.setText(self._push_words(knob))
        self.arrow.setText(self._arrow_words(knob))
        for words in (self.push, self.arrow):
            words.setVisible(bool(words.text()))
        self.lowest.setText(self.curve.words())

    def _best_words(self, knob: int, unit: str) -> str:
        """Returns where the knob's mark of the best knobs is; nothing without one."""
        best = self._console.best_knobs
        there = None if best is None else best.value(knob)
        if best is None or there is None:
            return ""
        name = best.name.replace("best", "Best")
        return f"{name}: {signed(there, 4)}{unit}"

    def _push_words(self, knob: int) -> str:
        """Returns what a small turn does to the train loss on screen, which is of all samples."""
        switches, place = self._bank.switches, self._inspected.first + knob
        if switches.silent[knob]:
            if switches.mutes[knob]:
                return "Muted: it has to be unmuted before it can be turned."
            return "Silent while others play solo: it cannot be turned now."
        turn = self._questions.small_turn(place)
        if turn is None:
            return ""
        push = turn.push
        if push is None:
            if turn.nothing:
                return "A small turn changes nothing now."
            return "Best place for now: no small turn lowers the train loss."
        way = "up" if push.by > 0 else "down"
        fall = f"the train loss falls by {in_full(push.fall)}"
        return f"Turn it {way} by {plain(abs(push.by))}: {fall}."

    def _arrow_words(self, knob: int) -> str:
        """Returns which way the next step turns it, and what it goes by: that is its arrow."""
        move = self._questions.next_move(self._inspected.first + knob)
        if move is None or not move.by:
            return ""
        way = "up" if move.by > 0 else "down"
        drawn = self._console.next_step and self._console.canvas.geometry.faders
        step = "The next step (open arrow)" if drawn else "The next step"
        goes_by = [f"all {move.total:,} training samples", *move.also]
        if move.batch < move.total:
            goes_by[0] = f"its batch of {move.batch:,} of {move.total:,} training samples"
        last = goes_by.pop()
        listed = f"{', '.join(goes_by)} and {last}" if goes_by else last
        return local(f"{step} turns it {way}, by {listed}.") + _pull_words(move, drawn=drawn)

    def _show_neuron(self, place: Knob) -> None:
        sample = self._chosen.sample
        if place.adapter == "A":  # a rank is no neuron, and has no sum of its own
            for part in (self.neuron, self.sample, self.sum):
                part.hide()
            return
        name = self._questions.neuron(place)
        self.neuron.setText(f"{name[0].upper()}{name[1:]}: its sum")
        self.sum.setVisible(sample is not None)
        if sample is None:
            self.sample.setText("Click a sample in the output to see the numbers.")
            return
        self.sample.setText(local(f"For sample {sample + 1:,}, rounded."))
        told = self._questions.arithmetic(place.layer, place.neuron, sample)
        self.sum.show_arithmetic(told)

    def _show_change(self, knob: int) -> None:
        wanted = self.what_if.isChecked()
        self.change.setVisible(wanted)
        self.map.setVisible(wanted and self._surface.exists)
        if not wanted:
            return
        before, after = self._questions.pushed(knob)
        dataset, count = self._questions.dataset, before.shape[1]
        up = local(f"Up by {PUSH}: ")
        if dataset.classes:
            if len(before) == 1:
                changed = (before > 0.5) != (after > 0.5)
            else:
                changed = before.argmax(axis=0) != after.argmax(axis=0)
            many = int(changed.sum())
            self.change.setText(local(f"{up}{many:,} of {count:,} training answers change class."))
        else:
            target = dataset.target
            scale = target.scale if target is not None else 1.0
            unit = target.unit if target is not None else ""
            size = float(np.abs(after - before).mean()) * scale
            self.change.setText(f"{up}training answers move by {plain(size)} {unit} on average.")
        if self._surface.exists:
            self.map.show_change(self._surface.change(knob, PUSH))


def position_words(bank: KnobBank, knob: int) -> str:
    """Returns which position a knob has clicked into, and where it was turned to."""
    positions = bank.positions
    if positions is None or knob >= positions.wired:
        return ""
    stands, turned = float(bank.whole()[knob]), float(bank.turned()[knob])
    number = f"{count(positions.number(knob, stands))} of {count(positions.count)}"
    return f"Position {number}. Turned to {signed(turned, 4)}, it counts as {signed(stands, 4)}."


def _pull_words(move: NextMove, *, drawn: bool) -> str:
    """Returns what the penalties add to a step, in numbers that add up."""
    parts = adding_up(move.by - move.pull, move.pull, sign=True) if move.pull else None
    if parts is None:
        return ""
    rest, pull, whole = parts
    mark = " (pull to 0)" if drawn else ""
    return f" {rest} without the penalty, {pull} from it{mark}: {whole} in all."
