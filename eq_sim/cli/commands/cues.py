"""``eq-sim cues``: when to say what beside a film of a lesson, for those who narrate it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_writable, checked_language
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_chapter, add_decimal, add_language
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import writing

_PAGES, _TEXTS = (".html", ".htm"), (".txt",)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON|FILE.toml")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="a page to print, .html, or text, .txt; without it the text is printed here",
    )
    add_chapter(parser)
    add_language(parser, "of the captions and of the sheet: en, de, …")
    add_decimal(parser)


def _run(options: Namespace) -> int:
    from eq_sim.lessons.chapters import find_chapter
    from eq_sim.lessons.cue_sheet import as_page, as_text
    from eq_sim.lessons.cues import cues
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.lessons.signed import signed
    from eq_sim.lessons.what_is_said import in_language
    from eq_sim.session.files.atomic import write_atomically

    output: Path | None = options.output
    if output is not None:
        if output.suffix.lower() not in (*_PAGES, *_TEXTS):
            raise UsageError("{path}: a cue sheet is a .html or .txt file", path=output)
        check_writable(output)
    lesson = load_lesson(options.lesson)
    language = checked_language(options.language, lesson.languages)
    chapter = None if options.chapter is None else find_chapter(lesson, options.chapter)
    with interruption.only_noted():
        found = cues(
            lesson, language, chapter=chapter, decimal=options.decimal, check=interruption.check
        )
        page = output is not None and output.suffix.lower() in _PAGES
        write = as_page if page else as_text
        title = in_language(signed(lesson.title, options.decimal), language)
        sheet = write(title, found, language, options.decimal)
        if output is None:
            print(sheet, end="")
            return 0
        with writing(output):
            write_atomically(output, sheet.encode())
    print(f"{output}: {len(found)} cues")
    return 0


COMMAND = Command("cues", 28, "write when to say what beside a film of a lesson", _arguments, _run)
