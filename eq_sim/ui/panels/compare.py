"""Scenes: A and B, to switch, copy, blend and line up, and eight slots beside them."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton, QSlider

from eq_sim.language.tr import later, tr
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.symmetry import EqualSettings, equal_settings
from eq_sim.session.ab import NAMES
from eq_sim.session.actions import AnyAction, Blend, CopySide, LineUp
from eq_sim.session.change import Watch
from eq_sim.ui.models.scene_desk import SceneDesk
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.differences import MOST, Differences
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.scene_row import SceneRow
from eq_sim.ui.panels.two_sides import TwoSides
from eq_sim.ui.style import numbers

_FINE = 200  # places of the blend's fader
_LONGEST = 9  # digits of a number that is written out


class Compare(Card):
    """All scenes, and how the two that can be blended differ.

    Args:
        session: what is shown.
        do: takes what the hand does.
        go: gives a knob the focus.
        desk: what can be done with scenes.
    """

    def __init__(
        self,
        session: TwoSides,
        do: Callable[[AnyAction], bool],
        go: Callable[[int], None],
        desk: SceneDesk,
    ) -> None:
        super().__init__(later("Settings of all knobs"), later("Scenes, A and B"))
        self.desk = desk
        self.session = session
        self._watch = Watch(session.changes)
        self.scenes = SceneRow(desk)
        self.sides = [self.scenes.buttons[name] for name in NAMES]
        self.body.addWidget(self.scenes)
        self.blend = QSlider(Qt.Orientation.Horizontal)
        self.blend.setRange(0, _FINE)
        self.blend.setAccessibleName(tr("Blend from A to B"))
        OneGesture(self.blend, "blend", do)
        self.blend.valueChanged.connect(lambda place: do(Blend(place / _FINE)))
        self.body.addWidget(self.blend)
        self.where = label("", "note")
        self.where.setWordWrap(True)
        self.body.addWidget(self.where)
        self.copy = QPushButton("")
        self.copy.clicked.connect(lambda: do(CopySide()))
        self.body.addWidget(self.copy)
        self.line_up = QPushButton(tr("Line up B with A"))
        self.line_up.setToolTip(
            tr("Reorders and flips B's neurons; what B computes stays the same")
        )
        self.line_up.clicked.connect(lambda: do(LineUp.of()))
        self.body.addWidget(self.line_up)
        self.equal = label("", "note")
        self.equal.setWordWrap(True)
        self.body.addWidget(self.equal)
        self.heading = label(tr("They differ most in"), "title")
        self.body.addWidget(self.heading)
        self.differences = Differences(go)
        self.rows = self.differences.rows
        self.body.addWidget(self.differences)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows both sides as they are, if they have changed."""
        session = self.session
        if not self._watch.news():
            return
        sides, theta = session.sides, session.parameters.theta
        active = sides.active
        self.scenes.show_scenes()
        with QSignalBlocker(self.blend):
            if not self.blend.isSliderDown():
                self.blend.setValue(round(sides.share * _FINE))
        if active is None:
            where = tr("{share:.0f} % of the way from A to B.", share=100 * sides.share)
        else:
            where = tr("{scene} is in play.", scene=NAMES[active])
        self.where.setText(f"{where} {_loss_words(session)}")
        here, there = NAMES[active or 0], NAMES[1 - (active or 0)]
        self.copy.setText(tr("Copy {here} to {there}", here=here, there=there))
        self.copy.setEnabled(active is not None)
        several = session.layout.blocks[-1].outputs > 1
        softmax = several and session.objective.loss in ("softmax_cross_entropy", DISTILLATION)
        equal = equal_settings(session.layout, softmax=softmax)
        self.equal.setText(_equal_words(equal))
        whole = session.switches.whole(theta)
        differ = sides.largest_differences(whole, MOST)
        self.heading.setText(tr("They differ most in") if differ else tr("A and B are the same"))
        self.differences.show_differences(differ, session.name)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._watch.forget()
        self.refresh()


def _loss_words(session: TwoSides) -> str:
    if session.computing:
        return tr("Loss {loss}", loss=tr(numbers.COMPUTING))
    loss, step = numbers.loss(session.losses.train), session.evaluation.step
    if step is None:
        return tr("Loss {loss}.", loss=loss)
    return tr("Loss at step {step:,}: {loss}.", step=step, loss=loss)


def _equal_words(equal: EqualSettings) -> str:
    if equal.exact == 1:
        if equal.endless:
            return tr("Endlessly many settings of these knobs compute the same.")
        return tr("No other setting of these knobs computes the same.")
    why = tr("hidden neurons may change places and, with tanh, signs.")
    if equal.endless:
        why = tr("by reordering alone; scaled knobs give endlessly many more.")
    if equal.exact is not None and equal.digits <= _LONGEST:
        return tr(
            "{settings:,} settings of these knobs compute the same: {why}",
            settings=equal.exact,
            why=why,
        )
    return tr(
        "So many settings of these knobs compute the same that their number has {digits:,} "
        "digits: {why}",
        digits=equal.digits,
        why=why,
    )
