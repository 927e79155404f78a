"""``eq-sim check``: lessons played without a window.

The exit code is 1 if something does not hold, and 2 if a lesson cannot be played at all.
"""

import json
from argparse import ArgumentParser, Namespace

from eq_sim.cli import streams
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json
from eq_sim.session.errors import EqSimError


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON|FILE.toml")
    add_json(parser)


def _run(options: Namespace) -> int:
    from eq_sim.lessons.check import check
    from eq_sim.lessons.files.lesson_file import bundled_lessons

    names = options.lessons or bundled_lessons()
    reports, good, mistaken = {}, True, False
    for name in names:
        try:
            report = check(name)
        except EqSimError as error:
            mistaken = True
            reports[name] = {"ok": False, "seconds": 0.0, "problems": [str(error)]}
            streams.tell(str(error))
            continue
        good = good and report.ok
        reports[name] = {"ok": report.ok, "seconds": report.seconds, "problems": report.lines()}
        if not options.json:
            held = sum(finding.held for finding in report.findings)
            state = "ok" if report.ok else "NOT OK"
            print(
                f"{name}: {state}, {held} of {len(report.findings)} expectations hold, "
                f"{report.seconds:.0f} s on stage"
            )
            for line in report.lines():
                print(f"  {line}")
    if options.json:
        print(json.dumps(reports))
    return 2 if mistaken else 0 if good else 1


COMMAND = Command("check", 12, "play lessons without a window and check them", _arguments, _run)
