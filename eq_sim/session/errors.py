"""Everything that can be refused. Each message is a sentence for the person who asked.

A sentence and what stands in it are kept apart, so that another language can put its own sentence
in place of the English one: ``KnobError("there is no knob {knob}", knob=3)``.

::

    EqSimError
    ├── ScenarioError      a scenario does not exist, or its file is wrong; names the place
    ├── SettingError       a setting is unknown, or its value does not fit
    ├── KnobError          a knob does not exist, or a value no knob can take
    ├── ParameterFileError a file of parameters cannot be read, written, or does not fit
    ├── DocumentError      a file of an experiment cannot be read, written, or is damaged
    ├── LogError           a recorded session cannot be read or written
    ├── CheckpointError    there is no such checkpoint, or no room for one more
    ├── UndoError          there is nothing to undo, or to do again
    ├── LessonError        a lesson does not exist or its file is wrong; in ``lessons.lesson_error``
    └── FilmError          a film cannot be made or written; in ``film.film_error``
"""

from collections.abc import Mapping


class EqSimError(Exception):
    """The root: ``str`` of it can be shown as it is.

    Args:
        sentence: what is wrong and what to do, with names in braces for the arguments.
        arguments: what stands in the sentence.

    Attributes:
        sentence: as given.
        arguments: as given.
    """

    def __init__(self, sentence: str, **arguments: object) -> None:
        super().__init__(sentence)
        self.sentence, self.arguments = sentence, arguments

    def __str__(self) -> str:
        return filled(self.sentence, self.arguments)


def filled(sentence: str, arguments: Mapping[str, object]) -> str:
    """Returns a sentence with its arguments put in: the one place in which errors become words."""
    return sentence.format(**arguments) if arguments else sentence


class ScenarioError(EqSimError):
    """A scenario does not exist, or its file is wrong."""


class SettingError(EqSimError):
    """A setting is unknown, or its value does not fit."""


class KnobError(EqSimError):
    """A knob does not exist, or a value that no knob can take."""


class ParameterFileError(EqSimError):
    """A file of parameters cannot be read, written, or does not fit the network."""


class CheckpointError(EqSimError):
    """There is no such checkpoint, or no room for one more."""


class DocumentError(EqSimError):
    """A file of an experiment cannot be read, written, or is damaged."""


class UndoError(EqSimError):
    """There is nothing to undo, or to do again."""


class LogError(EqSimError):
    """A recorded session cannot be read or written."""
