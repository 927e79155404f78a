"""The registry of panels: docks, menus, themes, text sizes, lessons and the presenter read it.

A panel is one entry here and one class elsewhere. Each is imported when it is made, so a window
shows its knobs before the others cost anything.
"""

from eq_sim.language.tr import later
from eq_sim.ui.console.console import Console
from eq_sim.ui.knobs.actions import KnobActions, Say
from eq_sim.ui.window.panel_spec import Area, Panel, PanelModels, PanelSpec


def _console(models: PanelModels) -> Panel:
    from eq_sim.ui.console.live import live_console
    from eq_sim.ui.panels.console_panel import ConsolePanel

    session, do, theme = models.session, models.do, models.theme

    def make(say: Say) -> tuple[KnobActions, Console]:
        knobs = KnobActions(session, do, say)
        surface, chosen, phases = models.surface, models.chosen, models.phases
        best = models.best_knobs
        return knobs, live_console(session, do, theme, knobs, surface, chosen, phases, best)

    panel = ConsolePanel(make, theme)
    models.console, models.knobs = panel.console, panel.knobs
    models.phases.focused = lambda: panel.console.input.focused
    models.say = panel.say
    return panel


def _transport(models: PanelModels) -> Panel:
    from eq_sim.ui.dialogs.sheets import stillness_sheet
    from eq_sim.ui.panels.transport import Transport

    return Transport(
        models.session,
        models.do,
        models.theme,
        lambda: stillness_sheet(models.session, models.frame).open(),
        models.all_shown,
        models.show_all,
        models.clock,
        models.console.shown,
    )


