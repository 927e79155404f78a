"""Numbers of what is heard where the data are a response: of the filter that is played itself.

Each takes a step's context and what stands behind the colon, and returns the number as it is now;
all raise ``NoNumberError`` where there is no response.
"""

import numpy as np

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import find_column
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.language.score_numbers import remembered
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.responses import has_responses, responses
from eq_sim.session.session import Session
from eq_sim.sound.engine import Response
from eq_sim.sound.listening import response_heard, tones_of


def bands_within(context: StepContext, words: str) -> Number:
    """How many bands are within 1 dB of what is wanted."""
    if not has_responses(context.session):
        raise NoNumberError
    return Number(responses(context.session).close, "count")


def heard(context: StepContext, words: str) -> Number:
    """By how much a band is louder than in the original."""
    session = context.session
    response, dataset = _response(session), session.dataset
    column = dataset.inputs[find_column(words, Scope.of(session))]
    (level,) = response.played(response.hertz[[int(column.argmax())]])
    return Number(float(level), unit="dB")


def heard_off(context: StepContext, words: str) -> Number:
    """The most by which a tone is louder or softer than in the original."""
    _, levels = tones_of(_response(context.session))
    return Number(float(np.abs(levels).max()), unit="dB")


def heard_change(context: StepContext, words: str) -> Number:
    """The most by which a tone is louder or softer than with a remembered setting."""
    session = context.session
    now, then = _response(session), remembered(context, words)
    samples = with_ones(session.dataset.inputs, then.dtype)
    answers = Evaluator(session.layout, session.parameters.made(then), samples).run()[0]
    assert session.dataset.target is not None
    made = session.dataset.target.to_person(answers)
    before = Response(now.hertz, np.asarray(made) - responses(session).wanted)
    change = tones_of(now)[1] - tones_of(before)[1]
    return Number(float(np.abs(change).max()), unit="dB")


def _response(session: Session) -> Response:
    response = response_heard(session)
    if response is None:
        raise NoNumberError
    return response
