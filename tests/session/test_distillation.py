"""A network learns another one's answers: one action, by value, undone, saved and replayed."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from session_kit import scenario, session, theta_bits, whole_state

from eq_sim.export.script import write_script
from eq_sim.network.distillation import chances
from eq_sim.session import actions as act
from eq_sim.session.actions.teaching import on_labels, present_network
from eq_sim.session.errors import DocumentError, EqSimError, ParameterFileError, SettingError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.parameter_file import save_parameters
from eq_sim.session.files.recording import save_log
from eq_sim.session.files.replay import replay, replay_file
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup, write_setup
from eq_sim.session.files.teacher_file import read_teacher
from eq_sim.session.questions.distilling import LabelsAlone, measure_of_teacher, twin_of
from eq_sim.session.questions.optimum import rises_for_ever
from eq_sim.session.questions.sample_formulas import loss_formula
from eq_sim.session.questions.step_apart import step_apart
from eq_sim.session.scenario import Scenario, load_scenario, read_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed
from eq_sim.session.teachers import teacher_of
from eq_sim.sweeps.alone import run_alone
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.stacked import run_stacked


def taught(steps: int = 30) -> Session:
    """A penguins' network that was trained, and its student."""
    birds = session("penguins", seed=5)
    birds.apply(act.Train(60))
    birds.apply(act.SetTeacher(hidden=(3,), train_points=40))
    birds.apply(act.Train(steps))
    return birds


def test_the_network_that_is_here_becomes_the_teacher_and_undo_brings_it_back() -> None:
    birds = session("penguins", seed=5)
    birds.apply(act.Train(60))
    before, says = whole_state(birds), [np.array(part) for part in birds.evaluation.answers]
    test = {column.tobytes() for column in birds.dataset.inputs[:, birds.data.test].T}
    birds.apply(act.SetTeacher(hidden=(3,), train_points=40))
    assert birds.scenario.training.loss == "distillation"
    assert birds.layout.architecture.sizes == (4, 3, 3)
    assert (birds.step, len(birds.data.train)) == (0, 40)
    # The teacher answers as the network did, to the very same samples that judge.
    assert {column.tobytes() for column in birds.dataset.inputs[:, birds.data.test].T} == test
    soft = chances(birds.data.taught())
    np.testing.assert_allclose(soft[:, birds.data.test], says[1], atol=1e-6)
    teacher = teacher_of(birds.scenario.data.teacher)
    assert (teacher.layout.size, teacher.learned.samples) == (67, 239)
    birds.apply(act.Undo())
    assert whole_state(birds) == before


def test_without_a_size_the_knobs_stay_and_the_loss_is_the_least_that_can_be() -> None:
    birds = session("penguins", seed=5, dtype="float64")
    birds.apply(act.Train(60))
    bits = theta_bits(birds)
    birds.apply(act.SetTeacher())
    assert (theta_bits(birds), birds.step) == (bits, 60)
    assert birds.losses.train == pytest.approx(birds.evaluation.least_losses.train, rel=1e-9)
    assert birds.losses.test == pytest.approx(birds.evaluation.least_losses.test, rel=1e-9)
    assert birds.losses.train > 0.1  # soft answers leave something open
    assert float(np.abs(birds.trainer.next_update(penalties=False)).max()) < 1e-8


@pytest.mark.parametrize(
    "tuned",
    [
        act.AddAdapter((1, 0)),
        act.Prune(0.9),
        act.FineTune("biases"),
        act.Freeze((0, 1), True),
        act.Mute((0, 1), True),
        act.Solo.of(0, on=True),
    ],
    ids=lambda action: type(action).__name__,
)
def test_every_knob_of_another_network_plays_and_learns(tuned: act.AnyAction) -> None:
    """What was frozen or muted is the teacher's; of it nothing holds its student back."""
    birds = session("penguins", seed=5)
    birds.apply(act.Train(60))
    birds.apply(tuned)
    birds.apply(act.SetTeacher(hidden=(3,), train_points=40))
    assert birds.switches.fixed is None
    assert not birds.layout.adapters
    begun, saved = np.array(birds.parameters.theta), birds.state()
    birds.apply(act.Train(20))
    assert (birds.parameters.theta != begun).all()
    assert twin_of(saved).switches.fixed is None
    assert whole_state(replay([done.action for done in birds.log.records])) == whole_state(birds)
    birds.apply(act.Undo())
    birds.apply(act.Undo())
    assert birds.switches.fixed is not None


def test_a_teacher_whose_knobs_click_answers_with_the_weights_that_it_computes_with() -> None:
    ring = session()
    ring.apply(act.Train(200))
    ring.apply(act.Quantise(3))
    says = np.concatenate(ring.evaluation.answers, axis=1)
    places = np.concatenate([ring.data.train, ring.data.test])
    ring.apply(act.SetTeacher(hidden=(3,)))
    np.testing.assert_allclose(chances(ring.data.taught())[:, places], says, atol=1e-6)
    assert ring.parameters.plain  # the student's own knobs turn freely


