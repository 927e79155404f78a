"""Making a lesson of ten thousand things that were done, beside one of a hundred."""

import time
from collections.abc import Callable

import pytest
from made_drafts import draft_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.kept import Kept, to_bytes
from eq_sim.lessons.making.read_through import read_through

pytestmark = pytest.mark.slow

FEW, MANY = 100, 10_000
"""Entries of a draft."""

_EACH = 10  # keys and scrolls, of which the mean counts


def spent(what: Callable[[], object]) -> float:
    """How many milliseconds of the processor something takes."""
    began = time.process_time()
    what()
    return 1000 * (time.process_time() - began)


def measured(app: App, draft: Draft) -> dict[str, float]:
    making = app.filing.making
    found = {"read through": spent(lambda: read_through(draft))}
    found["open"] = spent(lambda: making.go_on(draft))
    shown = making.shown
    assert shown is not None
    QApplication.processEvents()
    bar = shown.steps.table.verticalScrollBar()

    def scroll() -> None:
        for place in range(_EACH):
            bar.setValue(bar.maximum() * place // _EACH)
            shown.steps.table.viewport().repaint()

    def type_in() -> None:
        for _ in range(_EACH):
            QTest.keyClick(shown.fields.caption, Qt.Key.Key_A)

    shown.steps.step(1)
    found["scroll"] = spent(scroll) / _EACH
    found["a key"] = spent(type_in) / _EACH
    found["keep"] = spent(lambda: to_bytes(Kept(shown.desk.draft)))
    found["write"] = spent(lambda: shown.desk.script)
    shown.leave()
    QApplication.processEvents()
    return found


def test_ten_thousand_entries_take_no_more_each_than_a_hundred(
    opened: Callable[..., App],
) -> None:
    app = opened()
    told = dict.fromkeys((FEW, MANY), 0.0)
    found: dict[int, dict[str, float]] = {}
    for count in (FEW, MANY):
        drafts: list[Draft] = []
        told[count] = spent(lambda count=count, drafts=drafts: drafts.append(draft_of(count)))
        found[count] = {"tell": told[count], **measured(app, drafts[0])}
    print(f"\n{'CPU ms':14}{FEW:>10,}{MANY:>10,}   times")
    for name, few in found[FEW].items():
        many = found[MANY][name]
        print(f"{name:14}{few:10.1f}{many:10.1f}{many / few:8.1f}")
    share = MANY / FEW
    for name in ("tell", "read through"):
        assert found[MANY][name] < 2 * share * found[FEW][name], name
    # Nobody waits for the others longer than for a hundred entries to be read.
    for name in ("scroll", "a key"):
        assert found[MANY][name] < found[FEW]["read through"], name