def _settings(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.data_panel import DataPanel
    from eq_sim.ui.panels.hyperparameters import Hyperparameters
    from eq_sim.ui.panels.settings_column import SettingsColumn

    return SettingsColumn(
        Hyperparameters(models.session, models.do),
        DataPanel(
            models.session,
            models.do,
            models.scenarios,
            models.frame.ask_own_data,
            models.frame.columns_asked.emit,
            lambda: models.bring("tuning"),
        ),
    )


def _output(models: PanelModels) -> Panel:
    from eq_sim.ui.models.knob_questions import KnobQuestions
    from eq_sim.ui.panels.output import OutputPanel

    panel = OutputPanel(
        models.session,
        models.theme,
        models.surface,
        models.chosen,
        KnobQuestions(models.session),
        models.pad,
        models.phases,
        models.do,
        models.audience,
        models.hear,
        models.is_heard,
    )
    panel.chose.connect(models.look)
    return panel


def _loss(models: PanelModels) -> Panel:
    from eq_sim.ui.models.fitting import Fitting
    from eq_sim.ui.panels.loss_panel import LossPanel

    return LossPanel(
        models.session,
        models.hand_curve,
        models.audience,
        models.theme,
        models.looking,
        models.runs,
        Fitting(models.session, models.do),
    )


def _map(models: PanelModels) -> Panel:
    from eq_sim.ui.models.activity import SessionActivity
    from eq_sim.ui.models.neuron_curves import NeuronCurves
    from eq_sim.ui.models.sample_trace import SampleTrace
    from eq_sim.ui.panels.network_panel import NetworkPanel

    return NetworkPanel(
        models.session,
        models.console,
        models.surface,
        NeuronCurves(models.session),
        SampleTrace(models.session, models.chosen),
        SessionActivity(models.session),
        models.theme,
        lambda on: models.enlarge("map", on),
    )


def _inspector(models: PanelModels) -> Panel:
    from eq_sim.ui.models.knob_questions import KnobQuestions
    from eq_sim.ui.panels.inspector import Inspector

    return Inspector(
        models.inspected,
        KnobQuestions(models.session),
        models.chosen,
        models.surface,
        models.knobs.to_own_lowest,
        models.theme,
    )


def _compare(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.compare import Compare

    return Compare(models.session, models.do, models.go_to, models.scenes)


def _checkpoints(models: PanelModels) -> Panel:
    from eq_sim.ui.models.glance import Glance
    from eq_sim.ui.panels.checkpoints import Checkpoints

    glance = Glance(models.session, models.do)
    return Checkpoints(models.session, models.do, glance, models.go_to, models.theme)


def _runs(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.runs_panel import RunsPanel

    return RunsPanel(models.session.changes, models.do, models.runs, models.theme)


def _by_hand(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.by_hand import ByHand

    return ByHand(models.session, models.do, models.clock, models.hand_curve)


def _spreads(models: PanelModels) -> Panel:
    from eq_sim.ui.models.knob_spreads import KnobSpreads
    from eq_sim.ui.panels.spreads_panel import SpreadsPanel

    return SpreadsPanel(KnobSpreads(models.session, models.console.scales), models.theme)


def _pruning(models: PanelModels) -> Panel:
    from eq_sim.ui.models.pruning_desk import PruningDesk
    from eq_sim.ui.panels.pruning_panel import PruningPanel

    return PruningPanel(PruningDesk(models.session, models.do), models.theme)


def _positions(models: PanelModels) -> Panel:
    from eq_sim.ui.models.positions_desk import PositionsDesk
    from eq_sim.ui.panels.positions_panel import PositionsPanel

    return PositionsPanel(PositionsDesk(models.session, models.do), models.theme)


def _landscape(models: PanelModels) -> Panel:
    from eq_sim.ui.models.live_landscape import LiveLandscape
    from eq_sim.ui.panels.landscape_panel import LandscapePanel

    return LandscapePanel(LiveLandscape(models.session), models.do, models.theme)


def _starts(models: PanelModels) -> Panel:
    from eq_sim.ui.models.starts_desk import StartsDesk
    from eq_sim.ui.panels.starts_panel import StartsPanel

    desk = StartsDesk(models.session, models.do)
    panel = StartsPanel(desk, lambda: models.bring("compare"), models.theme)
    models.frame.closing.connect(panel.end)
    return panel


def _tuning(models: PanelModels) -> Panel:
    from eq_sim.ui.models.tuning import Tuning
    from eq_sim.ui.panels.tuning_panel import TuningPanel

    return TuningPanel(Tuning(models.session, models.do))


def _adapter(models: PanelModels) -> Panel:
    from eq_sim.ui.console.live import adapter_console
    from eq_sim.ui.panels.adapter_panel import AdapterPanel

    session, inspected = models.session, models.inspected

    def make(layer: int) -> Console:
        console, first = adapter_console(session, models.do, models.theme, layer, models.say)
        inspected.follow(console, first)
        return console

    panel = AdapterPanel(models.adapter, make, inspected.leave, models.theme)
    models.go_to_adapter = panel.go_to
    return panel


def _optimum(models: PanelModels) -> Panel:
    from eq_sim.ui.models.best_knobs_way import BestKnobsWay
    from eq_sim.ui.panels.optimum_panel import OptimumPanel

    return OptimumPanel(BestKnobsWay(models.session, models.best_knobs), models.theme)


def _pca(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.pca_panel import PcaPanel

    return PcaPanel(models.session, models.do, models.theme)


def _distillation(models: PanelModels) -> Panel:
    from eq_sim.ui.models.distilling import Distilling
    from eq_sim.ui.panels.distillation_panel import DistillationPanel

    model = Distilling(models.session, models.chosen)
    return DistillationPanel(model, models.do, models.say, models.look, models.theme)


def _sound(models: PanelModels) -> Panel:
    from eq_sim.ui.panels.sound_panel import SoundPanel

    return SoundPanel(models.hearing, models.theme, models.look, models.say)


PANELS: tuple[PanelSpec, ...] = (
    PanelSpec("console", later("Parameters"), _console, Area.CENTRE, turn=None, hidden=True),
    PanelSpec("transport", later("Transport"), _transport, Area.TOP),
    PanelSpec(
        "settings",
        later("Settings"),
        _settings,
        Area.LEFT,
        "F6",
        beginner=False,
        scrolls=True,
        parts=("hyperparameters", "data"),
    ),
    PanelSpec("output", later("Output"), _output, Area.RIGHT, "F7", turn=1),
    PanelSpec(
        "map", later("The network"), _map, Area.RIGHT, "Ctrl+M", beginner=False, tab=later("Map"),
    ),
    PanelSpec("loss", later("Loss"), _loss, Area.RIGHT, "F8", turn=2),
    PanelSpec(
        "inspector",
        later("Inspector"),
        _inspector,
        Area.LEFT,
        "F9",
        beginner=False,
        scrolls=True,
        turn=1,
        parts=("slice",),
        behind=True,
    ),
    PanelSpec(
        "compare", later("Scenes, A | B"), _compare, Area.LEFT, "Ctrl+F9", beginner=False,
        scrolls=True, tab="A | B", behind=True,
    ),
    PanelSpec(
        "checkpoints", later("Checkpoints"), _checkpoints, Area.LEFT, "Ctrl+F7", beginner=False,
        scrolls=True, tab=later("Kept"), behind=True,
    ),
    PanelSpec("runs", later("Runs"), _runs, Area.BELOW, "Shift+F8", beginner=False),
    PanelSpec("starts", later("Many starts"), _starts, Area.BELOW, "Shift+F6", beginner=False),
    # It counts turns as they happen, seen or not.
    PanelSpec(
        "by_hand", later("By hand"), _by_hand, Area.LEFT, "Ctrl+F8", beginner=False, scrolls=True,
        hidden=True,
    ),
    PanelSpec(
        "spreads", later("Spread of the knobs"), _spreads, Area.LEFT, "Ctrl+F6", beginner=False,
        scrolls=True, turn=2, tab=later("Spread"), closed=True,
    ),
    PanelSpec(
        "pruning", later("Prune"), _pruning, Area.LEFT, "Ctrl+Shift+F7", beginner=False,
        scrolls=True, turn=2, closed=True,
    ),
    PanelSpec(
        "positions", later("Positions"), _positions, Area.LEFT, "Ctrl+F2", beginner=False,
        scrolls=True, turn=0, closed=True,
    ),
    PanelSpec(
        "landscape", later("Loss around the knobs"), _landscape, Area.LEFT, "Shift+F9",
        beginner=False, scrolls=True, turn=None, tab=later("Landscape"), closed=True,
    ),
    PanelSpec(
        "tuning", later("Fine-tuning"), _tuning, Area.LEFT, "Ctrl+Shift+F6", beginner=False,
        scrolls=True, turn=2, tab=later("Tuning"), closed=True,
    ),
    # Its knobs are given the focus, and inspected, wherever they are named.
    PanelSpec(
        "adapter", later("Adapter (LoRA)"), _adapter, Area.BELOW, "Ctrl+Shift+F8", beginner=False,
        tab=later("Adapter"),
    ),
    PanelSpec(
        "optimum", later("Optimum θ*"), _optimum, Area.LEFT, "Ctrl+F5", beginner=False,
        scrolls=True, tab="θ*", closed=True, ready=True,
    ),
    PanelSpec(
        "pca", later("PCA"), _pca, Area.LEFT, "Ctrl+Shift+F9", beginner=False, scrolls=True, turn=1,
        closed=True,
    ),
    PanelSpec(
        "distillation", later("Distillation"), _distillation, Area.LEFT, "Shift+F7", beginner=False,
        scrolls=True, turn=1, tab=later("Distil"), closed=True,
    ),
    # What is heard follows in each frame, seen or not.
    PanelSpec(
        "sound", later("Sound"), _sound, Area.LEFT, "Ctrl+Shift+F5", beginner=False,
        scrolls=True, turn=None, hidden=True, closed=True,
    ),
)  # fmt: skip
"""Every panel of the window. A window can be given more: ``(*PANELS, another)``."""
