"""The answers of a question, side by side, and the hands that were raised for each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.lessons.scene import Question
from eq_sim.ui.lesson_view.hand_count import HandCount, hands_in_words
from eq_sim.ui.lesson_view.hands_field import HandsField, go_on_from, take_up
from eq_sim.ui.panels.card import label


class AnswerCell(QWidget):
    """One answer: its button, and below it a field for hands or how many there were.

    Args:
        number: of the answer, from 0.
        choose: takes it.
        field: for the hands.

    Attributes:
        button: chooses it.
        field: see above.
    """

    def __init__(self, number: int, choose: Callable[[], object], field: HandsField) -> None:
        super().__init__()
        self.field = field
        self.button = QPushButton()
        self.button.setToolTip(tr("Answer {number} (key {number})", number=number + 1))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setAutoDefault(True)  # Enter presses it, for Space is play and pause
        self.button.setObjectName("answer")
        self.button.setCheckable(True)
        self.button.clicked.connect(choose)
        self._hands = label("", "row")
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addStretch(1)
        below.addWidget(field)
        below.addWidget(self._hands)
        below.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addWidget(self.button, 1)
        self._box.addWidget(self._below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def said(self) -> str:
        """How many hands there were, in words; empty where that is not shown."""
        return self._hands.text() if self._below.isVisibleTo(self) else ""

    @property
    def width_for_hands(self) -> int:
        """The width that the hands take beside the button; 0 where they are not shown."""
        if not self._below.isVisibleTo(self):
            return 0
        return self._below.minimumWidth() + self._box.spacing()

    def put_hands(self, *, beside: bool) -> None:
        """Puts the hands beside the button, or below it."""
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def show_answer(self, words: str, question: Question, number: int, *, counting: bool) -> None:
        """Shows an answer as it stands.

        Args:
            words: the answer.
            question: whose answer it is.
            number: which one, from 0.
            counting: whether hands are counted.
        """
        shown, chosen = question.revealed, number == question.chosen
        right = shown and number == question.right
        wrong = shown and chosen and question.right is not None and not right
        hands = question.hands[number] if question.hands else 0
        self.button.setText(("✓ " if right else "✗ " if wrong else "") + words)
        self.button.setChecked(right or (not shown and chosen))
        self.button.setEnabled(not shown or right or chosen)
        if wrong != bool(self.button.property("wrong")):
            self.button.setProperty("wrong", wrong)
            self.button.style().unpolish(self.button)
            self.button.style().polish(self.button)
        verdict = (tr("right answer"),) if right else (tr("wrong answer"),) if wrong else ()
        pick = (tr("your guess"),) if chosen else ()
        counted = (hands_in_words(hands),) if shown and question.hands else ()
        self.button.setAccessibleName(", ".join((words, *verdict, *pick, *counted)))
        self.field.show_hands(hands, words)
        self.field.setVisible(counting)
        self._hands.setText(hands_in_words(hands))
        self._hands.setVisible(not counting)
        self._keep_room()
        self._below.setVisible(counting or bool(counted))

    def _keep_room(self) -> None:
        """Keeps the room that the field needs, so that nothing moves when it goes."""
        needed = self.field.sizeHint()
        self._below.setMinimumSize(
            max(needed.width(), self._hands.sizeHint().width()), needed.height()
        )


class AnswerRow(QWidget):
    """The answers of the question that stands.

    Args:
        hands: whether hands are counted, and where to.
        choose: takes an answer, from 0.
        count: begins to count hands, or ends it.

    Attributes:
        cells: one for each answer.
    """

    def __init__(
        self, hands: HandCount, choose: Callable[[int], object], count: Callable[[], object]
    ) -> None:
        super().__init__()
        self._hands, self._choose, self._count = hands, choose, count
        self.cells: list[AnswerCell] = []
        self._arranged = (0, False)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(tr("Answers"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> list[QPushButton]:
        """Choose an answer, one each."""
        return [cell.button for cell in self.cells]

    @property
    def fields(self) -> list[HandsField]:
        """For the hands, one for each answer."""
        return [cell.field for cell in self.cells]

    @property
    def rows(self) -> int:
        """How many rows the answers take."""
        across = self._arranged[0]
        return -(-len(self.cells) // across) if across else 0

    def show_question(self, question: Question | None, options: tuple[str, ...]) -> None:
        """Shows the answers of a question; nothing without one."""
        if len(options) != len(self.cells):
            self._make(len(options))
        self.setVisible(bool(options))
        if question is None:
            return
        counting = self._hands.on
        had = any(field.isVisibleTo(self) for field in self.fields)
        if had and not counting:
            self._leave()
        for number, (cell, words) in enumerate(zip(self.cells, options, strict=True)):
            cell.show_answer(words, question, number, counting=counting)
        self.fit()
        if counting and not had:
            take_up(self.fields)

    def fit(self) -> None:
        """Puts answers side by side: all, two by two, or one by one, as there is room."""
        if not self.cells:
            return
        room, gap = self._room, self._grid.horizontalSpacing()
        wide = [cell.button.sizeHint().width() for cell in self.cells]
        hands = max(cell.width_for_hands for cell in self.cells)
        below = [max(each, hands) for each in wide]
        across, shares = len(wide), below
        if sum(below) + gap * (len(wide) - 1) > room:
            across = 2 if 2 * max(below) + gap <= room else 1
            shares = [1] * across
        beside = across < len(wide) and across * (max(wide) + hands) + gap <= room
        if (across, beside) == self._arranged:
            return
        self._arranged = (across, beside)
        for cell in self.cells:
            self._grid.removeWidget(cell)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)
        for number, cell in enumerate(self.cells):
            row, column = divmod(number, across)
            last = number == len(wide) - 1
            self._grid.addWidget(cell, row, column, 1, across - column if last else 1)
            cell.put_hands(beside=beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks into rows what has no room side by side."""
        super().resizeEvent(event)
        self.fit()

    @property
    def _room(self) -> int:
        """The width that there is for answers, before this is laid out itself, too."""
        bar = self.parentWidget()
        layout = None if bar is None else bar.layout()
        if bar is None or layout is None:
            return self.width()
        margins = layout.contentsMargins()
        return bar.width() - margins.left() - margins.right()

    def _make(self, count: int) -> None:
        """Makes so many answers."""
        self._leave()
        for cell in self.cells:
            self._grid.removeWidget(cell)
            cell.hide()  # the next question may come before it is deleted
            cell.deleteLater()
        self._arranged = (0, False)
        self.cells = [
            AnswerCell(
                number,
                partial(self._choose_by_button, number),
                HandsField(
                    partial(self._hands.type, number), partial(self._on, number), self._count
                ),
            )
            for number in range(count)
        ]

    def _choose_by_button(self, number: int, _checked: bool = False) -> None:
        self._choose(number)

    def _on(self, number: int) -> None:
        go_on_from(self.fields, number, self._count)

    def _leave(self) -> None:
        """Gives the keyboard back to the lesson, in a window that does not have it, too."""
        for field in self.fields:
            field.clearFocus()
