"""``eq-sim race``: who wins, after how long, and with which learning rate."""

import json

from command_line import run, run_apart


def test_race() -> None:
    told = json.loads(
        run_apart("race", "house-price", "--passes", 90, "--runs", 3, "--json").stdout
    )
    assert told["knobs"] == 3
    assert told["runs"] == 3
    assert (told["optimizer"], told["learning_rate"]) == ("sgd", 0.05)
    assert [budget["passes"] for budget in told["budgets"]] == [90, 270, 900]
    assert [budget["winner"] for budget in told["budgets"]] == [
        "one at a time",
        "one at a time",
        "all at once",
    ]
    assert all(len(budget["one at a time"]["losses"]) == 3 for budget in told["budgets"])


def test_race_says_what_it_was() -> None:
    text = run("race", "house-price", "--passes", 90, "--set", "learning_rate=1").stdout
    assert "SGD, learning rate 1, a step for three passes" in text
    assert "546 samples" in text
    assert "Mean train loss of 5 runs" in text
    assert text.count("all at once\n") == 3
