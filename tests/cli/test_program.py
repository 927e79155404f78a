"""The program around its commands: version, help, what the system lacks, who stops reading."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run, run_apart

from eq_sim import __version__, preflight
from eq_sim.cli import commands
from eq_sim.cli.command import Command
from eq_sim.cli.program import every_command


def test_version_and_help() -> None:
    assert run_apart("--version").stdout.strip() == f"eq-sim {__version__}"
    said = run_apart("--help").stdout
    assert re.findall(r"^    (\w+)(?: |$)", said, re.MULTILINE) == [
        *(
            "open",
            "list",
            "train",
            "export",
            "predict",
            "picture",
            "film",
            "stills",
            "lesson",
            "race",
            "sweep",
            "check",
            "quantise",
            "prune",
            "starts",
            "landscape",
            "distil",
            "lora",
            "listen",
            "cues",
        )
    ]


def test_every_file_has_the_command_it_is_named_after() -> None:
    files = {path.stem for path in Path(*commands.__path__).glob("*.py")} - {"__init__"}
    known = every_command()
    assert {command.name for command in known} == files
    assert len({command.place for command in known}) == len(known)


@pytest.mark.parametrize("command", every_command(), ids=lambda command: command.name)
def test_every_command_has_help(command: Command) -> None:
    assert run(command.name, "--help").stdout.startswith(f"usage: eq-sim {command.name} ")


@pytest.mark.parametrize("words", [(), ("open",), ("--theme", "dark"), ("open", "xor")])
def test_no_display_is_said_before_qt_can_abort(words: tuple[str, ...]) -> None:
    done = run_apart(*words, code=2)
    assert "no display" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda library: library != "libEGL.so.1")
    trouble = preflight.trouble(window=False)
    assert trouble is not None
    assert "apt install libegl1)" in trouble


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m eq_sim list --json | head -c 5"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
