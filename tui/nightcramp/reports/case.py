"""A person's answers and what was found, in a clinician's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nightcramp.pack.model import NONE, OTHER, RED_FLAGS, UNSURE, Option, Pack, Question
from nightcramp.reports.answered import answer_lines, answer_text, denials
from nightcramp.triage.answers import choices
from nightcramp.triage.assessment import Assessment, CauseFound, FlagFound, MedicineFound
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.read_back import AnswerItem, items_behind
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import label_as_called


class Case:
    """One person, as the handover describes them.

    Attributes:
        answers: those that were weighed.
        asked: the questions they answer, in the pack's order.
    """

    def __init__(self, pack: Pack, found: Assessment) -> None:
        self.pack, self.words, self.found = pack, pack.words, found
        self.answers = found.answers
        self.asked = [q for q in pack.questions if q.id in found.answers]
        self._rules = rules_of(pack)

    def answer(self, question: Question) -> str:
        """The answer to a question, as the person gave it."""
        return answer_text(self.pack, question, self.answers)

    def is_positive(self, question: Question) -> bool:
        """Whether the answer says anything other than none and not sure."""
        return not {NONE, UNSURE}.issuperset(self._values(question))

    def negatives(self, question: Question) -> list[Option]:
        """The options that the person left out; none where they were not sure.

        Nobody reads all of a list that is searched: what was not picked there is not denied.
        """
        value = self.answers[question.id]
        if not isinstance(value, tuple) or UNSURE in value or question.kind in ("pick", "started"):
            return []
        offered = [o for o in choices(self.pack, question, self.answers) if not o.exclusive]
        return [o for o in offered if o.id not in (*value, UNSURE)]

    def items(self, question: Question) -> list[AnswerItem]:
        """What was answered, an item for each option, medicine or number."""
        value = self.answers[question.id]
        return [AnswerItem.of(self._rules, question.id, v, value) for v in self._values(question)]

    def clinical(self, items: Iterable[AnswerItem]) -> list[str]:
        """Answers in a clinician's words, each once; what says nothing by itself is left out."""
        return [*dict.fromkeys(filter(None, map(self._clinical, items)))]

    def denied(self, question: Question) -> list[str]:
        """What the person does not have of a question, in a clinician's words."""
        if self.answers[question.id] in denials(self.pack) and not self.clinical(
            self.items(question)
        ):
            return [clinical_name(question)]
        return [clinical_label(option) for option in self.negatives(question)]

    def behind(self, flags: Iterable[FlagFound]) -> str:
        """The answers that red flags rest on, each once, as the person gave them."""
        lines = (line for f in flags for line in answer_lines(self.pack, f.items))
        return "; ".join(dict.fromkeys(lines))

    def risks(self) -> Iterator[tuple[str, tuple[AnswerItem, ...]]]:
        """The name of each risk, and the answers that it rests on."""
        facts = derive_facts(self.pack, self.answers)
        for measure in self.pack.measures:
            if measure.kind == "count" and measure.clinical:
                held = [c.when for c in measure.criteria if facts.holds(c.when)]
                items = {i for w in held for i in items_behind(self.pack, w, facts, self.answers)}
                if items:
                    yield measure.clinical, tuple(sorted(items))

    def medicines(self) -> Iterator[str]:
        """Each with its classes and when it was started: new ones first, then those of a class."""
        new = self._picked("started")
        found = self.found.medicines
        ranked = sorted(found, key=lambda one: (one.medicine.id not in new, not one.classes))
        yield from map(self._medicine, ranked)
        if OTHER in self._picked("pick"):
            yield self.words.handover.other_medicine

    def no_medicines(self) -> str:
        """Why there are none: none are taken, the person is not sure, or was not asked."""
        picked, words = self._picked("pick"), self.words.handover
        if not picked:
            return words.medicines_not_asked
        return words.no_medicines if NONE in picked else words.medicines_unsure

    def cause(self, found: CauseFound) -> str:
        """A cause, with the medicines that speak for it."""
        name = found.cause.clinical or found.cause.title
        medicines = [one.name.partition(" (")[0] for one in found.medicines if one.is_known]
        if not medicines or not found.cause.names_medicines:
            return name
        return f"{name} ({', '.join(medicines)})"

    def tests(self) -> list[str]:
        """What may be checked, each once."""
        tests = [test for mimic in self.found.mimics for test in mimic.tests]
        tests += [test for cause in self.found.causes for test in cause.tests]
        named = (t.clinical.split(", ") if t.clinical else [t.text] for t in tests)
        return [*dict.fromkeys(name for names in named for name in names)]

    def _clinical(self, item: AnswerItem) -> str:
        question, value = self._rules.questions[item.question], item.value
        if isinstance(value, int):
            return f"{clinical_name(question)} {value} {question.unit}".rstrip()
        if value in self._rules.medicines and item.question in self._rules.pick_any:
            return label_as_called(self._rules.medicines[value][1].name, item.called)
        option = question.option(value)
        if option is None:
            return ""
        if option.clinical or value not in (*denials(self.pack), UNSURE):
            return clinical_label(option)
        if value == UNSURE:
            return option.said or self.words.handover.unsure_of.format(
                question=clinical_name(question)
            )
        return ""

    def _medicine(self, item: MedicineFound) -> str:
        started, words = self._picked("started"), self.words.handover
        names = dict.fromkeys(one.clinical or one.name for one in item.classes)
        details = [", ".join(names)] if names else []
        if item.medicine.id in started:
            details.append(words.new)
        elif UNSURE in started:
            details.append(words.start_unsure)
        name = item.medicine.name
        return f"{name} ({'; '.join(details)})" if details else name

    def _picked(self, kind: str) -> set[str | int]:
        """What was answered to the questions of a kind that offer medicines."""
        asked = (q for q in self.asked if q.kind == kind and q.offers_medicines)
        return {value for question in asked for value in self._values(question)}

    def _values(self, question: Question) -> tuple[str | int, ...]:
        value = self.answers[question.id]
        return value if isinstance(value, tuple) else (value,)


def is_sign_list(question: Question) -> bool:
    """Whether a question is a list of danger signs."""
    return question.section == RED_FLAGS and question.kind == "several"


def clinical_name(question: Question) -> str:
    """What a question is about, in a clinician's words."""
    return question.clinical or question.said or question.text


def clinical_label(option: Option) -> str:
    """An option in a clinician's words."""
    return option.clinical or option.said or option.label


def number_or_range(least: float, most: float) -> str:
    """A measure; a range where an answer behind it is not known."""
    return f"{least:g}" if least == most else f"{least:g}-{most:g}"
