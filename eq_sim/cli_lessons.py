"""The commands of the lecturer: film, stills, check, race."""

import argparse
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eq_sim import preflight
from eq_sim.film.pictures import RATES
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.scenario import load_scenario

# Lessons and films are imported by the commands that need them: the window starts from here too.
if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.session.files.recording import Done

Size = Callable[[str], tuple[int, int]]


def add_commands(commands: "argparse._SubParsersAction[Any]", size: Size) -> None:
    """Adds the commands to the command line.

    Args:
        commands: of the program.
        size: reads "1920x1080".
    """
    film = commands.add_parser("film", help="make a film of a lesson or a recording")
    film.add_argument("lesson", metavar="LESSON|FILE.toml|RECORDING.jsonl")
    film.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    film.add_argument("--size", type=size, default=(1920, 1080), metavar="WxH")
    film.add_argument("--fps", type=int, choices=RATES, default=30)
    film.add_argument("--theme", choices=("dark", "light"), default="dark")
    film.add_argument("--language", default="en", metavar="LL", help="of the captions: en, de, …")
    film.add_argument(
        "--subtitles", action="store_true", help="captions as a track, not in the picture"
    )
    film.add_argument(
        "--keys", action="store_true", help="of a recording: show what was done, and its key"
    )
    film.add_argument("--narration", type=Path, metavar="FILE.wav")
    film.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    film.set_defaults(command=_film)

    stills = commands.add_parser("stills", help="write a picture of each chapter of a lesson")
    stills.add_argument("lesson", metavar="LESSON|FILE.toml")
    stills.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    stills.add_argument("--size", type=size, default=(1920, 1080), metavar="WxH")
    stills.add_argument("--theme", choices=("dark", "light"), default="dark")
    stills.add_argument("--language", default="en", metavar="LL")
    stills.set_defaults(command=_stills)

    script = commands.add_parser("lesson", help="write a recording as a lesson, to add words to")
    script.add_argument("recording", type=Path, metavar="RECORDING.jsonl")
    script.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.toml")
    script.add_argument("--from", dest="first", type=_seconds, default=0.0, metavar="S")
    script.add_argument("--to", dest="last", type=_seconds, metavar="S")
    script.add_argument("--idle", type=_seconds, metavar="S", help="cut longer pauses to this")
    script.set_defaults(command=_lesson)

    racing = commands.add_parser(
        "race", help="race one knob at a time against gradient descent, equal passes each"
    )
    racing.add_argument("scenario", metavar="SCENARIO|FILE.toml")
    racing.add_argument("--passes", type=_passes, default=1800, metavar="N")
    racing.add_argument("--seed", type=int, default=1, metavar="S")
    racing.add_argument("--json", action="store_true", help="print one JSON object")
    racing.set_defaults(command=_race)

    checking = commands.add_parser("check", help="play lessons without a window and check them")
    checking.add_argument("lessons", nargs="*", metavar="LESSON|FILE.toml")
    checking.add_argument("--json", action="store_true", help="print one JSON object")
    checking.set_defaults(command=_check)


def _film(options: argparse.Namespace) -> int:
    """Makes a film; says how far it is on stderr."""
    _check_qt()
    from eq_sim.film.film import make_film
    from eq_sim.film.film_error import FilmError
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt

    silence_qt()
    what, title = _subject(options)
    if not options.output.absolute().parent.is_dir():
        parent = options.output.absolute().parent
        raise FilmError(f"{options.output} cannot be written: there is no folder {parent}")
    burned = options.keys if isinstance(what, list) else not options.subtitles
    pictures = OffscreenFilm(what, options.size, options.theme, options.language, burned=burned)
    total = round(pictures.seconds * options.fps)
    stop = _StopRequest() if options.progress else None
    shown = options.progress or sys.stderr.isatty()

    def progress(count: int) -> None:
        if not shown or (count % 15 and count != total):
            return
        if options.progress:
            print(json.dumps({"frame": count, "of": total}), flush=True)
        else:
            print(f"\rframe {count:,} of {total:,}", end="", file=sys.stderr, flush=True)

    try:
        film = make_film(
            pictures.frames(options.fps),
            options.output,
            fps=options.fps,
            size=options.size,
            captions=pictures.captions,
            chapters=pictures.chapters,
            burned=burned,
            narration=options.narration,
            language=options.language,
            title=title,
            progress=progress,
            cancelled=None if stop is None else stop.requested,
        )
    finally:
        pictures.close()
        if shown and not options.progress:
            print(file=sys.stderr)
    names = ", ".join(path.name for path in film.beside)
    beside = f"; beside it {names}" if names else ""
    print(f"{film.path}: {film.seconds:.1f} s, {film.frames:,} frames{beside}")
    return 0


