"""A person's answers and what was found, in a clinician's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nightcramp.pack.model import NONE, OTHER, UNSURE, Pack, Question
from nightcramp.pack.words import Words
from nightcramp.reports.answered import answer_lines, answer_text
from nightcramp.triage.answers import choices
from nightcramp.triage.assessment import Assessment, FlagFound, MedicineFound
from nightcramp.triage.safety import RED_FLAGS
from nightcramp.triage.values import Answers


class Case:
    """One person, as the handover describes them.

    Attributes:
        answers: those that were weighed.
        asked: the questions they answer, in the pack's order.
    """

    def __init__(self, pack: Pack, words: Words, answers: Answers, found: Assessment) -> None:
        self.pack, self.words, self.answers, self.found = pack, words, answers, found
        self.asked = [q for q in pack.questions if q.id in answers]

    def answer(self, question: Question) -> str:
        """The answer to a question, in words."""
        return answer_text(self.pack, question, self.answers, self.words.question.not_sure)

    def is_positive(self, question: Question) -> bool:
        """Whether the answer says anything other than none and not sure."""
        return not {NONE, UNSURE}.issuperset(self._values(question))

    def negatives(self, question: Question) -> list[str]:
        """The options that the person left out; none where they were not sure.

        Nobody reads all of a list that is searched: what was not picked there is not denied.
        """
        value = self.answers[question.id]
        if not isinstance(value, tuple) or UNSURE in value or question.kind in ("pick", "started"):
            return []
        offered = [o for o in choices(self.pack, question, self.answers) if not o.exclusive]
        return [o.label for o in offered if o.id not in (*value, UNSURE)]

    def behind(self, flags: Iterable[FlagFound]) -> str:
        """The answers that red flags rest on, each once."""
        lines = (line for f in flags for line in answer_lines(self.pack, self.words, f.items))
        return "; ".join(dict.fromkeys(lines))

    def medicines(self) -> Iterator[str]:
        """Each with its classes and when it was started."""
        yield from map(self._medicine, self.found.medicines)
        if OTHER in self._picked("pick"):
            yield self.words.handover.other_medicine

    def no_medicines(self) -> str:
        """Why there are none: none are taken, the person is not sure, or was not asked."""
        picked, words = self._picked("pick"), self.words.handover
        if not picked:
            return words.medicines_not_asked
        return words.no_medicines if NONE in picked else words.medicines_unsure

    def tests(self) -> list[str]:
        """What may be checked, each once."""
        tests = [test for mimic in self.found.mimics for test in mimic.tests]
        tests += [test for cause in self.found.causes for test in cause.tests]
        return list(dict.fromkeys(test.text for test in tests))

    def _medicine(self, item: MedicineFound) -> str:
        started, words = self._picked("started"), self.words.handover
        details = [", ".join(c.name for c in item.classes)] if item.classes else []
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


def number_or_range(least: float, most: float) -> str:
    """A measure; a range where an answer behind it is not known."""
    return f"{least:g}" if least == most else f"{least:g}-{most:g}"
