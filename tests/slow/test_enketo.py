"""The form for phones in Enketo, where web pages fill it in: what is asked, shown, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pyxform.xls2xform import convert

from nightcramp.exchange.xlsform import sheets
from nightcramp.exchange.xlsx import workbook
from nightcramp.pack import Pack, Urgency, load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage import assess, read_answers
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from tests.content import PACK, VIGNETTES
from tests.enketo import Filled, fill_in
from tests.xpath_values import field_values

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.timeout(900)  # the first test waits until every patient is through

WAITING = {question.id for question in PACK.questions if question.waits}
ADULT = {"age": "40"}
WRITTEN = {
    "one sign": {**ADULT, "danger_now": "breath"},
    "two signs": {**ADULT, "danger_now": "breath heart"},
    "none alone": {**ADULT, "danger_now": "none"},
    "none beside a sign": {**ADULT, "danger_now": "none breath"},
    "too old": {"age": "200"},
    "not sure": {"age_unsure": "unsure"},
    "not sure beside a number": {**ADULT, "age_unsure": "unsure"},
}
FAULTS = {
    "relevant": ("alcohol_often", "${age} > 200"),
    "constraint": ("danger_now", ""),
    "required": ("leg_danger", ""),
}


class Filling(NamedTuple):
    """Everything that Enketo filled in, and what it wrote on the console.

    Attributes:
        patients: the id of a vignette -> the form with these answers.
        written: the same for values that nobody has.
        faulty: the first patient, and what nobody has, in a form with faults.
        complaints: what was written on the console.
    """

    patients: dict[str, Filled]
    written: dict[str, Filled]
    faulty: dict[str, Filled]
    complaints: list[str]


def xform(packs: Iterable[Pack], faults: dict[str, tuple[str, str]]) -> str:
    """The form as pyxform makes it; a fault is a column, a question and what stands there."""
    form = sheets(tuple(packs))
    head = form["survey"][0]
    for column, (name, wrong) in faults.items():
        [row] = [row for row in form["survey"] if row[head.index("name")] == name]
        assert row[head.index(column)] != wrong
        row[head.index(column)] = wrong
    return str(convert(workbook(form), file_type=".xlsx", validate=False).xform)


def fields(given: Any) -> dict[str, str]:
    """Field -> value, without the counts, which the form works out."""
    values = field_values(PACK, read_answers(PACK, given))
    return {name: "" if name.endswith("_least") else value for name, value in values.items()}


@pytest.fixture(scope="module")
def filling() -> Filling:
    """All of it in one page."""
    whole = [load_pack(locale=Locale(language=language)) for language in ("en", "es")]
    patients = [fields(vignette.answers) for vignette in VIGNETTES]
    nobody = fields({})
    written = [{**nobody, **values} for values in WRITTEN.values()]
    faulty = {"well": fields(_well()), "none beside a sign": written[3]}
    cases = [(0, values) for values in (*patients, *written)]
    cases += [(1, values) for values in faulty.values()]
    made = fill_in([xform(whole, {}), xform([PACK], FAULTS)], cases)
    filled = iter(made.filled)
    return Filling(
        {vignette.id: next(filled) for vignette in VIGNETTES},
        {name: next(filled) for name in WRITTEN},
        {name: next(filled) for name in faulty},
        made.complaints,
    )


def _well() -> Any:
    return next(one.answers for one in VIGNETTES if "alcohol_often" in one.answers)


def asked(given: Any) -> set[str]:
    """The questions that apply, without those for who waits for help."""
    return (
        set(rules_of(PACK).applying.held(derive_facts(PACK, read_answers(PACK, given)))) - WAITING
    )


def shown(filled: Filled) -> set[str]:
    """The questions that the form shows."""
    return set(filled.shown) & {question.id for question in PACK.questions}


def test_it_asks_every_patient_what_the_wizard_asks_of_those_who_do_not_wait(
    filling: Filling,
) -> None:
    for vignette in VIGNETTES:
        assert shown(filling.patients[vignette.id]) == asked(vignette.answers), vignette.id


def test_it_shows_every_patient_the_urgent_flags_that_hold(filling: Filling) -> None:
    for vignette in VIGNETTES:
        urgent = {
            f"flag_{found.flag.id}"
            for found in assess(PACK, read_answers(PACK, vignette.answers)).flags
            if Urgency[found.flag.urgency] >= Urgency.same_day
        }
        told = {name for name in filling.patients[vignette.id].shown if name.startswith("flag_")}
        assert told == urgent, vignette.id


def test_it_counts_as_libxml2_does(filling: Filling) -> None:
    for vignette in VIGNETTES:
        expected = field_values(PACK, read_answers(PACK, vignette.answers))
        counts = {name: value for name, value in expected.items() if name.endswith("_least")}
        values = filling.patients[vignette.id].values
        written = {name: values[name] for name in counts.keys() & values.keys()}
        assert len(written) > 10
        assert written == {name: counts[name] for name in written}, vignette.id


def test_it_takes_every_answer_and_misses_what_has_none(filling: Filling) -> None:
    for vignette in VIGNETTES:
        filled = filling.patients[vignette.id]
        assert filled.wrong == [], vignette.id
        assert set(filled.missing) == asked(vignette.answers) - vignette.answers.keys(), vignette.id


def test_it_writes_nothing_on_the_console(filling: Filling) -> None:
    assert filling.complaints == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("one sign", []),
        ("two signs", []),
        ("none alone", []),
        ("none beside a sign", ["danger_now"]),
        ("too old", ["age"]),
        ("not sure", []),
        ("not sure beside a number", ["age_unsure"]),
    ],
)
def test_it_refuses_what_cannot_be(filling: Filling, name: str, wrong: list[str]) -> None:
    assert filling.written[name].wrong == wrong


def test_not_sure_of_a_number_is_an_answer(filling: Filling) -> None:
    assert "age" not in filling.written["not sure"].missing


def test_faults_of_a_form_show(filling: Filling) -> None:
    assert asked(_well()) - shown(filling.faulty["well"]) == {"alcohol_often"}
    assert filling.faulty["none beside a sign"].wrong == []
    assert "leg_danger" not in filling.faulty["none beside a sign"].missing
    assert "leg_danger" in filling.written["none beside a sign"].missing
