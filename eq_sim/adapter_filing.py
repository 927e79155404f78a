"""An adapter by the File menu: its knobs alone to a file, and from one beside the knobs here.

What reads and writes files is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from pathlib import Path

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.actions import AnyAction
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.ui.knobs.actions import Say

_KINDS = later("Adapters (*.safetensors)")


class AdapterFiling:
    """What is saved and loaded of an adapter.

    Args:
        session: whose knobs.
        do: takes what is done; returns whether it was.
        ask: (title, kinds) -> the name of a file to read; empty where none is.
        ask_save: (title, name, kinds) -> the name of a file to write; empty where none is.
        say: shows a sentence.
    """

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        ask: Callable[[str, str], str],
        ask_save: Callable[[str, str, str], str],
        say: Say,
    ) -> None:
        self._session, self._do, self._say = session, do, say
        self._ask, self._ask_save = ask, ask_save

    def save(self) -> None:
        """Asks for a file, and writes the adapter's knobs to it, without those that are locked."""
        from eq_sim.session.files.adapter_file import save_adapter

        session = self._session
        name = f"{session.scenario.name}-adapter.safetensors"
        chosen = self._ask_save(tr("Save the adapter"), name, tr(_KINDS))
        if not chosen:
            return
        try:
            save_adapter(Path(chosen), session.state())
        except EqSimError as error:
            self._say(str(error))
            return
        done = ntr(
            "Saved the adapter's {count:,} knob to {file}.",
            "Saved the adapter's {count:,} knobs to {file}.",
            session.layout.size - session.layout.wired,
            file=chosen,
        )
        self._say(done, warning=False)

    def load(self) -> None:
        """Asks for a file, and puts its adapter beside the knobs that are here."""
        from eq_sim.session.files.adapter_file import beside, read_adapter

        chosen = self._ask(tr("Load an adapter beside these knobs"), tr(_KINDS))
        if not chosen:
            return
        try:
            action, caution = beside(
                Path(chosen), read_adapter(Path(chosen)), self._session.state()
            )
        except EqSimError as error:
            self._say(str(error))
            return
        if self._do(action) and caution:
            self._say(caution)
