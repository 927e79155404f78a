"""The network's answer: what all knobs together make of the data."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from eq_sim.data.dataset import View
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.batch_legend import BatchLegend
from eq_sim.ui.panels.card import Card, Elided
from eq_sim.ui.panels.curve_view import CurveView
from eq_sim.ui.panels.digit_pad import DigitPad
from eq_sim.ui.panels.digits_view import DigitsView
from eq_sim.ui.panels.plane_view import PlaneView
from eq_sim.ui.panels.response_view import ResponseView
from eq_sim.ui.panels.scatter_view import ScatterView
from eq_sim.ui.panels.table_view import TableView
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_KINDS: tuple[type[AnswerView], ...] = (
    PlaneView,
    ScatterView,
    CurveView,
    ResponseView,
    TableView,
    DigitsView,
)
_VIEWS = {kind.shows: kind for kind in _KINDS}


def answer_view(
    session: Answering, theme: Theme, surface: Surface, picked: ChosenSample
) -> AnswerView:
    """Returns the view of an answer that suits the data.

    Args:
        session: what is shown.
        theme: the colours.
        surface: the answers over the plane.
        picked: the sample that a person points at.
    """
    return _VIEWS[session.dataset.view](session, theme, surface, picked)


class OutputPanel(Card):
    """The answer in the way that suits the data.

    Args:
        session: what is shown.
        theme: the colours.
        surface: the answers over the plane.
        picked: the sample that a person points at.
        phases: the step that is taken apart; None for none ever.
    """

    chose = Signal()
    """Another sample was chosen, or none."""

    def __init__(
        self,
        session: Answering,
        theme: Theme,
        surface: Surface,
        picked: ChosenSample,
        phases: Phases | None = None,
    ) -> None:
        super().__init__("Output", "The network's answer")
        self.session = session
        self._theme = theme
        self._surface = surface
        self._picked, self._phases = picked, phases
        self._summary = Elided("", "muted")
        self.say_aside(self._summary)
        self.own = QPushButton("Draw")
        self.own.setObjectName("toggle")
        self.own.setCheckable(True)
        self.own.setToolTip("Draw a digit with the mouse, and see what the network says")
        self.own.toggled.connect(self._draw_own)
        self.corner.addWidget(self.own)
        self.pad: DigitPad | None = None
        self._holder = QWidget()
        self._box = QVBoxLayout(self._holder)
        self._box.setContentsMargins(0, 4, 0, 0)
        self.body.addWidget(self._holder, 1)
        self.batch = BatchLegend(phases, theme)
        self.body.addWidget(self.batch)
        self._fit()
        self.view: AnswerView | None = None
        self._make_view()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.batch.set_theme(theme)
        if self.view is not None:
            self.view.set_theme(theme)
        if self.pad is not None:
            self.pad.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._fit()
        if self.view is not None:
            self.view.rescale()
        self.refresh_numbers()
        self.refresh()

    def refresh(self) -> None:
        """Shows the answer of the knobs as they stand, if they have changed."""
        if not isinstance(self.view, _VIEWS[self.session.dataset.view]):
            self._make_view()
        assert self.view is not None
        self.batch.refresh(self.view.draws)
        images = self.session.dataset.view is View.IMAGES
        self.own.setVisible(images)
        if not images and self.own.isChecked():
            self.own.setChecked(False)
        if self.view.refresh() and self.pad is not None:
            self.pad.answer()

    @property
    def summary_text(self) -> str:
        """The summary as it stands."""
        return self._summary.text()

    def refresh_numbers(self) -> None:
        """Writes the summary: in the same frame as the other numbers, so that they agree."""
        if self.view is not None and self.view.shows is self.session.dataset.view:
            words = self._summary_words(self.view)
            if words != self._summary.text():
                self._summary.setText(words)

    def _summary_words(self, view: AnswerView) -> str:
        if self.session.computing:
            return numbers.COMPUTING
        when = numbers.at_step(self.session.evaluation.step).lstrip()
        return f"{when}: {view.summary()}" if when else view.summary()

    def _fit(self) -> None:
        self.ask_for(scaled(248), scaled(180))

    def _make_view(self) -> None:
        if self.view is not None:
            self._box.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view = answer_view(self.session, self._theme, self._surface, self._picked)
        self.view.phases = self._phases
        self.view.chose.connect(self.chose)
        self._box.addWidget(self.view)
        self.refresh()
        self.refresh_numbers()

    def _draw_own(self, on: bool) -> None:
        """Puts a pad to draw on in the place of the sheet, or takes it away."""
        if self.pad is not None:
            self._box.removeWidget(self.pad)
            self.pad.hide()
            self.pad.deleteLater()
            self.pad = None
        if on:
            self.pad = DigitPad(self.session, self._theme)
            self._box.addWidget(self.pad)
        if self.view is not None:
            self.view.setVisible(not on)
