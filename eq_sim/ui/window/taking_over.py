"""A window takes the place of another: what plays, what sweeps, how all stood goes on in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from eq_sim.language.tr import tr
from eq_sim.lessons.player import Player
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.panels.by_hand import ByHand, Game
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.main_window import MainWindow
from eq_sim.ui.window.standing import Standing

if TYPE_CHECKING:
    from eq_sim.lessons.show import Show
    from eq_sim.ui.models.hearing import Hearing
    from eq_sim.ui.sweeps.running import RunningSweep
    from eq_sim.ui.window.onboarding import Reached


def what_ends_with(window: MainWindow) -> str:
    """Returns why a window should not go now, a sentence; nothing if it may."""
    show = window.show_now
    if show is not None and show.film is not None and show.film.running:
        return tr(
            "A film is being made. The language changes when the program starts again, or when "
            "it is chosen once more after the film."
        )
    return ""


@dataclass(frozen=True)
class TakenOver:
    """What was going on in a window.

    Attributes:
        window: which.
        standing: how it stood.
        player: what played; None for nothing.
        plays: whether it was not paused.
        presents: whether it was arranged for an audience.
        source: of what plays, for films.
        running: the sweep under way or the last one; None for none.
        hearing: what was heard; None where nobody had asked for it.
        hints: where those of the first minute were; None where none was shown.
        by_hand: the game against gradient descent, if there was one.
        asks: whether the preferences were open.
    """

    window: MainWindow
    standing: Standing
    player: "Show | None"
    plays: bool
    presents: bool
    source: str
    running: "RunningSweep | None"
    hearing: "Hearing | None"
    hints: "Reached | None"
    by_hand: Game | None
    asks: bool

    @staticmethod
    def from_window(window: MainWindow) -> "TakenOver":
        """Takes everything out of a window, which shows it until another one does."""
        window.looking.back_to_now()
        window.console.let_go()
        show = window.show_now
        plays, presents = (
            show is not None and show.player.playing,
            show is not None and show.presenting,
        )
        game = window.panel("by_hand")
        asks = any(each.isVisible() for each in window.findChildren(PreferencesDialog))
        if show is not None:
            window.blockSignals(True)  # for nobody outside it ends
            show.leave()
            window.blockSignals(False)
        standing = Standing.of(window)
        return TakenOver(
            window,
            standing,
            None if show is None else show.player,
            plays,
            presents,
            "" if show is None else show.source,
            window.sweeps.handed_over(),
            window.sound.handed_over(),
            None if window.onboarding is None else window.onboarding.handed_over(),
            game.handed_over() if isinstance(game, ByHand) else None,
            asks,
        )

    def give(self, window: MainWindow) -> None:
        """Lets it go on in another window, which is shown where the first one was."""
        old = self.window
        window.appearance.goes_on_from(old.appearance)
        window.failed, old.failed = old.failed, None
        if self.hearing is not None:
            window.sound.take_over(self.hearing)
        window.furnish()
        window.panels.complete()
        self.standing.give(window)
        if old.isVisible():
            window.show()
        QApplication.processEvents()
        window.refresh()
        self.standing.give_inside(window)
        old.hide()
        if self.hearing is not None and self.hearing.on:
            window.panel("sound")  # it is what lets the sound follow, seen or not
        if self.running is not None:
            window.sweeps.take_over(self.running)
        if self.player is not None:
            self._play_on(window, self.player)
        if self.hints is not None:
            window.welcome(self.hints)
        game = window.panel("by_hand")
        if self.by_hand is not None and isinstance(game, ByHand):
            game.go_on_with(self.by_hand)
        if self.asks and window.commands is not None:
            window.commands.show_preferences()

    def _play_on(self, window: MainWindow, player: "Show") -> None:
        language = current().spoken
        if isinstance(player, Player) and language in player.lesson.languages:
            player.language = language
        view = window.go_on_with(player, self.source)
        if self.presents:
            view.present()
        if self.plays:
            view.attempt(player.play)
