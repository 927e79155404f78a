"""A recording written as a lesson, and what is said of it then."""

from pathlib import Path

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.playback import TORN
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.recording import is_torn, read_recording, trimmed

_IDLE = 2.0  # seconds that nothing may happen


def write_lesson(path: Path, target: Path) -> str:
    """Writes a recording as a lesson, its pauses cut.

    Args:
        path: of the recording.
        target: of the lesson.

    Returns:
        What is said of it: what could not be told, and what to do next.

    Raises:
        EqSimError: there is no recording there.
        OSError: the lesson cannot be written.
    """
    torn = is_torn(path)
    text, left_out = as_lesson(trimmed(read_recording(path), idle=_IDLE), path.stem)
    write_atomically(target, text.encode())
    said = [tr("Wrote the lesson {file}.", file=target)]
    if left_out:
        lost = ntr(
            "{count:,} thing could not be told.",
            "{count:,} things could not be told.",
            len(left_out),
        )
        said.append(lost)
    if torn:
        said.append(tr(TORN))
    said.append(tr('Add captions with say = "…".'))
    return " ".join(said)
