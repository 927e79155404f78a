"""Points made by a rule and a little noise: endless, and easy to look at."""

from dataclasses import replace

import numpy as np

from eq_sim.data.dataset import Column, Dataset, View

_PLANE = (Column("x₁", "x₁"), Column("x₂", "x₂"))


CANVAS = 3.0
"""How far the plane of points of one's own reaches from 0 in both inputs."""


def canvas(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns a plane without a point, for a person to paint on."""
    return Dataset(
        _PLANE,
        np.empty((2, 0)),
        np.empty((1, 0)),
        ("circle",),
        View.PLANE,
        classes=("square", "circle"),
        plane=CANVAS,
    )


def ring(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns a disc of one class inside a ring of the other.

    The disc has radius 1, the ring reaches from 1.5 to 2.5; ``noise`` is the standard deviation
    of a normal shift of both coordinates, in the same unit.
    """
    inside = points // 2
    radius = np.concatenate(
        [np.sqrt(stream.uniform(0, 1, inside)), stream.uniform(1.5, 2.5, points - inside)]
    )
    angle = stream.uniform(0, 2 * np.pi, points)
    inputs = np.stack([radius * np.cos(angle), radius * np.sin(angle)])
    inputs += noise * stream.standard_normal(inputs.shape)
    targets = (np.arange(points) < inside).astype(np.float64)[np.newaxis]
    return Dataset(_PLANE, inputs, targets, ("inside",), View.PLANE, classes=("outside", "inside"))


def xor(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns a chessboard of four fields: a point is "same" when its coordinates agree in sign.

    The fields keep 0.1 away from the axes; ``noise`` is the standard deviation of a normal shift.
    """
    inputs = stream.uniform(0.1, 2, (2, points)) * stream.choice([-1.0, 1.0], (2, points))
    targets = (inputs[0] * inputs[1] > 0).astype(np.float64)[np.newaxis]
    inputs = inputs + noise * stream.standard_normal(inputs.shape)
    classes = ("different", "same")
    return Dataset(_PLANE, inputs, targets, ("same sign",), View.PLANE, classes=classes)


def moons(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns two half circles of radius 1.5 that reach into each other."""
    upper = np.arange(points) < points // 2
    angle = stream.uniform(0, np.pi, points)
    x = np.where(upper, 1.5 * np.cos(angle) - 0.75, 0.75 - 1.5 * np.cos(angle))
    y = np.where(upper, 1.5 * np.sin(angle) - 0.375, 0.375 - 1.5 * np.sin(angle))
    inputs = np.stack([x, y]) + noise * stream.standard_normal((2, points))
    targets = upper.astype(np.float64)[np.newaxis]
    return Dataset(_PLANE, inputs, targets, ("upper",), View.PLANE, classes=("lower", "upper"))


def spiral(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns two arms that wind around each other in one and a half turns."""
    first = np.arange(points) < points // 2
    along = np.sqrt(stream.uniform(0, 1, points))
    angle = 1.5 * 2 * np.pi * along + np.where(first, 0, np.pi)
    radius = 0.2 + 2.2 * along
    inputs = np.stack([radius * np.sin(angle), radius * np.cos(angle)])
    inputs += noise * stream.standard_normal(inputs.shape)
    targets = first.astype(np.float64)[np.newaxis]
    classes = ("second arm", "first arm")
    return Dataset(_PLANE, inputs, targets, ("first arm",), View.PLANE, classes=classes)


def line(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns points near a line through the origin, y = w·x; the slope differs with the seed.

    The input is scaled and not centred: a line without a bias goes through 0.
    """
    slope = stream.uniform(0.6, 1.8) * stream.choice([-1.0, 1.0])
    inputs = stream.uniform(0.1, 2, (1, points))
    targets = slope * inputs + noise * stream.standard_normal((1, points))
    answer = Column("y", "y")
    return Dataset((Column("x", "x"),), inputs, targets, ("y",), View.CURVE, target=answer)


def sine(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns one and a half waves of a sine with noise; the phase differs with the seed."""
    phase = stream.uniform(-0.5, 0.5)
    inputs = stream.uniform(-2, 2, (1, points))
    clean = np.sin(1.5 * np.pi * inputs / 2 + phase)
    targets = clean + noise * stream.standard_normal((1, points))
    answer = Column("y", "y")
    return Dataset(
        (Column("x", "x"),), inputs, targets, ("y",), View.CURVE, target=answer, noise=noise
    )


def equalizer_in_db(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns a target response over frequency, and ten overlapping bands to build it from.

    Each input is one band's share of a frequency: a bell of 0.75 octaves around 31.25 Hz, 62.5 Hz
    and so on to 16 kHz. A knob is then a band's gain in dB, and the bias the level; ``noise`` is
    in dB, too.
    """
    tens = equalizer(points, noise / 10, stream)
    return replace(
        tens,
        targets=tens.targets * 10,
        target=Column("response", "response", "dB"),
        knob_unit="dB",
        knob_reach=12.0,
    )


def equalizer(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns the same with gains, level, response and noise in units of 10 dB.

    As the scenario once was: recordings of that time still lead to the same bits.
    """
    centres = 31.25 * 2.0 ** np.arange(10)
    hertz = 20 * 1000 ** np.linspace(0, 1, points)
    octaves = np.log2(hertz[np.newaxis] / centres[:, np.newaxis])
    inputs = np.exp(-0.5 * (octaves / 0.75) ** 2)
    gains, level = stream.uniform(-0.9, 0.9, 10), stream.uniform(-0.4, 0.4)
    targets = (gains @ inputs + level)[np.newaxis]
    targets = targets + noise * stream.standard_normal(targets.shape)
    columns = tuple(
        Column(f"{hz:.0f} Hz", f"{hz:.0f}")
        if hz < 1000
        else Column(f"{hz / 1000:.0f} kHz", f"{hz / 1000:.0f}k")
        for hz in centres
    )
    return Dataset(
        columns=columns,
        inputs=inputs,
        targets=targets,
        outputs=("response",),
        view=View.RESPONSE,
        target=Column("response", "response", "dB", 0.0, 10.0),
        axis=Column("frequency", "frequency", "Hz"),
        places=hertz,
    )
