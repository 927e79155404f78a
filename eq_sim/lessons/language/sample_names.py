"""The sample that words mean: "point 3", the third that is learned from; "sample 3" of all."""

import re
from dataclasses import dataclass
from typing import Literal

from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import UnknownNameError, plain
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session


@dataclass(frozen=True)
class SampleName:
    """One sample by its number.

    Attributes:
        kind: a "point" of those that are learned from, in their order, or a "sample" of all data.
        number: which, from 1.
    """

    kind: Literal["point", "sample"]
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number:,}"


def read_sample(words: str) -> SampleName:
    """Returns the sample that words name.

    Raises:
        UnknownNameError: they name none.
    """
    found = re.fullmatch(r"(point|sample) ([0-9]{1,9})", plain(words))
    if found is None or not int(found[2]):
        raise UnknownNameError(
            tr("'{name}' is no sample: write 'point 1' or 'sample 3'", name=words)
        )
    return SampleName("point" if found[1] == "point" else "sample", int(found[2]))


def split_sample(words: str) -> tuple[str, SampleName]:
    """Returns what is asked at a sample, and the sample: "upper at point 1".

    Raises:
        UnknownNameError: no sample is named.
    """
    name, at, sample = words.rpartition(" at ")
    if not at:
        raise UnknownNameError(
            tr("'{name}': add which point, as in '{name} at point 1'", name=words)
        )
    return name.strip(), read_sample(sample)


def find_sample(name: SampleName, session: Session) -> int:
    """Returns the place in the data of a sample.

    Raises:
        EqSimError: there are not so many.
    """
    places = session.evaluation.train
    count = len(places) if name.kind == "point" else session.dataset.inputs.shape[1]
    if name.number > count:
        if name.kind == "point":
            raise EqSimError(
                "There is no point {number:,}: there are {count:,}",
                number=name.number,
                count=count,
            )
        raise EqSimError(
            "There is no sample {number:,}: there are {count:,}", number=name.number, count=count
        )
    return int(places[name.number - 1]) if name.kind == "point" else name.number - 1
