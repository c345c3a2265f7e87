"""What one page must not say together, and a patient who would read it.

A page contradicts itself where one statement recommends a topic that another forbids, where
two recommend topics that `contradictions.toml` calls exclusive, or where a sign that the
person has told is to be seen sooner, by a safety net, than the page says.

A finding is proven: it names a patient, whose page was made and holds both statements. That
there is no finding is proven where the two conditions cannot hold together, by
`check.satisfiable`. Elsewhere every way in which they might is tried with some patients, up to
a bound, for the pack's own country; what shows only with two unrelated peculiarities more (a
third medicine, another country's limits) can be missed.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import combinations, combinations_with_replacement, islice
from typing import TYPE_CHECKING

from msgspec import Struct

from nightcramp.check.finding import Finding, Places
from nightcramp.check.patient_maker import PatientMaker
from nightcramp.check.satisfiable import alternatives
from nightcramp.errors import nearest
from nightcramp.pack.condition import Choice, Condition, Range
from nightcramp.pack.model import Urgency, contact_of
from nightcramp.reports.result import build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.derive import derive_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nightcramp.check.patient_maker import Some
    from nightcramp.pack.contacts import Contact, UrgencyText
    from nightcramp.pack.model import Advice, Cause, Criterion, Mimic, Pack, RedFlag
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers, Value

RULE = "contradiction"

_MOST_ALTERNATIVES = 300
_SELF_CARE_DAYS = 42
_CALM = frozenset({"routine", "self_care"})
_SENTENCE = re.compile(r"[^.!?]+")


class Statement(Struct, frozen=True):
    """Something that a page says, and what follows from it.

    Attributes:
        kind, id: the list it stands in (`advice`, `flag`, `urgency`), and its id.
        text: the sentence that is on a page where the statement is.
        lines: every sentence of it.
        pages: the urgencies of the pages that can hold it.
        when: what has to hold for it to be said; more may have to.
    """

    kind: str
    id: str
    text: str
    lines: tuple[str, ...]
    recommends: frozenset[str]
    forbids: frozenset[str]
    pages: frozenset[str]
    when: tuple[Condition, ...] = ()


def statements_of(pack: Pack) -> tuple[Statement, ...]:
    """Everything in a pack that may declare topics."""
    found = [_urgency(pack, name) for name in pack.about.urgency]
    found += [
        _headline(pack, contact, urgency, said)
        for contact in pack.contacts
        for urgency in ("emergency", "same_day")
        if (said := contact.said(urgency))
    ]
    found += [_flag(flag) for flag in pack.red_flags]
    found += [_advice(line) for line in pack.advice]
    for cause in pack.causes:
        found += [_advice(line, _is_scored(pack, cause)) for line in cause.advice]
    for mimic in pack.mimics:
        found += [_advice(line, _fits(mimic)) for line in mimic.advice]
    return tuple(found)


def check_contradictions(pack: Pack, places: Places, words: Words) -> Iterator[Finding]:
    """Statements that one page can hold and must not, each with a patient who would read it."""
    statements = statements_of(pack)
    yield from _unknown_topics(pack, places, statements)
    yield from _undeclared_orders(pack, places, statements)
    pages = _Pages(pack, words)
    for first, second in combinations_with_replacement(statements, 2):
        if not first.pages & second.pages or _are_two_titles(first, second):
            continue
        clash = next(_clashes(pack, first, second), "")
        if clash and (told := pages.with_both(first, second)) is not None:
            problem = f"On one page, {clash}. Told by {_in_toml(told)}; all else is calm."
            if first is not second:
                problem = f"{_name(places, first)}, {problem[0].lower()}{problem[1:]}"
            yield _finding(places, second, RULE, problem)
    lines = [*pack.advice, *(line for cause in pack.causes for line in cause.advice)]
    lines += [line for mimic in pack.mimics for line in mimic.advice]
    for line in lines:
        if line.sign is not None and (told := pages.too_late(line.sign, line.within_days)):
            problem = (
                f"Who has this sign must be seen within {line.within_days} days, and the page "
                f"says later to who answers {_in_toml(told)}."
            )
            yield places.finding("advice", line.id, "sign", RULE, problem)


def clashes_on_page(pack: Pack, words: Words, answers: Answers) -> list[str]:
    """What the page of these answers says that contradicts something else on it."""
    said = _Pages(pack, words).said(answers)
    here = [statement for statement in statements_of(pack) if statement.text in said]
    pairs = combinations_with_replacement(here, 2)
    return [clash for first, second in pairs for clash in _clashes(pack, first, second)]


class _Pages:
    """Pages of patients made to order."""

    def __init__(self, pack: Pack, words: Words) -> None:
        self._pack = pack
        self._words = words
        self._known: dict[frozenset[tuple[str, Value]], set[str]] = {}

    @cached_property
    def _patients(self) -> PatientMaker:
        return PatientMaker(self._pack)

    def with_both(self, first: Statement, second: Statement) -> Some | None:
        """What the smallest patient found tells whose page holds both; None for none."""
        wanted = {first.text, second.text}
        conditions = tuple(dict.fromkeys((*first.when, *second.when)))
        return self._smallest(conditions, lambda answers: wanted <= self.said(answers))

    def too_late(self, sign: Condition, days: int) -> Some | None:
        """What the smallest patient found tells who has the sign and is seen later."""
        grounded = _grounded(self._pack, sign)

        def is_late(answers: Answers) -> bool:
            facts = derive_facts(self._pack, answers)
            return facts.holds(grounded) and self._days(answers) > days

        return self._smallest((sign,), is_late)

    def _smallest(
        self, conditions: tuple[Condition, ...], holds: Callable[[Answers], bool]
    ) -> Some | None:
        grounded = [_grounded(self._pack, condition) for condition in conditions]
        for alternative in islice(alternatives(self._pack, *grounded), _MOST_ALTERNATIVES):
            for answers in self._patients.meeting(alternative):
                if holds(answers):
                    return self._patients.smallest(answers, holds)
        return None

    def said(self, answers: Answers) -> set[str]:
        """The sentences of a page, as every front end shows them."""
        key = frozenset(answers.items())
        if key not in self._known:  # many ways lead to the same patient
            self._known[key] = self._read(answers)
        return self._known[key]

    def _read(self, answers: Answers) -> set[str]:
        result = build_result(self._pack, self._words, assess(self._pack, answers))
        topics = (*result.reasons, *result.topics)
        return {result.title, *(line.text for topic in topics for line in topic.lines)}

    def _days(self, answers: Answers) -> int:
        found = assess(self._pack, answers)
        if found.urgency is Urgency.routine:
            return found.within_days
        return {Urgency.emergency: 0, Urgency.same_day: 1}.get(found.urgency, _SELF_CARE_DAYS)


# ---- what is said, and when ----


def _urgency(pack: Pack, name: str) -> Statement:
    said = pack.about.urgency[name]  # type: ignore[index]
    topics = frozenset(said.recommends), frozenset[str]()
    return Statement(
        "urgency", name, said.title, (said.title, said.lead), *topics, frozenset({name})
    )


def _headline(pack: Pack, contact: Contact, urgency: str, said: UrgencyText) -> Statement:
    """What an urgent result says first: whom to go to."""
    leading = [f for f in pack.red_flags if (f.urgency, contact_of(f)) == (urgency, contact.id)]
    when = (Condition(any=tuple(flag.when for flag in leading)),) if leading else ()
    topics = frozenset(said.recommends), frozenset[str]()
    lines = (said.title, said.lead)
    pages = frozenset({urgency})
    return Statement("contact", contact.id, said.title, lines, *topics, pages, when)


def _flag(flag: RedFlag) -> Statement:
    pages = _CALM if flag.urgency == "routine" else frozenset({flag.urgency})
    topics = frozenset(flag.recommends), frozenset(flag.forbids)
    lines = (flag.means, *flag.do)
    shown = flag.do[0] if flag.do else flag.means
    return Statement("flag", flag.id, shown, lines, *topics, pages, (flag.when,))


def _advice(line: Advice, *shown: Condition) -> Statement:
    """A line of advice; `shown` is when the cause or mimic that it belongs to is."""
    when = [*shown, *([line.when] if line.when else [])]
    when += [Condition(negated=line.unless)] if line.unless else []
    topics = frozenset(line.recommends), frozenset(line.forbids)
    return Statement("advice", line.id, line.text, (line.text,), *topics, _CALM, tuple(when))


def _is_scored(pack: Pack, cause: Cause) -> Condition:
    speaking = tuple(evidence.when for evidence in cause.evidence if evidence.points > 0)
    return Condition(all=(pack.about.causes_when,), any=speaking)


def _fits(mimic: Mimic) -> Condition:
    return _so_many(mimic.needed or len(mimic.criteria), mimic.criteria)


def _so_many(needed: int, criteria: tuple[Criterion, ...]) -> Condition:
    """At least so many of the criteria are met."""
    groups = combinations([criterion.when for criterion in criteria], needed)
    return Condition(any=tuple(Condition(all=group) for group in groups))


def _grounded(pack: Pack, condition: Condition, *, wanted: bool = True) -> Condition:
    """The condition with answers in place of what they lead to, as far as that is exact.

    Args:
        pack: the clinical content.
        condition: what may look at flags, mimics, causes and criteria counted.
        wanted: whether it is to hold; what is only near is put in its place only then.
    """
    tests, found = [], []
    for test in condition.tests:
        because = _behind(pack, test, wanted=wanted)
        if because is None:
            tests.append(test)
        else:
            found.append(because)
    negated = condition.negated and _grounded(pack, condition.negated, wanted=not wanted)
    return Condition(
        tests=tuple(tests),
        any=tuple(_grounded(pack, part, wanted=wanted) for part in condition.any),
        all=(*(_grounded(pack, part, wanted=wanted) for part in condition.all), *found),
        negated=negated,
    )


def _behind(pack: Pack, test: Choice | Range, *, wanted: bool) -> Condition | None:
    """What has to be answered for a flag, mimic, cause or counted measure; None for others.

    Causes depend on points, and "any" on every urgent flag at once: where they must not
    hold they are left to whoever looks at the assessment.
    """
    if isinstance(test, Range):
        counted = [m for m in pack.measures if m.id == test.key and m.kind == "count"]
        if [sign for sign, _ in test.bounds()] != [">="]:
            return None
        [(_, needed)] = test.bounds()
        return next((_so_many(int(needed), m.criteria) for m in counted), None)
    named = test.any_of
    if test.key == "mimics":
        return Condition(any=tuple(_fits(m) for m in pack.mimics if m.id in named))
    if test.key == "causes" and wanted:
        return Condition(any=tuple(_is_scored(pack, c) for c in pack.causes if c.id in named))
    if test.key == "red_flags" and (wanted or "any" not in named):
        urgent = [f for f in pack.red_flags if "any" in named and f.urgency != "routine"]
        flags = urgent + [flag for flag in pack.red_flags if flag.id in named]
        return Condition(any=tuple(flag.when for flag in flags))
    return None


# ---- what is wrong ----


def _clashes(pack: Pack, first: Statement, second: Statement) -> Iterator[str]:
    """Why two statements, or one by itself, contradict each other."""
    for topic in sorted(first.recommends & second.forbids):
        yield f"'{first.id}' recommends '{topic}' and '{second.id}' forbids it"
    for topic in sorted(second.recommends & first.forbids):
        yield f"'{second.id}' recommends '{topic}' and '{first.id}' forbids it"
    for exclusive in pack.contradictions.exclusive:
        here = [topic for topic in exclusive.topics if topic in first.recommends]
        there = [topic for topic in exclusive.topics if topic in second.recommends]
        for one, other in ((a, b) for a in here for b in there if a != b):
            yield (
                f"'{first.id}' recommends '{one}' and '{second.id}' recommends '{other}', "
                f"which exclude each other: {exclusive.reason}"
            ).rstrip(".")


def _are_two_titles(first: Statement, second: Statement) -> bool:
    """Whether both lead a result, which has one title: no page holds two."""
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
                line = document.line((kind, index))
                problem = f"'{topic}' is not under [topics].{nearest(topic, known)}"
                yield Finding(document.name, line, "unknown-topic", "error", problem)


def _undeclared_orders(
    pack: Pack, places: Places, statements: tuple[Statement, ...]
) -> Iterator[Finding]:
    """Lines that send someone somewhere at once and do not say so by a topic.

    A sentence with a condition is none: "Call if it gets worse". Safety nets are conditions
    all through.
    """
    nets = {line.id for line in pack.advice if line.kind == "safety_net"}
    for statement in statements:
        if statement.id in nets:
            continue
        orders = [s for line in statement.lines for s in _SENTENCE.findall(line)]
        orders = [s for s in orders if not _mentions(s, pack.contradictions.conditional)]
        for order in pack.contradictions.order:
            said = next((s for s in orders if _mentions(s, order.words)), None)
            if said and order.topic not in statement.recommends | statement.forbids:
                problem = f"\"{said.strip()}\" must recommend '{order.topic}', or a condition."
                yield _finding(places, statement, "undeclared-order", problem)


def _mentions(sentence: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE) for word in words)


def _finding(places: Places, statement: Statement, rule: str, problem: str) -> Finding:
    if statement.kind == "urgency":
        document = places.documents["pack.toml"]
        line = document.line(("urgency", statement.id))
        return Finding(document.name, line, rule, "error", problem)
    return places.finding(statement.kind, statement.id, "", rule, problem)


def _name(places: Places, statement: Statement) -> str:
    place = _finding(places, statement, "", "")
    return f"With '{statement.id}' ({place.file}:{place.line})"


def _in_toml(told: Some) -> str:
    """Answers as they stand in a file."""
    return ", ".join(
        f"{name} = {list(value) if isinstance(value, tuple) else value!r}".replace("'", '"')
        for name, value in told.items()
    )
