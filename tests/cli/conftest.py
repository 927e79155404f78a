"""What several commands are given."""

from pathlib import Path

import pytest
from command_line import SHORT_LESSON


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """The file of a lesson of a few seconds."""
    path = tmp_path / "short.toml"
    path.write_text(SHORT_LESSON)
    return path
