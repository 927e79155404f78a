"""The presenter's own window: notes, times, what comes next, and what can be done.

It is read on a laptop's screen. What is too long for that is scrolled: Ctrl + ↑ and ↓, the wheel.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import OnStage, Show
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.hands_field import HandsField, go_on_from, take_up
from eq_sim.ui.lesson_view.keys import Doing
from eq_sim.ui.lesson_view.next_picture import NextPicture
from eq_sim.ui.lesson_view.next_pictures import NextPictures
from eq_sim.ui.lesson_view.presentation import Notes, Presentation
from eq_sim.ui.lesson_view.presenting import Talk
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import Preferences, current
from eq_sim.ui.style.theme import Theme, style_sheet, text_size

_SHARE = 3, 2  # of the width: the notes, and what comes next
_SECOND = 1000  # milliseconds
_SIZES = (24, 21, 19, 17, 15, 14)
"""Pixels in which the notes are written at 100 %."""

_BESIDE = 8  # pixels between the notes and what comes next
_ACROSS = 5  # buttons side by side


class NotesWindow(Notes):
    """What the audience does not see.

    Args:
        player: what is played.
        bar: what the audience sees of it.
        now: seconds, ever growing.
        pictures: of what comes next.
        parent: the window that the audience sees.

    Attributes:
        player: what is played.
        answers: those of the question that stands, each with its key.
        fields: for the hands that were raised, one for each answer.
        hands_button: begins to count hands, or ends it.
        buttons: do what a presenter can do, one each.
    """

    def __init__(
        self,
        player: Show,
        bar: LessonBar,
        now: Callable[[], float],
        pictures: NextPictures,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.player, self._bar, self._now, self._pictures = player, bar, now, pictures
        self._talk: Talk | None = None
        self._presentation: Presentation | None = None
        self._shown: tuple[int | None, QImage | None] = None, None
        self.look = current()
        self._fitted: tuple[object, ...] = ()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Notes – eq_sim"))
        self.time, self.state = label("", "readout"), label("", "callout")
        self.talk_time = label("", "readout")
        self.reset = QPushButton(tr("Reset the clock"))
        self.reset.setToolTip(tr("Set the clock of the talk to 0:00"))
        self.reset.setAutoDefault(True)
        self.reset.clicked.connect(self._reset)
        self.chapter, self.now = label("", "eyebrow"), label("", "title")
        self.notes, self.coming = label("", "callout"), label("", "row")
        for words in (self.now, self.notes, self.coming):
            words.setWordWrap(True)
        self.picture = NextPicture()
        self.no_picture = label("", "muted")
        self.no_picture.setWordWrap(True)
        self.answers: list[QLabel] = []
        self.fields: list[HandsField] = []
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(12)
        self._list.setColumnStretch(0, 1)
        self.hands_button = QPushButton(tr("Count hands (R)"))
        self.hands_button.setObjectName("more")
        self.hands_button.setCheckable(True)
        self.hands_button.setAutoDefault(True)
        self.hands_button.clicked.connect(bar.count_hands)
        self.hands_button.hide()
        self.buttons: list[QPushButton] = []
        self._foot = QGridLayout()
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._head())
        self.column = _column(self._left())
        self.beside = _column(self._right())
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.column, _SHARE[0])
        middle.addWidget(self.beside, _SHARE[1])
        self._box.addLayout(middle, 1)
        self._box.addLayout(self._foot)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._show_times)
        pictures.come.connect(self._show_picture)
        self.resize(current().scaled(900), current().scaled(520))

    def set_talk(self, talk: Talk | None, presentation: Presentation | None, swap: Doing) -> None:
        """Takes what is presented now.

        Args:
            talk: whose clock is shown; None while nothing is presented.
            presentation: what can be done; None likewise.
            swap: puts the audience on this screen, and the notes on theirs.
        """
        self._talk, self._presentation = talk, presentation
        for button in self.buttons:
            self._foot.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        if presentation is not None:
            for place, command in enumerate(presentation.commands):
                button = self._button(command.words, partial(self._do, place))
                button.setToolTip(tr("{what} (key {key})", what=command.words, key=command.key))
            button = self._button(tr("Swap the screens"), swap)
            button.setToolTip(tr("The audience sees this screen, and the notes go to theirs"))
            presentation.notes = self
            self._tick.start()
        else:
            self._tick.stop()
        for place, button in enumerate(self.buttons):
            self._foot.addWidget(button, place // _ACROSS, place % _ACROSS)
        for widget in (self.talk_time, self.reset):
            widget.setVisible(talk is not None)

    def dress(self, theme: Theme, look: Preferences) -> None:
        """Takes colours, and words of a size for one who sits before them."""
        self.look = look
        # The application's own font is for the hall while there is one.
        body = f"QWidget {{ font-size: {text_size('body', look)}px; }}\n"
        self.setStyleSheet(body + style_sheet(theme, look))
        self._box.setContentsMargins(*(look.scaled(side) for side in (20, 14, 20, 14)))
        self._box.setSpacing(look.scaled(10))
        self._foot.setSpacing(look.scaled(6))

    def refresh(self) -> None:
        """Shows where the lesson is."""
        stage = self.player.on_stage
        titles = [title for title, _ in stage.chapters]
        chapter = titles[stage.chapter] if stage.chapter is not None else ""
        self.chapter.setText(chapter.upper())
        self.now.setText(self._bar.caption.text)
        self._show_answers(stage)
        if self.notes.text() != stage.notes:
            self.notes.setText(stage.notes)
            self.column.verticalScrollBar().setValue(0)
        self._fit_notes()
        self.coming.setText(stage.next_text or tr("The end."))
        self.picture.setAccessibleDescription(self.coming.text())
        self._show_times()
        self._show_picture()
        if self._presentation is not None:
            for button, command in zip(self.buttons, self._presentation.commands, strict=False):
                button.setText(command.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scrolls the notes with Ctrl and the arrows."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in ways:
            rail = self.column.verticalScrollBar()
            rail.setValue(rail.value() + ways[Qt.Key(event.key())] * rail.pageStep() // 2)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps a list that is open in its place."""
        super().resizeEvent(event)
        self._fit_notes()
        if self._presentation is not None and self._presentation.list is not None:
            self._presentation.list.fit()

    def _fit_notes(self) -> None:
        """Writes the notes as large as there is room for without scrolling, at least as usual."""
        wide = self.column.viewport().width() - _BESIDE
        high = self.column.viewport().height() - self.notes.y()
        asked = self.notes.text(), wide, high, self.look
        if asked == self._fitted:
            return
        self._fitted = asked
        written = self.notes.font()
        pixels = [self.look.scaled(size) for size in _SIZES]
        room, wraps = QRect(0, 0, max(1, wide), 1 << 20), Qt.TextFlag.TextWordWrap
        for size in pixels:
            written.setPixelSize(size)
            if QFontMetrics(written).boundingRect(room, wraps, self.notes.text()).height() <= high:
                break
        self.notes.setStyleSheet(f"font-size: {size}px;")

    def _head(self) -> QHBoxLayout:
        """Returns the row of the times."""
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.time)
        row.addWidget(self.state)
        row.addStretch(1)
        row.addWidget(self.talk_time)
        row.addWidget(self.reset)
        return row

    def _left(self) -> QWidget:
        """Returns what is said now, and what is to be said about it."""
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, _BESIDE, 0)
        box.setSpacing(10)
        box.addWidget(self.chapter)
        box.addWidget(self.now)
        box.addLayout(self._list)
        box.addWidget(self.hands_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.notes)
        box.addStretch(1)
        return left

    def _right(self) -> QWidget:
        """Returns what comes next."""
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(8)
        box.addWidget(label(tr("NEXT"), "eyebrow"))
        box.addWidget(self.picture)
        box.addWidget(self.no_picture)
        box.addWidget(self.coming)
        box.addStretch(1)
        return right

    def _button(self, words: str, do: Doing) -> QPushButton:
        button = QPushButton(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(True)  # Enter presses it, for Space is play and pause
        button.clicked.connect(lambda: do())
        self.buttons.append(button)
        return button

    def _do(self, place: int) -> None:
        if self._presentation is not None:
            self._presentation.commands[place].do()

    def _show_times(self) -> None:
        """Shows how long the lesson goes on, how long the talk has gone on, and what is on."""
        player = self.player
        left = max(0.0, player.length / TICKS - player.seconds)
        self.time.setText(tr("{now}   {left} left", now=clock(player.seconds), left=clock(left)))
        if self._talk is not None:
            talk = clock(self._now() - self._talk.began)
            self.talk_time.setText(tr("Talk {time}", time=talk))
        self.state.setText(self._state())

    def _state(self) -> str:
        """Returns why nothing moves, where nothing does."""
        if self._presentation is not None and self._presentation.black.isVisible():
            return tr("Black screen")
        if self.player.finished:
            return tr("The end.")
        return "" if self.player.playing else tr("Paused")

    def _reset(self) -> None:
        if self._talk is not None:
            self._talk.began = self._now()
            self._show_times()

    def _show_picture(self) -> None:
        """Shows the picture of what comes next, or why there is none."""
        tick = self.player.on_stage.next_tick
        if tick != self._shown[0] or self._shown[1] is None:
            image = self._pictures.at(tick)
            if (tick, image) != self._shown:
                self._shown = tick, image
                self.picture.show_image(image)
        ends = tick is None or tick >= self.player.length
        self.picture.setVisible(self._shown[1] is not None)
        lesson = isinstance(self.player, Player)
        why = tr("Its picture is being made.") if self._pictures.running else ""
        if self._pictures.fails and lesson and not ends:
            why = tr("There is no picture: the lesson has no file that could be played beside it.")
            if self._pictures.known:
                why = tr("There is no picture: it could not be made beside the lesson.")
        self.no_picture.setText(why)
        self.no_picture.setVisible(bool(why) and self._shown[1] is None and not ends)

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


def _column(content: QWidget) -> QScrollArea:
    """Returns a column that is scrolled where it is too long."""
    column = QScrollArea()
    column.setWidgetResizable(True)
    column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # words wrap
    column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column.setWidget(content)
    return column
