"""θ*: where the best knobs are, how far the present ones are from them, and how that came."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QPushButton

from eq_sim.language.tr import later, tr
from eq_sim.ui.models.best_knobs_way import BestKnobsWay, Way
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.optimum_words import heading, note, rows, told
from eq_sim.ui.panels.way_view import Curve, WayView
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme

_MARK = "optimum/marked"
_ROWS = 3


class OptimumPanel(Card):
    """What is known of the best knobs, in words, numbers and two curves.

    Args:
        way: what is known of them.
        theme: the colours.

    Attributes:
        mark: whether they are marked on the faders.
        distance: the distance over the steps, or the length of θ.
        loss: the train loss over the steps.
    """

    def __init__(self, way: BestKnobsWay, theme: Theme) -> None:
        super().__init__(later("The best knobs there are"), later("Optimum"))
        self._way = way
        self.mark = QPushButton(tr("Mark"))
        self.mark.setObjectName("toggle")
        self.mark.setCheckable(True)
        self.mark.setChecked(way.best_knobs.on)
        self.mark.setAccessibleName(tr("Mark the best knobs on the faders"))
        self.mark.setToolTip(
            tr(
                "Marks θ* on the faders where it is known (filled), and while this panel is open "
                "the best seen where it is not (hollow). Shift+F5"
            )
        )
        self.mark.toggled.connect(self._mark)
        self.corner.addWidget(self.mark)
        self.heading = label("", "row")
        self.words = label("", "note")
        self.note = label("", "note")
        for words in (self.heading, self.words, self.note):
            words.setWordWrap(True)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.words)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._cells = [
            (label("", "note"), label("", "row"), label("", "note")) for _ in range(_ROWS)
        ]
        for place, (name, number, other) in enumerate(self._cells):
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            other.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(name, 2 * place, 0)
            self._grid.addWidget(number, 2 * place, 1)
            self._grid.addWidget(other, 2 * place + 1, 0, 1, 2)
        self.body.addLayout(self._grid)
        self.distance, self.loss = WayView(theme), WayView(theme)
        self.body.addWidget(self.distance)
        self.body.addWidget(self.loss)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    @property
    def numbers(self) -> dict[str, tuple[str, str]]:
        """What the lines show: by its name each number, and what it is held against."""
        return {
            name.text(): (number.text(), other.text())
            for name, number, other in self._cells
            if name.text()
        }

    def refresh(self) -> None:
        """Shows what is known, if it has changed."""
        if self._way.refresh():
            way = self._way.way
            assert way is not None
            self._show(way)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for view in (self.distance, self.loss):
            view.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        for view in (self.distance, self.loss):
            view.updateGeometry()
            view.update()
        self._way.forget()
        if self.isVisible():
            self.refresh()

    def entries(self) -> Sequence[tuple[str, str, Callable[[], object], QAbstractButton | None]]:
        """The marks can be left out by the View menu, too."""
        return [(tr("Mark θ* on the faders"), "Shift+F5", self.mark.toggle, self.mark)]

    def remember(self, settings: PreferencesFile) -> None:
        """Keeps whether the best knobs are marked for the next time."""
        settings.keep({_MARK: self.mark.isChecked()})

    def recall(self, settings: PreferencesFile) -> None:
        """Marks them as they were marked the last time."""
        self.mark.setChecked(settings.flag(_MARK, default=True))

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks at all that is known."""
        super().showEvent(event)
        self._way.best_knobs.ask(on=True)
        self._way.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody does any more."""
        super().hideEvent(event)
        self._way.best_knobs.ask(on=False)

    def _mark(self, on: bool) -> None:
        self._way.best_knobs.mark(on=on)

    def _show(self, way: Way) -> None:
        self.heading.setText(heading(way))
        for words, text in ((self.words, told(way)), (self.note, note(way))):
            words.setText(text)
            words.setVisible(bool(text))
        lines = rows(way)
        for cells, line in zip(self._cells, [*lines, *[("", "", "")] * _ROWS], strict=False):
            for cell, text in zip(cells, line, strict=True):
                cell.setText(text)
                cell.setVisible(bool(text))
        title = tr("Distance to θ*") if way.known else tr("Length of θ")
        self.distance.show_curve(Curve.of(title, way.steps, way.values, log=way.known))
        self.distance.setVisible(way.kept)
        self.loss.show_curve(Curve.of(tr("Train loss"), way.loss_steps, way.train, log=True))
