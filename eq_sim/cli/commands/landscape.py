"""``eq-sim landscape``: the loss over a plane of settings around the trained knobs."""

import json
import math
from argparse import ArgumentParser, Namespace
from typing import Any

import numpy as np

from eq_sim import interruption
from eq_sim.cli.command import Command
from eq_sim.cli.options import (
    add_choice,
    add_json,
    add_seed,
    add_settings,
    count,
    settings,
    steps,
)
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.knob_path import knob_path
from eq_sim.session.questions.landscape import SIDE, Landscape, landscape
from eq_sim.session.questions.loss_at import LossAt
from eq_sim.session.questions.plane import Plane, path_plane, random_plane
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE|LINE")
    parser.add_argument("--steps", type=steps, metavar="N", help="training steps before the look")
    add_choice(parser, "--directions", ("random", "path"), "random")
    parser.add_argument(
        "--draw", type=count, default=1, metavar="S", help="decides the random directions (1)"
    )
    add_choice(parser, "--side", (9, 17, 33, 65), SIDE)
    add_seed(parser)
    add_settings(parser)
    add_json(parser)


def _run(options: Namespace) -> int:
    session = open_session(options.what, options.seed, settings(options.set))
    wanted = session.scenario.training.steps if options.steps is None else options.steps
    train_until_stopped(session, wanted)
    interruption.check()
    at, path = knob_path(session.spreads, session.layout)
    plane = _plane(session, path, options)
    made = landscape(plane, LossAt(session.evaluation, session.parameters), options.side)
    numbers = _numbers(session, made, options.draw)
    numbers["path"] = {"steps": at.tolist(), "places": plane.places(path).tolist()}
    numbers["holds"] = plane.holds(path) if len(path) else None
    print(json.dumps(numbers) if options.json else _sentences(session, numbers))
    return 0


def _plane(session: Session, path: np.ndarray[Any, Any], options: Namespace) -> Plane:
    theta = session.parameters.theta
    still = session.switches.frozen | session.switches.silent
    if np.count_nonzero(~still) < 2:
        raise UsageError("a plane has two directions: two knobs that can move are the least")
    if options.directions == "random":
        return random_plane(session.layout, theta, options.draw, still)
    plane = path_plane(theta, path, still)
    if plane is None:
        raise UsageError(
            "the path has no two directions here: it is kept for networks of up to 8,192 knobs, "
            "and takes some steps of training"
        )
    return plane


def _numbers(session: Session, made: Landscape, draw: int) -> dict[str, Any]:
    plane = made.plane
    return {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "knobs": session.layout.size,
        "steps": session.step,
        "directions": plane.directions,
        "draw": draw if plane.directions == "random" else None,
        "reach": plane.reach,
        "loss": made.at_centre,
        "lowest": float(np.nanmin(made.losses)),
        "highest": float(np.nanmax(made.losses)),
        "marks": made.marks.tolist(),
        "losses": [[_finite(loss) for loss in row] for row in made.losses.tolist()],
    }


def _finite(value: float) -> float | None:
    """JSON has no infinity: what is not finite is null."""
    return value if math.isfinite(value) else None


def _sentences(session: Session, numbers: dict[str, Any]) -> str:
    whose = "its path's own two directions"
    if numbers["draw"] is not None:
        whose = f"two random directions (draw {numbers['draw']}), as long as each neuron's weights"
    lines = [
        f"{session.scenario.title}: {session.layout.size:,} knobs after {session.step:,} steps, "
        f"along {whose}.",
        f"Train loss {numbers['loss']:.4g} at the knobs; from {numbers['lowest']:.4g} to "
        f"{numbers['highest']:.4g} on {len(numbers['marks'])} × {len(numbers['marks'])} places.",
    ]
    if numbers["holds"] is not None:
        lines.append(f"The plane holds {100 * numbers['holds']:.1f} % of the path since the start.")
    return "\n".join(lines)


COMMAND = Command(
    "landscape", 22, "the loss over a plane around the trained knobs", _arguments, _run
)
