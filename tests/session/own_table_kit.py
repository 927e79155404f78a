"""What the tests of tables of one's own share: small tables, and experiments on them."""

import numpy as np

from eq_sim.data.own.choice import Choice, Task
from eq_sim.data.own.columns import Numbers, texts_of
from eq_sim.data.own.table import Table
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.session import Session

CHOICE = Choice(("size (m²)", "colour"), "price ($)", "number")


def houses(rows: int = 60, seed: int = 0) -> Table:
    """Returns houses: a size, a colour of three, and a price, of which every tenth is missing."""
    drawn = np.random.default_rng(seed)
    size = drawn.uniform(40, 200, rows).round(1)
    colour = drawn.integers(0, 3, rows)
    price = (size * 1000 + colour * 9000 + drawn.normal(0, 4000, rows)).round(-2)
    price[::10] = np.nan
    kinds = ("blue", "green", "red")
    return Table(
        (
            Numbers("size (m²)", size),
            texts_of("colour", [kinds[code] for code in colour.tolist()]),
            Numbers("price ($)", price),
        )
    )


def cloud(rows: int = 40, seed: int = 0) -> Table:
    """Returns points of the plane, of two classes that a line does not part."""
    drawn = np.random.default_rng(seed)
    points = drawn.normal(size=(rows, 2)).round(3)
    inside = (points**2).sum(axis=1) < 1.2
    return Table(
        (
            Numbers("east", points[:, 0]),
            Numbers("north", points[:, 1]),
            texts_of("place", ["inside" if one else "outside" for one in inside.tolist()]),
        )
    )


def session_on(
    table: Table | None = None, choice: Choice = CHOICE, seed: int = 1, name: str = "houses.csv"
) -> Session:
    """Returns a fresh experiment on a table."""
    return Session(scenario_for(table or houses(), choice, name, seed), seed)


def classes(task: Task = "two-classes") -> Choice:
    """Returns what is learned of a cloud."""
    return Choice(("east", "north"), "place", task)
