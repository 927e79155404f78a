"""What captions have to say and may not, in each language; the rules are one by one."""

import pytest
from lesson_kit import HEAD, lesson

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.language.number_format import Number
from eq_sim.lessons.wording.number_words import number_words
from eq_sim.lessons.wording.shown_sums import wrong_sums
from eq_sim.lessons.wording.typed_numbers import typed_numbers

TESTED = HEAD.replace('"ring"', '"digits"')


def wording(steps: str, head: str = HEAD) -> list[str]:
    """Returns what is wrong with the words of a lesson."""
    return list(check_lesson(lesson(f'{head}{steps}\n[[step]]\nexpect = "loss > 0"\n')).wording)


@pytest.mark.parametrize(
    ("say", "german", "found"),
    [
        ("{accuracy} right on test.", "{accuracy} im Test richtig.", []),
        ("{accuracy} is right.", "Im Testteil {accuracy}.", ["en"]),
        ("{right} on test.", "Davon sind {right} richtig.", ["de"]),
        ("Training ends: {train accuracy}.", "Das Training endet: {train accuracy}.", ["en", "de"]),
        ("On train {train accuracy}.", "Im Training {train accuracy}.", []),
        ("{noted one} on test.", "Richtig: {noted one}", ["de"]),
        ("On train {accuracy to 2 digits}.", "Im Test {accuracy}.", ["en"]),
        ("{loss}, {knobs}", "{loss}, {knobs}", []),
    ],
)
def test_an_accuracy_is_of_a_part(say: str, german: str, found: list[str]) -> None:
    note = '[[step]]\nnote = "noted one"\nof = "accuracy"\n'
    step = f'[[step]]\nsay = "{say}"\n"say.de" = "{german}"\nseconds = 1\n'
    problems = wording(note + step, TESTED)
    assert [problem.split(": ")[0] for problem in problems] == [f"step 2, {one}" for one in found]


def test_without_a_test_part_an_accuracy_is_of_the_train_part() -> None:
    head = f"{HEAD}change = {{ test_fraction = 0.0 }}\n"
    (problem,) = wording('[[step]]\nsay = "{accuracy} on test."\nseconds = 1\n', head)
    assert problem == "step 1, en: says 'test', and {accuracy} is of the train part here"
    assert wording('[[step]]\nsay = "{accuracy} on train."\nseconds = 1\n', head) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sixty points, 90 times.", ["90", "Sixty"]),
        ("the data\n90 times", ["90"]),
        ("1,800 passes; 85 %; 2.3", ["1,800", "85 %", "2.3"]),
        ("1 % of them, 0 of {knobs}", ["1 %", "0"]),
        ("B starts at 0, and 1 is whole: x1, x₁, GPT-3, ResNet-50", []),
        ("layer 2, neuron 12, point 3; the 3rd, the second", []),
        ("one knob at a time, two classes, half of it, a third", []),
        ("thousands of knobs; {loss to 5 digits} and {x}-fold", []),
    ],
)
def test_a_typed_number_is_found(text: str, found: list[str]) -> None:
    assert typed_numbers(text, "en") == found


def test_what_is_given_is_no_typed_number() -> None:
    say = '[[step]]\nsay = "Further than 1 %, in 7 steps."\nseconds = 1\n'
    assert "'1 %' and '7'" in wording(say)[0]
    assert wording(f'{say}given = ["1 %", "7 steps"]\n') == []
    (problem,) = wording(f'{say}given = ["1 %", "7", "9 %"]\n')
    assert "'9 %' stands nowhere" in problem


def test_german_number_words() -> None:
    numbers = "zwölf Drei fünfundzwanzig dreißig zwanzigmal zweihundertfünf tausend Million elf"
    others = "ein eine einmal zwei zweimal Achtet allein Millionen und hunderte Dreiklang zehnte"
    assert number_words(numbers, "de") == numbers.split()
    assert number_words(others, "de") == []
    assert number_words("quatre", "fr") == []


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("0.5 · 1.3 = 0.65", "en", False),
        ("0.5 · 1.3\n= 0.66", "en", False),  # one off in the last digit
        ("0.5 · 1.3 = 0.68", "en", True),
        ("0,5 · 1,3 = 0,68", "de", True),
        ("−0.5 · 1.2 − −0.4 + 1 = 0.8", "en", False),
        ("−0.5 · 1.2 − −0.4 + 1 = 0.9", "en", False),
        ("−0.5 · 1.2 − −0.4 + 1 = 1.0", "en", True),
        ("1\u202f200 × 2 = 2\u202f400", "de", False),
        ("1,200 × 2 = 2,500", "en", True),
        ("50 % · 200 = 100", "en", False),
        ("1 / 0 = 3", "en", True),
        ("x · 3 + 4 = 9, (1 + 1) · 3 = 6, 2 · (3 + 4) = 14", "en", False),
        ("1.2.3 + 1 = 5", "en", False),
    ],
)
def test_what_is_shown_as_a_sum_comes_to_it(text: str, language: str, wrong: bool) -> None:
    assert bool(wrong_sums(text, language)) == wrong


def test_a_caption_is_read_as_it_stands_with_its_numbers() -> None:
    steps = (
        '[[step]]\nsay = "A knob at\\n{knob: x1 -> neuron 1}."\nseconds = 1\n'
        '[[step]]\nguess = "{knobs} + {knobs} =\\n{questions}, or?"\nanswers = ["5", "Yes"]\n'
        "right = 2\nseconds = 1\nafter = 1\n"
    )
    alone, total = wording(steps)
    assert alone.startswith("step 1, en: 'A knob at")
    assert "one word in its second line" in alone
    assert total.startswith("step 2, en: shows '25 + 25 =")
    assert "which comes to 50" in total


def test_the_right_answer_is_read_and_may_have_numbers() -> None:
    def asked(right: int) -> str:
        return (
            '[[step]]\nguess = "How many?"\nanswers = ["{knobs}", "100", "None"]\n'
            f"right = {right}\nseconds = 1\nafter = 1\n"
        )

    assert wording(asked(1)) == []
    assert "'100'" in wording(asked(2))[0]


def test_words_fail_a_lesson() -> None:
    steps = '[[step]]\nsay = "90 times"\nseconds = 1\n[[step]]\nexpect = "loss > 0"\n'
    of = lesson(HEAD + steps)
    assert not check_lesson(of).ok
    assert "90" in check_lesson(of).lines()[0]


def test_german_thousands_are_parted_as_in_the_panels() -> None:
    assert Number(1234.5).text("de", 5) == "1\u202f234,5"
