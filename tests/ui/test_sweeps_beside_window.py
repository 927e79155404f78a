"""A sweep in processes of its own: the window goes on meanwhile, and takes them along."""

import multiprocessing
import os
import sys
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Run
from eq_sim.session.scenario import load_scenario
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.running import run

Opened = Callable[..., App]


@pytest.mark.slow
def test_the_window_trains_on_and_its_processes_end_with_it(opened: Opened, qtbot: QtBot) -> None:
    """The same bits as in one process; the processes let the window go first."""
    app = opened("spiral")
    app.window.sweeps.open()
    desk = app.window.sweeps.desk
    sweep = Sweep(load_scenario("ring"), "hidden", ((2,), (3,), (4,)), (1, 2), 200)
    desk.begin(sweep)
    app.do(Run())
    step = app.session.step
    qtbot.waitUntil(lambda: not desk.running.goes_on)
    assert app.session.step > step
    found = sorted(desk.running.outcomes, key=lambda outcome: outcome.trial.number)
    alone = sorted(run(sweep), key=lambda outcome: outcome.trial.number)
    assert [one.losses for one in found] == [one.losses for one in alone]

    others = set(multiprocessing.active_children())
    desk.begin(Sweep(load_scenario("digits"), "hidden", ((32,), (64,)), (1, 2), 1_000_000))
    qtbot.waitUntil(lambda: bool(set(multiprocessing.active_children()) - others))
    workers = set(multiprocessing.active_children()) - others
    if sys.platform != "win32":
        usual = os.getpriority(os.PRIO_PROCESS, 0)
        qtbot.waitUntil(
            lambda: all(os.getpriority(os.PRIO_PROCESS, one.pid) > usual for one in workers)
        )
    app.window.close()
    assert not desk.running.goes_on
    assert not any(worker.is_alive() for worker in workers)
