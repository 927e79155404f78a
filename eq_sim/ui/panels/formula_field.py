"""A field for a curve that a person types; what is wrong with it stands below it."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Setting
from eq_sim.session.settings.table import changed
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import Change, row_tip
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style.preferences import current


class FormulaField(QWidget):
    """A formula. The old one stays until what is typed is one.

    Args:
        setting: what is shown.
        change: takes a new formula.
        scenario: returns the present one, for which a formula has to be right.

    Attributes:
        field: where it is typed.
        mistake: what is wrong with what is typed there.
    """

    def __init__(self, setting: Setting, change: Change, scenario: Callable[[], Scenario]) -> None:
        super().__init__()
        self.setting = setting
        self._change, self._scenario = change, scenario
        self._shown = ""
        self.setToolTip(row_tip(setting))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(label(setting.title, "row"))
        self.field = QLineEdit()
        self.field.setProperty("role", "formula")
        self.field.setAccessibleName(tr("Formula of the curve, f(x)"))
        self.field.editingFinished.connect(self._typed)
        SpaceGuard(self.field)
        box.addWidget(self.field)
        self.mistake = label("", "warning")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        box.addWidget(self.mistake)

    def show_scenario(self, scenario: Scenario) -> None:
        """Shows the formula of a scenario; what is being corrected is left as it was typed."""
        self.setEnabled(self.setting.applies(scenario))
        formula = self.setting.of(scenario)
        text = formula if isinstance(formula, str) else ""
        if text != self._shown:
            self._shown = text
            self.rescale()
            self._say("")

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        if self.mistake.isHidden():
            self.field.setText(local(self._shown) if current().comma else self._shown)
            self.field.setModified(False)

    def _typed(self) -> None:
        if not self.field.isModified():
            return
        self.field.setModified(False)
        text = self.field.text().strip()
        if current().comma:
            text = text.replace(",", ".")
        try:
            changed(self._scenario(), self.setting.name, text)
        except SettingError as error:
            self._say(str(error))
            return
        self._say("")
        self._change(self.setting.name, text)

    def _say(self, sentence: str) -> None:
        self.mistake.setText(sentence)
        self.mistake.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
