"""Who looks on: a person alone, someone who follows a lesson, or a hall."""

from dataclasses import dataclass


@dataclass
class Audience:
    """What panels show differently while something is presented.

    Attributes:
        lesson: whether a lesson or a recording plays.
        hall: whether a hall looks on, which reads large words and few numbers.
    """

    lesson: bool = False
    hall: bool = False
