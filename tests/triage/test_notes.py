"""Notes stand beside the urgency: what needs a check whatever the cramp is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.pack import Urgency
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import NOTES, build_result
from nightcramp.triage import assess, read_answers
from tests.calm import calm
from tests.content import PACK
from tests.strategies import any_answers, interviews

if TYPE_CHECKING:
    from nightcramp.pack.model import Note
    from nightcramp.triage import Assessment

SILENT = msgspec.structs.replace(PACK, notes=())


def lines_of(found: Assessment) -> list[str]:
    """What a page says in its notes."""
    result = build_result(PACK, found)
    return [line.text for one in result.reasons if one.id == NOTES for line in one.lines]


def note(name: str) -> Note:
    return next(one for one in PACK.notes if one.id == name)


@given(st.one_of(interviews(PACK).map(lambda i: i.answers), any_answers(PACK)))
def test_a_note_changes_no_urgency_and_no_flag(table: Any) -> None:
    answers = read_answers(PACK, table)
    found, without = assess(PACK, answers), assess(SILENT, answers)
    parts = ("urgency", "within_days", "contact", "flags", "leading", "missing")
    assert [getattr(found, part) for part in parts] == [getattr(without, part) for part in parts]


def test_a_note_alone_leaves_a_person_at_home() -> None:
    found = assess(PACK, calm(PACK, medicines=["other"]))
    assert [one.note.id for one in found.notes] == ["medicine_missed_from_list"]
    assert found.urgency is Urgency.self_care
    assert "We do not know this medicine." in render_plain(build_result(PACK, found))


@given(st.one_of(interviews(PACK).map(lambda i: i.answers), any_answers(PACK)))
def test_beside_an_urgent_result_stand_the_notes_that_always_do(table: Any) -> None:
    found = assess(PACK, read_answers(PACK, table))
    said = " ".join(lines_of(found))
    for one in found.notes:
        shown = not found.incomplete and (one.note.always or not found.urgent)
        assert (one.note.text in said) is shown


@pytest.mark.parametrize("urgent", [{}, {"leg_danger": ["swollen"]}, {"danger_now": ["breath"]}])
def test_a_note_for_always_is_read_at_every_urgency(urgent: dict[str, Any]) -> None:
    found = assess(PACK, calm(PACK, **urgent, medicines=["tonic_water"]))
    assert found.urgent is bool(urgent)
    assert any(note("tonic_water").text in line for line in lines_of(found))


def test_a_note_for_later_does_not_stand_on_an_urgent_page() -> None:
    takes = {"medicines": ["other"]}
    assert lines_of(assess(PACK, calm(PACK, **takes)))
    urgent = assess(PACK, calm(PACK, **takes, leg_danger=["swollen"]))
    assert "medicine_missed_from_list" in [one.note.id for one in urgent.notes]
    assert not any(note("medicine_missed_from_list").text in line for line in lines_of(urgent))


def test_nothing_is_said_beside_where_nothing_can_be_said() -> None:
    found = assess(PACK, read_answers(PACK, {"medicines": ["tonic_water"]}))
    assert found.incomplete
    assert lines_of(found) == []


def test_a_note_says_what_was_told_whom_to_ask_and_how_soon() -> None:
    found = assess(PACK, calm(PACK, medicines=["ibuprofen"], conditions=["kidney"]))
    [line] = [one for one in lines_of(found) if note("painkiller_kidneys").text in one]
    assert "ibuprofen" in line
    assert "Kidney disease" in line
    assert "pharmacist" in line
    assert "today" in line


def test_no_note_says_what_a_flag_already_says() -> None:
    """A note for what can hurt soon would be a flag: none of them is for now."""
    texts = {flag.means for flag in PACK.red_flags}
    assert [one.id for one in PACK.notes if one.text in texts] == []
    contacts = {contact.id for contact in PACK.contacts}
    assert [one.id for one in PACK.notes if one.contact not in contacts] == []
