"""What a sweep is said to have found: sentences of numbers that are known beforehand."""

import numpy as np
import pytest

from eq_sim.session.errors import SettingError
from eq_sim.session.history import Losses
from eq_sim.session.scenario import load_scenario
from eq_sim.session.training.metrics import Measure
from eq_sim.sweeps.graph import Across, Graph, Up, can_count_knobs
from eq_sim.sweeps.plan import WRONG, ErrorKind, Outcome, Sweep
from eq_sim.sweeps.suggestions import DIGITS_WIDTHS
from eq_sim.ui.style.preferences import Preferences, use
from eq_sim.ui.sweeps.typed_values import as_typed, values_of
from eq_sim.ui.sweeps.words import at_value, conclusion, error, up_name

SEEDS = (1, 2, 3, 4, 5)
DIGITS = Sweep(
    load_scenario("digits"), "hidden", tuple((width,) for width in DIGITS_WIDTHS), SEEDS, 10
)
APART = (0.9, 0.95, 1.0, 1.05, 1.1)


def found(sweep: Sweep, errors: np.ndarray, spread: float = 1.0) -> list[Outcome]:
    """Returns outcomes with known test errors: of each value, the seeds lie around one number."""
    made = []
    for trial in sweep.trials:
        place, seed = divmod(trial.number, len(sweep.seeds))
        wrong = float(errors[place]) * (1 + spread * (APART[seed % 5] - 1))
        measure = Measure(wrong / 2, wrong)
        made.append(Outcome(trial, 1, 10, Losses(1.0, 2.0, None), measure, WRONG))
    return made


def graph(errors: np.ndarray, spread: float = 1.0) -> Graph:
    return Graph.of(DIGITS, found(DIGITS, errors, spread), Up.ERROR, Across.KNOBS)


KNOBS = np.array(DIGITS.knobs, float)


def test_a_power_law_is_said_and_drawn_where_one_fits() -> None:
    """Error = 4·N^(−0.5): the factor is told in per cent, as the axis is."""
    fits = graph(4 * KNOBS**-0.5)
    said = conclusion(fits)
    assert said == (
        "Lowest median on the test part: 4.1 % with 128 hidden neurons.",
        "Power law of the medians, in %: 400 · knobs^−0.5, R² = 1.000.",
    )
    assert fits.bend is None
    assert (fits.across_powers, fits.up_powers) == (True, True)


def test_a_fall_that_ends_is_told_in_the_numbers_that_were_found() -> None:
    """Down to 3 % at 910 knobs, then flat; then slowly; a power law is denied with its R²."""
    steep = 0.7 * (KNOBS / 85) ** -1.328
    at = DIGITS.knobs.index(910)
    flat = np.where(KNOBS <= 910, steep, steep[at])
    lowest, law, bend = conclusion(graph(flat))
    assert lowest.startswith("Lowest median on the test part: 3.0 % with ")
    assert law.startswith("No single power law: R² = 0.")
    assert bend == (
        "It falls steeply to about 910 knobs (70.0 % → 3.0 %; ten times as many divide it by 21), "
        "and is flat beyond: it changes less than the seeds differ (median 3.0 %)."
    )
    slow = np.where(KNOBS <= 910, steep, steep[at] * (KNOBS / 910) ** -0.2)
    *_, bend = conclusion(graph(slow, spread=0.1))
    assert bend.endswith("divide it by 21), then slowly (3.0 % → 1.9 %; by 1.6).")


def test_a_refused_seed_is_told_and_counts_for_nothing() -> None:
    """The median is that of the others."""
    outcomes = found(DIGITS, np.full(len(DIGITS_WIDTHS), 0.2))
    trial = outcomes[0].trial
    outcomes[0] = Outcome(trial, 85, 3, Losses(9.0, 9.0, None), Measure(1, 1), WRONG, "It broke.")
    shown = Graph.of(DIGITS, outcomes, Up.ERROR, Across.KNOBS)
    name, test, train = at_value(shown, 0)
    assert name == "1 hidden neuron, 85 knobs"
    assert test == "test part: median 20.5 %, all 19.0 % to 22.0 %, 4 seeds, 1 without a result"
    assert train.startswith("train part: median 10.2 %")


def test_there_is_no_test_part_where_none_is_held_out() -> None:
    """The training part is judged by then, and named so."""
    sweep = Sweep(load_scenario("house-price"), "learning_rate", (0.1, 1.0), (1,), 5)
    kind = ErrorKind("typical error", "$", is_share=False)
    outcomes = [
        Outcome(trial, 3, 5, Losses(1.0, None, None), Measure(71_200.0 + n, None), kind)
        for n, trial in enumerate(sweep.trials)
    ]
    shown = Graph.of(sweep, outcomes, Up.ERROR, Across.VALUE)
    assert up_name(shown) == "Typical error, $"
    assert at_value(shown, 0) == ("learning rate 0.1", "train part: $71,200, one seed")
    assert conclusion(shown)[0].startswith("Lowest median on the train part: $71,200 with")
    assert not can_count_knobs(sweep)
    assert can_count_knobs(DIGITS)


def test_values_are_read_as_a_person_types_them() -> None:
    """With either decimal sign; what is written is read again."""
    rate, width, batch = (
        Sweep(load_scenario("ring"), name, values).row
        for name, values in (
            ("learning_rate", (0.1,)),
            ("hidden", ((4,),)),
            ("batch_size", (10, "full")),
        )
    )
    assert values_of(rate, "0.01, 0.1,1") == (0.01, 0.1, 1.0)
    assert values_of(rate, "0.01 0.1; 1e-3,  0.1") == (0.01, 0.1, 0.001)
    assert values_of(batch, "1,000, all") == (1000, "full")
    assert values_of(width, "4, 16-16, 0") == ((4,), (16, 16), ())
    # A decimal comma from another habit is never taken for a list of other numbers.
    assert values_of(rate, "0,01; 0,1; 1") == (0.01, 0.1, 1.0)
    for typed in ("0,01", "0,01 0,1 1", "0,01,0,1"):
        with pytest.raises(SettingError):
            values_of(rate, typed)
    try:
        use(Preferences(decimal="comma"))
        assert values_of(rate, "0,01; 0,1 1") == (0.01, 0.1, 1.0)
        assert as_typed(rate, (0.5, 1e-5)) == "0,5; 1e−05"
        assert values_of(rate, as_typed(rate, (0.5, 1e-5, 2000.0))) == (0.5, 1e-5, 2000.0)
        assert error(WRONG, 0.0123) == "1,2 %"
    finally:
        use(Preferences())
    for row, values in ((rate, (0.5, 1e-5, 2000.0)), (batch, (1000, "full")), (batch, (2000,))):
        assert values_of(row, as_typed(row, values)) == values


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (0.0004, "0.040 %"), (0.03, "3.0 %"), (1.0, "100.0 %")]
)
def test_a_share_is_never_rounded_to_nothing(share: float, words: str) -> None:
    """Two digits at least of what is above 0."""
    assert error(WRONG, share) == words
