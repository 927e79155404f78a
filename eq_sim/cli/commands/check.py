"""``eq-sim check``: lessons played without a window, from their own seed and from many.

The exit code is 1 if something does not hold, and 2 if a lesson cannot be played at all.
"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from eq_sim import interruption
from eq_sim.cli import streams
from eq_sim.cli.checks import check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json, count
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.errors import EqSimError

if TYPE_CHECKING:
    from eq_sim.lessons.counting.tally import Tally
    from eq_sim.lessons.lesson import Lesson

    Count = Callable[[Lesson], Tally]

_MOST_SEEDS = 10_000
_MOST_PROCESSES = 256
_FIRST_SEED = 1000
_LARGEST_FIRST = 10**15  # with all that come after it, and other starts, a seed still


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON|FILE.toml")
    parser.add_argument(
        "--layout",
        action="store_true",
        help="lay every step out in pictures of 16:9 and 4:3, in each language: is what it lights "
        "there, and every text whole",
    )
    parser.add_argument(
        "--seeds",
        type=partial(_between, 1, _MOST_SEEDS, "seeds"),
        metavar="N",
        help="count from how many of N seeds each expectation holds; the seeds take the place of "
        "the lesson's own and of those of its load steps",
    )
    parser.add_argument(
        "--first-seed",
        type=partial(_between, 0, _LARGEST_FIRST, "the first seed"),
        metavar="S",
        help=f"the first of these seeds ({_FIRST_SEED:,})",
    )
    parser.add_argument(
        "--processes",
        type=partial(_between, 1, _MOST_PROCESSES, "processes"),
        metavar="P",
        help="play in so many processes (as many as there are processors)",
    )
    add_json(parser)


def _between(least: int, most: int, what: str, text: str) -> int:
    number = count(text)
    if not least <= number <= most:
        raise ArgumentTypeError(f"{what}: {least:,} to {most:,}, not {number:,}")
    return number


def _run(options: Namespace) -> int:
    from eq_sim.lessons.check import check_lesson
    from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
    from eq_sim.lessons.in_file import with_line

    if options.seeds is None and (options.first_seed, options.processes) != (None, None):
        raise UsageError("--first-seed and --processes go with --seeds, such as --seeds 20")
    if options.layout:
        check_qt(window=False)
    names = options.lessons or bundled_lessons()
    reports: dict[str, dict[str, Any]] = {}
    good, mistaken = True, False
    with _counting(options) as counted:
        for name in names:
            try:
                lesson = load_lesson(name)
                report = check_lesson(lesson)
                tally = counted(lesson) if counted else None
                unseen = _laid_out(lesson) if options.layout else ()
            except EqSimError as error:
                mistaken = True
                reports[name] = {"ok": False, "seconds": 0.0, "problems": [str(error)]}
                streams.tell(str(error))
                continue
            found = (*report.lines(), *unseen, *(tally.problems if tally else ()))
            problems = [with_line(problem, lesson) for problem in found]
            fine = report.ok and not problems
            good = good and fine
            reports[name] = {"ok": fine, "seconds": report.seconds, "problems": problems}
            if tally:
                reports[name] |= _numbers(tally, lesson)
            if not options.json:
                held = sum(finding.held for finding in report.findings)
                print(
                    f"{name}: {'ok' if fine else 'NOT OK'}, {held} of {len(report.findings)} "
                    f"expectations hold, {report.seconds:.0f} s on stage"
                )
                for line in (*problems, *(tally.lines() if tally else ())):
                    print(f"  {with_line(line, lesson)}")
    if options.json:
        print(json.dumps(reports))
    return 2 if mistaken else 0 if good else 1


def _laid_out(lesson: "Lesson") -> list[str]:
    """Returns what an audience cannot see or read of a lesson, a line each."""
    from eq_sim.lesson_layout import faults_of
    from eq_sim.offscreen_film import silence_qt

    silence_qt()
    with interruption.only_noted():
        return [str(fault) for fault in faults_of(lesson, interruption.check)]


@contextmanager
def _counting(options: Namespace) -> "Iterator[Count | None]":
    """Yields what counts a lesson over seeds; None where that is not asked for."""
    if options.seeds is None:
        yield None
        return
    from eq_sim.lessons.counting.playing import count as count_here
    from eq_sim.lessons.counting.processes import CountingProcesses
    from eq_sim.sweeps.processes import processors

    first = _FIRST_SEED if options.first_seed is None else options.first_seed
    seeds = range(first, first + options.seeds)
    jobs = min(options.processes or processors(), options.seeds)
    if jobs == 1:
        yield lambda lesson: count_here(lesson, seeds, _progress(lesson, seeds))
        return

    with CountingProcesses(jobs, interruption.asked) as processes:

        def count_there(lesson: "Lesson") -> "Tally":
            with interruption.only_noted():
                found = processes.count(lesson, seeds, _progress(lesson, seeds))
            assert found is not None  # whoever wants it to stop has been answered by an exception
            return found

        yield count_there


def _progress(lesson: "Lesson", seeds: range) -> Callable[[int], None]:
    def said(done: int) -> None:
        if sys.stderr.isatty():
            end = "\r" if done < len(seeds) else "\r\033[K"
            print(
                f"{lesson.name}: {done:,} of {len(seeds):,} seeds", end=end, file=sys.stderr,
                flush=True,
            )  # fmt: skip

    return said


def _numbers(tally: "Tally", lesson: "Lesson") -> dict[str, Any]:
    from eq_sim.lessons.in_file import with_line

    return {
        "seeds": [tally.seeds[0], tally.seeds[-1]],
        "shares": [
            {
                "step": share.step,
                "expect": share.text,
                "general": share.general,
                "held": share.counted.held,
                "of": len(tally.seeds),
                "counted": str(share.counted),
                "written": None if share.written is None else str(share.written),
                "failed": list(share.failed),
            }
            for share in tally.shares
        ],
        "stopped": {str(seed): with_line(why, lesson) for seed, why in tally.troubles.items()},
    }


COMMAND = Command("check", 12, "play lessons without a window and check them", _arguments, _run)
