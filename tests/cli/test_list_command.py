"""``eq-sim list``: the scenarios and the lessons, as text and as JSON."""

import json

from command_line import run, run_apart

from eq_sim.lessons.files.lesson_file import bundled_lessons


def test_list_as_text_and_json() -> None:
    done = run_apart("list", "--json")
    scenarios = json.loads(done.stdout)["scenarios"]
    by_name = {entry["name"]: entry for entry in scenarios}
    assert by_name["ring"]["parameters"] == 25
    assert by_name["house-price"]["parameters"] == 3
    assert by_name["digits"]["parameters"] == 2410
    assert by_name["digits"]["goal"].keys() == {"metric", "op", "value", "text"}
    assert by_name["digits"]["goal"]["value"] == 0.95
    said = run("list").stdout
    assert all(name in said for name in by_name)


def test_list_names_the_lessons() -> None:
    told = json.loads(run("list", "--json").stdout)
    assert [lesson["name"] for lesson in told["lessons"]] == bundled_lessons()
    assert len(told["scenarios"]) == 18
