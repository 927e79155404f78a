"""The data that is learned from, and the goal: neither a parameter nor a hyperparameter."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QSpinBox, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction, Load, Set
from eq_sim.session.change import Change, Watch
from eq_sim.session.painted_points import note_words
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Kind, Setting, Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.fields import LadderField, WheelGuard
from eq_sim.ui.panels.formula_field import FormulaField
from eq_sim.ui.panels.hyperparameters import stands_apart
from eq_sim.ui.panels.near_bar import NearBar, nearness
from eq_sim.ui.panels.references import ReferencesView
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style.line_breaks import breakable
from eq_sim.ui.style.theme import Theme

NO_GOAL = later("No goal here: giving every sample the same answer would already meet it.")
_OWN_DATA = later("Your own data (CSV) …")
_TITLE = 102  # pixels of a scenario's title, at most
_WHAT = Change.SETTINGS | Change.STRUCTURE | Change.DATA
_HOW_NEAR = _WHAT | Change.KNOBS | Change.OBJECTIVE | Change.HISTORY


class DataPanel(Card):
    """What is learned from, and when it is good enough.

    Args:
        session: what is shown.
        do: takes what the hand does.
        scenarios: the shipped scenarios.
        own_data: asks for a table of a person's own.
        columns: lets a person choose anew what is learned from the table on screen.
        tuning: shows what is tuned, and what came of it.
    """

    def __init__(
        self,
        session: SetUp,
        do: Callable[[AnyAction], bool],
        scenarios: dict[str, Scenario],
        own_data: Callable[[], None],
        columns: Callable[[], None],
        tuning: Callable[[], None],
    ) -> None:
        super().__init__(later("It learns from this"), later("Data"))
        self.body.setSpacing(2)  # all of it, to the goal, in a window of 1600×880
        margins = self.body.contentsMargins()
        margins.setBottom(6)
        self.body.setContentsMargins(margins)
        self.session = session
        self._do = do
        self._scenarios = scenarios
        self._own_data = own_data
        self._settings = Watch(session.changes, _WHAT)
        self._knobs = Watch(session.changes, _HOW_NEAR)
        self.scenario = ChoiceBox(_TITLE, scrolled=True)
        self.scenario.setAccessibleName(tr("Scenario"))
        self.scenario.activated.connect(self._choose)
        tip = tr("Data, network, settings and a goal, all at once")
        self._row(tr("Scenario"), tip, self.scenario)
        self.about = label("", "note")
        self.about.setWordWrap(True)
        self.body.addWidget(self.about)
        self.columns = QPushButton(tr("Change columns …"))
        self.columns.setToolTip(tr("Choose anew what is predicted, and from which columns"))
        self.columns.clicked.connect(columns)
        self.body.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignLeft)
        self.tuning = QPushButton(tr("Fine-tuning …"))
        self.tuning.setToolTip(tr("Which knobs are trained, and what becomes of the old task"))
        self.tuning.clicked.connect(tuning)
        self.body.addWidget(self.tuning, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields = {
            setting.name: self._field(setting)
            for setting in SETTINGS.values()
            if stands_apart(setting)
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self.learn = label("", "number")
        self._row(tr("Learn from"), tr("What training looks at"), self.learn)
        self.parts = label("", "note")
        self.parts.setWordWrap(True)
        self.body.addWidget(self.parts)
        self.seed = QSpinBox()
        self.seed.setRange(0, 2**31 - 1)
        WheelGuard(self.seed)
        SpaceGuard(self.seed)
        self.seed.setKeyboardTracking(False)
        self.seed.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.seed.setAccessibleName(tr("Seed"))
        self.seed.valueChanged.connect(self._reseed)
        self._row(tr("Seed"), tr("One number behind points, split, start and order"), self.seed)
        self.body.addSpacing(2)
        self.body.addWidget(label(tr("Goal"), "title"))
        self.goal = label("", "muted")
        self.goal.setWordWrap(True)
        self.body.addWidget(self.goal)
        self.progress = NearBar()
        self.body.addWidget(self.progress)
        self.near = label("", "note")
        self.near.setWordWrap(True)
        self.body.addWidget(self.near)
        self.references = ReferencesView(session, self.progress)
        self.body.addWidget(self.references)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows data and goal as they are, if they have changed."""
        if self._settings.news():
            self._show_data()
        if self._knobs.news():
            self._show_goal()
        self.references.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paints the way to the goal in other colours."""
        self.progress.update()
        self.references.lines.update()

    def rescale(self) -> None:
        """Takes up another text size or decimal sign."""
        super().rescale()
        for field in self.fields.values():
            field.rescale()
        self._settings.forget()
        self._knobs.forget()
        self.references.rescale()
        self.refresh()

    def _show_data(self) -> None:
        session = self.session
        with QSignalBlocker(self.scenario):
            self.scenario.clear()
            for name, scenario in self._scenarios.items():
                self.scenario.addItem(tr(scenario.title), name)
            place = self.scenario.findData(session.scenario.name)
            if place < 0:
                self.scenario.addItem(tr(session.scenario.title), session.scenario.name)
                place = self.scenario.count() - 1
            self.scenario.addItem(tr(_OWN_DATA))  # under no name: it is none yet
            self.scenario.setCurrentIndex(place)
        self.scenario.hug()
        self.columns.setVisible(session.scenario.data.source == "table")
        self.tuning.setVisible(bool(session.scenario.base))
        said = "".join(f"\n{note}." for note in self._notes() if note)
        self.about.setText(breakable(local(tr(session.scenario.about) + said)))
        for field in self.fields.values():
            field.setVisible(field.setting.applies(session.scenario))
            field.show_scenario(session.scenario)
        evaluation = session.evaluation
        train, test = len(evaluation.train), len(evaluation.test)
        choose = len(evaluation.validation)
        whole = train + test + choose
        self.learn.setText(tr("{samples:,} of {whole:,}", samples=train, whole=whole))
        self.parts.setVisible(choose > 0)
        judged = later("{learn:,} samples learn, {choose:,} choose, {judge:,} judge.")
        if not test:
            judged = later("{learn:,} samples learn, {choose:,} choose, none judge.")
        self.parts.setText(tr(judged, learn=train, choose=choose, judge=test))
        with QSignalBlocker(self.seed):
            self.seed.setValue(min(session.seed, 2**31 - 1))

    def _notes(self) -> list[str]:
        """Returns what is worth knowing of the data: rows left out, what inputs come of texts."""
        session = self.session
        table = session.scenario.data.table
        if table is None:
            return [note_words(session.dataset.note)]
        from eq_sim.ui.own_data.inputs_said import inputs_said  # with the first table of all

        return [note_words(session.dataset.note), inputs_said(table)]

    def _show_goal(self) -> None:
        goal, text = self.session.scenario.goal, self.session.goal_text
        self.goal.setText(breakable(local(text[0].upper() + text[1:])))
        if self.session.goal_asks_for_nothing:
            self.progress.show_share(0.0)
            self.near.setText(tr(NO_GOAL))
            return
        if self.session.computing:
            self.progress.show_pale()
            self.near.setText(tr("Computing …"))
            return
        value = self.session.goal_value
        self.progress.show_share(nearness(goal, value))
        if value is None:
            self.near.setText(tr("This network has no such measure."))
            return
        now = measure_text(goal.metric, value, goal)
        wanted = measure_text(goal.metric, goal.value, goal)
        step = self.session.evaluation.step
        if goal.reached(value):
            said = later("Reached: now {value}")
            said_then = later("Reached: at step {step:,} {value}")
        elif goal.op == ">=":
            said = later("Now {value}, wanted at least {wanted}")
            said_then = later("At step {step:,} {value}, wanted at least {wanted}")
        else:
            said = later("Now {value}, wanted at most {wanted}")
            said_then = later("At step {step:,} {value}, wanted at most {wanted}")
        if step is None:
            self.near.setText(tr(said, value=now, wanted=wanted))
        else:
            self.near.setText(tr(said_then, step=step, value=now, wanted=wanted))

    def _row(self, caption: str, tip: str, control: QWidget) -> None:
        row = QWidget()
        row.setToolTip(tip)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(label(caption, "row"), 0, 0)
        grid.addWidget(control, 0, 1, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(row)

    def _field(self, setting: Setting) -> LadderField | FormulaField:
        if setting.kind is Kind.FORMULA:
            return FormulaField(setting, self._change, lambda: self.session.scenario)
        return LadderField(setting, self._change, slides=False)

    def _change(self, setting: str, value: Value) -> bool:
        taken = self._do(Set(setting, value))
        if not taken:
            self._settings.forget()
            self.refresh()
        return taken

    def _choose(self, place: int) -> None:
        scenario = self._scenarios.get(self.scenario.itemData(place))
        if scenario:
            self._do(Load(scenario, self.session.seed))
        elif self.scenario.itemData(place) is None:
            self._settings.forget()  # the list goes back to what is on screen
            self.refresh()
            self._own_data()

    def _reseed(self, seed: int) -> None:
        scenario = self.session.scenario
        # Another seed makes other points: it would be others that are gone.
        data = structs.replace(scenario.data, erased=())
        self._do(Load(structs.replace(scenario, data=data), seed))
