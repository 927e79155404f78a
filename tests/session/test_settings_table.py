"""The one table of settings: everything that has a name of a setting has it from there."""

import re
from dataclasses import fields
from typing import get_args

import numpy as np
import pytest
from session_kit import scenario

from eq_sim.cli.options import SETTABLE
from eq_sim.data.sources import SOURCES
from eq_sim.lessons.files.schema import lesson_schema
from eq_sim.network.optimizers import OPTIMIZERS, Rates
from eq_sim.resources import resource
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import (
    ActivationName,
    DataSpec,
    NetworkSpec,
    Scenario,
    TrainingSpec,
    bundled,
    load_scenario,
)
from eq_sim.session.settings.setting import Kind, Setting
from eq_sim.session.settings.table import CAPTIONS, SETTINGS, changed, parse
from eq_sim.session.sources import source_of, train_part

PARTS = {"data": DataSpec, "network": NetworkSpec, "training": TrainingSpec}
FIXED = {"source", "biases", "steps", "table", "painted", "erased", "drawn", "ranks", "teacher"}
"""Fields that no setting changes while it runs; points, adapters and teachers come by actions."""

EVERY = list(SETTINGS.values())


def sources() -> list[Scenario]:
    """A scenario of each source."""
    every = [load_scenario(name) for name in bundled()]
    elsewhere = {"equalizer", "base-digits"}  # in older files, and in that of a base
    made = {"formula", "new-ink"}
    assert {each.data.source for each in every} == set(SOURCES) - elsewhere | made
    return every


def test_every_field_of_a_scenario_is_a_setting_in_its_part() -> None:
    found = {
        (part, field)
        for part, struct in PARTS.items()
        for field in struct.__struct_fields__
        if field not in FIXED
    }
    assert found == {(setting.part, setting.name) for setting in EVERY}


def test_the_command_line_and_the_schema_have_the_names_of_the_table() -> None:
    assert set(SETTABLE) == set(SETTINGS) - {"speed"}
    schema = lesson_schema()
    steps = schema["$defs"]
    assert steps["SetStep"]["properties"]["set"]["enum"] == list(SETTINGS)
    assert steps["LoadStep"]["properties"]["change"]["propertyNames"]["enum"] == list(SETTINGS)
    assert schema["properties"]["change"]["propertyNames"]["enum"] == list(SETTINGS)


def test_the_readme_names_what_can_be_set() -> None:
    folder = resource("scenarios").parent.parent
    said = (folder / "README.md").read_text(encoding="utf-8")
    start = said.index("`--set` takes")
    named = set(re.findall(r"`([a-z0-9_]+)`", said[start : said.index("\n\n", start)]))
    assert set(SETTINGS) - {"speed"} <= named


@pytest.mark.parametrize("setting", EVERY, ids=lambda setting: setting.name)
def test_a_row_is_complete(setting: Setting) -> None:
    assert setting.caption == CAPTIONS[setting.name]
    assert setting.caption[0].islower() or setting.caption.startswith("L1")
    assert setting.tip.strip() == setting.tip != ""
    assert not setting.tip.endswith(".")
    assert setting.title
    offers = setting.kind in (Kind.CHOICE, Kind.CHOICES)
    assert bool(setting.ladder) == (not offers and setting.kind not in (Kind.SIZES, Kind.FORMULA))
    assert bool(setting.choices(scenario())) == offers


@pytest.mark.parametrize("setting", EVERY, ids=lambda setting: setting.name)
def test_every_rung_of_a_ladder_and_every_choice_can_be_taken_and_typed(setting: Setting) -> None:
    for made in sources():
        if setting.part == "data" and not setting.applies(made):
            continue
        rows = source_of(made.data).rows
        for value in (*setting.ladder[: setting.rungs(made)], *setting.choices(made)):
            if not setting.applies(made) and setting.name == "validation_fraction":
                continue  # some data say themselves what is for what
            if setting.name == "points" and rows and isinstance(value, int) and value > rows:
                continue  # of a real table no more rows can be used than it has
            if setting.name == "train_points" and value >= train_part(made.data):
                continue  # that is all of them
            after = changed(made, setting.name, value)
            assert setting.of(after) == value
            text = setting.write(value)
            assert parse(setting.name, text) == value
    rungs = [rung for rung in setting.ladder if not isinstance(rung, str)]
    assert rungs == sorted(rungs)


