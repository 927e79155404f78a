"""The options that several commands have, and how their words become values."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence

from eq_sim.session.errors import SettingError
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import SETTINGS, parse

SETTABLE = tuple(name for name in SETTINGS if name != "speed")
"""What ``--set`` takes: every setting but how fast one watches."""


def add_seed(parser: ArgumentParser) -> None:
    """Adds ``--seed``; without it the scenario or the file decides."""
    parser.add_argument("--seed", type=count, metavar="S")


def add_size(parser: ArgumentParser, default: tuple[int, int]) -> None:
    """Adds ``--size``, of a picture in pixels: width, height."""
    parser.add_argument("--size", type=size, default=default, metavar="WxH")


def add_theme(parser: ArgumentParser) -> None:
    """Adds ``--theme`` of a picture."""
    add_choice(parser, "--theme", ("dark", "light"), "dark")


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
            raise SettingError(f"--set takes KEY=VALUE, not '{pair}'")
        if key not in SETTABLE:
            raise SettingError(f"there is no setting '{key}': choose {', '.join(SETTABLE)}")
        found.append((key, parse(key, text.strip())))
    return found


def count(text: str) -> int:
    """Reads a whole number from 0 up."""
    try:
        number = int(text)
    except ValueError:
        raise ArgumentTypeError(f"a whole number is needed, not '{text}'") from None
    if not 0 <= number < 2**63:
        raise ArgumentTypeError(f"a whole number from 0 to 2⁶³ − 1 is needed, not {text}")
    return number


def size(text: str) -> tuple[int, int]:
    """Reads a width and a height in pixels, such as 1600x900."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise ArgumentTypeError(f"a size such as 1600x900 is needed, not '{text}'")
    return int(width), int(height)
