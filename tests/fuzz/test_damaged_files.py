"""Sound files of every kind, damaged at random: what comes of them is used, or refused in words."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import damaged
from readers import READERS

from eq_sim.session.errors import EqSimError

MOST_MEMORY = 50 << 20  # bytes: some ten thousand times the file
SEEDS = st.integers(0, 2**32 - 1)
PROFILE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(params=list(READERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def content(kind: str, tmp_path: Path) -> bytes:
    """A sound file: it is read, and what the program does with it goes well."""
    path = tmp_path / f"sound{READERS[kind].ending}"
    READERS[kind].sound(path)
    READERS[kind].read(path)
    return path.read_bytes()


def attempt(kind: str, content: bytes, seed: int, folder: Path) -> None:
    """Damages a file and reads it: nothing is raised but a refusal in words."""
    reader, random = READERS[kind], Random(seed)
    path = folder / f"damaged{reader.ending}"
    path.write_bytes(random.choice((damaged, reader.structured))(content, random))
    refusals: list[EqSimError] = []
    try:
        reader.read(path)
    except EqSimError as error:
        refusals.append(error)
    assert all(10 < len(str(error)) < 60_000 for error in refusals)


@settings(PROFILE, max_examples=150)
@given(seed=SEEDS)
def test_a_damaged_file_is_read_or_refused(
    kind: str, content: bytes, tmp_path: Path, seed: int
) -> None:
    attempt(kind, content, seed, tmp_path)


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.usefixtures("traced")
@settings(PROFILE, max_examples=4000)
@given(seed=SEEDS)
def test_many_damaged_files_are_read_or_refused_within_little_memory(
    kind: str, content: bytes, tmp_path: Path, seed: int
) -> None:
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    attempt(kind, content, seed, tmp_path)
    assert tracemalloc.get_traced_memory()[1] - before < MOST_MEMORY
