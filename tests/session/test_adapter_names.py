"""Knobs of an adapter have names of their own, in words, in the undo and in tables."""

from eq_sim.export.tables import knob_table
from eq_sim.session import actions as act
from eq_sim.session.files.replay import replay
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.knob_portion import of_adapter
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def adapted(name: str, ranks: tuple[int, ...]) -> Session:
    session = Session(load_scenario(name), 3)
    session.apply(act.AddAdapter(ranks))
    return session


def names(session: Session) -> list[str]:
    return [session.name(knob) for knob in range(session.layout.wired, session.layout.size)]


def test_each_knob_of_an_adapter_is_named_by_what_it_leads_where() -> None:
    assert names(adapted("ring", (1, 0, 0))) == [
        "A: x₁ → rank 1",
        "A: x₂ → rank 1",
        "B: rank 1 → neuron 1",
        "B: rank 1 → neuron 2",
        "B: rank 1 → neuron 3",
        "B: rank 1 → neuron 4",
    ]
    several = names(adapted("ring", (1, 1, 1)))
    assert several[0] == "A: x₁ → rank 1, layer 1"
    assert several[6] == "A: neuron 1 → rank 1, layer 2"
    assert several[11] == "B: rank 1 → neuron 2, layer 2"
    assert several[-1] == "B: rank 1 → the output, layer 3"
    digits = names(adapted("digits", (0, 2)))
    assert digits[1] == "A: neuron 1 → rank 2"
    assert digits[-1] == "B: rank 2 → digit 9"
    for all_names in (several, digits):
        assert len(set(all_names)) == len(all_names)


def test_undo_recordings_and_tables_name_them() -> None:
    session = adapted("ring", (1, 0, 0))
    knob = session.layout.wired + 3
    session.apply(act.Grab((knob,)))
    session.apply(act.Turn((knob,), (0.5,)))
    session.apply(act.Release())
    assert session.undo.undo_name == "turn B: rank 1 → neuron 2"
    assert "B: rank 1 → neuron 2" in knob_table(session.state())
    again = replay([record.action for record in session.log.records])
    assert again.undo.undo_name == "turn B: rank 1 → neuron 2"
    session.apply(act.Mute((knob,), on=True))
    assert session.undo.undo_name == "mute B: rank 1 → neuron 2"


def test_the_layers_and_an_adapter_are_banks_of_their_own() -> None:
    plain = Session(load_scenario("ring"), 3)
    assert LiveBank(plain).layout is plain.layout
    session = adapted("ring", (0, 2, 0))
    layers, beside = LiveBank(session), LiveBank(session, of_adapter(1))
    assert layers.layout.architecture == plain.layout.architecture
    assert layers.values().size == session.layout.wired
    assert beside.layout.architecture.sizes == (4, 2, 2)
    assert beside.layout.size == session.layout.size - session.layout.wired
    assert [beside.name(knob) for knob in (0, 8)] == [
        "A: neuron 1 → rank 1",
        "B: rank 1 → neuron 1",
    ]
    assert layers.switches.frozen.all()
    assert not beside.switches.frozen.any()
    assert LiveBank(session, of_adapter(0)).portion.layout.size == 1  # there is none


def test_the_formula_counts_an_adapter() -> None:
    layout = adapted("digits", (1, 0)).layout
    assert layout.architecture.formula == "(64·32+32) + (32·10+10) + 1·(64+32)"
    assert layout.size == 2506
