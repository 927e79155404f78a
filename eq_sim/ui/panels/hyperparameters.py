"""You set these: the hyperparameters, which no training step moves."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.stable_rate import largest_stable_rate
from eq_sim.session.settings.setting import Kind, Setting, Touches, Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.knobs.layers import LayerActions
from eq_sim.ui.panels.activations_field import ActivationsField
from eq_sim.ui.panels.card import Card
from eq_sim.ui.panels.fields import ChoiceField, LadderField
from eq_sim.ui.panels.layers_editor import LayersEditor
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme

_SHAPING = Change.SETTINGS | Change.STRUCTURE | Change.DATA | Change.SWITCHES
"""Changes after which the loss may be another bowl, or none."""

_STABLE = later(
    "Here, without hidden layers and with all samples in each step, the loss is a bowl: below "
    "{limit} (2 ∕ its steepest curvature, and another multiple with momentum) training settles, "
    "above it swings ever further out"
)


def stands_apart(setting: Setting) -> bool:
    """Whether a setting is one of the data, and shown with them.

    What makes another network of the same data stands with the network's own settings.
    """
    of_data = setting.part == "data" and setting.touches is Touches.DATA
    return of_data and not setting.rare


class Hyperparameters(Card):
    """The settings of learning and of the network's shape, in the order of their table.

    Args:
        session: what is shown.
        do: takes what the hand does.

    Attributes:
        fields: the control of each setting but the layers, by the setting's name; those that few
            need are there once somebody has asked for them.
        layers: the control of the hidden layers.
    """

    grown = Signal()
    """Controls were made that nobody had asked for before."""

    def __init__(self, session: SetUp, do: Callable[[AnyAction], bool]) -> None:
        super().__init__(later("You set these"), later("Hyperparameters"))
        self.body.setSpacing(3)  # all of it, to the goal, in a window of 1600×880
        self.session = session
        self._do = do
        self._watch = Watch(session.changes, Change.SETTINGS | Change.STRUCTURE)
        self.fields: dict[str, LadderField | ChoiceField | ActivationsField] = {}
        actions = LayerActions(
            lambda: session.layout,
            lambda: session.parameters.theta,
            lambda: session.switches,
            lambda: session.parameters.making.rounding is not None,
            do,
        )
        self.layers = LayersEditor(SETTINGS["hidden"], self._change, self._as_one, actions)
        self.more = QPushButton(_more("▸"))
        self.more.setObjectName("quiet")
        self.more.setCheckable(True)
        self._behind = QWidget()
        self._rare = QVBoxLayout(self._behind)
        self._rare.setContentsMargins(0, 0, 0, 0)
        self._rare.setSpacing(4)
        for setting in _rows(rare=False):
            self.body.addWidget(self._control(setting))
        self.body.addWidget(self.more)
        self._behind.hide()
        self.body.addWidget(self._behind)
        self.more.toggled.connect(self._show_more)
        self._bowl = Watch(session.changes, _SHAPING)
        self.refresh()

    def refresh(self) -> None:
        """Shows the settings as they are, if one has changed."""
        self._show_rate()
        if self._bowl.news():
            self._show_stable_rate()
        if not self._watch.news():
            return
        for field in self.fields.values():
            field.show_scenario(self.session.scenario)
        self.layers.show_network(
            self.session.layout.architecture, self.session.trainer.batches.batch
        )

    def field(self, name: str) -> LadderField | ChoiceField | ActivationsField:
        """Returns the control of a setting, which is made if it is not there yet."""
        if name not in self.fields:
            self._make_rare()
        return self.fields[name]

    def set_theme(self, theme: Theme) -> None:
        """Nothing here has colours of its own."""

    def rescale(self) -> None:
        """Takes up another text size or decimal sign."""
        super().rescale()
        self._bowl.forget()
        self._show_stable_rate()
        for field in self.fields.values():
            field.rescale()
        self.layers.show_count()

    def _show_rate(self) -> None:
        """Says beside the learning rate what a schedule makes of it at this step."""
        training, field = self.session.scenario.training, self.fields["learning_rate"]
        if isinstance(field, LadderField):
            field.say_now(self.session.rate if training.rate_schedule.changes else None)

    def _control(self, setting: Setting) -> QWidget:
        if setting.kind is Kind.SIZES:
            return self.layers
        if setting.kind is Kind.CHOICES:
            self.fields[setting.name] = ActivationsField(setting, self._change)
        elif setting.kind is Kind.CHOICE:
            words = self._random if setting.name == "initializer" else dict
            self.fields[setting.name] = ChoiceField(setting, self._change, words)
        else:
            field = self.fields[setting.name] = LadderField(setting, self._change)
            self._as_one(field.slider, setting)
        return self.fields[setting.name]

    def _random(self, names: Mapping[str, str]) -> Mapping[str, str]:
        """Says of each way to draw a start which random one it is."""
        number, scenario = self.session.start_number + 1, self.session.scenario
        said = {
            name: tr("all zero")
            if name == "zeros"
            else tr("random {number}, {name}", number=number, name=words)
            for name, words in names.items()
        }
        if scenario.base and number == 1:
            said[scenario.network.initializer] = tr("base “{name}”", name=scenario.base)
        return said

    def _as_one(self, control: QAbstractSlider | QAbstractSpinBox, setting: Setting) -> None:
        """Makes a drag of a setting's control one thing to undo."""
        OneGesture(control, f"set:{setting.name}", self._do)

    def _change(self, setting: str, value: Value) -> bool:
        taken = self._do(Set(setting, value))
        if not taken:
            self._watch.forget()
            self.refresh()
        return taken

    def _make_rare(self) -> None:
        """Makes what few need, once: a window need not wait for it."""
        if self._rare.count():
            return
        for setting in _rows(rare=True):
            self._rare.addWidget(self._control(setting))
            self.fields[setting.name].show_scenario(self.session.scenario)
        self.grown.emit()

    def _show_more(self, shown: bool) -> None:
        self._make_rare()
        self.more.setText(_more("▾" if shown else "▸"))
        self._behind.setVisible(shown)

    def _show_stable_rate(self) -> None:
        """Marks the largest stable learning rate, where the loss is a bowl that has one."""
        field, limit = self.fields["learning_rate"], largest_stable_rate(self.session)
        assert isinstance(field, LadderField)
        if limit is None:
            field.show_limit(None, "", "", over=False)
            return
        over = self.session.scenario.training.learning_rate >= limit
        shown = numbers.rounded_down(limit)
        words = tr("Stable below {limit}", limit=shown)
        if over:
            words = tr("Too high: stable below {limit}", limit=shown)
        field.show_limit(limit, words, tr(_STABLE, limit=shown), over=over)


def _rows(*, rare: bool) -> list[Setting]:
    """Returns the settings that stand here, those that few need or the others.

    The data stand apart, but for the part that chooses beside what it chooses; and the speed is no
    part of the experiment.
    """
    return [
        setting
        for setting in SETTINGS.values()
        if setting.rare is rare
        and not stands_apart(setting)
        and setting.touches is not Touches.PACE
    ]


def _more(arrow: str) -> str:
    words = tr("More settings")
    return f"{arrow}  {words}"
