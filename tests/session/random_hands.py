"""Hands that do anything at all, drawn from a seed."""

import random

from session_kit import scenario

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session

SETTINGS: list[tuple[str, float | int | str | tuple[int, ...]]] = [
    ("learning_rate", 0.05), ("learning_rate", 0.3), ("learning_rate", 1e12), ("l2", 0.01),
    ("l2", 0.0), ("optimizer", "adam"), ("optimizer", "sgd"), ("optimizer", "momentum"),
    ("batch_size", 7), ("batch_size", "full"), ("dropout", 0.3), ("dropout", 0.0),
    ("activation", "relu"), ("activation", "tanh"), ("loss", "half_mse"),
    ("loss", "binary_cross_entropy"), ("dtype", "float64"), ("dtype", "float32"),
    ("hidden", (3,)), ("hidden", (2, 2)), ("hidden", ()), ("noise", 0.3), ("noise", 0.1),
    ("points", 30), ("test_fraction", 0.0), ("test_fraction", 0.3), ("speed", 20.0),
]  # fmt: skip


def small(optimizer: str = "adam") -> Scenario:
    return scenario("ring", points=20, hidden=[3, 2], optimizer=optimizer, batch_size=7)


class Hands:
    """Does anything, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, of: Session) -> tuple[int, ...]:
        size = of.layout.size
        return tuple(sorted(self.random.sample(range(size), self.random.choice([1, 1, 2, 3]))))

    def numbers(self, count: int) -> tuple[float, ...]:
        return tuple(self.random.uniform(-2, 2) for _ in range(count))

    def action(self, of: Session) -> act.AnyAction | int:
        """Returns what to do next; a number is so many steps of ``advance``."""
        draw, some = self.random, self.some(of)
        if of.held and draw.random() < 0.35:
            knobs = draw.choice([of.held, of.held[:1], some])
            return act.Turn(knobs, self.numbers(len(knobs)))
        weighed: list[tuple[float, act.AnyAction | int]] = [
            (6, draw.randint(1, 6)),
            (3, act.Train(draw.randint(0, 9))),
            (4, act.TakePhase()),
            (3, act.Run()),
            (2, act.Pause()),
            (4, act.Grab(some, draw.choice(["", "shake:5"]))),
            (4, act.Release()),
            (2, act.Turn(some, self.numbers(len(some)))),
            (2, act.Freeze(some, draw.random() < 0.6)),
            (2, act.Mute(some, draw.random() < 0.5)),
            (1, act.Solo(some[0], draw.random() < 0.5)),
            (1, act.SwitchSide()),
            (1, act.CopySide()),
            (1, act.Blend(draw.choice([0, 1, 0.5, 0.3]))),
            (1, act.LineUp()),
            (1, act.ToBest()),
            (1, act.BackToStart()),
            (1, act.NewStart()),
            (1, act.SetStart(self.numbers(of.layout.size), act.SwitchedKnobs(frozen=some))),
            (5, act.Undo()),
            (4, act.Redo()),
            (4, act.Set(*draw.choice(SETTINGS))),
            (0.3, act.Load(small(), draw.randint(1, 2))),
            (0.4, act.Resume(SavedState.of(of.state()))),
        ]
        return draw.choices([what for _, what in weighed], [weight for weight, _ in weighed])[0]


def do(of: Session, what: act.AnyAction | int) -> None:
    """Does it, or is refused with a sentence."""
    try:
        if isinstance(what, int):
            of.advance(steps=what)
        else:
            of.apply(what)
    except EqSimError as error:
        sentence = str(error)
    else:
        return
    assert "{" not in sentence
