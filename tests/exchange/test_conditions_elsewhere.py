"""A condition said in another language holds for the same answers."""

from __future__ import annotations

import operator
from typing import Any

import msgspec
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from nightcramp.exchange.conditions import CannotExpressError
from nightcramp.exchange.fhir.enable_when import Clauses, clauses
from nightcramp.exchange.xpath import XPathWriter
from nightcramp.pack.condition import Choice, Condition, Range, read_condition
from nightcramp.pack.model import Criterion, Measure
from nightcramp.triage import Answers, read_answers
from nightcramp.triage.derive import derive_facts
from tests.conditions import conditions
from tests.content import PACK
from tests.strategies import any_answers
from tests.xpath_values import field_values, holds

QUESTIONS = [q for q in PACK.questions if q.kind in ("single", "several", "number")]
_NAMED = ("danger_now", "danger_now_which", "age", "weeks", "feel", "sitting", "pregnant")
_FEW = [question for question in QUESTIONS if question.id in _NAMED]
_CLASSES = ("statin", "diuretic_unknown", "potassium_sparing")
_PICKED = [m.id for m in PACK.medicines if set(m.classes) & set(_CLASSES)]
_OPERATORS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def _enabled(found: Clauses, answers: Answers) -> bool:
    """Whether FHIR enables what has these clauses."""
    return all(any(_true(one, answers) for one in clause) for clause in found)


def _true(comparison: Any, answers: Answers) -> bool:
    item, sign, expected = comparison
    values = _values(item, answers)
    if sign == "exists":
        return bool(values) is expected
    if sign == "=":
        return expected in values
    return any(_OPERATORS[sign](value, expected) for value in values)


def _values(item: str, answers: Answers) -> list[Any]:
    value = answers.get(item.removesuffix(".unsure"))
    number = PACK.question(item.removesuffix(".unsure")).kind == "number"
    if value is None or (number and (value == "unsure") is not item.endswith(".unsure")):
        return []
    return list(value) if isinstance(value, tuple) else [value]


@given(conditions(PACK, _FEW), any_answers(PACK))
def test_what_enable_when_says_holds_for_the_same_answers(when: Condition, given_: Any) -> None:
    answers = read_answers(PACK, given_)
    try:
        found = clauses(PACK, when, PACK.questions)
    except CannotExpressError:
        reject()
    assert _enabled(found, answers) == derive_facts(PACK, answers).holds(when)


@given(conditions(PACK, _FEW), any_answers(PACK))
def test_what_xpath_says_holds_for_the_same_answers(when: Condition, given_: Any) -> None:
    answers = read_answers(PACK, given_)
    try:
        written = XPathWriter(PACK, PACK.questions).write(when)
    except CannotExpressError:
        reject()
    assert holds(written, field_values(PACK, answers)) == derive_facts(PACK, answers).holds(when)


@st.composite
def measured(draw: Any) -> Condition:
    """A condition on a few measures and on medicines, taken for long or begun lately."""
    parts = []
    for measure in draw(st.lists(st.sampled_from(PACK.measures), min_size=1, max_size=2)):
        most = len(measure.criteria) or 12
        bound = st.one_of(st.none(), st.integers(0, most + 1), st.just(0.5))
        bounds = draw(st.tuples(bound, bound, bound, bound).filter(any))
        parts.append(Condition(tests=(Range(measure.id, *bounds),)))
    for name in draw(st.lists(st.sampled_from(_CLASSES), max_size=2)):
        since = draw(st.sets(st.sampled_from(["taken", "recent", "unsure"]), min_size=1))
        parts.append(Condition(tests=(Choice(name, frozenset(since)),)))
    some = Condition(any=tuple(parts))
    drawn: Condition = draw(
        st.sampled_from([some, Condition(all=tuple(parts)), Condition(negated=some)])
    )
    return drawn


@st.composite
def medicated(draw: Any) -> Answers:
    """Any answers, also of which medicines are new."""
    given_ = draw(any_answers(PACK))
    picked = draw(st.lists(st.sampled_from(_PICKED), max_size=3, unique=True))
    if picked:
        new = st.one_of(st.just(["unsure"]), st.lists(st.sampled_from(picked), unique=True))
        given_ |= {"medicines": picked, "medicines_started": draw(new) or ["none"]}
    return read_answers(PACK, given_)


@given(measured(), medicated())
def test_what_xpath_says_of_measures_holds_for_the_same_answers(
    when: Condition, answers: Answers
) -> None:
    try:
        written = XPathWriter(PACK, PACK.questions).write(when)
    except CannotExpressError:
        reject()
    assert holds(written, field_values(PACK, answers)) == derive_facts(PACK, answers).holds(when)


