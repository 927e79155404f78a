"""What can be wrong with a lesson: each mistake with its place, and all of them at once."""

from dataclasses import dataclass

from eq_sim.session.errors import EqSimError

_MOST = 50  # mistakes that a message lists
_LONGEST = 800  # characters of one that it lists: a file may have a key of a million


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
            place.append(self.key[:_LONGEST])
        text = f"{', '.join(place)}: {self.reason}" if place else self.reason
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class LessonError(EqSimError):
    """A lesson does not exist, or its file is wrong; lists the mistakes.

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
        count = len(mistakes)
        if count:
            lines = [str(mistake) for mistake in mistakes[:_MOST]]
            if count > _MOST:
                lines.append(f"… and {count - _MOST:,} more")
            sentence += ": {count:,} mistake{ending}\n  {lines}"
            arguments |= {
                "count": count,
                "ending": "s" * (count > 1),
                "lines": "\n  ".join(lines),
            }
        super().__init__(sentence, **arguments)
        self.mistakes = mistakes
