"""A small network beside the larger one that it learns from."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from eq_sim.language.tr import later, ntr, ptr, tr
from eq_sim.session.actions import AnyAction, Set, SetTeacher
from eq_sim.session.change import Change, Watch
from eq_sim.session.errors import EqSimError
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.session.sources import source_of, train_part
from eq_sim.session.teacher_spec import Learned
from eq_sim.ui.knobs.actions import Say
from eq_sim.ui.models.distilling import Distilling
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.distillation_words import (
    class_names,
    judged_words,
    right_words,
    told_of,
    who_learned,
)
from eq_sim.ui.panels.fields import LadderField, WheelGuard
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.soft_answers import SoftAnswers
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme

_SHOWN = (
    Change.SETTINGS
    | Change.STRUCTURE
    | Change.DATA
    | Change.KNOBS
    | Change.OBJECTIVE
    | Change.HISTORY
)
_HIDDEN, _POINTS = 8, 200
_MOST_HIDDEN = 4096
_ROWS = (later("Teacher"), later("Student"), later("Student on labels alone"))
_CHANCES = {
    "train": later("Chances at T = {temperature:g} for train sample {number:,}, which is {name}"),
    "test": later("Chances at T = {temperature:g} for test sample {number:,}, which is {name}"),
    "validation": later(
        "Chances at T = {temperature:g} for validation sample {number:,}, which is {name}"
    ),
}


class DistillationPanel(Card):
    """Teacher, student and the student's twin: what they reach, and how they answer a sample.

    Args:
        model: what is shown.
        do: takes what the hand does; returns whether it was done.
        say: shows a sentence.
        look: refreshes all views, after another sample was chosen.
        theme: the colours.

    Attributes:
        scores: of teacher, student and twin, what each has right.
        ask_file: asks for a file; returns its name, empty for none.
    """

    def __init__(
        self,
        model: Distilling,
        do: Callable[[AnyAction], bool],
        say: Say,
        look: Callable[[], None],
        theme: Theme,
    ) -> None:
        super().__init__(later("One learns from another"), later("Distillation"))
        self._model, self._session = model, model.session
        self._do, self._say, self._look = do, say, look
        self._watch = Watch(self._session.changes, _SHOWN)
        self._chosen = -1
        self.ask_file: Callable[[], str] = self._asked_file
        self.about = label("", "note")
        self.about.setWordWrap(True)
        self.body.addWidget(self.about)
        self._add_scores()
        self._add_settings()
        self._add_sample(theme)
        self._add_making()
        self.body.addStretch(1)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    def _add_scores(self) -> None:
        self._taught = QWidget()
        grid = QGridLayout(self._taught)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self.judged = label("", "note")
        grid.addWidget(self.judged, 0, 0, 1, 2)
        self.scores = [label("", "number") for _ in _ROWS]
        self._names = [label(tr(name), "row") for name in _ROWS]
        for place, (name, score) in enumerate(zip(self._names, self.scores, strict=True)):
            name.setWordWrap(True)
            grid.addWidget(name, place + 1, 0)
            grid.addWidget(score, place + 1, 1)
        self.twin_note = label("", "note")
        self.twin_note.setWordWrap(True)
        grid.addWidget(self.twin_note, len(_ROWS) + 1, 0, 1, 2)
        self.body.addWidget(self._taught)

    def _add_settings(self) -> None:
        self.learns = QComboBox()
        self.learns.setAccessibleName(tr("What the student learns from"))
        self.learns.setToolTip(
            tr("The teacher’s chances of every class, or each sample’s class alone")
        )
        self.learns.addItem(tr("Learns the teacher’s answers"), userData=True)
        self.learns.addItem(tr("Learns labels alone"), userData=False)
        self.learns.activated.connect(self._choose_lessons)
        WheelGuard(self.learns)
        self.learns.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.learns)
        names = ("temperature", "label_share")
        self.fields = {name: LadderField(SETTINGS[name], self._set) for name in names}
        for name, field in self.fields.items():
            self.body.addWidget(field)
            OneGesture(field.slider, f"set:{name}", self._do)

    def _add_sample(self, theme: Theme) -> None:
        self._sample = QWidget()
        box = QGridLayout(self._sample)
        box.setContentsMargins(0, 6, 0, 0)
        self.which = label("", "note")
        self.which.setWordWrap(True)
        box.addWidget(self.which, 0, 0)
        for column, (words, name, by) in enumerate(
            (("‹", tr("Previous sample"), -1), ("›", tr("Next sample"), 1))
        ):
            button = QPushButton(words)
            button.setObjectName("more")
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, by=by: self._step_sample(by))
            box.addWidget(button, 0, column + 1)
        box.setColumnStretch(0, 1)
        self.answers = SoftAnswers(theme)
        box.addWidget(self.answers, 1, 0, 1, 3)
        self.body.addWidget(self._sample)

    def _add_making(self) -> None:
        self.heading = label(tr("A student for this network"), "title")
        self.body.addWidget(self.heading)
        self.hidden = self._spin(1, _MOST_HIDDEN, _HIDDEN, tr("Hidden neurons of the student"))
        self._making = [self._row(tr("Its hidden neurons"), self.hidden)]
        self.points = self._spin(1, 100_000, _POINTS, tr("Samples that the student learns from"))
        samples = ptr("after a number", "samples")
        self.points.setSuffix(f" {samples}")
        self._making.append(self._row(tr("It learns from"), self.points))
        self.make = QPushButton(tr("Make this the teacher"))
        self.make.setToolTip(
            tr(
                "The network as it stands now is kept as the teacher; a student of that size "
                "begins at its random start and learns from its answers. Undo brings everything "
                "back"
            )
        )
        self.make.clicked.connect(lambda: self._teach(None))
        self.file = QPushButton(tr("A file as the teacher …"))
        self.file.setObjectName("more")
        self.file.setToolTip(tr("Parameters that were saved with another network (.safetensors)"))
        self.file.clicked.connect(self._teach_from_file)
        for widget in (*self._making, self.make, self.file):
            self.body.addWidget(widget)

    def _spin(self, least: int, most: int, value: int, name: str) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(least, most)
        spin.setValue(value)
        spin.setAccessibleName(name)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        WheelGuard(spin)
        SpaceGuard(spin)
        return spin

    def _row(self, words: str, control: QWidget) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 2, 0, 0)
        box.addWidget(label(words, "row"), 1)
        box.addWidget(control)
        return row

    def refresh(self) -> None:
        """Shows everything as it is, if it has changed."""
        model, news = self._model, self._watch.news()
        if model.teacher is not None:
            self._follow()
        if not news and self._chosen == model.chosen.revision:
            return
        self._chosen = model.chosen.revision
        if news & (Change.SETTINGS | Change.STRUCTURE | Change.DATA):
            self._show_settings()
        self._show_scores()
        self._show_sample()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.answers.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        for field in self.fields.values():
            field.rescale()
        self.answers.updateGeometry()
        self._watch.forget()
        if self.isVisible():
            self.refresh()

    def _show_settings(self) -> None:
        model, scenario = self._model, self._session.scenario
        taught = model.teacher is not None
        self.about.setText(told_of(model))
        for widget in (self._taught, self._sample, self.learns):
            widget.setVisible(taught)
        for field in self.fields.values():
            field.show_scenario(scenario)
            field.setVisible(taught and field.setting.applies(scenario))
        with QSignalBlocker(self.learns):
            self.learns.setCurrentIndex(int(not model.is_taught))
        can = model.can_teach
        most = train_part(scenario.data) if can and source_of(scenario.data).rows else 100_000
        self.points.setMaximum(max(1, min(100_000, most)))
        self.heading.setVisible(can)
        for widget in (*self._making, self.make, self.file):
            widget.setVisible(can)

    def _show_scores(self) -> None:
        model = self._model
        if model.teacher is None:
            return
        session, twin = self._session, model.of_twin
        self.judged.setText(judged_words(model.judged, session.evaluation.step))
        computing = tr(numbers.COMPUTING)
        student = computing if session.computing else right_words(model.of_student())
        said = (
            right_words(model.of_teacher()),
            student,
            computing if twin is None else right_words(twin[1]),
        )
        sizes = (model.teacher.layout.size, session.layout.size, session.layout.size)
        for name, score, who, words, size in zip(
            self._names, self.scores, _ROWS, said, sizes, strict=True
        ):
            called = tr(who)
            name.setText(
                ntr("{network}, {count:,} knob", "{network}, {count:,} knobs", size, network=called)
            )
            score.setText(words)
            score.setAccessibleName(f"{called}: {words}")
        self.twin_note.setText(who_learned(model))

    def _show_sample(self) -> None:
        both, dataset = self._model.both(), self._session.dataset
        if both is None:
            return
        names = class_names(dataset)
        self.which.setText(
            tr(
                _CHANCES[both.part],
                temperature=self._model.temperature,
                number=both.sample + 1,
                name=names[both.truth],
            )
        )
        self.answers.show_both(both, names)

    # The twin's steps.

    def _follow(self) -> None:
        """Lets the twin go on: between the frames, or at once where nobody waits for any."""
        if self._session.has_worker:
            self._between.start()
            return
        while not self._model.follow():
            pass

    def _go_on(self) -> None:
        if self._model.teacher is None or not self.isVisible():
            self._between.stop()
            return
        before = self._model.of_twin
        if self._model.follow():
            self._between.stop()
        if self._model.of_twin != before:
            self._show_scores()

    # What the hand does.

    def _set(self, setting: str, value: Value) -> bool:
        taken = self._do(Set(setting, value))
        if not taken:
            self._watch.forget()
            self.refresh()
        return taken

    def _choose_lessons(self, place: int) -> None:
        losses = source_of(self._session.scenario.data).losses
        self._set("loss", "distillation" if self.learns.itemData(place) else losses[0])

    def _step_sample(self, by: int) -> None:
        self._model.step_sample(by)
        self._look()

    def _teach(self, learned: Learned | None) -> None:
        self._do(SetTeacher(learned, (self.hidden.value(),), self.points.value()))

    def _teach_from_file(self) -> None:
        name = self.ask_file()
        if not name:
            return
        from eq_sim.session.files.teacher_file import read_teacher

        try:
            learned = read_teacher(Path(name))
        except EqSimError as error:
            self._say(f"{error}.")
            return
        self._teach(learned)

    def _asked_file(self) -> str:
        title, files = tr("A file as the teacher"), tr("Parameters (*.safetensors)")
        return QFileDialog.getOpenFileName(self.window(), title, "", files)[0]