def test_choices_are_what_the_files_take() -> None:
    for setting in EVERY:
        if setting.kind not in (Kind.CHOICE, Kind.CHOICES):
            continue
        offered = {name for made in sources() for name in setting.choices(made)}
        written = PARTS[setting.part].__annotations__[setting.name]
        taken = get_args(ActivationName if setting.name == "activation" else written)
        assert offered == set(taken)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("hidden", ()), ("hidden", (4, 2)), ("learning_rate", 1e-5), ("batch_size", "full")],
)
def test_what_is_written_is_read_back(setting: str, value: object) -> None:
    row = SETTINGS[setting]
    assert row.read(row.write(value)) == value  # type: ignore[arg-type]


def test_momentum_applies_to_the_optimizers_that_use_it() -> None:
    momentum = SETTINGS["momentum"]
    applies = {
        name for name in OPTIMIZERS if momentum.applies(changed(scenario(), "optimizer", name))
    }
    assert applies == {"momentum", "nesterov"}
    assert momentum.tip.endswith("(optimizers Momentum and Nesterov)")


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("rate", ["learning_rate", "momentum", "decay"])
def test_an_optimizer_uses_what_it_declares_and_nothing_else(name: str, rate: str) -> None:
    kind = OPTIMIZERS[name]
    assert kind.uses <= {field.name for field in fields(Rates)}

    def updates(value: float) -> bytes:
        rates = Rates(**{"learning_rate": 0.1, "momentum": 0.9, "decay": 0.01} | {rate: value})
        made = kind(3, np.dtype(np.float64), rates, np.array([1.0, 1.0, 0.0]))
        theta, found = np.array([1.0, -2.0, 0.5]), []
        for slope in ([1.0, 0.5, -1.0], [0.3, 0.2, 0.1]):
            # Where the rate is folded into the gradient, that is where it is used.
            gradient = np.array(slope) * (rates.learning_rate if kind.folds_rate else 1.0)
            found.append(made.propose(gradient, theta).copy())
            made.commit()
        return b"".join(update.tobytes() for update in found)

    assert (updates(0.5) != updates(0.25)) == (rate in kind.uses)


def test_what_applies_follows_the_scenario() -> None:
    flat = changed(scenario(), "hidden", ())
    for name in ("dropout", "activation"):
        assert SETTINGS[name].applies(scenario())
        assert not SETTINGS[name].applies(flat)
    assert SETTINGS["noise"].applies(scenario())
    assert not SETTINGS["noise"].applies(scenario("digits"))
    assert SETTINGS["noise"].of(scenario("digits")) is None
    assert SETTINGS["points"].applies(scenario("digits"))
    assert SETTINGS["points"].of(scenario("digits")) == 1797  # all rows, where nothing is said
    adam, rms = scenario(optimizer="adam"), scenario(optimizer="rmsprop")
    for name, with_adam, with_rms in (
        ("beta1", True, False),
        ("beta2", True, False),
        ("alpha", False, True),
        ("epsilon", True, True),
        ("momentum", False, False),
    ):
        row = SETTINGS[name]
        assert (row.applies(adam), row.applies(rms)) == (with_adam, with_rms)
    for name, kinds in (("schedule_length", ("step", "cosine")), ("schedule_factor", ("step",))):
        for kind in ("constant", "step", "cosine"):
            assert SETTINGS[name].applies(scenario(schedule=kind)) == (kind in kinds)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("l1", "0.1", "The L1 penalty needs a number from 0 on, such as 0.001, not '0.1'"),
        ("learning_rate", -1, "The learning rate needs a number from 0 on, such as 0.1, not -1"),
        ("noise", float("nan"), "The noise needs a number from 0 to 10, such as 0.2, not nan"),
        (
            "hidden",
            (0,),
            "The layers need whole numbers from 1 on with commas between them, such as 4,2, not 0",
        ),
        ("points", 9, "The points need a whole number from 10 to 100,000, such as 300, not 9"),
        ("dtype", "float16", "The precision needs one of float32, float64, not 'float16'"),
    ],
)
def test_a_refusal_is_a_sentence(setting: str, value: object, said: str) -> None:
    with pytest.raises(SettingError) as refused:
        changed(scenario(), setting, value)
    assert str(refused.value) == said
