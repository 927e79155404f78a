"""``eq-sim check --seeds``: from how many seeds what a lesson expects holds; and its words."""

import json
from pathlib import Path

import pytest
from command_line import run, run_apart

LESSON = """
title = "Counted"
idea = "A lesson for tests."
scenario = "one-knob"
seed = 8

[[step]]
say = "The loss is {loss}."
seconds = 1

[[step]]
expect = "loss < 100"
general = true

[[step]]
expect = "{knob: x -> y} < 0"
"""
"""At seed 8 its knob is below 0, from other seeds as often as not."""


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    path = tmp_path / "counted.toml"
    path.write_text(LESSON, encoding="utf-8")
    return path


def test_each_expectation_is_counted_and_its_share_is_printed(counted: Path) -> None:
    done = run("check", counted, "--seeds", 3, "--processes", 1)
    first, general, lucky = done.stdout.splitlines()
    assert ": ok, 2 of 2 expectations hold" in first
    assert general == "  line 11, step 2: loss < 100: general, 3 of 3, seeds 1000-1002"
    found = "1 of 3, seeds 1000-1002; not from 1001, 1002"
    assert lucky == f"  line 15, step 3: {{knob: x -> y}} < 0: {found}"
    words = ("--seeds", 20, "--first-seed", 40, "--processes", 1, "--json")
    told = json.loads(run("check", counted, *words).stdout)[str(counted)]
    assert told["ok"]
    assert told["seeds"] == [40, 59]
    sure, luck = told["shares"]
    assert (sure["held"], sure["failed"]) == (20, [])
    assert 0 < luck["held"] < 18
    assert luck["held"] + len(luck["failed"]) == luck["of"] == 20


def test_a_claim_in_general_has_to_hold_in_general(counted: Path) -> None:
    text = counted.read_text(encoding="utf-8")
    claimed = text.replace('< 0"', '< 0"\ngeneral = true')
    counted.write_text(claimed, encoding="utf-8")
    assert run("check", counted).returncode == 0  # from its own seed it does
    done = run("check", counted, "--seeds", 20, "--processes", 1, code=1)
    assert "line 15, step 3: {knob: x -> y} < 0 is claimed in general" in done.stdout


def test_a_step_that_cannot_be_done_from_some_seeds_is_said(counted: Path) -> None:
    text = counted.read_text(encoding="utf-8")
    step = '[[step]]\nset = "learning_rate"\nto = "0 - {knob: x -> y}"\n'
    counted.write_text(f'{text}{step}[[step]]\nexpect = "loss > 0"\n', encoding="utf-8")
    done = run("check", counted, "--seeds", 12, "--processes", 1)
    told = json.loads(run("check", counted, "--seeds", 12, "--processes", 1, "--json").stdout)[
        str(counted)
    ]
    assert 0 < len(told["stopped"]) < 12
    assert told["shares"][2]["failed"] == [int(seed) for seed in told["stopped"]]
    for seed, why in list(told["stopped"].items())[:3]:
        assert f"seed {seed} {why}" in done.stdout
        assert why.startswith(
            "stopped at line 17, step 4: The learning rate needs a number from 0 on"
        )


def test_a_lesson_that_is_opened_as_a_scenario_is_told_from_one(counted: Path) -> None:
    said = run("train", counted, code=2).stderr
    assert "counted.toml is a lesson, not a scenario: in the window, Lessons, Open a" in said


@pytest.mark.slow
def test_processes_come_to_the_same_count(counted: Path) -> None:
    words = ("check", counted, "one-knob", "--seeds", 6, "--json", "--processes")
    assert json.loads(run_apart(*words, 2).stdout) == json.loads(run_apart(*words, 1).stdout)


def test_words_are_read(counted: Path) -> None:
    text = counted.read_text(encoding="utf-8")
    counted.write_text(text.replace("{loss}.", "{loss} after 1,800 steps."), encoding="utf-8")
    assert "line 7, step 1, en: has typed '1,800'" in run("check", counted, code=1).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seeds", 0), "1 to 10,000, not 0"),
        (("--seeds", -1), "0 to 2⁶³"),
        (("--seeds", 10**9), "1 to 10,000, not 1,000,000,000"),
        (("--seeds", "many"), "whole number"),
        (("--seeds", 2, "--first-seed", 10**18), "the first seed: 0 to"),
        (("--seeds", 2, "--processes", 0), "processes: 1 to 256"),
        (("--first-seed", 3), "go with --seeds"),
    ],
)
def test_bad_numbers_are_refused_with_a_sentence(
    counted: Path, words: tuple[object, ...], said: str
) -> None:
    assert said in run("check", counted, *words, code=2).stderr
