"""The transport: train, step, go back; how fast; and where the experiment stands."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.actions import (
    AnyAction,
    BackToStart,
    LockKnobs,
    NewStart,
    Pause,
    Run,
    Set,
    TakePhase,
    Train,
)
from eq_sim.session.change import Change, Watch
from eq_sim.session.goal import beside
from eq_sim.session.questions.moved_share import DEFINITION
from eq_sim.session.scenario import GoalSpec
from eq_sim.session.settings.table import FULL_SPEED, SETTINGS
from eq_sim.ui.models.moved_share import share_text
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.loss_parts import lowers
from eq_sim.ui.panels.readout import Readout
from eq_sim.ui.panels.standing import Standing, moved_since_locked
from eq_sim.ui.panels.transport_words import OF_ALL_DATA, measure_name, of_before, of_step
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style import numbers
from eq_sim.ui.style.icons import icon
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_SPEED = SETTINGS["speed"]
SPEEDS = tuple(float(speed) for speed in _SPEED.ladder)
_ROOMY = 1400
"""From here on there is room for the speed that was asked for beside the one that was reached."""

_SHORT, _COUNTED = 0.1, 2.0
"""A speed is not reached if it falls short by more than this share, and this many steps a second:
steps are counted over half a second, one more or less."""

_LATE = 1.0
"""Seconds after the goal has paused training in which a press was meant to do just that."""

_LEFT_OUT = ("epoch", "moved", "validation", "test", "step", "measure")
"""What a narrow window leaves out, in this order. Before: "Speed", and after the first of them the
program's name, which its title bar says, too."""

_WIDTHS = {
    "step": 66, "epoch": 58, "train": 74, "test": 74, "validation": 96, "measure": 88, "moved": 122
}  # fmt: skip

_CLICK = later("Click: which knobs the last step did not move, and why.")
_LAST_STEP = later("How many knobs the last training step moved. Click: which did not, and why")


