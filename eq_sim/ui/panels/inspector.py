"""The inspector: what does this one knob do?"""

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QPushButton, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Knob
from eq_sim.session.change import Watch
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit
from eq_sim.session.questions.one_knob import PUSH
from eq_sim.session.questions.optimum import Kind
from eq_sim.session.switches import Switches
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.knob_questions import TOUCHING, KnobQuestions, NextMove
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.inspected import Inspected
from eq_sim.ui.panels.knob_answers import DifferenceMap, Sum
from eq_sim.ui.panels.slice_view import SliceView
from eq_sim.ui.style.numbers import adding_up, in_full, plain, signed
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
        super().__init__(later("One knob"), later("Inspector"))
        self._inspected, self._chosen, self._surface = inspected, chosen, surface
        self._questions = questions
        self._watch = Watch(questions.changes, TOUCHING)
        self._sample = -1
        self.empty = label(tr("Click a knob."), "muted")
        self.value = label("", "readout")
        self.position = label("", "row")
        self.state = label("", "row")
        self.best = label("", "row")
        self.what = label("", "note")
        self.push = label("", "row")
        self.arrow = label("", "note")
        self.curve = SliceView(questions, theme)
        self.lowest = label("", "note")
        self.lowest_button = QPushButton(tr("Each to its own lowest point"))
        self.lowest_button.setToolTip(
            tr("Sends every knob there, all at once. That is not training: look at the loss")
        )
        self.lowest_button.clicked.connect(lambda: to_own_lowest())
        self.neuron = label("", "title")
        self.sample = label("", "note")
        self.sum = Sum(theme)
        self.what_if = QPushButton(tr("What changes when it goes up?"))
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
            self.title.setText(tr("Inspector"))
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
        state = _state_words(switches, knob)
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
        value = f"{signed(there, 4)}{unit}"
        marked = best.marked
        if marked is not None and marked.kind is Kind.SEEN:
            return tr("Best seen: {value}", value=value)
        return f"{best.name}: {value}"

    def _push_words(self, knob: int) -> str:
        """Returns what a small turn does to the train loss on screen, which is of all samples."""
        switches, place = self._bank.switches, self._inspected.first + knob
        if switches.silent[knob]:
            if switches.mutes[knob]:
                return tr("Muted: it has to be unmuted before it can be turned.")
            return tr("Silent while others play solo: it cannot be turned now.")
        turn = self._questions.small_turn(place)
        if turn is None:
            return ""
        push = turn.push
        if push is None:
            if turn.nothing:
                return tr("A small turn changes nothing now.")
            return tr("Best place for now: no small turn lowers the train loss.")
        by, fall = plain(abs(push.by)), in_full(push.fall)
        if push.by > 0:
            return tr("Turn it up by {by}: the train loss falls by {fall}.", by=by, fall=fall)
        return tr("Turn it down by {by}: the train loss falls by {fall}.", by=by, fall=fall)

    def _arrow_words(self, knob: int) -> str:
        """Returns which way the next step turns it, and what it goes by: that is its arrow."""
        move = self._questions.next_move(self._inspected.first + knob)
        if move is None or not move.by:
            return ""
        drawn = bool(self._console.next_step and self._console.canvas.geometry.faders)
        said = (_step_words(move, drawn=drawn), _pull_words(move, drawn=drawn))
        return " ".join(sentence for sentence in said if sentence)

    def _show_neuron(self, place: Knob) -> None:
        sample = self._chosen.sample
        if place.adapter == "A":  # a rank is no neuron, and has no sum of its own
            for part in (self.neuron, self.sample, self.sum):
                part.hide()
            return
        name = self._questions.neuron(place)
        self.neuron.setText(tr("{neuron}: its sum", neuron=f"{name[0].upper()}{name[1:]}"))
        self.sum.setVisible(sample is not None)
        if sample is None:
            self.sample.setText(tr("Click a sample in the output to see the numbers."))
            return
        self.sample.setText(tr("For sample {sample:,}, rounded.", sample=sample + 1))
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
        if dataset.classes:
            if len(before) == 1:
                changed = (before > 0.5) != (after > 0.5)
            else:
                changed = before.argmax(axis=0) != after.argmax(axis=0)
            many = int(changed.sum())
            self.change.setText(
                tr(
                    "Up by {by}: {changed:,} of {all:,} training answers change class.",
                    by=PUSH,
                    changed=many,
                    all=count,
                )
            )
        else:
            target = dataset.target
            scale = target.scale if target is not None else 1.0
            unit = target.unit_said if target is not None else ""
            size = float(np.abs(after - before).mean()) * scale
            self.change.setText(
                tr(
                    "Up by {by}: training answers move by {size} on average.",
                    by=PUSH,
                    size=f"{plain(size)} {unit}".rstrip(),
                )
            )
        if self._surface.exists:
            self.map.show_change(self._surface.change(knob, PUSH))


def position_words(bank: KnobBank, knob: int) -> str:
    """Returns which position a knob has clicked into, and where it was turned to."""
    positions = bank.positions
    if positions is None or knob >= positions.wired:
        return ""
    stands, turned = float(bank.whole()[knob]), float(bank.turned()[knob])
    return tr(
        "Position {number:,} of {all:,}. Turned to {turned}, it counts as {stands}.",
        number=positions.number(knob, stands),
        all=positions.count,
        turned=signed(turned, 4),
        stands=signed(stands, 4),
    )


def _state_words(switches: Switches, knob: int) -> str:
    """Returns whether it is silent, frozen or plays alone, in a sentence; empty for nothing."""
    states = []
    if switches.silent[knob]:
        states.append(tr("{silent}: counts as 0", silent=switches.silence(knob)))
    if switches.frozen[knob]:
        states.append(tr("frozen"))
    if switches.solos[knob]:
        states.append(tr("solo"))
    listed = ", ".join(states)
    return f"{listed[0].upper()}{listed[1:]}." if listed else ""


def _step_words(move: NextMove, *, drawn: bool) -> str:
    """Returns which way the next step turns a knob, and by what."""
    if move.batch < move.total:
        seen = tr(
            "its batch of {batch:,} of {all:,} training samples", batch=move.batch, all=move.total
        )
    else:
        seen = tr("all {all:,} training samples", all=move.total)
    *most, last = seen, *move.also
    causes = tr("{most} and {last}", most=", ".join(most), last=last) if most else last
    if drawn and move.by > 0:
        return tr("The next step (open arrow) turns it up, by {causes}.", causes=causes)
    if drawn:
        return tr("The next step (open arrow) turns it down, by {causes}.", causes=causes)
    if move.by > 0:
        return tr("The next step turns it up, by {causes}.", causes=causes)
    return tr("The next step turns it down, by {causes}.", causes=causes)


def _pull_words(move: NextMove, *, drawn: bool) -> str:
    """Returns what the penalties add to a step, in numbers that add up."""
    parts = adding_up(move.by - move.pull, move.pull, sign=True) if move.pull else None
    if parts is None:
        return ""
    rest, pull, whole = parts
    if drawn:
        return tr(
            "{rest} without the penalty, {pull} from it (pull to 0): {whole} in all.",
            rest=rest,
            pull=pull,
            whole=whole,
        )
    return tr(
        "{rest} without the penalty, {pull} from it: {whole} in all.",
        rest=rest,
        pull=pull,
        whole=whole,
    )
