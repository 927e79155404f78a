"""A field of seconds, with the decimal sign that all other numbers have."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

from eq_sim.language.numerals import local

_DECIMALS = 1


class SecondsBox(QDoubleSpinBox):
    """Tenths of seconds; a point and a comma can be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self.setDecimals(_DECIMALS)
        self.setSingleStep(0.5)
        self.setSuffix(" s")

    def textFromValue(self, value: float) -> str:
        """Returns how a value is written."""
        return local(f"{value:.{_DECIMALS}f}")

    def valueFromText(self, text: str) -> float:
        """Returns the value of what was typed."""
        return super().valueFromText(text.replace(",", "."))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Says whether what was typed is a value, or may become one."""
        state, _, place = super().validate(text.replace(",", "."), place)
        return state, text, place
