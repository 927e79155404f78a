"""``eq-sim export`` and ``eq-sim predict``: what leaves, and a model that is used."""

import csv
import subprocess
import sys
from pathlib import Path

import av
import pytest
from command_line import run, run_apart

from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import save_log


def test_a_run_leaves_as_a_script_that_runs(tmp_path: Path) -> None:
    script = tmp_path / "ring.py"
    told = run_apart("export", "ring", "--steps", 40, "--set", "optimizer=adam", "-o", script)
    assert told.stdout.strip() == str(script)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "step 40: train loss" in done.stdout
    torch = tmp_path / "torch.py"
    run("export", "ring", "--steps", 40, "--torch", "-o", torch)
    assert "torch.optim.SGD" in torch.read_text("utf-8")
    compile(torch.read_text("utf-8"), "torch.py", "exec")


def test_an_experiment_leaves_as_it_stands_and_its_model_answers(tmp_path: Path) -> None:
    kept, model = tmp_path / "a.eqsim", tmp_path / "a.safetensors"
    run("train", "penguins", "--steps", 60, "--save", kept)
    run("export", kept, "-o", model)
    run("export", kept, "-o", tmp_path / "loss.csv")
    run("export", kept, "--knobs", "-o", tmp_path / "knobs.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[-1][0] == "60"
    with (tmp_path / "knobs.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 67
    run("export", kept, "--runs", "-o", tmp_path / "runs.csv")
    with (tmp_path / "runs.csv").open(encoding="utf-8-sig") as file:
        (only,) = csv.DictReader(file)
    assert (only["run"], only["steps"], only["knobs"]) == ("now", "60", "67")
    assert only["metric"] == "accuracy"
    rows = tmp_path / "rows.csv"
    rows.write_text("body mass,bill length,bill depth,flipper length,name\n3700,39,18,181,Pip\n")
    before = kept.read_bytes(), model.read_bytes()
    said = run_apart("predict", kept, "--input", rows)
    assert said.stderr.strip() == "1 row answered; 0 of 67 knobs moved. Not asked for: name."
    header, row = csv.reader(said.stdout.splitlines())
    kinds = ("Adelie", "Chinstrap", "Gentoo")
    assert header[4:] == ["class", *(f"probability of {kind}" for kind in kinds)]
    assert abs(sum(map(float, row[5:])) - 1) < 1e-6
    run("predict", model, "--input", rows, "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8-sig") == said.stdout
    assert (kept.read_bytes(), model.read_bytes()) == before


def test_mistakes_are_one_sentence(tmp_path: Path) -> None:
    rows, model = tmp_path / "rows.csv", tmp_path / "m.safetensors"
    rows.write_text("1,2\n")
    assert "a script is kept in a .py file" in run("export", "ring", "-o", "x.txt", code=2).stderr
    assert "--torch is for scripts" in _export("x.csv", "--torch")
    assert "--knobs is for tables" in _export("x.py", "--knobs")
    assert "--runs is for tables" in _export("x.py", "--runs")
    assert "choose --runs or --knobs" in _export("x.csv", "--runs", "--knobs")
    assert "is no model" in run("predict", "ring", "--input", rows, code=2).stderr
    run("export", "ring", "--steps", 1, "-o", model)
    assert "cannot be read" in run("predict", model, "--input", "none.csv", code=2).stderr
    told = run("predict", model, "--input", rows, "-o", rows, code=2).stderr
    assert "would be replaced by its answers" in told
    assert rows.read_text() == "1,2\n"


def _export(name: str, *words: str) -> str:
    return run("export", "ring", "-o", name, *words, code=2).stderr


def test_a_page_is_asked_for_by_a_folder_and_nothing_else_takes_its_words(tmp_path: Path) -> None:
    assert "--notes is for pages" in _export("x.csv", "--notes")
    assert "--no-film is for pages" in _export("x.py", "--no-film")
    assert "--language is for pages" in _export("x.py", "--language", "de")
    assert "--steps is for runs" in _export("x", "--steps", "3")
    assert "--seed is for runs" in _export("x", "--seed", "3")
    assert "--set is for runs" in _export("x", "--set", "optimizer=adam")
    told = _export("x")
    assert "there is no lesson 'ring': choose one-knob" in told
    assert "end it in .py" in told
    assert (
        "There are no words in the language 'xx'"
        in run("export", "one-knob", "-o", tmp_path / "x", "--language", "xx", code=2).stderr
    )
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    words = ("export", "one-knob", "-o", tmp_path / "x", "--no-film", "--fps", 60)
    assert "--fps is for the film of a page" in run(*words, code=2).stderr
    told = run("export", "one-knob", "-o", tmp_path / "taken", "--force", code=2).stderr
    assert "holds other files, such as mine.txt" in told
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]


@pytest.mark.slow
def test_a_page_of_a_lesson_and_one_of_a_recording(lesson: Path, tmp_path: Path) -> None:
    folder, small = tmp_path / "page", ("--size", "320x180")
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace('idea = "', 'idea = "From 0.5 on. '), encoding="utf-8")
    words = ("--fps", 24, "--language", "de", "--decimal", ",")
    said = run_apart("export", lesson, "-o", folder, *small, *words)
    assert said.stdout.strip() == str(folder / "index.html")
    made = (folder / "index.html").read_text("utf-8")
    again = "eq-sim export short.toml -o page/ --size 320x180 --fps 24 --language de --decimal ,"
    assert again in made
    assert "From 0,5 on." in made
    assert "Ein paar Regler." in (folder / "film.vtt").read_text("utf-8")
    with av.open(str(folder / "film.mp4")) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (320, 180)
    recording = tmp_path / "mine.jsonl"
    session = open_session("ring")
    session.apply(Train(5))
    save_log(session, recording)
    run_apart("export", recording, "-o", tmp_path / "mine", *small, "--no-film")
    made = (tmp_path / "mine" / "index.html").read_text("utf-8")
    assert "<h1>mine</h1>" in made
    assert "picture-0.png" in made
