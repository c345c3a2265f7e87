"""Submissions of the form for phones: what is taken, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest

from nightcramp.exchange.columns import Notices
from nightcramp.exchange.odk import odata_rows, xml_rows
from nightcramp.exchange.rows import Row, UnreadableError
from tests.content import PACK


def read(xml: bytes) -> tuple[Row, list[str]]:
    notices: list[str] = []
    [row] = xml_rows(io.BytesIO(xml), PACK, Notices(notices.append))
    return row, notices


def test_groups_and_chosen_answers_are_read() -> None:
    row, notices = read(
        b"<data id='f' version='1'><start>2026</start><section_red_flags><age_page><age>71</age>"
        b"<age_unsure/></age_page><leg_danger>swollen hot</leg_danger><danger_now/>"
        b"<flag_clot_in_leg/></section_red_flags>"
        b"<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
    )

    assert row == Row(0, "row", {"age": 71, "leg_danger": ["swollen", "hot"]}, "uuid:1")
    assert notices == []


def test_not_sure_of_a_number_is_the_field_beside_it() -> None:
    row, _ = read(b"<data><age_page><age/><age_unsure>unsure</age_unsure></age_page></data>")

    assert row.answers == {"age": "unsure"}


def test_a_field_that_is_no_question_is_named() -> None:
    row, notices = read(b"<data><age>40</age><leg_dangr>swollen</leg_dangr></data>")

    assert row.answers == {"age": 40}
    assert notices == [
        "left out the column 'leg_dangr', which is no question. Did you mean 'leg_danger'?"
    ]


_BOMB = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.parametrize(
    ("xml", "says", "line"),
    [
        (b"", "is not valid XML: no element found.", 1),
        (b"<data>\n<age>40</data>", "is not valid XML: mismatched tag.", 2),
        (b"<data><age>4\xff</age></data>", "is not valid XML: not well-formed", 1),
        (b"<data><age>4\0</age></data>", "is not valid XML: not well-formed", 1),
        (b"<!DOCTYPE d><data><age>4</age></data>", "has a document type", 0),
        (
            f"<!DOCTYPE d [<!ENTITY a0 'x'>{_BOMB}]><d><age>&a9;</age></d>".encode(),
            "has a document type",
            0,
        ),
        (
            b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><d><age>&a;</age></d>",
            "has a document type",
            0,
        ),
        (b"<data><age>&a;</age></data>", "is not valid XML: undefined entity.", 1),
        (b"<a>" * 100, "is nested too deep.", 0),
        (b"<d><age>1</age>" + b" " * 1_000_000 + b"</d>", "is too large for a submission.", 0),
        (b"<d><age>1</age><age>2</age></d>", "is answered twice.", 0),
        (b"<d><age>1</age><age_page><age>2</age></age_page></d>", "has two columns for", 0),
        (b"<data encrypted='yes'><key>x</key></data>", "is no submission of the form", 0),
    ],
    ids=range(13),
)
def test_what_is_no_submission_is_a_sentence(xml: bytes, says: str, line: int) -> None:
    with pytest.raises(UnreadableError) as raised:
        read(xml)

    assert says in str(raised.value)
    assert raised.value.line == line


def odata(*submissions: Any, **more: Any) -> tuple[list[Row], list[str]]:
    notices: list[str] = []
    document = {"value": list(submissions), **more}
    return [*odata_rows(document, PACK, Notices(notices.append))], notices


def test_odata_has_groups_as_tables_and_lists_as_texts_or_lists() -> None:
    rows, notices = odata(
        {"__id": "a", "meta": {"x": 1}, "age_page": {"age": 40}, "leg_danger": "swollen hot"},
        {"__id": "b", "age_page": {"age": None}, "leg_danger": ["swollen", "hot"]},
    )

    assert [(row.number, row.id, row.answers) for row in rows] == [
        (1, "a", {"age": 40, "leg_danger": ["swollen", "hot"]}),
        (2, "b", {"leg_danger": ["swollen", "hot"]}),
    ]
    assert notices == []


def test_a_page_of_several_says_so() -> None:
    _, notices = odata({"age": 40}, **{"@odata.nextLink": "https://central.invalid/2"})

    assert notices == ["is one page of several; the others are files of their own."]


def test_what_is_no_submission_is_told_and_the_others_go_on() -> None:
    deep: Any = {"age": 1}
    for _ in range(100):
        deep = {"a": deep}
    rows, _ = odata(7, {"x": 1}, deep, {"age": 40})

    assert [row.problem[:31] for row in rows[:3]] == ["is no submission of the form: i"] * 3
    assert rows[3].answers == {"age": 40}