def _subject(options: argparse.Namespace) -> "tuple[Lesson | list[Done], str]":
    """Returns what is filmed, a lesson or a recording, and its title."""
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.session.files.recording import read_recording

    if options.lesson.endswith(".jsonl"):
        path = Path(options.lesson)
        return read_recording(path), path.stem
    lesson = load_lesson(options.lesson)
    return lesson, lesson.title.get(options.language, lesson.title["en"])


class _StopRequest:
    """Whether the program that started this one wants it to stop: it writes a line, or is gone."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def requested(self) -> bool:
        """Whether it came."""
        return self._stop.is_set()

    def _listen(self) -> None:
        sys.stdin.readline()
        self._stop.set()


def _check_qt() -> None:
    trouble = preflight.trouble(window=False)
    if trouble:
        raise EqSimError(trouble)


def _stills(options: argparse.Namespace) -> int:
    """Writes a picture per chapter."""
    _check_qt()
    from eq_sim.film.film_error import FilmError
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt

    silence_qt()
    lesson = load_lesson(options.lesson)
    pictures = OffscreenFilm(lesson, options.size, options.theme, options.language)
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        made = pictures.stills(options.output, lesson.name)
    except OSError as error:
        raise FilmError(f"{options.output} cannot be written: {error.strerror}") from error
    finally:
        pictures.close()
    for path in made:
        print(path)
    return 0


def _seconds(text: str) -> float:
    """Reads a time in seconds."""
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e6:
        raise argparse.ArgumentTypeError(f"a time is a number of seconds, not '{text}'")
    return seconds


def _lesson(options: argparse.Namespace) -> int:
    """Writes a lesson."""
    from eq_sim.lessons.files.recording_to_lesson import as_lesson
    from eq_sim.lessons.lesson_error import LessonError
    from eq_sim.session.files.recording import read_recording, trimmed

    done = trimmed(read_recording(options.recording), options.first, options.last, options.idle)
    text, left_out = as_lesson(done, options.recording.stem)
    try:
        write_atomically(options.output, text.encode())
    except OSError as error:
        raise LessonError(f"{options.output} cannot be written: {error.strerror}") from error
    print(f'{options.output}: a lesson of {done[-1].end:.0f} s; add captions with say = "…"')
    for line in left_out:
        print(f"  left out {line}", file=sys.stderr)
    return 0


def _passes(text: str) -> int:
    """Reads a count of passes."""
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"passes are 1 to 1,000,000, not '{text}'")
    return int(text)


def _race(options: argparse.Namespace) -> int:
    """Races the two, and says who won."""
    from eq_sim.session.questions.one_at_a_time import race

    run = race(load_scenario(options.scenario), options.passes, options.seed)
    sides = {"one at a time": run.rival, "all at once": run.descent}
    result = {
        "scenario": run.scenario.name,
        "seed": run.seed,
        "knobs": run.knobs,
        "passes": run.passes,
        "winner": run.winner,
        **{
            name: {
                "loss": float(side.losses[-1]),
                run.scenario.goal.metric: side.measure,
                "test": side.test_measure,
            }
            for name, side in sides.items()
        },
    }
    if options.json:
        print(json.dumps(result))
        return 0
    print(f"{run.knobs:,} knobs, {run.passes:,} passes through the data for each:")
    for name, side in sides.items():
        print(f"  {name:<14} train loss {side.losses[-1]:.4g}")
    print(f"The winner is: {run.winner}. The rival had {run.visits:,} knobs in hand.")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Plays lessons; says what did not hold. Exit code 1 if anything did not."""
    from eq_sim.lessons.check import check
    from eq_sim.lessons.files.lesson_file import bundled_lessons

    names = options.lessons or bundled_lessons()
    reports, good = {}, True
    for name in names:
        try:
            report = check(name)
        except EqSimError as error:
            good = False
            reports[name] = {"ok": False, "seconds": 0.0, "problems": [str(error)]}
            if not options.json:
                print(f"{name}: {error}")
            continue
        good = good and report.ok
        reports[name] = {"ok": report.ok, "seconds": report.seconds, "problems": report.lines()}
        if not options.json:
            held = sum(finding.held for finding in report.findings)
            state = "ok" if report.ok else "NOT OK"
            print(
                f"{name}: {state}, {held} of {len(report.findings)} expectations hold, "
                f"{report.seconds:.0f} s on stage"
            )
            for line in report.lines():
                print(f"  {line}")
    if options.json:
        print(json.dumps(reports, ensure_ascii=False))
    return 0 if good else 1
