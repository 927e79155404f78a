"""The scale of squares: true areas at every zoom, and what is said of each."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eq_sim.language.numerals import THIN, write_with_comma
from eq_sim.large_models.facts import facts, in_a_sentence, sources
from eq_sim.large_models.scale import Zoom, stages
from eq_sim.large_models.table import large_models
from eq_sim.ui.beyond.label_places import apart

TABLE = large_models()


def zoom(knobs: int = 2410) -> Zoom:
    return Zoom(stages(knobs, TABLE))


def said(name: str, knobs: int = 998_070) -> dict[str, str]:
    stage = next(stage for stage in stages(knobs, TABLE) if stage.name == name)
    return dict(facts(stage, knobs, TABLE.moon))


@given(st.floats(0, 13), st.integers(1, 10**9))
def test_areas_are_true_at_every_zoom(at: float, knobs: int) -> None:
    of = zoom(knobs)
    of.to(at)
    areas = [of.side(stage.knobs) ** 2 / stage.knobs for stage in of.stages]
    assert areas == pytest.approx([areas[0]] * len(areas), rel=1e-9)
    assert of.least <= of.at <= of.most


def test_the_chosen_square_fills_the_view_and_the_one_before_shrinks_to_its_size() -> None:
    of = zoom()
    for _ in range(len(of.stages)):
        before = of.chosen
        of.to(of.beside(1).decades)
        assert of.side(of.chosen.knobs) == pytest.approx(1)
        assert of.side(before.knobs) == pytest.approx((before.knobs / of.chosen.knobs) ** 0.5)
    assert of.chosen.name == "GPT-4"
    assert not of.to(99)


def test_the_network_that_runs_here_stands_among_the_others_by_its_size() -> None:
    assert zoom(25).stages[0].model is None
    assert [stage.name for stage in zoom(70_000_000).stages][:4] == [
        "ResNet-50", "AlexNet", "your network", "ViT-B/16",
    ]  # fmt: skip
    assert zoom(25).chosen.said == "25"


@given(st.floats(0, 13), st.floats(0.005, 0.1))
def test_the_square_to_measure_by_is_round_and_of_a_size_that_can_be_seen(
    at: float, least: float
) -> None:
    of = zoom(1)
    of.to(at)
    knobs = of.measure(least)
    assert str(knobs).strip("0") == "1"
    assert of.side(knobs) >= least * 0.999
    assert knobs == 1 or of.side(knobs) <= least * 10**0.5 * 1.001


def test_what_is_said_of_gpt_3() -> None:
    found = said("GPT-3")
    assert found["Knobs"] == "174.6 billion"
    assert found["Times yours"] == "175,000"
    assert found["In 16 bits"] == "349 GB"
    assert found["A desk of 1 cm faders"] == "1.75 million km"
    assert found["Times to the Moon"] == "4.5"
    assert found["FLOPs to train"] == "3.14 × 10²³"


def test_what_is_not_published_is_not_said_and_an_estimate_is_called_one() -> None:
    found = said("GPT-4")
    assert found["Knobs"] == "about 1.7 trillion"
    assert found.pop("Published") == "no, an estimate"
    assert found["Turned one a second"] == "about 54,000 years"
    assert all("about" in text for text in found.values())
    assert "FLOPs to train" not in found
    deep = said("DeepSeek-V3")
    assert "FLOPs to train" not in deep
    assert deep["Hours to train"] == "2.788 million, on one H800"
    assert deep["For each token"] == "37 billion"


def test_fewer_knobs_can_be_right_more_often() -> None:
    few, many = said("ResNet-50"), said("AlexNet")
    assert (few["ImageNet named right"], many["ImageNet named right"]) == ("76.1 %", "56.5 %")


def test_sources_stand_beside_what_was_not_counted_here() -> None:
    by_name = {stage.name: sources(stage, TABLE.moon) for stage in stages(25, TABLE)}
    assert by_name.pop("your network") == "Counted here."
    assert all("20" in text for text in by_name.values())
    assert "Moon: 384,400 km" in by_name["GPT-3"]
    assert "Moon" not in by_name["AlexNet"]
    deep = next(stage for stage in stages(25, TABLE) if stage.name == "DeepSeek-V3")
    write_with_comma(True)
    try:
        there = sources(deep, TABLE.moon)
    finally:
        write_with_comma(False)
    assert f"Moon: 384{THIN}400 km" in there
    assert "arXiv 2412.19437" in there  # no number of a paper is written anew


def test_all_of_it_can_be_heard() -> None:
    stage = stages(25, TABLE)[0]
    heard = in_a_sentence(stage, 25, TABLE.moon)
    assert heard.startswith("your network, 25. Knobs: 25; In 32 bits: 100 B; ")


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=12).map(sorted), st.floats(0.5, 9))
def test_labels_never_meet_and_keep_their_order(wanted: list[float], least: float) -> None:
    places = apart(wanted, (0, 100), least)
    if (len(wanted) - 1) * least > 100:
        assert places is None
        return
    assert places is not None
    assert min(places) >= -1e-9
    assert max(places) <= 100 + 1e-9
    assert all(b - a >= least - 1e-9 for a, b in itertools.pairwise(places))


def test_a_label_that_nobody_pushes_stands_where_it_is_wanted() -> None:
    assert apart([10, 50, 52], (0, 100), 10) == [10, 50, 60]
    assert apart([95, 99], (0, 100), 10) == [90, 100]
