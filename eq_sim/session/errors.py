"""Everything that can be refused. Each message is a sentence for the person who asked.

::

    EqSimError
    ├── ScenarioError      a scenario does not exist, or its file is wrong; names the place
    ├── SettingError       a setting is unknown, or its value does not fit
    ├── KnobError          a knob does not exist, or a value no knob can take
    ├── ParameterFileError a file of parameters cannot be read, written, or does not fit
    ├── LogError           a recorded session cannot be read or written
    ├── UndoError          there is nothing to undo, or to do again
    ├── LessonError        a lesson does not exist or its file is wrong; in ``lessons.lesson_error``
    └── FilmError          a film cannot be made or written; in ``film.film_error``
"""


class EqSimError(Exception):
    """The root: the message can be shown as it is."""


class ScenarioError(EqSimError):
    """A scenario does not exist, or its file is wrong."""


class SettingError(EqSimError):
    """A setting is unknown, or its value does not fit."""


class KnobError(EqSimError):
    """A knob does not exist, or a value that no knob can take."""


class ParameterFileError(EqSimError):
    """A file of parameters cannot be read, written, or does not fit the network."""


class UndoError(EqSimError):
    """There is nothing to undo, or to do again."""


class LogError(EqSimError):
    """A recorded session cannot be read or written."""
