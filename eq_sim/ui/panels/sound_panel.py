"""Sound: hear the response that the knobs make, and the loss as it falls."""

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
)

from eq_sim.language.tr import later, tr
from eq_sim.sound.own_file import SUFFIXES
from eq_sim.ui.models.hearing import Hearing
from eq_sim.ui.panels import sound_words as words
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.level_meter import LevelMeter
from eq_sim.ui.style.qt_words import keys_as_read
from eq_sim.ui.style.theme import Theme

_QUIETEST = -40  # decibels of the slider
_LOOK = 33  # milliseconds between looks at how loud it is
_ASK = "?"


class SoundPanel(Card):
    """What is heard, how loud, and whether at all.

    Args:
        hearing: what is heard.
        theme: the colours.
        tell: tells other views that it sounds now, or does not any more.
        say: shows a sentence where the panel is out of sight.

    Attributes:
        hear: asks for the sound, and ends it.
    """

    def __init__(
        self, hearing: Hearing, theme: Theme, tell: Callable[[], None], say: Callable[[str], object]
    ) -> None:
        super().__init__(later("Until it sounds right"), later("Sound"))
        self._hearing = hearing
        self._tell, self._told = tell, hearing.on
        self._say, self._said = say, hearing.trouble
        self.setAcceptDrops(True)
        self.hear = QPushButton("")
        self.hear.setObjectName("learn")
        self.hear.clicked.connect(self._hear_or_stop)
        self.body.addWidget(self.hear)
        self.body.addSpacing(4)
        self.meter = LevelMeter(theme)
        self.body.addWidget(self.meter)
        self.heard = self._line("row")
        self.trouble = self._line("warning")
        self.again = QPushButton(tr("Try again"))
        self.again.clicked.connect(self._start)
        self.body.addWidget(self.again)
        self.body.addSpacing(6)
        self.original = self._toggle(
            tr("Original"), tr("Hear the source as it was, before radio and bands")
        )
        self.original.toggled.connect(self._hear_original)
        tip = tr("Hear nothing for a while")
        self.mute = self._toggle(tr("Mute"), f"{tip} ({keys_as_read('Ctrl+Shift+J')})")
        self.mute.toggled.connect(self._mute)
        both = QHBoxLayout()
        both.addWidget(self.original)
        both.addWidget(self.mute)
        self.body.addLayout(both)
        self.body.addWidget(label(tr("What is played"), "row"))
        self.source = QComboBox()
        self.source.setAccessibleName(tr("What is played"))
        self.source.activated.connect(self._choose)
        WheelGuard(self.source)
        self.body.addWidget(self.source)
        row = QHBoxLayout()
        row.addWidget(label(tr("Volume"), "row"))
        row.addStretch(1)
        self.loud = label("", "number")
        row.addWidget(self.loud)
        self.body.addLayout(row)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(_QUIETEST, 0)
        self.volume.setPageStep(6)
        self.volume.setAccessibleName(tr("Volume in dB"))
        self.volume.valueChanged.connect(self._turn)
        WheelGuard(self.volume)
        self.body.addWidget(self.volume)
        self.loss = QCheckBox(tr("Hear the loss"))
        self.loss.setToolTip(
            tr(
                "Each step's train loss as a pitch, lower where it is lower; the knobs that move "
                "most are plucked strings, each at its own place from left to right"
            )
        )
        self.loss.toggled.connect(self._hear_loss)
        self.body.addWidget(self.loss)
        self.note = self._line("note")
        self.about = self._line("note")
        self.about.setText(
            tr(
                "The source has been through a bad radio, whose response is the inverse of the "
                "wanted one. Where your bands make the wanted one, it sounds as it was. A sound "
                "file can be let fall here."
            )
        )
        self.body.addStretch(1)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._clock.timeout.connect(self._look)
        self._show()

    def refresh(self) -> None:
        """Lets what is heard follow what is shown, and says what it is."""
        self._look()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.meter.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.meter.updateGeometry()
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one sound file."""
        if _sound_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Plays a sound file that was let fall here."""
        name = _sound_in(event)
        if name:
            event.acceptProposedAction()
            self.play_file(name)

    def play_file(self, name: str) -> None:
        """Plays a file of one's own, once it is read; it waits for "Hear it"."""
        self._hearing.choose(name)
        self._look()

    def _look(self) -> None:
        hearing = self._hearing
        hearing.follow()
        self.meter.show_level(hearing.level)
        self._show()
        moves = hearing.on or bool(hearing.fetches) or self.meter.shown > 0
        if moves and not self._clock.isActive():
            self._clock.start()
        elif not moves:
            self._clock.stop()
        if hearing.trouble is not self._said:
            self._said = hearing.trouble
            if self._said is not None and not self.isVisible():
                self._say(str(self._said))
        if hearing.on != self._told:
            self._told = hearing.on
            self._tell()

    def _show(self) -> None:
        hearing = self._hearing
        _say(self.hear, tr("Stop the sound") if hearing.on else tr("Hear it"))
        _say(self.heard, " ".join(words.heard(hearing)))
        _say(self.trouble, "" if hearing.trouble is None else str(hearing.trouble))
        self.again.setVisible(hearing.trouble is not None and not hearing.on)
        _say(self.note, " ".join(words.warnings(hearing)))
        plays = hearing.plays
        self.source.setEnabled(plays)
        self.original.setEnabled(plays)
        self.about.setVisible(plays)
        self.loss.setEnabled(plays)
        for switch, on in (
            (self.mute, hearing.muted),
            (self.original, hearing.original),
            (self.loss, hearing.hears_loss),
        ):
            with QSignalBlocker(switch):
                switch.setChecked(on)
        self._show_source()
        with QSignalBlocker(self.volume):
            self.volume.setValue(round(20 * math.log10(hearing.volume)))
        _say(self.loud, words.decibel_words(hearing.volume))

    def _show_source(self) -> None:
        source = self._hearing.source
        wanted = [*words.SOURCES, *([] if source in words.SOURCES else [source]), _ASK]
        if [self.source.itemData(place) for place in range(self.source.count())] != wanted:
            self.source.clear()
            for each in wanted:
                text = tr("A file of one's own …") if each == _ASK else words.source_words(each)
                self.source.addItem(text, each)
        if not self.source.view().isVisible():
            self.source.setCurrentIndex(wanted.index(source))

    def _hear_or_stop(self) -> None:
        if self._hearing.on:
            self._hearing.stop()
        else:
            self._hearing.start()
        self._look()

    def _start(self) -> None:
        self._hearing.start()
        self._look()

    def _mute(self, on: bool) -> None:
        self._hearing.muted = on
        self._look()

    def _hear_original(self, on: bool) -> None:
        self._hearing.original = on
        self._look()

    def _hear_loss(self, on: bool) -> None:
        self._hearing.loss_asked = on
        self._look()

    def _turn(self, decibels: int) -> None:
        self._hearing.volume = 10 ** (decibels / 20)
        self._look()

    def _choose(self, place: int) -> None:
        source = str(self.source.itemData(place))
        if source == _ASK:
            kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
            source, _ = QFileDialog.getOpenFileName(
                self, tr("A sound file"), "", tr("Sound files ({kinds})", kinds=kinds)
            )
        if source:
            self._hearing.choose(source)
        self._look()

    def _toggle(self, text: str, tip: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName("toggle")
        made.setCheckable(True)
        made.setToolTip(tip)
        return made

    def _line(self, role: str) -> QLabel:
        made = label("", role)
        made.setWordWrap(True)
        made.hide()
        self.body.addWidget(made)
        return made


def _sound_in(event: QDropEvent) -> str:
    """Returns the name of the one sound file that is dragged; empty for anything else."""
    names = [url.toLocalFile() for url in event.mimeData().urls()]
    fits = len(names) == 1 and Path(names[0]).suffix.lower() in SUFFIXES
    return names[0] if fits else ""


def _say(line: QLabel | QPushButton, text: str) -> None:
    if text != line.text():
        line.setText(text)
        if isinstance(line, QLabel) and line.wordWrap():
            line.setVisible(bool(text))
