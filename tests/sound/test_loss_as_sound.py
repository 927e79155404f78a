"""The loss as a pitch, knobs as strings: lower is better, and it is heard when it runs away."""

from collections.abc import Iterator

import numpy as np
from sound_kit import equalizer

from eq_sim.session.actions import BackToStart, Set, Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.sound.engine import Engine, Wish
from eq_sim.sound.limiter import CEILING
from eq_sim.sound.listening import Ear, response_heard
from eq_sim.sound.rate import BLOCK, RATE
from eq_sim.sound.voices import HIGHEST, LOWEST, MOST_STRINGS, Moved, Training, Voices, pitch


def pitch_heard(loss: float) -> float:
    """The strongest frequency that is heard of a loss without strings."""
    voices = Voices()
    sound = np.concatenate([voices.block(Training(loss))[0] for _ in range(60)])[5 * BLOCK :]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 4 * RATE))
    return float(spectrum.argmax() / 4)


def test_the_pitch_falls_with_the_loss() -> None:
    losses = [100.0, 10.0, 1.0, 0.1, 0.01]
    heard = [pitch_heard(loss) for loss in losses]
    np.testing.assert_allclose(heard, [pitch(loss) for loss in losses], rtol=0.01)
    np.testing.assert_allclose(np.array(heard[:-1]) / heard[1:], 2, rtol=0.02)
    assert pitch(np.inf) == pitch(np.nan) == pitch(1e9) == HIGHEST
    assert pitch(0.0) == LOWEST


def trained(name: str, steps: int) -> Iterator[Training]:
    session, ear = open_session(name, 1), Ear()
    ear.heard(session)
    for _ in range(steps):
        session.apply(Train(1))
        training = ear.heard(session)
        assert training is not None
        yield training


def test_training_is_heard_to_fall_in_every_kind_of_scenario() -> None:
    for name in ("equalizer", "ring", "house-price"):
        training = list(trained(name, 60))
        assert pitch(training[-1].loss) < pitch(training[0].loss), name
        assert all(len(each.moved) <= MOST_STRINGS for each in training)
        assert training[0].moved[0].size == 1.0


def test_at_most_32_strings_sound() -> None:
    voices = Voices()
    many = Training(1.0, tuple(Moved(k / 99, 1.0) for k in range(100)))
    for _ in range(10):
        voices.block(many)
        assert len(voices._ringing) <= MOST_STRINGS
    *_, last = trained("digits", 2)
    assert len(last.moved) == MOST_STRINGS
    sizes = [each.size for each in last.moved]
    assert sizes == sorted(sizes, reverse=True)


def test_a_string_sounds_at_the_place_of_its_knob() -> None:
    for place, louder in ((0.0, 0), (1.0, 1)):
        voices = Voices()
        voices.block(Training(1.0))  # the pitch is there, in the middle
        both = np.concatenate(
            [voices.block(Training(1.0, (Moved(place, 1.0),) if k == 0 else ())) for k in range(4)],
            axis=1,
        )
        power = (both**2).sum(axis=1)
        assert power[louder] > power[1 - louder]


def test_divergence_is_heard_once_and_not_for_ever() -> None:
    session, ear = equalizer(1), Ear()
    ear.heard(session)
    session.apply(Set("learning_rate", 1e6))
    heard = []
    for _ in range(40):
        session.apply(Train(1))
        heard.append(ear.heard(session))
        if session.refusal is not None:
            break
    assert session.refusal is not None
    last = heard[-1]
    assert last is not None
    assert pitch(last.loss) == HIGHEST
    assert ear.heard(session) is None


def test_only_steps_are_heard() -> None:
    session, ear = equalizer(1), Ear()
    assert ear.heard(session) is None
    assert ear.heard(session) is None
    session.apply(Turn.of([0], [3.0]))
    assert ear.heard(session) is None
    session.apply(Train(5))
    assert ear.heard(session) is not None
    session.apply(BackToStart())
    assert ear.heard(session) is None


def test_slow_training_is_one_tone_and_silence_follows() -> None:
    voices = Voices()
    sound = [voices.block(Training(0.5) if k % 5 == 0 else None)[0] for k in range(40)]
    loud = [np.sqrt((part**2).mean()) for part in sound[2:]]
    assert min(loud) > 0.9 * max(loud)
    for _ in range(12):
        voices.block(None)
    assert voices.silent
    assert not voices.block(None).any()


def test_neither_pitch_nor_strings_click() -> None:
    engine, ear, session = Engine(), Ear(), equalizer(2)
    parts = []
    for k in range(120):
        if k % 3 == 0:
            session.apply(Train(1))
        parts.append(engine.block(Wish(None, response_heard(session), 1.0), ear.heard(session)))
    sound = np.concatenate(parts, axis=1)
    assert np.abs(sound).max() <= CEILING
    assert np.abs(np.diff(sound)).max() < 0.15
    assert np.abs(sound).max() > 0.05
