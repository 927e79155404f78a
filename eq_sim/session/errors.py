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
    ├── RunError           there is no such finished run, or its end was not kept
    ├── UndoError          there is nothing to undo, or to do again
    ├── LessonError        a lesson does not exist or its file is wrong; in ``lessons.lesson_error``
    ├── CountingError      a count over seeds cannot go on; in ``lessons.counting.processes``
    ├── SweepError         a sweep cannot be made or go on; in ``sweeps.plan``
    ├── SoundError         a sound cannot be read or played; in ``sound.sound_error``
    ├── FilmError          a film cannot be made or written; in ``film.film_error``
    └── PageError          a page cannot be made or written; in ``page.page_error``
"""

import re
from collections.abc import Mapping

from eq_sim.language.tr import tr

_MOST = 200  # characters of one thing that somebody else wrote
_LINE = 600  # more than any sentence of ours
_QUOTED = re.compile(
    rf"(?<![\w'])'([^'\n]{{{_MOST + 1},}})'(?!\w)"
    rf"|„([^“\n]{{{_MOST + 1},}})“"
    rf"|([^\s'„“]{{{_MOST + 1},}})"
)
"""What is too long between quotes, English or German ones, or as a word."""


class EqSimError(Exception):
    """The root: ``str`` of it can be shown as it is, and begins with a capital.

    What begins with a name, as of a file, keeps it as it is: its sentence begins with a brace. As
    a part of another sentence, as in ``f"line 3: {error}"``, it begins as it was written.

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
        text = quoting_little(filled(self.sentence, self.arguments))
        begins_small = tr(self.sentence)[:1].islower()
        return text[:1].upper() + text[1:] if begins_small else text

    def __format__(self, specification: str) -> str:
        return format(quoting_little(filled(self.sentence, self.arguments)), specification)


def filled(sentence: str, arguments: Mapping[str, object]) -> str:
    """Returns a sentence with its arguments put in: the one place in which errors become words."""
    return tr(sentence, **arguments)


def quoting_little(text: str) -> str:
    """Returns a message with what is quoted in it, a name or a value, cut to 200 characters.

    What was typed or stands in a file may be a million characters long. Both its ends are kept,
    for of a path one wants to know the file.
    """
    lines = _QUOTED.sub(_cut_quote, text).split("\n")
    return "\n".join(shortened(line, _LINE) for line in lines)


def shortened(text: str, most: int = _MOST) -> str:
    """Returns a text without its middle, if it is longer than so many characters."""
    if len(text) <= most:
        return text
    end = most // 2
    return f"{text[: most - end - 1]}…{text[-end:]}"


def _cut_quote(found: re.Match[str]) -> str:
    english, german, word = found.groups()
    if word:
        return shortened(word)
    return f"'{shortened(english)}'" if english else f"„{shortened(german)}“"


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


class RunError(EqSimError):
    """There is no such finished run, or its end was not kept."""


class DocumentError(EqSimError):
    """A file of an experiment cannot be read, written, or is damaged."""


class UndoError(EqSimError):
    """There is nothing to undo, or to do again."""


class LogError(EqSimError):
    """A recorded session cannot be read or written."""
