"""A program that knows no table yet: opens what it is told to, and says what is true then.

``opening_elsewhere.py THING…``: for each a line on standard output, a checksum of all knobs and the
count of steps, or what was refused.
"""

import sys
import zlib
from pathlib import Path

from eq_sim.session.errors import EqSimError
from eq_sim.session.files import SETUP
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recovery import recoveries
from eq_sim.session.files.replay import replay_file
from eq_sim.session.session import Session


def opened(thing: str) -> Session:
    """Returns the session that a recording, a folder of journals or anything else leads to."""
    path = Path(thing)
    if thing.endswith(".jsonl"):
        return replay_file(path)
    if not thing.startswith(SETUP) and path.is_dir():
        (found,) = recoveries(path)
        session = found.session()
        for _, _, waiting in found.waiting():
            print(said(waiting), flush=True)
        found.leave()
        return session
    return open_session(thing)


def said(session: Session) -> str:
    """Returns what is true in a session, in short."""
    return f"{zlib.crc32(session.parameters.theta.tobytes())} {session.step}"


if __name__ == "__main__":
    for named in sys.argv[1:]:
        try:
            print(said(opened(named)), flush=True)
        except EqSimError as error:
            print("refused:", str(error), flush=True)
