"""Where in its file a lesson does what a sentence says of a step."""

import re

from eq_sim.lessons.lesson import Lesson

_STEPS = re.compile(r"(?:^|(?<=stopped at ))steps? ([0-9]+(?:, [0-9]+)*)")


def with_line(sentence: str, lesson: Lesson) -> str:
    """Returns a sentence of a step, "step 3: …", with the line of it: "line 17, step 3: …".

    Args:
        sentence: what is wrong, which begins with the step, or with where a play stopped.
        lesson: of which; where its file is not known, the sentence stays.
    """

    def placed(found: re.Match[str]) -> str:
        numbers = [int(number) for number in found[1].split(", ")]
        if not all(1 <= number <= len(lesson.lines) for number in numbers):
            return found[0]
        lines = ", ".join(str(lesson.lines[number - 1]) for number in numbers)
        return f"line{'s' * (len(numbers) > 1)} {lines}, {found[0]}"

    return _STEPS.sub(placed, sentence, count=1)
