"""Real tables that ship with the program; their sources stand beside them in ``resources/data``."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.data.notes import SOME_WITH_MISSING


def _read(path: Path) -> dict[str, NDArray[np.float64]]:
    """Returns the columns of a table of numbers with one line of names."""
    with path.open(encoding="utf-8") as file:
        names = file.readline().strip().split(",")
        rows = np.loadtxt(file, delimiter=",", ndmin=2)
    return dict(zip(names, rows.T, strict=True))


@cache  # what is shipped stays as it is, and nobody can write to a data set
def house_prices(path: Path) -> Dataset:
    """Returns 546 house sales: lot size and bedrooms, and the price.

    The inputs go by their spread. The price is in $10,000 and not centred: the bias then has
    a way to travel, to the average price.

    Source: P. M. Anglin and R. Gençay, "Semiparametric estimation of a hedonic price function",
    Journal of Applied Econometrics 11 (1996) 633-648, data archive.
    """
    table = _read(path)
    lot = Column("lot size", "lot", "sq ft", by_spread=True)
    bedrooms = Column("bedrooms", "bedrooms", by_spread=True)
    price = Column("price", "price", "$", 0.0, 10_000.0)
    return Dataset(
        columns=(lot, bedrooms),
        inputs=np.stack([table["lot_size_sqft"], table["bedrooms"]]),
        targets=price.to_network(table["price_cad"])[np.newaxis],
        outputs=("price",),
        view=View.SCATTER,
        target=price,
    )


@cache  # what is shipped stays as it is, and nobody can write to a data set
def digits(path: Path) -> Dataset:
    """Returns 1,797 handwritten digits of 8×8 pixels, scaled to 0–1.

    Not standardised: three pixels are always blank, and dividing by almost nothing would make
    outliers of others.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (test set), UCI
    Machine Learning Repository, 1998, doi:10.24432/C50P49, CC BY 4.0.
    """
    table = _read(path)
    labels = table.pop("digit").astype(np.intp)
    pixels = np.stack(list(table.values())) / 16
    names = tuple(str(digit) for digit in range(10))
    columns = tuple(
        Column(f"pixel in row {row + 1}, column {column + 1}", f"{row + 1},{column + 1}")
        for row in range(8)
        for column in range(8)
    )
    return Dataset(
        columns=columns,
        inputs=pixels,
        targets=np.eye(10)[labels].T.copy(),
        outputs=tuple(f"digit {name}" for name in names),
        view=View.IMAGES,
        classes=names,
        image=(8, 8),
    )


@cache  # what is shipped stays as it is, and nobody can write to a data set
def penguins(path: Path) -> Dataset:
    """Returns three species of penguin by four measurements of the body, which go by their spread.

    Rows in which a measurement is missing are left out, counted and said.

    Source: K. Gorman, T. Williams, W. Fraser, PLoS ONE 9(3): e90081 (2014); A. Horst, A. Hill,
    K. Gorman, palmerpenguins, CC0.
    """
    measured = (
        ("bill_length_mm", "bill length", "bill l.", "mm"),
        ("bill_depth_mm", "bill depth", "bill d.", "mm"),
        ("flipper_length_mm", "flipper length", "flipper", "mm"),
        ("body_mass_g", "body mass", "mass", "g"),
    )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    whole = [row for row in rows if all(row[name] for name, *_ in measured)]
    species = sorted({row["species"] for row in whole})
    columns = [Column(name, symbol, unit, by_spread=True) for _, name, symbol, unit in measured]
    inputs = [[float(row[name]) for row in whole] for name, *_ in measured]
    labels = np.array([species.index(row["species"]) for row in whole])
    missing = len(rows) - len(whole)
    return Dataset(
        columns=tuple(columns),
        inputs=np.array(inputs),
        targets=np.eye(len(species))[labels].T.copy(),
        outputs=tuple(species),
        view=View.TABLE,
        classes=tuple(species),
        note=SOME_WITH_MISSING.format(left_out=missing, rows=len(rows)),
    )
