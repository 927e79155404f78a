"""The File menu: what is opened, saved, recorded and played from files.

What reads and writes them is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from eq_sim.adapter_filing import AdapterFiling
from eq_sim.file_names import same, short
from eq_sim.language.tr import later, ntr, tr
from eq_sim.lesson_files import LessonFiles
from eq_sim.lesson_making import LessonMaking
from eq_sim.open_documents import OpenDocuments, recent
from eq_sim.own_data import OwnData
from eq_sim.session.actions import AnyAction, SetStart
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import EXPERIMENT
from eq_sim.session.files.opening import is_lesson, open_session
from eq_sim.session.session import Session
from eq_sim.ui.window.frame import OPENED, TABLES, Files, Submenu
from eq_sim.ui.window.main_window import MainWindow
from eq_sim.ui.window.recording_mark import RecordingMark

if TYPE_CHECKING:
    from eq_sim.session.files.recorder import Recorder
    from eq_sim.ui.window.exports import Exports


_OPENED = " ".join(f"*{ending}" for ending in OPENED)
_PARAMETERS = later("Parameters (*.safetensors)")
_RECORDINGS = later("Recordings (*.jsonl)")
_LESSONS = later("Lessons (*.toml)")
_ALL = later("All files (*)")


class Filing(QObject):
    """What the File menu does.

    Args:
        session: what is saved, and where things are opened.
        do: takes what is done; returns whether it was.
        documents: the experiments that are open.
        clock: seconds, ever growing.
        parent: the application's window keeper.

    Attributes:
        lessons: opens lessons from files.
        recorder: writes what happens, while there is a recording.
    """

    window: MainWindow
    _mark: RecordingMark

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        documents: OpenDocuments,
        clock: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.session, self.do, self._clock = session, do, clock
        self.documents = documents
        self.own_data = OwnData(session, documents, clock, self)
        self.lessons = LessonFiles(session, self)
        self.making = LessonMaking(session, documents, clock, self._why_not_written, self)
        self.recorder: Recorder | None = None
        self._record_timer = QTimer(self)
        self._record_timer.setInterval(1000)
        self._record_timer.timeout.connect(self._keep_recording)

    @property
    def entries(self) -> Files:
        """The entries of the menu."""
        return [
            (tr("&New"), "Ctrl+N", self.documents.new),
            (tr("&Open…"), "Ctrl+O", self._open_any),
            (tr("Open your own &data…"), "Ctrl+D", self.own_data.ask),
            (tr("Open &recent"), "", Submenu(self._recent, changes=True)),
            (tr("Open the &last one"), "Ctrl+Shift+O", self.documents.open_last),
            ("", "", lambda: None),
            (tr("&Save"), "Ctrl+S", self.documents.save),
            (tr("Save &as…"), "Ctrl+Shift+S", self.documents.save_as),
            (tr("Save as a s&cenario…"), "Ctrl+Alt+S", lambda: self._leaving.scenario()),
            ("", "", lambda: None),
            (tr("&Import"), "", Submenu(lambda: self._imports)),
            (tr("&Export"), "", Submenu(lambda: self._exports)),
            ("", "", lambda: None),
            (tr("R&ecord what happens…"), "Ctrl+Alt+R", self._record),
            (tr("&Play a recording…"), "", self._open_recording),
            *self.making.entries,
        ]

    @property
    def _imports(self) -> Files:
        return [
            (tr("&Parameters into this network…"), "Ctrl+L", self._load_parameters),
            (tr("An &adapter beside these knobs…"), "", lambda: self.window.adapter.load()),
        ]

    @property
    def _exports(self) -> Files:
        return [
            (tr("&Parameters (safetensors)…"), "Ctrl+E", self._save_parameters),
            (tr("The &adapter alone (safetensors)…"), "", lambda: self.window.adapter.save()),
            (tr("&What happened, as a recording…"), "", self._save_log),
            ("", "", lambda: None),
            *self._leaving.entries,
        ]

    @cached_property
    def _leaving(self) -> "Exports":
        from eq_sim.ui.window.exports import Exports

        window = self.window
        return Exports(self.session, window, window.console_panel, self._ask_save, self._try)

    def _recent(self) -> Files:
        names = recent(self.window.settings)
        if not names:
            return [(tr("Nothing was opened lately"), "", lambda: None)]
        return [(short(name), "", partial(self.open, name)) for name in names]

    def serve(self, window: MainWindow) -> None:
        """Takes the window that is asked in and spoken in; after another one, maybe."""
        self.window = window
        self.__dict__.pop("_leaving", None)
        self._mark = RecordingMark(window, self.stop_recording)
        if self.recorder is not None:
            self._mark.show_recording(self.recorder.path)
        self.own_data.serve(window)
        self.lessons.serve(window)
        self.making.serve(window)
        window.runs.save = lambda: self._leaving.save_runs()
        files = AdapterFiling(self.session, self.do, self._ask, self._ask_save, window.say)
        window.adapter.save, window.adapter.load = files.save, files.load
        window.closing.connect(self.stop_recording)
        window.dropped.connect(self.open)
        window.setup_pasted.connect(self.open_setup)

    def _open_any(self) -> None:
        kinds = tr("Experiments, scenarios, parameters, tables ({endings})", endings=_OPENED)
        name = self._ask(tr("Open"), kinds)
        if name:
            self.open(name)

    def open(self, name: str) -> None:
        """Opens a file: an experiment, a scenario, parameters, a recording, a table, a lesson.

        What is on screen waits meanwhile; what is wrong with the file is said in the window.
        """
        ending = name.lower()
        if ending.endswith(EXPERIMENT):
            self.documents.open(Path(name))
            return
        if ending.endswith(TABLES):
            self.own_data.open(Path(name))
            return
        if ending.endswith(".jsonl"):
            self.play_recording(Path(name))
            return
        if is_lesson(name):
            self.lessons.open(Path(name))
            return
        try:
            session = open_session(name)
        except EqSimError as error:
            self.window.say(str(error))
            return
        self.documents.begin(session)
        self.documents.remember(Path(name))

    def open_setup(self, line: str) -> None:
        """Opens a line of text that says how an experiment starts.

        What is on screen waits meanwhile; what is wrong with the line is said in the window.
        """
        from eq_sim.session.files.setup_line import read_setup

        try:
            setup = read_setup(line)
            session = setup.session()
        except EqSimError as error:
            self.window.say(f"{error}.")
            return
        except MemoryError:
            self.window.say(tr("There is not enough memory for what this line begins."))
            return
        self.documents.begin(session)
        opened = tr(
            "Opened {title}: seed {seed}, random start {number}. Undo goes back to what was here.",
            title=tr(setup.scenario.title),
            seed=str(setup.seed),
            number=str(setup.start_number + 1),
        )
        self.window.say(opened, warning=False)

    def _record(self) -> None:
        """Begins to record, or ends it."""
        if self.recorder is not None:
            self.stop_recording()
            return
        name = self._ask_save(tr("Record what happens"), self._named(".jsonl"), tr(_RECORDINGS))
        if name:
            self.record(Path(name))

    def record(self, path: Path) -> None:
        """Records what happens from here on."""
        from eq_sim.session.files.recorder import Recorder

        try:
            self.recorder = Recorder(self.session, path, self._clock)
        except EqSimError as error:
            self.window.say(str(error))
            return
        self._mark.show_recording(path)
        self._record_timer.start()
        if self.recorder.failure:
            self.stop_recording()
            return
        said = tr("Recording to {file}. The same menu entry ends it.", file=path)
        self.window.say(said, warning=False)

    def _keep_recording(self) -> None:
        if self.recorder is None:
            return
        self.recorder.tick()
        if self.recorder.failure:
            self.stop_recording()

    def stop_recording(self) -> None:
        """Ends the recording, if there is one, and says whether all of it was written."""
        recorder, self.recorder = self.recorder, None
        self._record_timer.stop()
        if recorder is not None:
            self._mark.hide_recording()
            recorder.stop()
            if recorder.failure:
                self.window.say(recorder.failure)
            else:
                self.window.say(tr("Recorded to {file}.", file=recorder.path), warning=False)

    def _open_recording(self) -> None:
        name = self._ask(tr("Open a recording"), tr(_RECORDINGS))
        if name:
            self.play_recording(Path(name))

    def play_recording(self, path: Path) -> None:
        """Plays a recording as a lesson is played."""
        from eq_sim.lessons.playback import Playback
        from eq_sim.session.files.recording import is_torn, read_recording

        try:
            recording, torn = read_recording(path), is_torn(path)
        except EqSimError as error:
            self.window.say(str(error))
            return
        self.window.play_show(
            lambda: Playback(self.session, recording, path.stem, torn=torn), str(path)
        )

    def _load_parameters(self) -> None:
        from eq_sim.session.files.parameter_file import check_split, load_parameters, load_switches

        name = self._ask(tr("Load parameters into this network"), tr(_PARAMETERS))
        if not name:
            return
        try:
            check_split(Path(name), self.session.scenario, self.session.seed)
            values = load_parameters(Path(name), self.session.layout)
            switches = load_switches(Path(name), self.session.layout)
        except EqSimError as error:
            self.window.say(str(error))
            return
        self.do(SetStart.of(values, switches))

    def _save_parameters(self) -> None:
        from eq_sim.session.files.multiplied import said_of_saving, save_multiplied

        kinds, session = tr(_PARAMETERS), self.session
        name = self._ask_save(tr("Save parameters"), self._named(".safetensors"), kinds)
        if name:
            knobs = session.layout.size
            saved = ntr(
                "Saved {count:,} knob to {file}.",
                "Saved {count:,} knobs to {file}.",
                knobs,
                file=name,
            )
            done = f"{saved}{said_of_saving(session)}"
            self._try(lambda: save_multiplied(Path(name), session), done)

    def _save_log(self) -> None:
        from eq_sim.session.files.recording import save_log

        title = tr("Save a recording of what happened")
        name = self._ask_save(title, self._named(".jsonl"), tr(_RECORDINGS))
        if name and not self._is_recorded_to(Path(name)):
            done = tr("Saved the recording {file}.", file=name)
            self._try(lambda: save_log(self.session, Path(name)), done)

    def _is_recorded_to(self, path: Path) -> bool:
        """Whether a recording runs into a file, which nothing else may be written to then."""
        why = self._why_not_written(path)
        if why:
            self.window.say(why)
        return bool(why)

    def _why_not_written(self, path: Path) -> str:
        """Returns why nothing can be written to a file; empty where it can."""
        if self.recorder is None or not same(path, self.recorder.path):
            return ""
        return tr(
            "{file} is being recorded to. End the recording, or choose another name.", file=path
        )

    def _try(self, save: Callable[[], None], done: str) -> None:
        try:
            save()
        except EqSimError as error:
            self.window.say(str(error))
        else:
            self.window.say(done, warning=False)

    def _named(self, ending: str) -> str:
        """Returns a name for a file of this scenario."""
        return f"{self.session.scenario.name}{ending}"

    def _ask(self, title: str, kinds: str) -> str:
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getOpenFileName(self.window, title, "", f"{kinds};;{tr(_ALL)}")[0]

    def _ask_save(self, title: str, name: str, kinds: str) -> str:
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getSaveFileName(self.window, title, name, f"{kinds};;{tr(_ALL)}")[0]
