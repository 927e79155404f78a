"""Checkpoints: moments that a person, or training, kept to come back to."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
)

from eq_sim.language.tr import later, ptr, tr
from eq_sim.session.ab import largest_differences
from eq_sim.session.actions import (
    AnyAction,
    DescribeCheckpoint,
    KeepAutomatically,
    KeepCheckpoint,
    LetGoCheckpoint,
    Restore,
    ToBest,
)
from eq_sim.session.change import Change, Watch
from eq_sim.ui.dialogs.checkpoint_words import CheckpointWords
from eq_sim.ui.models.glance import Glance
from eq_sim.ui.models.kept_moments import Keeps, KeptMoment, in_both, kept_moments
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.checkpoint_list import CheckpointList
from eq_sim.ui.panels.differences import MOST, Differences
from eq_sim.ui.panels.typing import SpaceGuard
from eq_sim.ui.style.theme import Theme

_SHOWN = Change.SHELF | Change.HISTORY | Change.KNOBS | Change.STRUCTURE | Change.TRAINING
_MOST_EPOCHS = 10_000


class Checkpoints(Card):
    """The list, what can be done with the chosen one, and how it differs from now.

    Args:
        session: what is shown.
        do: takes what the hand does; returns whether it was done.
        glance: shows a moment while a button is held.
        go: gives a knob the focus.
        theme: the colours.
    """

    def __init__(
        self,
        session: Keeps,
        do: Callable[[AnyAction], bool],
        glance: Glance,
        go: Callable[[int], None],
        theme: Theme,
    ) -> None:
        super().__init__(later("Kept to come back to"), later("Checkpoints"))
        self.session = session
        self._do, self._glance = do, glance
        self._watch = Watch(session.changes, _SHOWN)
        self.keep = QPushButton(tr("Keep this moment"))
        self.keep.setToolTip(tr("Keeps knobs, optimizer, curve and settings as they are (Ctrl+K)"))
        self.keep.clicked.connect(self._keep)
        self.body.addWidget(self.keep)
        self._add_automatic()
        self.list = CheckpointList(session, theme)
        self.list.currentRowChanged.connect(self._chosen_changed)
        self.list.itemActivated.connect(self._restore)
        self.body.addWidget(self.list, 1)
        self._add_buttons()
        self.heading = label("", "title")
        self.heading.setWordWrap(True)
        self.body.addWidget(self.heading)
        self.differences = Differences(go, tr("then"), tr("now"))
        self.body.addWidget(self.differences)
        self.refresh()

    def _add_automatic(self) -> None:
        row = QHBoxLayout()
        self.keeps_best = QCheckBox(tr("Keep the best"))
        self.keeps_best.setToolTip(
            tr(
                "Training keeps the moment of the lowest recorded loss of each run,\n"
                "on the validation part where there is one. Without one the test part chooses,\n"
                "and then its loss looks a little too good: it should only judge"
            )
        )
        self.keeps_best.toggled.connect(self._choose_automatic)
        row.addWidget(self.keeps_best)
        row.addStretch(1)
        self.body.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(label(tr("and one every"), "row"))
        self.every = QSpinBox()
        SpaceGuard(self.every)
        self.every.setRange(0, _MOST_EPOCHS)
        self.every.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.every.setSpecialValueText(tr("never"))
        epochs = ptr("after a number", "epochs")
        self.every.setSuffix(f" {epochs}")
        self.every.setKeyboardTracking(False)
        self.every.setAccessibleName(tr("Keep a checkpoint every so many epochs; 0 for never"))
        self.every.setToolTip(
            tr(
                "At the first recorded point after so many passes through the data.\n"
                "Of more than 32 some are let go again, spread over the whole run"
            )
        )
        self.every.valueChanged.connect(self._choose_automatic)
        row.addWidget(self.every, 1)
        self.body.addLayout(row)

    def _add_buttons(self) -> None:
        grid = QGridLayout()
        self.restore = QPushButton(tr("Go back to it"))
        self.restore.clicked.connect(self._restore)
        self.look = QPushButton(tr("Hold to look"))
        self.look.setToolTip(tr("Shows that moment while it is held, and comes back"))
        self.look.pressed.connect(self._look)
        self.look.released.connect(self._glance.end)
        self.words = QPushButton(tr("Describe…"))
        self.words.clicked.connect(self._describe)
        self.let_go = QPushButton(tr("Let go"))
        self.let_go.setToolTip(tr("Forgets this checkpoint; Undo brings it back"))
        self.let_go.clicked.connect(self._let_go)
        for place, button in enumerate((self.restore, self.look, self.words, self.let_go)):
            button.setObjectName("more")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, place // 2, place % 2)
        self.body.addLayout(grid)

    def refresh(self) -> None:
        """Shows what is kept, if anything of it has changed."""
        if not self._watch.news():
            return
        automatic = self.session.shelf.automatic
        with QSignalBlocker(self.keeps_best), QSignalBlocker(self.every):
            self.keeps_best.setChecked(automatic.best)
            if not self.every.hasFocus() or self.every.value() != automatic.epochs:
                self.every.setValue(automatic.epochs)
        self.list.show_moments(kept_moments(self.session))
        self._show_chosen()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.list.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.list.rescale()
        self._watch.forget()
        self.refresh()

    def _show_chosen(self) -> None:
        chosen = self.list.chosen
        whole = chosen is not None and chosen.number is not None
        for button in (self.restore, self.look):
            button.setEnabled(chosen is not None)
        for button in (self.words, self.let_go):
            button.setEnabled(whole)
        knobs_alone = chosen is not None and not whole
        self.restore.setText(tr("Go to its knobs") if knobs_alone else tr("Go back to it"))
        self.restore.setToolTip(
            tr("The knobs as they were then; optimizer, curve and step stay as they are")
            if knobs_alone
            else tr("Knobs, optimizer, curve and settings as they were; Undo comes back")
        )
        self.heading.setVisible(chosen is not None)
        if chosen is None:
            self.differences.show_differences([], self.session.name)
            return
        now = self.session.switches.whole(self.session.parameters.theta)
        both = in_both(self.session, chosen)
        if both is None:
            differ = largest_differences(chosen.whole, now, MOST)
            same = tr("The knobs are the same now")
            self.heading.setText(tr("Changed most since") if differ else same)
        else:
            places, then = both
            differ = largest_differences(chosen.whole[then], now[places], MOST)
            differ = [(int(places[at]), was, value) for at, was, value in differ]
            self.heading.setText(_of_both(chosen.whole.size, now.size, len(places)))
        self.differences.show_differences(differ, self.session.name)

    def _chosen_changed(self) -> None:
        self._show_chosen()

    def _keep(self) -> None:
        if self._do(KeepCheckpoint()):
            self.refresh()
            self.list.choose(self.session.shelf.checkpoints[-1].number)

    def _choose_automatic(self) -> None:
        self._do(KeepAutomatically(self.keeps_best.isChecked(), self.every.value()))

    def _restore(self) -> None:
        chosen = self.list.chosen
        if chosen is not None:
            self._do(ToBest() if chosen.number is None else Restore(chosen.number))

    def _look(self) -> None:
        chosen = self.list.chosen
        state = chosen.state() if chosen is not None else None
        if state is not None:
            self._glance.begin(state)

    def _let_go(self) -> None:
        chosen = self.list.chosen
        if chosen is not None and chosen.number is not None:
            self._do(LetGoCheckpoint(chosen.number))

    def _describe(self) -> None:
        chosen = self.list.chosen
        if chosen is not None and chosen.number is not None:
            CheckpointWords(chosen.name, chosen.note, self._describer(chosen), self).open()

    def _describer(self, chosen: KeptMoment) -> Callable[[str, str], None]:
        def describe(name: str, note: str) -> None:
            if chosen.number is not None:
                self._do(DescribeCheckpoint(chosen.number, name, note))

        return describe


def _of_both(then: int, now: int, both: int) -> str:
    """Returns what is compared of two networks.

    Args:
        then: how many knobs the one had.
        now: how many the other has.
        both: how many of them are the same.
    """
    if not both:
        return tr("Another network: {then:,} knobs then, {now:,} now", then=then, now=now)
    return tr(
        "Another network: {then:,} knobs then, {now:,} now. Changed most of the {both:,} in both",
        then=then,
        now=now,
        both=both,
    )
