"""What can be wrong with a lesson: each mistake with its place, and all of them at once."""

from dataclasses import dataclass

from eq_sim.session.errors import EqSimError


@dataclass(frozen=True)
class Mistake:
    """One mistake in a lesson's file.

    Attributes:
        line: the line in the file, from 1; None where there is none.
        step: the step, from 1; 0 for what stands before the first.
        kind: what the step does, such as "turn"; empty where that is not known.
        key: the key in the step; empty for the step as a whole.
        reason: a sentence.
    """

    line: int | None
    step: int
    kind: str
    key: str
    reason: str

    def __str__(self) -> str:
        place = [f"line {self.line}"] if self.line else []
        if self.step:
            place.append(f"step {self.step}" + (f" ({self.kind})" if self.kind else ""))
        if self.key:
            place.append(self.key)
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


class LessonError(EqSimError):
    """A lesson does not exist, or its file is wrong; lists every mistake.

    Args:
        sentence: what is wrong, with names in braces; with mistakes the name of the file.
        mistakes: in the order of the file.
        arguments: what stands in the sentence.

    Attributes:
        mistakes: as given.
    """

    def __init__(
        self, sentence: str, mistakes: tuple[Mistake, ...] = (), **arguments: object
    ) -> None:
        if mistakes:
            sentence += ": {count} mistake{ending}\n  {listed}"
            arguments |= {
                "count": len(mistakes),
                "ending": "s" * (len(mistakes) > 1),
                "listed": "\n  ".join(str(mistake) for mistake in mistakes),
            }
        super().__init__(sentence, **arguments)
        self.mistakes = mistakes
