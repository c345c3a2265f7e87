"""Compiled conditions: the same as the plain reading, and no way in for code."""

from __future__ import annotations

import builtins
import gc
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.pack.condition import NOT_ASKED, Condition, Range, read_condition
from nightcramp.pack.vignettes import load_vignettes
from nightcramp.triage import assess, read_answers
from nightcramp.triage.compiled import Depending
from nightcramp.triage.facts import Facts

if TYPE_CHECKING:
    from nightcramp.pack import Pack

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
    depending = Depending(enumerate(conditions))

    truths = tuple(facts.holds(condition) for condition in conditions)
    assert depending.truths(facts) == truths
    assert depending.held(facts) == tuple(i for i, holds in enumerate(truths) if holds)


@given(_CONDITIONS, _FACTS)
def test_what_holds_may_hold(condition: Condition, facts: Facts) -> None:
    assert facts.may_hold(condition) or not facts.holds(condition)


def test_no_condition_always_holds_and_bounds_without_a_bound_need_a_number() -> None:
    depending = Depending([("always", None), ("known", Condition(tests=(Range("age"),)))])

    assert depending.held(Facts.of({}, {})) == ("always",)
    assert depending.held(Facts.of({}, {"age": (1, 2)})) == ("always", "known")


def test_nothing_a_condition_says_becomes_source(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []
    monkeypatch.setattr(builtins, "exec", lambda source, _table: sources.append(source))
    said = {"secret_key": ["secret_id", "other_secret", NOT_ASKED], "secret_age": {"over": 12345}}

    with pytest.raises(KeyError):
        Depending([(None, read_condition({"any": [said, {"not": said}]}))]).truths(Facts.of({}, {}))

    assert "return" in sources[0]
    assert "secret" not in sources[0]
    assert "12345" not in sources[0]
    assert "not_asked" not in sources[0]


def test_conditions_nested_too_deep_are_refused_with_a_sentence() -> None:
    table: dict[str, Any] = {"where": "calf"}
    for _ in range(19):
        table = {"not": table}

    assert Depending([("deep", read_condition(table))]).held(Facts.of({}, {})) == ("deep",)
    with pytest.raises(ValueError, match="20 deep at most"):
        read_condition({"all": [table]})


def test_assessing_again_and_again_keeps_nothing(pack: Pack) -> None:
    patients = [read_answers(pack, vignette.answers) for vignette in load_vignettes()]
    tracemalloc.start()
    in_use = []
    for _ in range(3):
        for answers in patients:
            assess(pack, answers)
        gc.collect()  # it also empties the lists of what is kept for the next tuple
        in_use.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert in_use[2] - in_use[1] < 10_000
