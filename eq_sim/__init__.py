"""A mixing console whose sliders are the weights and biases of a live neural network.

The way in, from the bottom up; imports point only downwards:

* ``network``: the model and how it learns. One flat vector θ, NumPy alone.
* ``data``: what it learns from: generated points and real tables.
* ``session``: one experiment: what is true now, and the one door through which it changes.
* ``lessons``: scripts of timed steps, the player that turns ticks into actions, recordings.
* ``sweeps``: the same experiment many times, one setting and the seed varied.
* ``film``: pictures at a fixed step in, a film out. It and ``ui`` do not know each other.
* ``page``: those pictures and what is told of them in, one HTML page out.
* ``ui``: the window. Every view reads the session and writes nothing.
* ``app``: builds and wires the window; owns the one timer and the only wall clock.
* ``file_menu``: the File menu.
* ``picture``, ``offscreen_film``: pictures of that window, without a display: one, or a film's.
* ``cli``: the command line, a file per command.
"""

import os
import sys
import warnings

# Matrices of this size lose time to a second BLAS thread (2 to 3 times slower), and the number
# of threads decides the last bits, whoever has chosen it. NumPy reads it once, when it is imported.
THREADS = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
if "numpy" in sys.modules and os.environ.get(THREADS[0]) != "1":
    warnings.warn(
        "NumPy was imported before eq_sim, so its threads could not be set: training may be "
        "slower, and its last bits others than elsewhere. Import eq_sim first, or set "
        f"{THREADS[0]}=1",
        RuntimeWarning,
        stacklevel=2,
    )
for _setting in THREADS:
    os.environ[_setting] = "1"

__version__ = "0.1.0"
