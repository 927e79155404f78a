"""The network's answer: what all knobs together make of the data."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eq_sim.data.dataset import View
from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction
from eq_sim.session.responses import has_responses
from eq_sim.ui.models.answer_words import is_sure
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.brush import Brush, Tool
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.knob_questions import KnobQuestions
from eq_sim.ui.models.pad import Pad
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.batch_legend import BatchLegend
from eq_sim.ui.panels.brush_bar import BrushBar
from eq_sim.ui.panels.card import Card, Elided
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.confidence_view import ConfidenceView
from eq_sim.ui.panels.confusion_view import ConfusionView
from eq_sim.ui.panels.curve_view import CurveView
from eq_sim.ui.panels.digit_pad import DigitPad
from eq_sim.ui.panels.digits_view import DigitsView
from eq_sim.ui.panels.hear_button import HearButton
from eq_sim.ui.panels.painted_plane import PaintedPlane
from eq_sim.ui.panels.response_view import ResponseView
from eq_sim.ui.panels.scatter_view import ScatterView
from eq_sim.ui.panels.sum_page import SumPage
from eq_sim.ui.panels.table_view import TableView
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_KINDS: tuple[type[AnswerView], ...] = (
    PaintedPlane,
    ScatterView,
    CurveView,
    ResponseView,
    TableView,
    DigitsView,
)
_VIEWS = {kind.shows: kind for kind in _KINDS}
_PAGES: dict[str, type[AnswerView]] = {"mistakes": ConfusionView, "sure": ConfidenceView}


def _pages(session: Answering) -> dict[str, str]:
    """Returns what can be shown of an answer to such data, and what that is called."""
    pages = {"answer": tr("Answer")}
    if session.dataset.classes:
        pages["mistakes"] = tr("Mistakes")
        if is_sure(session.scenario):
            pages["sure"] = tr("How sure")
    else:
        pages["errors"] = tr("Errors")
    pages["sum"] = tr("One sum")
    if session.dataset.view is View.IMAGES:
        pages["draw"] = tr("Draw one")
    return pages


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
        questions: what works out an output's sum.
        paper: what is drawn to be read.
        phases: the step that is taken apart; None for none ever.
        do: takes what a hand paints; None where nothing is painted.
        audience: who looks on: a hall needs the room of the controls.
        hear: begins or ends the sound of a response; None where nothing is heard.
        is_heard: whether it sounds.
    """

    chose = Signal()
    """Another sample was chosen, or none."""

    def __init__(
        self,
        session: Answering,
        theme: Theme,
        surface: Surface,
        picked: ChosenSample,
        questions: KnobQuestions,
        paper: Pad,
        phases: Phases | None = None,
        do: Callable[[AnyAction], bool] | None = None,
        audience: Audience | None = None,
        hear: Callable[[], None] | None = None,
        is_heard: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(later("Output"), later("The network's answer"))
        self._questions, self._audience = questions, audience or Audience()
        self._paper = paper
        self.session = session
        self._theme = theme
        self._surface = surface
        self._picked, self._phases, self._do = picked, phases, do
        self._summary = Elided("", "muted")
        self.say_aside(self._summary)
        self.asked = ChoiceBox()
        self.asked.setObjectName("page")
        self.asked.setAccessibleName(tr("What is shown of the answer"))
        self.asked.setToolTip(
            tr("The answer, its mistakes or errors, how sure it is, or how it is worked out")
        )
        self.asked.activated.connect(lambda _: self._turn_page())
        self.corner.addWidget(self.asked)
        self.page: AnswerView | SumPage | None = None
        self.pad: DigitPad | None = None
        self._holder = QWidget()
        self._box = QVBoxLayout(self._holder)
        self._box.setContentsMargins(0, 4, 0, 0)
        self.brush = None if do is None else Brush(session, do)
        self.tools = None if self.brush is None else BrushBar(self.brush, theme)
        row = QHBoxLayout()
        row.setSpacing(0)
        if self.tools is not None:
            row.addWidget(self.tools)
        row.addWidget(self._holder, 1)
        self.body.addLayout(row, 1)
        self.batch = BatchLegend(phases, theme)
        self.body.addWidget(self.batch)
        self.hear = None if hear is None else HearButton(hear, is_heard)
        if self.hear is not None:
            self.hear.setObjectName("toggle")
            self.body.addWidget(self.hear)
        self._fit()
        self.view: AnswerView | None = None
        self._make_view()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.batch.set_theme(theme)
        if self.tools is not None:
            self.tools.set_theme(theme)
        if self.view is not None:
            self.view.set_theme(theme)
        if self.pad is not None:
            self.pad.set_theme(theme)
        if self.page is not None:
            self.page.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._fit()
        self.asked.hug()
        if self.tools is not None:
            self.tools.rescale()
        for shown in (self.view, self.page):
            if shown is not None:
                shown.rescale()
        self.refresh_numbers()
        self.refresh()

    def refresh(self) -> None:
        """Shows the answer of the knobs as they stand, if they have changed."""
        if not isinstance(self.view, _VIEWS[self.session.dataset.view]):
            self._make_view()
        assert self.view is not None
        self._offer_pages()
        self._offer_tools()
        self._offer_sound()
        points = self.page is None and self.pad is None
        self.batch.refresh(self.view.draws, points=points)
        if self.page is not None:
            self.page.refresh()
        elif self.view.refresh() and self.pad is not None:
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
            return tr(numbers.COMPUTING)
        step = self.session.evaluation.step
        if step is None:
            return view.summary()
        words = tr("at step {step:,}: {summary}", step=step, summary=view.summary())
        # Where that has no room, that a new one is on its way is rather said than half of the old.
        fits = self._summary.fontMetrics().horizontalAdvance(words) <= self._summary.width()
        return words if fits else tr(numbers.COMPUTING)

    def show_page(self, page: str) -> None:
        """Shows something else of the answer.

        Args:
            page: "answer", "mistakes", "sure", "errors", "sum" or "draw", where that is offered.
        """
        self.asked.setCurrentIndex(max(0, self.asked.findData(page)))
        self._turn_page()

    def _offer_pages(self) -> None:
        """Offers what there is to show of such data; what is shown stays, if it is among it."""
        pages = _pages(self.session)
        if [self.asked.itemData(place) for place in range(self.asked.count())] == list(pages):
            return
        shown = self.asked.currentData()
        self.asked.clear()
        for page, words in pages.items():
            self.asked.addItem(words, page)
        self.show_page(shown or "answer")

    def entries(self) -> list[tuple[str, str, Callable[[], object], None]]:
        """Returns what the View menu can do here: words, shortcut, what it does."""
        brush = self.brush
        if brush is None:
            return []
        return [
            (
                tr("Paint points, press again for the other class"),
                "P",
                self._taken(brush.take_next),
                None,
            ),
            (tr("Erase points"), "Shift+P", self._taken(lambda: brush.take(Tool.ERASE)), None),
        ]

    def _taken(self, take: Callable[[], None]) -> Callable[[], None]:
        def taken() -> None:
            take()
            if self.view is not None and self.brush is not None and self.brush.serves:
                self.show_page("answer")
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

        return taken

    def _offer_tools(self) -> None:
        """Shows the tools where there is something to paint on."""
        if self.tools is not None and self.brush is not None:
            self.brush.follow()
            self.tools.refresh()
            asked = self.page is None and self.pad is None
            self.tools.setVisible(asked and self.brush.serves and not self._audience.hall)
        self.asked.setVisible(not self._audience.hall)

    def _offer_sound(self) -> None:
        """Offers to hear a response, where it is one; a lesson does so beside its caption."""
        if self.hear is not None:
            asked = not (self._audience.hall or self._audience.lesson)
            self.hear.offer(there=asked and has_responses(self.session))

    def _turn_page(self) -> None:
        """Puts what is chosen into the place of the answer."""
        chosen = self.asked.currentData()
        self.asked.hug()
        for old in (self.page, self.pad):
            if old is not None:
                self._box.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.page = self.pad = None
        if chosen == "sum":
            self.page = SumPage(self.session, self._questions, self._picked, self._theme)
        elif chosen == "draw":
            self.pad = DigitPad(self.session, self._paper, self._theme, self._do)
        elif chosen in _PAGES:
            page = _PAGES[chosen](self.session, self._theme, self._surface, self._picked)
            page.chose.connect(self.chose)
            self.page = page
        instead = self.page or self.pad
        if instead is not None:
            self._box.addWidget(instead)
        if self.page is not None:
            self.page.refresh()
        self._offer_tools()
        if self.view is not None:
            self.view.show_errors(on=chosen == "errors")
            self.view.setVisible(instead is None)
            if instead is None:
                self.view.refresh()

    def _fit(self) -> None:
        self.ask_for(scaled(248), scaled(180))

    def _make_view(self) -> None:
        if self.view is not None:
            self._box.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view = answer_view(self.session, self._theme, self._surface, self._picked)
        self.view.phases = self._phases
        if isinstance(self.view, PaintedPlane) and self.brush is not None:
            self.view.use(self.brush)
        self.view.chose.connect(self.chose)
        self._box.addWidget(self.view)
        self.view.errors = self.asked.currentData() == "errors"
        self.view.setVisible(self.page is None and self.pad is None)
        self.refresh()
        self.refresh_numbers()
