"""A program that works and keeps a journal until it is killed.

``journalling.py FOLDER SEED [WHAT]``, where WHAT is what is opened, without it the ring.

It says on standard output what was true after each thing that was done, and when.
"""

import random
import sys
import time
import zlib
from pathlib import Path

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.journal import Journal
from eq_sim.session.files.opening import open_session


def main(folder: Path, seed: int, what: str = "ring") -> None:
    """Goes on for ever."""
    draw = random.Random(seed)
    session = open_session(what, seed)

    def say(_action: object = None) -> None:
        bits = zlib.crc32(session.parameters.theta.tobytes())
        print(bits, session.step, time.perf_counter(), flush=True)

    say()
    session.listen(say)  # before the journal hears of it: what is kept has been said
    journal = Journal(folder / "recovery", session, time.perf_counter)
    while True:
        knob = draw.randrange(session.layout.size)
        doing = draw.choice(["run", "drag", "set", "undo", "save"])
        try:
            if doing == "run":
                session.apply(act.Run())
                for _ in range(draw.randint(1, 40)):
                    session.advance(steps=draw.randint(1, 60))
                    journal.tick()
                session.apply(act.Pause())
            elif doing == "drag":
                session.apply(act.Grab((knob,)))
                for _ in range(draw.randint(1, 20)):
                    session.apply(act.Turn((knob,), (draw.uniform(-2, 2),)))
                session.apply(act.Release())
            elif doing == "set":
                session.apply(act.Set("learning_rate", draw.choice([0.01, 0.1, 0.3])))
            elif doing == "undo":
                session.apply(draw.choice([act.Undo(), act.Redo(), act.NewStart()]))
            else:
                save_experiment(folder / "kept.eqsim", Experiment.of(session))
        except EqSimError:
            pass
        journal.tick()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