@pytest.mark.parametrize("kind", ["recording", "experiment"])
def test_a_student_is_saved_with_its_teacher_and_goes_on_with_the_same_bits(
    kind: str, tmp_path: Path
) -> None:
    student = taught()
    if kind == "recording":
        save_log(student, tmp_path / "student.jsonl")
        again = replay_file(tmp_path / "student.jsonl")
    else:
        save_experiment(tmp_path / "student.eqsim", Experiment.of(student))
        again = read_experiment(tmp_path / "student.eqsim").session()
    assert whole_state(again) == whole_state(student)
    for one in (student, again):
        one.apply(act.Set("temperature", 5.0))
        one.apply(act.Train(10))
    assert whole_state(again) == whole_state(student)


def test_a_scenario_file_has_the_teacher_in_it(tmp_path: Path) -> None:
    student = taught(0)
    save_scenario(tmp_path / "student.toml", Setup.of(student))
    again = read_scenario(tmp_path / "student.toml")
    assert again.data.teacher == student.scenario.data.teacher
    assert theta_bits(Session(again, 5)) == theta_bits(student)
    digits = session("digits")
    digits.apply(act.SetTeacher(hidden=(8,), train_points=200))
    with pytest.raises(EqSimError, match=r"^The teacher does not fit into a line of text"):
        write_setup(Setup.of(digits))


def test_the_temperature_changes_in_mid_training_and_begins_another_curve() -> None:
    student = taught()
    bits, before = theta_bits(student), student.losses.train
    student.apply(act.Set("temperature", 6.0))
    assert (theta_bits(student), student.step) == (bits, 30)
    assert student.losses.train > 2 * before
    assert student.history.points.shape[1] == 1
    student.apply(act.Undo())
    assert student.losses.train == before


def test_a_file_teaches_with_its_own_split_whatever_the_seed(tmp_path: Path) -> None:
    birds = session("penguins", seed=5)
    birds.apply(act.Train(60))
    path = tmp_path / "birds.safetensors"
    save_parameters(
        path, birds.switches, birds.parameters.theta, birds.scenario, birds.seed, birds.dataset
    )
    learned = read_teacher(path)
    own = {column.tobytes() for column in birds.dataset.inputs[:, birds.data.train].T}
    for seed in (1, 2):
        other = session("penguins", seed=seed)
        other.apply(act.Train(20))
        other.apply(act.SetTeacher(learned))
        # What judges is nothing that the teacher has learned from; knobs that may have learned
        # some of it begin anew.
        judges = {column.tobytes() for column in other.dataset.inputs[:, other.data.test].T}
        assert not judges & own
        assert other.step == 0


def test_what_cannot_teach_is_refused_in_a_sentence(tmp_path: Path) -> None:
    house, digits = session("house-price"), load_scenario("digits")
    with pytest.raises(SettingError, match=r"^A teacher gives chances of classes"):
        house.apply(act.SetTeacher())
    ring = session()
    strange = present_network(Session(digits).state())
    with pytest.raises(SettingError, match="has 64 inputs and 10 outputs, and ring needs 2 and 1"):
        ring.apply(act.SetTeacher(strange))
    with pytest.raises(SettingError, match="needs a teacher"):
        ring.apply(act.Set("loss", "distillation"))
    with pytest.raises(ParameterFileError, match="cannot be read"):
        read_teacher(tmp_path / "nothing.safetensors")
    large = present_network(session(hidden=[60_000], points=20).state())
    with pytest.raises(SettingError, match=r"^A teacher has at most"):
        ring.apply(act.SetTeacher(large))
    short = msgspec.structs.replace(strange, sizes=(64, 31, 10))
    with pytest.raises(SettingError, match=r"^The teacher is damaged"):
        ring.apply(act.SetTeacher(short))


def test_settings_that_would_show_the_teacher_its_test_are_refused() -> None:
    student = taught()
    before = whole_state(student)
    for setting, value in (("test_fraction", 0.5), ("points", 200)):
        with pytest.raises(EqSimError, match="another split"):
            student.apply(act.Set(setting, value))
    assert whole_state(student) == before
    student.apply(act.Set("validation_fraction", 0.2))
    assert len(student.data.validation) > 0


def test_points_are_painted_beside_a_teacher() -> None:
    ring = session()
    ring.apply(act.Train(20))
    ring.apply(act.SetTeacher())
    ring.apply(act.PaintPoints(((0.5, 0.5),), 1))
    assert ring.data.taught().shape[1] == ring.dataset.size == 501
    ring.apply(act.Train(5))
    assert ring.step == 25


def test_the_best_knobs_of_a_student_do_not_lie_at_infinity() -> None:
    ring = session(l2=0.0, optimizer="adam", learning_rate=0.03)
    ring.apply(act.Train(800))
    assert ring.measure.train == 1
    assert rises_for_ever(ring)
    ring.apply(act.SetTeacher())
    assert not rises_for_ever(ring)


