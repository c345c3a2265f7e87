"""Nobody who has the facts of a danger pair is told to wait longer than it allows."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.solver import Holding
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.danger_pairs import DangerPair, load_danger_pairs
from nightcramp.pack.model import Urgency
from nightcramp.triage import Value, assess, read_answers
from nightcramp.triage.formulas.answers import GIVEN
from nightcramp.triage.formulas.formula import Formula

SAYS = "Nobody who is told how long to wait has a danger pair that must be seen sooner."


def prove(everybody: Everybody) -> Verdict:
    """Look for somebody with the facts of a pair who is told a lower urgency."""
    table = load_danger_pairs(everybody.folder)
    pairs = {pair.id: pair for pair in (table.pair if table else ()) if _says_least(pair)}
    having = {name: _has(everybody, pair) for name, pair in pairs.items()}
    claims = [
        (name, everybody.make.both(_is_late(everybody, pair), having[name]))
        for name, pair in pairs.items()
    ]

    def shown(name: str, holding: Holding) -> Refutation:
        pair, patient = pairs[name], everybody.answers(holding)
        found = assess(everybody.pack, patient)
        confirm(not found.incomplete and found.urgency < _least(pair), f"the pair '{name}'")
        said = f"is told '{found.urgency.name}' instead of '{pair.least}'"
        return Refutation(f"With '{name}' ({pair.facts}), a person {said}.", patient)

    nobodys = [
        Refutation(f"Nobody has '{name}' ({pairs[name].facts}); mend what it says.")
        for name, has in having.items()
        if everybody.find(has) is None
    ]
    refutations = [*everybody.each(claims, shown), *nobodys]
    return verdict_of("danger-pairs", SAYS, len(pairs), refutations)


def _says_least(pair: DangerPair) -> bool:
    return pair.verdict != "refused" and bool(pair.answers) and _least(pair) > Urgency.self_care


def _least(pair: DangerPair) -> Urgency:
    return Urgency[pair.least] if pair.least else Urgency.self_care


def _is_late(everybody: Everybody, pair: DangerPair) -> Formula:
    told = everybody.person.told
    return everybody.make.some(
        when for urgency, when in told.items() if Urgency.incomplete < urgency < _least(pair)
    )


def _has(everybody: Everybody, pair: DangerPair) -> Formula:
    """Whether each fact counts: of a list, what is named and perhaps more."""
    given = read_answers(everybody.pack, pair.answers)
    parts = [part for name, value in given.items() for part in _chosen(everybody, name, value)]
    return everybody.make.every([*parts, everybody.person.facts.holds(pair.when)])


def _chosen(everybody: Everybody, name: str, value: Value) -> Iterator[Formula]:
    make, counted = everybody.make, everybody.person.counted
    if isinstance(value, int):
        reaches = counted.reaches[name]
        yield counted.choices[name][GIVEN]
        yield make.both(reaches[value], make.no(reaches[value + 1]))
    else:
        for one in (value,) if isinstance(value, str) else value:
            yield counted.choices[name][everybody.answering.group_of.get(one, one)]
