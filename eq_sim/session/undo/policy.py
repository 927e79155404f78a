"""What an action means to undo; each action class says its own."""

from enum import Enum, auto


class Policy(Enum):
    """How an action becomes something that can be undone."""

    NONE = auto()
    """It is nothing that can be undone."""
    ENTRY = auto()
    """It is an entry of its own; inside a gesture it belongs to that."""
    START = auto()
    """As ``ENTRY``, and it takes the knobs out of a hand first."""
    STEPS = auto()
    """As ``ENTRY``; while training runs it belongs to the run."""
    PHASE = auto()
    """The phase that ends a step is an entry: the step."""
    GRAB = auto()
    """A gesture begins."""
    RELEASE = auto()
    """A gesture ends: it is an entry if something was turned or done in it."""
    RUN = auto()
    """A run of training begins."""
    PAUSE = auto()
    """A run of training ends: it is an entry if a step was taken."""
    CLEAR = auto()
    """Another experiment: nothing of the old one can come back."""
    TRAVEL = auto()
    """It goes along the entries itself."""
