"""What is heard is what is drawn: by a transform that shares nothing with the one that renders."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sound_kit import (
    HIGH,
    LOW,
    decibels,
    drawn,
    equalizer,
    heard,
    listen,
    loop,
    read_wav,
    sine,
    spectrum_of,
)

from eq_sim.session.actions import Train, Turn
from eq_sim.sound.engine import Engine, Response, Wish
from eq_sim.sound.limiter import CEILING, DELAY
from eq_sim.sound.listening import Ear, response_heard
from eq_sim.sound.loop import LOUDNESS
from eq_sim.sound.rate import BLOCK, RATE
from eq_sim.sound.sources import SHIPPED, loop_of


@pytest.mark.parametrize("seed", range(1000, 1010))
def test_the_spectrum_is_the_drawn_response(seed: int) -> None:
    session = equalizer(seed)
    hertz, found = spectrum_of(session)
    worst = np.abs(found - drawn(session, hertz)).max()
    print(f"seed {seed}: {worst:.3f} dB")
    assert worst < 0.3


def test_after_training_the_source_is_heard_as_it_was() -> None:
    session = equalizer(1000)
    session.apply(Train(600))
    hertz, found = spectrum_of(session)
    assert np.abs(found - drawn(session, hertz)).max() < 0.3
    assert np.abs(found).max() < 1.0


def test_listen_writes_noise_with_the_drawn_spectrum(tmp_path: Path) -> None:
    path = tmp_path / "noise.wav"
    listen("equalizer", "--seed=1004", "--steps=0", "--source=noise", "--seconds=9", f"-o{path}")
    source = loop_of("noise")[0].samples.astype(float)
    frames = source.shape[1]
    out = read_wav(path)[:, -frames:]  # a whole turn of the loop, long after the start
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    power_in, power_out = (np.abs(np.fft.rfft(part[0])) ** 2 for part in (source, out))
    session = equalizer(1004)
    for low in np.geomspace(LOW, HIGH / 1.1, 60):
        band = (hertz >= low) & (hertz < 1.05 * low)
        found = decibels(power_out[band].sum() / power_in[band].sum())
        wanted = decibels(
            (power_in[band] * 10 ** (drawn(session, hertz[band]) / 10)).sum() / power_in[band].sum()
        )
        assert abs(found - wanted) < 0.3, low


extreme = st.one_of(
    st.floats(-1e6, 1e6), st.sampled_from([np.nan, np.inf, -np.inf, 40.0, -40.0, 1e300])
)


@settings(max_examples=40)
@given(
    rows=st.lists(st.lists(extreme, min_size=10, max_size=10), min_size=1, max_size=4),
    volume=st.one_of(st.floats(0, 1), st.sampled_from([5.0, -1.0])),
    seed=st.integers(0, 9),
)
def test_nothing_is_louder_than_1_decibel_below_full(
    rows: list[list[float]], volume: float, seed: int
) -> None:
    hertz = np.geomspace(20, 20_000, 10)
    wishes = []
    source = loop(np.sign(np.random.default_rng(seed).standard_normal(RATE // 4)))  # full scale
    for row in rows:
        wishes += [Wish(source, Response(hertz, np.array(row)), volume)] * 2
    out = heard(wishes, len(wishes) + 8)
    assert np.isfinite(out).all()
    assert np.abs(out).max() <= CEILING


def test_a_knob_that_leaps_does_not_click() -> None:
    session = equalizer(1002)
    source = sine(220.0, 0.1)
    step = 2 * np.pi * 220 / RATE * 0.1  # between two samples of the source, at most
    wishes, gains = [], []
    for knob in (0.0, 5.0, -5.0, 5.0):
        session.apply(Turn.of(range(10), [knob] * 10))
        response = response_heard(session)
        assert response is not None
        gains.append(10 ** (np.clip(response.decibels, -40, 40) / 20).max())
        wishes += [Wish(source, response, 1.0)] * 6
    out = heard(wishes, len(wishes))
    largest = np.abs(np.diff(out)).max()
    # Beside the source's own steps there is the change of gain, spread over a block of 1/60 s.
    allowed = step * max(gains) + 0.1 * max(gains) / BLOCK
    print(f"largest jump {largest:.4f} of {allowed:.4f}")
    assert largest < allowed


@pytest.mark.parametrize("name", SHIPPED)
def test_a_loop_goes_over_its_seam_without_a_click(name: str) -> None:
    samples = loop_of(name)[0].samples.astype(float)
    inside = np.abs(np.diff(samples)).max()
    assert np.abs(samples[:, 0] - samples[:, -1]).max() < inside
    assert np.sqrt((samples**2).mean()) == pytest.approx(LOUDNESS, rel=1e-4)
    # Nor does its loudness change there.
    ends = [np.sqrt((part**2).mean()) for part in (samples[:, :RATE], samples[:, -RATE:])]
    assert 0.4 < ends[0] / ends[1] < 2.5


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_has_the_full_spectrum(name: str) -> None:
    samples = loop_of(name)[0].samples.mean(axis=0)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    octaves = [
        decibels(power[(hertz >= low) & (hertz < 2 * low)].sum() / power.sum())
        for low in 31.25 * 2 ** np.arange(9)
    ]
    assert min(octaves) > -35, [round(each, 1) for each in octaves]


def test_a_source_that_changes_and_silence_do_not_click() -> None:
    one, other = sine(300, 0.1), sine(5_000, 0.1)
    out = heard([*[Wish(one, None, 1.0)] * 4, *[Wish(other, None, 1.0)] * 4, Wish()], 12)
    own = 2 * np.pi * 5_000 / RATE * 0.1
    assert np.abs(np.diff(out)).max() < own + 0.2 / BLOCK
    assert np.abs(out[:, -BLOCK:]).max() < 1e-12


def test_without_a_response_the_source_is_heard_as_it_is() -> None:
    source = loop_of("noise")[0]
    out = heard([Wish(source, None, 1.0)], 20)
    late = out[:, DELAY + BLOCK :]
    np.testing.assert_allclose(late, source.part(BLOCK, late.shape[1]), atol=1e-12)


def test_the_same_wishes_are_the_same_bits() -> None:
    def whole() -> bytes:
        session, ear, engine = equalizer(1001), Ear(), Engine()
        parts = []
        for _ in range(20):
            session.apply(Train(3))
            wish = Wish(loop_of("music")[0], response_heard(session), 0.5)
            parts.append(engine.block(wish, ear.heard(session)).tobytes())
        return b"".join(parts)

    assert whole() == whole()
