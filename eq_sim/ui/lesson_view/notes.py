"""The presenter's own window: notes, time, the answers of a question, and what comes next."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import OnStage, Show
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.hands_field import HandsField, go_on_from, take_up
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled


class NotesWindow(QWidget):
    """What the audience does not see.

    Args:
        player: what is played.
        bar: what the audience sees of it.
        parent: the window that the audience sees.

    Attributes:
        player: what is played.
        answers: those of the question that stands, each with its key.
        fields: for the hands that were raised, one for each answer.
        hands_button: begins to count hands, or ends it.
    """

    def __init__(self, player: Show, bar: LessonBar, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.player, self._bar = player, bar
        self.setObjectName("card")
        self.setWindowTitle(tr("Notes – eq_sim"))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        self.time = label("", "readout")
        self.chapter = label("", "eyebrow")
        self.now = label("", "title")
        self.notes = label("", "callout")
        self.coming = label("", "muted")
        for words in (self.now, self.notes, self.coming):
            words.setWordWrap(True)
        for widget in (self.time, self.chapter, self.now):
            box.addWidget(widget)
        self.answers: list[QLabel] = []
        self.fields: list[HandsField] = []
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(12)
        self._list.setColumnStretch(0, 1)
        box.addLayout(self._list)
        self.hands_button = QPushButton(tr("Count hands (R)"))
        self.hands_button.setObjectName("more")
        self.hands_button.setCheckable(True)
        self.hands_button.setAutoDefault(True)
        self.hands_button.clicked.connect(bar.count_hands)
        self.hands_button.hide()
        box.addWidget(self.hands_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.notes)
        box.addStretch(1)
        box.addWidget(label(tr("NEXT"), "eyebrow"))
        box.addWidget(self.coming)
        self.resize(scaled(560), scaled(380))

    def refresh(self) -> None:
        """Shows where the lesson is."""
        player, stage = self.player, self.player.on_stage
        left = max(0.0, player.length / TICKS - player.seconds)
        time = tr("{now}   {left} left", now=clock(player.seconds), left=clock(left))
        self.time.setText(time)
        titles = [title for title, _ in stage.chapters]
        chapter = titles[stage.chapter] if stage.chapter is not None else ""
        self.chapter.setText(chapter.upper())
        self.now.setText(self._bar.caption.text)
        self._show_answers(stage)
        self.notes.setText(stage.notes)
        self.coming.setText(stage.next_text or tr("The end."))

    def _show_answers(self, stage: OnStage) -> None:
        """Lists the answers while their question waits, with fields where hands are counted."""
        hands, buttons = self._bar.hand_count, self._bar.answers
        question = hands.question
        words = [button.text() for button in buttons] if question is not None else []
        if len(words) != len(self.answers):
            self._make(len(words))
        counting = hands.on
        began = counting and not any(field.isVisibleTo(self) for field in self.fields)
        for place, (row, field, answer) in enumerate(
            zip(self.answers, self.fields, words, strict=True)
        ):
            right = question is not None and place == question.right
            said = tr("{answer}   (right)", answer=answer) if right else answer
            row.setText(f"{place + 1}   {said}")
            field.show_hands(question.hands[place] if question and question.hands else 0, answer)
            if not counting:
                field.clearFocus()
            field.setVisible(counting)
        self.hands_button.setVisible(question is not None)
        self.hands_button.setChecked(counting)
        if began:
            take_up(self.fields)

    def _make(self, count: int) -> None:
        """Makes a row for each answer."""
        for widget in (*self.answers, *self.fields):
            self._list.removeWidget(widget)
            widget.hide()  # the next question may come before it is deleted
            widget.deleteLater()
        self.answers, self.fields = [], []
        bar = self._bar
        for place in range(count):
            row = label("", "row")
            row.setWordWrap(True)
            field = HandsField(
                partial(bar.hand_count.type, place), partial(self._on, place), bar.count_hands
            )
            self._list.addWidget(row, place, 0)
            self._list.addWidget(field, place, 1)
            self.answers.append(row)
            self.fields.append(field)

    def _on(self, place: int) -> None:
        go_on_from(self.fields, place, self._bar.count_hands)
