"""The formulas of a step: what is shown, worked out on paper, gives what is shown, and is true."""

import math
import re

import numpy as np
import pytest
from session_kit import session

from eq_sim.network.losses import LOSSES
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import Freeze, Set, TakePhase, Train
from eq_sim.session.questions.sample_formulas import answer_formula, loss_formula
from eq_sim.session.questions.shown_digits import Line
from eq_sim.session.questions.step_apart import StepApart, step_apart
from eq_sim.session.questions.update_formula import update_formula
from eq_sim.session.session import Session

_SIGNS = {"×": "*", "÷": "/", "−ln": "-ln", "−": "-", "½": "0.5", "²": "**2"}


def on_paper(line: Line) -> str:
    """Works the right side out from the digits as they stand, to the places of the left side."""
    right = " ".join(_SIGNS.get(token.text, token.text) for token in line.tokens[2:])
    right = re.sub(r"ln ([0-9.e+-]+)", r"ln(\1)", right)
    worked = {
        "ln": math.log, "tanh": math.tanh, "ReLU": lambda x: max(x, 0.0), "__builtins__": {},
    }  # fmt: skip
    found = eval(right, worked)
    mantissa, _, power = line.tokens[0].text.partition("e")
    places = len(mantissa.partition(".")[2])
    return f"{found / 10.0 ** int(power or 0):.{places}f}" + (f"e{power}" if power else "")


def holds(line: Line) -> bool:
    return float(on_paper(line)) == float(line.tokens[0].text)


def taken(of: Session, phases: int) -> StepApart:
    for _ in range(phases):
        of.apply(TakePhase())
    apart = step_apart(of)
    assert apart is not None
    return apart


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("penalties", [{}, {"l1": 0.003, "l2": 0.01}], ids=["bare", "penalties"])
def test_the_update_of_every_knob_multiplies_out_and_comes_true(
    optimizer: str, penalties: dict[str, float]
) -> None:
    ring = session(optimizer=optimizer, learning_rate=0.02, dropout=0.1, **penalties)
    ring.apply(Train(40))
    apart = taken(ring, 3)
    lines = [update_formula(ring, apart, knob) for knob in range(ring.layout.size)]
    ring.apply(TakePhase())
    inexact = 0
    for knob, of_knob in enumerate(lines):
        rule = of_knob[0]
        places = len(rule.tokens[0].text.partition(".")[2])
        # What was promised is where the knob stands now, and what it came from is where it stood.
        assert float(rule.tokens[0].text) == pytest.approx(
            float(ring.parameters.theta[knob]), abs=0.5 * 10.0**-places + 1e-7
        )
        assert float(rule.tokens[2].text) == pytest.approx(
            float(apart.theta[knob]), abs=0.5 * 10.0**-places + 1e-7
        )
        for line in of_knob:
            assert line.exact == holds(line), line.text
            inexact += not line.exact
    assert len(lines[0]) == {"sgd": 1, "adam": 3, "adamw": 3}.get(optimizer, 2)
    assert inexact <= 3
    assert sum(len(of_knob) for of_knob in lines) >= ring.layout.size


def test_the_design_s_own_numbers() -> None:
    ring = session(learning_rate=0.1)
    ring.apply(Train(300))
    apart = taken(ring, 3)
    knob = ring.layout.index(1, 0, 2)
    assert apart.gradient is not None
    assert float(apart.theta[knob]) == pytest.approx(1.0004, abs=5e-5)
    assert float(apart.gradient[knob]) == pytest.approx(0.0446, abs=5e-5)
    (line,) = update_formula(ring, apart, knob)
    assert line.words == "w = w − learning rate × gradient"
    assert holds(line)
    assert line.tokens[4].text == "0.1"


def test_a_knob_that_stays_has_no_formula() -> None:
    ring = session()
    ring.apply(Freeze((4,), True))
    apart = taken(ring, 3)
    assert update_formula(ring, apart, 4) == ()
    assert update_formula(ring, apart, 5)


@pytest.mark.parametrize(
    "name", ["ring", "one-knob", "house-price", "penguins", "digits", "spiral"]
)
def test_loss_and_answers_of_samples_multiply_out(name: str) -> None:
    made = session(name)
    made.apply(Train(20))
    apart = taken(made, 2)
    last = len(made.layout.blocks) - 1
    inexact = 0
    for column in range(0, len(apart.samples), 1 + len(apart.samples) // 20):
        lines = (
            *loss_formula(made, apart, column),
            *answer_formula(made, apart, 0, 0, column),
            *answer_formula(made, apart, last, 0, column),
        )
        for line in lines:
            assert line.exact == holds(line), line.text
            inexact += not line.exact
        shown = float(lines[0].tokens[0].text)
        assert shown == pytest.approx(float(apart.losses[column]), rel=0.006)
    assert inexact <= 1


def test_the_batch_is_that_of_the_step_and_its_mean_the_loss_it_goes_by() -> None:
    ring = session(batch_size=25)
    ring.apply(Train(30))
    apart = taken(ring, 2)
    assert len(set(apart.samples.tolist())) == 25
    assert set(apart.samples.tolist()) <= set(ring.evaluation.train.tolist())
    columns = ring.dataset.inputs[:, apart.samples]
    np.testing.assert_allclose(apart.values[0], columns, rtol=1e-6)
    loss = LOSSES[ring.scenario.training.loss]
    targets = ring.dataset.targets[:, apart.samples].astype(apart.hidden[-1].dtype)
    assert apart.mean_loss == pytest.approx(loss.value(apart.hidden[-1], targets), rel=1e-6)
    assert apart.mean_loss != pytest.approx(ring.losses.train, rel=1e-3)


def test_the_gradient_is_that_of_the_data_alone() -> None:
    bare, penalised = session(batch_size="full"), session(batch_size="full", l2=0.5)
    for one in (bare, penalised):
        one.apply(Set("learning_rate", 0.3))
    of = [taken(one, 3) for one in (bare, penalised)]
    assert of[0].gradient is not None
    assert of[1].gradient is not None
    np.testing.assert_allclose(of[0].gradient, of[1].gradient, rtol=1e-4, atol=1e-8)
    assert not np.allclose(of[0].after, of[1].after)
