"""The way to the sound from the menus; what plays ends with the window, or goes on in the next."""

from typing import TYPE_CHECKING

from eq_sim.language.tr import tr
from eq_sim.ui.window.panel_spec import PanelModels

if TYPE_CHECKING:
    from eq_sim.ui.models.hearing import Hearing

_KEY = "sound"


class HearLink:
    """Asks for the sound, and ends it with the window.

    Args:
        models: what the panel is made from.
    """

    def __init__(self, models: PanelModels) -> None:
        self._models = models
        models.hear, models.is_heard, models.mute = self.toggle, self._is_heard, self.mute
        models.frame.closing.connect(self.end)

    def toggle(self) -> None:
        """Begins to play, with the panel in front that says what; or plays no more.

        A lesson keeps its stage: the panel is then made, for what is heard follows it, and waits.
        """
        hearing = self._models.hearing
        if hearing.on:
            hearing.stop()
        else:
            models = self._models
            (models.make if models.audience.lesson else models.bring_alone)(_KEY)
            hearing.start()
        self._models.look()

    def mute(self) -> None:
        """Mutes the sound, or lets it be heard again, and says so."""
        hearing = self._models.hearing
        hearing.muted = not hearing.muted
        said = tr("The sound is muted.") if hearing.muted else tr("The sound is heard again.")
        self._models.say(said, warning=False)
        self._models.look()

    def end(self) -> None:
        """Plays no more."""
        if (hearing := self._known) is not None:
            hearing.stop()

    def handed_over(self) -> "Hearing | None":
        """Returns what plays, which goes on elsewhere; None where nobody has asked for it."""
        return self._known

    def take_over(self, hearing: "Hearing") -> None:
        """Lets what played in another window go on; to be called before there are panels."""
        self._models.hearing = hearing

    def _is_heard(self) -> bool:
        known = self._known
        return known is not None and known.on

    @property
    def _known(self) -> "Hearing | None":
        known: Hearing | None = vars(self._models).get("hearing")
        return known
