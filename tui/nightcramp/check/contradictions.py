"""Contradictions on one page, each with a patient who would read it.

A page contradicts itself where one statement recommends a topic that another forbids, or where
two recommend topics that `contradictions.toml` calls exclusive.

Every finding is proven: it names a patient whose page was made and holds both statements. The
absence of one is proven where the two conditions cannot hold together (`satisfiable`).
Elsewhere a bounded number of patients is tried, in the pack's own country, so a contradiction
that needs two further, unrelated peculiarities (a third medicine, another country's limits)
can be missed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement, islice

from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.check.page_statements import Statement, from_answers, statements_of
from nightcramp.check.patient_maker import PatientMaker, Some
from nightcramp.check.satisfiable import Search
from nightcramp.errors import nearest
from nightcramp.pack import Pack
from nightcramp.pack.condition import Condition
from nightcramp.reports.result import build_result
from nightcramp.triage import Answers, Value, assess

_RULE = "contradiction"
_MOST_ALTERNATIVES = 300
_SENTENCE = re.compile(r"[^.!?]+")


def check_contradictions(pack: Pack, places: Places, search: Search) -> Iterator[Finding]:
    """Statements that one page can hold and must not."""
    statements = statements_of(pack)
    yield from _unknown_topics(pack, places, statements)
    yield from _undeclared_orders(pack, places, statements)
    pages = _Pages(pack, search)
    for first, second in combinations_with_replacement(statements, 2):
        if not first.pages & second.pages or are_two_titles(first, second):
            continue
        if not search.goes_on(1):
            return
        clash = next(clashes(pack, first, second), "")
        if clash and (answers := pages.with_both(first, second)) is not None:
            problem = f"On one page, {clash}. Told by {_in_toml(answers)}; all else is calm."
            if first is not second:
                problem = f"{_name(places, first)}, {problem[0].lower()}{problem[1:]}"
            yield _finding(places, second, _RULE, problem)


class _Pages:
    """Pages of made-up patients."""

    def __init__(self, pack: Pack, search: Search) -> None:
        self._pack = pack
        self._search = search
        self._patients = PatientMaker(pack, search)
        self._known: dict[frozenset[tuple[str, Value]], set[str]] = {}

    def with_both(self, first: Statement, second: Statement) -> Some | None:
        """Answers of the smallest patient found whose page holds both; None if none was."""
        wanted = {first.shown, second.shown}
        conditions = tuple(dict.fromkeys((*first.when, *second.when)))
        return self._smallest(conditions, lambda answers: wanted <= self._sentences(answers))

    def _smallest(
        self, conditions: tuple[Condition, ...], holds: Callable[[Answers], bool]
    ) -> Some | None:
        given = [from_answers(self._pack, condition) for condition in conditions]
        for alternative in islice(self._search.alternatives(*given), _MOST_ALTERNATIVES):
            for answers in self._patients.meeting(alternative):
                if holds(answers):
                    return self._patients.smallest(answers, holds)
        return None

    def _sentences(self, answers: Answers) -> set[str]:
        """The sentences of a page."""
        key = frozenset(answers.items())
        if key not in self._known:  # many alternatives lead to the same patient
            self._known[key] = sentences_of(self._pack, answers)
        return self._known[key]


def sentences_of(pack: Pack, answers: Answers) -> set[str]:
    """The sentences of the page that a person with these answers reads."""
    result = build_result(pack, assess(pack, answers))
    # When to come back is a condition throughout, under the titles of several contacts.
    topics = [*result.reasons, *(t for t in result.topics if t.id != "safety_net")]
    return {result.title, *(line.text for topic in topics for line in topic.lines)}


def clashes(pack: Pack, first: Statement, second: Statement) -> Iterator[str]:
    """Why two statements, or one by itself, contradict each other."""
    for one, other in ((first, second), (second, first)):
        for topic in sorted(one.recommends & other.forbids):
            yield f"'{one.id}' recommends '{topic}' and '{other.id}' forbids it"
    for exclusive in pack.contradictions.exclusive:
        here = [topic for topic in exclusive.topics if topic in first.recommends]
        there = [topic for topic in exclusive.topics if topic in second.recommends]
        for topic, opposite in ((a, b) for a in here for b in there if a != b):
            yield (
                f"'{first.id}' recommends '{topic}' and '{second.id}' recommends '{opposite}', "
                f"which exclude each other: {exclusive.reason}"
            ).rstrip(".")


def are_two_titles(first: Statement, second: Statement) -> bool:
    """Whether both are headlines, of which a page has one."""
    return first is not second and first.kind == second.kind == "contact"


def _unknown_topics(
    pack: Pack, places: Places, statements: tuple[Statement, ...]
) -> Iterator[Finding]:
    known = pack.contradictions.topics
    for statement in statements:
        for topic in sorted((statement.recommends | statement.forbids) - known.keys()):
            problem = f"'{topic}' is no topic of contradictions.toml.{nearest(topic, known)}"
            yield _finding(places, statement, "unknown-topic", problem)
    document = places.documents["contradictions.toml"]
    lists = [("exclusive", i, e.topics) for i, e in enumerate(pack.contradictions.exclusive)]
    lists += [("order", i, (o.topic,)) for i, o in enumerate(pack.contradictions.order)]
    for kind, index, topics in lists:
        for topic in topics:
            if topic not in known:
                problem = f"'{topic}' is not under [topics].{nearest(topic, known)}"
                yield finding_at(document, (kind, index), "unknown-topic", problem)


def _undeclared_orders(
    pack: Pack, places: Places, statements: tuple[Statement, ...]
) -> Iterator[Finding]:
    """Sentences that send someone somewhere at once without declaring the topic.

    A sentence with a condition ("Call if it gets worse") is not such an order, and safety
    nets are conditions throughout.
    """
    nets = {line.id for line in pack.advice if line.kind == "safety_net"}
    for statement in statements:
        if statement.id in nets:
            continue
        orders = [s for line in statement.lines for s in _SENTENCE.findall(line)]
        orders = [s for s in orders if not _mentions(s, pack.contradictions.conditional)]
        for order in pack.contradictions.order:
            sentence = next((s for s in orders if _mentions(s, order.words)), None)
            if sentence and order.topic not in statement.recommends | statement.forbids:
                problem = f"\"{sentence.strip()}\" must recommend '{order.topic}', or a condition."
                yield _finding(places, statement, "undeclared-order", problem)


def _mentions(sentence: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE) for word in words)


def _finding(places: Places, statement: Statement, rule: str, problem: str) -> Finding:
    if statement.kind == "urgency":
        document = places.documents["pack.toml"]
        return finding_at(document, ("urgency", statement.id), rule, problem)
    return places.finding(statement.kind, statement.id, "", rule, problem)


def _name(places: Places, statement: Statement) -> str:
    place = _finding(places, statement, "", "")
    return f"With '{statement.id}' ({place.file}:{place.line})"


def _in_toml(answers: Some) -> str:
    """Answers as they stand in a file."""
    return ", ".join(
        f"{name} = {list(value) if isinstance(value, tuple) else value!r}".replace("'", '"')
        for name, value in answers.items()
    )
