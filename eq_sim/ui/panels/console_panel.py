"""The console in its panel: what it is, how many knobs, what the marks mean, what was refused."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.change import Change, Watch
from eq_sim.ui.console.bar_bays import pointed_at
from eq_sim.ui.console.cell_marks import marked
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.overview import Overview
from eq_sim.ui.knobs.actions import KnobActions, Say
from eq_sim.ui.models.shown import Kind
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.cell_marks_legend import marks_of
from eq_sim.ui.panels.color_scale import ColorScale
from eq_sim.ui.panels.marks_legend import MarksLegend
from eq_sim.ui.panels.notice import Notice, Offer
from eq_sim.ui.panels.show_bar import KEYS, WHICH_KEY, ShowBar
from eq_sim.ui.panels.zoom_control import ZoomControl
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme

if TYPE_CHECKING:
    from eq_sim.ui.models.knob_finder import KnobFinder
    from eq_sim.ui.panels.find_field import FindField

_LEARNS = later("The network learns these")
_LOCKED = later("Locked: the network is used, and learns nothing")
_BASE = later("Locked: an adapter learns")
_SPACING = 10  # between the parts of a heading
_ROUNDS = 4  # that the small picture gets to find its place


class ConsolePanel(Card):
    """The console with its heading, legend and notices.

    Args:
        make: takes who says what was refused; returns what can be done to the knobs, and their
            console.
        theme: the colours.

    Attributes:
        knobs: what can be done to knobs beside turning them.
        console: the console.
        show_bar: what cells show; there while some knobs are cells.
        colors: what their colours mean.
        find_field: where a knob is looked for; None before the first time.
        zoom: how near one is to them.
        overview: all of them, small, where not all are in view.
        kept: a sentence that only a hand, or who said it, takes away; empty for none.
    """

    _resized = Signal()

    def __init__(
        self,
        make: Callable[[Say], tuple[KnobActions, Console]],
        theme: Theme,
    ) -> None:
        super().__init__(_LEARNS, later("Parameters"))
        self._theme = theme
        self.count = label("", "muted")
        heading = self.body.itemAt(1)
        layout = heading.layout() if heading else None
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.count)
        self.legend = MarksLegend(theme)
        self.corner.addWidget(self.legend)
        self.find_field: FindField | None = None
        self.kept = ""
        self.notice_row = Notice(self)
        self.notice = self.notice_row.words
        self.knobs, self.console = make(self.say)
        self.show_bar = ShowBar(self.console.shown, self._choose, self._since)
        self.corner.addWidget(self.show_bar)
        self.colors = ColorScale(self.console.shown, self.knobs.bank, theme)
        self._counts: tuple[str, ...] = ("",)
        self.zoom = ZoomControl(self.console)
        self.overview = Overview(self, theme, self.console.view.center_on)
        self._asked = 0
        self._beside = (QWidget(), QWidget())
        self.aside.addWidget(self.zoom)
        for row, room in zip((self.aside, self.corner), self._beside, strict=True):
            row.addWidget(room)
            room.hide()
        self.console.zoomed.connect(self._put_overview)
        # Later: whoever asks where the knobs are must not find the console smaller for it.
        self.console.zoomed.connect(self._resized)
        self._resized.connect(self._zoomed, Qt.ConnectionType.QueuedConnection)
        self._layout = Watch(self.knobs.bank.changes, Change.STRUCTURE)
        self._switched = Watch(self.knobs.bank.changes, Change.SWITCHES)
        self.body.addWidget(self.console, 1)
        self.body.addWidget(self.colors)
        self._show_cells(on=False)
        self.colors.hide()
        self.show_bar.follow(self.console)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.legend.set_theme(theme)
        self.legend.updateGeometry()
        for words in (self.eyebrow, self.count, self.zoom):  # a hall needs the room for the knobs
            words.setVisible(not current().least)
        self.console.set_theme(theme)
        self.colors.set_theme(theme)
        if self.find_field is not None:
            self.find_field.set_theme(theme)
        self.overview.set_theme(theme)
        self._theme = theme
        self._layout.forget()  # numbers may be written in another way, too
        self.refresh()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.zoom.rescale()
        self.show_bar.rescale()
        self.set_theme(self._theme)

    def say(self, sentence: str, *, warning: bool = True, offer: Offer | None = None) -> None:
        """Shows a sentence until it is dismissed or outdated.

        Args:
            sentence: what is said.
            warning: whether it is something that went wrong.
            offer: the words of a button beside it, and what it does.
        """
        self.notice_row.say(sentence, warning=warning, offer=offer)
        self._put_notice()

    def find_knob(self, make: "Callable[[], KnobFinder]") -> None:
        """Shows the field that finds a knob.

        Args:
            make: returns what finds it, at the first time.
        """
        if self.find_field is None:
            from eq_sim.ui.panels.find_field import FindField

            self.find_field = FindField(self, self.console, make(), self._theme)
        self.find_field.open()

    def clear_notice(self) -> None:
        """Takes the sentence away, but the one that is kept."""
        if not self.kept or self.notice.text() != self.kept:
            self.notice_row.clear()

    def unsay(self, sentence: str) -> None:
        """Takes a sentence away, if it is the one that is shown; also if it was kept."""
        if self.notice.text() == sentence:
            self.notice_row.clear()

    def _put_notice(self) -> None:
        """Lays the sentence over the heading, if it can beside what the marks mean."""
        if self.notice_row.isHidden():
            return
        margins, gap = self.body.contentsMargins(), self.body.spacing()
        left, top = margins.left(), margins.top() // 2
        whole = self.width() - left - margins.right()
        aside = self.legend if self.show_bar.isHidden() else self.show_bar
        beside = aside.x() - left - 2 * gap
        self.notice_row.put(left, top, (beside, whole), self.console.y() - gap - top)

    def _zoomed(self) -> None:
        if self.console.isVisible():
            self._follow_looks()

    def _put_overview(self) -> None:
        """Puts the small picture where it belongs, and once more if that has moved the view."""
        # Qt lays the panel out while it shows a part of it. The picture must not be hidden from
        # within: it would be hidden and visible at once.
        self._asked += 1
        if self._asked > 1:
            return
        for _ in range(_ROUNDS):
            asked = self._asked
            self._lay_overview()
            if asked == self._asked:
                break
        self._asked = 0

    def _lay_overview(self) -> None:
        """Lays the small picture beside both lines of the heading, which make room for it."""
        margins = self.body.contentsMargins()
        top = margins.top() // 2
        high = self.console.y() - self.body.spacing() - top
        size = self.overview.follow(self.console.canvas, 0 if current().least else high)
        changed = self._keep_free(size)
        rows = (self.aside, self.corner)
        if any(row.minimumSize().width() > row.geometry().width() > 0 for row in rows):
            size = QSize(0, 0)  # in a narrow panel with large words it would cover them
            changed |= self._keep_free(size)
        self.overview.setVisible(not size.isEmpty())
        if not size.isEmpty():
            x = self.width() - margins.right() - size.width()
            self.overview.setGeometry(x, top, size.width(), size.height())
            self.overview.raise_()
        if changed:
            self._fit()

    def _keep_free(self, size: QSize) -> bool:
        """Keeps as much of both lines free as the small picture takes. Returns if that changed."""
        shown, changed = not size.isEmpty(), False
        for room, row in zip(self._beside, (self.aside, self.corner), strict=True):
            changed |= room.isHidden() == shown or room.width() != size.width()
            room.setFixedSize(size.width(), 1)
            room.setVisible(shown)
            if changed and not (at := row.geometry()).isEmpty():
                row.invalidate()
                row.setGeometry(at)  # now: what is painted next stands beside the picture
        return changed

    def refresh(self) -> None:
        """Shows the knobs as they stand, if they have changed."""
        if self._layout.news():
            layout = self.knobs.bank.layout
            weights = int(layout.weights.sum())
            biases = layout.size - weights
            knobs = ntr("{count:,} knob", "{count:,} knobs", layout.size)
            of_weights = ntr("{count:,} weight", "{count:,} weights", weights)
            of_biases = ntr("{count:,} bias", "{count:,} biases", biases)
            self._counts = (f"{knobs} = {of_weights} + {of_biases}", knobs)
            self._switched.forget()
            self._fit()
        if self._switched.news():
            learns = _BASE if self.knobs.adapted else _LEARNS
            said = _LOCKED if self.knobs.locked else learns
            self.eyebrow.setText(tr(said).upper())
        self.console.refresh()
        if self.find_field is not None:
            self.find_field.refresh()
        self._put_notice()
        if self.console.isVisible():
            self._follow_looks()

    def _follow_looks(self) -> None:
        """Shows what belongs to the looks that knobs have now: faders, bars or cells."""
        canvas, cells = self.console.canvas, self.console.has_cells
        faders = canvas.geometry.faders
        pointed = any(pointed_at(of, canvas.ratio) for of in canvas.geometry.of)
        if (faders, pointed) != (self.legend.faders, self.legend.pointed):
            self.legend.show_faders(faders, pointed)
            self._fit()
        if self.console.arrow_times != self.legend.times:
            self.legend.show_times(self.console.arrow_times)
            self._fit()
        taken = 0 if self.colors.isHidden() else self.colors.height() + self.body.spacing()
        self.colors.setVisible(self._room_for_colors and self.console.wants_colors(taken))
        if cells == self.show_bar.isHidden():
            self._show_cells(on=cells)
            self._fit()
        best = self.console.best_knobs
        if self.legend.show_best("" if best is None else best.name):
            self._fit()
        if self.legend.show_clicks(self.console.bank.positions is not None):
            self._fit()
        if self.legend.show_pulls(self.console.pulls):
            self._fit()
        if not self.colors.isHidden():
            if self.show_bar.refresh():
                self._fit()
            self.colors.refresh(cells=cells, marks=self._marks() if cells else ())

    def _marks(self) -> tuple[str, ...]:
        """Returns the names of the marks that cells have now."""
        console = self.console
        return marks_of(
            self.knobs.bank.switches,
            roomy=any(marked(of) for of in console.canvas.geometry.of),
            moves=console.points_ahead,
            values=console.shown.kind is Kind.VALUE,
        )

    @property
    def _room_for_colors(self) -> bool:
        """Whether enough of the knobs is left in view above what the colours mean."""
        taken = self.console.y() + self.body.spacing() + self.body.contentsMargins().bottom()
        high = self.height() - taken - self.colors.sizeHint().height()
        return high >= self.console.minimumHeight()

    def _show_cells(self, *, on: bool) -> None:
        """Shows or hides the choice of what cells show, in the place of what faders mean."""
        high = self.show_bar.sizeHint().height()
        self.legend.setMinimumHeight(high)  # one takes the other's place, and nothing jumps
        self.show_bar.setVisible(on)
        self.legend.setVisible(not on)

    def _choose(self, kind: Kind) -> None:
        """Shows something else in cells; says so where there are none."""
        shown, console = self.console.shown, self.console
        if not shown.offered(kind):
            self.say(tr("There is no checkpoint of this network yet: keep one with Ctrl+K."))
            return
        console.show_in_cells(kind)
        self.refresh()
        if not console.has_cells:
            self.say(
                tr(
                    "Cells now show {what}. Here all knobs are faders or bars, and these show "
                    "values.",
                    what=kind.words,
                ),
                warning=False,
            )

    def _since(self, number: int | None) -> None:
        """Shows in cells the change since a checkpoint; None for the last one."""
        self.console.shown.choose_checkpoint(number)
        self._choose(Kind.CHECKPOINT)

    def _ask_which(self) -> None:
        """Asks since which checkpoint the change is shown."""
        if self.console.shown.offered(Kind.CHECKPOINT):
            self.show_bar.ask_which()
        else:
            self._choose(Kind.CHECKPOINT)  # which says how to keep one

    def entries(self) -> Sequence[tuple[str, str, Callable[[], object], QAbstractButton | None]]:
        """What cells show can be chosen in the View menu, too."""
        kinds = [
            (
                tr("Cells: {what}", what=tr(kind.value)),
                KEYS[kind],
                partial(self._choose, kind),
                button,
            )
            for kind, button in self.show_bar.buttons.items()
        ]
        return [*kinds, (tr("Cells: since which checkpoint…"), WHICH_KEY, self._ask_which, None)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says as much beside the title as there is room for; what is said lies over both."""
        super().resizeEvent(event)
        self._fit()
        self._put_notice()
        self._resized.emit()
        self._put_overview()

    def _fit(self) -> None:
        """Counts the knobs in as many words as leave room for the whole legend."""
        margins = self.body.contentsMargins()
        taken = margins.left() + margins.right() + self.title.sizeHint().width()
        beside = self._beside[0]
        taken += 0 if beside.isHidden() else beside.width() + _SPACING
        free = self.width() - taken - 3 * _SPACING
        cells = not self.show_bar.isHidden()
        metrics, fewest = self.count.fontMetrics(), self._counts[-1]
        self.show_bar.fit(free - metrics.horizontalAdvance(fewest))
        room = free - (self.show_bar if cells else self.legend).sizeHint().width()
        fits = (words for words in self._counts if metrics.horizontalAdvance(words) <= room)
        # The legend leaves out marks that have no room; of the choice, a word must not be cut.
        self.count.setText(next(fits, "" if cells else fewest))
