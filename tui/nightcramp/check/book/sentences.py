"""Conditions as English sentences, in the words of the questions."""

from __future__ import annotations

from collections.abc import Mapping

from nightcramp.pack.condition import NOT_ASKED, START_MATTERS, Choice, Condition, Range
from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.triage import Value
from nightcramp.triage.answers import every_choice

_BOUNDS = {">=": "at least", ">": "over", "<=": "at most", "<": "under"}
_RESULTS = {
    "red_flags": "the red flag {} holds",
    "notes": "the note {} is shown",
    "mimics": "{} fits",
    "causes": "{} is found",
}
_ANY_FLAG = "any"
_ANY_HOLDS = "any red flag for today or now holds"


class Sentences:
    """Writes the conditions of a pack.

    Args:
        pack: the clinical content, in the language that its words are quoted in.
    """

    def __init__(self, pack: Pack) -> None:
        self._questions = {question.id: question for question in pack.questions}
        self._labels = {q.id: _labels(pack, q) for q in pack.questions}
        self._chosen = {q.id for q in pack.questions if q.kind != "number"}
        self._denials = {*pack.about.denials, UNSURE}
        self._classes = {one.id: one.name for one in pack.medicine_classes}
        self._measures = {one.id: one for one in pack.measures}
        groups = {one.id: one.title for one in pack.about.cause_groups}
        self._named: Mapping[str, Mapping[str, str]] = {
            "country": {code: country.name for code, country in pack.about.countries.items()},
            "red_flags": {one.id: one.means for one in pack.red_flags},
            "notes": {one.id: one.text for one in pack.notes},
            "mimics": {one.id: one.title for one in pack.mimics},
            "causes": groups | {one.id: one.title for one in pack.causes},
        }

    def of(self, condition: Condition | None) -> str:
        """The condition as one sentence; of none, that it holds for everyone."""
        clause = self.clause(condition) if condition is not None else ""
        sentence = clause or "for everyone"
        return f"{sentence[0].upper()}{sentence[1:]}."

    def clause(self, condition: Condition) -> str:
        """The condition as a part of a sentence."""
        parts = [self.test(test) for test in condition.tests]
        parts += [self._bracketed(part) for part in condition.all]
        if condition.any:
            some = [self._bracketed(part) for part in condition.any]
            several = len(some) > 1 and not self._is_any(condition)
            parts.append(f"({', or '.join(some)})" if several else ", or ".join(some))
        if condition.negated is not None:
            parts.append(f"not {self._bracketed(condition.negated, always=True)}")
        return ", and ".join(parts)

    def _bracketed(self, condition: Condition, *, always: bool = False) -> str:
        """A part in brackets, unless it is a single test."""
        single = len(condition.tests) == 1 and not (condition.all or condition.any)
        single = single and condition.negated is None and not always
        return self.clause(condition) if single else f"({self.clause(condition)})"

    def _is_any(self, condition: Condition) -> bool:
        """Whether it is alternatives and nothing else."""
        return not (condition.tests or condition.all or condition.negated)

    def test(self, test: Choice | Range) -> str:
        """A single test as a part of a sentence."""
        if isinstance(test, Range):
            of_reasons = self._counts_reasons(test.key)
            return (
                f"{self.value(test)} of {self.subject(test.key)}" if of_reasons else self._is(test)
            )
        if test.key in self._classes:
            return f"{self.value(test)}: {quoted(self._classes[test.key])}"
        if test.key in _RESULTS:
            is_any = _ANY_FLAG in test.any_of
            return _ANY_HOLDS if is_any else _RESULTS[test.key].format(self.value(test))
        if test.key == START_MATTERS:
            return "a medicine is taken for which it matters when it was started"
        return self._is(test)

    def _is(self, test: Choice | Range) -> str:
        asked = test.any_of != {NOT_ASKED} if isinstance(test, Choice) else True
        answered = "is answered" if test.key in self._chosen else "is"
        return f"{self.subject(test.key)} {answered if asked else 'is'} {self.value(test)}"

    def _counts_reasons(self, key: str) -> bool:
        """Whether it is a count that only rules look at."""
        measure = self._measures.get(key)
        return measure is not None and measure.kind == "count" and not measure.instrument

    def subject(self, key: str) -> str:
        """What a key stands for: a question in its words, a measure, a class of medicines."""
        question = self._questions.get(key)
        if question is not None:
            said = question.said if question.kind == "number" else ""
            return f"{said[0].lower()}{said[1:]}" if said else quoted(question.text)
        if key in self._measures:
            return quoted(self._measures[key].title)
        return quoted(self._classes[key]) if key in self._classes else f"the {key}"

    def value(self, test: Choice | Range) -> str:
        """What a test asks of its key: "at least 65 years", or the answers that it takes."""
        if isinstance(test, Range):
            bounds = [f"{_BOUNDS[sign]} {bound:g}" for sign, bound in test.bounds()]
            return f"{' and '.join(bounds)} {self._unit(test.key)}".strip()
        if test.key in self._classes:
            states = [_TAKEN.get(name, name) for name in sorted(test.any_of)]
            return " or ".join(states)
        labels = self._labels.get(test.key) or self._named.get(test.key, {})
        found = [quoted(label) for name, label in labels.items() if name in test.any_of]
        found += ["not asked"] if NOT_ASKED in test.any_of else []
        return " or ".join(found or map(quoted, sorted(test.any_of)))

    def told(self, key: str, value: Value) -> str:
        """An answer as it is read back; with its question, where it says nothing by itself."""
        if isinstance(value, int):
            return f"{self.subject(key)} {value} {self._unit(key)}".strip()
        chosen = value if isinstance(value, tuple) else (value,)
        named = self._labels[key] | {o.id: o.said for o in self._questions[key].options if o.said}
        said = " and ".join(quoted(named.get(name, name)) for name in chosen)
        return said if self._denials.isdisjoint(chosen) else f"{self.subject(key)} {said}"

    def _unit(self, key: str) -> str:
        question, measure = self._questions.get(key), self._measures.get(key)
        return question.unit if question else measure.unit if measure else ""


_TAKEN = {
    "taken": "taken",
    "recent": "started lately",
    UNSURE: "taken, and not sure since when",
    NOT_ASKED: "medicines not asked about",
}


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return f"“{text}”"


def _labels(pack: Pack, question: Question) -> dict[str, str]:
    """The label of each option; of a number, of not being sure."""
    if question.kind == "number":
        return {UNSURE: "Not sure"}
    return {option.id: option.label for option in every_choice(pack, question)}
