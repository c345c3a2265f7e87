"""How soon, and by whom, as formulas: what flags and mimics say together, or that it is too early.

What `triage.assess` and `triage.safety` say of one person, said of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nightcramp.pack.condition import Condition
from nightcramp.pack.model import Pack, Urgency
from nightcramp.triage.formulas.answers import Table
from nightcramp.triage.formulas.facts import FormulaFacts
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas
from nightcramp.triage.rules import rules_of
from nightcramp.triage.safety import safety_of

URGENT = (Urgency.same_day, Urgency.emergency)


class HowSoon:
    """The flags and mimics of a pack, each with the formula by which it is found.

    Attributes:
        known: urgency -> whether what is found gives it, whatever is missing.
    """

    def __init__(
        self,
        make: Formulas,
        pack: Pack,
        flags: Mapping[str, Formula],
        mimics: Mapping[str, Formula],
    ) -> None:
        self._make = make
        self._pack = pack
        self._flags = flags
        self._mimics = mimics
        self._rules = list(self._by_urgency())
        self.known = self._known()

    def _by_urgency(self) -> Iterator[tuple[Urgency, Formula, str, int]]:
        """Each rule that says how soon: urgency, when, contact, days."""
        usual, rules = self._pack.about.routine_days, rules_of(self._pack)
        for flag in self._pack.red_flags:
            days = flag.within_days or usual
            yield Urgency[flag.urgency], self._flags[flag.id], rules.contact[flag.id], days
        for one in rules.mimics:
            days = one.mimic.within_days or usual
            yield one.urgency, self._mimics[one.mimic.id], one.contact, days

    def _known(self) -> dict[Urgency, Formula]:
        make = self._make
        known: dict[Urgency, Formula] = {}
        higher: Formula = FALSE
        for urgency in (Urgency.emergency, Urgency.same_day, Urgency.routine):
            here = make.some(when for one, when, _, _ in self._rules if one is urgency)
            known[urgency] = make.both(here, make.no(higher))
            higher = make.either(higher, here)
        return {**known, Urgency.self_care: make.no(higher)}

    def missing(
        self, facts: FormulaFacts, counted: Table, applies: Mapping[str, Formula]
    ) -> dict[str, Formula]:
        """Question id -> whether it is a safety question without an answer.

        Args:
            facts: all that is known, results included.
            counted: the answers that count.
            applies: question id -> whether it applies.
        """
        make = self._make
        wanted = wanted_for_safety(self._pack, facts, self.known)
        waiting = rules_of(self._pack).waiting
        return {
            name: make.every([when, make.no(counted.answered(make, name)), wanted[name]])
            for name, when in applies.items()
            if name in wanted and name not in waiting
        }

    def told(self, missing: Formula) -> dict[Urgency, Formula]:
        """Urgency -> whether it is told, given whether safety questions are missing."""
        make, known = self._make, self.known
        whole = make.no(missing)
        return {
            Urgency.emergency: known[Urgency.emergency],
            Urgency.same_day: known[Urgency.same_day],
            Urgency.routine: make.both(known[Urgency.routine], whole),
            Urgency.self_care: make.both(known[Urgency.self_care], whole),
            Urgency.incomplete: make.both(
                make.either(known[Urgency.self_care], known[Urgency.routine]), missing
            ),
        }

    def within(self, told: Mapping[Urgency, Formula]) -> dict[int, Formula]:
        """Days -> whether a routine result is to be seen within that many, or fewer."""
        make = self._make
        return {
            limit: make.both(
                told[Urgency.routine],
                make.some(when for _, when, _, days in self._rules if days <= limit),
            )
            for limit in sorted({days for _, _, _, days in self._rules})
        }

    def contacts(self, told: Mapping[Urgency, Formula]) -> dict[str, Formula]:
        """Contact id -> whether it is the one told: the first that rules of this urgency name."""
        make = self._make
        found: dict[str, list[Formula]] = {contact.id: [] for contact in self._pack.contacts}
        for urgency in URGENT:
            earlier: Formula = FALSE
            for contact, whens in found.items():
                here = make.some(
                    when
                    for one, when, named, _ in self._rules
                    if one is urgency and named == contact
                )
                whens.append(make.every([told[urgency], here, make.no(earlier)]))
                earlier = make.either(earlier, here)
        return {contact: make.some(whens) for contact, whens in found.items()}

    def flag_leads(self, told: Mapping[Urgency, Formula]) -> Formula:
        """Whether it is a red flag that makes the result urgent."""
        make = self._make
        return make.some(
            make.both(told[urgency], self._flags[flag.id])
            for urgency in URGENT
            for flag in self._pack.red_flags
            if flag.urgency == urgency.name
        )


def wanted_for_safety(
    pack: Pack, facts: FormulaFacts, known: Mapping[Urgency, Formula]
) -> dict[str, Formula]:
    """Question id -> whether an answer can still make the result more urgent."""
    make, safety = facts.make, safety_of(pack)
    now, today = known[Urgency.emergency], known[Urgency.same_day]
    behind_now = _behind(facts, safety.now_rules)
    behind_today = _behind(facts, safety.today_rules)
    return {
        question.id: make.both(
            make.no(now),
            make.either(
                make.both(today, behind_now.get(question.id, FALSE)),
                make.both(make.no(today), behind_today.get(question.id, FALSE)),
                TRUE if question.id in safety.always else FALSE,
            ),
        )
        for question in pack.questions
    }


def _behind(
    facts: FormulaFacts, rules: Iterable[tuple[frozenset[str], Condition]]
) -> dict[str, Formula]:
    """Question id -> whether one of the rules that look at it may still hold."""
    found: dict[str, list[Formula]] = {}
    for names, may_hold in rules:
        when = facts.holds(may_hold)
        for name in names:
            found.setdefault(name, []).append(when)
    return {name: facts.make.some(whens) for name, whens in found.items()}
