"""How the loss of large language models falls with their size, as others fitted it."""

from functools import cache
from typing import Annotated, TypeAlias

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from eq_sim.resources import resource
from eq_sim.session.files.reading import read_text
from eq_sim.session.files.toml import parsed_toml

_MOST_BYTES = 10_000

_Positive: TypeAlias = Annotated[float, Meta(gt=0)]
_Words: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]


class ScalingLaw(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """L = floor + knobs_factor / N^knobs_exponent + tokens_factor / D^tokens_exponent.

    Attributes:
        floor: the loss that no size and no text go below, in nats a token.
        knobs_factor: of what too few knobs cost.
        knobs_exponent: how that falls with the number of knobs, N.
        tokens_factor: of what too little text costs.
        tokens_exponent: how that falls with the number of tokens, D.
        source: who fitted it.
        least_knobs: of the networks that it was fitted to.
        most_knobs: of them.
        most_tokens: that one of them read.
        runs_source: who trained them.
    """

    floor: _Positive
    knobs_factor: _Positive
    knobs_exponent: _Positive
    tokens_factor: _Positive
    tokens_exponent: _Positive
    source: _Words
    least_knobs: _Positive
    most_knobs: _Positive
    most_tokens: _Positive
    runs_source: _Words

    def loss(self, knobs: NDArray[np.float64], tokens: float) -> NDArray[np.float64]:
        """Returns the loss in nats a token.

        Args:
            knobs: numbers of weights and biases.
            tokens: of text that are read.
        """
        of_knobs = self.knobs_factor / np.asarray(knobs, np.float64) ** self.knobs_exponent
        of_tokens = self.tokens_factor / tokens**self.tokens_exponent
        return np.asarray(self.floor + of_knobs + of_tokens)


@cache
def scaling_law() -> ScalingLaw:
    """Returns the law that ships with the program.

    Raises:
        msgspec.ValidationError: its file is damaged.
        FileNotFoundError: it is missing from the installation.
    """
    text = read_text(resource("large_models", "scaling_law.toml"), _MOST_BYTES)
    return msgspec.convert(parsed_toml(text), ScalingLaw)
