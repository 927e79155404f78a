"""Every message has its sentence, and no text of a file or a person can break one."""

import ast

import msgspec
import pytest
from program_trees import program_trees
from session_kit import session

from eq_sim.lessons.language.knob_names import find_knob
from eq_sim.lessons.language.scope import Scope
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, KnobError
from eq_sim.session.messages import KnobName, Message, message
from eq_sim.session.scenario import bundled
from eq_sim.session.words import SENTENCES, SETTING_NAMES, words

ARGUMENTS = {
    "scene": 3,
    "count": 1,
    "knob": KnobName("{x}", 2),
    "steps": 1234,
    "step": 1234,
    "setting": "l2",
    "amount": "5",
    "side": "A",
    "lower": "l1",
    "now": 0.5,
    "size": 1e12,
    "layer": 2,
    "positions": 15,
    "bits": 4,
    "neuron": 3,
    "neurons": 1,
    "best": 1234,
    "patience": 200,
    "run": 3,
    "runs": 2,
}
# The place of the argument that names a message.
NAMED_BY = {"message": 0, "Message": 0, "OneGesture": 1, "Grab": 1, "grab": 2, "put": 2, "take": 2}
NAMED_BY |= {"put_typed": 2}


def ids_in(tree: ast.Module) -> set[str]:
    """Returns the ids of messages that a file writes out, up to a colon."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = NAMED_BY.get(name)
        given = [word.value for word in node.keywords if word.arg == "name"]
        if place is not None:
            given += node.args[place : place + 1]
        if place is None or not given:
            continue
        named = given[0]
        if isinstance(named, ast.JoinedStr):
            named = named.values[0]
        for part in ast.walk(named):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                found.add(part.value.partition(":")[0])
    return found


def test_every_message_in_the_program_has_a_sentence() -> None:
    used = {name for tree in program_trees().values() for name in ids_in(tree)}
    tags = {
        str(kind.__struct_config__.tag)
        for kind in act.AnyAction.__args__
        if kind.undo not in (act.Undo.undo, act.Grab.undo, act.Release.undo, act.Load.undo)
        and kind.undo.name not in ("NONE", "RUN", "PAUSE", "PHASE", "STEPS")
        and "message" not in vars(kind)
    }
    assert len(used) > 30
    assert used | tags <= set(SENTENCES)
    assert set(SENTENCES) <= used | tags | {"set"}


@pytest.mark.parametrize("name", list(SENTENCES))
def test_every_sentence_is_filled(name: str) -> None:
    text = words(Message(name, dict(ARGUMENTS)))
    assert text
    assert text != name or "-" not in name
    assert "{" not in text.replace("{x}", "")
    many = words(Message(name, {**ARGUMENTS, "count": 1200, "knob": "none"}))
    assert "{knobs}" not in SENTENCES[name] or "1,200 knobs" in many


def test_every_setting_has_a_name() -> None:
    for name in SETTING_NAMES:
        assert words(message("set", setting=name)) == f"set {SETTING_NAMES[name]}"


@pytest.mark.parametrize("name", list(SENTENCES))
@pytest.mark.parametrize("value", [None, "x", 2.5])
def test_a_message_that_somebody_edited_is_still_words(name: str, value: str | None) -> None:
    arguments = {} if value is None else dict.fromkeys(ARGUMENTS, value)
    assert words(msgspec.convert({"id": name, "arguments": arguments}, Message))


def test_a_gesture_of_any_name_can_be_undone_by_name() -> None:
    ring = session()
    for name in ("went-to-best", "scale", "stopped", "{knobs}", "steps", "shake:{x}"):
        ring.apply(act.Grab((1,), name))
        ring.apply(act.Turn((1,), (float(len(ring.undo.names)) + 0.5,)))
        ring.apply(act.Release())
    assert ring.undo.names[0] == "shake by {x} %"
    assert len(ring.undo.names) == 6


def test_braces_of_a_person_stay_as_they_are() -> None:
    ring = session()
    for name in ("{setting}", "{0}", "{", "}{"):
        with pytest.raises(EqSimError) as caught:
            ring.apply(act.Set(name, 1.0))
        assert f"'{name}'" in str(caught.value)
        with pytest.raises(EqSimError) as caught:
            ring.apply(act.Set("optimizer", name))
        assert f"'{name}'" in str(caught.value)
    assert str(KnobError("a {brace} without arguments")) == "A {brace} without arguments"


@pytest.mark.parametrize("name", bundled())
def test_a_knob_of_the_last_layer_is_named_after_a_thing(name: str) -> None:
    of = session(name)
    last = of.name(of.layout.size - 1)
    classes = of.dataset.classes
    if len(classes) == 2:  # never "bias of inside" or "bias of same sign"
        assert last == "bias of the output"
        assert of.name(of.layout.blocks[-1].offset).endswith("→ the output")
    else:
        assert last.removeprefix("bias of ").endswith(of.dataset.outputs[-1])
    # A lesson finds every knob by the name that the screen gives it.
    scope = Scope.of(of)
    assert find_knob(last, scope) == of.layout.size - 1
    assert find_knob(of.name(of.layout.blocks[-1].offset), scope) == of.layout.blocks[-1].offset


def test_a_knob_that_an_older_file_names_keeps_its_name() -> None:
    text = b'{"id":"froze","arguments":{"count":1,"knob":{"source":null,"target":"inside"}}}'
    assert words(msgspec.json.decode(text, type=Message)) == "froze bias of inside"
