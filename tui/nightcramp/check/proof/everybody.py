"""Everybody who can answer a pack's questions, and the solver that looks for one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from nightcramp.check.proof.solver import Holding, Solver
from nightcramp.check.proof.verdict import Refutation
from nightcramp.check.proof.witness import answers_of, costs_of
from nightcramp.errors import BrokenError
from nightcramp.pack.model import Pack
from nightcramp.triage import Answers, read_answers
from nightcramp.triage.formulas.answers import Answering, Table
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.person import person_of

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder

_MOST_SHOWN = 12
"""Refutations of one property; whoever mends these proves again."""


class Everybody:
    """What all proofs of a pack share.

    Raises:
        NoSolverError: z3 is not installed.

    Attributes:
        pack, folder: what is proved.
        answering: the pack's tables of answers.
        table: one of which nothing is known.
        person: what is told to whoever gives it.
    """

    def __init__(self, pack: Pack, folder: AnyFolder) -> None:
        self.pack = pack
        self.folder = folder
        self.answering = Answering(pack)
        self.make = self.answering.make
        self.table = self.answering.anyone()
        self.person = person_of(self.answering, self.table)
        self._solver = Solver()

    def start(self) -> None:
        """Forget what other proofs asked: the formulas of one only slow another down."""
        self._solver = Solver()

    @cached_property
    def _costs(self) -> list[tuple[int, Formula]]:
        return costs_of(self.answering, self.table)

    def find(self, *formulas: Formula) -> Holding | None:
        """Somebody for whom all of these hold; None if there is nobody."""
        return self._solver.find(self._accepted(), *formulas)

    def smallest(self, *formulas: Formula) -> Holding | None:
        """The smallest patient for whom all of these hold; None if there is nobody."""
        if self._solver.find(self._accepted(), *formulas) is None:
            return None
        return self._solver.smallest((self._accepted(), *formulas), self._costs)

    def _accepted(self) -> Formula:
        # Again for each question: a bound that only it looks at is one more to put in order.
        return self.answering.is_table(self.table)

    def answers(self, holding: Holding, table: Table | None = None) -> Answers:
        """The answers of somebody found, as the engine takes them.

        Args:
            holding: the variables that hold.
            table: whose answers; those of `table` when left out.
        """
        return read_answers(self.pack, answers_of(self.answering, table or self.table, holding))

    def each(
        self,
        claims: Sequence[tuple[str, Formula]],
        shown: Callable[[str, Holding], Refutation],
    ) -> list[Refutation]:
        """A refutation for each claim that somebody breaks, the first dozen.

        Args:
            claims: name of a claim, and when somebody breaks it.
            shown: makes the refutation, once the engine has confirmed it.
        """
        broken = self.make.some(when for _, when in claims)
        if self.find(broken) is None:
            return []
        found: list[Refutation] = []
        for name, when in claims:
            if len(found) == _MOST_SHOWN:
                break
            holding = self.smallest(when)
            if holding is not None:
                found.append(shown(name, holding))
        return found


def confirm(holds: object, what: str) -> None:
    """Have the engine say the same as the formulas.

    Raises:
        BrokenError: it does not; then the formulas are wrong, and nothing is proved.
    """
    if not holds:
        raise BrokenError(f"The formulas and the engine differ on {what}. Please report this.")
