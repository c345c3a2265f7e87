"""The content check: one planted fault of each kind, and a thousand random ones."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from nightcramp.check.codes import is_whole
from nightcramp.check.finding import Finding, to_json, to_sarif
from nightcramp.check.patients import Share, report
from nightcramp.check.reading import asks_twice, grade, has_double_negative, syllables_of
from nightcramp.check.run import check_pack
from nightcramp.check.schema import content_schema
from nightcramp.check.sensitivity import Moved, move_points, summary
from nightcramp.pack.model import Code
from nightcramp.triage import assess, read_answers
from tests.content import PACK, VIGNETTES, sample
from tests.edited_packs import CONTENT, TODAY, check_random_edits, lean_copy, plant
from tests.signing import put_sign_off

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.model import Evidence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lean copy of the pack, with three patients, to plant faults in."""
    target = lean_copy(tmp_path / "pack", "en")
    for name in ("h01", "v60", "f05"):
        shutil.copy(CONTENT / "vignettes" / f"{name}.toml", target / "vignettes")
    return target


@pytest.fixture
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for contradictions takes most of a check: faults of another kind need none."""
    monkeypatch.setattr("nightcramp.check.run.check_contradictions", lambda *_: ())


def test_the_pack_itself_has_nothing_to_mend() -> None:
    assert check_pack(CONTENT, TODAY) == []


EVIDENCE = 'id = "sits-most-of-the-day"\npoints = 1\nwhen = { sitting_hours = { at_least = 8 } }'

SELF_CARE = """\
[urgency.self_care]
title = "LOOK AFTER IT AT HOME"
lead = "Nothing you told us needs to be seen urgently."
"""

FAULTS = [
    ("bad-toml", "advice.toml", "[[advice]]", "[[advice"),
    ("unknown-key", "causes/strain.toml", "points = 2", "pionts = 2"),
    ("wrong-type", "causes/strain.toml", "points = 2", 'points = "two"'),
    ("wrong-type", "causes/strain.toml", "points = 2", "points = 4"),
    ("wrong-type", "red_flags.toml", 'urgency = "emergency"', 'urgency = "urgent"'),
    ("unknown-id", "causes/sedentary.toml", "sitting_hours", "siting_hours"),
    ("unknown-id", "causes/strain.toml", 'load = "on_feet"', 'load = "on_foot"'),
    ("unknown-id", "causes/strain.toml", '["bahk-2012", "seed"]', '["bahk-2013"]'),
    ("unknown-id", "causes/strain.toml", 'id = "on-feet"', 'id = "new-exercise"'),
    ("never-holds", "causes/strain.toml", 'when = { load = "heat" }',
     'when = { load = "heat", load_days = "yes", not = { load = "heat" } }'),
    ("always-filled", "pictures/week.toml", 'tone = "light"', 'tone = "dark"'),
    ("never-holds", "causes/sedentary.toml", "{ at_least = 8 }", "{ at_least = 25 }"),
    ("never-holds", "red_flags.toml", 'when = { kidney_care = "missed" }',
     ('when = { kidney_care = "missed", '
      'not = { any = [{ conditions = "kidney" }, { when_felt = "dialysis" }] } }')),
    ("never-asked", "questions/medical_context.toml", 'when = { conditions = "varicose" }',
     'when = { conditions = "varicose", age = { under = 16 } }'),
    ("looks-ahead", "questions/symptoms.toml", 'when = { when_felt = ["walking", "standing"] }',
     'when = { conditions = "kidney" }'),
    ("advice-never-given", "advice.toml", 'when = { medicines = "unsure" }',
     'when = { medicines = "unsure" }\nunless = { medicines = ["unsure", "none"] }'),
    ("mimic-never-fits", "mimics/dystonia.toml", 'when = { feel = "twist" }',
     'when = { feel = "twist", age = { under = 16 } }'),
    ("no-not-sure", "questions/red_flags.toml", '[[question]]\nid = "child_danger"',
     ('[[question]]\nid = "more"\nkind = "several"\ntext = "Anything else?"\n'
     'why = "It helps."\nsources = ["judgement"]\n'
     'options = [{ id = "none", label = "No", exclusive = true }, { id = "pain", label = "Pain" }]'
     '\n\n[[question]]\nid = "child_danger"')),
    ("no-source", "causes/strain.toml", 'sources = ["exercise-cramps", "seed"]', "sources = []"),
    ("unused-source", "sources.toml", "source = [",
     'source = [\n    { id = "nobody-2020", title = "A paper" },'),
    ("secondary-source", "causes/shoes.toml", 'certainty = "opinion"', 'certainty = "high"'),
    ("retracted-source", "advice.toml", 'certainty = "very_low"\nsources = ["judgement"]',
     'certainty = "very_low"\nsources = ["tan-2024"]'),
    ("review-overdue", "pack.toml", 'review_by = "2027-11-01"', 'review_by = "2026-11-01"'),
    ("wrong-type", "pack.toml", 'review_by = "2027-11-01"', 'review_by = "some day"'),
    ("no-words", "red_flags.toml", "A blood clot may have moved from the leg to the lungs.", "."),
    ("no-words", "red_flags.toml", "Sit or lie down. Do not walk around.", " "),
    ("no-words", "contacts.toml", 'lead = "This may be an emergency.', 'lead = "" # "'),
    ("no-words", "causes/strain.toml", "Hours on your feet tire the calves.", "\\u200b"),
    ("no-words", "pack.toml", '28 = "within 4 weeks"', '28 = "..."'),
    ("hard-to-read", "causes/strain.toml", "Stretch the calves before and after exercise.",
     "Systematically perform musculotendinous elongation preceding physical activity."),
    ("hard-to-read", "red_flags.toml", "Sit or lie down. Do not walk around.",
     "Immediately discontinue any unnecessary physical activity."),
    ("double-negative", "causes/strain.toml", "Stretch the calves before and after exercise.",
     "Never do not stretch the calves."),
    ("two-questions", "questions/habits.toml", "On how many days a week do you exercise?",
     "Do you exercise and do you stretch?"),
    ("damaged-code", "codes.toml", "449918009", "449918090"),
    ("damaged-code", "codes.toml", "75626-2", "75625-2"),
    ("damaged-code", "codes.toml", "G47.62", "1.56399E+16"),
    ("vignette-fails", "vignettes/h01.toml", 'urgency = "self_care"\nat_least = "self_care"',
     'urgency = "same_day"\nat_least = "same_day"'),
    ("vignette-fails", "vignettes/h01.toml", "[answers]", "[answers]\nweeks = 3"),
    ("vignette-fails", "vignettes/h01.toml", 'where = ["calf"]\n', ""),
    ("vignette-fails", "vignettes/h01.toml", "never_advise = [", 'never_advise = ["stretching", '),
    ("pair-fails", "danger_pairs.toml", 'id = "S001"',
     ('id = "X001"\nfacts = "A leg newly swollen"\nverdict = "kept"\nleast = "emergency"\n'
      'answers = { leg_danger = ["swollen"] }\n\n[[pair]]\nid = "S001"')),
    ("pair-fails", "danger_pairs.toml", 'verdict = "kept"', 'verdict = "softened"'),
    ("unknown-id", "population.toml", "calf = 0.8", "claf = 0.8"),
    ("unknown-id", "population.toml", "statin = 0.17", "statins = 0.17"),
    ("wrong-share", "population.toml", "{ one = 0.15, both = 0.8", "{ one = 0.55, both = 0.8"),
    ("wrong-share", "population.toml", "most = 98", "most = 980"),
    ("wrong-type", "population.toml", "calf = 0.8", "calf = 1.8"),
    ("no-source", "population.toml", 'sources = ["judgement"]', "sources = []"),
]  # fmt: skip


@pytest.mark.usefixtures("_no_search")
@pytest.mark.parametrize(("rule", "file", "old", "new"), sample(FAULTS, 4))
def test_a_planted_fault_is_found_where_it_is(
    folder: Path, rule: str, file: str, old: str, new: str
) -> None:
    line = plant(folder, file, old, new)
    found = [f for f in check_pack(folder, TODAY) if f.rule == rule]
    assert [f.file for f in found] == [file] * len(found) != []
    assert any(line - 12 <= f.line <= line + 12 or f.line <= 1 for f in found)


def test_what_the_population_alone_cites_is_cited(folder: Path) -> None:
    plant(folder, "population.toml", 'sources = ["nchs-374", "judgement"]', 'sources = ["seed"]')

    (found,) = check_pack(folder, TODAY)

    assert (found.file, found.rule) == ("sources.toml", "unused-source")
    assert "nchs-374" in found.problem


def test_a_cause_that_cannot_become_strong_is_found(folder: Path) -> None:
    path = folder / "causes/strain.toml"
    path.write_text(re.sub(r"points = \d", "points = 0", path.read_text()))
    assert "cause-never-strong" in {f.rule for f in check_pack(folder, TODAY)}


def test_a_not_sure_that_no_flag_weighs_is_found_at_its_question(folder: Path) -> None:
    weighed = '{ leg_more = "unsure", leg_more_again = ["not_asked", "unsure"] }, '
    plant(folder, "red_flags.toml", weighed, "")
    found = [f for f in check_pack(folder, TODAY) if f.rule == "idle-not-sure"]
    assert [f.file for f in found] == ["questions/red_flags.toml"]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pack.toml", "routine_days = 28", "routine_days = 21", "does not say '21', in days"),
        ("red_flags.toml", "within_days = ", "within_days = 9", "does not say '9"),
        ("pack.toml", '28 = "within 4 weeks"\n', "", "does not say '28', in days"),
        ("pack.toml", SELF_CARE, "", "[urgency.self_care] is missing"),
    ],
)
def test_how_soon_is_said_in_words(folder: Path, file: str, old: str, new: str, says: str) -> None:
    plant(folder, file, old, new)

    found = [(f.rule, f.level) for f in check_pack(folder, TODAY) if says in f.problem]
    assert found == [("unknown-id", "error")]


def test_a_missing_file_is_found(folder: Path) -> None:
    (folder / "measures.toml").unlink()
    assert [(f.file, f.rule) for f in check_pack(folder, TODAY)] == [
        ("measures.toml", "missing-file")
    ]


def test_a_file_that_is_not_utf8_is_found(folder: Path) -> None:
    (folder / "advice.toml").write_bytes(b'id = "caf\xe9"')
    found = check_pack(folder, TODAY)
    assert [(f.file, f.line, f.rule) for f in found] == [("advice.toml", 1, "not-utf8")]


@pytest.mark.usefixtures("_no_search")
def test_what_was_changed_since_it_was_signed_is_found(folder: Path) -> None:
    file = put_sign_off(folder, "en")
    assert check_pack(folder, TODAY) == []

    plant(folder, "advice.toml", "Keep", "Do keep")

    found = [(f.file, f.rule, f.level) for f in check_pack(folder, TODAY)]
    assert found == [(file, "changed-since-review", "warning")]


@pytest.mark.usefixtures("_no_search")
def test_a_sign_off_that_is_none_is_found(folder: Path) -> None:
    file = put_sign_off(folder, "en")
    plant(folder, file, 'role = "', 'rule = "')

    assert [(f.file, f.rule) for f in check_pack(folder, TODAY)] == [(file, "unknown-key")]


@pytest.mark.parametrize("language", sample(["en", "es"], 2))
def test_random_edits_give_findings_and_never_a_traceback(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`tests/slow/test_check.py` makes a thousand of them."""
    folder = lean_copy(tmp_path / "pack", language)
    found = [*check_random_edits(folder, language, 1, 1)]
    monkeypatch.setattr("nightcramp.check.run.check_contradictions", lambda *_: ())
    found += check_random_edits(folder, language, 2, 6)
    assert len(found) > 2
    assert all(isinstance(finding, Finding) for finding in found)