class Transport(QWidget):
    """The bar above the console.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.
        explain_moved: opens the list of knobs that stood still.
        all_shown: whether the panels behind "More" are shown.
        show_all: shows or hides them.
        clock: seconds, ever growing.
        shown: counts the knobs that have moved far; None where nobody asks.
    """

    def __init__(
        self,
        session: Standing,
        do: Callable[[AnyAction], bool],
        theme: Theme,
        explain_moved: Callable[[], None],
        all_shown: Callable[[], bool],
        show_all: Callable[[bool], None],
        clock: Callable[[], float],
        shown: Shown | None = None,
    ) -> None:
        super().__init__()
        self.session, self._shown = session, shown
        self._do, self._all_shown, self._clock = do, all_shown, clock
        self._ran, self._goal_paused = False, float("-inf")
        self._watch = Watch(session.changes)
        self._rate = ""
        self._locked = False
        self._chooses = False  # whether there is a validation part
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(8)
        self._brand = label("eq_sim", "brand")
        row.addWidget(self._brand)
        row.addSpacing(8)
        self.back = self._button(
            tr("Back to start"), tr("Put every knob back to the same start (Ctrl+B)")
        )
        self.back.clicked.connect(lambda: do(BackToStart()))
        self.train = self._button(tr("Train"), "")
        self.train.setObjectName("train")
        self.train.clicked.connect(self._press)
        self.step = self._button(tr("Step"), tr("Take one training step (S)"))
        self.step.clicked.connect(self.take_step)
        self.phase = self._button(
            tr("Phase"), tr("Take a step apart: one of its four phases (Shift+S)")
        )
        self.phase.setAccessibleName(tr("Phase"))
        self.phase.clicked.connect(self._take_phase)
        self.take_phase: Callable[[], object] = lambda: do(TakePhase())
        self.new = self._button("", tr("New random start for every knob (Ctrl+R)"))
        self.new.setAccessibleName(tr("New random start"))
        self.new.clicked.connect(lambda: do(NewStart()))
        for button in (self.back, self.train, self.step, self.phase, self.new):
            row.addWidget(button)
        row.addSpacing(6)
        self._speed_word = label(_SPEED.title, "muted")
        row.addWidget(self._speed_word)
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setRange(0, len(SPEEDS))
        self.speed.setAccessibleName(_SPEED.title)
        self.speed.setToolTip(tr(_SPEED.tip))
        self.speed.valueChanged.connect(self._set_speed)
        row.addWidget(self.speed)
        self.rate = label("", "number")
        row.addWidget(self.rate)
        row.addStretch(1)
        meaning = {name: tr(words) for name, words in OF_ALL_DATA.items()}
        self.readouts = {
            "step": Readout(tr("Step"), tr("Training steps taken since the start")),
            "epoch": Readout(tr("Epoch"), tr("Passes through the training data since the start")),
            "train": Readout(tr("Train loss"), meaning["train"]),
            "test": Readout(tr("Test loss"), meaning["test"]),
            "validation": Readout(tr("Validation loss"), meaning["validation"]),
            "measure": Readout("", meaning["measure"]),
            "moved": Readout(tr("Moved in last step"), tr(_LAST_STEP), clicked=explain_moved),
        }
        for readout in self.readouts.values():
            row.addWidget(readout)
        self.more = self._button(tr("More"), tr("Show or hide hyperparameters and data (F6)"))
        self.more.setObjectName("more")
        self.more.setCheckable(True)
        self.more.toggled.connect(show_all)
        row.addWidget(self.more)
        self._fit()
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out what a narrow window has no room for."""
        super().resizeEvent(event)
        self._leave_out()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self._fit()
        self._rate = ""
        self._watch.forget()
        self.refresh()
        self._leave_out()
        self.updateGeometry()

    def _fit(self) -> None:
        """Gives numbers the room that keeps them from moving when they change."""
        self.train.setMinimumWidth(scaled(92))
        self.speed.setFixedWidth(scaled(96))
        self.rate.setMinimumWidth(scaled(104))
        for name, readout in self.readouts.items():
            readout.setMinimumWidth(scaled(_WIDTHS[name]))

    def _leave_out(self) -> None:
        roomy = self.width() >= scaled(_ROOMY)
        usual = scaled(176 if roomy else 104)
        self.rate.setMinimumWidth(max(usual, self.rate.sizeHint().width()))
        self.readouts["validation"].setVisible(self._chooses)
        left_out = [name for name in _LEFT_OUT if self._chooses or name != "validation"]
        extras: list[QWidget] = [
            self._speed_word,
            *(self.readouts[name] for name in left_out),
        ]
        extras.insert(2, self._brand)
        extras.insert(3, self.phase)
        self.phase.setText(tr("Phase") if roomy else "")
        if self._locked:  # nothing has a speed, and what has moved is what matters
            extras.remove(self.readouts["moved"])
            extras.append(self.readouts["moved"])
            extras.remove(self._speed_word)
        for pace in (self._speed_word, self.speed, self.rate):
            pace.setVisible(not self._locked)
        row = self.layout()
        assert row is not None
        for shown in range(len(extras), -1, -1):
            for place, extra in enumerate(reversed(extras)):
                extra.setVisible(place < shown)
            row.invalidate()
            if row.sizeHint().width() <= self.width():
                break

    def _make_room(self) -> None:
        """Leaves out more where a number has become longer than its room."""
        grown = [readout.grow() for readout in self.readouts.values()]
        wide = self.rate.sizeHint().width()
        if wide > self.rate.minimumWidth():
            self.rate.setMinimumWidth(wide)
            grown.append(True)
        if any(grown):
            self._leave_out()

    def minimumSizeHint(self) -> QSize:
        """What is left when everything that can be left out is left out."""
        return QSize(scaled(620), scaled(44))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours of the icons."""
        self._theme = theme
        self.back.setIcon(icon("back", theme.text))
        self.step.setIcon(icon("step", theme.text))
        self.phase.setIcon(icon("next", theme.text))
        self.new.setIcon(icon("dice", theme.text))
        self._watch.forget()
        self.refresh()

    def toggle(self) -> None:
        """Trains with what was typed, or pauses, which may be what the goal has just done."""
        end_typing()
        if self.session.running:
            self._do(Pause())
            self._goal_paused = float("-inf")
        elif self._clock() - self._goal_paused >= _LATE:
            self._do(Run())

    def _press(self) -> None:
        """Does what the button says: Space never unlocks, for it is soon pressed."""
        if self.session.locked:
            self._do(LockKnobs(False))
        else:
            self.toggle()

    def take_step(self) -> None:
        """Takes one training step with what was typed."""
        end_typing()
        self._do(Train(1))

    def _take_phase(self) -> None:
        end_typing()
        self.take_phase()

    def show_rate(self, steps_per_second: float | None) -> None:
        """Shows the speed that was asked for, and what was reached where that is another.

        Args:
            steps_per_second: what was reached; None while training rests.
        """
        asked = self.session.scenario.training.speed
        full = asked >= FULL_SPEED
        text = tr("full speed") if full else numbers.rate(asked)
        if steps_per_second is not None:
            reached = numbers.rate(steps_per_second)
            if full:
                text = reached
            elif asked - steps_per_second > max(_SHORT * asked, _COUNTED):
                roomy = self.width() >= scaled(_ROOMY)
                if roomy:
                    number = reached.partition(" ")[0]
                    text = tr("{asked}, reached {speed}", asked=text, speed=number)
                else:
                    text = tr("reached {speed}", speed=reached)
        if text != self._rate:
            self._rate = text
            self.rate.setText(text)
            self._make_room()

    def refresh(self) -> None:
        """Shows where the experiment stands, if that has changed."""
        session = self.session
        if self.more.isChecked() != self._all_shown():
            with QSignalBlocker(self.more):
                self.more.setChecked(self._all_shown())
        news = self._watch.news()
        if not news:
            return
        if news & Change.TRAINING:
            self.show_running()
        show = self.readouts
        if news & Change.STRUCTURE:
            self._fit()  # the numbers of another network may be shorter
        phase = f" {'◔◑◕'[session.phase - 1]}" if session.phase else ""
        show["step"].show_text(f"{numbers.count(session.step)}{phase}")
        show["epoch"].show_text(local(f"{session.epochs:,.1f}"))
        for name in OF_ALL_DATA:
            show[name].show_pale(session.computing)
        if session.computing:
            self._say_computing()
        else:
            self._show_answers()
        self._show_moved(show["moved"])
        self._show_speed()
        self._make_room()
        chooses = len(session.evaluation.validation) > 0
        if (self._locked, self._chooses) != (session.locked, chooses):
            self._locked = session.locked  # then the count of moved knobs is what matters
            self._chooses = chooses
            self._leave_out()

    def _show_answers(self) -> None:
        """Shows losses and measure: of the knobs as they stand, or of which step."""
        session, show = self.session, self.readouts
        losses, measure = session.losses, session.measure
        show["train"].show_text(numbers.loss(losses.train))
        show["test"].show_text(numbers.loss(losses.test))
        show["validation"].show_text(numbers.loss(losses.validation))
        show["test"].set_caption(tr("Test loss"))
        show["validation"].set_caption(tr("Validation loss"))
        self._say_when(session.evaluation.step)
        metric = session.scenario.goal.metric
        if measure.train is None and session.dataset.target is not None:
            metric = "explained"  # the goal's own metric has no meaning for this network
            measure = session.evaluation.measure(metric)
        value = measure.train if measure.test is None else measure.test
        show["measure"].show_text(measure_text(metric, value, session.scenario.goal))
        show["measure"].set_caption(measure_name(metric, tested=measure.test is not None))

    def _say_computing(self) -> None:
        """Says that the numbers are those of earlier knobs, until the present ones' are known."""
        for name in OF_ALL_DATA:
            self.readouts[name].set_caption(tr(numbers.COMPUTING))
            self.readouts[name].setToolTip(of_before(name))

    def _show_moved(self, readout: Readout) -> None:
        """Shows how many knobs have moved: in the last step, or far where all move a little."""
        session, shown = self.session, self._shown
        size = session.layout.size
        far = shown if shown is not None and shown.frozen_look and not session.locked else None
        readout.setToolTip(" ".join((tr(DEFINITION), tr(_CLICK))) if far else tr(_LAST_STEP))
        if session.locked:
            readout.set_caption(tr("Moved since locked"))
            readout.show_text(moved_since_locked(session))
        elif far is not None:
            share = share_text(far.moved, size)
            readout.set_caption(tr("Moved over 1 % since start"))
            readout.show_text(tr("{share} of {knobs:,}", share=share, knobs=size))
        else:
            readout.set_caption(tr("Moved in last step"))
            moved = tr("{moved:,} of {knobs:,}", moved=session.moved(), knobs=size)
            readout.show_text(moved if session.step else "—")

    def _say_when(self, step: int | None) -> None:
        """Says after how many steps the losses were those.

        Args:
            step: the count; None where they are of the knobs as they stand.
        """
        caption = tr("Train loss") if step is None else tr("Train loss at {step:,}", step=step)
        self.readouts["train"].set_caption(caption)
        tips = {name: tr(tip) for name, tip in OF_ALL_DATA.items()}
        if step is None:  # else the penalty would be of other knobs than the loss
            tips["train"] += lowers(self.session, self.session.losses.train)
        for name, tip in tips.items():
            self.readouts[name].setToolTip(tip if step is None else of_step(tip, step))

    def show_running(self) -> None:
        """Shows whether training runs: at once, where the numbers wait for the next frame."""
        running = self.session.running
        if self._ran and not running and self.session.goal_is_new:
            self._goal_paused = self._clock()
        self._ran = running
        if self.session.locked:
            self.train.setText(tr("Unlock"))
            self.train.setToolTip(tr("Every knob is locked: the network is only used (Shift+L)"))
            self.train.setIcon(QIcon())
        else:
            self.train.setText(tr("Pause") if running else tr("Train"))
            self.train.setToolTip(tr("Let the computer turn all knobs (Space)"))
            self.train.setIcon(icon("pause" if running else "play", self._theme.go_text))
        if not running:
            self.show_rate(None)

    def _show_speed(self) -> None:
        asked = self.session.scenario.training.speed
        place = sum(speed < asked for speed in SPEEDS)
        if place != self.speed.value() and not self.speed.isSliderDown():
            with QSignalBlocker(self.speed):
                self.speed.setValue(place)
        if not self.session.running:
            self.show_rate(None)

    def _set_speed(self, place: int) -> None:
        speed = SPEEDS[place] if place < len(SPEEDS) else FULL_SPEED
        self._do(Set("speed", float(speed)))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def measure_text(metric: str, value: float | None, goal: GoalSpec) -> str:
    """Returns a metric as the screen writes it, never on the wrong side of the goal's bound.

    Args:
        metric: by its name in scenario files.
        value: of the metric, or the bound itself; None where there is no such value.
        goal: what a value of its own metric is held against.
    """
    if value is None:
        return "—"
    bounds = ((goal.op, goal.value),) if metric == goal.metric else ()
    if metric == "least_squares_gap":
        return local(f"{beside(value, bounds, 2 if value < 10 else 0, 100)} %")
    if metric == "error_over_noise":
        return tr("{times}× noise", times=local(beside(value, bounds, 2)))
    if metric == "worst_band":
        return local(f"{beside(value, bounds, 1)} dB")
    # 99.96 % is not all of them.
    return local(f"{beside(value, (*bounds, ('>=', 1.0)), 1, 100)} %")
