"""What cells show is what it is called, in the unit that its legend names; and how many moved."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from training_aside import WhenTold

from eq_sim.app import App
from eq_sim.session.actions import (
    BackToStart,
    KeepCheckpoint,
    NewStart,
    Run,
    Set,
    SetStart,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.files.opening import open_session
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.session import Session
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.models.moved_share import share_text
from eq_sim.ui.models.shown import Kind, Shown

Opened = Callable[..., App]


def shown_of(session: Session) -> Shown:
    bank, activity = LiveBank(session), SessionActivity(session)
    return Shown(bank, activity, Scales(bank, activity))


def look(shown: Shown, kind: Kind) -> NDArray[np.float64]:
    shown.choose(kind)
    return shown.numbers.astype(np.float64)


def wide(seed: int = 1, **settings: object) -> Session:
    """Returns digits with 15,010 knobs: so many that they look frozen."""
    session = open_session("digits", seed=seed)
    for name, value in {"hidden": (200,), **settings}.items():
        session.apply(Set(name, value))
    return session


def moved_by_hand(session: Session) -> tuple[int, int]:
    """Returns how many knobs have surely moved over 1 %, and how many may have by rounding."""
    theta, start = (
        np.asarray(one, dtype=np.float64)
        for one in (session.parameters.theta, session.parameters.start)
    )
    sure = unsure = 0
    for block in session.layout.blocks:
        whole = block.view(start)
        limit = 0.01 * np.abs(whole[: block.inputs]).max()
        moves = np.abs(block.view(theta) - whole) / limit
        near = np.abs(moves - 1) < 1e-4
        sure += int((moves[~near] > 1).sum())
        unsure += int(near.sum())
    return sure, unsure


# How many have moved


@pytest.mark.parametrize(("seed", "precision"), [(1, "float32"), (2, "float32"), (3, "float64")])
def test_the_share_that_moved_is_true(seed: int, precision: str) -> None:
    session = wide(seed, dtype=precision, optimizer="sgd", learning_rate=0.1, l2=0)
    shown = shown_of(session)
    assert shown.moved == 0
    for _ in range(3):
        session.apply(Train(20))
        sure, unsure = moved_by_hand(session)
        assert sure <= shown.moved <= sure + unsure
    assert 0.02 < shown.moved / session.layout.size < 0.98
    session.apply(BackToStart())
    assert shown.moved == 0


def test_the_bar_counts_live_what_has_moved(opened: Opened) -> None:
    app = opened(wide(), (1600, 900))
    readout = app.window.transport.readouts["moved"]
    assert readout.text == "0.0 % of 15,010"
    app.do(Train(30))
    app.window.refresh()
    sure, _ = moved_by_hand(app.session)
    assert readout.text == f"{share_text(sure, 15_010)} of 15,010"
    assert "1 % of the largest start weight of their layer" in readout.toolTip()
    assert "starts at zero" in readout.toolTip()
    app.do(Undo())
    app.window.refresh()
    assert readout.text == "0.0 % of 15,010"


@pytest.mark.parametrize(
    ("some", "size", "text"),
    [
        (0, 7, "0.0 %"), (1, 998_070, "under 0.1 %"), (164_700, 998_070, "16.5 %"),
        (998_069, 998_070, "over 99.9 %"), (7, 7, "100.0 %"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_into_none_or_all(some: int, size: int, text: str) -> None:
    assert share_text(some, size) == text


def test_layers_that_start_at_zero_are_measured_by_the_others_or_by_1(ring: Session) -> None:
    shown = shown_of(ring)
    size = ring.layout.size
    start = np.zeros(size)
    start[12:22] = 0.5  # the second layer alone
    ring.apply(SetStart(tuple(start.tolist())))
    ring.apply(Turn((0, 1), (0.004, 0.006)))
    assert shown.moved == 1
    ring.apply(SetStart((0.0,) * size))
    ring.apply(Turn((0, 1, 11), (0.009, 0.011, -0.02)))
    assert shown.moved == 2


# What is shown


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_each_kind_is_what_it_says(precision: str) -> None:
    session = open_session("ring")
    session.apply(Set("dtype", precision))
    shown, rate = shown_of(session), 0.25
    session.apply(Set("learning_rate", rate))
    session.apply(Train(20))
    kept = session.parameters.theta.astype(np.float64)
    session.apply(KeepCheckpoint())
    session.apply(Train(30))
    now, start = session.parameters.theta.astype(np.float64), session.parameters.start
    exact = 1e-6 if precision == "float32" else 1e-14
    np.testing.assert_array_equal(look(shown, Kind.VALUE), now)
    np.testing.assert_allclose(look(shown, Kind.START), now - start, atol=exact)
    np.testing.assert_allclose(look(shown, Kind.CHECKPOINT), now - kept, atol=exact)
    last, slopes = look(shown, Kind.LAST), look(shown, Kind.GRADIENT)
    assert np.abs(slopes).max() > 0
    np.testing.assert_allclose(last, -rate * slopes, atol=exact)
    session.apply(Set("learning_rate", 0.5))  # the last step's gradient is what it was
    np.testing.assert_allclose(look(shown, Kind.GRADIENT), slopes, atol=exact)


def test_with_adam_the_gradient_is_no_step(ring: Session) -> None:
    ring.apply(Set("optimizer", "adam"))
    ring.apply(Set("learning_rate", 0.02))
    shown = shown_of(ring)
    assert shown.legend().missing == ""
    shown.choose(Kind.GRADIENT)
    assert shown.legend().missing == "It is known after the next step."
    assert not shown.numbers.any()
    ring.apply(Train(1))
    slopes, step = look(shown, Kind.GRADIENT), look(shown, Kind.LAST)
    assert shown.legend().missing == ""
    moving = np.abs(slopes) > 1e-6
    np.testing.assert_allclose(step[moving], -0.02 * np.sign(slopes[moving]), rtol=1e-2)
    ring.apply(Undo())
    shown.choose(Kind.GRADIENT)
    assert shown.legend().missing == "It is known after the next step."


def test_changes_are_in_percent_of_the_layers_largest_start_weight(ring: Session) -> None:
    shown = shown_of(ring)
    shown.choose(Kind.START)
    legend = shown.legend()
    assert shown.root
    assert legend.marks == ((0.0, 0.0), (0.25, 0.25), (0.5, 1.0), (1.0, 4.0))
    assert "% of the largest start weight of its layer" in legend.title
    for block in ring.layout.blocks:
        largest = np.abs(block.view(ring.parameters.start)[: block.inputs]).max()
        assert shown.ends(block.layer).tolist() == pytest.approx([0.04 * largest])


@pytest.mark.parametrize("kind", [Kind.LAST, Kind.GRADIENT])
def test_scales_of_steps_hold_most_and_not_the_furthest(kind: Kind) -> None:
    session = wide()
    session.apply(Train(10))
    shown = shown_of(session)
    numbers = look(shown, kind)
    shares = [
        np.abs(block.view(numbers)) / shown.ends(block.layer)[0] for block in session.layout.blocks
    ]
    inside = min(float((share <= 1).mean()) for share in shares)
    assert inside > 0.9
    assert max(float((share > 0.2).mean()) for share in shares) > 0.05
    end = shown.legend().marks[-1][1]
    unit = shown.ends(0)[0] if kind is Kind.GRADIENT else 100 * _share(session, shown)
    assert end == pytest.approx(unit, rel=1e-5)


def _share(session: Session, shown: Shown) -> float:
    block = session.layout.blocks[0]
    largest = np.abs(block.view(session.parameters.start)[: block.inputs]).max()
    return float(shown.ends(0)[0] / largest)


# Which is shown


def test_many_knobs_show_how_far_they_have_come_unless_told_otherwise() -> None:
    session = wide()
    shown = shown_of(session)
    assert shown.kind is Kind.VALUE  # nothing has changed, and all would be dark
    session.apply(Train(1))
    assert shown.kind is Kind.START
    session.apply(Undo())
    assert shown.kind is Kind.VALUE
    shown.choose(Kind.GRADIENT)
    session.apply(NewStart())
    session.apply(Train(1))
    assert shown.kind is Kind.GRADIENT
    session.apply(Set("hidden", (210,)))
    session.apply(Train(1))
    assert shown.kind is Kind.START
    session.apply(Set("hidden", (20,)))
    session.apply(Train(1))
    assert shown.kind is Kind.VALUE


def test_with_many_knobs_half_of_them_are_seen_to_move_and_by_their_values_few() -> None:
    session = wide(hidden=(256, 312), optimizer="sgd", learning_rate=0.1, l2=0)
    shown = shown_of(session)

    def places(kind: Kind) -> NDArray[np.float64]:
        """Returns where on its scale each knob's number stands, from −1 to 1."""
        numbers = look(shown, kind)
        parts = [
            block.view(numbers) / shown.ends(block.layer)[0] for block in session.layout.blocks
        ]
        shares = np.clip(np.concatenate([part.ravel() for part in parts]), -1, 1)
        return np.sign(shares) * np.sqrt(np.abs(shares)) if shown.root else shares

    before = {kind: places(kind) for kind in (Kind.VALUE, Kind.START)}
    session.apply(Train(100))
    seen = {
        kind: float((np.abs(places(kind) - was) >= 0.05).mean()) for kind, was in before.items()
    }
    assert seen[Kind.START] >= 0.5
    assert seen[Kind.VALUE] < 0.2


def test_the_gradient_of_steps_taken_aside_is_that_of_the_last_one_that_is_done() -> None:
    aside, here = wide(hidden=(256, 312)), wide(hidden=(256, 312))
    worker = WhenTold()
    aside.work_aside(lambda: worker, lambda: None, pytest.fail)
    aside.apply(Run())
    shown, seen = shown_of(aside), 0
    while aside.step < 4:
        aside.advance(0.1)
        worker.work()
        if aside.step > here.step:  # while the next ones are under way
            here.apply(Train(aside.step - here.step))
            expected = look(shown_of(here), Kind.GRADIENT)
            np.testing.assert_array_equal(look(shown, Kind.GRADIENT), expected)
            seen += bool(expected.any())
    assert seen
