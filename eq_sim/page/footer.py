"""Where a page is from: data, published numbers, the program, its letters."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from eq_sim import __version__
from eq_sim.film.film import Film
from eq_sim.language.tr import tr
from eq_sim.page.about import About
from eq_sim.page.markup import element
from eq_sim.page.sources import models_named, tables_of, trained
from eq_sim.page.telling import Part

LICENCE = "LICENSE.txt"
"""Of the letters, of ``resources/fonts``."""


def footer(about: About, parts: Sequence[Part], film: Film | None, foreign: str | None) -> Element:
    """Returns it; see ``document``. Its own words are in ``foreign``, unless that is None."""
    said = [item.text for part in parts for item in part.items]
    computed = tr(
        "Results in the captions were computed while the pictures were drawn: {trained}.",
        trained=trained(about.experiments),
    )
    data_from = [
        element(
            "li",
            tr(table.what),
            ": ",
            element("cite", table.reference, lang="en"),
            f" ({table.licence})" if table.licence else "",
            ".",
        )
        for table in tables_of(about.experiments)
    ]
    models = [element("li", f"{name}: {source}") for name, source in models_named(said)]
    return element(
        "footer",
        element("h2", tr("Where this is from")),
        element("p", computed),
        element("ul", *data_from, *models) if data_from or models else None,
        element("p", *_files(film)) if film is not None else None,
        element("p", tr("Made with eq_sim {version} by this command:", version=__version__)),
        element("pre", element("code", about.command), tabindex="0"),
        element(
            "p",
            tr("Letters: {font}.", font="Inter"),
            " ",
            element("a", tr("Licence of the letters"), href=f"fonts/{LICENCE}"),
        ),
        lang=foreign,
    )


def _files(film: Film) -> Iterator[Element | str]:
    """Yields the film's own files, as links with words between them."""
    yield tr("Files:")
    for path in (film.path, *film.beside):
        yield " "
        yield element("a", path.name, href=path.name, download="")
