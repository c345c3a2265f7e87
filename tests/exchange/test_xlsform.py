"""The form for phones: valid to those who made the format, and asking what the wizard asks."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import openpyxl
import pytest

from nightcramp.cli.main import main
from nightcramp.errors import NightcrampError
from nightcramp.exchange.xlsform import sheets, xlsform
from nightcramp.exchange.xlsx import workbook
from nightcramp.pack import Pack, Urgency, load_pack
from nightcramp.pack.condition import read_condition
from nightcramp.pack.locale import Locale
from nightcramp.triage import Answers, assess, read_answers
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from tests.content import VIGNETTES as PATIENTS
from tests.content import sample
from tests.xpath_values import field_values, holds, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VIGNETTES = sample(PATIENTS)
LANGUAGES = ("English (en)", "Español (es)")


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, ...]:
    """The pack in both languages."""
    return tuple(load_pack(locale=Locale(language=language)) for language in ("en", "es"))


@pytest.fixture(scope="module")
def rows(packs: tuple[Pack, ...]) -> list[dict[str, str]]:
    """The rows of the survey."""
    head, *others = sheets(packs)["survey"]
    return [dict(zip(head, row, strict=True)) for row in others]


@pytest.mark.parametrize(
    "condition",
    [
        {"audit_c": {"at_most": 3}},
        {"restless_legs_criteria": {"at_most": 2}},
        {"restless_legs_criteria": {"at_least": 0}},
        {"start_matters": "recent"},
        {"taken_lately": "alcohol"},
    ],
    ids=str,
)
def test_no_form_is_made_that_cannot_show_an_urgent_flag(
    packs: tuple[Pack, ...], condition: Any
) -> None:
    pack = packs[0]
    first = msgspec.structs.replace(pack.red_flags[0], when=read_condition(condition))
    changed = msgspec.structs.replace(pack, red_flags=(first, *pack.red_flags[1:]))

    with pytest.raises(NightcrampError, match=f"red flag '{first.id}' looks at"):
        xlsform([changed])


def test_every_text_is_there_in_both_languages(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for kind in ("label", "hint", "constraint_message"):
            told = [bool(row[f"{kind}::{language}"]) for language in LANGUAGES]
            assert len(set(told)) == 1, row["name"]
            assert (
                all(told)
                or kind != "label"
                or row["type"]
                in (
                    *("end_group", "calculate"),
                    "begin_group",
                )
            )


def test_the_same_pack_gives_the_same_bytes(packs: tuple[Pack, ...]) -> None:
    assert xlsform(packs) == xlsform(packs)


def test_a_spreadsheet_program_reads_what_was_written() -> None:
    written = [["type", "a & b"], ["<x>", ""], ["", ' " é\n  ñ ']]
    wide = [[f"{number}" for number in range(60)]]

    book = openpyxl.load_workbook(io.BytesIO(workbook({"one": written, "two & 3": wide})))

    read = [[cell or "" for cell in row] for row in book["one"].iter_rows(values_only=True)]
    assert read == written
    assert [list(row) for row in book["two & 3"].iter_rows(values_only=True)] == wide


def test_no_text_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"one": [["=1+1"]]})))

    assert book["one"]["A1"].data_type != "f" or book["one"]["A1"].value == "=1+1"
    assert b"<f>" not in workbook({"one": [["=1+1"]]})


class Form:
    """The form as a phone fills it in: what is hidden is empty."""

    def __init__(self, pack: Pack, rows: list[dict[str, str]], answers: Answers) -> None:
        self.shown: set[str] = set()
        self._values: dict[str, str] = {}
        self._given = field_values(pack, answers)
        self._fill(rows)

    def _fill(self, rows: list[dict[str, str]]) -> None:
        hidden = 0
        for row in rows:
            if row["type"] == "end_group":
                hidden -= hidden > 0
                continue
            shown = not hidden and (not row["relevant"] or holds(row["relevant"], self._values))
            if row["type"] == "begin_group":
                hidden += bool(hidden or not shown)
                continue
            self._values[row["name"]] = self._value(row) if shown else ""
            self.shown |= {row["name"]} if shown else set()

    def _value(self, row: dict[str, str]) -> str:
        if row["calculation"]:
            return text_of(row["calculation"], self._values)
        return self._given.get(row["name"], "")


def test_the_form_asks_every_patient_what_the_wizard_asks_of_those_who_do_not_wait(
    pack: Pack, rows: list[dict[str, str]]
) -> None:
    waiting = {question.id for question in pack.questions if question.waits}
    assert waiting
    for vignette in VIGNETTES:
        answers = read_answers(pack, vignette.answers)
        facts = derive_facts(pack, answers)
        asked = set(rules_of(pack).applying.held(facts)) - waiting
        assert Form(pack, rows, answers).shown & {q.id for q in pack.questions} == asked, (
            vignette.id
        )


def test_the_form_shows_every_patient_the_urgent_flags_that_hold(
    pack: Pack, rows: list[dict[str, str]]
) -> None:
    for vignette in VIGNETTES:
        answers = read_answers(pack, vignette.answers)
        urgent = {
            f"flag_{found.flag.id}"
            for found in assess(pack, answers).flags
            if Urgency[found.flag.urgency] >= Urgency.same_day
        }
        shown = {name for name in Form(pack, rows, answers).shown if name.startswith("flag_")}
        assert shown == urgent, vignette.id


def test_a_flag_shows_for_a_child_who_is_not_asked_its_section(
    pack: Pack, rows: list[dict[str, str]]
) -> None:
    child = read_answers(pack, {"age": 10, "child_more": ["vomits", "tingles"]})
    held = {f"flag_{found.flag.id}" for found in assess(pack, child).flags}
    assert held
    assert held <= Form(pack, rows, child).shown


def test_a_count_is_kept_for_a_child_who_is_not_asked_the_section_it_ends_in(pack: Pack) -> None:
    """Its last question is about adults; that a child vomits counts all the same."""
    when = read_condition({"fluids_lost": {"at_least": 1}, "medicines": ["not_asked", "none"]})
    behind = read_condition({"any": [{"child_more": "vomits"}, {"medicines": "other"}]})
    [fluids] = [measure for measure in pack.measures if measure.id == "fluids_lost"]
    criteria = (msgspec.structs.replace(fluids.criteria[0], when=behind),)
    changed = msgspec.structs.replace(
        pack,
        measures=tuple(
            msgspec.structs.replace(m, criteria=criteria) if m is fluids else m
            for m in pack.measures
        ),
        red_flags=(
            msgspec.structs.replace(pack.red_flags[0], id="fluids", when=when),
            *pack.red_flags[1:],
        ),
    )
    head, *others = sheets((changed,))["survey"]
    rows = [dict(zip(head, row, strict=True)) for row in others]
    child = read_answers(changed, {"age": 10, "child_more": ["vomits"]})

    assert "fluids" in {found.flag.id for found in assess(changed, child).flags}
    assert "flag_fluids" in Form(changed, rows, child).shown


def test_every_urgent_flag_is_in_the_form(pack: Pack, rows: list[dict[str, str]]) -> None:
    urgent = {f"flag_{flag.id}" for flag in pack.red_flags if flag.urgency != "routine"}

    assert {row["name"] for row in rows if row["name"].startswith("flag_")} == urgent


def test_a_warning_stands_right_after_its_questions(rows: list[dict[str, str]]) -> None:
    names = [row["name"] for row in rows]

    assert names.index("danger_now_again") < names.index("flag_chest_or_breathing")
    assert names.index("flag_chest_or_breathing") < names.index("sudden_danger")


@pytest.mark.parametrize(
    ("chosen", "accepted"), [("none", "yes"), ("breath heart", "yes"), ("none breath", "no")]
)
def test_none_of_these_stands_alone(rows: list[dict[str, str]], chosen: str, accepted: str) -> None:
    constraint = next(row["constraint"] for row in rows if row["name"] == "danger_now")
    assert holds(constraint, {}, own=chosen) is (accepted == "yes")


def test_only_medicines_that_are_taken_are_offered_as_new(rows: list[dict[str, str]]) -> None:
    row = next(row for row in rows if row["name"] == "medicines_started")

    assert row["choice_filter"].startswith("selected(${medicines}, name) or ")


def test_the_command_writes_a_file(tmp_path: Path, packs: Sequence[Pack]) -> None:
    file = tmp_path / "form.xlsx"

    assert main(["export", "xlsform", "-o", str(file)]) == 0
    assert file.read_bytes() == xlsform(packs)


def test_the_command_names_what_keeps_it_from_writing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "xlsform", "-o", str(tmp_path / "nowhere" / "form.xlsx")]) == 2

    assert "cannot be written: no such file or directory." in capsys.readouterr().err


def test_the_command_prints_to_a_pipe_and_not_to_a_terminal(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["export", "xlsform"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"PK")

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(["export", "xlsform"]) == 2
    assert b"name a file" in capsysbinary.readouterr().err
