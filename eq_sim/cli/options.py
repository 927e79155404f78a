"""The options that several commands have, and how their words become values."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence

from eq_sim.session.errors import SettingError
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS, parse

MOST_STEPS = 1_000_000_000
"""As many as a scenario may have."""

_QUOTED = 40  # characters of what was typed

SETTABLE = tuple(name for name in SETTINGS if name != "speed")
"""What ``--set`` takes: every setting but how fast one watches."""


def add_seed(parser: ArgumentParser) -> None:
    """Adds ``--seed``; without it the scenario or the file decides."""
    parser.add_argument("--seed", type=count, metavar="S")


def add_size(parser: ArgumentParser, default: tuple[int, int], *, film: bool = False) -> None:
    """Adds ``--size``, of a picture in pixels: width, height; ``film`` asks for that of a film."""
    kind = film_size if film else size
    parser.add_argument("--size", type=kind, default=default, metavar="WxH")


def add_theme(parser: ArgumentParser) -> None:
    """Adds ``--theme`` of a picture."""
    add_choice(parser, "--theme", ("dark", "light"), "dark")


def add_decimal(parser: ArgumentParser) -> None:
    """Adds ``--decimal``, of all numbers in a film; without it the language decides."""
    add_choice(parser, "--decimal", (".", ","), None)


def add_part(parser: ArgumentParser) -> None:
    """Adds what makes a picture of a part: one chapter, one panel, without its ground."""
    add_chapter(parser)
    add_panel(parser)


def add_chapter(parser: ArgumentParser) -> None:
    """Adds ``--chapter``."""
    parser.add_argument(
        "--chapter", metavar="N|TITLE", help="of one lesson: a chapter alone, by number or title"
    )


def add_panel(parser: ArgumentParser) -> None:
    """Adds ``--panel`` and ``--transparent``."""
    parser.add_argument(
        "--panel",
        default="",
        metavar="NAME",
        help="a panel or a card alone, as lessons call it: loss, output, console, …",
    )
    parser.add_argument(
        "--transparent", action="store_true", help="without a ground, for a slide that has its own"
    )


def add_language(parser: ArgumentParser, what: str, default: str | None = None) -> None:
    """Adds ``--language``, of what is seen; without it a lesson is in its own."""
    parser.add_argument("--language", default=default, metavar="LL", help=what)


def add_choice(
    parser: ArgumentParser, option: str, choices: Sequence[str | int], default: str | int | None
) -> None:
    """Adds an option that takes one of a few words or numbers, and says which."""
    offered = {str(choice): choice for choice in choices}

    def chosen(text: str) -> str | int:
        if text not in offered:
            raise ArgumentTypeError(f"choose {' or '.join(offered)}, not '{text}'")
        return offered[text]

    parser.add_argument(option, type=chosen, default=default, metavar="|".join(offered))


def add_json(parser: ArgumentParser) -> None:
    """Adds ``--json``, for programs that read what is said."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_settings(parser: ArgumentParser) -> None:
    """Adds ``--set``, as often as one likes."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=f"change a setting: {', '.join(SETTABLE)}",
    )


def settings(pairs: Iterable[str]) -> list[tuple[str, Value]]:
    """Returns the settings that ``--set`` names, with their values.

    Raises:
        SettingError: no such setting can be set, or the value is not of its kind.
    """
    found = []
    for pair in pairs:
        key, equals, text = pair.partition("=")
        key = key.strip().replace("-", "_")
        if not equals:
            raise SettingError("--set takes KEY=VALUE, not '{pair}'", pair=pair)
        if key not in SETTABLE:
            raise SettingError(
                "there is no setting '{name}': choose {names}", name=key, names=", ".join(SETTABLE)
            )
        found.append((key, parse(key, text.strip())))
    return found


def count(text: str) -> int:
    """Reads a whole number from 0 up."""
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text):
        raise ArgumentTypeError(f"a whole number is needed, not '{_quoted(text)}'")
    number = int(text)
    if not 0 <= number < 2**63:
        raise ArgumentTypeError(f"a whole number from 0 to 2⁶³ − 1 is needed, not {text}")
    return number


def steps(text: str) -> int:
    """Reads how many training steps, or passes through the data, to take."""
    number = count(text)
    if number > MOST_STEPS:
        raise ArgumentTypeError(f"{text} is not from 0 to {MOST_STEPS:,}")
    return number


def size(text: str) -> tuple[int, int]:
    """Reads a width and a height in pixels, such as 1600x900."""
    found = re.fullmatch(r"([0-9]{1,9})[xX]([0-9]{1,9})", text)
    if not found:
        raise ArgumentTypeError(f"a size such as 1600x900 is needed, not '{_quoted(text)}'")
    return int(found[1]), int(found[2])


def film_size(text: str) -> tuple[int, int]:
    """Reads the size of a film of the window: smaller ones would cut every word in it."""
    from eq_sim.film.pictures import LARGEST

    width, height = size(text)
    if not (320 <= width <= LARGEST and 180 <= height <= LARGEST):
        raise ArgumentTypeError(
            f"a film of the window is 320x180 to {LARGEST}x{LARGEST} pixels, not {_quoted(text)}"
        )
    return width, height


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
