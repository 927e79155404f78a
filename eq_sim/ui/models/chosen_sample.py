"""The one sample that a person points at: output, meters and inspector show the same one."""

from eq_sim.session.session import Session


class ChosenSample:
    """Which sample is chosen.

    Args:
        session: whose data.

    Attributes:
        revision: grows with each choice.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sample: int | None = None
        self._of: object = None
        self.revision = 0

    @property
    def sample(self) -> int | None:
        """The place in the data; None for no choice, and after the data have changed."""
        return self._sample if self._of is self._session.dataset else None

    def choose(self, sample: int | None) -> None:
        """Chooses a sample, or none."""
        if sample != self.sample:
            self._sample, self._of = sample, self._session.dataset
            self.revision += 1
