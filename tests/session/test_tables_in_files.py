"""Files of experiments on tables of one's own: each carries them, and none that was changed."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import journalling
import numpy as np
import opening_elsewhere
import pytest
from opening_elsewhere import said
from own_table_kit import CHOICE, classes, cloud, houses, session_on
from session_kit import scenario, whole_state

from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers
from eq_sim.data.own.limits import MOST_CELLS
from eq_sim.data.own.table import Table
from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.documents import Documents
from eq_sim.session.errors import DocumentError, LogError, ParameterFileError, ScenarioError
from eq_sim.session.files import recording
from eq_sim.session.files.carried_tables import keep_verified
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.journal import About, Journal
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import check_split, save_parameters
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import read_recording, save_log
from eq_sim.session.files.scenario_file import save_scenario, scenario_text
from eq_sim.session.files.setup_line import Setup, read_setup, write_setup
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.scenario import bundled, read_scenario
from eq_sim.session.session import Session


def elsewhere(*things: object) -> list[str]:
    """Opens things where no table is known. Returns what was said of each."""
    done = subprocess.run(
        [sys.executable, opening_elsewhere.__file__, *map(str, things)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def worked() -> Session:
    """Returns an experiment on one table after another, and then one that knows both."""
    some = session_on()
    some.apply(act.Train(40))
    some.apply(act.KeepCheckpoint())
    some.apply(act.Load(scenario_for(cloud(), classes(), "cloud.csv"), 3))
    some.apply(act.Train(25))
    some.apply(act.Turn((0, 1), (0.5, -0.25)))
    return some


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, named: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return path


def test_an_experiment_opens_where_nobody_has_the_table(tmp_path: Path) -> None:
    some = worked()
    path = tmp_path / "some.eqsim"
    save_experiment(path, Experiment.of(some))
    tables = {name for name in members(path) if name.startswith("tables/")}
    assert tables == {f"tables/{table.sha256}.csv" for table in (houses(), cloud())}
    save_log(some, tmp_path / "log.jsonl")
    toml = tmp_path / "some.toml"
    save_scenario(toml, Setup.of(some))
    begun = open_session(str(toml))
    line = write_setup(Setup.of(some))
    live = tmp_path / "live.jsonl"
    recorded = read_experiment(path).session()
    recorder = Recorder(recorded, live, lambda: 0.0)
    recorded.apply(act.Load(scenario_for(houses(), CHOICE, "houses.csv"), 2))
    recorded.apply(act.Train(5))
    recorder.stop()
    assert live.read_text().count(',"text":"eq-sim table') == 2
    told = elsewhere(line, path, tmp_path / "log.jsonl", toml, live, line)
    assert told[1:] == [said(some), said(some), said(begun), said(recorded), said(begun)]
    assert told[0].startswith(
        "refused: The line of text cannot be opened: the table 'cloud.csv' that"
    )
    again = read_experiment(path).session()
    assert whole_state(again) == whole_state(some)
    for one in (some, again):
        one.apply(act.Train(20))
        one.apply(act.GoTo(1, 10))
    assert whole_state(again) == whole_state(some)


def test_what_a_program_that_died_has_left_has_its_tables(tmp_path: Path) -> None:
    some = session_on()
    documents, clock = Documents(some), [0.0]
    journal = Journal(tmp_path, some, lambda: clock[0])
    some.apply(act.Train(30))
    waits = said(some)
    documents.begin(session_on(cloud(), classes(), name="cloud.csv"))
    journal.note(About(waiting=(("houses", ""),)), [parked for _, parked in documents.waiting])
    some.apply(act.Train(12))
    some.apply(act.Turn((2,), (0.75,)))
    journal.close(keep=True)
    kept = sorted(path.name for path in journal.path.glob("table-*"))
    assert kept == sorted(f"table-{table.sha256}.csv" for table in (houses(), cloud()))
    assert elsewhere(tmp_path) == [waits, said(some)]


def test_a_table_that_was_changed_or_is_missing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.eqsim"
    save_experiment(path, Experiment.of(session_on()))
    whole = members(path)
    name = f"tables/{houses().sha256}.csv"
    changed = whole | {name: whole[name].replace(b"red", b"blue", 1)}
    with pytest.raises(DocumentError, match="table in it was changed since it was saved"):
        read_experiment(packed(path, changed))
    strange = whole | {f"tables/{cloud().sha256}.csv": cloud().to_bytes()}
    with pytest.raises(DocumentError, match="a table that nothing in it learns from"):
        read_experiment(packed(path, strange))
    without = {other: content for other, content in whole.items() if other != name}
    monkeypatch.setattr(recording, "MOST_CARRIED", 100)
    log = tmp_path / "log.jsonl"  # without a table that is too large for it
    save_log(session_on(), log)
    told = elsewhere(packed(path, without), log)
    assert told[0].startswith(f"refused: {path} is damaged: the table 'houses.csv'")
    assert told[1].startswith("refused: The table 'houses.csv' that this learns from is not here")
    assert len(read_recording(log)) == 1
    assert read_experiment(packed(path, whole)).state.dataset.size == 54


def test_a_recording_of_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    save_log(session_on(), path)
    text = path.read_text()
    path.write_text(text.replace("red", "blue", 1))
    with pytest.raises(LogError, match="line 2: the table in it was changed since"):
        read_recording(path)
    path.write_text(text)
    assert len(read_recording(path)) == 1


@pytest.mark.parametrize("name", bundled())
def test_a_shipped_scenario_with_other_settings_comes_back_from_its_file(
    name: str, tmp_path: Path
) -> None:
    changed = scenario(name, learning_rate=0.0123, l2=1e-08, test_fraction=0.25)
    setup = Setup(changed, 7, 2)
    path = tmp_path / "mine.toml"
    save_scenario(path, setup)
    assert read_scenario(path) == changed
    if name in ("ring", "penguins"):
        again = open_session(str(path))
        assert whole_state(again) == whole_state(setup.session())
        assert open_session(str(path), 9).seed == 9


def test_any_words_of_a_scenario_come_back(tmp_path: Path) -> None:
    table = Table(
        (Numbers("a 'b' \"c\" \\ ''' é", cloud().columns[0].values), *cloud().columns[1:])
    )
    choice = classes()
    odd = type(choice)((table.names[0], "north"), "place", "two-classes")
    made = scenario_for(table, odd, "‘x’\"'''\\.csv")
    path = tmp_path / "odd.toml"
    save_scenario(path, Setup(made))
    assert read_scenario(path) == made
    assert read_setup(write_setup(Setup(made))) == Setup(made)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("seed = 4", "seed = -1"), "'seed' needs a whole number from 0 to"),
        (("seed = 4", 'seed = "x"'), "'seed' needs a whole number from 0 to"),
        (("seed = 4", "start = 0"), "'start' needs a whole number from 1 to"),
        (("packed = '''\n", "packed = '''\nAAAA"), "packed table is damaged"),
        (('sha256 = "', 'sha256 = "0'), "sha256"),
    ],
)
def test_a_scenario_file_that_was_changed_is_refused(
    wrong: tuple[str, str], told: str, tmp_path: Path
) -> None:
    text = scenario_text(Setup(session_on().scenario, 4))
    path = tmp_path / "wrong.toml"
    path.write_text(text.replace(*wrong, 1))
    with pytest.raises(ScenarioError, match=told):
        open_session(str(path))


def test_parameters_meet_no_row_as_a_test_that_they_have_learned_from(tmp_path: Path) -> None:
    some, path = session_on(cloud(), classes(), name="cloud.csv"), tmp_path / "cloud.safetensors"
    some.apply(act.Train(5))
    theta = some.parameters.theta
    save_parameters(path, some.switches, theta, some.scenario, some.seed, some.dataset)
    check_split(path, some.scenario, some.seed)
    other = scenario_for(cloud(seed=1), classes(), "cloud.csv")
    check_split(path, other, 2)  # of another table it has seen nothing
    with pytest.raises(ParameterFileError, match="learned from another split of these data"):
        check_split(path, some.scenario, 2)
    again = open_session(str(path))
    assert again.parameters.theta.tobytes() == theta.tobytes()
    assert again.state().data.test.tolist() == some.state().data.test.tolist()


def test_a_table_of_more_cells_than_any_is_refused_before_it_is_read() -> None:
    for content, told in (
        (b"eq-sim table,1\n" + b"," * 2 * MOST_CELLS, "more than 20,000,000 cells"),
        (b"eq-sim table,1\na\nnumber\nx\n", "table is damaged"),
        (b"eq-sim table,1\na,a\nnumber,number\n1,2\n", "table is damaged"),
        (b"eq-sim table,1\na\nnumber\n1.0\n", "not written as this program writes it"),
        (b"\xff\x00", "table is damaged"),
        (b"", "table is damaged"),
    ):
        with pytest.raises(DocumentError, match=told):
            keep_verified(hashlib.sha256(content).hexdigest(), content)


@pytest.mark.slow
def test_a_program_that_was_killed_has_left_its_table(tmp_path: Path) -> None:
    path = resource("data", "penguins.csv")
    working = subprocess.Popen(
        [sys.executable, journalling.__file__, str(tmp_path), "3", str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert working.stdout is not None
    truths = [working.stdout.readline() for _ in range(300)]
    working.kill()
    truths += working.stdout.read().splitlines(keepends=True)
    working.wait()
    working.stdout.close()
    (told,) = elsewhere(tmp_path / "recovery")
    assert told.split() in [line.split()[:2] for line in truths]


def test_what_no_scenario_file_can_hold_is_said(tmp_path: Path) -> None:
    columns = tuple(Numbers(f"{'long ' * 15}{at}", np.arange(8.0)) for at in range(3000))
    table = Table((*columns, Numbers("y", np.arange(8.0) % 3)))
    made = scenario_for(table, Choice(table.names[:-1], "y", "number"), "wide.csv")
    with pytest.raises(ScenarioError, match="too long for a scenario file"):
        save_scenario(tmp_path / "wide.toml", Setup(made))
    with pytest.raises(DocumentError, match=r"scenarios are kept in \.toml files"):
        save_scenario(tmp_path / "wide.txt", Setup(made))
    assert not list(tmp_path.iterdir())
