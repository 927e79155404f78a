"""A lesson's experiment played from one seed, and from many, as fast as it can be computed."""

from collections.abc import Callable

from eq_sim.language.tr import tr
from eq_sim.lessons.counting.reseeding import reseeded
from eq_sim.lessons.counting.tally import Play, Tally, tally
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import StepError
from eq_sim.lessons.playhead import Playhead
from eq_sim.lessons.scene import TICKS

_LOOK = TICKS  # ticks of a lesson that are played at once: a second of it

Progress = Callable[[int], object]


def unheard(done: int) -> None:
    """Is told how far it is, and says nothing."""


def play_from(lesson: Lesson, seed: int) -> Play:
    """Returns what came of a lesson from a seed; a step that cannot be done ends it.

    Args:
        lesson: the lesson.
        seed: takes the place of its own ones, as ``reseeded`` says.
    """
    playhead, trouble = None, ""
    try:
        other = reseeded(lesson, seed)
        playhead = Playhead(other.session(), other)
        while not playhead.finished:
            playhead.run_to(playhead.tick + _LOOK)
    except StepError as error:
        mistake = error.mistake
        trouble = tr("stopped at step {step}: {error}", step=mistake.step, error=mistake.reason)
    except MemoryError:
        trouble = tr("stopped: there is not enough memory to go on")
    findings = playhead.context.scene.findings if playhead else []
    held = tuple(finding.held for finding in findings if not finding.of_guess)
    return Play(seed, held, trouble)


def count(lesson: Lesson, seeds: range, progress: Progress = unheard) -> Tally:
    """Returns how often each expectation of a lesson holds, from seeds one after another.

    Args:
        lesson: the lesson.
        seeds: at least one.
        progress: is told how many seeds are done.
    """
    plays = []
    for seed in seeds:
        plays.append(play_from(lesson, seed))
        progress(len(plays))
    return tally(lesson, seeds, plays)
