"""Where a person says which values a sweep tries: a list to type in, or choices to tick."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import ptr, tr
from eq_sim.session.errors import SettingError
from eq_sim.session.settings.setting import Setting, Value
from eq_sim.sweeps.suggestions import between
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.fields import understood
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.sweeps.typed_values import as_typed, in_words, values_of

_MOST_BETWEEN = 200
_USUAL = 7
_ROWS = 7  # of choices that are seen at once


class TypedList(QWidget):
    """A list of values in one line, and a row that fills it with those between two ends."""

    changed = Signal()
    """Another list is typed."""

    refused = Signal(str)
    """The ends make no list; says why."""

    def __init__(self) -> None:
        super().__init__()
        self._setting: Setting | None = None
        self.line = QLineEdit()
        self.line.setObjectName("search")
        self.line.setAccessibleName(tr("Values"))
        self.line.textChanged.connect(self.changed)
        self.low, self.high = _end(tr("From")), _end(tr("To"))
        self.count = QSpinBox()
        self.count.setRange(2, _MOST_BETWEEN)
        self.count.setValue(_USUAL)
        self.count.setAccessibleName(tr("How many values between the two ends"))
        self.spacing = QComboBox()
        self.spacing.setObjectName("framed")
        self.spacing.setAccessibleName(tr("How they are spaced"))
        self.spacing.addItems([tr("by equal factors"), tr("by equal steps")])
        self.fill = QPushButton(tr("Fill in"))
        self.fill.setAutoDefault(False)
        self.fill.setToolTip(tr("Writes the values from one end to the other into the list"))
        self.fill.clicked.connect(self._fill)
        self._ends = QWidget()
        ends = QVBoxLayout(self._ends)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(4)
        for widgets in (
            (
                label(ptr("a range of values", "from"), "note"),
                self.low,
                label(ptr("a range of values", "to"), "note"),
                self.high,
            ),
            (
                label(ptr("a number of values", "in"), "note"),
                self.count,
                self.spacing,
                self.fill,
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(6)
            for widget in widgets:
                row.addWidget(widget, int(isinstance(widget, QLineEdit)))
            ends.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.line)
        box.addWidget(self._ends)

    def show_setting(self, setting: Setting, values: Sequence[Value]) -> None:
        """Shows values of a setting, to be changed."""
        self._setting = setting
        numbers = [value for value in values if isinstance(value, int | float)]
        self._ends.setVisible(bool(numbers))
        self.line.setToolTip(tr("Each is {needed}", needed=setting.needs))
        if numbers:
            self.low.setText(in_words(setting, min(numbers)))
            self.high.setText(in_words(setting, max(numbers)))
            self.spacing.setCurrentIndex(0 if min(numbers) > 0 else 1)
        self.line.setText(as_typed(setting, values))

    def values(self) -> tuple[Value, ...]:
        """Returns the values in the list.

        Raises:
            SettingError: one of them is not of the setting's kind, or there is none.
        """
        assert self._setting is not None
        return values_of(self._setting, self.line.text())

    def _fill(self) -> None:
        setting = self._setting
        assert setting is not None
        factors = self.spacing.currentIndex() == 0
        try:
            low, high = (_number(setting, field.text()) for field in (self.low, self.high))
        except SettingError as error:
            self.refused.emit(str(error))
            return
        if factors and min(low, high) <= 0:
            self.refused.emit(tr("Equal factors need both ends above 0: choose equal steps"))
            return
        whole = setting.kind.is_whole
        made = between(low, high, self.count.value(), factors=factors, whole=whole)
        self.line.setText(as_typed(setting, [int(one) if whole else one for one in made]))


class TickedList(QListWidget):
    """Choices, each of which is tried if it is ticked."""

    changed = Signal()
    """Another choice is ticked, or one no longer."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("matches")
        self.setAccessibleName(tr("Values"))
        self.itemChanged.connect(lambda _: self.changed.emit())

    def show_choices(self, choices: Mapping[str, str]) -> None:
        """Shows what can be chosen, all of it ticked."""
        self.blockSignals(True)
        self.clear()
        for value, words in choices.items():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)
        row = max(self.sizeHintForRow(0), scaled(18))
        self.setFixedHeight(row * min(len(choices), _ROWS) + 4)

    def values(self) -> tuple[Value, ...]:
        """Returns what is ticked, in the order of the list."""
        items = [self.item(row) for row in range(self.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)


def _end(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("search")
    field.setAccessibleName(name)
    field.setMinimumWidth(scaled(50))
    return field


def _number(setting: Setting, text: str) -> float:
    value = understood(setting, text)
    if not isinstance(value, int | float):
        raise setting.refusal(text)
    return value
