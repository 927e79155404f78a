"""What fails while a picture is painted is an error like any other, and not the program's end."""

import os
import subprocess
import sys

# Memory that is given back is written over, so that whoever still looks at it falls at once.
WRITTEN_OVER = {"MALLOC_PERTURB_": "165", "QT_QPA_PLATFORM": "offscreen"}
CUT_SHORT = """
import sys
from PySide6.QtWidgets import QApplication
from eq_sim.ui.style import icons

application = QApplication([])
icons.icon("play", "#ffffff")
line = left = 0
sys.unraisablehook = lambda failed: print(failed.exc_value, file=sys.stderr)

def at(frame, event, argument):
    global left
    if not frame.f_code.co_filename.endswith(("icons.py", "painting.py")):
        return None
    if frame.f_code.co_name == "__del__":  # what it raises goes to nobody
        return None
    if event == "line":
        left -= 1
        if left == 0:
            raise MemoryError
    return at

while left <= 0:
    line += 1
    left = line
    sys.settrace(at)
    try:
        icons.icon("play", "#ffffff")
    except MemoryError:
        pass
    finally:
        sys.settrace(None)
print(line)
"""


def test_a_picture_outlives_its_painter_wherever_memory_runs_out() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CUT_SHORT],
        env={**os.environ, **WRITTEN_OVER},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert not ended.stderr  # nor has it ended badly, unseen
    assert int(ended.stdout) > 20  # at as many lines it was cut short, one after another
