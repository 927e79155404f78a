"""Which words of the glossary a place on the screen is about."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from eq_sim.glossary import Term, found, named
from eq_sim.session.settings.setting import Setting
from eq_sim.session.switches import Switches
from eq_sim.ui.console.console import Console
from eq_sim.ui.panels.card import Card
from eq_sim.ui.panels.fields import ChoiceField, LadderField
from eq_sim.ui.panels.marks_legend import MarksLegend
from eq_sim.ui.panels.readout import Readout

_CARDS = {
    "Parameters": ("parameter", "knob"),
    "Hyperparameters": ("hyperparameter",),
    "Data": ("data", "train_part", "test_fraction"),
    "The network's answer": ("output", "sample"),
    "How wrong it is": ("loss", "train_loss", "test_loss", "batch_loss"),
    "Inspector": ("inspector",),
    "Scenes, A and B": ("scene", "sides"),
    "Checkpoints": ("checkpoint",),
    "Runs": ("run",),
    "By hand": ("by_hand",),
    "Spread": ("spread",),
    "Prune": ("pruning", "pruned_share"),
    "Positions": ("positions", "scale_of_positions"),
    "Many starts": ("disguise", "barrier"),
    "Landscape": ("landscape",),
    "Fine-tuning": ("fine_tuning", "base", "forgetting"),
    "Adapter (LoRA)": ("adapter", "base"),
    "Optimum": ("optimum", "infinity"),
    "PCA": ("components",),
    "Distillation": ("loss.distillation", "temperature"),
    "Sound": ("frequency response", "pitch of the loss"),
}
"""What a panel as a whole is about, by the title that it was made with."""


@runtime_checkable
class _Row(Protocol):
    """A control of one setting."""

    setting: Setting


def terms_at(widget: QWidget, at: QPoint) -> tuple[Term, ...]:
    """Returns the words that a place is about; none where nothing there has a word.

    The smallest thing goes before what it is in: a row before its panel.

    Args:
        widget: what is there.
        at: the place, in its own coordinates.
    """
    here: QWidget | None = widget
    while here is not None and not here.isWindow():
        if terms := _terms_of(here, widget.mapTo(here, at)):
            return terms
        here = here.parentWidget()
    return ()


def terms_of_target(target: tuple[object, ...], console: Console) -> tuple[Term, ...]:
    """Returns the words for what a menu of the console is about."""
    kind, *places = target
    if kind == "neuron":
        return found("neuron", "activation")
    if kind == "layer":
        return found("hidden")
    knob = places[0]
    assert isinstance(knob, int)
    bank = console.bank
    positions = bank.positions
    clicks = ["positions"] if positions is not None and knob < positions.wired else []
    kind = "weight" if bank.layout.weights[knob] else "bias"
    return found(kind, *_marks(bank.switches, knob), *clicks)


def _marks(switches: Switches, knob: int) -> list[str]:
    masks = (("frozen", switches.frozen), ("muted", switches.mutes), ("solo", switches.solos))
    return [key for key, mask in masks if mask[knob]]


def _terms_of(widget: QWidget, at: QPoint) -> tuple[Term, ...]:
    if isinstance(widget, _Row):
        return _of_row(widget)
    if isinstance(widget, MarksLegend):
        return _one(named(widget.word_at(at.x())))
    if isinstance(widget, Console):
        return _on_console(widget, QPointF(widget.viewport().mapFrom(widget, at)))
    if isinstance(widget, Card):
        return found(*_CARDS.get(widget.called, ())) or _one(named(widget.called))
    if isinstance(widget, Readout):
        return _one(named(widget.caption))
    if isinstance(widget.parentWidget(), _Row | Readout):
        return ()  # which says more than its parts do
    if isinstance(widget, QLabel | QAbstractButton):
        words = (widget.text(), widget.accessibleName())
        return next((_one(term) for text in words if (term := named(text))), ())
    return _one(named(widget.accessibleName()))


def _of_row(row: _Row) -> tuple[Term, ...]:
    """Returns the words for a setting, and for what is chosen or marked there."""
    name = row.setting.name
    if isinstance(row, ChoiceField):
        return found(name, f"{name}.{row.box.currentData()}")
    marked = isinstance(row, LadderField) and row.slider.mark is not None
    return found(name, *(["largest_rate"] if marked else []))


def _on_console(console: Console, at: QPointF) -> tuple[Term, ...]:
    canvas = console.canvas
    knob, strip, layer = canvas.knob_at(at), canvas.strip_at(at), canvas.heading_at(at)
    if knob is not None:
        return terms_of_target(("knob", knob), console)
    if strip is not None:
        return terms_of_target(("neuron", strip.layer, strip.neuron), console)
    return () if layer is None else terms_of_target(("layer", layer), console)


def _one(term: Term | None) -> tuple[Term, ...]:
    return () if term is None else (term,)
