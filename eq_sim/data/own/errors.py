"""What a table or a choice of its columns is refused with."""

from eq_sim.language.tr import tr

_MOST = 60  # characters of one thing that somebody else wrote


class TableError(Exception):
    """A file is no table, or nothing can be learned from it as it was chosen.

    Args:
        sentence: what is wrong and what to do, with names in braces for the arguments.
        arguments: what stands in the sentence; texts are cut to 60 characters.

    Attributes:
        sentence: as given.
        arguments: what stands in the sentence.
    """

    def __init__(self, sentence: str, **arguments: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.arguments = {
            name: shortened(value) if isinstance(value, str) else value
            for name, value in arguments.items()
        }

    def __str__(self) -> str:
        return tr(self.sentence, **self.arguments)


def shortened(text: str, most: int = _MOST) -> str:
    """Returns a text on one line, cut to so many characters, the last of them an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
