"""The experiments that are open: one on screen, the others parked as they were left.

Each has its own log and its own undo. Going to another one loses nothing; only what was never
saved since it was changed would be lost when all are closed.
"""

from dataclasses import dataclass, field
from pathlib import Path

from eq_sim.session.actions import Load
from eq_sim.session.errors import DocumentError
from eq_sim.session.parked import Parked, same_work
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.state import State


@dataclass(eq=False)
class Document:
    """What is known of an experiment beside what is in it; it stays the same one when it is saved.

    Attributes:
        kept: what is on the disk, or how it began where it never was: nothing else can be lost.
            None where everything can be.
        path: its file, without links in its name; None before it was saved.
        scenario: the shipped scenario that it was begun from, and that leads back to it; empty for
            one that is found by its file, or not at all.
    """

    kept: State | None
    path: Path | None = None
    scenario: str = ""

    def would_lose(self, state: State) -> bool:
        """Whether something of a state is not kept."""
        return self.kept is None or not same_work(state, self.kept)

    def named(self, state: State) -> str:
        """Returns what it is called: its file's name, or the scenario's title."""
        return self.path.name if self.path else state.original.title


@dataclass(eq=False)
class Documents:
    """Which experiments are open.

    Args:
        session: where the one on screen runs.

    Attributes:
        current: the one on screen.
    """

    session: Session
    current: Document = field(init=False)
    _waiting: list[tuple[Document, Parked]] = field(default_factory=list, init=False)
    _straight_after: int = field(default=-1, init=False)

    def __post_init__(self) -> None:
        self.current = self._begun(self.session.state())

    @property
    def name(self) -> str:
        """What the experiment on screen is called."""
        return self.current.path.name if self.current.path else self.session.original.title

    @property
    def unsaved(self) -> bool:
        """Whether the experiment on screen would lose something."""
        return self.current.would_lose(self.session.present())

    @property
    def all_unsaved(self) -> list[str]:
        """The names of all open experiments that would lose something, the one on screen first."""
        names = [self.name] if self.unsaved else []
        return names + [
            document.named(parked.state)
            for document, parked in reversed(self._waiting)
            if document.would_lose(parked.state)
        ]

    @property
    def waiting(self) -> list[tuple[Document, Parked]]:
        """The parked experiments, the one that was left last at the end."""
        return list(self._waiting)

    def go_to_unsaved(self) -> None:
        """Goes to a parked experiment that would lose something."""
        for place, (document, parked) in reversed(list(enumerate(self._waiting))):
            if document.would_lose(parked.state):
                self._go(document, parked, place)
                return

    def open_scenario(self, load: Load) -> None:
        """Goes to the experiment that was begun from a scenario, or begins it.

        Args:
            load: how it begins, if there is none.

        Raises:
            EqSimError: the scenario's parts do not fit each other.
        """
        name = load.scenario.name
        # That of a table of one's own is its file's: two may have one, or that of a shipped one.
        if self.current.scenario != name and load.scenario.data.table is None:
            for place, (document, parked) in reversed(list(enumerate(self._waiting))):
                if document.scenario == name:
                    self._go(document, parked, place)
                    return
        session = Session(load.scenario, load.seed)
        parked = session.park()
        self._go(self._begun(parked.state), parked)

    def begin_anew(self) -> None:
        """Begins the scenario on screen afresh, beside what was made of it."""
        parked = Session(self.session.original, self.session.seed).park()
        self._go(Document(parked.state, scenario=self.current.scenario), parked)

    def begin(self, session: Session, path: Path | None = None, *, unsaved: bool = False) -> None:
        """Goes on with another experiment, which no scenario's name leads to.

        Args:
            session: what it is; it is copied.
            path: its file.
            unsaved: whether it is other than what is in the file, or was never in one.
        """
        parked = session.park()
        self._go(Document(None if unsaved else parked.state, path), parked)

    def add(self, parked: Parked, path: Path | None) -> None:
        """Adds an experiment that waits, and that is not as it is in its file."""
        self._waiting.append((Document(None, path), parked))

    def open_file(self, path: Path, session: Session) -> None:
        """Goes to the experiment of a file: the one that is open already, or what was read.

        What is open and as it was kept gives way where the file holds something else by now.

        Args:
            path: the file, without links in its name.
            session: what was read from it.

        Raises:
            DocumentError: it is on screen already, with changes that were never saved.
        """
        if self.current.path == path and self.unsaved:
            raise DocumentError(
                "{path} is open already, with changes that are not saved: "
                "save it first, or save it under another name",
                path=path,
            )
        read = session.park()
        here = self.current.path == path and not self.session.looking_back
        in_file = SavedState.of(read.state)
        if here and SavedState.of(self.session.present()) == in_file:
            return
        for place, (document, parked) in enumerate(self._waiting):
            if document.path != path:
                continue
            if document.would_lose(parked.state) or SavedState.of(parked.state) == in_file:
                self._go(document, parked, place)
                return
        self._drop(path)
        self._go(Document(read.state, path), read)

    def saved(self, document: Document, path: Path, state: State) -> None:
        """Notes that an experiment is on the disk, wherever it is by now.

        Another one that was in this file has no file any more.

        Args:
            document: which.
            path: where, without links in its name.
            state: what is.
        """
        document.path, document.kept = path, state
        self._drop(path, document)
        for other in (self.current, *(other for other, _ in self._waiting)):
            if other.path == path and other is not document:
                other.path = other.kept = None

    def set_aside(self, parked: Parked) -> None:
        """What was on screen waits; what came instead is found by no scenario's name.

        Args:
            parked: what was on screen.
        """
        self._wait(self.current, parked)
        self.current = Document(self.session.state())

    def began(self) -> None:
        """Notes that what is on screen has just begun: nothing of it can be lost."""
        self.current.kept = self.session.state()

    @property
    def can_go_back(self) -> bool:
        """Whether another experiment has just come on screen, and nothing was done since."""
        if not self._waiting or self.session.structure != self._straight_after:
            return False
        return self.session.undo.undo_name is None and not self.unsaved

    def go_back(self) -> None:
        """Goes back to the experiment that was on screen before."""
        document, parked = self._waiting[-1]
        self._go(document, parked, len(self._waiting) - 1)

    def _begun(self, state: State) -> Document:
        shipped = state.original.data.table is None
        return Document(state, scenario=state.original.name if shipped else "")

    def _go(self, document: Document, parked: Parked, place: int | None = None) -> None:
        """Goes to an experiment; ``place`` is where it waits."""
        left, structure = self.session.park(), self.session.structure
        try:
            self.session.bring_back(parked)
        finally:
            # Where those who look have failed, it is there all the same.
            if self.session.structure != structure:
                if place is not None:
                    self._waiting.pop(place)
                self._wait(self.current, left)
                self.current = document
                self._straight_after = self.session.structure

    def _drop(self, path: Path, but: Document | None = None) -> None:
        """Lets go what waits, is in a file, and is as it was kept there."""
        last = self._waiting[-1:]
        self._waiting = [
            (document, parked)
            for document, parked in self._waiting
            if document.path != path or document is but or document.would_lose(parked.state)
        ]
        if last != self._waiting[-1:]:
            self._straight_after = -1  # what was here before is not there any more

    def _wait(self, document: Document, parked: Parked) -> None:
        """Keeps an experiment. One in which nothing was done is let go when another comes."""
        self._waiting = [
            (other, left)
            for other, left in self._waiting
            if other.path or other.would_lose(left.state)
        ]
        self._waiting.append((document, parked.waiting()))
