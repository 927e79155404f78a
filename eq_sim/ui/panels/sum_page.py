"""How an output comes to its answer: its sum, number by number, down to the probability."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.change import Watch
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.knob_questions import TOUCHING, KnobQuestions
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.asked import answer_to, sample_words
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.knob_answers import Sum
from eq_sim.ui.style.theme import Theme

_SAID = -1  # stands for the output that says most


class SumPage(QScrollArea):
    """The arithmetic of one output for the chosen sample; it scrolls where it is long.

    Args:
        session: what is asked.
        questions: what works the sum out.
        picked: the sample.
        theme: the colours.
    """

    def __init__(
        self, session: Answering, questions: KnobQuestions, picked: ChosenSample, theme: Theme
    ) -> None:
        super().__init__()
        self._session, self._questions, self._picked = session, questions, picked
        self._watch = Watch(session.changes, TOUCHING)
        self._choice = -1
        self._names: list[str] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("How the answer is worked out"))
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 4, 0)
        box.setSpacing(4)
        self.about = label("", "note")
        self.about.setWordWrap(True)
        self.output = ChoiceBox()
        self.output.setAccessibleName(tr("Which output"))
        self.output.activated.connect(lambda _: self._show())
        self.sum = Sum(theme)
        for part in (self.about, self.output, self.sum):
            box.addWidget(part)
        box.addStretch(1)
        self.setWidget(inside)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.sum.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.sum.rescale()
        self._watch.forget()

    def refresh(self) -> None:
        """Works the sum out again, if anything of it has changed."""
        news, chosen = self._watch.news(), self._picked.revision
        if news or chosen != self._choice:
            self._choice = chosen
            self._show()

    def _show(self) -> None:
        self._fill()
        sample = self._picked.sample
        self.sum.setVisible(sample is not None)
        self.output.setVisible(sample is not None and len(self._names) > 1)
        if sample is None:
            self.about.setText(tr("Choose a sample first: click one in the answer."))
            return
        self.about.setText(sample_words(self._session, sample)[0])
        output = int(self.output.currentData())
        if output == _SAID:
            answer = answer_to(self._session, self._session.dataset.inputs[:, sample])
            output = int(answer.argmax())
        last = len(self._session.layout.blocks) - 1
        self.sum.show_arithmetic(self._questions.arithmetic(last, output, sample))

    def _fill(self) -> None:
        """Offers the outputs: at first the one that says most."""
        names = list(self._session.dataset.outputs_said)
        if names != self._names:
            self._names = names
            self.output.clear()
            if len(names) > 1:
                self.output.addItem(tr("the one that says most"), _SAID)
            for place, name in enumerate(names):
                self.output.addItem(name, place)
        self.output.hug()
