"""What can be wrong with a lesson: each mistake with its place, and all of them at once."""

from dataclasses import dataclass

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import EqSimError, filled, shortened

_ONE = later("{file}: {count:,} mistake\n  {lines}")
_SEVERAL = later("{file}: {count:,} mistakes\n  {lines}")
_MOST = 50  # mistakes that a message lists
_BRIEFLY, _SHORT = 3, 240  # mistakes, and characters of one, beside what else is shown
_LONGEST = 800  # characters of one that it lists: a file may have a key of a million


@dataclass(frozen=True)
class Mistake:
    """One mistake in a lesson's file.

    Attributes:
        line: the line in the file, from 1.
        step: the step, from 1; 0 for what stands before the first.
        kind: what the step does, such as "turn"; empty where that is not known.
        key: the key in the step; empty for the step as a whole.
        reason: a sentence.
    """

    line: int
    step: int
    kind: str
    key: str
    reason: str

    def __str__(self) -> str:
        place = [tr("line {line}", line=self.line)]
        if self.step and self.kind:
            place.append(tr("step {step} ({kind})", step=self.step, kind=self.kind))
        elif self.step:
            place.append(tr("step {step}", step=self.step))
        if self.key:
            place.append(self.key[:_LONGEST])
        text = f"{', '.join(place)}: {self.reason}"
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
                lines.append(tr("… and {more:,} more", more=count - _MOST))
            file = filled(sentence, arguments)
            arguments |= {"file": file, "count": count, "lines": "\n  ".join(lines)}
            sentence = _SEVERAL if count > 1 else _ONE
        super().__init__(sentence, **arguments)
        self.mistakes = mistakes

    def in_brief(self) -> str:
        """Returns what is wrong where there is room for few lines: the first mistakes."""
        if len(self.mistakes) <= _BRIEFLY:
            found = str(self).split("\n")
        else:
            found = str(self).split("\n")[: 1 + _BRIEFLY]
            more = len(self.mistakes) - _BRIEFLY
            rest = tr("… and {more:,} more", more=more)
            found.append(f"  {rest}")
        return "\n".join(shortened(line, _SHORT) for line in found)


class StepError(LessonError):
    """A step of a lesson cannot be done when its time has come; says which, and where it stands.

    Args:
        file: what its file is called.
        mistake: what is wrong.

    Attributes:
        mistake: as given.
    """

    def __init__(self, file: str, mistake: Mistake) -> None:
        super().__init__("{file}: {mistake}", file=file, mistake=mistake)
        self.mistake = mistake
