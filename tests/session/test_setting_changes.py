"""Settings of a running session: typed by a person, checked as a whole, changed at the door."""

import re

import pytest
from session_kit import moments, scenario, session, theta_bits, whole_state

from eq_sim.session.actions import Grab, Release, Set, Train
from eq_sim.session.change import Change
from eq_sim.session.errors import SettingError
from eq_sim.session.settings.table import CAPTIONS, SETTINGS, changed, parse


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        ("learning_rate", "0.05", 0.05),
        ("learning_rate", "1e-3", 0.001),
        ("l2", "1", 1.0),
        ("batch_size", "full", "full"),
        ("batch_size", "32", 32),
        ("points", "200", 200),
        ("noise", "0.3", 0.3),
        ("hidden", "4,2", (4, 2)),
        ("hidden", " 8 , 8 ", (8, 8)),
        ("hidden", "16", (16,)),
        ("hidden", "", ()),
        ("hidden", "  ", ()),
        ("hidden", "064", (64,)),
        ("learning_rate", ".5", 0.5),
        ("learning_rate", "+5.", 5.0),
        ("optimizer", "adam", "adam"),
        ("activation", "relu", "relu"),
        ("dtype", "float64", "float64"),
        ("loss", "half_mse", "half_mse"),
        ("initializer", "he", "he"),
    ],
)
def test_what_a_person_types(
    setting: str, text: str, value: float | int | str | tuple[int, ...]
) -> None:
    parsed = parse(setting, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("learning_rate", "fast"),
        ("learning_rate", ""),
        ("points", "1.5"),
        ("points", "many"),
        ("batch_size", "all"),
        ("batch_size", "2.5"),
        ("hidden", "4;2"),
        ("hidden", "4,two"),
        ("hidden", "1.5"),
        ("hidden", "4,,2"),
        ("hidden", "4,"),
        ("hidden", ",4"),
        ("hidden", ","),
        ("hidden", "4 2"),
        ("hidden", "٤"),
        ("hidden", "1e3"),
        ("hidden", "+4"),
        ("hidden", "-4"),
        ("hidden", "4_000"),
        ("hidden", "9" * 5000),
        ("points", "3_00"),
        ("points", "٣٠٠"),
        ("points", "9" * 5000),
        ("learning_rate", "٠.١"),
        ("learning_rate", "1_0"),
        ("learning_rate", "0,1"),
        ("batch_size", "+5"),
    ],
)
def test_what_cannot_be_read(setting: str, text: str) -> None:
    with pytest.raises(SettingError) as refused:
        parse(setting, text)
    said = str(refused.value)
    assert said.startswith(f"The {CAPTIONS[setting]} need")
    assert said.endswith(f"not '{text}'" if len(text) < 40 else f"not '{text[:39]}…'")


def test_unknown_settings_are_told_with_the_known_ones() -> None:
    for attempt in (lambda: parse("rate", "1"), lambda: changed(scenario(), "rate", 1)):
        with pytest.raises(SettingError, match=r"'rate'.*learning_rate"):
            attempt()


BAD = [
    ("learning_rate", -0.1),
    ("learning_rate", float("nan")),
    ("learning_rate", float("inf")),
    ("learning_rate", "0.1"),
    ("l1", float("inf")),
    ("l2", float("nan")),
    ("momentum", 1.0),
    ("dropout", 1.0),
    ("dropout", -0.1),
    ("batch_size", 0),
    ("batch_size", "some"),
    ("optimizer", "lion"),
    ("speed", 0),
    ("speed", float("nan")),
    ("loss", "softmax_cross_entropy"),
    ("loss", "hinge"),
    ("activation", "cosine"),
    ("dtype", "float16"),
    ("hidden", (0,)),
    ("hidden", (100_000, 100_000)),
    ("hidden", 3),
    ("initializer", "magic"),
    ("noise", -1),
    ("noise", float("nan")),
    ("formula", 3.0),
    ("from_x", float("inf")),
    ("to_x", float("nan")),
    ("points", 9),
    ("points", 2_000_000),
    ("test_fraction", 1.0),
    ("test_fraction", float("nan")),
    ("validation_fraction", 1.0),
    ("examples", 0),
    ("contrast", -0.1),
    ("rotation", float("nan")),
    ("shift_x", 1e9),
    ("shift_y", "left"),
    ("components", -1),
    ("components", 20),
    ("components", "many"),
    ("early_stopping", -1),
    ("early_stopping", 0.5),
    ("beta1", 1.0),
    ("beta2", -0.1),
    ("alpha", 1),
    ("epsilon", 0.0),
    ("epsilon", float("nan")),
    ("schedule", "sawtooth"),
    ("schedule_length", 0),
    ("schedule_factor", -1.0),
    ("warmup", -1),
    ("temperature", 0.0),
    ("temperature", float("nan")),
    ("label_share", 1.0),
    ("train_points", 0),
    ("loss", "distillation"),
]


@pytest.mark.parametrize(("setting", "value"), BAD)
def test_a_refused_change_changes_nothing_and_names_the_setting(
    setting: str, value: float | int | str | tuple[int, ...]
) -> None:
    ring = session(optimizer="adam")
    ring.apply(Train(5))
    ring.apply(Grab((2,)))
    before, records = whole_state(ring), list(ring.log.records)
    told: list[Change] = []
    ring.observe(told.append)
    with pytest.raises(
        SettingError, match=f"[Tt]he {re.escape(CAPTIONS[setting])}|knobs|go with the data"
    ):
        ring.apply(Set(setting, value))
    assert whole_state(ring) == before
    assert ring.log.records == records
    assert told == []


