"""Conditions as XPath for XLSForm. A field without an answer is an empty string."""

from __future__ import annotations

from collections.abc import Iterable

from nightcramp.exchange.conditions import (
    CannotExpressError,
    always_keeps,
    may_all_be_met,
    only_serves_rules,
    sharing,
)
from nightcramp.pack.condition import NOT_ASKED, START_MATTERS, Choice, Condition, Range
from nightcramp.pack.model import UNSURE, Measure, Pack, Question
from nightcramp.triage.rules import rules_of

_ROOM = 10_000_000
"""Characters that the conditions of a form take at most, each with its parts; here 1 million."""

_STARTED = frozenset({"taken", "recent", UNSURE})


def unsure_field(question_id: str) -> str:
    """The field beside a number for someone who is not sure of it."""
    return f"{question_id}_unsure"


def page_group(question_id: str) -> str:
    """The group of a number and the field beside it."""
    return f"{question_id}_page"


def least_field(measure_id: str) -> str:
    """The field for the least that a measure comes to."""
    return f"{measure_id}_least"


class Room:
    """How many characters are left for the conditions of a form."""

    def __init__(self) -> None:
        self._left = _ROOM

    def take(self, characters: int) -> None:
        """Take some of it, before they are written.

        Raises:
            CannotExpressError: there is not as much left.
        """
        self._left -= characters
        if self._left < 0:
            raise CannotExpressError("more than a form can hold")


class XPathWriter:
    """Writes conditions on the answers to some questions.

    Args:
        pack: the clinical content.
        asked: the questions that can be answered there.
        room: what is left for the form; all of it for a writer that is alone.
    """

    def __init__(self, pack: Pack, asked: Iterable[Question], room: Room | None = None) -> None:
        self._room = room or Room()
        self._pack = pack
        self._questions = {question.id: question for question in asked}
        self._measures = {measure.id: measure for measure in pack.measures}

    def write(self, condition: Condition) -> str:
        """An expression that is true where the condition holds.

        Raises:
            CannotExpressError: it looks at something that a form does not calculate.
        """
        parts = [self._test(test) for test in condition.tests]
        parts += [self.write(part) for part in condition.all]
        if condition.any:
            parts.append(_either([self.write(part) for part in condition.any]))
        if condition.negated:
            parts.append(f"not({self.write(condition.negated)})")
        self._room.take(sum(map(len, parts)))
        return _both(parts)

    def least(self, measure: Measure) -> str:
        """An expression for the least that a measure comes to.

        A sum or product without an answer is NaN. A count is 0 where nothing is known.

        Raises:
            CannotExpressError: it rests on something that a form does not calculate.
        """
        if measure.kind == "count":
            met = [self.write(criterion.when) for criterion in measure.criteria]
            counted = " + ".join(f"if({one}, 1, 0)" for one in met)
        else:
            sign = " + " if measure.kind == "sum" else " * "
            if not self._questions.keys() >= set(measure.of):
                raise CannotExpressError(measure.id)
            counted = sign.join(
                self._least_of(self._questions[name], may_lack=name in measure.may_lack)
                for name in measure.of
            )
        if measure.zero_when is None or only_serves_rules(measure):
            return counted
        return f"if({self.write(measure.zero_when)}, 0, {counted})"

    def _least_of(self, question: Question, *, may_lack: bool) -> str:
        """The least value of an answer; NaN without one, unless the measure may lack it."""
        field = f"${{{question.id}}}"
        if question.kind == "number":
            unsure = _selected(unsure_field(question.id), [UNSURE])
            given = f"if({field} = '', 0, number({field}))" if may_lack else f"number({field})"
            return f"if({unsure}, {question.minimum}, {given})"
        values = {
            option.id: option.value for option in question.options if option.value is not None
        }
        least = f"{min(values.values()):g}"
        counted = least if may_lack else f"if({field} = '', number(''), {least})"
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
        questions = sharing(test.key, self._questions.values())
        options = sorted(test.any_of - {NOT_ASKED})
        parts = [_chosen(question, options) for question in questions] if options else []
        if NOT_ASKED in test.any_of:
            parts.append(_both(_empty(question) for question in questions))
        return _either(parts)

    def _range(self, test: Range) -> str:
        bounds = test.bounds()
        if test.key in self._questions:
            question = self._questions[test.key]
            within = _both(f"${{{question.id}}} {sign} {bound:g}" for sign, bound in bounds)
            if not all(always_keeps(question, *one) for one in bounds):
                return within
            return _either([within, _selected(unsure_field(question.id), [UNSURE])])
        if test.key not in self._measures:
            raise CannotExpressError(test.key)
        measure = self._measures[test.key]
        self.least(measure)
        return _both(self._measured(measure, sign, bound) for sign, bound in bounds)

    def _measured(self, measure: Measure, sign: str, bound: float) -> str:
        """A measure keeps a bound, by the least it comes to."""
        if sign in ("<", "<="):
            if not only_serves_rules(measure):
                raise CannotExpressError(measure.id)
            # All that is not known to be met may be.
            return "true()" if may_all_be_met(measure, sign, bound) else "false()"
        none_keeps = bound < 0 or (sign == ">=" and bound == 0)
        if measure.kind == "count" and measure.instrument and none_keeps:
            # Where nothing is known it has no least; in a form that is 0 all the same.
            raise CannotExpressError(measure.id)
        return f"${{{least_field(measure.id)}}} {sign} {bound:g}"

    def _medicines(self, test: Choice) -> str:
        rules = rules_of(self._pack)
        picked = [name for name in rules.pick_any if name in self._questions]
        of_class = rules.medicines_of(test.key)
        if not picked or not of_class:
            raise CannotExpressError(test.key)
        self._room.take(sum(map(len, of_class)) * len(picked))
        taken = _either(_selected(name, of_class) for name in picked)
        if test.any_of == {"taken"}:
            return taken
        asked = [q.id for q in self._questions.values() if q.kind == "started"]
        if not asked or not test.any_of <= _STARTED or test.key == START_MATTERS:
            raise CannotExpressError(test.key)
        self._room.take(sum(map(len, of_class)) * len(picked) * len(asked))
        since = {
            "taken": taken,
            "recent": _either(
                _both([_selected(name, [one]), _selected(new, [one])])
                for one in of_class
                for name in picked
                for new in asked
            ),
            UNSURE: _both([taken, _either(_selected(new, [UNSURE]) for new in asked)]),
        }
        return _either(since[one] for one in sorted(test.any_of))


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
