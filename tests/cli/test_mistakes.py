"""A mistake is one sentence on stderr and exit code 2, and leaves no file."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run, run_apart

Run = Callable[..., subprocess.CompletedProcess[str]]

MISTAKES = {
    "unknown scenario": (["train", "rings"], "rings"),
    "unknown command": (["fly"], "fly"),
    "unknown key": (["train", "ring", "--set", "size=3"], "size"),
    "no value": (["train", "ring", "--set", "l2"], "KEY=VALUE"),
    "not a number": (["train", "ring", "--set", "l2=a"], "The weight decay (L2) needs a number"),
    "nan": (["train", "ring", "--set", "learning_rate=nan"], "The learning rate needs"),
    "infinite": (["train", "ring", "--set", "learning_rate=inf"], "The learning rate needs"),
    "negative": (["train", "ring", "--set", "learning_rate=-1"], "The learning rate needs"),
    "two commas": (["train", "ring", "--set", "hidden=4,,2"], "4,,2"),
    "too many knobs": (["train", "ring", "--set", "hidden=900000000"], "memory"),
    "absurd layer": (["train", "ring", "--set", "hidden=99999999999999999999"], "The layers need"),
    "wrong loss": (["train", "digits", "--set", "loss=binary_cross_entropy"], "loss"),
    "noise on a table": (["train", "digits", "--set", "noise=0.1"], "noise"),
    "bad steps": (["train", "ring", "--steps", "-4"], "-4"),
    "missing start": (["train", "ring", "--start", "nowhere.safetensors"], "nowhere"),
    "start suffix": (["train", "ring", "--start", "ring.pt"], ".safetensors"),
    "save suffix": (["train", "ring", "--save", "ring.npz"], ".safetensors"),
    "save folder": (["train", "ring", "--save", "/nowhere/a.safetensors"], "/nowhere"),
    "explodes": (["train", "ring", "--set", "learning_rate=1e30"], "learning rate"),
    "picture suffix": (["picture", "ring", "-o", "a.jpg"], ".png"),
    "picture size": (["picture", "ring", "-o", "a.png", "--size", "big"], "big"),
    "picture too small": (["picture", "ring", "-o", "a.png", "--size", "10x10"], "500"),
    "picture too large": (["picture", "ring", "-o", "a.png", "--size", "99999x99999"], "16,384"),
    "picture folder": (["picture", "ring", "-o", "/nowhere/a.png"], "/nowhere"),
    "scenario file": (["open", "nowhere.toml"], "nowhere.toml"),
    "film of nothing": (["film", "nothing", "-o", "x.mp4"], "no lesson"),
    "film folder": (["film", "one-knob", "-o", "no/x.mp4"], "no folder"),
    "film suffix": (["film", "one-knob", "-o", "x.doc"], ".doc"),
    "film size": (["film", "one-knob", "-o", "x.mp4", "--size", "321x180"], "even"),
    "film too small": (["film", "one-knob", "-o", "x.mp4", "--size", "64x64"], "320x180"),
    "stills too large": (["stills", "one-knob", "--size", "99999x99999"], "7680"),
    "size of digits": (["picture", "ring", "-o", "a.png", "--size", "9" * 5000 + "x9"], "99…"),
    "steps for ever": (["train", "ring", "--steps", str(10**18)], "1,000,000,000"),
    "passes for ever": (["train", "digits", "--epochs", str(10**9)], "1,000,000,000"),
    "save to no name": (["train", "ring", "--save", "a" * 300 + ".safetensors"], "too long"),
    "film of no recording": (["film", "x.jsonl", "-o", "x.mp4"], "cannot be read"),
    "stills of nothing": (["stills", "nothing"], "no lesson"),
    "lesson of no recording": (["lesson", "x.jsonl", "-o", "x.toml"], "cannot be read"),
    "lesson that is none": (["lesson", "x.jsonl", "-o", "nowhere/x.toml"], "no folder"),
    "lesson from before": (["lesson", "x.jsonl", "-o", "x.toml", "--from", "-1"], "seconds"),
    "race": (["race", "ring", "--passes", "-3"], "passes"),
    "prune too much": (["prune", "ring", "--share", "2"], "0 to 1"),
    "prune no share": (["prune", "ring", "--share", "nan"], "0 to 1"),
    "prune where": (["prune", "ring", "--share", "0.5", "--by", "knob"], "network or layer"),
    "list": (["list", "--all"], "--all"),
    "check": (["check", "--all"], "--all"),
    "check of nothing": (["check", "nope"], "no lesson 'nope'"),
    "film of nothing named": (["film", "-o", "x.mp4"], "--course"),
    "film of all and one": (["film", "one-knob", "--course", "-o", "x.mp4"], "beside it"),
    "film of several with a voice": (
        ["film", "--course", "-o", "x.mp4", "--narration", "x.wav"],
        "has none",
    ),
    "film of lessons and a recording": (
        ["film", "one-knob", "x.jsonl", "-o", "x.mp4"],
        "x.jsonl is a recording",
    ),
    "film of several, language": (
        ["film", "--course", "-o", "x.mp4", "--language", "xx"],
        "'xx' in one-knob, three-knobs",
    ),
    "film language": (["film", "one-knob", "-o", "x.mp4", "--language", "xx"], "'xx': choose en"),
    "stills language": (["stills", "one-knob", "--language", "xx"], "'xx': choose en"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_and_code_2(mistake: str, tmp_path: Path) -> None:
    check(run, mistake, tmp_path)


@pytest.mark.parametrize("mistake", ["unknown command", "explodes", "picture size", "film folder"])
def test_a_mistake_ends_the_process_so(mistake: str, tmp_path: Path) -> None:
    check(run_apart, mistake, tmp_path)


def check(run: Run, mistake: str, tmp_path: Path) -> None:
    words, named = MISTAKES[mistake]
    done = run(*words, code=2, folder=tmp_path)
    assert done.stdout == ""
    assert done.stderr.startswith("eq-sim: ")
    assert done.stderr.count("\n") == 1
    assert named in done.stderr
    assert not list(tmp_path.iterdir())
