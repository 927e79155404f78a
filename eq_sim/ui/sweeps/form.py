"""What a sweep will be: what varies, its values, how many seeds, how many steps."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import ntr, tr
from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Setting
from eq_sim.sweeps.plan import VARIABLE, Sweep
from eq_sim.sweeps.suggestions import offered, suggested
from eq_sim.sweeps.work import work
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.sweeps.typed_values import in_words
from eq_sim.ui.sweeps.value_fields import TickedList, TypedList

_SEEDS, _MOST_SEEDS = 5, 1000
_MOST_STEPS = 100_000_000
_SAID = 12  # values that are read back
_FEW = 10  # times the work; above, a decimal says more than is known


class SweepForm(QWidget):
    """Takes the plan of a sweep.

    Attributes:
        sweep: what is asked for; None where it cannot be made.
    """

    changed = Signal()
    """Another sweep is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.sweep: Sweep | None = None
        self._scenario: Scenario | None = None
        self._seed = 1
        self.setting = QComboBox()
        self.setting.setObjectName("framed")
        self.setting.setAccessibleName(tr("What varies"))
        self.setting.activated.connect(lambda _: self._choose())
        self.typed, self.ticked = TypedList(), TickedList()
        self.typed.changed.connect(self._read)
        self.typed.refused.connect(self._refuse)
        self.ticked.changed.connect(self._read)
        self.seeds = _whole(tr("Seeds for each value"), 1, _MOST_SEEDS, _SEEDS)
        self.steps = _whole(tr("Training steps of each run"), 1, _MOST_STEPS, 1)
        self.seeds.setToolTip(tr("A seed decides data, split, start and the order of the samples"))
        for field in (self.seeds, self.steps):
            field.valueChanged.connect(self._read)
        self.said = _wrapped("note")
        self.forecast = _wrapped("row")
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, (words, field) in enumerate(
            ((tr("Seeds for each value"), self.seeds), (tr("Steps of each run"), self.steps))
        ):
            named = label(words, "row")
            named.setBuddy(field)
            grid.addWidget(named, row, 0)
            grid.addWidget(field, row, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in (
            label(tr("What varies"), "row"),
            self.setting,
            label(tr("Values"), "row"),
            self.typed,
            self.ticked,
            self.said,
        ):
            box.addWidget(part)
        box.addLayout(grid)
        box.addWidget(self.forecast)

    def show_scenario(self, scenario: Scenario, seed: int) -> None:
        """Offers what can vary of an experiment; what was asked for of another one is gone.

        Args:
            scenario: the experiment as it is set.
            seed: its seed, the first of those that are tried.
        """
        if (scenario, seed) == (self._scenario, self._seed):
            return
        before, self._scenario, self._seed = self._scenario, scenario, seed
        kept = self.setting.currentData()
        with QSignalBlocker(self.setting):
            self.setting.clear()
            for row in offered(scenario):
                self.setting.addItem(row.title, row.name)
            self.setting.setCurrentIndex(max(0, self.setting.findData(kept)))
        if before is None or before.name != scenario.name:
            with QSignalBlocker(self.steps):
                self.steps.setValue(scenario.training.steps)
            self._choose()
        elif kept != self.setting.currentData():
            self._choose()
        else:
            self._read()

    def rewrite(self) -> None:
        """Writes the values with another decimal sign."""
        if self.sweep is not None and self._scenario is not None:
            values = self.sweep.values
            if not self.sweep.row.choices(self._scenario):
                self.typed.show_setting(self.sweep.row, values)

    def _choose(self) -> None:
        assert self._scenario is not None
        row = VARIABLE[self.setting.currentData()]
        self._offer(row)
        self._read()

    def _offer(self, row: Setting) -> None:
        assert self._scenario is not None
        choices = row.choices(self._scenario)
        self.setting.setToolTip(tr(row.tip))
        self.typed.setVisible(not choices)
        self.ticked.setVisible(bool(choices))
        if choices:
            self.ticked.show_choices(choices)
        else:
            self.typed.show_setting(row, suggested(row, self._scenario))

    def _read(self) -> None:
        """Takes what is asked for, or says why it cannot be."""
        scenario = self._scenario
        if scenario is None or self.setting.currentData() is None:
            return
        row = VARIABLE[self.setting.currentData()]
        ticks = bool(row.choices(scenario))
        try:
            values = self.ticked.values() if ticks else self.typed.values()
            seeds = tuple(range(self._seed, self._seed + self.seeds.value()))
            sweep = Sweep(scenario, row.name, values, seeds, self.steps.value())
            _, times = sweep.knobs, work(sweep)
        except EqSimError as error:
            self._refuse(str(error))
            return
        self.sweep = sweep
        read = [in_words(row, value) for value in values]
        more = " …" if len(read) > _SAID else ""
        if ticks:
            words = ntr("{count} value", "{count} values", len(read))
        else:
            listed = " · ".join(read[:_SAID]) + more
            words = ntr("{count} value: {list}", "{count} values: {list}", len(read), list=listed)
        self._say(words, "note")
        self.forecast.setText(_forecast(sweep, times))
        self.changed.emit()

    def _refuse(self, why: str) -> None:
        self.sweep = None
        self._say(f"{why}.", "warning")
        self.forecast.setText("")
        self.changed.emit()

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        if self.said.property("role") != role:
            self.said.setProperty("role", role)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)


def _forecast(sweep: Sweep, times: float) -> str:
    """Returns how many runs that is, and how much work beside one of the present experiment."""
    about = f"{times:.1f}" if times < _FEW else f"{float(f'{times:.2g}'):,.0f}"
    return ntr(
        "{count:,} run of {steps:,} steps: about {times} times the work of one such run of "
        "“{scenario}” as it is set.",
        "{count:,} runs of {steps:,} steps: about {times} times the work of one such run of "
        "“{scenario}” as it is set.",
        len(sweep),
        steps=sweep.steps,
        times=local(about),
        scenario=tr(sweep.scenario.title),
    )


def _whole(name: str, least: int, most: int, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setValue(value)
    field.setAccessibleName(name)
    field.setMinimumWidth(scaled(90))
    return field


def _wrapped(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    return made
