"""Guesses that are answered after the experiment: picks, raised hands, mistakes in a script."""

import pytest
from lesson_kit import HEAD, lesson, play_to_the_end, player, state

from eq_sim.lessons.check import check_lesson, headless
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.player import Player

GUESS = """
[[step]]
guess = "What does the loss do?"
"guess.de" = "Was tut der Loss?"
answers = ["it falls", "it rises", "it stays"]
"answers.de" = ["er sinkt", "er steigt", "er bleibt"]
right = 1
name = "loss"
seconds = 1
"""
EXPERIMENT = """
[[step]]
note = "before"
of = "loss"
[[step]]
train = 40
seconds = 1
[[step]]
say = "That was training."
seconds = 1
[[step]]
chapter = "Two"
[[step]]
pause = 0.5
"""
ANSWER = """
[[step]]
answer = "loss"
reveal = "From {before} to {loss}."
"reveal.de" = "Von {before} auf {loss}."
seconds = 2
[[step]]
expect = "loss < before"
[[step]]
pause = 1
"""
LATER = HEAD + GUESS + EXPERIMENT + ANSWER


def play_until(of: Player, what: str) -> Player:
    """Plays until a question stands that is "asked" or "answered", or until it is "done"."""
    of.play()
    for _ in range(400):
        question = of.on_stage.question
        if what == "asked" and of.on_stage.waits_for == "answer":
            return of
        if what == "answered" and question is not None and question.revealed:
            return of
        of.advance(20)
    raise AssertionError(f"nothing is {what}")


def test_a_named_guess_keeps_the_pick_and_reveals_nothing_until_its_answer() -> None:
    of = play_until(player(LATER, auto=False), "asked")
    of.answer(1)
    stage = of.on_stage
    assert stage.question is None
    assert of.caption == "What does the loss do?"
    assert stage.unanswered is not None
    assert (stage.unanswered.chosen, stage.unanswered.revealed) == (1, False)
    of.advance(900)
    assert of.caption == "That was training."
    assert of.on_stage.unanswered is not None
    assert of.on_stage.unanswered.chosen == 1
    play_until(of, "answered")
    question = of.on_stage.question
    assert question is not None
    assert (question.chosen, question.right, question.revealed) == (1, 0, True)
    assert question.text["en"] == "What does the loss do?"
    assert of.on_stage.unanswered is None
    assert of.caption.startswith("From 0.")
    assert "?" not in of.caption
    of.language = "de"
    assert of.caption.startswith("Von 0,")
    assert of.options == ("er sinkt", "er steigt", "er bleibt")
    assert of.on_stage.waits_for is None
    of.advance(1201)
    assert of.on_stage.question is None


def test_back_before_the_guess_forgets_the_pick_and_forward_past_it_leaves_it_open() -> None:
    of = play_until(player(LATER, auto=False), "asked")
    of.answer(2)
    of.advance(100)
    of.go_to(0)
    assert of.on_stage.unanswered is None
    of.go_to_chapter(0)
    open_question = of.on_stage.unanswered
    assert open_question is not None
    assert open_question.chosen is None
    of.next()
    question = of.on_stage.question
    assert question is not None
    assert (question.chosen, question.right, question.revealed) == (None, 0, True)
    of.back()
    assert of.on_stage.question is None
    assert of.on_stage.unanswered is not None


def test_back_behind_the_guess_keeps_the_pick() -> None:
    of = play_until(player(LATER, auto=False), "asked")
    of.answer(2)
    play_until(of, "answered")
    of.back()
    of.back()
    assert of.on_stage.unanswered is not None
    assert of.on_stage.unanswered.chosen == 2
    of.next()
    of.next()
    question = of.on_stage.question
    assert question is not None
    assert question.chosen == 2


def test_raised_hands_come_with_the_answer_and_outlast_every_jump() -> None:
    of = play_until(player(LATER, auto=False), "asked")
    of.count_hands(0, 12)
    of.count_hands(1, 30)
    of.count_hands(1, 31)
    of.count_hands(3, 5)
    of.count_hands(0, -1)
    assert of.on_stage.question is not None
    assert of.on_stage.question.hands == (12, 31, 0)
    of.next()
    of.count_hands(2, 9)  # no question stands
    for way in (of.next, of.back, lambda: of.go_to(0), lambda: of.go_to_chapter(0), of.next):
        way()
    question = of.on_stage.question
    assert question is not None
    assert question.revealed
    assert question.hands == (12, 31, 0)
    of.count_hands(0, 1)  # it is answered
    assert of.on_stage.question is not None
    assert of.on_stage.question.hands == (12, 31, 0)


def test_a_film_answers_by_itself_without_pick_or_hands() -> None:
    of = player(LATER)
    of.play()
    of.advance(60)
    of.count_hands(0, 3)
    play_until(of, "answered")
    question = of.on_stage.question
    assert question is not None
    assert (question.chosen, question.hands, question.right) == (None, (), 0)
    play_to_the_end(of)
    assert of.findings[-1].held
    assert check_lesson(lesson(LATER)).ok


