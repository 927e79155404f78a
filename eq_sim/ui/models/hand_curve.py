"""The losses after each turn by hand: the challenge counts them, the loss plot draws them."""


class HandCurve:
    """A curve that a person makes.

    Attributes:
        losses: the loss at the start and after each turn; empty where nobody plays.
        revision: grows with each change.
    """

    def __init__(self) -> None:
        self.losses: tuple[float, ...] = ()
        self.revision = 0

    def show(self, losses: list[float]) -> None:
        """Takes the curve as it is now; an empty one takes it away."""
        self.losses = tuple(losses)
        self.revision += 1
