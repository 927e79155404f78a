"""The table of large models: each number counted again, sourced, and refused where it is wrong."""

from pathlib import Path

import pytest

from eq_sim.large_models.measures import BITS, bytes_at, desk_metres, years_to_turn
from eq_sim.large_models.table import LargeModel, large_models, read_table
from eq_sim.large_models.units import COUNT, LENGTH, MEMORY, TIME, amount
from eq_sim.resources import resource
from eq_sim.session.errors import EqSimError

TABLE = large_models()


def conv(inputs: int, outputs: int, size: int, groups: int = 1, *, bias: bool = True) -> int:
    return inputs // groups * outputs * size * size + (outputs if bias else 0)


def dense(inputs: int, outputs: int) -> int:
    return (inputs + 1) * outputs


def alexnet() -> int:
    # On two processors: the second, fourth and fifth layer see half of the maps each.
    maps = conv(3, 96, 11) + conv(96, 256, 5, 2) + conv(256, 384, 3)
    maps += conv(384, 384, 3, 2) + conv(384, 256, 3, 2)
    return maps + dense(6 * 6 * 256, 4096) + dense(4096, 4096) + dense(4096, 1000)


def resnet_50() -> int:
    count, inputs = conv(3, 64, 7, bias=False) + 2 * 64, 64
    for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for block in range(blocks):
            outputs = 4 * width
            count += conv(inputs, width, 1, bias=False) + 2 * width
            count += conv(width, width, 3, bias=False) + 2 * width
            count += conv(width, outputs, 1, bias=False) + 2 * outputs
            if block == 0:
                count += conv(inputs, outputs, 1, bias=False) + 2 * outputs
            inputs = outputs
    return count + dense(inputs, 1000)


def transformer_block(width: int) -> int:
    attention, feed = 4 * dense(width, width), dense(width, 4 * width) + dense(4 * width, width)
    return attention + feed + 2 * 2 * width


def vit_b16() -> int:
    patches = dense(16 * 16 * 3, 768) + 768 + (14 * 14 + 1) * 768
    return patches + 12 * transformer_block(768) + 2 * 768 + dense(768, 1000)


def bert_base() -> int:
    words = (30_522 + 512 + 2) * 768 + 2 * 768
    return words + 12 * transformer_block(768) + dense(768, 768)


def gpt(width: int, layers: int, context: int) -> int:
    return (50_257 + context) * width + layers * transformer_block(width) + 2 * width


def llama(words: int, width: int, layers: int, keys: int, feed: int) -> int:
    block = 2 * width * width + 2 * width * keys + 3 * width * feed + 2 * width
    return 2 * words * width + layers * block + width


COUNTED = {
    "AlexNet": alexnet(),
    "ResNet-50": resnet_50(),
    "ViT-B/16": vit_b16(),
    "BERT base": bert_base(),
    "GPT-2": gpt(1600, 48, 1024),
    "GPT-3": gpt(12_288, 96, 2048),
    "Mistral 7B": llama(32_000, 4096, 32, 1024, 14_336),
    "Llama 3.1": llama(128_256, 16_384, 126, 1024, 53_248),
}


@pytest.mark.parametrize("model", TABLE.model, ids=lambda model: model.name)
def test_exact_counts_follow_from_the_published_layers(model: LargeModel) -> None:
    if model.counted == "exact":
        assert model.knobs == COUNTED[model.name]
    elif model.name in COUNTED:
        assert round(COUNTED[model.name] / 1e8) == model.knobs / 1e8


def test_how_people_say_a_number_is_near_to_it() -> None:
    factors = {"M": 1e6, "B": 1e9, "T": 1e12}
    for model in TABLE.model:
        said, letter = model.called.split()
        assert float(said) * factors[letter] == pytest.approx(model.knobs, rel=0.04), model.name


def test_the_models_of_the_scale_are_there_from_small_to_large() -> None:
    assert [model.name for model in TABLE.model] == [
        "ResNet-50", "AlexNet", "ViT-B/16", "BERT base", "GPT-2", "Mistral 7B", "GPT-3",
        "Llama 3.1", "DeepSeek-V3", "GPT-4",
    ]  # fmt: skip
    deep = TABLE.find("deepseek-v3")
    assert deep is not None
    assert (deep.active, deep.hours, deep.hours_on) == (37_000_000_000, 2_788_000, "H800")
    gpt_4 = TABLE.find("GPT-4")
    assert gpt_4 is not None
    assert gpt_4.counted == "estimated"
    assert "Not published" in gpt_4.source


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AlexNet", ["244 MB", "122 MB", "61 MB", "30.5 MB"]),
        ("GPT-2", ["6.23 GB", "3.12 GB", "1.56 GB", "779 MB"]),
        ("GPT-3", ["698 GB", "349 GB", "175 GB", "87.3 GB"]),
        ("Llama 3.1", ["1.62 TB", "812 GB", "406 GB", "203 GB"]),
        ("DeepSeek-V3", ["2.68 TB", "1.34 TB", "671 GB", "336 GB"]),
    ],
)
def test_bytes_in_32_16_8_and_4_bits(name: str, said: list[str]) -> None:
    model = TABLE.find(name)
    assert model is not None
    assert [amount(bytes_at(model.knobs, bits), MEMORY).text for bits in BITS] == said


