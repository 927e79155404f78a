"""The strip below the console while a step is taken apart: a sentence, and the phase's formula."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from eq_sim.language.tr import tr
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.models.phase_words import Said
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.panels.card import Elided, label
from eq_sim.ui.panels.formula_view import FormulaView
from eq_sim.ui.panels.phase_bar import PHASES
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme

_HIGH = 620  # pixels at 100 %: a lower window has no room for strip, caption and console
_NARROW = 620  # pixels at 100 %: less has no room beside a formula


class PhaseStrip(QFrame):
    """Says what the lit phase does, and works it out.

    Args:
        phases: the step that is taken apart.
        say: returns what is to be said of it.
        theme: the colours.

    Attributes:
        sentence: what the phase does.
        formula: with this step's numbers.
        other: follows another sample of the batch.
    """

    def __init__(self, phases: Phases, say: Callable[[], Said], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._phases, self._told, self._seen = phases, say, -1
        self._said, self._lit = Said(""), phases.lit
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 14, 8)
        outer.setSpacing(4)
        above = QHBoxLayout()
        self.sentence = Elided("", "title")
        self.other = QPushButton(tr("Another sample"))
        self.other.setObjectName("toggle")
        self.other.setToolTip(
            tr("Follow the next sample of this batch; or click one in the output")
        )
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.other.clicked.connect(self._follow_next)
        above.addWidget(self.sentence, 1)
        above.addWidget(self.other)
        outer.addLayout(above)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.about = QFrame()
        self.about.setObjectName("explained")
        inside = QVBoxLayout(self.about)
        inside.setContentsMargins(10, 4, 10, 4)
        inside.setSpacing(0)
        self.name, self.of = label("", "callout"), label("", "muted")
        for words in (self.name, self.of):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(words)
        self.formula = FormulaView(theme)
        self.instead = QLabel()
        self.instead.setProperty("role", "muted")
        self.aside = label("", "muted")
        row.addWidget(self.about, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.formula, 1)
        row.addWidget(self.instead, 1)
        row.addWidget(self.aside)
        outer.addLayout(row)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.formula.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.formula.updateGeometry()
        self._seen = -1
        self.refresh()

    def refresh(self) -> None:
        """Shows or hides it, and says what the lit phase does, if that has changed."""
        phases = self._phases
        if phases.revision == self._seen:
            return
        self._seen = phases.revision
        if phases.open:
            self._say(self._told())
        shown = phases.open and not phases.is_large and not self.is_crowded(_HIGH)
        if self.isHidden() == shown:
            self.setVisible(shown)

    def is_crowded(self, least: int) -> bool:
        """Whether a lesson's caption stands below, and the window has no room for both.

        Args:
            least: how high it is if it has, in pixels at 100 %.
        """
        parent = self.parentWidget()
        room = parent.layout() if parent is not None else None
        if room is None or self.window().height() >= scaled(least):
            return False
        places = range(room.indexOf(self) + 1, room.count())
        below = [room.itemAt(place) for place in places]
        return any(item is not None and not item.isEmpty() for item in below)

    def _say(self, words: Said) -> None:
        if words == self._said:
            return
        self._said, self._lit = words, self._phases.lit
        self._put_words()
        # In a hall the caption says it, and the knobs need the room.
        self.sentence.setVisible(not current().least)
        self.setAccessibleName(words.sentence)
        self.name.setText(words.about)
        self.of.setText(words.of)
        self.formula.show_lines(words.lines, words.rows)
        self.instead.setMinimumHeight(self.formula.sizeHint().height())
        self.formula.setVisible(bool(words.lines))
        self.instead.setText(words.instead)
        self.instead.setVisible(not words.lines)
        self.aside.setText(words.aside)
        follows = self._phases.lit in (Phase.FORWARD, Phase.COMPARE)
        self.other.setVisible(follows and not current().least)
        self._put_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out what a narrow strip has no room for."""
        super().resizeEvent(event)
        self._put_words()

    def _put_words(self) -> None:
        """Says in the sentence what the formula is about, where beside it there is no room."""
        words, hall = self._said, bool(current().least)
        narrow = bool(words.lines) and self.width() < scaled(_NARROW)
        sentence = words.sentence
        if narrow and self._lit is not None:
            sentence = f"{tr(PHASES[self._lit][0])}: {words.about}"
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
        self.sentence.setToolTip(words.sentence)
        self.about.setVisible(bool(words.about) and not narrow)
        follows = self._phases.lit in (Phase.FORWARD, Phase.COMPARE)
        beside = bool(words.lines) and bool(words.aside) and not narrow
        self.aside.setVisible(beside and not (follows and hall))

    def _follow_next(self) -> None:
        self._phases.follow_next()
