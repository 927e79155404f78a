"""The shipped lessons: what they claim holds, they fit the screen, and have the right length."""

from functools import cache

import pytest
from lesson_kit import HEAD, lesson

from eq_sim.lessons.check import Report, check, check_lesson, headless
from eq_sim.lessons.counting.playing import count
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.language.caption_lines import fits
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.steps.captions import SayStep
from eq_sim.lessons.steps.checks import ExpectStep
from eq_sim.lessons.steps.questions import GuessStep
from eq_sim.lessons.steps.step import Step
from eq_sim.lessons.steps.training import LoadStep

LESSONS = bundled_lessons()


@cache
def report(name: str) -> Report:
    return check(name)


@pytest.mark.parametrize("name", LESSONS)
def test_every_expectation_holds_and_every_caption_fits(name: str) -> None:
    assert report(name).lines() == []
    assert report(name).ok
    assert len(report(name).findings) >= 5


@pytest.mark.parametrize("name", LESSONS)
def test_its_words_say_what_they_show(name: str) -> None:
    assert report(name).wording == ()


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_claimed_in_general_was_counted(name: str) -> None:
    steps = load_lesson(name).steps
    general = [step for step in steps if isinstance(step, ExpectStep) and step.general]
    for step in general:
        assert step.count is not None, step.expect
        assert len(step.count.seeds) >= 20
        assert step.count.held >= 0.9 * len(step.count.seeds), step.expect


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_counts_are_those_of_today(name: str) -> None:
    lesson_now = load_lesson(name)
    for seeds in {step.count.seeds for step in _counted(lesson_now)}:
        assert count(lesson_now, seeds).problems == []


def _counted(of: Lesson) -> list[ExpectStep]:
    return [step for step in of.steps if isinstance(step, ExpectStep) and step.counted]


@pytest.mark.parametrize("name", LESSONS)
def test_it_takes_one_to_four_minutes(name: str) -> None:
    assert 60 <= report(name).seconds <= 240


@pytest.mark.parametrize("name", LESSONS)
def test_everything_is_said_in_german_too(name: str) -> None:
    for step in load_lesson(name).steps:
        for field in step.spoken:
            if getattr(step, field):
                assert "de" in step.texts(field), (name, getattr(step, field))


@pytest.mark.parametrize("name", LESSONS)
def test_each_chapter_has_notes_in_each_language(name: str) -> None:
    lesson = load_lesson(name)
    chapters: list[list[Step]] = []
    for _, step in in_order_of_play(lesson.steps):
        if step.opens_chapter:
            chapters.append([])
        assert not step.notes or step.texts("notes").keys() == set(lesson.languages), step.notes
        if chapters and step.notes:
            chapters[-1].append(step)
    assert all(chapters), [bool(steps) for steps in chapters]


@pytest.mark.parametrize("name", LESSONS)
def test_it_has_an_opening_a_surprise_and_a_pinned_seed(name: str) -> None:
    steps = load_lesson(name).steps
    assert any(isinstance(step, GuessStep) for step in steps)
    assert len(load_lesson(name).chapters) >= 3
    first = next(step for step in steps if isinstance(step, SayStep) or getattr(step, "ticks", 0))
    assert isinstance(first, SayStep)
    assert all(step.seed for step in steps if isinstance(step, LoadStep))


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.slow
def test_every_frame_rate_gives_the_same_knobs(name: str) -> None:
    ends = []
    for frames in (24, 25, 30, 50, 60):
        of = headless(load_lesson(name))
        of.play()
        while not of.finished:
            of.advance(600 // frames)
        ends.append((of.checksums, of._session.parameters.theta.tobytes()))
    assert ends.count(ends[0]) == len(ends)


def test_a_failed_expectation_is_reported_with_its_numbers() -> None:
    found = check_lesson(lesson(HEAD + '[[step]]\nexpect = "loss < 0.0001"\n'))
    assert not found.ok
    assert found.lines()[0].startswith("step 1: expected loss < 0.0001, but loss is 0.")


def test_a_caption_that_grows_too_long_with_its_numbers_is_reported() -> None:
    say = " ".join(["{loss to 12 digits}"] * 8)
    text = f'{HEAD}\n[[step]]\nsay = "{say}"\n[[step]]\nexpect = "loss > 0"\n'
    problem = check_lesson(lesson(text)).lines()[0]
    assert problem.startswith("step 1, en: the caption is longer than two lines of 42 characters: ")
    assert "characters: it has " in problem


def test_a_lesson_that_expects_nothing_is_no_test() -> None:
    assert not check_lesson(lesson(HEAD + '[[step]]\nsay = "x"\n')).ok


def test_a_step_that_cannot_be_done_is_reported_with_its_time() -> None:
    text = HEAD + '[[step]]\nset = "learning_rate"\nto = "limit * 2"\n[[step]]\nexpect = "loss>0"\n'
    assert "'limit * 2' has no value here" in check_lesson(lesson(text)).lines()[0]


@pytest.mark.parametrize(("setting", "value"), [("batch_size", "10"), ("optimizer", '"adam"')])
def test_the_limit_of_the_learning_rate_is_one_of_plain_descent_on_full_batches(
    setting: str, value: str
) -> None:
    head = HEAD.replace('"ring"', '"one-knob"')
    there = '[[step]]\nexpect = "limit > 0"\n'
    assert check_lesson(lesson(head + there)).ok
    change = f'[[step]]\nset = "{setting}"\nto = {value}\n'
    assert not check_lesson(lesson(head + change + there)).ok


def test_what_fits() -> None:
    assert fits("x" * 42 + "\n" + "y" * 42)
    assert not fits("x" * 43)
    assert not fits("a\nb\nc")
