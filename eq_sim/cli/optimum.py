"""How far a training run is from the best knobs, for the command line."""

import math
from typing import Any

import numpy as np

from eq_sim.session.questions.optimum import Kind, Optima, length
from eq_sim.session.session import Session


def described(session: Session) -> dict[str, Any]:
    """Returns what is known of θ*, as plain numbers; null where there is no such number.

    The distance is the length of the difference between the free knobs and θ*, or the best seen.
    """
    found = Optima(session).look(at_once=True)
    theta, start = session.parameters.theta, session.parameters.start
    ends = np.stack([start, theta])
    distances, lengths = found.distances(ends), length(ends)
    lowest = found.lowest
    return {
        "kind": found.kind.value,
        "why": found.why and found.why.value,
        "distance": None if distances is None else _finite(distances[1]),
        "distance_at_start": None if distances is None else _finite(distances[0]),
        "length": _finite(lengths[1]),
        "length_at_start": _finite(lengths[0]),
        "train_loss": None if lowest is None else _finite(lowest.loss),
        "step": found.best and found.best.step,
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def sentence(told: dict[str, Any]) -> str:
    """Returns a line about θ* where it is known or at infinity; nothing where it is not.

    Args:
        told: what ``described`` returned.
    """
    kind = Kind(told["kind"])
    if kind in (Kind.KNOWN, Kind.SEVERAL) and told["distance"] is not None:
        which = "nearest best knobs" if kind is Kind.SEVERAL else "best knobs"
        now, start = told["distance"], told["distance_at_start"]
        return (
            f"\ndistance to the {which} {now:.4g} ({start:.4g} at the start), "
            f"where the train loss is {told['train_loss']:.4g}"
        )
    if kind is Kind.INFINITY:
        now, start = told["length"], told["length_at_start"]
        return (
            "\nall training samples are right, so the best knobs lie at infinity: "
            f"the length of θ is {now:.4g} ({start:.4g} at the start)"
        )
    return ""