def test_findings_as_json_and_sarif(folder: Path) -> None:
    plant(folder, "causes/strain.toml", "points = 2", "pionts = 2")
    findings = check_pack(folder, TODAY)
    told = json.loads(to_json(findings))
    assert told[0]["rule"] == "unknown-key"
    assert "Did you mean 'points'?" in told[0]["problem"]
    run = json.loads(to_sarif(findings, "1.0"))["runs"][0]
    assert run["tool"]["driver"]["rules"] == [{"id": "unknown-key"}]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "causes/strain.toml"
    assert place["region"]["startLine"] == told[0]["line"]


def test_the_schema_knows_every_kind_of_file() -> None:
    schema = json.loads(content_schema())
    assert {"About", "Questions", "Cause", "Mimic", "RedFlags", "Words", "Population"} <= set(
        schema["$defs"]
    )
    assert schema["$defs"]["Evidence"]["additionalProperties"] is False
    assert "at_least" in json.dumps(schema["$defs"]["Evidence"]["properties"]["when"])


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("leg", 1), ("muscle", 2), ("water", 2), ("needed", 2), ("walked", 1), ("cause", 1)],
)
def test_syllables(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_reading_grade_rises_with_long_words() -> None:
    plain = grade("Put your foot flat on the floor.")
    hard = grade("Administer pharmacological intervention immediately following examination.")
    assert plain < 3
    assert hard > 12


def test_double_negatives_and_double_questions() -> None:
    assert has_double_negative("Do not take none.")
    assert not has_double_negative("Do not rub, and do not walk.")
    assert asks_twice("Do you smoke and do you drink?")
    assert not asks_twice("Do you smoke or drink?")


@pytest.mark.parametrize(
    ("system", "code", "whole"),
    [
        ("SNOMED", "449918009", True),
        ("SNOMED", "449918000", False),
        ("LOINC", "75626-2", True),
        ("LOINC", "75626-3", False),
        ("ICD-10-CM", "G47.62", True),
        ("ICD-10-CM", "47.62", False),
        ("ATC", "C10AA", True),
        ("ATC", "C1", False),
    ],
)
def test_a_damaged_code_is_told_from_a_whole_one(system: str, code: str, *, whole: bool) -> None:
    made = msgspec.convert({"item": "x", "system": system, "code": code}, Code)
    assert is_whole(made) is whole


def test_no_point_of_the_first_evidence_moved_by_one_changes_any_urgency(pack: Pack) -> None:
    """`tests/slow/test_check.py` moves all of them."""
    causes = [msgspec.structs.replace(one, evidence=one.evidence[:1]) for one in pack.causes[:4]]
    moves = list(move_points(msgspec.structs.replace(pack, causes=tuple(causes)), CONTENT))
    assert [move for move in moves if move.new_urgency] == []
    assert len(moves) == 2 * len(causes)
    assert "urgency changed 0 times" in summary(moves, 155)


@pytest.mark.parametrize("evidence_id", ["statin", "on-feet", "audit-c-near"])
def test_points_moved_together_change_what_each_changes_alone(
    pack: Pack, every_move: dict[tuple[str, int], Moved], evidence_id: str
) -> None:
    patients = [(one.id, read_answers(pack, one.answers)) for one in VIGNETTES]
    replace = msgspec.structs.replace
    for step in (-1, 1):

        def moved(one: Evidence, step: int = step) -> Evidence:
            return replace(one, points=one.points + step) if one.id == evidence_id else one

        causes = (replace(c, evidence=tuple(map(moved, c.evidence))) for c in pack.causes)
        other = replace(pack, causes=tuple(causes))
        [points] = (e.points for c in other.causes for e in c.evidence if e.id == evidence_id)
        led = [(who, assess(pack, a).leading, assess(other, a).leading) for who, a in patients]
        new_first = tuple(who for who, before, after in led if before != after)

        assert every_move[evidence_id, points].new_first == new_first


def test_some_points_moved_by_one_change_what_leads(
    pack: Pack, every_move: dict[tuple[str, int], Moved]
) -> None:
    evidence = [one for cause in pack.causes for one in cause.evidence]

    assert [*every_move] == [(e.id, e.points + step) for e in evidence for step in (-1, 1)]
    assert any(move.new_first for move in every_move.values())


@pytest.fixture(scope="module")
def every_move() -> dict[tuple[str, int], Moved]:
    """Each weight of the pack moved by one."""
    return {(one.evidence, one.points): one for one in move_points(PACK, CONTENT)}


def test_the_report_stands_beside_published_figures(pack: Pack) -> None:
    told = report(pack, CONTENT)
    assert "emergency" in told
    assert "Semigran 2015" in told
    assert "295 patients" in told


def test_a_share_comes_with_its_interval() -> None:
    # Wilson 1927, as computed by hand for 8 of 10.
    assert str(Share(8, 10)) == "8/10 = 80 % (49-94)"
    assert str(Share(0, 0)) == "none"
