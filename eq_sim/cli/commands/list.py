"""``eq-sim list``: the scenarios and lessons that come with the program."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json
from eq_sim.session.goal import goal_text
from eq_sim.session.scenario import Scenario, bundled, load_scenario
from eq_sim.session.sources import source_of

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson


def _arguments(parser: ArgumentParser) -> None:
    add_json(parser)


def _run(options: Namespace) -> int:
    from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson

    scenarios = [_scenario(load_scenario(name)) for name in bundled()]
    lessons = [_lesson(load_lesson(name)) for name in bundled_lessons()]
    if options.json:
        listed = {"scenarios": scenarios, "lessons": lessons}
        print(json.dumps(listed, indent=2))
        return 0
    for scenario in scenarios:
        size = scenario["parameters"]
        count = f"{size:,} knob" if size == 1 else f"{size:,} knobs"
        about = f"{scenario['title']}: {scenario['goal']['text']}"
        print(f"{scenario['name']:<16}{count:>13}   {about}")
    print("\nlessons")
    for lesson in lessons:
        print(f"{lesson['name']:<24}{lesson['seconds']:>4.0f} s   {lesson['title']}")
    return 0


def _scenario(scenario: Scenario) -> dict[str, Any]:
    source = source_of(scenario.data)
    goal = scenario.goal
    return {
        "name": scenario.name,
        "title": scenario.title,
        "about": scenario.about,
        "parameters": scenario.architecture(source.features, source.outputs).count,
        "goal": {
            "metric": goal.metric,
            "op": goal.op,
            "value": goal.value,
            "text": goal_text(scenario),
        },
    }


def _lesson(lesson: "Lesson") -> dict[str, Any]:
    return {
        "name": lesson.name,
        "title": lesson.title[lesson.language],
        "idea": lesson.idea[lesson.language],
        "seconds": lesson.seconds,
        "languages": list(lesson.languages),
        "chapters": [chapter[lesson.language] for chapter in lesson.chapters],
    }


COMMAND = Command("list", 2, "list the scenarios", _arguments, _run)
