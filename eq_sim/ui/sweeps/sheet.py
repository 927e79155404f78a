"""The sheet of sweeps: at the left what is asked for, at the right what is found."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.typing import press_focused
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.sweeps.form import SweepForm
from eq_sim.ui.sweeps.results import Results

_SIZE, _LEFT, _WIDEST = (1120, 720), 296, 420
_USUAL, _MOST = 0.8, 0.96  # of the window that it stands over
_PARTS = 1000  # of the progress bar


class SweepSheet(QDialog):
    """Shows sweeps and asks for them; what runs them is elsewhere.

    Args:
        parent: the window.

    Attributes:
        form: what is asked for.
        results: what is found.
        start: begins what is asked for.
        stop: ends what runs; what has come stays.
        against_knobs: asks for the digits' test error against the number of knobs.
        use: sets the chosen value in the open experiment.
        save_table: writes the outcomes as a table.
        save_picture: writes a picture of what is found.
    """

    activated = Signal()
    """One comes to it, perhaps from an experiment that has changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sweep"))
        self.setSizeGripEnabled(True)
        self.form, self.results = SweepForm(), Results()
        self.start = _button(tr("Start"), "train")
        self.stop = _button(tr("Stop, and keep what is done"))
        self.against_knobs = _button(tr("Test error against number of knobs"))
        self.against_knobs.setToolTip(tr("Runs it at once; the open experiment stays as it is"))
        self.use = _button(tr("Use this value"))
        self.save_table = _button(tr("Save table…"))
        self.save_picture = _button(tr("Save picture…"))
        close = _button(tr("Close"))
        close.clicked.connect(self.close)
        self.bar = QProgressBar()
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(tr("Share of the sweep that is done"))
        self.state, self.offer = _wrapped(), _wrapped()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.setContentsMargins(0, 0, 10, 0)
        for part in (self.form, self.start, self.stop, self.bar, self.state):
            left.addWidget(part)
        left.addStretch(1)
        left.addWidget(label(tr("With one click"), "eyebrow"))
        left.addWidget(self.against_knobs)
        left.addWidget(self.offer)
        inner = self._inside = QWidget()
        inner.setLayout(left)
        self._left = _scrolled(inner)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.use, self.save_table, self.save_picture):
            foot.addWidget(button)
        foot.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(_scrolled(self.results), 1)
        right.addLayout(foot)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addWidget(self._left)
        both.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 14)
        outer.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(tr("Sweep"), "title"), 1)
        head.addWidget(close)
        outer.addLayout(head)
        about = tr("The same experiment many times, with one setting varied")
        outer.addWidget(label(about, "note"))
        outer.addLayout(both, 1)
        QWidget.setTabOrder(self.save_picture, close)
        self.form.setting.setFocus()
        self._rescale()
        wanted = QSize(scaled(_SIZE[0]), scaled(_SIZE[1])).expandedTo(parent.size() * _USUAL)
        self.resize(wanted.boundedTo(parent.size() * _MOST))

    def show_progress(self, share: float | None, words: str, *, warning: bool = False) -> None:
        """Shows how far a sweep is.

        Args:
            share: of its work, from 0 to 1; None where none runs.
            words: the same in words, or why it ended.
            warning: whether something went wrong.
        """
        runs = share is not None
        gone = self.start if runs else self.stop
        # The keyboard does not pass on to what stands next: a second press would begin it.
        goes_on = gone.hasFocus()
        self.start.setVisible(not runs)
        self.stop.setVisible(runs)
        if goes_on:
            (self.stop if runs else self.results.curve).setFocus()
        self.bar.setVisible(runs)
        self.bar.setValue(round(_PARTS * (share or 0.0)))
        self.say(words, warning=warning)

    def say(self, words: str, *, warning: bool = False) -> None:
        """Says something below the progress."""
        role = "warning" if warning else "note"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
        self.state.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the keyboard."""
        if not press_focused(event, self):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Takes up words of another size; one comes back to it from another window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_left"):
            self._rescale()

    def showEvent(self, event: QShowEvent) -> None:
        """Takes up the words of the language, whose room is known when they have their font."""
        super().showEvent(event)
        self._rescale()

    def _rescale(self) -> None:
        needed = self._inside.minimumSizeHint().width()
        self._left.setFixedWidth(scaled(min(max(_LEFT, needed / current().scale), _WIDEST)))


def _scrolled(widget: QWidget) -> QScrollArea:
    """Returns a widget that scrolls where there is too little room for it."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setWidget(widget)
    return made


def _button(words: str, name: str = "") -> QPushButton:
    made = QPushButton(words)
    made.setObjectName(name)
    made.setAutoDefault(False)
    return made


def _wrapped() -> QLabel:
    made = label("", "note")
    made.setWordWrap(True)
    return made
