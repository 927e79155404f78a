"""Finds knobs of a session by what a person types, and says of each why it was found."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ptr, tr
from eq_sim.lessons.language.finding import Finding, Wish, united
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.types import IndexArray
from eq_sim.session.change import Watch
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit
from eq_sim.session.questions.knob_rules import (
    MOST,
    ORDERED,
    PULLED,
    Ranked,
    Rule,
    ranked,
    why_dead,
)
from eq_sim.session.session import Session
from eq_sim.ui.models.found_words import ASKED_OF_RULES, asked, heading, why
from eq_sim.ui.models.known_knobs import TOUCHING, KnownKnobs
from eq_sim.ui.style import numbers


@dataclass(frozen=True)
class Match:
    """One knob that was found.

    Attributes:
        knob: its place in θ.
        name: what it is called.
        value: where its fader stands.
        why: why it was found.
    """

    knob: int
    name: str
    value: str
    why: str


@dataclass(frozen=True)
class Example:
    """Something that can be asked.

    Attributes:
        query: what to type.
        means: what comes of it.
    """

    query: str
    means: str


@dataclass(frozen=True)
class Found:
    """What came of a query.

    Attributes:
        heading: what was looked for, and how many there are; or why there is nothing.
        matches: the first knobs.
        examples: what can be asked instead, where nothing was found.
        computing: whether the answer is still being worked out.
        unknown: whether the words mean nothing here.
    """

    heading: str
    matches: tuple[Match, ...] = ()
    examples: tuple[Example, ...] = ()
    computing: bool = False
    unknown: bool = False


class KnobFinder:
    """Answers what is typed about the knobs of a session, as they stand.

    What takes longer than a moment is worked out in parts: ``work`` does the next one.

    Args:
        session: whose knobs.
        bank: the same knobs, as views see them.
        limits: returns the ends of the scales of some knobs.

    Attributes:
        found: what came of the last query.
    """

    def __init__(
        self,
        session: Session,
        bank: KnobBank,
        limits: Callable[[IndexArray], NDArray[np.float64]],
    ) -> None:
        self._session, self._bank = session, bank
        self._known = KnownKnobs(session, bank, limits)
        self._watch = Watch(session.changes, TOUCHING)
        self._finding: Finding | None = None
        self._structure = -1
        self._query = ""
        self._wish: Wish | None = None
        self._asked_at = 0
        self._heading = ""
        self.found = Found("")

    @property
    def busy(self) -> bool:
        """Whether training runs or a hand is at work: orders stay as they were asked for."""
        return self._session.running or self._session.trainer.held is not None

    def ask(self, query: str) -> Found:
        """Answers what was typed."""
        self._query, self._wish, self._asked_at = query, None, self._session.step
        self._watch.news()
        self._known.drop_sweep()
        if not query.strip():
            self.found = Found(tr("Find knobs by a name or by a rule"), examples=self._examples())
            return self.found
        try:
            self._wish = self._reader().read(query, self._bank.whole())
        except UnknownNameError as reason:
            why_not = f"{str(reason)[:1].upper()}{str(reason)[1:]}"
            words = tr("{reason}. You can ask for:", reason=why_not)
            self.found = Found(words, examples=self._examples(), unknown=True)
            return self.found
        self._answer()
        return self.found

    def refresh(self) -> bool:
        """Follows what has changed since the last call. Returns whether anything has.

        While training runs or a hand turns, the values follow, and an order stays as it was.
        """
        if not self._watch.news():
            return False
        old = self.found
        if self._structure not in (-1, self._bank.structure) or not self.busy:
            self.ask(self._query)
        elif self._wish is not None and not old.computing:
            now = [replace(match, value=self._value(match.knob)) for match in old.matches]
            self.found = replace(old, matches=tuple(now), heading=self._dated())
        return self.found != old

    def work(self) -> bool:
        """Works on what is still being worked out, for a few milliseconds.

        Returns:
            Whether there is more to do.
        """
        if not self.found.computing:
            return False
        if self._structure != self._bank.structure:
            self.ask(self._query)
        elif self._known.sweep_on():
            self._answer(swept=True)
        else:
            self._say_computing()
        return self.found.computing

    def _answer(self, *, swept: bool = False) -> None:
        """Answers the wish, or begins to; ``swept``: all samples were asked for it."""
        wish = self._wish
        assert wish is not None
        if wish.rule in PULLED and not swept and not self._known.has_pulls():
            self._say_computing()
            return
        found = self._by_name(wish) if wish.rule is None else self._by_rule(wish.rule, wish)
        batches = self._session.trainer.batches
        self._heading = heading(
            wish.rule,
            found[0],
            int(self._session.evaluation.learned_from[0].shape[1]),
            (batches.size, batches.count),
            within=bool(wish.places),
            locked=self._session.locked,
        )
        self.found = Found(self._dated(), found[1])

    def _say_computing(self) -> None:
        done, total = self._known.progress
        words = tr(
            "Computing the gradient: {done:,} of {total:,} training samples …",
            done=done,
            total=total,
        )
        self.found = Found(words, computing=True)

    def _dated(self) -> str:
        """Returns the heading, and while steps go on of which step an order is."""
        rule = self._wish.rule if self._wish else None
        if self.busy and rule in ORDERED | PULLED:
            when = tr("at step {step:,}", step=self._asked_at)
            return f"{self._heading} · {when}"
        return self._heading

    def _by_rule(self, rule: Rule, wish: Wish) -> tuple[Ranked | None, tuple[Match, ...]]:
        layout = self._bank.layout
        among = united(wish.places, layout.size) if wish.places else None
        found = ranked(rule, self._known, among)
        if found is None:
            return None, ()
        knobs = found.knobs.tolist()
        matches = []
        for place, (knob, number) in enumerate(zip(knobs, found.numbers.tolist(), strict=True)):
            words = why(rule, place, number, found.asked) or self._why_here(rule, knob)
            matches.append(self._match(knob, words))
        return found, tuple(matches)

    def _why_here(self, rule: Rule, knob: int) -> str:
        layout = self._bank.layout
        if rule is Rule.DEAD:
            return why_dead(self._known.pulls(), layout, knob)
        if rule is Rule.DEAD_NEURONS:
            return tr("its neuron never answers")
        return self._bank.switches.silence(knob)

    def _by_name(self, wish: Wish) -> tuple[Ranked, tuple[Match, ...]]:
        size = self._bank.layout.size
        matches: dict[int, Match] = {}
        for reading in wish.places:
            for knob in reading.knobs[:MOST].tolist():
                words = why(None, knob, 0.0, size)
                said = f"{reading.says} · {words}" if reading.says else words
                if len(matches) < MOST:
                    matches.setdefault(knob, self._match(knob, said))
        alone = len(wish.places) == 1  # no knob is in it twice
        total = len(wish.places[0].knobs if alone else united(wish.places, size))
        shown = np.fromiter(matches, dtype=np.intp)
        found = Ranked(shown, self._bank.whole()[shown], total, size)
        return found, tuple(matches.values())

    def _match(self, knob: int, words: str) -> Match:
        return Match(knob, self._bank.name(knob), self._value(knob), words)

    def _value(self, knob: int) -> str:
        bank = self._bank
        unit = knob_unit(bank.layout, bank.dataset)
        return f"{numbers.plain(float(bank.whole(slice(knob, knob + 1))[0]), 4)}{unit}"

    def _reader(self) -> Finding:
        if self._finding is None or self._structure != self._bank.structure:
            scope = Scope()
            scope.layout, scope.dataset = self._bank.layout, self._bank.dataset
            self._finding, self._structure = Finding(scope), self._bank.structure
        return self._finding

    def _examples(self) -> tuple[Example, ...]:
        """Returns what can be asked of this network: a name of its own, a place, the rules."""
        bank, image = self._bank, self._bank.dataset.image
        first = bank.layout.blocks[0]
        knob = first.offset + first.size // 2
        made = [Example(bank.name(knob), tr("a knob by its name"))]
        if image is not None and len(bank.layout.blocks) > 1:
            row, column, neuron = image[0] // 2, image[1] // 2, min(7, first.outputs)
            place = ptr(
                "typed",
                "row {row} column {column} → neuron {neuron}",
                row=row,
                column=column,
                neuron=neuron,
            )
            made.append(Example(place, tr("a place in a neuron's picture")))
        elif len(bank.layout.blocks) > 1:
            made.append(Example(ptr("typed", "layer 2 neuron 1"), tr("all knobs of a neuron")))
        return (*made, *(Example(asked(rule), tr(means)) for rule, means in ASKED_OF_RULES))
