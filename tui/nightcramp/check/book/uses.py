"""What looks at an answer: every rule, measure and question that a condition ties to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from nightcramp.pack.condition import Choice, Condition, Range
from nightcramp.pack.model import Cause, Mimic, Pack


class Rule(Struct, frozen=True):
    """Something in a pack that depends on answers.

    Attributes:
        kind: "red flag", "evidence", "advice", "test", "note", "mimic", "measure", "question".
        owner: id of the cause or mimic that it belongs to; may be empty.
        title: how it is called.
        sources: ids of what it rests on.
    """

    kind: str
    id: str
    owner: str
    title: str
    sources: tuple[str, ...] = ()


class Use(Struct, frozen=True):
    """A rule that looks at an answer.

    Attributes:
        denies: whether the answer keeps the rule from holding.
        through: ids of the measures by which it does.
    """

    rule: Rule
    denies: bool
    through: tuple[str, ...] = ()


ANY_NUMBER = ""
"""Stands for the answer of a number."""


class Uses:
    """Who looks at what, in one pack."""

    def __init__(self, pack: Pack) -> None:
        self._found: dict[tuple[str, str], list[Use]] = defaultdict(list)
        self._measures = {measure.id for measure in pack.measures}
        found = ((rule, when) for rule, whens in rules_in(pack) for when in whens if when)
        for rule, condition in found:
            for test, denied in _signed(condition, denied=False):
                for option in test.any_of if isinstance(test, Choice) else (ANY_NUMBER,):
                    self._found[test.key, option].append(Use(rule, denied))
        for measure in pack.measures:
            rule = Rule("measure", measure.id, "", measure.title, measure.sources)
            for name in measure.of:
                question = pack.question(name)
                valued = [one.id for one in question.options if one.value is not None]
                for option in valued or [ANY_NUMBER]:
                    self._found[name, option].append(Use(rule, denies=False))

    def of(self, key: str, option: str = ANY_NUMBER) -> list[Use]:
        """The rules that look at an answer, by themselves or through a measure; each once."""
        return self._each([(key, option)])

    def of_class(self, name: str) -> list[Use]:
        """The rules that look at a class of medicines."""
        return self._each([(key, state) for key, state in self._found if key == name])

    def _each(self, answers: list[tuple[str, str]]) -> list[Use]:
        found: dict[Use, None] = {}
        counted: set[str] = set()
        looked_at: list[tuple[tuple[str, str], tuple[str, ...]]]
        looked_at = [(answer, ()) for answer in answers]
        for answer, through in looked_at:  # it grows: a measure can be looked at by others
            for use in self._found.get(answer, ()):
                found[Use(use.rule, use.denies, through)] = None
                if use.rule.kind == "measure" and use.rule.id not in counted:
                    counted.add(use.rule.id)
                    looked_at.append(((use.rule.id, ANY_NUMBER), (*through, use.rule.id)))
        return list(found)


def _signed(condition: Condition, *, denied: bool) -> Iterator[tuple[Choice | Range, bool]]:
    """Every single test, and whether it keeps the condition from holding."""
    for test in condition.tests:
        yield test, denied
    for part in (*condition.any, *condition.all):
        yield from _signed(part, denied=denied)
    if condition.negated is not None:
        yield from _signed(condition.negated, denied=not denied)


def rules_in(pack: Pack) -> Iterator[tuple[Rule, tuple[Condition | None, ...]]]:
    """Every rule of a pack, with the conditions that it depends on."""
    for flag in pack.red_flags:
        yield Rule("red flag", flag.id, "", flag.means, flag.sources), (flag.when,)
    for note in pack.notes:
        yield Rule("note", note.id, "", note.text, note.sources), (note.when,)
    for one in pack.medicine_classes:
        yield Rule("class", one.id, "", one.name, one.sources), ()
    for measure in pack.measures:
        whens = (*(one.when for one in measure.criteria), measure.zero_when)
        yield Rule("measure", measure.id, "", measure.title, measure.sources), whens
    for cause in pack.causes:
        for evidence in cause.evidence:
            rule = Rule("evidence", evidence.id, cause.id, cause.title, evidence.sources)
            yield rule, (evidence.when,)
    for mimic in pack.mimics:
        whens = tuple(one.when for one in mimic.criteria)
        yield Rule("mimic", mimic.id, "", mimic.title, mimic.sources), whens
    yield from _advice_and_tests(pack)
    yield from _questions(pack)


def _advice_and_tests(pack: Pack) -> Iterator[tuple[Rule, tuple[Condition | None, ...]]]:
    owned = [("", pack.advice), *((owner.id, owner.advice) for owner in owners(pack))]
    for owner_id, lines in owned:
        for line in lines:
            forbids = None if line.unless is None else Condition(negated=line.unless)
            rule = Rule("advice", line.id, owner_id, line.text, line.sources)
            yield rule, (line.when, forbids)
    for owner in owners(pack):
        for test in owner.tests:
            yield Rule("test", test.id, owner.id, test.text, test.sources), (test.when,)


def owners(pack: Pack) -> tuple[Cause | Mimic, ...]:
    """What has advice and tests of its own."""
    return (*pack.causes, *pack.mimics)


def _questions(pack: Pack) -> Iterator[tuple[Rule, tuple[Condition | None, ...]]]:
    for question in pack.questions:
        rule = Rule("question", question.id, "", question.text, question.sources)
        yield rule, (question.when,)
        for option in question.options:
            named = f"{question.id}/{option.id}"
            yield Rule("sign", named, "", option.said or option.label), (option.watch_when,)
    about = pack.about
    for section in about.sections:
        yield Rule("section", section.id, "", section.title), (section.when,)
    yield Rule("causes", "causes weighed", "", ""), (about.causes_when,)
    yield Rule("cramp", "a cramp", "", ""), (about.cramp_when,)
