"""The window in which a lesson is made of what happened, by mouse and by keys."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QProcess, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import read_lesson
from eq_sim.lessons.making.draft import Entry
from eq_sim.lessons.player import Player
from eq_sim.session import actions as act
from eq_sim.session.files.recording import save_log
from eq_sim.ui.dialogs.asking import may_replace
from eq_sim.ui.dialogs.unsaved import Choice
from eq_sim.ui.making.window import MakingWindow
from eq_sim.ui.panels.seconds_box import SecondsBox

LEFT = Qt.MouseButton.LeftButton
DONE = (
    act.Grab((3,)),
    act.Turn((3,), (0.75,)),
    act.Release(),
    act.Train(200),
    act.Set("learning_rate", 0.05),
    act.Train(300),
)


@pytest.fixture
def app(opened: Callable[..., App]) -> App:
    made = opened()
    for action in DONE:
        assert made.do(action)
    return made


def making(app: App) -> MakingWindow:
    app.filing.making.of_session()
    app.filing.making.finish_telling()
    shown = app.filing.making.shown
    assert shown is not None
    QApplication.processEvents()
    shown.take_up()
    return shown


def made_anew(app: App) -> MakingWindow:
    """Makes the window of the lesson anew, as another language does."""
    before = app.filing.making.shown
    app.filing.making.serve(app.window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    shown = app.filing.making.shown
    assert shown is not None
    assert shown is not before
    return shown


def row(shown: MakingWindow, place: int) -> QPoint:
    table = shown.steps.table
    return table.visualRect(shown.steps.model.index(place, 1)).center()


def save_to(shown: MakingWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        shown.save_to(path)


def text_of(shown: MakingWindow, place: int, column: int) -> str:
    return str(shown.steps.model.index(place, column).data())


def keys(shown: MakingWindow, sequence: str) -> None:
    QTest.keySequence(shown, QKeySequence(sequence))


def test_words_are_typed_beside_the_replay_saved_and_open_as_a_lesson(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = making(app)
    assert text_of(shown, 2, 1) == "train 200 steps"
    view = shown.steps.table.viewport()
    QTest.mouseClick(view, LEFT, pos=row(shown, 2))
    assert shown.steps.table.number == 2
    QTest.keyClick(shown.steps.table, Qt.Key.Key_Return)
    QTest.keyClicks(shown.fields.caption, "Now all of them turn.")
    QTest.keyClick(shown.fields.caption, Qt.Key.Key_Tab)
    assert shown.focusWidget() is shown.fields.notes
    QTest.keyClicks(shown.fields.notes, "Wait.")
    keys(shown, "Ctrl+PgDown")
    assert shown.steps.table.number == 3
    QTest.keyClicks(shown.fields.chapter, "Slower")
    shown.take_up()
    assert "Now all of them turn." in text_of(shown, 2, 2)
    shown.replay.show_entry()
    show = app.window.show_now
    assert show is not None
    assert show.bar.caption.text == "Now all of them turn."
    assert app.session.step == 200
    assert "learning_rate" in shown.desk.script.text
    path = tmp_path / "mine.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        keys(shown, "Ctrl+S")
    assert not shown.desk.unsaved
    lesson = read_lesson(path)
    report = check_lesson(lesson)
    assert report.ok, report.lines()
    assert [each["en"] for each in lesson.chapters] == ["Ring", "Slower"]
    page = next(each for each in shown.findChildren(QPushButton) if each.text() == "Page…")
    QTest.mouseClick(page, LEFT)
    show = app.window.show_now
    assert show is not None
    assert show.page is not None
    assert show.page.path.text() == str(tmp_path / "mine")  # beside its file
    keys(shown, "Ctrl+W")
    assert app.filing.making.shown is None
    app.filing.making.of_file(path)  # what was made here is made further
    again = app.filing.making.shown
    assert again is not None
    assert again.desk.script.text == path.read_text()
    again.close()


def test_words_in_german_are_shown_in_an_english_window(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = making(app)
    assert shown.language.currentData() == "en"
    shown.language.setCurrentIndex(shown.language.findData("de"))
    shown.fields.caption.setPlainText("Jetzt alle zugleich.")
    save_to(shown, tmp_path / "ring.toml", qtbot)
    keys(shown, "Ctrl+W")
    app.filing.open(str(tmp_path / "ring.toml"))
    show = app.window.show_now
    assert show is not None
    assert show.bar.caption.text == "Jetzt alle zugleich."
    assert isinstance(show.player, Player)
    assert show.player.language == "de"


def test_edits_are_undone_and_done_again_from_any_field(app: App) -> None:
    shown = making(app)
    before = shown.desk.draft
    shown.steps.step(1)
    QTest.keyClicks(shown.fields.caption, "One knob.")
    assert shown.desk.edits.count() == 1  # typed in one go
    QTest.keyClicks(shown.fields.notes, "Slowly.")
    keys(shown, "Ctrl+Z")
    assert shown.fields.notes.toPlainText() == ""
    assert shown.fields.caption.toPlainText() == "One knob."
    keys(shown, "Ctrl+Z")
    assert shown.desk.draft == before
    keys(shown, "Ctrl+Shift+Z")
    assert shown.desk.draft.entries[1].say == "One knob."
    assert shown.isWindowModified()
    keys(shown, "Ctrl+Z")
    assert not shown.isWindowModified()
    shown.close()


def test_steps_are_moved_removed_and_cut_by_keys_and_by_dragging(app: App) -> None:
    shown = making(app)
    model, table = shown.steps.model, shown.steps.table
    names = [text_of(shown, place, 1) for place in range(5)]
    table.choose(3)
    keys(shown, "Alt+Up")
    assert [text_of(shown, place, 1) for place in (2, 3)] == [names[3], names[2]]
    assert table.number == 3
    data = model.mimeData([model.index(2, 0)])
    action = Qt.DropAction.MoveAction
    model.dropMimeData(data, action, 4, 0, model.index(-1, -1))  # between two rows
    assert [text_of(shown, place, 1) for place in range(5)] == names
    table.choose(3)
    keys(shown, "Ctrl+Del")
    assert model.rowCount() == 4
    table.choose(2)
    keys(shown, "Alt+Home")
    assert text_of(shown, 1, 0) == "at once"
    table.choose(2)
    keys(shown, "Alt+End")
    assert text_of(shown, 3, 0) == "cut"
    shown.take_up()
    assert shown.said.text().startswith("1 step,")  # what is seen counts
    text = shown.desk.script.text
    assert text.count("train = ") == 1
    keys(shown, "Ctrl+Return")
    assert table.number not in {0, 1, 2, 3, 4}
    shown.desk.edits.setClean()
    shown.close()


def test_an_order_that_cannot_be_is_refused_and_said(app: App) -> None:
    app.do(act.AddNeurons(1, 1))
    app.do(act.RemoveNeuron(1, 2))
    shown = making(app)
    last = len(shown.desk.draft.entries) - 1
    before = shown.desk.draft
    shown.steps.table.choose(before.entries[last].number)
    keys(shown, "Alt+Up")
    assert shown.desk.draft == before
    assert shown.warned.text().startswith("That cannot be done there")
    shown.fields.caption.setPlainText("x" * 200)  # nor with words that nobody can read
    worded = shown.desk.draft
    keys(shown, "Alt+Up")
    assert shown.desk.draft == worded
    assert shown.warned.text().startswith("That cannot be done there")
    shown.desk.edits.setClean()
    shown.close()


def test_what_is_wrong_with_words_is_said_beside_them(app: App) -> None:
    shown = making(app)
    shown.steps.step(1)
    QTest.keyClicks(shown.fields.caption, "It has 25 knobs.")
    shown.take_up()
    assert "“25” is typed" in shown.fields.problem.text()
    assert not shown.warned.text()  # it stands below the caption already
    keys(shown, "Ctrl+PgDown")
    shown.take_up()
    assert "“25” is typed" in shown.warned.text()
    keys(shown, "Ctrl+PgUp")
    QTest.mouseClick(shown.fields.given, LEFT, pos=QPoint(8, shown.fields.given.height() // 2))
    shown.take_up()
    assert not shown.warned.text()
    shown.fields.caption.setPlainText("")
    assert not shown.desk.draft.entries[1].given
    shown.fields.number_menu.actions()[0].trigger()
    assert shown.fields.caption.toPlainText() == "{loss}"
    shown.desk.edits.setClean()
    shown.close()


def test_closing_asks_about_words_that_are_in_no_file(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    choices = [Choice.STAY, Choice.STAY, Choice.SAVE, Choice.LOSE]

    def ask(names: list[str], *_: object, **__: object) -> Choice:
        asked.append(names)
        return choices[len(asked) - 1]

    monkeypatch.setattr("eq_sim.ui.making.closing.ask_about", ask)
    path = tmp_path / "kept.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shown = making(app)
    shown.fields.caption.setPlainText("Hello.")
    assert not shown.close()
    app.documents.asks = True
    assert not app.window.close()  # the program's window asks, too
    app.documents.asks = False
    assert asked == [["Ring"], ["Ring"]]
    assert app.filing.making.shown is shown
    assert shown.close()
    assert "Hello." in path.read_text()
    path.unlink()
    shown = making(app)
    shown.fields.caption.setPlainText("Hello.")
    assert shown.close()
    assert len(asked) == 4
    assert not path.exists()


def test_a_recording_is_told_and_is_not_written_over(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mine.jsonl"
    save_log(app.session, path)
    path.write_bytes(path.read_bytes()[:-9])
    app.filing.making.of_file(path)
    app.filing.making.finish_telling()
    shown = app.filing.making.shown
    assert shown is not None
    assert "its last line is torn" in shown.said.text()
    shown.save_to(path)
    assert "is the recording itself" in shown.warned.text()
    app.filing.making.of_session()  # one at a time
    assert app.filing.making.shown is shown
    assert "One lesson is made at a time" in shown.warned.text()
    save_to(shown, tmp_path / "mine.toml", qtbot)
    assert check_lesson(read_lesson(tmp_path / "mine.toml")).ok
    shown.close()
    app.filing.making.of_file(tmp_path / "none.jsonl")
    assert "cannot be read" in app.window.console_panel.notice.text()


def test_playing_from_a_step_and_resting_again(app: App) -> None:
    shown = making(app)
    shown.steps.table.choose(4)
    shown.steps.table.chosen.emit()
    keys(shown, "F8")
    show = app.window.show_now
    assert show is not None
    assert show.player.playing
    assert app.session.step == 200
    assert shown.replay.toggle_button.text() == "Pause"
    app.timer.stop()
    show.advance(2.0)
    assert app.session.step > 200
    keys(shown, "F9")
    assert not show.player.playing
    shown.close()


def test_an_audience_does_not_see_the_window_in_which_its_lesson_is_made(
    app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    played: list[str] = []
    monkeypatch.setattr(
        QProcess, "start", lambda _, __, words: played.append(Path(words[4]).read_text())
    )
    monkeypatch.chdir(tmp_path)
    shown = making(app)
    Path(f"{shown.desk.file_name}.toml").write_text("title = 'of a stranger'")
    size = shown.size()
    keys(shown, "F5")
    show = app.window.show_now
    assert show is not None
    assert show.presenting
    assert show.player.playing
    assert not shown.isVisible()
    show.show_notes()  # with pictures of the very draft, which is in no file
    assert played == [shown.desk.script.text]
    menu = app.window.menus["&Lessons"]
    menu.aboutToShow.emit()
    assert not [each for each in menu.actions() if "this lesson" in each.text()]
    show.present()  # as Esc does
    assert shown.isVisible()
    qtbot.waitUntil(lambda: shown.size() == size)
    shown.close()


def test_a_step_whose_words_have_a_problem_is_removed_and_the_rest_is_saved(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = making(app)
    shown.steps.step(1)
    QTest.keyClicks(shown.fields.caption, "It has 25 knobs.")
    shown.take_up()
    keys(shown, "Ctrl+Del")
    assert len(shown.desk.draft.entries) == 4
    assert not shown.warned.text()
    QTest.keyClicks(shown.fields.caption, "All of them turn.")
    save_to(shown, tmp_path / "rest.toml", qtbot)
    assert "All of them turn." in (tmp_path / "rest.toml").read_text(encoding="utf-8")
    shown.close()


def test_a_pause_in_typing_loses_no_line_and_no_seconds_and_neither_do_keys(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = making(app)
    fields, saved = shown.fields, tmp_path / "typed.toml"
    shown.desk.path = saved

    def entry(number: int) -> Entry:
        return shown.desk.draft.entries[shown.desk.draft.place_of(number)]

    def type_seconds(box: SecondsBox, seconds: str) -> None:
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, seconds)
        shown.take_up()  # as a moment after what was typed before it
        assert box.text().startswith(seconds)

    shown.steps.step(1)
    QTest.keyClicks(fields.caption, "First line")
    QTest.keyClick(fields.caption, Qt.Key.Key_Return)
    shown.take_up()
    QTest.keyClicks(fields.caption, "second")
    assert entry(1).say == "First line\nsecond"
    QTest.keyClick(fields.caption, Qt.Key.Key_Return)
    keys(shown, "Ctrl+PgDown")
    assert fields.caption.toPlainText() == ""
    keys(shown, "Ctrl+PgUp")
    assert fields.caption.toPlainText() == "First line\nsecond"
    type_seconds(fields.waits, "7")
    keys(shown, "Ctrl+PgDown")
    assert (entry(1).hold, entry(2).hold) == (7.0, None)
    type_seconds(fields.takes, "9")
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        keys(shown, "Ctrl+S")
    assert "pause = 7" in saved.read_text(encoding="utf-8")
    assert "seconds = 9" in saved.read_text(encoding="utf-8")
    type_seconds(shown.steps.idle, "3")
    asked: list[str] = []
    monkeypatch.setattr(
        "eq_sim.ui.making.closing.ask_about",
        lambda names, *_, **__: asked.extend(names) or choices.pop(),
    )
    choices = [Choice.LOSE, Choice.STAY]
    keys(shown, "Ctrl+W")
    assert asked == ["Ring"]
    assert shown.desk.draft.idle == 3.0
    type_seconds(shown.steps.idle, "4")
    assert shown.close()  # by its frame: no key says so
    assert shown.desk.draft.idle == 4.0


def test_what_is_being_saved_is_waited_for_stopped_or_goes_on_in_another_window(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eq_sim.lessons.making.trial._AT_ONCE", 100)  # it is played in pieces
    monkeypatch.setattr("eq_sim.ui.making.saving._SLICE", -1.0)  # one at each turn of events
    path = tmp_path / "long.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shown = making(app)
    (stop,) = (each for each in shown.foot.findChildren(QPushButton) if each.text() == "Stop")
    assert not stop.isVisible()
    keys(shown, "Ctrl+S")
    assert "before it is saved" in shown.said.text()
    assert stop.isVisible()
    keys(shown, "Esc")
    assert "nothing was written" in shown.warned.text()
    assert not stop.isVisible()
    for _ in range(3):  # nothing goes on
        QApplication.processEvents()
    assert not path.exists()
    QTimer.singleShot(0, lambda: QTest.mouseClick(stop, LEFT))
    keys(shown, "Ctrl+S")
    assert not shown.close()  # it waits, and is stopped
    assert not path.exists()
    shown.steps.step(1)
    keys(shown, "Ctrl+Del")  # it is another lesson, to be played again
    page = next(each for each in shown.findChildren(QPushButton) if each.text() == "Page…")
    QTest.mouseClick(page, LEFT)
    assert shown.saving.saving
    again = made_anew(app)
    assert "before it is saved" in again.said.text()
    keys(again, "Ctrl+W")
    assert app.filing.making.shown is None
    assert check_lesson(read_lesson(path)).ok
    show = app.window.show_now
    assert show is not None
    assert show.page is not None  # what was to be done then is done


def test_nothing_in_a_file_is_lost_unasked_and_what_is_in_no_file_is_said(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[bool] = []
    asked: list[str] = []

    def agree(_: str, words: str, *__: object) -> bool:
        asked.append(words)
        return answers.pop(0)

    monkeypatch.setattr("eq_sim.ui.dialogs.asking.agreed", agree)
    monkeypatch.setattr("eq_sim.ui.making.closing.agreed", agree)
    typed, path = tmp_path / "other", tmp_path / "other.toml"
    path.write_text("# somebody's\n", encoding="utf-8")
    names = [str(typed), "", str(typed)]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (names.pop(0), ""))
    shown = making(app)
    answers += [False, True]
    keys(shown, "Ctrl+S")
    assert asked == ["other.toml is there already."]
    assert not shown.saving.saving
    assert path.read_text(encoding="utf-8") == "# somebody's\n"
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        keys(shown, "Ctrl+S")
    assert "train = 200" in path.read_text(encoding="utf-8")

    text = path.read_text(encoding="utf-8").replace('idea = ""', 'idea = "An editor\'s."')
    path.write_text(text, encoding="utf-8")
    shown.steps.step(1)
    QTest.keyClicks(shown.fields.caption, "Mine.")
    answers += [False, True]
    keys(shown, "Ctrl+S")
    qtbot.waitUntil(lambda: "stays as the other program wrote it" in shown.warned.text())
    assert "Another program has changed" in asked[-1]
    assert path.read_text(encoding="utf-8") == text
    assert shown.desk.unsaved
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        keys(shown, "Ctrl+S")
    assert "Mine." in path.read_text(encoding="utf-8")

    shown.fields.caption.setPlainText("x" * 200)
    save_to(shown, path, qtbot)
    assert "cannot be opened before this is mended" in shown.warned.text()
    assert "longer than two lines" in shown.warned.text()
    shown.fields.caption.setPlainText("Mine.")
    shown.take_up()
    assert not shown.warned.text()

    keys(shown, "Ctrl+PgDown")
    keys(shown, "Alt+Home")  # what is before, and is worded, is done at once
    save_to(shown, path, qtbot)
    assert "Words at 1 step that nobody sees are in no file" in shown.said.text()
    assert shown.isWindowModified()
    again = made_anew(app)
    assert again.isWindowModified()
    answers += [False, True]
    assert not again.close()
    assert "What you wrote at 1 step is in no file" in asked[-1]
    assert again.close()
    assert len(asked) == 6


def test_tips_say_keys_and_keys_answer_whether_a_file_is_replaced(app: App) -> None:
    shown = making(app)
    undo, redo = (
        next(each for each in shown.foot.findChildren(QPushButton) if each.text() == words)
        for words in ("Undo", "Redo")
    )
    assert (undo.toolTip(), redo.toolTip()) == ("Undo (Ctrl+Z)", "Redo (Ctrl+Shift+Z)")
    shown.steps.step(1)
    QTest.keyClicks(shown.fields.caption, "One knob.")
    assert undo.toolTip() == "Undo: typing (Ctrl+Z)"
    keys(shown, "Ctrl+Z")

    def answer(key: Qt.Key | None) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        if key is None:
            (yes,) = (each for each in box.buttons() if each.text() == "Replace it")
            QTest.mouseClick(yes, LEFT)
        else:
            QTest.keyClick(box, key)

    for key, replaces in ((Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False), (None, True)):
        QTimer.singleShot(0, partial(answer, key))
        assert may_replace("It is there already.", shown) == replaces
    shown.close()
