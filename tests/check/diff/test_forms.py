"""A comparison as text, as HTML and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import msgspec
import pytest

from nightcramp.check.diff.as_html import as_html, as_page
from nightcramp.check.diff.as_text import as_text
from nightcramp.check.diff.records import KINDS, ClinicalDiff, json_schema
from nightcramp.cli.main import main
from tests.check.diff.packs import compared, versions
from tests.check.diff.test_compare import CLOT, SWOLLEN

if TYPE_CHECKING:
    from pathlib import Path


SCHEMA = Path(__file__).parents[3] / "docs/schema/diff.schema.json"
LATER = ("red_flags.toml", CLOT, CLOT.replace("emergency", "same_day"))
SOONER = ("red_flags.toml", SWOLLEN, SWOLLEN.replace("same_day", "emergency"))


def test_the_text_names_patient_results_and_how_many(tmp_path: Path) -> None:
    text = as_text(compared(tmp_path, LATER, people=80))

    rows = [row.strip() for row in text.splitlines()]
    assert "SOMEONE WAITS LONGER THAN BEFORE." in rows
    assert 'danger = ["breath"]' in rows
    assert "old: emergency, ambulance; leading: clot" in rows
    assert "new: same day, clinic_today; leading: clot" in rows
    assert "Is seen sooner: no one (proved)" in rows
    assert any(row.endswith("of 80 people of the described population") for row in rows)
    assert "80 were made, with seed 0." in rows
    assert "red_flags.toml:3 flag/clot/urgency" in rows


def test_what_was_searched_and_not_proved_says_so(tmp_path: Path) -> None:
    searched, not_searched = (
        as_text(compared(tmp_path / str(people), SOONER, people=people)) for people in (40, 0)
    )

    assert (
        "Is asked something else: no one found; 0 of 40 people of the described population: "
        "searched, not proved\n"
    ) in searched
    assert "Is asked something else: not decided\n" in not_searched
    assert "WAITS LONGER" not in searched


def test_html_is_a_part_of_a_page_and_escapes_what_the_packs_say(tmp_path: Path) -> None:
    diff = compared(tmp_path, SOONER, ("red_flags.toml", "a blood clot in the leg", "<b>a & b</b>"))

    part, page = as_html(diff), as_page(diff)

    assert part.startswith('<section class="diff">')
    assert part.rstrip().endswith("</section>")
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in part
    assert "<b>a" not in part
    assert "<script" not in page
    assert part in page


def test_json_has_every_kind_and_can_be_read_back(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    old, new = versions(tmp_path, LATER)

    assert main(["diff", str(old), str(new), "--format", "json", "--people", "40"]) == 1

    out = capsysbinary.readouterr().out
    data = json.loads(out)
    assert [change["kind"] for change in data["changes"]] == list(KINDS)
    assert data["waits_longer"] is True
    later = data["changes"][0]
    assert later["witness"]["new_answers"]["danger"] == ["breath"]
    assert later["count"]["of"] == 40
    assert msgspec.json.decode(out, type=ClinicalDiff).old.id == "small"


def test_the_published_schema_is_the_one_the_types_give_and_json_keeps_to_it(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    old, new = versions(tmp_path, LATER, SOONER)
    main(["diff", str(old), str(new), "--format", "json", "--people", "40"])

    data = json.loads(capsysbinary.readouterr().out)

    make = "from nightcramp.check.diff.records import json_schema; print(json_schema().decode())"
    assert SCHEMA.read_bytes() == json_schema(), f"make it anew: {make}"
    check = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes()))
    assert list(check.iter_errors(data)) == []
    assert list(check.iter_errors({**data, "waits_longer": "yes"}))


@pytest.mark.parametrize(
    ("faults", "code"), [([LATER], 1), ([SOONER], 0), ([], 0), ([LATER, SOONER], 1)]
)
def test_it_ends_with_1_where_anyone_waits_longer(
    tmp_path: Path,
    faults: list[tuple[str, str, str]],
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new = versions(tmp_path, *faults)

    assert main(["diff", str(old), str(new), "--people", "0"]) == code
    assert capsys.readouterr().out.startswith(f"old: {old}")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("red_flags.toml", "[[flag", "new/red_flags.toml, line 1: is not valid TOML"),
        ("population.toml", 'about = ""\n', "new/population.toml"),
        ("danger_pairs.toml", "pair = 3\n", "new/danger_pairs.toml, line 1"),
    ],
)
def test_a_broken_pack_is_a_sentence_that_says_which(
    tmp_path: Path, file: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions(tmp_path)
    (new / file).write_text(text, encoding="utf-8")

    assert main(["diff", str(old), str(new)]) == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["nowhere"], "nowhere: there is no such folder."),
        (["--country", "XX"], "country 'XX' is not known. Known are US, GB."),
        (["--people", "-3"], "--people takes 0 or more."),
        (["--people", "many"], "invalid int value"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [*map(str, versions(tmp_path))]
    given = [folders[0], *more] if more[0][0] != "-" else [*folders, *more]

    assert main(["diff", *given]) == 2
    assert said in capsys.readouterr().err


def test_rules_that_differ_need_the_solver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    old, new = versions(tmp_path, LATER)

    assert main(["diff", str(old), str(new)]) == 2
    assert "nightcramp[proof]" in capsys.readouterr().err
