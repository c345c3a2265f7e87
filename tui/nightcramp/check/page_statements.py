"""The statements a page can hold, and the conditions under which it holds them."""

from __future__ import annotations

from itertools import combinations
from math import comb

from msgspec import Struct

from nightcramp.pack.condition import Choice, Condition, Range
from nightcramp.pack.contacts import UrgencyText
from nightcramp.pack.model import Advice, Cause, Criterion, Mimic, Pack, RedFlag, contact_of

_MOST_GROUPS = 1_000
_CALM = frozenset({"routine", "self_care"})


class Statement(Struct, frozen=True):
    """Something that a page says, and what it recommends and forbids.

    Attributes:
        kind, id: the list it stands in (`advice`, `flag`, `urgency`), and its id.
        lines: all its sentences.
        shown: the sentence by which the statement is found on a page.
        pages: the urgencies of the pages that can hold it.
        when: conditions that must hold for it to be shown; there may be more.
    """

    kind: str
    id: str
    lines: tuple[str, ...]
    shown: str
    pages: frozenset[str]
    recommends: frozenset[str]
    forbids: frozenset[str] = frozenset()
    when: tuple[Condition, ...] = ()


def statements_of(pack: Pack) -> tuple[Statement, ...]:
    """Every statement in a pack that may declare topics."""
    found = [_title("urgency", name, text, name) for name, text in pack.about.urgency.items()]
    for contact in pack.contacts:
        for urgency in ("emergency", "same_day"):
            if text := contact.text_for(urgency):
                sending = tuple(
                    flag.when
                    for flag in pack.red_flags
                    if (flag.urgency, contact_of(flag)) == (urgency, contact.id)
                )
                when = (Condition(any=sending),)
                found.append(_title("contact", contact.id, text, urgency, when))
    found += [_flag(flag) for flag in pack.red_flags]
    found += [_advice(line) for line in pack.advice]
    for cause in pack.causes:
        found += [_advice(line, _is_scored(pack, cause)) for line in cause.advice]
    for mimic in pack.mimics:
        found += [_advice(line, _fits(mimic) or Condition()) for line in mimic.advice]
    return tuple(found)


def from_answers(pack: Pack, condition: Condition, *, wanted: bool = True) -> Condition:
    """A condition on answers in place of one on flags, mimics, causes or counts of criteria.

    Args:
        pack: the clinical content.
        condition: what is to hold, or not.
        wanted: whether it is to hold. What cannot be replaced exactly is replaced by
            something weaker where it must hold, and left alone where it must not.
    """
    behind = {test: _behind(pack, test, wanted=wanted) for test in condition.tests}
    parts = [from_answers(pack, part, wanted=wanted) for part in condition.all]
    negated = condition.negated and from_answers(pack, condition.negated, wanted=not wanted)
    return Condition(
        tests=tuple(test for test, instead in behind.items() if instead is None),
        any=tuple(from_answers(pack, part, wanted=wanted) for part in condition.any),
        all=(*parts, *filter(None, behind.values())),
        negated=negated,
    )


def _title(
    kind: str, name: str, text: UrgencyText, urgency: str, when: tuple[Condition, ...] = ()
) -> Statement:
    """The headline of a result, and the sentences under it."""
    return Statement(
        kind,
        name,
        lines=(text.title, text.lead),
        shown=text.title,
        pages=frozenset({urgency}),
        recommends=frozenset(text.recommends),
        when=when,
    )


def _flag(flag: RedFlag) -> Statement:
    return Statement(
        "flag",
        flag.id,
        lines=(flag.means, *flag.do),
        shown=flag.do[0] if flag.do else flag.means,
        pages=_CALM if flag.urgency == "routine" else frozenset({flag.urgency}),
        recommends=frozenset(flag.recommends),
        forbids=frozenset(flag.forbids),
        when=(flag.when,),
    )


def _advice(line: Advice, *owner_shown: Condition) -> Statement:
    """A line of advice; of a cause or mimic, with the condition under which that is shown."""
    when = [*owner_shown, *([line.when] if line.when else [])]
    when += [Condition(negated=line.unless)] if line.unless else []
    return Statement(
        "advice",
        line.id,
        lines=(line.text,),
        shown=line.text,
        pages=_CALM,
        recommends=frozenset(line.recommends),
        forbids=frozenset(line.forbids),
        when=tuple(when),
    )


def _is_scored(pack: Pack, cause: Cause) -> Condition:
    speaking = tuple(evidence.when for evidence in cause.evidence if evidence.points > 0)
    return Condition(all=(pack.about.causes_when,), any=speaking)


def _fits(mimic: Mimic) -> Condition | None:
    return _at_least(mimic.needed or len(mimic.criteria), mimic.criteria)


def _at_least(needed: int, criteria: tuple[Criterion, ...]) -> Condition | None:
    """Holds where this many of the criteria are met, or more; None if that takes too many words."""
    if needed <= 0 or comb(len(criteria), needed) > _MOST_GROUPS:
        return None
    groups = combinations([criterion.when for criterion in criteria], needed)
    return Condition(any=tuple(Condition(all=group) for group in groups))


def _behind(pack: Pack, test: Choice | Range, *, wanted: bool) -> Condition | None:
    """What makes a flag, mimic, cause or counted measure pass a test; None for other keys.

    Causes depend on points, and "any" on every urgent flag at once. Where those must not
    hold, None: the assessment has to be looked at.
    """
    if isinstance(test, Range):
        counted = [m for m in pack.measures if m.id == test.key and m.kind == "count"]
        if [sign for sign, _ in test.bounds()] != [">="]:
            return None
        [(_, needed)] = test.bounds()
        return next((_at_least(int(needed), m.criteria) for m in counted), None)
    named = test.any_of
    if test.key == "mimics":
        fitting = [_fits(mimic) for mimic in pack.mimics if mimic.id in named]
        known = tuple(one for one in fitting if one is not None)
        return Condition(any=known) if len(known) == len(fitting) else None
    if test.key == "causes" and wanted:
        return Condition(
            any=tuple(_is_scored(pack, c) for c in pack.causes if {c.id, c.group} & named)
        )
    if test.key == "red_flags" and (wanted or "any" not in named):
        urgent = [f for f in pack.red_flags if "any" in named and f.urgency != "routine"]
        flags = urgent + [flag for flag in pack.red_flags if flag.id in named]
        return Condition(any=tuple(flag.when for flag in flags))
    return None
