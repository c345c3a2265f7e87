"""Red flags, measures, causes, mimics, advice and notes, each rule in words."""

from __future__ import annotations

from collections.abc import Iterable

from nightcramp.check.book.html import NOTHING, Html, h, items, join
from nightcramp.check.book.reader import Reader, anchor, rule_box, urgency
from nightcramp.pack.model import (
    Advice,
    Cause,
    Evidence,
    LabTest,
    Measure,
    Mimic,
    Note,
    RedFlag,
    UrgencyName,
    contact_of,
)
from nightcramp.text import in_words


def flags(reader: Reader, name: UrgencyName) -> Html:
    """The red flags of an urgency, each as a sentence and a decision table."""
    mine = [flag for flag in reader.pack.red_flags if flag.urgency == name]
    return join(h("p", urgency(name)), *(_flag(reader, flag) for flag in mine))


def _flag(reader: Reader, flag: RedFlag) -> Html:
    days = flag.within_days or (reader.pack.about.routine_days if flag.urgency == "routine" else 0)
    contact = contact_of(flag)
    to = h("a", contact, href=f"#{anchor('contact', contact)}") if contact else NOTHING
    covered = (h("a", name, href=f"#{anchor('red flag', name)}") for name in flag.covers)
    facts = [
        join(h("b", "Suspected: "), ", ".join(map(in_words, flag.suspects)))
        if flag.suspects
        else "",
        join(h("b", "Says more than: "), join(*covered, by=", ")) if flag.covers else "",
        "" if flag.pursued else "Its questions are not asked any more after a same-day result.",
        _topics(flag.recommends, flag.forbids),
    ]
    how_soon = join(
        urgency(flag.urgency), f", within {days} days" if days else "", ", to: " if to else "", to
    )
    return rule_box(
        "red flag",
        flag.id,
        h("h4", reader.say(flag, "means")),
        h("p", how_soon),
        h("p", h("b", "Holds: "), reader.when(flag.when)),
        reader.table(flag.when),
        h("p", h("b", "What to do until then:")) if flag.do else "",
        items(*reader.say_each(flag, "do")),
        items(*filter(None, facts), class_="facts"),
        reader.cite(flag.sources, flag.certainty),
    )


def _topics(recommends: tuple[str, ...], forbids: tuple[str, ...]) -> Html:
    said = [
        join(h("b", "Encourages: "), ", ".join(recommends)) if recommends else "",
        join(h("b", "Warns against: "), ", ".join(forbids)) if forbids else "",
    ]
    return join(*said, by=". ")


def measures(reader: Reader) -> Html:
    """Numbers that rules look at, and what each is made of."""
    return join(*(_measure(reader, one) for one in reader.pack.measures))


def _measure(reader: Reader, measure: Measure) -> Html:
    how = {"sum": "The sum of", "product": "The product of", "count": "How many are true"}
    lines = [
        join(h("code", one.id), " ", reader.say(one, "because"), " ", reader.when(one.when))
        for one in measure.criteria
    ]
    lines += [h("a", name, href=f"#{anchor('question', name)}") for name in measure.of]
    zero = measure.zero_when
    lack = ", ".join(measure.may_lack)
    return rule_box(
        "measure",
        measure.id,
        h("h4", reader.say(measure, "title")),
        h("p", reader.say(measure, "instrument")) if measure.instrument else "",
        h(
            "p",
            f"{how[measure.kind]}, in {measure.unit}:" if measure.unit else f"{how[measure.kind]}:",
        ),
        items(*lines),
        h("p", h("b", "It is 0: "), reader.when(zero)) if zero is not None else "",
        h("p", f"Some are not asked: {lack}; any of its values is possible then.") if lack else "",
        h("p", h("b", "Looked at by:")),
        reader.used_by(reader.uses.of(measure.id)),
        reader.cite(measure.sources),
    )


def causes(reader: Reader) -> Html:
    """Every cause with its evidence, its advice and its tests."""
    about = reader.pack.about
    bands = f"From {about.moderate} points a moderate match, from {about.strong} a strong one."
    return join(h("p", bands), *(_cause(reader, cause) for cause in reader.pack.causes))


def _cause(reader: Reader, cause: Cause) -> Html:
    doubt = h("p", h("b", "Doubt: "), reader.say(cause, "doubt")) if cause.doubt else NOTHING
    head = rule_box(
        "cause",
        cause.id,
        h("p", reader.say(cause, "summary")),
        h("p", h("b", "How: "), reader.say(cause, "how")),
        doubt,
        h("p", f"At most {cause.cap} points.", f" A kind of: {cause.group}." * bool(cause.group)),
    )
    return h(
        "section",
        h("h3", reader.say(cause, "title")),
        head,
        *(_evidence(reader, cause.id, one) for one in cause.evidence),
        *advice_lines(reader, cause.advice, cause.id),
        *_tests(reader, cause.tests, cause.id),
    )