def test_every_setting_has_been_refused_something() -> None:
    assert {setting for setting, _ in BAD} == set(SETTINGS)


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("noise", 0.1, "The noise cannot be set: .* a real table"),
        ("points", 547, "a real table of 546 rows: 547 of them cannot be used"),
    ],
)
def test_a_real_table_takes_neither_noise_nor_more_points_than_it_has(
    setting: str, value: float, why: str
) -> None:
    house = session("house-price")
    before = whole_state(house)
    with pytest.raises(SettingError, match=why):
        house.apply(Set(setting, value))
    assert whole_state(house) == before


def test_the_scenario_shows_each_setting_as_it_is_now() -> None:
    ring = session()
    original = ring.original
    for setting, value in (("learning_rate", 0.25), ("hidden", (3,)), ("noise", 0.5)):
        ring.apply(Set(setting, value))
        assert getattr(getattr(ring.scenario, SETTINGS[setting].part), setting) == value
    assert ring.original == original == scenario()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("learning_rate", 0.5),
        ("batch_size", 3),
        ("momentum", 0.5),
        ("l1", 0.1),
        ("l2", 0.1),
        ("dropout", 0.2),
        ("speed", 5.0),
        ("activation", "silu"),
        ("loss", "half_mse"),
        ("noise", 0.3),
        ("points", 100),
        ("test_fraction", 0.1),
    ],
)
def test_these_leave_knobs_moments_and_steps(setting: str, value: float | str) -> None:
    ring = session(optimizer="adam")
    ring.apply(Train(30))
    before = theta_bits(ring), moments(ring), ring.step
    ring.apply(Set(setting, value))
    assert (theta_bits(ring), moments(ring), ring.step) == before
    ring.apply(Train(1))
    assert ring.step == 31
    assert theta_bits(ring) != before[0]


@pytest.mark.parametrize(
    ("setting", "value", "kept"),
    [
        ("noise", 0.3, 3.0),  # other samples: the epoch is begun anew
        ("activation", "silu", 3.0),
        ("learning_rate", 0.5, 3.25),
        ("batch_size", 10, 3.25),
    ],
)
def test_complete_epochs_stay_counted(setting: str, value: float | str, kept: float) -> None:
    ring = session(batch_size=25)  # of 300 samples: 12 steps an epoch
    ring.apply(Train(39))
    assert ring.epochs == 3.25
    ring.apply(Set(setting, value))
    assert ring.epochs == kept


def test_another_optimizer_begins_with_empty_moments() -> None:
    ring = session(optimizer="adam")
    ring.apply(Train(30))
    theta = theta_bits(ring)
    ring.apply(Set("optimizer", "momentum"))
    assert theta_bits(ring) == theta
    assert ring.step == 30
    assert not ring.trainer.optimizer.state.any()
    assert ring.trainer.optimizer.count == 0


@pytest.mark.parametrize(("setting", "value"), [("hidden", (6,)), ("initializer", "he")])
def test_another_network_is_a_new_start(setting: str, value: str | tuple[int, ...]) -> None:
    ring = session()
    ring.apply(Train(30))
    ring.apply(Set(setting, value))
    assert ring.step == 0
    assert theta_bits(ring) == session(**{setting: value}).parameters.theta.tobytes()


def test_a_list_for_the_old_layers_gives_way_to_new_layers() -> None:
    old = scenario(activation=["relu", "silu"], biases=[True, False, True])
    new = changed(old, "hidden", (3, 3, 3))
    shape = new.architecture(2, 1)
    assert shape.activations == ("relu", "relu", "relu", "identity")
    assert shape.biases == (True,) * 4


def test_a_changed_rate_is_the_rate_of_the_next_step() -> None:
    halved, plain = session(dtype="float64"), session(dtype="float64")
    halved.apply(Set("learning_rate", plain.scenario.training.learning_rate / 2))
    for one in (halved, plain):
        one.apply(Train(1))
    start = plain.parameters.start
    small, large = halved.parameters.theta - start, plain.parameters.theta - start
    assert small == pytest.approx(large / 2, rel=1e-9)


def test_a_drag_of_a_data_setting_records_the_loss_of_the_new_data() -> None:
    ring = session()
    ring.apply(Train(50))
    ring.apply(Grab((), "set:noise"))
    ring.apply(Set("noise", 0.3))
    ring.apply(Set("noise", 0.31))
    ring.apply(Release())
    assert ring.history.points[2].tolist() == [ring.losses.train]
    assert ring.best is not None
    assert ring.best.loss == (ring.losses.test or ring.losses.train)
    assert ring.undo.names == ["set noise", "50 steps"]


def test_a_change_of_precision_is_not_a_turn_of_the_knobs_in_a_hand() -> None:
    ring = session(dtype="float64")
    ring.apply(Grab((0, 1, 2)))
    ring.apply(Set("dtype", "float32"))
    assert not ring.turned
    ring.apply(Release())
    assert [mark.text for mark in ring.history.marks] == []
