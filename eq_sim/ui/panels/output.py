"""The network's answer: what all knobs together make of the data."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.session.session import Session
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.curve_view import CurveView
from eq_sim.ui.panels.digits_view import DigitsView
from eq_sim.ui.panels.plane_view import PlaneView
from eq_sim.ui.panels.response_view import ResponseView
from eq_sim.ui.panels.scatter_view import ScatterView
from eq_sim.ui.panels.table_view import TableView
from eq_sim.ui.theme import Theme

_KINDS: tuple[type[AnswerView], ...] = (
    PlaneView,
    ScatterView,
    CurveView,
    ResponseView,
    TableView,
    DigitsView,
)
_VIEWS = {kind.shows: kind for kind in _KINDS}


class OutputPanel(Card):
    """The answer in the way that suits the data.

    Args:
        session: what is shown.
        theme: the colours.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__("Output", "The network's answer")
        self.session = session
        self._theme = theme
        self._summary = label("", "muted")
        self.aside.addWidget(self._summary)
        self._holder = QWidget()
        self._box = QVBoxLayout(self._holder)
        self._box.setContentsMargins(0, 4, 0, 0)
        self.body.addWidget(self._holder, 1)
        self.setMinimumSize(200, 180)
        self.view: AnswerView | None = None
        self._make_view()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._make_view()

    def refresh(self) -> None:
        """Shows the answer of the knobs as they stand, if they have changed."""
        if not isinstance(self.view, _VIEWS[self.session.dataset.view]):
            self._make_view()
        assert self.view is not None
        if self.view.refresh():
            self._summary.setText(self.view.summary())

    def _make_view(self) -> None:
        if self.view is not None:
            self._box.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view = _VIEWS[self.session.dataset.view](self.session, self._theme)
        self._box.addWidget(self.view)
        self.refresh()