def _evidence(reader: Reader, owner: str, evidence: Evidence) -> Html:
    side = "for" if evidence.points > 0 else "against"
    number = f"{evidence.points:+d}".replace("-", "\N{MINUS SIGN}")
    points = h("b", f"{number} {side}", class_=f"points {side}")
    return rule_box(
        "evidence",
        evidence.id,
        h("p", points, " ", reader.say(evidence, "because")),
        h("p", h("b", "Holds: "), reader.when(evidence.when)),
        reader.cite(evidence.sources, evidence.certainty),
        owner=owner,
    )


def _tests(reader: Reader, tests: Iterable[LabTest], owner: str) -> list[Html]:
    return [
        rule_box(
            "test",
            test.id,
            h("p", reader.say(test)),
            h("p", h("b", "For clinicians: "), reader.say(test, "clinical"))
            if test.clinical
            else "",
            h("p", h("b", "Named: "), reader.when(test.when)),
            reader.cite(test.sources),
            owner=owner,
        )
        for test in tests
    ]


def mimics(reader: Reader) -> Html:
    """What can be mistaken for a cramp, with its criteria."""
    return join(*(_mimic(reader, mimic) for mimic in reader.pack.mimics))


def _mimic(reader: Reader, mimic: Mimic) -> Html:
    needed = mimic.needed or len(mimic.criteria)
    criteria = [
        join(h("code", one.id), " ", reader.say(one, "because"), " ", reader.when(one.when))
        for one in mimic.criteria
    ]
    head = rule_box(
        "mimic",
        mimic.id,
        h("p", reader.say(mimic, "summary")),
        h("p", reader.say(mimic, "say")),
        h(
            "p",
            urgency(mimic.urgency),
            f", within {mimic.within_days} days" * (mimic.urgency == "routine"),
        ),
        h("p", f"It fits where {needed} of these {len(mimic.criteria)} are true:"),
        items(*criteria),
        reader.cite(mimic.sources),
    )
    lines = advice_lines(reader, mimic.advice, mimic.id)
    tests = _tests(reader, mimic.tests, mimic.id)
    return h("section", h("h3", reader.say(mimic, "title")), head, *lines, *tests)


_KINDS = {
    "unclear": "Where no clear cause is found",
    "during": "During a cramp",
    "prevent": "To prevent the next one",
    "talk": "What to talk about",
    "safety_net": "When to ask again",
}


def advice(reader: Reader) -> Html:
    """The advice that helps whatever the cause, by kind."""
    lines = reader.pack.advice
    return join(
        *(
            h(
                "section",
                h("h3", title),
                *advice_lines(reader, [x for x in lines if x.kind == kind]),
            )
            for kind, title in _KINDS.items()
        )
    )


def advice_lines(reader: Reader, lines: Iterable[Advice], owner: str = "") -> list[Html]:
    """Lines of advice, each with whom it reaches and what forbids it."""
    return [
        rule_box(
            "advice",
            line.id,
            h("p", reader.say(line), " For today." * line.today),
            h("p", h("b", "Reaches: "), _reached(reader, line, owner)),
            h("p", h("b", "Forbidden: "), reader.when(line.unless)) if line.unless else "",
            h("p", _topics(line.recommends, line.forbids)),
            reader.cite(line.sources, line.certainty),
            owner=owner,
        )
        for line in lines
    ]


def _reached(reader: Reader, line: Advice, owner: str) -> Html:
    found = f"Whoever {in_words(owner)} is found for. " if owner else ""
    return join(found, reader.when(line.when))


def notes(reader: Reader) -> Html:
    """What needs a check whatever the cramp is."""
    return join(*(_note(reader, note) for note in reader.pack.notes))


def _note(reader: Reader, note: Note) -> Html:
    soon = f" within {note.within_days} days" if note.within_days else ""
    contact = h("a", note.contact, href=f"#{anchor('contact', note.contact)}")
    beside = " Shown beside an urgent result, too." * note.always
    return rule_box(
        "note",
        note.id,
        h("p", reader.say(note)),
        h("p", h("b", "Ask: "), contact, soon, ".", beside),
        h("p", h("b", "Shown: "), reader.when(note.when)),
        reader.cite(note.sources),
    )
