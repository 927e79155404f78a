"""The row of scenes on the desk: A and B, eight slots, and what a press on one of them does."""

from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.session.ab import NAMES
from eq_sim.ui.models.scene_desk import PLACES, Press, SceneDesk
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.seconds_box import SecondsBox
from eq_sim.ui.panels.typing import SpaceGuard

_TIPS = {
    Press.RECALL: later("A press sets all knobs as the scene has them (Alt+1 to Alt+8)"),
    Press.STORE: later("The next press keeps all knobs as they stand (Alt+Shift+1 to Alt+Shift+8)"),
    Press.LOOK: later(
        "A press shows the scene while it is held, and comes back (hold C: the last one)"
    ),
    Press.GLIDE: later("A press moves all knobs there; a second one stops them on the way"),
}


class SceneRow(QWidget):
    """The scenes of one desk.

    Args:
        desk: what can be done with them.

    Attributes:
        buttons: one for each scene, by its name.
        modes: what a press does, a button for each.
    """

    def __init__(self, desk: SceneDesk) -> None:
        super().__init__()
        self._desk = desk
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        modes = QHBoxLayout()
        modes.setSpacing(2)
        group = QButtonGroup(self)
        self.modes: dict[Press, QPushButton] = {}
        for press in Press:
            button = _small(QPushButton(tr(press.value)))
            button.setCheckable(True)
            button.setToolTip(tr(_TIPS[press]))
            button.clicked.connect(partial(self._choose, press))
            group.addButton(button)
            modes.addWidget(button, 1)
            self.modes[press] = button
        box.addLayout(modes)
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(2)
        for place in PLACES:
            button = self.buttons[place] = _small(QPushButton(place))
            button.setCheckable(True)
            button.pressed.connect(partial(desk.pressed, place))
            button.released.connect(self._released)
            if place not in NAMES:
                button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                button.customContextMenuRequested.connect(partial(self._menu, place))
        for column, place in enumerate(NAMES):
            grid.addWidget(self.buttons[place], 1, 4 * column, 1, 4)
        for column, place in enumerate(PLACES[len(NAMES) :]):
            grid.addWidget(self.buttons[place], 0, column)
        box.addLayout(grid)
        self._way = QWidget()
        way = QHBoxLayout(self._way)
        way.setContentsMargins(0, 0, 0, 0)
        way.addWidget(label(tr("A glide takes"), "row"))
        self.seconds = SecondsBox()
        SpaceGuard(self.seconds)
        self.seconds.setRange(0, 60)
        self.seconds.setAccessibleName(tr("Seconds of a glide to a scene"))
        self.seconds.setValue(desk.seconds)
        self.seconds.valueChanged.connect(self._set_seconds)
        way.addWidget(self.seconds, 1)
        box.addWidget(self._way)
        desk.changed.connect(self.show_scenes)
        self.show_scenes()

    def show_scenes(self) -> None:
        """Shows which scenes there are, which is in play, and what a press does."""
        desk, active = self._desk, self._desk.side
        self.modes[desk.press].setChecked(True)
        self.modes[Press.GLIDE].setText(tr("Stop") if desk.gliding else tr(Press.GLIDE.value))
        self._way.setVisible(desk.press is Press.GLIDE)
        for place, button in self.buttons.items():
            with QSignalBlocker(button):
                here = desk.is_here(place) if place not in NAMES else place == active
                button.setChecked(here)
            held = desk.values(place) is not None
            # An empty slot is told by more than its colour: its number stands in brackets.
            words = place if held or place in NAMES else f"({place})"
            if button.text() != words:
                button.setText(words)
            button.setAccessibleName(_called(place, held=held, here=here))
            button.setToolTip(_tip(place, held=held))

    def _choose(self, press: Press) -> None:
        if press is Press.GLIDE and self._desk.gliding:
            self._desk.stop()
        else:
            self._desk.choose_press(press)

    def _released(self) -> None:
        self._desk.released()
        self.show_scenes()

    def _set_seconds(self, seconds: float) -> None:
        self._desk.seconds = seconds

    def _menu(self, place: str, at: QPoint) -> None:
        desk, menu = self._desk, QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        held = desk.values(place) is not None
        menu.addAction(tr("Store"), partial(desk.store, place))
        for words, what in (
            (tr("Recall"), desk.recall),
            (tr("Glide there"), desk.glide),
            (tr("Empty"), desk.clear),
        ):
            menu.addAction(words, partial(what, place)).setEnabled(held)
        menu.popup(self.buttons[place].mapToGlobal(at))


def _small(button: QPushButton) -> QPushButton:
    button.setObjectName("scene")
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button


def _called(place: str, *, held: bool, here: bool) -> str:
    if place in NAMES:
        if here:
            return tr("{side}, in play", side=place)
        return tr("{side}, not in play", side=place)
    if not held:
        return tr("Scene {scene}, empty", scene=place)
    if here:
        return tr("Scene {scene}, as the knobs stand", scene=place)
    return tr("Scene {scene}, stored", scene=place)


def _tip(place: str, *, held: bool) -> str:
    if place in NAMES:
        return tr("{side} follows the knobs while it is in play (X switches)", side=place)
    if held:
        return tr("Scene {scene}", scene=place)
    return tr("Scene {scene} is empty", scene=place)