def test_a_script_says_that_it_has_no_teacher(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^A script has no teacher to ask"):
        write_script(tmp_path / "student.py", taught())


@pytest.mark.parametrize("share", [0.0, 0.25])
@pytest.mark.parametrize("of", ["penguins", "ring"])
def test_a_steps_formula_of_the_loss_gives_the_loss(of: str, share: float) -> None:
    student = session(of, batch_size=5)
    student.apply(act.Train(20))
    student.apply(act.SetTeacher(hidden=(3,)))
    student.apply(act.Set("label_share", share))
    student.apply(act.TakePhase())
    student.apply(act.TakePhase())
    apart = step_apart(student)
    assert apart is not None
    (line,) = loss_formula(student, apart, 2)
    assert f"{line.tokens[0].caption}" == "loss"
    assert float(line.tokens[0].text) == pytest.approx(apart.losses[2], rel=1e-2)
    assert line.exact
    assert "soft cross-entropy at T = 3" in line.words
    assert ("labels’ share" in line.words) == (share > 0)


def test_a_sweep_of_students_is_the_same_alone_and_stacked() -> None:
    base = scenario("distillation", train_points=60, steps=20)
    sweep = Sweep(base, "learning_rate", (0.003, 0.01), seeds=(1, 2), steps=20)
    stacked = run_stacked(sweep.trials)
    assert stacked is not None
    for trial, ended in zip(sweep.trials, stacked, strict=True):
        alone = run_alone(trial)
        assert alone is not None
        np.testing.assert_allclose(ended.theta, alone.theta, atol=1e-4)
        assert ended.outcome.losses.test == pytest.approx(alone.outcome.losses.test, rel=1e-4)


def test_the_twin_on_labels_begins_at_the_same_knobs_and_follows_the_student() -> None:
    student = taught()
    by_hand = Session(twin_of(student.state()))
    assert theta_bits(by_hand) == student.parameters.start.tobytes()
    assert by_hand.data is student.data
    by_hand.apply(act.Train(30))
    twin = LabelsAlone(student)
    while not twin.follow(student.step, 0.0):
        assert twin.step < 30
    assert twin.step == 30
    assert twin.measure("accuracy") == by_hand.evaluation.measure("accuracy")
    plain = Session(student.state())
    plain.apply(act.BackToStart())
    plain.apply(act.Set("loss", "softmax_cross_entropy"))
    plain.apply(act.Train(30))
    assert theta_bits(plain) == theta_bits(by_hand)
    # Another temperature is none of its business; another learning rate or start is.
    student.apply(act.Set("temperature", 4.0))
    assert twin.is_of(student)
    student.apply(act.Set("learning_rate", 0.5))
    assert not twin.is_of(student)


def test_locked_knobs_are_the_students_and_not_the_twins() -> None:
    student = taught(20)
    wanted = LabelsAlone(student)
    assert wanted.follow(student.step, 1e9)
    student.apply(act.LockKnobs(True))
    assert wanted.is_of(student)
    twin = LabelsAlone(student)
    assert twin.follow(student.step, 1e9)
    assert twin.step == 20
    assert twin.measure("accuracy") == wanted.measure("accuracy")


def test_the_shipped_student_has_a_teacher_that_saw_all_labels() -> None:
    student = session("distillation")
    data = student.data
    teacher = teacher_of(student.scenario.data.teacher)
    assert (teacher.learned.samples, len(data.train), len(data.test)) == (1258, 200, 539)
    found = measure_of_teacher(data, "accuracy")
    plain = (data.taught().argmax(axis=0) == data.dataset.targets.argmax(axis=0))[data.test]
    assert found.test == plain.mean() > 0.95


def right(of: Scenario, seed: int) -> float:
    some = Session(of, seed)
    some.apply(act.Train(of.training.steps))
    assert some.measure.test is not None
    return some.measure.test


def both(seed: int, **changes: object) -> tuple[float, float]:
    """What a student has right, and the same student on labels alone."""
    of = load_scenario("distillation")
    for setting, value in changes.items():
        of = changed(of, setting, value)
    return right(of, seed), right(on_labels(of), seed)


@pytest.mark.slow
def test_the_student_is_better_than_on_labels_alone_on_20_of_20_seeds() -> None:
    found = np.array([both(seed) for seed in range(1, 21)])
    assert (found[:, 0] > found[:, 1]).all()
    assert found.mean(axis=0) == pytest.approx([0.955, 0.923], abs=0.003)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "better", "means"),
    [
        ({"train_points": 1258}, range(8), [0.962, 0.964]),
        ({"hidden": (4,)}, range(20), [0.866, 0.832]),
    ],
    ids=["all labels", "four neurons"],
)
def test_with_all_labels_it_does_not_help_and_with_four_neurons_not_always(
    changes: dict[str, object], better: range, means: list[float]
) -> None:
    found = np.array([both(seed, **changes) for seed in range(1, 21)])
    assert int((found[:, 0] > found[:, 1]).sum()) in better
    assert found.mean(axis=0) == pytest.approx(means, abs=0.005)
