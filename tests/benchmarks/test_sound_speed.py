"""Sound beside training at full speed and a hand that drags: what it costs, and whether it gaps."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import BackToStart, Release, Run, Set, Turn
from eq_sim.session.settings.table import FULL_SPEED
from eq_sim.sound.player import Player

pytestmark = pytest.mark.slow

Opened = Callable[..., App]
SECONDS = 60


def test_a_minute_of_training_and_dragging_has_no_gap_and_costs_little(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = dict.fromkeys(("_fill", "_next"), 0.0)
    for name in spent:

        def timed(self: Player, *given: int, _name: str = name, _real: object = None) -> object:
            begun = time.thread_time()
            found = _real(self, *given)
            spent[_name] += time.thread_time() - begun
            return found

        real = getattr(Player, name)
        monkeypatch.setattr(Player, name, lambda *a, _t=timed, _r=real: _t(*a, _real=_r))
    app = opened("equalizer")
    app.window.sound.toggle()
    hearing = app.window.models.hearing
    qtbot.waitUntil(lambda: hearing.level > 0.01)
    hearing.loss_asked = True
    app.do(Set("speed", float(FULL_SPEED)))
    player = hearing._player
    assert player is not None
    turns = 0

    def hand() -> None:
        nonlocal turns
        turns += 1
        if not app.session.running:
            app.do(Release())
            app.do(BackToStart())
            app.do(Run())
        app.do(Turn.of([turns % 10], [(turns % 41 - 20) / 4]))

    dragging = QTimer(app)
    dragging.timeout.connect(hand)
    gaps, played = player.underruns, player.played
    spent.update(dict.fromkeys(spent, 0.0))
    dragging.start(16)
    qtbot.waitUntil(lambda: player.played - played > SECONDS, timeout=4_000 * SECONDS)
    dragging.stop()
    gaps, share = player.underruns - gaps, sum(spent.values()) / (player.played - played)
    print(f"\n{SECONDS} s, {turns:,} turns: {gaps} gaps, {share:.1%} of a core")
    assert player.trouble is None
    assert (
        share <= 0.15
    )  # wanted is 0.05: alone it takes 0.035, and the rest is waiting for the lock
    assert gaps == 0
