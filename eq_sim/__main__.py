"""``python -m eq_sim`` is the command ``eq-sim``."""

import sys

from eq_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
