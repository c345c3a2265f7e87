"""Random conditions on the questions of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range
from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import every_choice

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.model import Question


def conditions(pack: Pack, questions: list[Question]) -> st.SearchStrategy[Condition]:
    """A condition that looks at these questions, a few parts deep."""
    # By their places: Hypothesis writes down what it chooses from, and a question is long.
    one = st.integers(0, len(questions) - 1).flatmap(lambda place: _tests(pack, questions[place]))
    simple = st.lists(one, min_size=1, max_size=2).map(
        lambda tests: Condition(tests=tuple({test.key: test for test in tests}.values()))
    )
    return st.recursive(simple, _combined, max_leaves=5)


def _combined(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: Condition(any=parts)),
        several.map(lambda parts: Condition(all=parts)),
        part.map(lambda negated: Condition(negated=negated)),
        st.tuples(several, part).map(lambda both: Condition(any=both[0], negated=both[1])),
    )


def _tests(pack: Pack, question: Question) -> st.SearchStrategy[Any]:
    offered = [option.id for option in every_choice(pack, question)][:9]
    named = [*offered, NOT_ASKED, *([UNSURE] if question.kind == "number" else [])]
    choice = st.sets(st.sampled_from(named), min_size=1, max_size=3).map(
        lambda chosen: Choice(question.id, frozenset(chosen))
    )
    if question.kind != "number":
        return choice
    least, most = question.minimum, question.maximum
    edges = st.sampled_from([least - 1, least, most, most + 1])
    number = st.one_of(st.none(), edges, st.integers(least, most))
    ranges = st.tuples(number, number, number, number).filter(any)
    return st.one_of(choice, ranges.map(lambda bounds: Range(question.id, *bounds)))
