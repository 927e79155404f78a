"""A lesson's words, read by all rules: once as the script has them, and each time as they stand."""

from collections.abc import Mapping, Sequence

from eq_sim.language.lists import all_of
from eq_sim.language.tr import tr
from eq_sim.lessons.language.caption_lines import lines
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.scene import Spoken
from eq_sim.lessons.schedule import ScheduledStep
from eq_sim.lessons.steps.checks import NoteStep
from eq_sim.lessons.steps.step import Step
from eq_sim.lessons.wording.accuracies import name_of, part_not_said, wrong_part
from eq_sim.lessons.wording.shown_sums import wrong_sums
from eq_sim.lessons.wording.spoken import Speaking, SpokenText, speaks, spoken_texts
from eq_sim.lessons.wording.typed_numbers import not_in, typed_numbers
from eq_sim.session.errors import shortened


class Wording:
    """What is wrong with the words of one lesson.

    Args:
        lesson: which; its script is read at once.
    """

    def __init__(self, lesson: Lesson) -> None:
        self._found: dict[tuple[int, str, str], str] = {}
        self._seen: dict[str, str] = {}
        self._texts: dict[int, list[SpokenText]] = {}
        noted: dict[str, str] = {}
        for number, step in in_order_of_play(lesson.steps):
            if isinstance(step, NoteStep):
                of = name_of(step.of)
                noted[" ".join(step.note.split())] = noted.get(of, of)
            self._read(number, step, noted)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong so far, a sentence each, in the order of the steps."""
        return tuple(
            tr(
                "step {step}, {language}: {problem}",
                step=number,
                language=language,
                problem=self._found[number, language, rule],
            )
            for number, language, rule in sorted(self._found, key=lambda place: place[0])
        )

    def of_step(self, number: int) -> tuple[str, ...]:
        """Returns what is wrong so far with a step's words, without saying where."""
        return tuple(problem for place, problem in self._found.items() if place[0] == number)

    def look(
        self,
        schedule: Sequence[ScheduledStep],
        tick: int,
        captions: Spoken,
        *,
        tested: bool,
    ) -> None:
        """Looks at what stands on stage now.

        Args:
            schedule: the lesson's steps in time.
            tick: where it is.
            captions: what an audience reads, by language.
            tested: whether there is a test part.
        """
        for language, text in captions.items():
            if self._seen.get(language) == text:
                continue
            self._seen[language] = text
            begun = [each.number for each in schedule if each.start <= tick and speaks(each.step)]
            number = begun[-1] if begun else 0
            for each in self._texts.get(number, ()):
                problem = wrong_part(each.text, language, tested=tested)
                if each.language == language and problem:
                    self._add(number, language, "part", problem)
            broken = lines(text)
            if len(broken) == 2 and " " not in broken[1].strip():
                self._add(
                    number,
                    language,
                    "line",
                    tr(
                        "{caption!r} has one word in its second line: break it with \\n before, or "
                        "say it in one line",
                        caption=shortened(text),
                    ),
                )
            for problem in wrong_sums(text, language):
                self._add(
                    number, language, "sum",
                    tr(
                        "{problem}: show as many digits as it takes, or other numbers",
                        problem=problem,
                    ),
                )  # fmt: skip

    def _read(self, number: int, step: Step, noted: Mapping[str, str]) -> None:
        """Reads what a step says, as the script has it."""
        texts = list(spoken_texts(step))
        self._texts.setdefault(number, []).extend(texts)
        given = step.given if isinstance(step, Speaking) else ()
        for each in texts:
            problem = part_not_said(each.text, each.language, noted)
            if problem:
                self._add(number, each.language, each.field, problem)
            typed = typed_numbers(each.text, each.language, given)
            if typed:
                self._add(
                    number,
                    each.language,
                    f"{each.field} typed",
                    tr(
                        "has typed {numbers}: put a number's name in braces, or list what is true "
                        "by definition in 'given'",
                        numbers=_listed(typed),
                    ),
                )
        for piece in not_in([each.text for each in texts], given):
            nowhere = tr("'{piece}' stands nowhere: take it out", piece=shortened(piece))
            self._add(number, "given", piece, nowhere)

    def _add(self, number: int, language: str, rule: str, problem: str) -> None:
        """Adds a problem; of each rule, step and language the first."""
        self._found.setdefault((number, language, rule), problem)


def _listed(typed: Sequence[str]) -> str:
    return all_of(tr("'{word}'", word=number) for number in dict.fromkeys(typed))
