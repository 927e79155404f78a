"""The stage before the first layer: principal components, a bank of knobs that no step moves."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.change import Change, Watch
from eq_sim.session.settings.components import LEAST_INPUTS, MOST_INPUTS
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.models.locked_bank import HasBank, LockedBank, could_have_bank
from eq_sim.ui.panels import bank_words
from eq_sim.ui.panels.bank_drawing import BankDrawing
from eq_sim.ui.panels.bank_sheet import BankSheet
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.component_view import ComponentView
from eq_sim.ui.panels.explained_view import ExplainedView
from eq_sim.ui.panels.fields import LadderField
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.style.theme import Theme

_NONE = later(
    "Off: the network takes the inputs themselves. With components, it takes how far a sample lies "
    "from the mean along the directions in which the train part differs most."
)
_NOT_HERE = later(
    "Components are learned of real tables with {least:,} to {most:,} inputs, such as the pixels "
    "of Digits. These data are none."
)
_LEGEND = later(
    "Bars: the variance along each component. Line: the first ones together. Colours above: each "
    "picture by its own largest number."
)
_WHAT = Change.SETTINGS | Change.STRUCTURE | Change.DATA | Change.SWITCHES


class PcaPanel(Card):
    """How many components there are, what each is, and how much of the variance it explains.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.

    Attributes:
        field: how many components.
        sheet: all of the bank as small pictures.
        view: the chosen one, large.
        explained: the shares of the variance.
    """

    def __init__(self, session: HasBank, do: Callable[[AnyAction], bool], theme: Theme) -> None:
        super().__init__(later("Locked, before the first layer"), later("PCA"))
        self._session, self._do, self._theme = session, do, theme
        self._watch = Watch(session.changes, _WHAT)
        self.field = LadderField(SETTINGS["components"], self._change)
        OneGesture(self.field.slider, "set:components", do)
        self.body.addWidget(self.field)
        self.counted = label("", "row")
        self.note = label("", "note")
        for words in (self.counted, self.note):
            words.setWordWrap(True)
            self.body.addWidget(words)
        self._bank = QWidget()
        box = QVBoxLayout(self._bank)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(6)
        self.sheet, self.view, self.explained = BankSheet(), ComponentView(), ExplainedView(theme)
        legend = label(tr(_LEGEND), "note")
        legend.setWordWrap(True)
        for part in (self.view, self.sheet, self.explained, legend):
            box.addWidget(part)
        self.body.addWidget(self._bank)
        self.body.addStretch(1)
        self.sheet.chose.connect(self._chosen)
        self.explained.chose.connect(self.sheet.choose)

    def refresh(self) -> None:
        """Shows the bank as it is, if it is another one."""
        if self._watch.news():
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = self.explained.theme = theme
        self._watch.forget()
        if self.isVisible():
            self.refresh()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.field.rescale()
        self._watch.forget()
        if self.isVisible():
            self.refresh()

    def _show(self) -> None:
        session, bank = self._session, LockedBank.of(self._session)
        self.field.show_scenario(session.scenario)
        self._bank.setVisible(bank is not None)
        self.counted.setVisible(bank is not None)
        if bank is None:
            none = tr(_NOT_HERE, least=LEAST_INPUTS, most=MOST_INPUTS)
            self.note.setText(tr(_NONE) if could_have_bank(session) else none)
            return
        self.counted.setText(bank_words.knobs(bank))
        self.note.setText(bank_words.makeup(bank))
        self.sheet.show_bank(BankDrawing(bank, self._theme))
        self._chosen()

    def _chosen(self) -> None:
        drawing = self.sheet.drawing
        assert drawing is not None
        self.view.show_place(drawing, self.sheet.chosen)
        self.explained.show_bank(drawing.bank, self.sheet.chosen)

    def _change(self, setting: str, value: Value) -> bool:
        taken = self._do(Set(setting, value))
        if not taken:
            self._watch.forget()
            self.refresh()
        return taken
