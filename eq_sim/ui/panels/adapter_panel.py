"""The small bank of knobs beside locked ones: added, turned, weighed, merged, taken away."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.adapter_desk import AdapterDesk
from eq_sim.ui.panels.adapter_words import added, beside, scores, what_it_is
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.tuning_panel import Lines
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_FINE = 100  # places of the fader from 0 to 1
_MOST = 2  # where it ends; a strength beyond is shown as a number
_WIDE, _WIDEST, _NARROW = 300, 380, 240  # pixels of the column of words, and of the knobs at least
_HIGH = 190
_FADERS = 40


class RankFields(QWidget):
    """A rank for each layer.

    Args:
        changed: is told when one is another.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setColumnStretch(0, 1)
        self._of: object = None
        self.fields: list[QSpinBox] = []

    def show_desk(self, desk: AdapterDesk) -> None:
        """Offers the layers of a network; the first has rank 1 at first, the others none."""
        places = desk.places
        if places == self._of:
            return
        self._of = places
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.fields = []
        for row, place in enumerate(places):
            words = tr(
                "{layer}, {inputs} × {outputs}: rank",
                layer=place.name,
                inputs=place.inputs,
                outputs=place.outputs,
            )
            name, field = label(words, "row"), QSpinBox()
            name.setWordWrap(True)
            field.setObjectName("layer")
            field.setProperty("steps", True)
            name.setBuddy(field)
            field.setRange(0, place.most)
            field.setValue(0 if row else 1)
            field.setAccessibleName(words)
            field.setToolTip(tr("How many columns A has, and rows B; 0 for no adapter here"))
            field.valueChanged.connect(lambda _: self._changed())
            WheelGuard(field)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(field, row, 1)
            self.fields.append(field)

    @property
    def ranks(self) -> tuple[int, ...]:
        """One for each layer."""
        return tuple(field.value() for field in self.fields)


