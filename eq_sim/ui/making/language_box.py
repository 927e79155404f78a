"""In which language the words of a lesson are written."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from eq_sim.language.spoken import languages
from eq_sim.language.tr import tr
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.style.qt_words import own_name


class LanguageBox(QComboBox):
    """Chooses a language, each called as those call it who speak it.

    Args:
        language: the one that a lesson has already; it need not be one of the program's.
    """

    chosen = Signal(str)

    def __init__(self, language: str) -> None:
        super().__init__()
        for code in dict.fromkeys((*languages(), language)):
            self.addItem(own_name(code), code)
        self.setObjectName("framed")
        self.setAccessibleName(tr("Language of what you write"))
        self.setToolTip(tr("The language of what you write here; the file says which it is"))
        WheelGuard(self)
        self.show_language(language)
        self.currentIndexChanged.connect(lambda at: self.chosen.emit(self.itemData(at)))

    def show_language(self, language: str) -> None:
        """Shows which language it is."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(language))
