"""Pruning: a fader for the share of the knobs that is muted, and what that costs and saves."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider

from eq_sim.language.tr import later, tr
from eq_sim.ui.models.pruning_desk import PruningDesk
from eq_sim.ui.panels import pruning_words as words
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.one_gesture import OneGesture
from eq_sim.ui.panels.pruning_curve import PruningCurve
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme


class PruningPanel(Card):
    """The share, the curve and the file.

    Args:
        desk: what is shown and done.
        theme: the colours.
    """

    def __init__(self, desk: PruningDesk, theme: Theme) -> None:
        super().__init__(later("Knobs taken out"), later("Prune"))
        self._desk = desk
        row = QHBoxLayout()
        row.addWidget(label(tr("Pruned share"), "row"))
        self.value = label("", "number")
        row.addStretch(1)
        row.addWidget(self.value)
        self.body.addLayout(row)
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(0, 100)
        self.share.setPageStep(10)
        self.share.setAccessibleName(tr("Pruned share in per cent"))
        self.share.setToolTip(tr("So many of the knobs are muted, the smallest first"))
        OneGesture(self.share, "pruning", desk.do)
        self._asked = (0, 0)
        self.share.valueChanged.connect(self._slid)
        self.share.sliderPressed.connect(lambda: desk.drag(on=True))
        self.share.sliderReleased.connect(self._let_go)
        WheelGuard(self.share)
        self.body.addWidget(self.share)
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Where the smallest are looked for"))
        self.by.addItem(tr("The smallest of all knobs"), "network")
        self.by.addItem(tr("The smallest of each layer"), "layer")
        self.by.activated.connect(self._choose)
        WheelGuard(self.by)
        self.body.addWidget(self.by)
        self.play = self._note()
        self.worth = self._note()
        self.curve = PruningCurve(theme)
        self.curve.told.connect(self._tell)
        self.body.addWidget(self.curve)
        self.pointed = self._note()
        self.train = QPushButton("")
        self.train.setToolTip(tr("Training as always: what is muted stays muted"))
        self.train.clicked.connect(desk.train)
        self.body.addWidget(self.train)
        self.back = QPushButton(tr("Bring back all"))
        self.back.setToolTip(tr("Every pruned knob comes back to its value"))
        self.back.clicked.connect(desk.bring_back)
        self.body.addWidget(self.back)
        self.file = self._note()
        self.about = self._note()
        self.about.setText(f"{tr(words.KEPT)}\n\n{tr(words.LARGE)}")
        self.body.addStretch(1)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    def refresh(self) -> None:
        """Shows what is true, if it has changed."""
        if self._desk.refresh():
            self._show()
        if self._desk.is_busy:
            self._between.start()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.curve.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.curve.updateGeometry()
        self._desk.forget()
        if self.isVisible():
            self.refresh()

    def _show(self) -> None:
        desk = self._desk
        # Where one per cent is less than a knob, the fader stays where it was put.
        if not self.share.isSliderDown() and self._asked != (self.share.value(), desk.pruned):
            with QSignalBlocker(self.share):
                self.share.setValue(round(100 * desk.share))
        with QSignalBlocker(self.by):
            self.by.setCurrentIndex(self.by.findData(desk.by))
        _say(self.value, words.percent(desk.share))
        _say(self.play, words.playing(desk))
        _say(self.worth, words.worth(desk))
        now = None if desk.shown_at is not None else desk.now
        self.curve.show_curve(desk.each, desk.share, now)
        name = words.name_of(desk.metric)
        self.curve.setAccessibleName(tr("{measure} with each share pruned", measure=name))
        train = tr("Train the rest") if desk.pruned else tr("Train")
        _say(self.train, tr("Pause") if desk.runs else train)
        self.back.setEnabled(bool(desk.pruned))
        _say(self.file, words.file_line(desk))
        self._tell()

    def _tell(self) -> None:
        """Says what is pointed at, or what the curve shows."""
        each, place = self._desk.each, self.curve.place
        told = words.legend(self._desk)
        if place is not None and place < len(each):
            told = tr("Pruned {values}", values=words.at_share(each[place]))
        _say(self.pointed, told)
        if place is None:
            told = "; ".join(map(words.at_share, each)) or tr(numbers.COMPUTING)
        self.curve.setAccessibleDescription(told)

    def _slid(self, place: int) -> None:
        self._desk.prune(place / 100)
        self._asked = (place, self._desk.pruned)

    def _let_go(self) -> None:
        self._desk.drag(on=False)
        self.refresh()

    def _choose(self, place: int) -> None:
        self._desk.look_in("layer" if self.by.itemData(place) == "layer" else "network")
        self.refresh()

    def _go_on(self) -> None:
        """Works out one portion, if somebody looks."""
        if not self.isVisible() or not self._desk.go_on():
            self._between.stop()
        if self.isVisible():
            self.refresh()

    def _note(self) -> QLabel:
        made = label("", "note")
        made.setWordWrap(True)
        self.body.addWidget(made)
        return made


def _say(line: QLabel | QPushButton, text: str) -> None:
    if text != line.text():
        line.setText(text)
