"""Conditions as XPath, as forms on phones read it. What is not answered is empty there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.condition import NOT_ASKED, START_MATTERS, Choice, Condition, Range
from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import every_choice
from nightcramp.triage.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack.model import Measure, Medicine, Pack, Question

_BOUNDS = (("at_least", ">="), ("over", ">"), ("at_most", "<="), ("under", "<"))


class CannotWriteError(Exception):
    """A condition that a form cannot work out."""


def unsure_field(question_id: str) -> str:
    """The field beside a number, to say that one is not sure."""
    return f"{question_id}_unsure"


def least_field(measure_id: str) -> str:
    """The field for the least that a measure comes to."""
    return f"{measure_id}_least"


class Writer:
    """Writes conditions on the answers to some questions."""

    def __init__(self, pack: Pack, asked: Iterable[Question]) -> None:
        self._pack = pack
        self._questions = {question.id: question for question in asked}
        self._measures = {measure.id: measure for measure in pack.measures}

    def write(self, condition: Condition) -> str:
        """An expression that is true where the condition holds.

        Raises:
            CannotWriteError: it looks at what a form does not work out.
        """
        parts = [self._test(test) for test in condition.tests]
        parts += [self.write(part) for part in condition.all]
        if condition.any:
            parts.append(_either(self.write(part) for part in condition.any))
        if condition.negated:
            parts.append(f"not({self.write(condition.negated)})")
        return _both(parts)

    def least(self, measure: Measure) -> str:
        """An expression for the least that a measure comes to; no number where it has none.

        Raises:
            CannotWriteError: it is not a sum or product of answers.
        """
        if measure.kind == "count":
            raise CannotWriteError(measure.id)
        sign = " + " if measure.kind == "sum" else " * "
        counted = sign.join(self._least_of(self._questions[name]) for name in measure.of)
        if measure.zero_when is None:
            return counted
        return f"if({self.write(measure.zero_when)}, 0, {counted})"

    def _least_of(self, question: Question) -> str:
        if question.kind == "number":
            unsure = _selected(unsure_field(question.id), [UNSURE])
            return f"if({unsure}, {question.minimum}, number(${{{question.id}}}))"
        values = {
            option.id: option.value for option in question.options if option.value is not None
        }
        counted = f"if(${{{question.id}}} = '', number(''), {min(values.values()):g})"
        for option, value in values.items():
            counted = f"if({_selected(question.id, [option])}, {value:g}, {counted})"
        return counted

    def _test(self, test: Choice | Range) -> str:
        if isinstance(test, Range):
            return self._range(test)
        if test.key == "country":
            return "true()" if self._pack.country in test.any_of else "false()"
        if test.key in self._questions:
            return self._choice(test)
        return self._medicines(test)

    def _choice(self, test: Choice) -> str:
        sharing = [q for q in self._questions.values() if test.key in (q.id, q.clarifies)]
        options = sorted(test.any_of - {NOT_ASKED})
        ways = [_chosen(question, options) for question in sharing] if options else []
        if NOT_ASKED in test.any_of:
            ways.append(_both(_empty(question) for question in sharing))
        return _either(ways)

    def _range(self, test: Range) -> str:
        bounds = [(sign, getattr(test, name)) for name, sign in _BOUNDS]
        bounds = [(sign, bound) for sign, bound in bounds if bound is not None]
        if test.key in self._questions:
            question = self._questions[test.key]
            within = _both(f"${{{question.id}}} {sign} {bound:g}" for sign, bound in bounds)
            if not _keeps(question, bounds):
                return within
            return _either([within, _selected(unsure_field(question.id), [UNSURE])])
        if test.key not in self._measures or any(sign in ("<", "<=") for sign, _ in bounds):
            raise CannotWriteError(test.key)
        self.least(self._measures[test.key])
        return _both(f"${{{least_field(test.key)}}} {sign} {bound:g}" for sign, bound in bounds)

    def _medicines(self, test: Choice) -> str:
        picked = [name for name in medicine_questions(self._pack) if name in self._questions]
        of_class = [m.id for m in self._pack.medicines if _belongs(self._pack, m, test.key)]
        if not picked or not of_class or test.any_of != {"taken"}:
            raise CannotWriteError(test.key)
        return _either(_selected(name, of_class) for name in picked)


def medicine_questions(pack: Pack) -> list[str]:
    """The questions that offer the pack's medicines."""
    medicines = {medicine.id for medicine in pack.medicines}
    return [
        question.id
        for question in pack.questions
        if question.kind == "pick" and medicines <= {o.id for o in every_choice(pack, question)}
    ]


def _belongs(pack: Pack, medicine: Medicine, key: str) -> bool:
    if key == START_MATTERS:
        return medicine.id in rules_of(pack).starts_matter
    return key in medicine.classes


def _keeps(question: Question, bounds: Iterable[tuple[str, float]]) -> bool:
    """Whether every number that the question takes lies within the bounds."""
    least, most = question.minimum, question.maximum
    kept = {
        ">=": lambda bound: least >= bound,
        ">": lambda bound: least > bound,
        "<=": lambda bound: most <= bound,
        "<": lambda bound: most < bound,
    }
    return all(kept[sign](bound) for sign, bound in bounds)


def _chosen(question: Question, options: list[str]) -> str:
    if question.kind != "number":
        return _selected(question.id, options)
    return _selected(unsure_field(question.id), [UNSURE]) if UNSURE in options else "false()"


def _empty(question: Question) -> str:
    fields = [question.id, *([unsure_field(question.id)] if question.kind == "number" else [])]
    return _both(f"${{{field}}} = ''" for field in fields)


def _selected(field: str, options: Iterable[str]) -> str:
    return _either(f"selected(${{{field}}}, '{option}')" for option in options)


def _both(parts: Iterable[str]) -> str:
    return _joined("and", parts)


def _either(parts: Iterable[str]) -> str:
    return _joined("or", parts)


def _joined(word: str, parts: Iterable[str]) -> str:
    given = list(parts)
    return f"({f' {word} '.join(given)})" if len(given) > 1 else given[0]
