"""What is under the console while a lesson plays: caption, answers, controls."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.numerals import clock, local
from eq_sim.language.tr import tr
from eq_sim.lessons.lately_done import LatelyDone
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS, Spoken
from eq_sim.lessons.show import OnStage, Show
from eq_sim.lessons.what_is_said import answers_in, in_language, what_is_said
from eq_sim.ui.lesson_view.answer_row import AnswerRow
from eq_sim.ui.lesson_view.caption import CaptionLabel
from eq_sim.ui.lesson_view.control_rows import ChapterBox, ControlRows
from eq_sim.ui.lesson_view.hand_count import HandCount
from eq_sim.ui.lesson_view.small_line import SmallLine
from eq_sim.ui.panels.card import Elided, label
from eq_sim.ui.panels.hear_button import HearButton
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_FEW_ROWS = 2
_SPEEDS = (0.5, 0.75, 1.0, 1.5, 2.0)


class LessonBar(QFrame):
    """Caption and controls of the lesson that plays.

    Args:
        player: what plays.
        lesson: the same, where it is a lesson: it has chapters, answers and languages.
        theme: the colours.
        do: does what was pressed, and shows what came of it.
        leave: ends the lesson.
        present: fills the screen, or comes back.
        hear: asks for the sound; None where nothing is heard.
        plays: whether there is a response to hear.

    Attributes:
        player: what plays.
        hand_count: whether raised hands are counted, here and in the presenter's window.
        caption: what is said.
        reminder: what was guessed, while the answer is still to come; then what was asked.
        answer_row: the answers of a question.
        hands_button: shows fields for raised hands while a question stands, beside the hint.
    """

    def __init__(
        self,
        player: Show,
        lesson: Player | None,
        theme: Theme,
        do: Callable[[Callable[[], object]], None],
        leave: Callable[[], None],
        present: Callable[[], None],
        hear: HearButton | None = None,
        plays: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self.hear, self._plays = hear, plays
        self.player, self._lesson, self._do = player, lesson, do
        self.setObjectName("card")
        self.caption = CaptionLabel(theme, scaled(20))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 6, 14, 8)
        outer.setSpacing(6)
        outer.addWidget(self.caption)
        self.reminder = SmallLine(theme, scaled(20), tr("Question"))
        outer.addWidget(self.reminder)
        self.did = SmallLine(theme, scaled(20), tr("What was done"))
        outer.addWidget(self.did)
        self._lately: LatelyDone | None = None
        self.hand_count = HandCount(lesson, do)
        self.answer_row = AnswerRow(self.hand_count, self._answer, self.count_hands)
        outer.addWidget(self.answer_row)
        self.back = self._button(tr("Back"), tr("The step before, exactly as it was (Page Up)"))
        self.back.clicked.connect(lambda: do(player.back))
        self.play = self._button(tr("Pause"), tr("Pause and touch anything, or go on"))
        self.play.clicked.connect(self.toggle)
        self.next = self._button(tr("Next"), tr("Go on to what is said next (Page Down)"))
        self.next.clicked.connect(lambda: do(player.next))
        self.chapters = ChapterBox()
        self.chapters.activated.connect(self._go_to_chapter)
        self.speed = QComboBox()
        self.speed.setObjectName("framed")
        self.speed.setAccessibleName(tr("Speed of the lesson"))
        for speed in _SPEEDS:
            self.speed.addItem("", speed)
        self._write_speeds()
        self.speed.setCurrentIndex(_SPEEDS.index(1.0))
        self.speed.activated.connect(lambda n: setattr(player, "speed", _SPEEDS[n]))
        self.language = QComboBox(self)
        self.language.setObjectName("framed")
        self.language.setAccessibleName(tr("Language"))
        self._list_languages()
        self.language.activated.connect(self._speak)
        self.time = label("", "number")
        self.hint = Elided("", "muted")
        self.hands_button = self._button(
            tr("Hands"), tr("Type how many hands were raised for each answer (R)")
        )
        self.hands_button.setAccessibleName(tr("Count raised hands"))
        self.hands_button.setObjectName("hands")
        self.hands_button.setCheckable(True)
        self.hands_button.clicked.connect(self.count_hands)
        tip = tr("Fill the screen, for an audience, from here (Shift+F5); F5 begins anew")
        present_button = self._button(tr("Present"), tip)
        present_button.clicked.connect(present)
        end = self._button(tr("End lesson"), tr("Leave the lesson; the experiment stays"))
        end.clicked.connect(leave)
        settings: list[QWidget] = [self.speed, self.language]
        if hear is not None:
            settings.insert(0, hear)
        way = (self.back, self.play, self.next, self.chapters)
        for widget in (*way, *settings):
            # Space is play and pause, also after a click on one of these.
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.controls = ControlRows(
            way, settings, (present_button, end), self.time, self.hint, self.hands_button
        )
        outer.addWidget(self.controls)
        self._chapter_titles: list[str] = []
        self._clock_room()
        self.refresh()

    @property
    def answers(self) -> list[QPushButton]:
        """Choose an answer of the question that stands, one each."""
        return self.answer_row.buttons

    def count_hands(self) -> None:
        """Shows fields for the hands that were raised for each answer, or takes them away."""
        self._do(self.hand_count.toggle)

    def show_done(self, lately: LatelyDone) -> None:
        """Shows what was done a moment ago, in a line of its own below the caption."""
        self._lately = lately
        self.did.keep_room()
        self.refresh()

    def toggle(self) -> None:
        """Plays, or pauses and lets one touch."""
        self._do(self.player.pause if self.player.playing else self.player.play)

    def speak_in(self, language: str) -> None:
        """Chooses the captions' language, where the lesson has it."""
        place = self.language.findData(language)
        if place >= 0:
            self.language.setCurrentIndex(place)
            self._speak(place)

    def set_look(self, theme: Theme, pixels: float, *, controls: bool) -> None:
        """Changes colours, the caption's size, and whether there are controls."""
        self._write_speeds()
        self.caption.set_look(theme, pixels)
        self.reminder.set_look(theme, pixels)
        self.did.set_look(theme, pixels)
        self.controls.setVisible(controls)
        self._clock_room()
        self.controls.arrange()
        self._show_answers(self.player.on_stage)
        self._show_hint(self.player.on_stage)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks into rows what has no room side by side."""
        super().resizeEvent(event)
        self.answer_row.fit()
        self._show_hint(self.player.on_stage)

    def minimumSizeHint(self) -> QSize:
        """No width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    def refresh(self) -> None:
        """Shows where the lesson is."""
        player, stage = self.player, self.player.on_stage
        caption = player.caption if self._lesson is not None else local(player.caption)
        self.caption.say(what_is_said(caption, stage, self._language))
        if self._lately is not None:
            self.did.say(local(self._lately.words))
        self._show_answers(stage)
        self.reminder.say(self._reminder(stage))
        self.play.setText(tr("Pause") if player.playing else tr("Play"))
        self.play.setEnabled(not player.finished)
        whole = player.length / TICKS
        self.time.setText(_time(player.seconds, whole))
        self._show_hint(stage)
        self.offer_sound()
        titles = [title for title, _ in stage.chapters]
        if titles != self._chapter_titles:
            self._chapter_titles = titles
            with QSignalBlocker(self.chapters):
                self.chapters.clear()
                self.chapters.addItems(titles)
            self.controls.arrange()
        with QSignalBlocker(self.chapters):
            self.chapters.setCurrentIndex(-1 if stage.chapter is None else stage.chapter)

    def answer_of(self, number: int) -> Callable[[], object] | None:
        """Returns what chooses an answer, from 0; None where there is none to choose."""
        lesson, question = self._lesson, self.player.on_stage.question
        if lesson is None or question is None or question.revealed:
            return None
        return partial(lesson.answer, number) if 0 <= number < len(self.answers) else None

    def offer_sound(self) -> None:
        """Offers to hear what is played, where something is."""
        if self.hear is not None:
            before = self.hear.text(), self.hear.isHidden()
            self.hear.offer(there=self._plays())
            if before != (self.hear.text(), self.hear.isHidden()):
                self.controls.arrange()

    def take_up(self) -> None:
        """Shows what may be another length, and other languages, since the lesson was edited."""
        self._list_languages()
        self._clock_room()
        self.controls.arrange()

    def _list_languages(self) -> None:
        """Offers the languages of the lesson, where it has several."""
        languages = () if self._lesson is None else self._lesson.languages
        self.language.clear()
        for language in languages:
            self.language.addItem(language.upper(), language)
        if self._lesson is not None:
            self.language.setCurrentIndex(self.language.findData(self._lesson.language))
        self.language.setVisible(len(languages) > 1)

    def _write_speeds(self) -> None:
        """Writes the speeds with the decimal sign that is wanted now."""
        for place, speed in enumerate(_SPEEDS):
            self.speed.setItemText(place, local(f"{speed:g}×"))

    def _show_hint(self, stage: OnStage) -> None:
        """Says what to do next, in as many words as there is room for."""
        said = self._hints(stage)
        room = self.hint.width() if self.hint.isVisible() else self.width()
        metrics = self.hint.fontMetrics()
        fits = (words for words in said if metrics.horizontalAdvance(words) <= room)
        self.hint.setText(next(fits, said[-1]))

    def _hints(self, stage: OnStage) -> tuple[str, ...]:
        """Returns what can be said of what to do next, the longest first."""
        if self.player.finished:
            if stage.warning:
                over = tr("The end.")
                return (f"{over} {stage.warning}", stage.warning)
            return (tr("The end. Turn any knob."), tr("The end."))
        if stage.request is not None and stage.your_turn:
            words = self._in_language(stage.request.hint)
            end = tr("Or press Next.")
            return (f"{words}  {end}", words) if words else (end,)
        if stage.waits_for == "answer":
            return (tr("Choose an answer."),)
        if stage.waits_for == "next":
            return (tr("Press Next."),)
        if not self.player.playing:
            return (tr("Touch anything. Play brings the lesson back."), tr("Touch anything."))
        return (stage.warning,)

    def _clock_room(self) -> None:
        """Keeps the room for the longest time, so that nothing moves when it grows."""
        whole = self.player.length / TICKS
        widest = _time(whole, whole)
        self.time.ensurePolished()
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance(widest) + 2)

    @property
    def _language(self) -> str:
        return "en" if self._lesson is None else self._lesson.language

    def _in_language(self, texts: Spoken) -> str:
        return in_language(texts, self._language)

    def _reminder(self, stage: OnStage) -> str:
        """Returns what was guessed and is still to be answered, or what was asked then."""
        question, guessed = stage.question, stage.unanswered
        if question is not None:
            # Answers in many rows leave no room for it, and are not to be cut.
            again = question.revealed and question.name and self.answer_row.rows <= _FEW_ROWS
            return " ".join(self._in_language(question.text).split()) if again else ""
        if self._lesson is None or guessed is None or guessed.chosen is None:
            return ""
        options = answers_in(guessed.answers, self._lesson.language)
        return tr("Your guess: {answer}", answer=options[guessed.chosen])

    def _show_answers(self, stage: OnStage) -> None:
        options = () if self._lesson is None else self._lesson.options
        self.answer_row.show_question(stage.question, options)
        asked = self.hand_count.question is not None
        if asked == self.hands_button.isHidden():
            self.hands_button.setVisible(asked)
            self.controls.arrange()
        self.hands_button.setChecked(self.hand_count.on)

    def _answer(self, number: int) -> None:
        if self._lesson is not None:
            self._do(partial(self._lesson.answer, number))

    def _go_to_chapter(self, number: int) -> None:
        if self._lesson is not None:
            self._do(partial(self._lesson.go_to_chapter, number))

    def _speak(self, place: int) -> None:
        if self._lesson is not None:
            self._do(partial(setattr, self._lesson, "language", self.language.itemData(place)))

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(True)  # Enter presses it, for Space is play and pause
        return button


def _time(now: float, whole: float) -> str:
    """Returns where a lesson is, and how long it is, in seconds: "0:05 of 1:20"."""
    return tr("{now} of {whole}", now=clock(now), whole=clock(whole))
