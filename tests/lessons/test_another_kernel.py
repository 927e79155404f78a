"""The lessons under another BLAS kernel: the last bits differ, what they claim holds."""

import json
import os
import subprocess
import sys

import pytest

from eq_sim.lessons.files.lesson_file import bundled_lessons

OLD = {"OPENBLAS_CORETYPE": "Nehalem"}
"""A processor without AVX, which every x86 machine can be; elsewhere the name changes nothing."""


def run(*words: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "eq_sim", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_training_leads_to_the_same_within_a_tolerance() -> None:
    words = ("train", "digits", "--steps", "50", "--seed", "3", "--json")
    here, there = (json.loads(run(*words, **env)) for env in ({}, OLD))
    assert there["train_loss"] == pytest.approx(here["train_loss"], rel=1e-3)
    assert there["test_loss"] == pytest.approx(here["test_loss"], rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_lessons())
def test_every_expectation_of_a_lesson_holds_there_too(name: str) -> None:
    assert "ok" in run("check", name, **OLD)
