"""Where a person sets how the window looks. Each change shows at once in the window behind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.spoken import languages
from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import (
    DECIMAL_CHOICES,
    PALETTE_CHOICES,
    TEXT_CHOICES,
    THEME_CHOICES,
    UNDO_CHOICES,
    Preferences,
    current,
    scaled,
)
from eq_sim.ui.style.qt_words import own_name


class PreferencesDialog(QDialog):
    """The preferences.

    Args:
        change: puts new ones to use.
        parent: the window.
    """

    def __init__(self, change: Callable[[Preferences], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self._change = change
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(12)
        outer.addWidget(label(tr("Preferences"), "title"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        outer.addLayout(self._grid)
        self.theme = self._choice("theme", tr("Theme"), _said(THEME_CHOICES))
        self.palette_box = self._choice("palette", tr("Colours"), _said(PALETTE_CHOICES))
        self._note(
            tr("Blue and yellow, light and dark. Shapes and signs tell things apart in both.")
        )
        self.text = self._choice("text", tr("Text size"), TEXT_CHOICES)
        self.language = self._choice("language", tr("Language"), _languages())
        self.decimal = self._choice("decimal", tr("Decimal sign"), _said(DECIMAL_CHOICES))
        self.undo = self._choice("undo", tr("Undo may keep"), UNDO_CHOICES)
        self.still = QCheckBox(tr("Reduced motion"))
        self.still.toggled.connect(lambda on: self._set("still", on))
        self._grid.addWidget(self.still, self._grid.rowCount(), 0, 1, 2)
        self._note(
            tr("Panels and hints do not slide; training shows its knobs four times a second.")
        )
        self.minimised = QCheckBox(tr("Train on while minimised"))
        self.minimised.toggled.connect(lambda on: self._set("minimised", on))
        self._grid.addWidget(self.minimised, self._grid.rowCount(), 0, 1, 2)
        self._note(tr("Otherwise training waits until the window is back, and the title says so."))
        outer.addStretch(1)
        foot = QHBoxLayout()
        self.reset = QPushButton(tr("Reset to usual"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(lambda: self._use(Preferences()))
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(close)
        outer.addLayout(foot)
        self.show_current()

    def show_current(self) -> None:
        """Shows the preferences in use."""
        now = current()
        for box, value in (
            (self.theme, now.theme),
            (self.palette_box, now.palette),
            (self.text, now.text),
            (self.language, now.language),
            (self.decimal, now.decimal),
            (self.undo, now.undo),
        ):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        for check, on in ((self.still, now.still), (self.minimised, now.minimised)):
            with QSignalBlocker(check):
                check.setChecked(on)
        self.reset.setEnabled(now != Preferences())
        self.resize(scaled(430), self.sizeHint().height())

    def _choice(self, name: str, caption: str, choices: Mapping[Any, str]) -> QComboBox:
        box = QComboBox()
        box.setObjectName("framed")
        box.setAccessibleName(caption)
        for value, words in choices.items():
            box.addItem(words, value)
        box.activated.connect(lambda place: self._set(name, box.itemData(place)))
        row = self._grid.rowCount()
        self._grid.addWidget(label(caption, "row"), row, 0)
        self._grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignRight)
        return box

    def _note(self, words: str) -> None:
        note = label(words, "note")
        note.setWordWrap(True)
        self._grid.addWidget(note, self._grid.rowCount(), 0, 1, 2)

    def _set(self, name: str, value: object) -> None:
        changes: dict[str, Any] = {name: value}
        self._use(replace(current(), **changes))

    def _use(self, wanted: Preferences) -> None:
        if wanted != current():
            self._change(wanted)
        self.show_current()


def _said(choices: Mapping[str, str]) -> dict[str, str]:
    return {choice: tr(words) for choice, words in choices.items()}


def _languages() -> dict[str, str]:
    """Returns every language that can be spoken, each by its own name."""
    names = {"system": tr("Like the system")}
    for code in languages():
        names[code] = own_name(code)
    return names
