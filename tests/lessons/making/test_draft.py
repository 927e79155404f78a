"""A draft of a lesson: what was done, worded, cut, ordered, written and read again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft, Entry
from eq_sim.lessons.making.read_through import read_through, typed_in
from eq_sim.lessons.making.recorded import RecordedDraft
from eq_sim.lessons.making.script import script
from eq_sim.lessons.making.telling import Opening
from eq_sim.lessons.making.trial import Trial, lesson_of, why_not
from eq_sim.lessons.making.words import words_of
from eq_sim.lessons.making.written import draft_of_file
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import Done, timed


def made(*done: act.AnyAction, scenario: str = "ring") -> Draft:
    session = open_session(scenario)
    for action in done:
        session.apply(action)
    return drafted(timed(session.log.records))


def drafted(done: list[Done]) -> Draft:
    work = RecordedDraft(done, "Mine")
    while work.go_on():
        pass
    assert work.draft is not None
    assert work.share == 1.0
    return work.draft


def tried(draft: Draft) -> str:
    """Returns the text of a draft that was played through."""
    trial = Trial(draft)
    while trial.go_on():
        pass
    assert not trial.failure
    assert trial.share == 1.0
    return script(draft, trial.expects).text


def session_draft() -> Draft:
    return made(
        act.Grab((3,)),
        act.Turn((3,), (0.25,)),
        act.Turn((3,), (0.75,)),
        act.Release(),
        act.Train(40),
        act.Set("learning_rate", 0.05),
        act.Mute((1,), True),
        act.Train(60),
    )


def test_a_draft_says_what_was_done_and_becomes_a_lesson_that_holds() -> None:
    draft = session_draft()
    said = [words_of(draft, entry) for entry in draft.entries]
    assert said[0] == "opens on Ring"
    assert said[1].startswith("turn x₁ → neuron 4") or "to 0.75" in said[1]
    assert said[2] == "train 40 steps"
    assert said[3] == "learning rate: 0.05"
    assert said[4].startswith("mute ")
    draft = draft.with_entry(2, say="Now it trains.\nThe loss is {loss}.", live=True, notes="Wait.")
    draft = draft.with_entry(4, chapter="One is silent", hold=3.0)
    lesson = parse_lesson(tried(draft), "mine")
    report = check_lesson(lesson)
    assert report.ok, report.lines()
    assert [chapter["en"] for chapter in lesson.chapters] == ["Mine", "One is silent"]
    of_it = [
        step for step, number in zip(lesson.steps, script(draft).steps, strict=False) if number == 2
    ]
    assert [step.key for step in of_it] == ["say", "train", "pause"]


def test_a_draft_is_written_and_read_again_with_nothing_lost(tmp_path: Path) -> None:
    draft = (
        session_draft()
        .with_entry(0, say="Here it begins.", notes="Breathe.")
        .with_entry(2, say="Now\n“it” trains.", reading=2.5, given=())
        .with_entry(3, chapter="Slower", notes="Say why.")
        .with_words_after(4)
    )
    path = tmp_path / "mine.toml"
    text = tried(draft)
    path.write_text(text, encoding="utf-8")
    again, expects = draft_of_file(path)
    assert expects.startswith("loss < ")
    assert script(again, expects).text == text
    path.write_text(script(draft).text + "# mine\n", encoding="utf-8")
    with pytest.raises(LessonError, match="edit its text"):
        draft_of_file(path)
    path.write_text(script(draft).text.replace("idea =", '"title.de" = "Mein"\nidea ='), "utf-8")
    with pytest.raises(LessonError, match="edit its text"):
        draft_of_file(path)


def test_a_draft_from_a_word_processor_is_read_with_its_curly_quotes(tmp_path: Path) -> None:
    draft = session_draft().with_entry(2, say="Now it trains.")
    path = tmp_path / "curly.toml"
    text = tried(draft)
    curly = re.sub(r'"([^"]*)"', r"“\1”", text)
    assert curly.count("“") == text.count('"') // 2 > 3
    path.write_text(curly, encoding="utf-8")
    again, expects = draft_of_file(path)
    assert script(again, expects).text == text


def test_a_draft_in_german_says_so_in_its_file_and_is_read_by_german_rules(tmp_path: Path) -> None:
    draft = replace(session_draft(), idea="Alle zugleich.", language="de")
    draft = draft.with_entry(1, say="One hand, zwölf Regler.")
    (problem,) = read_through(draft).problems.values()
    assert "zwölf" in problem
    draft = draft.with_entry(1, say="Eine Hand.")
    path = tmp_path / "ring.toml"
    path.write_text(tried(draft), encoding="utf-8")
    assert 'language = "de"' in path.read_text(encoding="utf-8")
    again, _ = draft_of_file(path)
    assert again.language == "de"
    assert check_lesson(parse_lesson(path.read_text(encoding="utf-8"), "ring")).ok


def test_the_shipped_lessons_are_read_whole_or_refused() -> None:
    from eq_sim.resources import resource

    for path in resource("lessons").glob("*.toml"):
        with pytest.raises(LessonError, match="edit its text"):
            draft_of_file(path)


def test_cutting_does_what_came_before_at_once_and_leaves_what_comes_after() -> None:
    draft = session_draft()
    whole, cut = lesson_of(draft), lesson_of(draft.beginning_at(3).ending_with(4))
    assert cut.seconds < whole.seconds
    text = script(draft.beginning_at(3).ending_with(4)).text
    assert text.count("train = ") == 1
    assert "seconds = 0" in text
    from eq_sim.lessons.check import headless

    one, other = headless(cut), headless(lesson_of(draft.ending_with(4)))
    for player in (one, other):
        player.go_to(player.length)
    np.testing.assert_array_equal(one._session.parameters.theta, other._session.parameters.theta)


def test_idle_time_is_capped_but_for_what_a_person_asked_for() -> None:
    session = open_session("ring")
    done = [
        Done(0.0, 0.0, session.log.records[0].action),
        Done(30.0, 31.0, act.Train(10)),
        Done(90.0, 91.0, act.Train(20)),
    ]
    draft = drafted(done)
    assert [entry.rest for entry in draft.entries] == [30.0, 59.0, 0.0]
    assert [draft.pause_after(place) for place in range(3)] == [2.0, 2.0, 0.0]
    longer = replace(draft, idle=None).with_entry(1, hold=12.0)
    assert [longer.pause_after(place) for place in range(3)] == [30.0, 12.0, 0.0]
    assert lesson_of(draft).seconds == 6.0
    assert lesson_of(draft.taking(1, 5.0)).seconds == 10.0


def test_an_order_that_cannot_be_played_is_refused_in_a_sentence() -> None:
    draft = made(act.AddLayer(0, 3), act.Set("learning_rate", 0.01), act.RemoveLayer(1))
    assert why_not(draft) == ""
    assert why_not(draft.moved(2, 1)) == ""
    why = why_not(made(act.AddLayer(0, 3), act.Mute((30,), True)).moved(2, 1))
    assert why.startswith("That cannot be done there: ")
    assert why.endswith(".")


def test_moving_removing_and_adding_keep_the_opening_first() -> None:
    draft = session_draft()
    numbers = [entry.number for entry in draft.entries]
    moved = draft.moved(numbers[-1], 0)
    assert [entry.number for entry in moved.entries][:2] == [0, numbers[-1]]
    assert moved.entries[0].number == 0
    less = draft.without([0, 1])
    assert [entry.number for entry in less.entries] == [0, *numbers[2:]]
    assert less.last == len(less.entries)
    more = draft.with_words_after(numbers[-1])
    assert more.entries[-1].number not in numbers
    assert more.last == len(more.entries)
    assert words_of(more, more.entries[-1]) == "words alone"


def parts_of(draft: Draft) -> dict[int, str]:
    """Returns what becomes of each entry: at once, seen or cut."""
    return {
        entry.number: "seen"
        if draft.is_played(place)
        else "at once"
        if place < draft.first
        else "cut"
        for place, entry in enumerate(draft.entries)
    }


def every_cut() -> Iterator[Draft]:
    """Yields a draft of five entries, cut in every way."""
    entries = tuple(map(Entry, range(6)))
    for first in range(1, 7):
        for last in range(first, 7):
            yield Draft("", "", Opening("ring", 1, {}), entries, first, last, next_number=6)


def test_moving_one_step_leaves_all_others_seen_at_once_or_cut_as_they_were() -> None:
    for draft in every_cut():
        before = parts_of(draft)
        for number in range(1, 6):
            for to in range(1, 6):
                moved = draft.moved(number, to)
                after = parts_of(moved)
                assert moved.place_of(number) == to
                assert [each for each in after if before[each] != after[each]] in ([], [number])
            assert draft.moved(number, number) == draft
        assert draft.moved(0, 3) == draft
    draft = next(each for each in every_cut() if (each.first, each.last) == (1, 4))
    assert parts_of(draft.moved(5, 2)) == {**parts_of(draft), 5: "seen"}
    assert parts_of(draft.moved(1, 5)) == {**parts_of(draft), 1: "cut"}


def test_where_a_lesson_begins_or_ends_is_seen_and_so_are_words_at_the_opening() -> None:
    for draft in every_cut():
        for place in range(6):
            begun, ended = draft.beginning_at(place), draft.ending_with(place)
            assert parts_of(begun)[place] == parts_of(ended)[place] == "seen"
            assert "at once" not in list(parts_of(begun).values())[place:]
            assert "seen" not in list(parts_of(ended).values())[place + 1 :]
        assert parts_of(draft.with_words_after(0)) == {**parts_of(draft), 6: "seen"}


def test_what_is_wrong_with_words_is_said_where_they_stand() -> None:
    draft = session_draft()
    draft = draft.with_entry(2, say="x" * 100).with_entry(3, say="The {los} falls.")
    found = read_through(draft).problems
    assert "longer than two lines" in found[2]
    assert "los" in found[3]
    draft = session_draft().with_entry(2, say="It takes 40 steps.")
    assert "40" in read_through(draft).problems[2]
    given = typed_in("It takes 40 steps.", "en")
    assert not read_through(draft.with_entry(2, given=given)).problems


def test_training_whose_speed_is_changed_while_it_runs_is_one_entry() -> None:
    session = open_session("ring")
    session.apply(act.Run())
    for speed in (2.0, 5.0, 30.0):
        session.apply(act.Set("speed", speed))
        session.advance(1.0)
    session.apply(act.Pause())
    draft = drafted(timed(session.log.records))
    (entry,) = draft.entries[1:]
    assert entry.steps == ({"train": 37, "seconds": 3.0},)


def test_turns_of_one_hand_are_one_entry_and_so_is_what_cannot_be_told() -> None:
    turns = [act.Turn((2,), (0.1 * place,)) for place in range(6)]
    draft = made(*turns, act.Turn((3,), (1.0,)))
    assert len(draft.entries) == 3
    assert draft.entries[1].steps[0]["to"] == 0.5
    draft = made(*turns, act.CopySide(), act.CopySide(), act.Train(3))
    assert [bool(entry.missing) for entry in draft.entries] == [False, False, True, False]
    assert "could not be told" in words_of(draft, draft.entries[2])
