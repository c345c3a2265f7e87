"""Compiled conditions: the same as the plain reading, and no way in for code."""

from __future__ import annotations

import builtins
import gc
import sys
import tracemalloc
from math import prod
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.exchange.json_builder import JsonBuilder
from nightcramp.pack.condition import NOT_ASKED, Condition, Range, read_condition
from nightcramp.triage import assess, read_answers
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.facts import Facts, tokens_for
from tests.content import PACK, VIGNETTES
from tests.strategies import any_answers

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.model import Measure, Question


_HOSTILE = (
    "'); raise SystemExit(",
    '"""\nimport os\n"""',
    "words",
    "test0",
    "_0",
    "\\",
    "{numbers}",
    "__import__('os').abort()",
)
_KEYS = st.sampled_from(["where", "feel", "age", *_HOSTILE])
_IDS = st.sampled_from(["calf", "knot", "unsure", *_HOSTILE])
_BOUNDS = st.sampled_from(["at_least", "at_most", "under", "over"])
_NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([0.5, float("inf"), float("-inf")]))
_TESTS = st.one_of(
    _IDS,
    st.lists(st.one_of(_IDS, st.just(NOT_ASKED)), min_size=1, max_size=3),
    st.dictionaries(_BOUNDS, _NUMBERS, min_size=1, max_size=3),
)


_PLAIN = st.dictionaries(_KEYS, _TESTS, min_size=1, max_size=2)


def _with_parts(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda plain, some: {**plain, "any": some}, _PLAIN, parts),
        st.builds(lambda some, every: {"any": some, "all": every}, parts, parts),
        st.builds(lambda plain, one: {**plain, "not": one}, _PLAIN, inner),
        st.builds(lambda one: {"not": one}, inner),
    )


_CONDITIONS = st.recursive(_PLAIN, _with_parts, max_leaves=6).map(read_condition)
_FACTS = st.builds(
    Facts.of,
    st.dictionaries(_KEYS, st.frozensets(_IDS, min_size=1, max_size=3), max_size=4),
    st.dictionaries(
        _KEYS, st.tuples(st.integers(-4, 4), st.integers(-4, 4)).map(sorted).map(tuple), max_size=3
    ),
)


@given(st.lists(_CONDITIONS, max_size=6), _FACTS)
def test_compiled_conditions_hold_where_they_hold_when_read(
    conditions: list[Condition], facts: Facts
) -> None:
    items = ConditionalItems(enumerate(conditions))

    truths = tuple(facts.holds(condition) for condition in conditions)
    assert items.truths(facts) == truths
    assert items.held(facts) == tuple(i for i, holds in enumerate(truths) if holds)


def test_no_condition_always_holds_and_bounds_without_a_bound_need_a_number() -> None:
    items = ConditionalItems([("always", None), ("known", Condition(tests=(Range("age"),)))])

    assert items.held(Facts.of({}, {})) == ("always",)
    assert items.held(Facts.of({}, {"age": (1, 2)})) == ("always", "known")


def test_nothing_a_condition_says_becomes_source(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []
    monkeypatch.setattr(builtins, "exec", lambda source, _table: sources.append(source))
    said = {"secret_key": ["secret_id", "other_secret", NOT_ASKED], "secret_age": {"over": 12345}}
    when = read_condition({"any": [said, {"not": said}]})

    with pytest.raises(KeyError):
        ConditionalItems([(None, when)]).truths(Facts.of({}, {}))

    assert "return" in sources[0]
    assert "secret" not in sources[0]
    assert "12345" not in sources[0]
    assert "not_asked" not in sources[0]


def test_conditions_nested_too_deep_are_refused_with_a_sentence() -> None:
    table: dict[str, Any] = {"where": "calf"}
    for _ in range(19):
        table = {"not": table}

    assert ConditionalItems([("deep", read_condition(table))]).held(Facts.of({}, {})) == ("deep",)
    with pytest.raises(ValueError, match="20 deep at most"):
        read_condition({"all": [table]})


@given(st.data())
def test_facts_looked_up_are_the_facts_read_from_the_answers(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))

    facts = derive_facts(PACK, answers)

    said = {
        word
        for question in PACK.questions
        for key in (question.id, question.clarifies)
        for word in _plain_words(key, answers.get(question.id))
    }
    keys = {word.partition("\0")[0] for word in said}
    assert {word for word in facts.words if word.partition("\0")[0] in keys} == said
    assert {name for name in facts.numbers if name in answers} == {
        question.id
        for question in PACK.questions
        if question.kind == "number" and question.id in answers
    }


def _plain_words(key: str, value: Any) -> tuple[str, ...]:
    if not key or value is None or isinstance(value, int):
        return ()
    return tokens_for(key, value if isinstance(value, tuple) else (value,))


@given(st.data())
def test_measures_count_what_holds_when_read(data: st.DataObject) -> None:
    facts = derive_facts(PACK, read_answers(PACK, data.draw(any_answers(PACK))))

    for measure in PACK.measures:
        assert facts.numbers.get(measure.id) == _plain_measure(measure, facts)


def _plain_measure(measure: Measure, facts: Facts) -> tuple[float, float] | None:
    if measure.zero_when and facts.holds(measure.zero_when):
        return (0, 0)
    if measure.kind == "count":
        whens = [criterion.when for criterion in measure.criteria]
        met = [facts.holds(when) for when in whens]
        if not measure.instrument:
            return (sum(met), len(whens))  # rules ask only whether enough are met
        known = [all(_is_known(facts, key) for key in when.keys()) for when in whens]
        may_be = [holds or not is_known for holds, is_known in zip(met, known, strict=True)]
        return (sum(met), sum(may_be)) if any(met) or any(known) else None
    lacking = measure.may_lack
    parts = [_plain_part(PACK.question(n), facts, lacks=n in lacking) for n in measure.of]
    counted = [part for part in parts if part is not None]
    if len(counted) < len(parts):
        return None
    of = sum if measure.kind == "sum" else prod
    return (of(least for least, _ in counted), of(most for _, most in counted))


def _is_known(facts: Facts, key: str) -> bool:
    chosen = f"{key}\0" in facts.words and f"{key}\0unsure" not in facts.words
    return chosen or key in facts.numbers


def _plain_part(question: Question, facts: Facts, *, lacks: bool) -> tuple[float, float] | None:
    if question.id in facts.numbers:
        return facts.numbers[question.id]
    if f"{question.id}\0" not in facts.words and not lacks:
        return None
    values = {o.id: o.value for o in question.options if o.value is not None}
    chosen = [value for one, value in values.items() if f"{question.id}\0{one}" in facts.words]
    counted = chosen or list(values.values())
    return (min(counted), max(counted))


def test_memory_is_flat_from_json_to_json(pack: Pack) -> None:
    patients = [vignette.answers for vignette in VIGNETTES]
    builder = JsonBuilder(pack)
    blocks = []
    for _ in range(60):  # Python itself keeps up to 2,000 tuples of a size, and a few are filled
        for table in patients:
            answers = read_answers(pack, table)
            msgspec.json.encode(builder.build(assess(pack, answers)))
        blocks.append(sys.getallocatedblocks())

    assert blocks[-1] - blocks[-11] < len(patients)


def test_assessing_again_and_again_keeps_nothing(pack: Pack) -> None:
    patients = [read_answers(pack, vignette.answers) for vignette in VIGNETTES]
    tracemalloc.start()
    in_use = []
    for _ in range(3):
        for answers in patients:
            assess(pack, answers)
        gc.collect()  # it also empties the lists of what is kept for the next tuple
        in_use.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert in_use[2] - in_use[1] < 10_000
