"""Numbers of what is drawn on the pad: what it is read as, and how sure the network is.

Each takes a step's context and what stands behind the colon, and returns the number as it is now;
all raise ``NoNumberError`` where nothing is drawn.
"""

from eq_sim.data.pen import inked, pixels_of_ink
from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.scope import Scope
from eq_sim.session.questions.read_drawing import Reading, read_drawing


def check_drawn(words: str, scope: Scope) -> None:
    """Refuses to speak of a drawing where nothing was drawn before."""
    if not scope.drawn:
        raise UnknownNameError(tr("nothing was drawn before"))


def read_as(context: StepContext, words: str) -> Number:
    """The class that the drawing is read as; in conditions its place, from 0."""
    reading = _reading(context)
    return Number(reading.answer, "count", word=reading.name)


def sure(context: StepContext, words: str) -> Number:
    """How sure the network is of its answer to the drawing."""
    return Number(_reading(context).sure, "percent")


def answer_checksum(context: StepContext, words: str) -> Number:
    """A checksum of all bits of the answer to the drawing."""
    return Number(_reading(context).checksum, "count")


def _reading(context: StepContext) -> Reading:
    drawing, session = context.scene.drawing, context.session
    image = session.dataset.seen.image
    if drawing is None or image is None:
        raise NoNumberError
    ink = inked(drawing.strokes, image)
    if not ink.any():
        raise NoNumberError
    return read_drawing(session, pixels_of_ink(ink))
