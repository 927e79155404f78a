"""What the tests of the session share: edited scenarios, and the state of a session as bytes."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from eq_sim.session.actions import Run, TakePhase
from eq_sim.session.scenario import Scenario, convert, load_scenario
from eq_sim.session.session import Session

ACTIVATIONS = {"tanh": np.tanh, "relu": lambda x: x * (x > 0), "identity": np.asarray}
SMALL = {"points": 50}  # 30 samples to learn from, 20 to check on


def scenario(name: str = "ring", **changes: object) -> Scenario:
    """Returns a shipped scenario with some fields of any part changed, such as ``biases``."""
    document = msgspec.to_builtins(load_scenario(name))
    for field, value in changes.items():
        homes = [
            part for part in ("data", "network", "training", "goal") if field in document[part]
        ]
        assert len(homes) == 1, field
        document[homes[0]][field] = value
    return convert(document)


def session(name: str = "ring", seed: int = 1, **changes: object) -> Session:
    """Returns a fresh session of such a scenario."""
    return Session(scenario(name, **changes), seed)


def theta_bits(of: Session) -> bytes:
    """Returns θ, bit for bit."""
    return of.parameters.theta.tobytes()


def moments(of: Session) -> tuple[int, bytes]:
    """Returns the optimizer's state, bit for bit."""
    return of.trainer.optimizer.count, of.trainer.optimizer.state.tobytes()


def training_state(of: Session) -> tuple[object, ...]:
    """Returns everything that decides how training goes on."""
    return theta_bits(of), moments(of), of.step, of.epochs, of.phase


def whole_state(of: Session) -> tuple[object, ...]:
    """Returns everything that a replay has to bring back."""
    first = of.parameters.start.tobytes()
    return (
        *training_state(of),
        first,
        of.start_number,
        of.seed,
        of.scenario,
        of.original,
        of.held,
        of.running,
        of.locked,
        of.moved(),
        of.dataset.inputs.tobytes(),
        tuple(of.losses),
    )


def take_steps_by_phase(of: Session, steps: int) -> None:
    """Takes steps as a person who clicks through the phases does."""
    for _ in range(4 * steps):
        of.apply(TakePhase())


def run_until_it_stops(of: Session, seconds: float) -> None:
    """Lets time pass until training pauses by itself, and fails if it does not."""
    of.apply(Run())
    while of.running:
        of.advance(seconds)
        assert of.step < 5000


def independent_answers(of: Session) -> NDArray[np.float64]:
    """Returns the (samples, outputs) sums of the last layer for all data, in PyTorch's shapes."""
    tensors = of.layout.as_torch(of.parameters.theta)
    x = of.dataset.inputs.T
    for layer, name in enumerate(of.layout.architecture.activations):
        x = x @ tensors[f"layers.{layer}.weight"].astype(np.float64).T
        x = x + tensors.get(f"layers.{layer}.bias", np.zeros(1)).astype(np.float64)
        x = ACTIVATIONS[name](x)
    return np.asarray(x)
