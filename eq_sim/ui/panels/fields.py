"""The small controls of the settings panels: each shows a setting and turns it into an action."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSlider, QWidget

from eq_sim.session.errors import SettingError
from eq_sim.session.settings import parse
from eq_sim.ui.numbers import MINUS, THIN
from eq_sim.ui.panels.card import label
from eq_sim.ui.preferences import current, scaled

_FIELD = 78  # pixels of a field for a number

Change = Callable[[str, object], bool]
"""(setting, value) -> whether it was taken."""


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
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()
        return True


class LadderField(QWidget):
    """A number with a slider over sensible values, and a field that takes any other.

    Args:
        setting: the setting's name.
        caption: in words.
        tip: what it does, in plain words.
        ladder: the slider's values, in order; the last may be a word such as "full".
        change: takes a new value.
        write: value -> what the field shows.
        read: what was typed -> value; raises SettingError.
        slides: whether there is a slider; without one the field alone takes values.
    """

    def __init__(
        self,
        setting: str,
        caption: str,
        tip: str,
        ladder: Sequence[float | int | str],
        change: Change,
        write: Callable[[object], str],
        read: Callable[[str], object] | None = None,
        *,
        slides: bool = True,
    ) -> None:
        super().__init__()
        self.setting = setting
        self._ladder = list(ladder)
        self._change, self._write = change, write
        self._read = read or (lambda text: parse(setting, text))
        self._value: object = None
        self.setToolTip(tip)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(label(caption, "row"), 0, 0)
        self.field = QLineEdit()
        self.field.setProperty("role", "value")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(scaled(_FIELD))
        self.field.setAccessibleName(caption)
        self.field.editingFinished.connect(self._typed)
        grid.addWidget(self.field, 0, 1)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(self._ladder) - 1)
        self.slider.setAccessibleName(caption)
        self.slider.valueChanged.connect(self._slid)
        WheelGuard(self.slider)
        if slides:
            grid.addWidget(self.slider, 1, 0, 1, 2)
        else:
            self.slider.setParent(self)
            self.slider.hide()

    def rescale(self) -> None:
        """Takes up words of another size; the next value is written anew."""
        self.field.setFixedWidth(scaled(_FIELD))
        self._value = None

    def show_value(self, value: object) -> None:
        """Shows the setting's present value, without changing it."""
        if value == self._value and self.field.isModified() is False:
            return
        self._value = value
        self.field.setText(self._write(value))
        self.field.setModified(False)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._nearest(value))

    def _nearest(self, value: object) -> int:
        if value in self._ladder:
            return self._ladder.index(value)
        if not isinstance(value, int | float):
            return len(self._ladder) - 1
        numbers = [x for x in self._ladder if isinstance(x, int | float)]
        return min(range(len(numbers)), key=lambda place: abs(numbers[place] - value))

    def _slid(self, place: int) -> None:
        self._change(self.setting, self._ladder[place])

    def _typed(self) -> None:
        if not self.field.isModified():
            return
        self.field.setModified(False)
        text, self._value = plain_number(self.field.text()), None
        try:
            value = self._read(text)
        except SettingError:
            value = text  # let the door refuse it, in its own words
        if self._change(self.setting, value):
            self.show_value(value)


class ChoiceField(QWidget):
    """A choice among names.

    Args:
        setting: the setting's name.
        caption: in words.
        tip: what it does, in plain words.
        change: takes a new value.
    """

    def __init__(self, setting: str, caption: str, tip: str, change: Change) -> None:
        super().__init__()
        self.setting = setting
        self.setToolTip(tip)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(label(caption, "row"), 0, 0)
        self.box = QComboBox()
        self.box.setAccessibleName(caption)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.activated.connect(lambda place: change(setting, self.box.itemData(place)))
        WheelGuard(self.box)
        grid.addWidget(self.box, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._choices: dict[str, str] = {}

    def offer(self, choices: dict[str, str]) -> None:
        """Offers choices, value -> words."""
        if choices == self._choices:
            return
        self._choices = dict(choices)
        with QSignalBlocker(self.box):
            self.box.clear()
            for value, words in choices.items():
                self.box.addItem(words, value)

    def show_value(self, value: str) -> None:
        """Shows the setting's present value, without changing it."""
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(value))
        hug(self.box)


def hug(box: QComboBox) -> None:
    """Makes a box as wide as its present words, so that they end where the other values end."""
    width = box.fontMetrics().horizontalAdvance(box.currentText())
    box.setFixedWidth(width + scaled(36))
    box.view().setMinimumWidth(scaled(190))


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
