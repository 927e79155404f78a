"""The table of large models, with a source beside each number, as its file has it."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from eq_sim.resources import resource
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.reading import read_text
from eq_sim.session.files.toml import NotTomlError, parsed_toml
from eq_sim.session.misfits import misfit

_MOST_BYTES = 100_000

_Words: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]
_Knobs: TypeAlias = Annotated[int, Meta(ge=1, le=10**15)]
_Amount: TypeAlias = Annotated[float, Meta(gt=0, le=1e40)]


class LargeModel(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One network.

    Attributes:
        name: what it is called.
        year: when it was published.
        knobs: how many weights and biases it has.
        counted: whether that is "exact", "rounded" as published, or "estimated" by others.
        called: how people say the number: "175 B".
        source: where it is published.
        active: knobs that take part in one answer, where that is not all of them.
        operations: floating-point operations of its training, where published.
        operations_source: where.
        hours: hours of one graphics processor, where those are published.
        hours_on: which processor.
        hours_source: where.
        right: the share of ImageNet's validation pictures that it names right.
        right_source: where.
    """

    name: _Words
    year: Annotated[int, Meta(ge=1940, le=2100)]
    knobs: _Knobs
    counted: Literal["exact", "rounded", "estimated"]
    called: _Words
    source: _Words
    active: _Knobs | None = None
    operations: _Amount | None = None
    operations_source: _Words | None = None
    hours: _Amount | None = None
    hours_on: _Words | None = None
    hours_source: _Words | None = None
    right: Annotated[float, Meta(ge=0, le=1)] | None = None
    right_source: _Words | None = None

    def __post_init__(self) -> None:
        """Refuses a number without its source."""
        for what in ("operations", "hours", "right"):
            if (getattr(self, what) is None) != (getattr(self, f"{what}_source") is None):
                raise ValueError(f"'{what}' and '{what}_source' belong together")
        if (self.hours is None) != (self.hours_on is None):
            raise ValueError("'hours' and 'hours_on' belong together")
        if self.active is not None and self.active > self.knobs:
            raise ValueError("'active' is more than 'knobs'")


class Moon(Struct, frozen=True, forbid_unknown_fields=True):
    """How far the Moon is, to compare a desk with.

    Attributes:
        kilometres: its mean distance.
        source: who says so.
    """

    kilometres: Annotated[float, Meta(ge=300_000, le=500_000)]
    source: _Words


class ModelTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The file.

    Attributes:
        moon: how far the Moon is.
        model: the networks, from small to large.
    """

    moon: Moon
    model: Annotated[tuple[LargeModel, ...], Meta(min_length=1, max_length=100)]

    def __post_init__(self) -> None:
        """Puts the networks in order, and refuses a name that is there twice."""
        names = {model.name.casefold() for model in self.model}
        if len(names) < len(self.model):
            raise ValueError("two models have the same name")
        if list(self.model) != sorted(self.model, key=lambda model: model.knobs):
            raise ValueError("the models are not in the order of their knobs")

    def find(self, name: str) -> LargeModel | None:
        """Returns a network by its name, in large letters or small; None where there is none."""
        wanted = " ".join(name.casefold().split())
        return next((model for model in self.model if model.name.casefold() == wanted), None)


def read_table(path: Path) -> ModelTable:
    """Returns the table in a file.

    Raises:
        EqSimError: it cannot be read, or something in it is wrong; says what.
    """
    try:
        return msgspec.convert(parsed_toml(read_text(path, _MOST_BYTES)), ModelTable)
    except OSError as error:
        raise EqSimError(
            "{name} cannot be read: {reason}", name=path.name, reason=error.strerror
        ) from error
    except NotTomlError as error:
        raise EqSimError("{name} is not TOML: {error}", name=path.name, error=error) from error
    except msgspec.ValidationError as error:
        raise EqSimError("{name}: {error}", name=path.name, error=misfit(error)) from error


@cache
def large_models() -> ModelTable:
    """Returns the table that ships with the program.

    Raises:
        EqSimError: its file is damaged.
        FileNotFoundError: it is missing from the installation.
    """
    return read_table(resource("large_models", "models.toml"))
