"""Looking back and on by phase and by epoch, where ``Looking`` goes from moment to moment.

A phase back within a step is another phase of the same moment; over an update it is the moment
before, with three phases of its step done. The way on passes by the same places.
"""

from eq_sim.session.epoch_wish import EpochWish
from eq_sim.session.looking import Looking
from eq_sim.session.state import State
from eq_sim.session.training.training_state import Phase


class LookingByPhase:
    """Goes along the past by phase and by epoch.

    Args:
        looking: where one is in it.
    """

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._wish: EpochWish | None = None

    def back(self) -> None:
        """Goes a phase back; over an update to where three phases of its step were done."""
        looking = self._looking
        line, place, phase = looking.lineage, looking.wanted, looking.wanted_phase
        if phase and not line.takes_phase(place):
            looking.want(place, Phase(phase - 1))
        elif place > 0:
            looking.want(place - 1, Phase.UPDATE if line.trains(place) else None)

    def on(self) -> bool:
        """Goes a phase on, as far as it is known what came; at the end now is shown again.

        Returns:
            Whether it was known: else the next phase has yet to be taken.
        """
        looking = self._looking
        if not looking.active:
            return False
        line, place, phase = looking.lineage, looking.wanted, looking.wanted_phase
        now = looking.session.present().training.phase
        here = looking.on_present and place >= line.last
        if here and phase >= now:
            looking.back_to_now()
            return False
        if place >= line.last and not here:
            return False
        within = here or (line.trains(place + 1) and phase < Phase.UPDATE)
        to, then = (place, Phase(phase + 1)) if within else (place + 1, None)
        if looking.on_present and to >= line.last and then in (None, now):
            looking.back_to_now()
        else:
            looking.want(to, then)
        return True

    def epoch(self, by: int) -> None:
        """Goes back (−1) to where an epoch began, or on (1) to where the next one does."""
        looking, wish = self._looking, self._wish
        if not looking.active and by > 0:
            return
        training = looking.session.state().training
        at = training.epoch + (by < 0 and training.cursor > 0)
        if wish is not None and looking.busy:
            at = wish.epoch
        looking.begin()
        self._aim(EpochWish(at + by))

    def _aim(self, wish: EpochWish) -> None:
        """Wishes to be where an epoch began, by the batches of the moment that is shown."""
        looking, self._wish = self._looking, wish
        line, present = looking.lineage, looking.session.present()
        place = line.place_at_step(wish.step(looking.session.state()), looking.place)
        if looking.on_present and place >= line.last:
            if not wish.is_before(present):
                looking.back_to_now()
                return
            place = line.place_at_step(wish.step(present), line.last)
        looking.want(place, arrived=self._arrived)

    def _arrived(self, state: State) -> None:
        wish, self._wish = self._wish, None
        if wish is not None and wish.goes_on(state):
            self._aim(wish)
