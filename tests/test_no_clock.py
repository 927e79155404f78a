"""No test depends on how fast the machine is: none waits a fixed time, none reads a clock."""

import re
from pathlib import Path

TIMED = re.compile(
    r"qtbot\.wait\(|qWait\(|qSleep\(|time\.sleep\(|perf_counter|process_time|time\.time\("
)
ALLOWED = {
    "atspi_client.py": "asks another process again and again until it has answered",
    "conftest.py": "opens windows as a person does, with the clock that they have",
    "journalling.py": "is the program that is killed, and lives by the clock of the wall",
    "test_no_clock.py": "names what it looks for",
}


def test_tests_wait_for_conditions_and_bring_their_own_clock() -> None:
    here = Path(__file__).parent
    found = [
        f"{path.relative_to(here)}:{number}: {line.strip()}"
        for path in sorted(here.rglob("*.py"))
        if "benchmarks" not in path.parts and path.name not in ALLOWED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if TIMED.search(line)
    ]
    assert found == []