def test_desks_of_centimetre_faders() -> None:
    assert amount(desk_metres(2410), LENGTH, 2).text == "24 m"
    assert amount(desk_metres(998_070), LENGTH).text == "9.98 km"
    assert amount(desk_metres(175e9), LENGTH).text == "1.75 million km"
    assert amount(desk_metres(1), LENGTH).text == "1 cm"
    # Four and a half times to the Moon.
    ways = desk_metres(175e9) / 1000 / TABLE.moon.kilometres
    assert ways == pytest.approx(1_750_000 / 384_400)
    assert round(2 * ways) / 2 == 4.5


def test_years_to_turn_each_knob_once_a_second() -> None:
    assert amount(years_to_turn(1.7e12), TIME, 2).text == "54,000 years"
    assert amount(years_to_turn(998_070), TIME).text == "11.6 days"
    assert amount(years_to_turn(2410), TIME, 2).text == "40 minutes"
    assert amount(years_to_turn(1), TIME).text == "1 second"


def test_no_amount_is_rounded_into_another_unit_wrongly() -> None:
    assert amount(999.6, LENGTH).text == "1 km"
    assert amount(999.4, LENGTH).text == "999 m"
    assert amount(99.96, COUNT).text == "100"
    assert amount(9.98e6, COUNT).text == "9.98 million"
    assert amount(12_345, COUNT).text == "12,300"


GOOD = """
[moon]
kilometres = 384_400
source = "somebody"
[[model]]
name = "Small"
year = 2020
knobs = 1000
counted = "exact"
called = "1 k"
source = "somewhere"
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("knobs = 1000", "knobs = 0", "'knobs' needs a whole number from 1 on"),
        ("knobs = 1000", "knobs = 1e3", "'knobs' needs a whole number, not a number"),
        ("knobs = 1000", "knobs = 9000000000000000000", "'knobs' needs a whole number up to"),
        ("year = 2020", "year = 20200", "'year' needs a whole number up to 2100"),
        ('"exact"', '"guessed"', "'counted' cannot be 'guessed'"),
        ('source = "somewhere"', "operations = 1e20", "source"),
        ('source = "somewhere"', 'source = "x"\noperations = 1e20', "belong together"),
        ('source = "somewhere"', 'source = "x"\nactive = 1001', "more than"),
        ('source = "somewhere"', 'source = "x"\ncolour = 3', "There is no key 'colour'"),
        ("384_400", "384", "'kilometres' needs a number from 300000"),
        ("[moon]", "[moon", "models.toml is not TOML"),
    ],
)
def test_a_wrong_table_is_refused_in_a_sentence(
    before: str, after: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "models.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_table(path).model[0].knobs == 1000
    path.write_text(GOOD.replace(before, after), encoding="utf-8")
    with pytest.raises(EqSimError) as refused:
        read_table(path)
    assert str(refused.value).startswith("models.toml")
    assert said in str(refused.value)
    assert not set("`$") & set(str(refused.value))


def test_order_and_names_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    model = GOOD.partition("[[model]]")[2]
    path.write_text(f"{GOOD}[[model]]{model}", encoding="utf-8")
    with pytest.raises(EqSimError, match="the same name"):
        read_table(path)
    smaller = model.replace("Small", "Other").replace("1000", "999")
    path.write_text(f"{GOOD}[[model]]{smaller}", encoding="utf-8")
    with pytest.raises(EqSimError, match="order of their knobs"):
        read_table(path)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EqSimError, match=r"^none\.toml cannot be read: "):
        read_table(tmp_path / "none.toml")


def test_every_number_has_its_source_beside_it() -> None:
    text = resource("large_models", "models.toml").read_text(encoding="utf-8")
    for model in TABLE.model:
        assert model.source in text
        assert "arXiv" in model.source or model.name in ("AlexNet", "GPT-2")
