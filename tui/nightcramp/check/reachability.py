"""Reachability: rules that never hold, questions never asked, advice never given."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.finding import Finding, Places
from nightcramp.check.satisfiable import Search
from nightcramp.pack.condition import Choice, Condition
from nightcramp.pack.model import RED_FLAGS, UNSURE, Cause, Evidence, Pack
from nightcramp.triage.rules import rules_of


def check_rules(pack: Pack, places: Places, search: Search) -> Iterator[Finding]:
    """Conditions that cannot hold, questions never asked, lines never shown."""
    yield from _questions(pack, places, search)
    yield from _never_holding(pack, places, search)
    yield from _advice(pack, places, search)
    strong = {c.id for c in pack.causes if strongest(pack, c, search) >= pack.about.strong}
    groups = {c.group for c in pack.causes if c.id in strong}
    for cause in pack.causes:
        if cause.id not in strong and (not cause.group or cause.group not in groups):
            problem = (
                f"No answers bring this cause to {pack.about.strong} points, a strong match; "
                "give it more evidence, or more points."
            )
            yield places.finding("causes", cause.id, "evidence", "cause-never-strong", problem)
    yield from _not_sure(pack, places)


def strongest(pack: Pack, cause: Cause, search: Search) -> int:
    """The most points for a cause from evidence that can hold together."""
    best = 0
    positive = [e for e in cause.evidence if e.points > 0]
    for first in positive:
        together: list[Evidence] = [first]
        for more in positive:
            if more is not first and search.can_hold(*(e.when for e in together), more.when):
                together.append(more)
            if sum(e.points for e in together) >= pack.about.strong:
                break
        if search.can_hold(*(e.when for e in together)):
            best = max(best, min(cause.cap, sum(e.points for e in together)))
        if best >= pack.about.strong:
            break
    return best


def _questions(pack: Pack, places: Places, search: Search) -> Iterator[Finding]:
    asked_when = rules_of(pack).asked_when
    order = [question.id for question in pack.questions]
    for question in pack.questions:
        if not search.can_hold(*asked_when[question.id]):
            problem = "This question is never asked; its 'when' cannot hold."
            yield places.finding("question", question.id, "when", "never-asked", problem)
        later = (question.when.keys() if question.when else frozenset()) & set(
            order[order.index(question.id) :]
        )
        if later:
            problem = f"'when' looks at '{min(later)}', which is asked later; move one of them."
            yield places.finding("question", question.id, "when", "looks-ahead", problem)


def _never_holding(pack: Pack, places: Places, search: Search) -> Iterator[Finding]:
    rules = [("flag", flag.id, flag.when, "flag") for flag in pack.red_flags]
    for cause in pack.causes:
        rules += [("evidence", e.id, e.when, "evidence") for e in cause.evidence]
        rules += [("tests", t.id, t.when, "test") for t in cause.tests if t.when]
    for measure in pack.measures:
        rules += [("criteria", c.id, c.when, "criterion") for c in measure.criteria]
    for mimic in pack.mimics:
        rules += [("tests", t.id, t.when, "test") for t in mimic.tests if t.when]
        rules += [("criteria", c.id, c.when, "criterion") for c in mimic.criteria]
        every = [c.when for c in mimic.criteria]
        enough = mimic.needed <= len(every)
        if not enough or (mimic.needed in (0, len(every)) and not search.can_hold(*every)):
            problem = "This mimic never fits: its criteria cannot be met together."
            yield places.finding("mimics", mimic.id, "criteria", "mimic-never-fits", problem)
    for kind, name, when, noun in rules:
        if when is not None and not search.can_hold(when):
            problem = f"This {noun} never holds; no answers meet its 'when'."
            yield places.finding(kind, name, "when", "never-holds", problem)


def _advice(pack: Pack, places: Places, search: Search) -> Iterator[Finding]:
    for line in pack.all_advice:
        allowed = Condition(negated=line.unless) if line.unless else None
        if not search.can_hold(line.when, allowed):
            problem = "This advice is never given: 'unless' forbids it wherever 'when' holds."
            yield places.finding("advice", line.id, "text", "advice-never-given", problem)


def _not_sure(pack: Pack, places: Places) -> Iterator[Finding]:
    """Red-flag lists without "Not sure", or whose "Not sure" no flag uses."""
    weighed = {key for flag in pack.red_flags for key in unsure_keys(flag.when)}
    for question in pack.questions:
        if question.section != RED_FLAGS or question.kind != "several" or question.clarifies:
            continue
        if question.option(UNSURE) is None:
            problem = "A red-flag question must offer \"Not sure\", with the id 'unsure'."
            yield places.finding("question", question.id, "options", "no-not-sure", problem)
        elif question.id not in weighed:
            problem = '"Not sure" here changes nothing; a red flag must weigh it.'
            yield places.finding("question", question.id, "options", "idle-not-sure", problem)


def unsure_keys(condition: Condition) -> frozenset[str]:
    """The questions whose "not sure" can make the condition hold."""
    own = {t.key for t in condition.tests if isinstance(t, Choice) and UNSURE in t.any_of}
    inner = (unsure_keys(part) for part in (*condition.any, *condition.all))
    return frozenset(own).union(*inner)
