"""Several experiments are open, each with its own log and undo; going to another loses nothing."""

from pathlib import Path

import pytest
from session_kit import theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session.change import EVERYTHING
from eq_sim.session.documents import Documents
from eq_sim.session.errors import DocumentError, UndoError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.scenario import load_scenario


def opened(name: str = "ring") -> Documents:
    return Documents(open_session(name))


def load(name: str) -> act.Load:
    return act.Load(load_scenario(name), 1)


def save(documents: Documents, path: Path) -> Path:
    experiment = Experiment.of(documents.session)
    save_experiment(path, experiment)
    documents.saved(documents.current, path, experiment.state)
    return path


def test_a_trained_network_waits_while_another_is_on_screen() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(30))
    session.apply(act.Freeze((2,), True))
    before, names = whole_state(session), session.undo.names
    documents.open_scenario(load("xor"))
    assert session.scenario.name == "xor"
    assert session.step == 0
    assert len(session.log.records) == 1
    session.apply(act.Train(5))
    documents.open_scenario(load("ring"))
    assert whole_state(session) == before
    assert session.undo.names == names
    assert theta_bits(replay(r.action for r in session.log.records)) == theta_bits(session)
    session.apply(act.Undo())
    session.apply(act.Undo())
    assert session.step == 0
    documents.open_scenario(load("xor"))
    assert session.step == 5


def test_one_goes_straight_back_and_only_straight_back() -> None:
    documents = opened()
    session = documents.session
    assert not documents.can_go_back
    session.apply(act.Train(3))
    documents.open_scenario(load("xor"))
    assert documents.can_go_back
    documents.go_back()
    assert (session.scenario.name, session.step) == ("ring", 3)
    documents.open_scenario(load("xor"))
    session.apply(act.Train(1))
    assert not documents.can_go_back
    session.apply(act.Undo())
    assert documents.can_go_back  # nothing is left of what was done in between


def test_it_goes_back_to_one_in_which_nothing_was_done_and_keeps_no_pile_of_them() -> None:
    documents = opened()
    for name in ("xor", "sine", "moons"):
        documents.open_scenario(load(name))
    documents.go_back()
    assert documents.session.scenario.name == "sine"
    assert documents.all_unsaved == []


def test_what_runs_pauses_and_a_hand_lets_go() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Run())
    session.advance(steps=4)
    session.apply(act.Grab((1,)))
    session.apply(act.Turn((1,), (0.2,)))
    documents.open_scenario(load("xor"))
    assert not session.running
    assert session.held == ()
    documents.go_back()
    assert not session.running
    assert session.step == 4
    assert session.undo.names[0].startswith("turn")


def test_a_new_one_stands_beside_what_was_made() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(9))
    documents.begin_anew()
    assert (session.scenario.name, session.step) == ("ring", 0)
    assert documents.all_unsaved == ["Ring"]
    documents.go_back()
    assert session.step == 9


def test_only_what_was_changed_since_it_was_saved_is_unsaved(tmp_path: Path) -> None:
    documents = opened()
    session = documents.session
    assert not documents.unsaved
    session.apply(act.Grab((1,)))
    session.apply(act.Release())
    session.apply(act.Set("speed", 60.0))
    documents.began()
    session.apply(act.Turn((1,), (0.25,)))
    assert documents.unsaved
    session.apply(act.Undo())
    assert not documents.unsaved
    for action in (
        act.Train(1), act.Freeze((3,), True), act.Mute((4,), True), act.Solo(5, True),
        act.Set("learning_rate", 0.01), act.NewStart(), act.SwitchSide(),
    ):  # fmt: skip
        session.apply(action)
        assert documents.unsaved, action
        path = save(documents, tmp_path / "mine.eqsim")
        assert not documents.unsaved
    assert documents.name == "mine.eqsim"
    documents.open_scenario(load("xor"))
    session.apply(act.Train(1))
    assert documents.all_unsaved == ["XOR"]
    documents.open_file(path, read_experiment(path).session())
    assert documents.name == "mine.eqsim"
    assert documents.all_unsaved == ["XOR"]


def test_a_file_with_changes_is_brought_back_and_never_read_over_them(tmp_path: Path) -> None:
    documents = opened()
    session = documents.session
    path = save(documents, tmp_path / "mine.eqsim")
    session.apply(act.Train(5))
    with pytest.raises(DocumentError, match="open already"):
        documents.open_file(path, read_experiment(path).session())
    documents.open_scenario(load("xor"))
    documents.open_file(path, read_experiment(path).session())
    assert session.step == 5


def test_a_lesson_parks_what_is_on_screen() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(5))
    parked = session.park()
    session.apply(load("one-knob"))
    documents.set_aside(parked)
    assert documents.all_unsaved == ["Ring"]
    documents.open_scenario(load("ring"))
    assert session.step == 5


def test_those_who_look_are_told_and_a_recording_goes_on() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(5))
    heard: list[act.AnyAction] = []
    session.listen(heard.append)
    before = session.changes.count(EVERYTHING)
    documents.open_scenario(load("xor"))
    documents.go_back()
    assert session.changes.count(EVERYTHING) > before
    assert [type(action) for action in heard] == [act.Load, act.Resume]
    assert theta_bits(replay(heard)) == theta_bits(session)


def test_nothing_is_undone_across_experiments() -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(5))
    documents.open_scenario(load("xor"))
    with pytest.raises(UndoError):
        session.apply(act.Undo())


def test_what_is_saved_late_is_marked_where_it_waits(tmp_path: Path) -> None:
    documents = opened()
    session = documents.session
    session.apply(act.Train(5))
    being_saved, state = documents.current, session.state()
    documents.begin_anew()
    session.apply(act.Train(1))
    documents.saved(being_saved, tmp_path / "mine.eqsim", state)
    assert documents.current.path is None
    assert documents.all_unsaved == ["Ring"]
    assert [document.path for document, _ in documents.waiting] == [tmp_path / "mine.eqsim"]


def test_a_file_that_another_one_is_saved_to_is_that_ones(tmp_path: Path) -> None:
    documents = opened()
    session = documents.session
    path = save(documents, tmp_path / "mine.eqsim")
    documents.begin_anew()
    session.apply(act.Train(1))
    save(documents, path)  # in place of what waits, which loses nothing but what one replaces
    assert documents.waiting == []
    assert not documents.can_go_back
    session.apply(act.Train(4))
    documents.begin_anew()
    save(documents, path)
    assert documents.all_unsaved == ["Ring"]  # with what was never saved, and without a file
    documents.go_to_unsaved()
    assert (documents.name, session.step) == ("Ring", 5)


def test_a_file_that_was_changed_elsewhere_is_read_anew(tmp_path: Path) -> None:
    documents = opened()
    session = documents.session
    path = save(documents, tmp_path / "mine.eqsim")
    other = opened()
    other.session.apply(act.Train(7))
    save(other, path)
    documents.open_scenario(load("xor"))
    for _ in range(2):
        documents.open_file(path, read_experiment(path).session())
        assert session.step == 7
    assert [document.path for document, _ in documents.waiting] == [None]
