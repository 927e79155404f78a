"""The cards: what is drawn for the stage alone. Each is one entry here and one class elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.lessons.staging import Subject
from eq_sim.ui.window.panel_spec import Panel, PanelModels


@dataclass(frozen=True)
class CardSpec:
    """One card.

    Attributes:
        name: how lessons call it; ``eq_sim.lessons.language.stage_names`` says what it is about.
        factory: makes it, and imports only then what it needs.
    """

    name: str
    factory: Callable[[PanelModels, Subject], Panel]


def _drawing(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.drawing_card import DrawingCard

    return DrawingCard(models.session, models.pad, models.theme)


_ALL: tuple[CardSpec, ...] = (CardSpec("drawing", _drawing),)

CARDS: dict[str, CardSpec] = {spec.name: spec for spec in _ALL}
"""Every card, by its name."""
