"""What a lesson says, with one decimal sign in all its numbers."""

from dataclasses import replace

from eq_sim.lessons.language.decimal_sign import DecimalSign, sign_of, with_sign
from eq_sim.lessons.scene import Question, Request, Spoken


def signed(texts: Spoken, decimal: DecimalSign | None) -> Spoken:
    """Returns a text in each of its languages.

    Args:
        texts: by language.
        decimal: the sign; None for that of each text's own language.
    """
    return {language: _with_sign(text, language, decimal) for language, text in texts.items()}


def signed_question(question: Question, decimal: DecimalSign | None) -> Question:
    """Returns a question, its answers and what they reveal; see ``signed``."""
    answers = {
        language: tuple(_with_sign(text, language, decimal) for text in texts)
        for language, texts in question.answers.items()
    }
    text, reveal = signed(question.text, decimal), signed(question.reveal, decimal)
    return replace(question, text=text, answers=answers, reveal=reveal)


def signed_request(request: Request | None, decimal: DecimalSign | None) -> Request | None:
    """Returns a request and its hint; None where there is none. See ``signed``."""
    if request is None:
        return None
    return Request(signed(request.text, decimal), signed(request.hint, decimal))


def _with_sign(text: str, language: str, decimal: DecimalSign | None) -> str:
    return with_sign(text, language, decimal or sign_of(language))
