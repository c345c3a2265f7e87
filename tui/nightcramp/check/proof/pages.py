"""No advice reaches whom it is forbidden, and no page holds two statements that exclude each other.

Everybody who could see both of two such statements is looked for; whether their page holds both
is read on the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from nightcramp.check.contradictions import are_two_titles, clashes, sentences_of
from nightcramp.check.page_statements import Statement, statements_of
from nightcramp.check.proof.everybody import Everybody
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import RedFlag, Urgency
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula

SAYS = (
    "No advice reaches whom it is forbidden, and no page holds two statements that exclude "
    "each other."
)
_MOST_TRIES = 20


def prove(everybody: Everybody) -> Verdict:
    """Look for a page with both statements of each pair that clashes by its topics."""
    pack = everybody.pack
    seen = _Seen(everybody)
    refutations, open_, pairs = [], [], 0
    for first, second in combinations_with_replacement(statements_of(pack), 2):
        if not first.pages & second.pages or are_two_titles(first, second):
            continue
        clash = next(clashes(pack, first, second), "")
        if not clash:
            continue
        pairs += 1
        found = seen.together(first, second)
        if isinstance(found, Refutation):
            refutations.append(Refutation(f"On one page, {clash}.", found.patient))
        elif found:
            open_.append(f"'{first.id}' with '{second.id}'")
    forbidden = list(_forbidden(everybody))
    claims = [(name, when) for name, when in forbidden if when is not FALSE]
    refutations += everybody.each(
        claims, lambda name, held: Refutation(f"'{name}' is told.", everybody.answers(held))
    )
    searched = open_ and f"somebody may see both, on no page that was read: {', '.join(open_)}"
    return verdict_of("pages", SAYS, pairs + len(forbidden), refutations, searched or "")


class _Seen:
    """Who sees a statement."""

    def __init__(self, everybody: Everybody) -> None:
        self._everybody = everybody
        self._make = everybody.make
        self._person = everybody.person
        self._flags = {flag.id: flag for flag in everybody.pack.red_flags}
        self._advice: dict[str, list[Formula]] = {}
        for (_, name), when in everybody.person.advice.items():
            self._advice.setdefault(name, []).append(when)
        self._known: dict[Statement, Formula] = {}

    def together(self, first: Statement, second: Statement) -> Refutation | bool:
        """Somebody whose page holds both; or whether somebody might, whose page was not found."""
        both = self._make.both(self._sees(first), self._sees(second))
        for _ in range(_MOST_TRIES):
            if self._everybody.find(both) is None:
                return False
            holding = self._everybody.smallest(both)
            if holding is None:
                return False
            patient = self._everybody.answers(holding)
            sentences = sentences_of(self._everybody.pack, patient)
            if {first.shown, second.shown} <= sentences:
                return Refutation("", patient)
            same = [self._make.variable(*name) for name in holding if name[0] == "option"]
            both = self._make.both(both, self._make.no(self._make.every(same)))
        return True

    def _sees(self, statement: Statement) -> Formula:
        if statement not in self._known:
            self._known[statement] = self._make.both(
                self._says(statement), self._on_a_page(statement)
            )
        return self._known[statement]

    def _on_a_page(self, statement: Statement) -> Formula:
        return self._make.some(self._person.told[Urgency[name]] for name in statement.pages)

    def _says(self, statement: Statement) -> Formula:
        if statement.kind == "flag":
            return self._speaks(self._flags[statement.id])
        if statement.kind == "advice":
            return self._make.some(self._advice[statement.id])
        return self._person.contacts[statement.id] if statement.kind == "contact" else TRUE

    def _speaks(self, flag: RedFlag) -> Formula:
        """Whether a flag is found, and none that says it better; an urgent page hears its own."""
        urgent = flag.urgency != "routine"
        covering = [
            self._person.flags[other.id]
            for other in self._flags.values()
            if flag.id in other.covers and (not urgent or other.urgency == flag.urgency)
        ]
        return self._make.both(
            self._person.flags[flag.id], self._make.no(self._make.some(covering))
        )


def _forbidden(everybody: Everybody) -> Iterator[tuple[str, Formula]]:
    """Each line of advice with an `unless`, and when it is given where that holds."""
    make, person = everybody.make, everybody.person
    for line in everybody.pack.all_advice:
        if line.unless is not None:
            given = [when for (_, name), when in person.advice.items() if name == line.id]
            yield line.id, make.both(make.some(given), person.facts.holds(line.unless))
