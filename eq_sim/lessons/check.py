"""Plays lessons without an audience, and says what did not hold."""

from dataclasses import dataclass

from eq_sim.language.tr import tr
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.lessons.language.caption_lines import too_long
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import StepError
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import Finding, Spoken
from eq_sim.lessons.unseen import never_seen, out_of_sight
from eq_sim.lessons.wording.spoken import speaks
from eq_sim.lessons.wording.wording import Wording
from eq_sim.session.errors import shortened

_FRAME = 60  # ticks: a tenth of a second


@dataclass(frozen=True)
class Report:
    """How a lesson went.

    Attributes:
        name: the lesson's name.
        seconds: its length.
        findings: every expectation, and how it came out.
        problems: what else is wrong, a sentence each.
        wording: what is wrong with its words, a sentence each; among the problems, too.
    """

    name: str
    seconds: float
    findings: tuple[Finding, ...]
    problems: tuple[str, ...]
    wording: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything held."""
        return not self.problems and all(finding.held for finding in self.findings)

    def lines(self) -> list[str]:
        """Returns what did not hold, a line each; empty where all did."""
        failed = [finding for finding in self.findings if not finding.held]
        return [
            *self.problems,
            *(
                tr(
                    "step {step}: expected {expected}, but {found}",
                    step=item.step,
                    expected=item.text,
                    found=item.numbers,
                )
                for item in failed
            ),
        ]


def check(name: str) -> Report:
    """Plays a lesson headless and looks at each expectation and each caption.

    Args:
        name: a shipped lesson, or a ``.toml`` file.

    Raises:
        LessonError: there is none, or its file is wrong.
    """
    return check_lesson(load_lesson(name))


def check_lesson(lesson: Lesson) -> Report:
    """Plays a lesson headless and looks at each expectation, each caption and its words."""
    wording = Wording(lesson)
    problems = dict.fromkeys(never_seen(lesson))
    findings: tuple[Finding, ...] = ()
    seconds = 0.0
    try:
        session = lesson.session()
        player = Player(session, lesson, auto=True)
        player.play()
        findings = player.findings
        while not player.finished:
            problems |= dict.fromkeys(out_of_sight(player))
            player.advance(_to_look_again(player))
            findings, seconds = player.findings, player.seconds
            problems |= dict.fromkeys(_long_captions(player))
            tested = bool(len(session.evaluation.test))
            wording.look(player.schedule, player.tick, _read_aloud(player), tested=tested)
    except StepError as error:
        # Who plays it says of which file this is.
        why = tr("stopped after {seconds:.1f} s: {error}", seconds=seconds, error=error.mistake)
        problems[why] = None
    except MemoryError:
        why = tr(
            "stopped after {seconds:.1f} s: there is not enough memory to go on", seconds=seconds
        )
        problems[why] = None
    if not findings and not problems:
        why = tr(
            "step {step}: up to this one, the last, nothing is expected: a lesson states at least "
            "one thing that must hold, in a step 'expect'",
            step=len(lesson.steps),
        )
        problems[why] = None
    problems |= dict.fromkeys(wording.problems)
    return Report(lesson.name, lesson.seconds, findings, tuple(problems), wording.problems)


def headless(lesson: Lesson, language: str = "") -> Player:
    """Returns a player with a session of its own, whose questions answer themselves."""
    return Player(lesson.session(), lesson, language, auto=True)


def _to_look_again(player: Player) -> int:
    """Returns the ticks to the next look: a frame, or less where a step begins before."""
    later = (each.start - player.tick for each in player.schedule if each.start > player.tick)
    return min(_FRAME, next(later, _FRAME))


def _read_aloud(player: Player) -> Spoken:
    """Returns the two lines that an audience reads now, by language."""
    question = player.on_stage.question
    return player.captions or (question.text if question else {})


def _long_captions(player: Player) -> list[str]:
    texts = dict(player.captions)
    question = player.on_stage.question
    if question:
        texts |= {
            tr("{language} (question)", language=language): text
            for language, text in question.text.items()
        }
    begun = [
        each.number for each in player.schedule if each.start <= player.tick and speaks(each.step)
    ]
    number = begun[-1] if begun else 0
    return [
        tr(
            "step {step}, {language}: the caption {problem}: {caption!r}",
            step=number,
            language=language,
            problem=too_long(text),
            caption=shortened(text),
        )
        for language, text in texts.items()
        if too_long(text)
    ]
