"""Many starts: one experiment trained from several, side by side, and which are one network."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSpinBox, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import EqSimError
from eq_sim.sweeps.starts import MOST
from eq_sim.ui.models.starts_desk import StartsDesk
from eq_sim.ui.panels.card import Card, Elided, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.flow import flowing
from eq_sim.ui.panels.knob_rows import KnobRows, Row
from eq_sim.ui.panels.path_view import PathView
from eq_sim.ui.panels.starts_table import StartsTable
from eq_sim.ui.panels.starts_words import EMPTY, between, letters, summary, tolerance
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_LOOK = 100  # milliseconds between two looks at what has come
_STARTS = 12
_LOW = 54  # pixels, of what is said before anything was trained
_MOST_STEPS = 100_000_000
_STALE = later("These are starts of other settings or data: train them again")
_DOING = {
    "Training": later("Training: {percent:.0f} %"),
    "Comparing": later("Comparing: {percent:.0f} %"),
}
_LINED_UP = later(
    "A row for each start, by groups; a column for each knob, layer after layer, lined up with "
    "start {start}. Orange above 0, blue below; the full colour is the layer's largest knob of "
    "all starts."
)
_AS_THEY_ARE = later(
    "A row for each start, by groups; a column for each knob, layer after layer, as they are. "
    "Orange above 0, blue below; the full colour is the layer's largest knob of all starts."
)


class StartsPanel(Card):
    """What is trained, the table, the knobs, and the path between two.

    Args:
        desk: what trains them, and does what is done with them.
        compare: shows where A and B are blended.
        theme: the colours.
    """

    def __init__(self, desk: StartsDesk, compare: Callable[[], object], theme: Theme) -> None:
        super().__init__("", later("Many starts"))
        self.eyebrow.hide()
        self._desk, self._compare = desk, compare
        self._picked = False  # by a person; before, the best two are chosen
        self.said = Elided("", "note", scaled(60))
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.corner.addWidget(self.said, 1)
        self._add_controls()
        self.table = StartsTable(self._go_to)
        self.table.chosen.connect(self._pick)
        self.knobs = KnobRows(theme)
        self.path = PathView(theme)
        self._results = QWidget()
        row = QHBoxLayout(self._results)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part, share in ((self.table, 4), (self.knobs, 4), (self.path, 3)):
            row.addWidget(part, share)
        self.body.addWidget(self._results, 1)
        self.empty = label(tr(EMPTY), "muted")
        self.empty.setWordWrap(True)
        self.empty.setMinimumHeight(scaled(_LOW))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.empty, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._show()

    def _add_controls(self) -> None:
        self.count = _whole(tr("How many starts"), 2, MOST, _STARTS, tr("starts"))
        self.steps = _whole(tr("Training steps of each start"), 1, _MOST_STEPS, 1, tr("steps"))
        self.steps.setMinimumWidth(scaled(110))
        self.train = _button(
            tr("Train them"), tr("Trains all of them from their random starts, beside the window")
        )
        self.train.clicked.connect(self.begin)
        self.stop = _button(tr("Stop"), tr("Ends it; nothing is shown of it then"))
        self.stop.clicked.connect(self._stop)
        self.go = _button(
            tr("Go to it"),
            tr(
                "The chosen start and its training, in the window (Enter). Undo takes back the "
                "training, then the start"
            ),
        )
        self.go.clicked.connect(self._go_to)
        self.sides = _button(
            tr("Put on A and B"),
            tr(
                "The two chosen networks become A and B, to blend and to line up. Undo takes it "
                "back"
            ),
        )
        self.sides.clicked.connect(self._put_on_sides)
        self.line_up = QCheckBox(tr("Lined up"))
        self.line_up.setChecked(True)
        self.line_up.setToolTip(
            tr(
                "Shows the knobs with each network's neurons reordered and flipped to be like the "
                "best one's: what each computes stays the same"
            )
        )
        self.line_up.toggled.connect(lambda _: self._show_knobs())
        self._controls = flowing(
            6, self.count, self.steps, self.train, self.stop, self.go, self.sides, self.line_up
        )
        self.body.addWidget(self._controls)

    @property
    def is_training(self) -> bool:
        """Whether starts are trained."""
        return self._desk.goes_on

    def refresh(self) -> None:
        """Looks whether what is shown still belongs to the open experiment."""
        if not self._desk.news:
            return
        if self._desk.running is None:
            self.steps.setValue(self._desk.steps)
        self._show_chosen()

    def begin(self) -> None:
        """Trains the starts of the open experiment, as it is set now."""
        try:
            self._desk.begin(self.count.value(), self.steps.value())
        except EqSimError as error:
            self._say(str(error))
            return
        self._timer.start()
        self.look()

    def end(self) -> None:
        """Ends what goes on: the window closes."""
        self._timer.stop()
        self._desk.end()

    def look(self) -> None:
        """Shows how far it is, or what has come."""
        running = self._desk.running
        if running is None:
            return
        going = running.goes_on
        self.stop.setEnabled(going)
        if going:
            self._say(tr(_DOING[running.doing], percent=100 * running.share))
            return
        self._timer.stop()
        if self._desk.take():
            self._picked = False
            self._show()
        else:
            self._say(running.failure or tr("Stopped."))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.knobs.set_theme(theme)
        self.path.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.empty.setMinimumHeight(scaled(_LOW))
        self.table.fit()
        self.knobs.rescale()
        self.path.rescale()
        self._fit_controls()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the controls as many rows as they need."""
        super().resizeEvent(event)
        self._fit_controls()

    def _fit_controls(self) -> None:
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self._controls.setFixedHeight(max(1, self._controls.heightForWidth(room)))

    def _stop(self) -> None:
        self._desk.stop()
        self.look()

    def _show(self) -> None:
        shown = self._desk.shown
        self._results.setVisible(shown is not None)
        self.empty.setVisible(shown is None)
        self.line_up.setVisible(shown is not None)
        self.stop.setEnabled(self._desk.goes_on)
        if shown is not None and shown.found is not None:
            chosen = self.table.numbers if self._picked else shown.found.good[:2]
            self.table.show_starts(shown.ended, shown.found)
            self.table.choose(chosen)
            self.table.setToolTip(tolerance(shown.found))
            self._show_knobs()
        self._show_chosen()

    def _show_knobs(self) -> None:
        shown = self._desk.shown
        if shown is None or shown.found is None:
            return
        found, lined = shown.found, self.line_up.isChecked()
        thetas = shown.like_best if lined else found.thetas
        rows = [
            Row(number, f"{number} {letters(found, number)}", theta)
            for number, theta in zip(found.numbers, thetas, strict=True)
        ]
        rows.sort(key=lambda row: _order(found.group_of(row.number), row.number))
        words = tr(_AS_THEY_ARE)
        if lined and found.good:
            words = tr(_LINED_UP, start=found.good[0])
        self.knobs.show_rows(shown.starts.state.layout, rows, words)

    def _pick(self) -> None:
        self._picked = True
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Offers what can be done with what is chosen."""
        shown, fits = self._desk.shown, self._desk.fits
        numbers = self.table.numbers if shown is not None else ()
        self.go.setEnabled(fits and len(numbers) == 1)
        self.sides.setEnabled(fits and len(numbers) == 2)
        self.knobs.choose(numbers)
        if shown is None or shown.found is None:
            return
        pair = shown.found.pair(*numbers) if len(numbers) == 2 else None
        words = between(shown.found, pair) if pair is not None else ""
        self.path.show_pair(pair, words)
        if not self._desk.goes_on:
            stale = "" if fits else tr(_STALE)
            said = words if self._picked else ""
            self._say(stale or said or summary(shown.starts, shown.found))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setToolTip(words)

    def _go_to(self) -> None:
        if self.go.isEnabled():
            self._desk.go_to(self.table.numbers[0])

    def _put_on_sides(self) -> None:
        first, second = self.table.numbers
        if self._desk.put_on_sides(first, second):
            self._compare()


def _order(group: int | None, number: int) -> tuple[bool, int, int]:
    return group is None, group or 0, number


def _whole(name: str, least: int, most: int, value: int, unit: str) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setValue(value)
    field.setSuffix(f" {unit}")
    field.setKeyboardTracking(False)
    field.setAccessibleName(name)
    field.setToolTip(name)
    WheelGuard(field)
    return field


def _button(words: str, tip: str) -> QPushButton:
    made = QPushButton(words)
    made.setObjectName("small")
    made.setToolTip(tip)
    return made