def test_a_pick_changes_nothing_of_the_experiment() -> None:
    picked, film = play_until(player(LATER, auto=False), "asked"), player(LATER)
    picked.answer(0)
    play_to_the_end(picked)
    play_to_the_end(film)
    assert state(picked) == state(film)


def test_two_guesses_wait_for_their_answers_at_once() -> None:
    other = GUESS.replace('name = "loss"', 'name = "other"').replace("right = 1", "right = 2")
    answer = ANSWER.replace('answer = "loss"', 'answer = "other"')
    of = play_until(
        player(HEAD + GUESS + other + EXPERIMENT + ANSWER + answer, auto=False), "asked"
    )
    of.answer(0)
    play_until(of, "asked")
    of.answer(2)
    seen = []
    for _ in range(2):
        play_until(of, "answered")
        question = of.on_stage.question
        assert question is not None
        seen.append((question.name, question.chosen, question.right))
        of.next()
    assert seen == [("loss", 0, 0), ("other", 2, 1)]


CONDITIONS = ["loss < 0.999 * before", "loss > 1.001 * before", "loss = 9 to 3 digits"]
COUNTED = GUESS.replace("right = 1", f"right = {CONDITIONS}")
NOTED = '\n[[step]]\nnote = "before"\nof = "loss"\n'
TRAINED = "\n[[step]]\ntrain = 60\nseconds = 1\n"


@pytest.mark.parametrize(("experiment", "right"), [(TRAINED, 0), ("", None)])
def test_the_right_answer_may_follow_from_conditions(experiment: str, right: int | None) -> None:
    answer = ANSWER[: ANSWER.index("[[step]]\nexpect")]
    text = HEAD + NOTED + COUNTED + experiment + answer
    of = play_until(headless(lesson(text)), "answered")
    question = of.on_stage.question
    assert question is not None
    assert question.right == right
    report = check_lesson(lesson(text))
    assert report.ok == (right is not None)
    assert (
        right is not None
        or "expected that exactly one answer is right, but 0 are" in (report.lines()[0])
    )


def test_conditions_of_a_guess_that_is_answered_at_once() -> None:
    text = HEAD + GUESS.replace('name = "loss"\n', 'reveal = "So."\n').replace(
        "right = 1", 'right = ["loss < 0", "loss >= 0", "loss > 1e9"]'
    )
    of = play_until(headless(lesson(text)), "answered")
    assert of.on_stage.question is not None
    assert of.on_stage.question.right == 1
    assert check_lesson(lesson(text)).ok


WRONG = {
    "asked twice": (GUESS + GUESS + ANSWER, "an earlier guess is called 'loss'"),
    "never answered": (GUESS + EXPERIMENT, "name: it is never answered"),
    "never asked": (EXPERIMENT + ANSWER, "no guess before it is called 'loss': none has a name"),
    "another name": (
        GUESS + EXPERIMENT + ANSWER + ANSWER.replace('"loss"', '"los"', 1),
        "no guess before it is called 'los': loss",
    ),
    "asked later": (EXPERIMENT + ANSWER + GUESS, "no guess before it is called 'loss'"),
    "answered twice": (GUESS + EXPERIMENT + ANSWER + ANSWER, "'loss' is answered already"),
    "reveals twice": (
        GUESS + 'reveal = "So."' + EXPERIMENT + ANSWER,
        "reveal: a guess with a name reveals nothing",
    ),
    "stands twice": (GUESS + "after = 2" + EXPERIMENT + ANSWER, "as its 'seconds'"),
    "no name": (GUESS.replace('"loss"', '" "') + EXPERIMENT, "a name has letters"),
    "number that is not there": (
        GUESS.replace("right = 1", 'right = ["loss < 1", "later > 1", "loss > 2"]')
        + EXPERIMENT
        + ANSWER,
        "'later > 1' in the guess: there is no number 'later'",
    ),
    "condition that is none": (
        GUESS.replace("right = 1", 'right = ["loss < 1", "1 < loss < 2", "loss > 2"]')
        + EXPERIMENT
        + ANSWER,
        "right: '1 < loss < 2' compares more than once",
    ),
    "too few conditions": (
        GUESS.replace("right = 1", 'right = ["loss < 1", "loss > 1"]') + EXPERIMENT + ANSWER,
        "right: 2 conditions, and 3 answers",
    ),
    "unknown number": (
        GUESS + EXPERIMENT + ANSWER.replace("{loss}.", "{gloss}."),
        "no number 'gloss'",
    ),
}


@pytest.mark.parametrize("which", WRONG)
def test_a_mistake_in_a_guess_is_named(which: str) -> None:
    text, reason = WRONG[which]
    with pytest.raises(LessonError) as found:
        lesson(HEAD + text)
    assert reason in str(found.value)


def test_a_guess_that_cannot_be_read_makes_no_mistake_of_its_answer() -> None:
    with pytest.raises(LessonError) as found:
        lesson(HEAD + GUESS.replace("seconds = 1", "secnds = 1") + EXPERIMENT + ANSWER)
    assert len(found.value.mistakes) == 1
    broken = ANSWER.replace("seconds = 2", "secnds = 2")
    with pytest.raises(LessonError) as found:
        lesson(HEAD + GUESS + EXPERIMENT + broken)
    assert len(found.value.mistakes) == 1
