"""``eq-sim race``: who wins."""

import json

from command_line import run


def test_race() -> None:
    told = json.loads(run("race", "house-price", "--passes", 90, "--json").stdout)
    assert told["winner"] == "one at a time"
    assert told["knobs"] == 3