class AdapterPanel(Card):
    """What stands beside the locked knobs.

    Args:
        desk: what is shown and done.
        make: returns a console of the adapter of a layer.
        left: is told when such a console goes.
        theme: the colours.

    Attributes:
        console: its knobs; None where there are none.
    """

    def __init__(
        self,
        desk: AdapterDesk,
        make: Callable[[int], Console],
        left: Callable[[], None],
        theme: Theme,
    ) -> None:
        super().__init__(later("A few new knobs beside locked ones"), later("Adapter (LoRA)"))
        self._desk, self._make, self._left, self._theme = desk, make, left, theme
        self.console: Console | None = None
        self._of: object = None
        self._shown: object = None
        self._row = QHBoxLayout()
        self._row.setSpacing(scaled(14))
        self.body.addLayout(self._row, 1)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._row.addWidget(self._words)
        self.note = label("", "note")
        self.ranks = RankFields(self._count)
        self.add = QPushButton(tr("Add, and lock all others"))
        self.add.clicked.connect(lambda: desk.add(self.ranks.ranks))
        self.load = QPushButton(tr("Load…"))
        self.load.setToolTip(tr("Puts an adapter from a file beside these knobs"))
        self.load.clicked.connect(lambda: desk.load())
        self.layer = ChoiceBox(scrolled=True)
        self.layer.setAccessibleName(tr("Whose adapter is shown"))
        self.layer.activated.connect(lambda _: self._show_console())
        self.amount = label("", "row")
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(0, _MOST * _FINE)
        self.strength.setAccessibleName(tr("Strength of the adapter"))
        self.strength.setToolTip(tr("What B·A counts: at 0 the base is back, bit for bit"))
        OneGesture(self.strength, "set-strength", desk.do)
        self.strength.valueChanged.connect(lambda at: desk.set_strength(at / _FINE))
        WheelGuard(self.strength)
        self.scores = Lines((tr("train"), tr("test")))
        self.merge = QPushButton(tr("Merge"))
        self.merge.setToolTip(tr("Adds B·A to the base once and for all; the answers stay"))
        self.merge.clicked.connect(lambda: desk.merge())
        self.remove = QPushButton(tr("Remove"))
        self.remove.setToolTip(tr("Takes the new knobs away; the base is as it was"))
        self.remove.clicked.connect(lambda: desk.remove())
        self.save = QPushButton(tr("Save…"))
        self.save.setToolTip(tr("Writes the new knobs alone to a file of their own"))
        self.save.clicked.connect(lambda: desk.save())
        self._without = _row(self.add, self.load)
        self._deeds = _row(self.merge, self.remove, self.save)
        self.note.setWordWrap(True)
        self.amount.setWordWrap(True)
        for part in (
            self.note,
            self.ranks,
            self._without,
            self.layer,
            self.amount,
            self.strength,
            self.scores,
            self._deeds,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self._room = QWidget()
        self._row.addWidget(self._room, 1)
        self.rescale()

    def refresh(self) -> None:
        """Shows what is there, if it has changed."""
        if self._desk.news():
            self._show()
        if self.console is not None:
            self.console.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        if self.console is not None:
            self.console.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        needed = self.add.sizeHint().width() + self.load.sizeHint().width() + scaled(14)
        self._words.setFixedWidth(max(scaled(_WIDE), min(needed, scaled(_WIDEST))))
        self.layer.hug()
        if self.console is not None:
            self.console.set_theme(self._theme)
        self._desk.forget()
        if self.isVisible():
            self.refresh()

    def _fit(self) -> None:
        """Shows all of its knobs at first, where they are too many to stand there as faders."""
        if self.console is not None and self.console.bank.layout.size > _FADERS:
            self.console.fit_all()

    def go_to(self, knob: int) -> None:
        """Gives one of its knobs the focus.

        Args:
            knob: its place in θ.
        """
        self._show()
        for place, adapter in enumerate(self._desk.adapters):
            if 0 <= knob - adapter.offset < adapter.size:
                self.layer.setCurrentIndex(place)
                self._show_console()
                if self.console is not None:
                    self.console.go_to(knob - adapter.offset)

    def _show(self) -> None:
        desk = self._desk
        there = bool(desk.adapters)
        for part in (self.ranks, self._without):
            part.setVisible(not there)
        for part in (self.amount, self.strength, self.scores, self._deeds):
            part.setVisible(there)
        self.layer.setVisible(len(desk.adapters) > 1)
        self._show_console()
        if not there:
            self.ranks.show_desk(desk)
            self._count()
            return
        self.note.setText(beside(desk))
        self.amount.setText(tr("Strength {strength}", strength=numbers.plain(desk.strength)))
        with QSignalBlocker(self.strength):
            if not self.strength.isSliderDown():
                self.strength.setValue(round(desk.strength * _FINE))
        self.scores.show_rows(scores(desk))

    def _count(self) -> None:
        """Says what the ranks come to."""
        self.add.setEnabled(any(self.ranks.ranks))
        self.note.setText(f"{what_it_is()} {added(self._desk, self.ranks.ranks)}")

    def _show_console(self) -> None:
        """Shows the knobs of the chosen layer's adapter."""
        adapters = self._desk.adapters
        if adapters != self._of:
            self._of = adapters
            with QSignalBlocker(self.layer):
                self.layer.clear()
                for adapter in adapters:
                    self.layer.addItem(self._desk.places[adapter.layer].name, adapter.layer)
            self.layer.hug()
        wanted = self.layer.currentData() if adapters else None
        self._room.setVisible(wanted is None)
        if self.console is not None and (wanted, adapters) != self._shown:
            self._left()
            self._row.removeWidget(self.console)
            self.console.hide()
            self.console.deleteLater()
            self.console = None
        if wanted is not None and self.console is None:
            self._shown = (wanted, adapters)
            self.console = self._make(wanted)
            self.console.setMinimumSize(_NARROW, scaled(_HIGH))  # it scrolls where it is narrow
            self.console.setAccessibleName(tr("Console of the adapter"))
            self._row.addWidget(self.console, 1)
            QTimer.singleShot(0, self._fit)


def _row(*buttons: QPushButton) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 2, 0, 2)
    for button in buttons:
        box.addWidget(button)
    box.addStretch(1)
    return made
