"""Everything in the pack is shown to somebody, by the interview as it is truly asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from nightcramp.check.proof.asking import asking
from nightcramp.check.proof.everybody import Everybody
from nightcramp.check.proof.interviews import Shown, all_shown, played
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.errors import AnswerError
from nightcramp.pack.load import read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import Pack, Urgency
from nightcramp.pack.vignettes import read_patients
from nightcramp.triage import Answers, assess, read_answers
from nightcramp.triage.assess import INCOMPLETE
from nightcramp.triage.formulas.answers import conditions_in
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula
from nightcramp.triage.formulas.person import Person

SAYS = (
    "Every red flag, note, cause, mimic, line of advice, test and piece of evidence is shown to "
    "somebody, by the interview as it is asked."
)
_MOST_TRIES = 30
_QUICK_TRIES = 5


def prove(everybody: Everybody) -> Verdict:
    """Play the pack's patients; look for somebody for whatever none of them was shown."""
    wanted = dict(_wanted(everybody.pack, everybody.person))
    left = dict(wanted)
    for answers in _patients(everybody):
        _strike(left, all_shown(everybody.pack, answers))
    unreached, not_found = [], []
    make, as_asked = everybody.make, _as_asked(everybody)
    while left:
        shown = next(iter(left))
        when = left.pop(shown)
        if everybody.find(when, as_asked) is None:
            if not _is_shown_elsewhere(everybody, shown):
                unreached.append(shown)
        elif not _search(everybody, shown, make.both(when, as_asked), left):
            not_found.append(shown)
    searched = ", ".join(map(_name, not_found))
    return verdict_of(
        "reached",
        SAYS,
        len(wanted),
        [Refutation(f"Nobody is shown {_name(shown)}.") for shown in unreached],
        searched and f"no interview was found that shows {searched}",
    )


def _search(everybody: Everybody, shown: Shown, when: Formula, left: dict[Shown, Formula]) -> bool:
    """Whether an interview was found that shows it; what it shows besides is struck out."""
    stopped: Formula = TRUE
    for tried in range(_MOST_TRIES):
        # Somebody at hand first; then the one with the fewest signs, whom least stops.
        find = everybody.find if tried < _QUICK_TRIES else everybody.smallest
        holding = find(when, stopped)
        if holding is None:
            return False
        answers = everybody.answers(holding)
        found = all_shown(everybody.pack, answers)
        _strike(left, found)
        if shown in found:
            return True
        stopped = everybody.make.both(stopped, _otherwise(everybody, answers))
    return False


def _is_shown_elsewhere(everybody: Everybody, shown: Shown) -> bool:
    """Whether somebody in one of the pack's countries is shown it."""
    if not any("country" in one.keys() for one in conditions_in(everybody.pack)):
        return False
    for country in everybody.pack.about.countries:
        there = Everybody(read_pack(everybody.folder, Locale(country))[0], everybody.folder)
        when = dict(_wanted(there.pack, there.person))[shown]
        if _search(there, shown, there.make.both(when, _as_asked(there)), {}):
            return True
    return False


def _otherwise(everybody: Everybody, answers: Answers) -> Formula:
    """Whether somebody does not give the answers at which this interview stopped."""
    make, table = everybody.make, everybody.table
    end = next(played(everybody.pack, answers))
    found = assess(everybody.pack, end.answers)
    behind = {
        (item.question, item.value)
        for flag in found.flags
        if flag.flag.urgency == found.urgency.name
        for item in flag.items
    }
    chosen = [
        table.choices[name][one]
        for name, one in behind
        if name in table.choices and one in table.choices[name]
    ]
    if not (found.urgent and chosen):
        chosen = [
            table.choices[name][one]
            for name, value in answers.items()
            if not isinstance(value, int)
            for one in ((value,) if isinstance(value, str) else value)
            if one in table.choices[name]
        ]
    return make.no(make.every(chosen))


def _as_asked(everybody: Everybody) -> Formula:
    """Whether what is answered is what the interview asks, stops included.

    While somebody waits for help, more is asked than this says; the interview decides.
    """
    make, table, pack = everybody.make, everybody.table, everybody.pack
    told = asking(everybody.answering, table)
    waiting = {name for group in pack.about.while_you_wait for name in group}
    parts = [told.answered]
    for name, asked in told.asked.items():
        while_waiting = told.urgent if name in waiting else FALSE
        may = make.either(asked, while_waiting)
        parts.append(make.implies(table.answered(make, name), may))
    return make.every(parts)


def _patients(everybody: Everybody) -> Iterator[Answers]:
    for _, patient in read_patients(everybody.folder):
        with suppress(AnswerError):  # `nightcramp check` says what is wrong with it
            yield read_answers(everybody.pack, patient.answers)


def _strike(left: dict[Shown, Formula], shown: set[Shown]) -> None:
    for one in shown & left.keys():
        del left[one]


def _name(shown: Shown) -> str:
    kind, *names = shown
    return f"the {kind} '{'/'.join(filter(None, names))}'"


def _wanted(pack: Pack, person: Person) -> Iterator[tuple[Shown, Formula]]:
    """What is to be shown to somebody, and when it is."""
    make = person.facts.make
    calm = make.either(person.told[Urgency.self_care], person.told[Urgency.routine])
    told = make.no(person.told[Urgency.incomplete])
    for flag in pack.red_flags:
        here = person.told[Urgency[flag.urgency]]
        yield ("flag", flag.id), make.both(person.flags[flag.id], here)
    for note in pack.notes:
        here = told if note.always else calm
        yield ("note", note.id), make.both(person.notes[note.id], here)
    for name, when in person.mimics.items():
        yield ("mimic", name), make.both(when, told)
    for name, points in person.points.items():
        yield ("cause", name), make.both(points[0] if points else make.no(TRUE), told)
    for name, when in person.leads.items():
        if name not in person.points and name != INCOMPLETE:
            yield ("explanation", name), make.both(when, calm)
    for kind, items, here in (
        ("criterion", person.criteria, told),
        ("evidence", person.evidence, told),
        ("test", person.tests, told),
        ("advice", person.advice, calm),
    ):
        for key, when in items.items():
            yield (kind, *key), make.both(when, here)
