"""A lesson from other seeds: what is replaced, what is counted, what its file keeps of it."""

import pytest
from lesson_kit import HEAD, lesson, player

from eq_sim.lessons.counting.playing import count
from eq_sim.lessons.counting.reseeding import reseeded
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.steps.training import LoadStep

KNOB = HEAD.replace('"ring"', '"one-knob"')


def seeds_of(text: str, seed: int) -> list[int]:
    """Returns the seeds that a lesson loads, from another seed."""
    other = reseeded(lesson(text), seed)
    followers = [each for step in other.steps for each in (step, *step.followers())]
    return [step.seed for step in (other.opening, *followers) if isinstance(step, LoadStep)]


def test_a_seed_takes_the_place_of_all_and_another_start_stays_another() -> None:
    text = HEAD  # ring, seed 3
    for scenario, seed in (("ring", 3), ("ring", 5), ("digits", 1), ("ring", 5), ("ring", 3)):
        text += f'[[step]]\nload = "{scenario}"\nseed = {seed}\n'
    text += (
        '[[step]]\nask = "Go."\nhint = "Now."\nuntil = "loss < 1"\n'
        'way_on = [{ load = "ring", seed = 9 }]\n'
    )
    first, second, third = 1000, 1_001_000, 2_001_000
    assert seeds_of(text, 1000) == [first, first, second, first, second, first, third]


def test_a_count_is_what_playing_from_each_seed_gives() -> None:
    text = KNOB + '[[step]]\ntrain = 20\n[[step]]\nexpect = "{knob: x -> y} < 1"\n'
    tally = count(lesson(text), range(1000, 1012))
    held = []
    for seed in range(1000, 1012):
        of = player(text.replace("seed = 3", f"seed = {seed}"))
        of.play()
        while not of.finished:
            of.advance(7)
        held.append(of.findings[0].held)
    (share,) = tally.shares
    assert share.counted.held == sum(held)
    assert 0 < sum(held) < 12
    assert [seed in share.failed for seed in tally.seeds] == [not each for each in held]


def test_the_answers_of_a_guess_are_not_counted_as_expectations() -> None:
    text = (
        f"{KNOB}[[step]]\nguess = 'Which?'\nanswers = ['this', 'that']\n"
        "right = ['loss > 0', 'loss < 0']\n"
        "[[step]]\nexpect = 'loss < 0'\n[[step]]\nexpect = 'loss > 0'\n"
    )
    tally = count(lesson(text), range(1000, 1002))
    assert [share.counted.held for share in tally.shares] == [0, 2]


def test_what_the_file_says_is_compared_with_what_is_counted_now() -> None:
    def problems(counted: str) -> list[str]:
        text = f'{KNOB}[[step]]\nexpect = "loss > 0"\ncounted = "{counted}"\n'
        return count(lesson(text), range(1000, 1004)).problems

    assert problems("4 of 4, seeds 1000-1003") == []
    assert problems("3 of 4, seeds 1000-1003") == []  # another machine's last bits
    assert problems("0 of 4, seeds 0-3") == []  # of other seeds
    (problem,) = problems("2 of 4, seeds 1000-1003")
    assert "'2 of 4, seeds 1000-1003', now it is '4 of 4, seeds 1000-1003'" in problem


def test_a_count_is_in_the_notes_and_captions_can_speak_of_it() -> None:
    text = KNOB + (
        '[[step]]\nexpect = "loss > 0"\ncounted = "19 of 20, seeds 1000-1019"\nname = "better"\n'
        'notes = "Slowly."\n'
        '[[step]]\nsay = "In {held: better} of {seeds: better} starts."\n'
    )
    of = player(text)
    of.play()
    of.advance(30)
    assert of.caption == "In 19 of 20 starts."
    assert of.on_stage.notes == ("Slowly.\nCounted: loss > 0 held from 19 of 20, seeds 1000-1019.")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('counted = "19/20"', "written as in '19 of 20, seeds 1000-1019'"),
        ('counted = "21 of 20, seeds 1000-1019"', "not more of them held"),
        ('counted = "0 of 0, seeds 1000-1000"', "1 to 10,000 seeds"),
        ('counted = "2 of 20, seeds 1000-1020"', "seeds 1000-1020 are not 20"),
        ('name = "better"', "'counted', which is missing"),
    ],
)
def test_a_count_that_does_not_add_up_is_a_mistake(keys: str, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        lesson(f'{KNOB}[[step]]\nexpect = "loss > 0"\n{keys}\n')


def test_a_count_that_nobody_has_made_cannot_be_spoken_of() -> None:
    with pytest.raises(LessonError, match="no expectation with 'counted' has the name 'x'"):
        lesson(f'{KNOB}[[step]]\nsay = "{{held: x}}"\n')


def test_numbers_of_the_script_itself() -> None:
    text = HEAD + (
        '[[step]]\nsay = "{steps to come}, {passes to come}, {chance}, {setting: l2 to 1 digits}"\n'
        "[[step]]\nrival = 1800\nseconds = 0\n[[step]]\ntrain = 12\nseconds = 0\n"
        '[[step]]\nmute = "smallest 50 % of the weights"\n'
        '[[step]]\nsay = "{muted share}, {bits} bits, {steps to come}"\n'
    )
    of = player(text)
    of.play()
    of.advance(1)
    assert of.caption == "12, 1,800, 50 %, 0"
    while not of.finished:
        of.advance(600)
    assert of.caption == "50 %, 32 bits, ?"
    with pytest.raises(LessonError, match="no setting 'optimizer' is a number: choose"):
        lesson(f'{HEAD}[[step]]\nsay = "{{setting: optimizer}}"\n')