def _counts(*, published: bool) -> list[str]:
    counts = [measure for measure in PACK.measures if measure.kind == "count"]
    return [one.id for one in counts if bool(one.instrument) is published]


@pytest.mark.parametrize("name", _counts(published=False))
@pytest.mark.parametrize("bounds", [{"at_least": 1}, {"at_least": 2}, {"over": 0}, {"at_most": 9}])
def test_xpath_says_of_every_count_that_rules_look_at_whether_it_is_kept(
    name: str, bounds: dict[str, int]
) -> None:
    XPathWriter(PACK, PACK.questions).write(read_condition({name: bounds}))


@pytest.mark.parametrize("name", _counts(published=True))
@pytest.mark.parametrize("bounds", [{"at_least": 0}, {"at_most": 3}, {"under": 9}])
def test_what_is_not_known_of_an_instrument_is_not_said(name: str, bounds: dict[str, int]) -> None:
    when = read_condition({name: bounds})
    with pytest.raises(CannotExpressError):
        XPathWriter(PACK, PACK.questions).write(when)
    with pytest.raises(CannotExpressError):
        clauses(PACK, when, PACK.questions)


@given(st.data(), any_answers(PACK))
def test_what_enable_when_says_of_counts_holds_for_the_same_answers(
    data: st.DataObject, given_: Any
) -> None:
    answers = read_answers(PACK, given_)
    names = ["fluids_lost", "tingling", "weakness", "one_leg_pain", "unsteady_new"]
    names += ["weak_kidneys", "restless_legs_criteria", "cramp_characteristics"]
    name = data.draw(st.sampled_from(names))
    sign = data.draw(st.sampled_from(["at_least", "over", "at_most", "under"]))
    bound = data.draw(st.sampled_from([0, 0.5, 1, 2, 3, 6, 8]))
    when = Condition(tests=(Range(name, **{sign: bound}),))
    if data.draw(st.booleans()):
        when = Condition(negated=when)
    try:
        found = clauses(PACK, when, PACK.questions)
    except CannotExpressError:
        reject()
    assert _enabled(found, answers) == derive_facts(PACK, answers).holds(when)


@pytest.mark.parametrize(("met", "enough"), [(0, "no"), (1, "no"), (2, "yes"), (3, "yes")])
def test_so_many_of_several_criteria_are_enough_in_both(met: int, enough: str) -> None:
    counted = {"side": "one", "how_long": "hours", "how_often": "often"}
    criteria = tuple(
        Criterion(id=name, because="", when=read_condition({name: option}))
        for name, option in counted.items()
    )
    count = Measure(id="severe", title="Severe", kind="count", criteria=criteria)
    pack = msgspec.structs.replace(PACK, measures=(count,))
    answers = read_answers(pack, dict(list(counted.items())[:met]))
    for when, expected in (
        (read_condition({count.id: {"at_least": 2}}), enough == "yes"),
        (read_condition({"not": {count.id: {"over": 1}}}), enough == "no"),
    ):
        assert derive_facts(pack, answers).holds(when) is expected
        written = XPathWriter(pack, pack.questions).write(when)
        assert holds(written, field_values(pack, answers)) is expected
        assert _enabled(clauses(pack, when, pack.questions), answers) is expected


@given(st.data())
def test_the_pack_s_own_conditions_hold_for_the_same_answers(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))
    for place, question in enumerate(PACK.questions):
        if question.when is None:
            continue
        before = PACK.questions[:place]
        names = {q.id for q in before}
        earlier = {name: value for name, value in answers.items() if name in names}
        expected = derive_facts(PACK, earlier).holds(question.when)
        assert _enabled(clauses(PACK, question.when, before), earlier) == expected
        written = XPathWriter(PACK, before).write(question.when)
        assert holds(written, field_values(PACK, earlier)) == expected


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [({"at_least": 0}, "holds"), ({"at_most": 120}, "holds"), ({"at_least": 1}, "fails")],
    ids=str,
)
def test_not_sure_of_a_number_keeps_a_bound_that_every_number_keeps(
    bounds: dict[str, int], expected: str
) -> None:
    answers = read_answers(PACK, {"age": "unsure"})
    for when, holding in (
        (read_condition({"age": bounds}), expected == "holds"),
        (read_condition({"not": {"age": bounds}}), expected == "fails"),
    ):
        assert derive_facts(PACK, answers).holds(when) is holding
        assert _enabled(clauses(PACK, when, PACK.questions), answers) is holding
        written = XPathWriter(PACK, PACK.questions).write(when)
        assert holds(written, field_values(PACK, answers)) is holding
