"""A file of parameters of what is multiplied: where knobs click, the positions they stand at."""

import json
from pathlib import Path

from eq_sim.language.tr import tr
from eq_sim.network.making import Rounding
from eq_sim.session.files.parameter_file import content_of, save_parameters
from eq_sim.session.positions import Positions
from eq_sim.session.session import Session
from eq_sim.session.state import State


def save_multiplied(path: Path, session: Session) -> None:
    """Writes the parameters with which a session's network computes, whole or not at all.

    Where knobs click into positions, each has the value of its position, and the metadata say how
    many there are and how far apart. Otherwise it is where it was turned to.

    Raises:
        ParameterFileError: the suffix is not .safetensors, or the file cannot be written.
    """
    rounding, theta, switches = (
        session.parameters.making.rounding,
        session.parameters.theta,
        session.switches,
    )
    if rounding is not None:
        positions = Positions(rounding, session.layout, theta.dtype)
        w = session.parameters.w
        # A muted knob is written with the position that it comes back to.
        theta, plays = positions.clicked(switches.whole(theta)), ~switches.silent[: w.size]
        theta[: w.size][plays] = w[plays]
    said = _said(rounding)
    save_parameters(path, switches, theta, session.scenario, session.seed, session.dataset, said)


def bytes_of_parameters(state: State) -> int:
    """Returns how long a file of a state's parameters is: see ``save_multiplied``."""
    said, of = _said(state.making.rounding), state
    return len(content_of(of.switches, of.theta, of.scenario, of.seed, of.dataset, said))


def _said(rounding: Rounding | None) -> dict[str, str]:
    if rounding is None:
        return {}
    how = {"bits": rounding.bits, "per": rounding.per, "scales": rounding.scales.tolist()}
    return {"positions": json.dumps(how)}


def said_of_saving(session: Session) -> str:
    """Returns what is said of a file of parameters beside that it is saved; mostly nothing."""
    if session.parameters.making.rounding is None:
        return ""
    said = tr(
        "The file holds the positions that the knobs click into; opened, they turn freely from "
        "there. An experiment (.eqsim) keeps the positions."
    )
    return f" {said}"
