"""The small controls of the settings panels: each shows a setting and turns it into an action."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from eq_sim.glossary import found
from eq_sim.language.numerals import THIN, local
from eq_sim.language.tr import ptr, tr
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Kind, Setting, Value
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.marked_slider import MarkedSlider, place_on
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.preferences import current, scaled

Change: TypeAlias = Callable[[str, Value], bool]
"""(setting, value) -> whether it was taken."""

Words: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Choices, value to words -> the same with words that say more."""

_LONG = 1e7  # from here on whole numbers are written with a power of ten


class WheelGuard(QObject):
    """Keeps the wheel, which scrolls the column, from changing a control that it passes over.

    Args:
        control: the guarded control, which owns the guard.
    """

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Passes the wheel on to what is behind the control."""
        if not isinstance(event, QWheelEvent):  # its type takes ten times as long
            return False
        event.ignore()
        return True


class LadderField(QWidget):
    """A number with a slider over sensible values, and a field that takes any other.

    Args:
        setting: what is shown; its ladder is the slider's.
        change: takes a new value.
        slides: whether there is a slider; without one the field alone takes values.
    """

    def __init__(self, setting: Setting, change: Change, *, slides: bool = True) -> None:
        super().__init__()
        self.setting = setting
        self._change = change
        self._value: Value | None = None
        self.setToolTip(row_tip(setting))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(label(setting.title, "row"), 0, 0)
        self.now = label("", "note")
        self.now.hide()
        grid.addWidget(self.now, 2, 0, 1, 2)
        self.field = QLineEdit()
        self.field.setProperty("role", "value")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(scaled(78))
        self.field.setAccessibleName(setting.title)
        self.field.editingFinished.connect(self._typed)
        SpaceGuard(self.field)
        grid.addWidget(self.field, 0, 1)
        self.slider = MarkedSlider()
        self.slider.setRange(0, len(setting.ladder) - 1)
        self.slider.setAccessibleName(setting.title)
        self.slider.valueChanged.connect(self._slid)
        self.note = label("", "note", self)
        self.note.hide()
        if slides:
            grid.addWidget(self.slider, 1, 0, 1, 2)
            grid.addWidget(self.note, 3, 0, 1, 2)
        else:
            self.slider.setParent(self)
            self.slider.hide()

    def show_scenario(self, scenario: Scenario) -> None:
        """Shows the setting as a scenario has it, without changing it."""
        applies = self.setting.applies(scenario)
        self.setEnabled(applies)
        if self.setting.only_where_used:
            self.setVisible(applies)
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(max(0, self.setting.rungs(scenario) - 1))
        value = self.setting.of(scenario)
        if value is not None:
            self.show_value(value)

    def say_now(self, now: float | None) -> None:
        """Says what the setting comes to at this moment, where that is another number.

        Args:
            now: what it comes to; None to say nothing.
        """
        words = "" if now is None else tr("→ now {value}", value=numbers.plain(now, 3))
        if self.now.text() != words:
            self.now.setText(words)
            self.now.setVisible(bool(words))

    def show_value(self, value: Value) -> None:
        """Shows a value, without changing the setting."""
        if value == self._value and self.field.isModified() is False:
            return
        self._value = value
        self.field.setText(shown(self.setting, value))
        self.field.setModified(False)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._nearest(value))

    def show_limit(self, limit: float | None, words: str, tip: str, *, over: bool) -> None:
        """Marks a value on the slider, and says below it what it is.

        Args:
            limit: the value; None for no mark.
            words: what is said; empty for nothing.
            tip: what a tip adds to that of the setting.
            over: whether the present value is on the wrong side.
        """
        self.slider.show_mark(None if limit is None else place_on(self.setting.ladder, limit))
        if words != self.note.text():
            self.note.setProperty("role", "warning" if over else "note")
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)
            self.note.setText(words)
            self.note.setVisible(bool(words))
            self.slider.setAccessibleDescription(words)
            usual = self.toolTip().partition("\n\n")[0]
            self.setToolTip(f"{usual}\n\n{tip}" if tip else usual)

    def rescale(self) -> None:
        """Takes up another text size or decimal sign."""
        self.field.setFixedWidth(scaled(78))
        value, self._value = self._value, None
        if value is not None:
            self.show_value(value)

    def _nearest(self, value: Value) -> int:
        ladder = self.setting.ladder
        if value in ladder:
            return ladder.index(value)
        if not isinstance(value, int | float):
            return len(ladder) - 1
        rungs = [x for x in ladder if isinstance(x, int | float)]
        return min(range(len(rungs)), key=lambda place: abs(rungs[place] - value))

    def _slid(self, place: int) -> None:
        self._value = None  # the slider stands elsewhere now, whatever comes of it
        self._change(self.setting.name, self.setting.ladder[place])

    def _typed(self) -> None:
        if not self.field.isModified():
            return
        self.field.setModified(False)
        text, self._value = self.field.text(), None
        try:
            value = understood(self.setting, text)
        except SettingError:
            value = text.strip()  # the door refuses it, and that is said where refusals are
        if self._change(self.setting.name, value):
            self.show_value(value)


class ChoiceField(QWidget):
    """A choice among names.

    Args:
        setting: what is shown; its choices are offered.
        change: takes a new value.
        words: what else the words of the choices say.
    """

    def __init__(self, setting: Setting, change: Change, words: Words = dict) -> None:
        super().__init__()
        self.setting = setting
        self._words = words
        self.setToolTip(row_tip(setting))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(label(setting.title, "row"), 0, 0)
        self.box = ChoiceBox(scrolled=True)
        self.box.setAccessibleName(setting.title)
        self.box.activated.connect(lambda place: change(setting.name, self.box.itemData(place)))
        grid.addWidget(self.box, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._choices: dict[str, str] = {}

    def show_scenario(self, scenario: Scenario) -> None:
        """Shows the setting as a scenario has it, and what else can be chosen there."""
        self.setEnabled(self.setting.applies(scenario))
        value, names = self.setting.of(scenario), self.setting.choices(scenario)
        self._offer(dict(self._words(names)))
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(value))
        self.box.hug()

    def rescale(self) -> None:
        """Takes up another text size."""
        self.box.hug()

    def _offer(self, choices: dict[str, str]) -> None:
        if choices == self._choices:
            return
        self._choices = choices
        with QSignalBlocker(self.box):
            self.box.clear()
            for value, words in choices.items():
                self.box.addItem(words, value)
                meaning = " ".join(tr(term.says) for term in found(f"{self.setting.name}.{value}"))
                self.box.setItemData(
                    self.box.count() - 1, local(meaning), Qt.ItemDataRole.ToolTipRole
                )


def row_tip(setting: Setting) -> str:
    """Returns what a row says under the pointer: what it does, and what a change begins anew."""
    tip = tr(setting.tip)
    return f"{tip}\n{setting.consequence}" if setting.consequence else tip


def shown(setting: Setting, value: Value) -> str:
    """Returns a value as a panel shows it: per cent, "all", decimals as the person has them."""
    if isinstance(value, str | tuple):
        return _all() if value == "full" else setting.write(value)
    if setting.kind is Kind.SHARE:
        return local(f"{100 * value:g} %")
    if setting.kind is Kind.WHOLE_OR_NONE and not value:
        return _none()
    if setting.kind.is_whole:
        return local(f"{value:,}")
    if float(value).is_integer() and abs(value) < _LONG:
        return local(f"{value:,.0f}")
    return numbers.plain(float(value), setting.digits)


def understood(setting: Setting, text: str) -> Value:
    """Returns the value that a person typed in a panel; ``shown`` is the way back.

    Raises:
        SettingError: it is not of the setting's kind.
    """
    word = text.strip().lower()
    if setting.kind is Kind.BATCH and word in ("all", _all().lower()):
        return "full"
    if setting.kind is Kind.WHOLE_OR_NONE and word == _none().lower():
        text = "none"
    value = setting.read(
        plain_number(text.replace("%", "") if setting.kind is Kind.SHARE else text)
    )
    return value / 100 if setting.kind is Kind.SHARE and isinstance(value, float) else value


def _all() -> str:
    """What a person reads and types for a full batch."""
    return ptr("a batch of samples", "all")


def _none() -> str:
    """What a person reads for a number of nothing."""
    return ptr("a setting's number", "none")


def plain_number(text: str) -> str:
    """Returns a typed number as Python reads it: "0,5" and "2e−05" are understood.

    "1,000" is a thousand where the person's decimals follow a point, and 1 where a comma.
    """
    text = text.strip().replace(MINUS, "-").replace("\N{NO-BREAK SPACE}", "")
    for space in (" ", THIN):  # between thousands
        text = text.replace(space, "")
    if current().comma:
        return text.replace(",", ".")
    groups = text.split(",")
    thousands = len(groups) > 1 and all(len(g) == 3 and g.isdecimal() for g in groups[1:])
    if thousands and groups[0].isdecimal() and groups[0] != "0":
        return "".join(groups)
    return text.replace(",", ".")
