"""The loss in its panel. The plot itself comes last, for it imports much."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.looking import Looking
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.fitting import Fitting
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.panels.card import Card, Elided, label
from eq_sim.ui.panels.fit_line import FitLine
from eq_sim.ui.panels.loss_parts import parted
from eq_sim.ui.panels.loss_run import LossRun
from eq_sim.ui.panels.past_bar import PastBar
from eq_sim.ui.panels.run_words import not_drawn_words
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme

if TYPE_CHECKING:
    from eq_sim.ui.panels.loss_plot import LossPlot

_SIDES = 28  # pixels beside the names of the lines, at the least
_LOG, _EPOCHS = "loss/log", "loss/epochs"
_ENTRIES = "  "  # between the names of the lines


class LossPanel(Card):
    """The loss over the steps.

    Args:
        run: whose losses are shown.
        hand: the curve of a person who plays against training.
        audience: who looks on.
        theme: the colours.
        looking: where one is in the past.
        desk: which finished runs are looked at.
        fitting: how well the network fits.

    Attributes:
        plot: the curves; None until ``complete``.
        fit: the gap between test and train loss, in words.
    """

    def __init__(
        self,
        run: LossRun,
        hand: HandCurve,
        audience: Audience,
        theme: Theme,
        looking: Looking,
        desk: RunsDesk,
        fitting: Fitting,
    ) -> None:
        super().__init__(later("Loss"), later("How wrong it is"))
        self._run, self._hand, self._audience, self._theme = run, hand, audience, theme
        self.plot: LossPlot | None = None
        self._looking, self._desk = looking, desk
        self.past = PastBar(looking, theme)
        self.past.hide()  # until it is known that no lesson plays
        self.log_button = _toggle(
            tr("log"), tr("Logarithmic loss axis: small changes stay visible")
        )
        self.log_button.setChecked(True)
        self.epoch_button = _toggle(tr("epochs"), tr("Count passes through the data, not steps"))
        self._lines = label("", "note")
        self._lines.setToolTip(
            tr(
                "Train loss is a solid line, test loss a dashed one, validation loss one of dashes "
                "and dots; the band between train and test is the gap. Thin: the loss that a step "
                "saw on its own batch, before it turned the knobs"
            )
        )
        self.aside.addWidget(self._lines)
        self.corner.addWidget(self.log_button)
        self.corner.addWidget(self.epoch_button)
        self.parts = Elided("", "note", scaled(60))
        self.parts.setToolTip(
            tr(
                "Training lowers the loss of the data and the price of large weights together. The "
                "curves and all other losses are without that price"
            )
        )
        self.parts.hide()
        self.body.addWidget(self.parts)
        self.not_drawn = Elided("", "note", scaled(60))
        self.not_drawn.hide()
        self.body.addWidget(self.not_drawn)
        self._waiting = QWidget()
        self.body.addWidget(self._waiting, 1)
        self.fit = FitLine(fitting, audience, theme)
        self.body.addWidget(self.fit)
        self.body.addWidget(self.past)
        self._fit()

    def complete(self) -> None:
        """Makes the plot; last of all, for its import is slow."""
        if self.plot is not None:
            return
        from eq_sim.ui.panels.loss_plot import LossPlot

        plot = self.plot = LossPlot(self._run, self._hand, self._theme, self._looking, self._desk)
        self.log_button.toggled.connect(plot.set_log)
        self.epoch_button.toggled.connect(plot.set_epochs)
        plot.set_log(self.log_button.isChecked())
        plot.set_epochs(self.epoch_button.isChecked())
        self.body.insertWidget(self.body.indexOf(self._waiting), plot, 1)
        self._waiting.hide()

    def refresh(self) -> None:
        """Draws the curves, if they have changed."""
        if self.past.isHidden() != self._audience.lesson:
            self.past.setVisible(not self._audience.lesson)
        self.past.refresh()
        for button in (self.log_button, self.epoch_button):  # a hall needs the room
            button.setVisible(not self._audience.hall)
        self._count_runs()
        if self.plot is not None:
            self.plot.expect(not self._audience.lesson)
            self.plot.refresh()

    def _count_runs(self) -> None:
        """Says how many finished runs are not drawn, and why."""
        counts = (0, 0) if self._audience.lesson else self._desk.not_drawn
        words = not_drawn_words(*counts)
        if words != self.not_drawn.text():
            self.not_drawn.setText(words)
            self.not_drawn.setToolTip(words)
            self.not_drawn.setVisible(bool(words))

    def refresh_numbers(self) -> None:
        """Names the lines; a hall reads the one number that it needs in the title."""
        run = self._run
        title = self._loss_words() if self._audience.hall else tr("How wrong it is")
        if self.title.text() != title:
            self.title.setText(title)
        self._show_parts()
        entries = [tr("━ train")]
        if len(run.evaluation.test):
            entries.append(tr("╌ test"))
        if len(run.evaluation.validation):
            entries.append(tr("━·━ validation"))
        batch = _ENTRIES.join([*entries, tr("─ this batch")])
        wide, room = self._lines.fontMetrics().horizontalAdvance, self.width() - scaled(_SIDES)
        if run.history.batches.shape[1] > 1 and wide(batch) < room:  # rather none than a half
            entries = [batch]
        if run.computing:
            entries.append(tr(numbers.COMPUTING))
        words = _ENTRIES.join(entries)
        if len(entries) > 1 and wide(words) > room:
            words = f"{_ENTRIES.join(entries[:-1])}\n{entries[-1]}"
        if self._lines.text() != words:
            self._lines.setText(words)
        self.fit.refresh()

    def _show_parts(self) -> None:
        """Tells the loss apart, in as many words as there is room for."""
        told: tuple[str, ...] = ("",)
        run = self._run
        if not (self._audience.hall or run.computing) and run.evaluation.step is None:
            told = parted(run, run.losses.train)
        margins, metrics = self.body.contentsMargins(), self.parts.fontMetrics()
        room = self.width() - margins.left() - margins.right()
        parts = next((words for words in told if metrics.horizontalAdvance(words) <= room), "")
        if self.parts.text() != parts:
            self.parts.setText(parts)
            self.parts.setVisible(bool(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says as much as there is room for."""
        super().resizeEvent(event)
        self._show_parts()

    def _loss_words(self) -> str:
        """Returns the one number that a hall needs, and what it is."""
        run, step = self._run, self._run.evaluation.step
        if run.computing:
            return tr("Train loss {loss}", loss=tr(numbers.COMPUTING))
        loss = numbers.loss(run.losses.train)
        if step is None:
            return tr("Train loss {loss}", loss=loss)
        return tr("Train loss at step {step:,}: {loss}", step=step, loss=loss)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.past.set_theme(theme)
        self.fit.set_theme(theme)
        if self.plot is not None:
            self.plot.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._fit()
        self.past.set_theme(self._theme)
        self.fit.set_theme(self._theme)
        self.refresh_numbers()
        if self.plot is not None:
            self.plot.rescale()

    def entries(self) -> list[tuple[str, str, Callable[[], object], QPushButton]]:
        """Returns what the View menu can do here: words, shortcut, what it does, its switch."""
        return [
            (tr("Logarithmic loss"), "L", self.log_button.toggle, self.log_button),
            (tr("Count epochs"), "E", self.epoch_button.toggle, self.epoch_button),
        ]

    def remember(self, settings: PreferencesFile) -> None:
        """Keeps how the loss is drawn for the next time."""
        settings.keep({_LOG: self.log_button.isChecked(), _EPOCHS: self.epoch_button.isChecked()})

    def recall(self, settings: PreferencesFile) -> None:
        """Draws the loss as it was drawn the last time."""
        self.log_button.setChecked(settings.flag(_LOG, default=True))
        self.epoch_button.setChecked(settings.flag(_EPOCHS, default=False))

    def _fit(self) -> None:
        self.ask_for(scaled(248), scaled(160))


def _toggle(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName("toggle")
    button.setCheckable(True)
    button.setToolTip(tip)
    return button
