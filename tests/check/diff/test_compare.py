"""A change of a pack is found with the smallest patient it reaches, or proved to reach none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.check.diff.compare import Sampled, compare
from nightcramp.check.diff.records import KINDS
from nightcramp.errors import PackError
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage import assess, read_answers
from tests.check.diff.packs import change_of, compared, versions
from tests.edited_packs import CONTENT, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.check.diff.records import Kind
    from tests.check.diff.packs import Fault

CLOT = 'id = "clot"\nurgency = "emergency"'
SWOLLEN = 'id = "swollen_leg"\nurgency = "same_day"'
BACK = 'id = "back_pain"\nurgency = "routine"'
EYE_CLINIC = """[[contact]]
id = "eye_clinic"
name = "an eye clinic"

[contact.same_day]
title = "SEE AN EYE CLINIC TODAY"
lead = "Call today."

"""
NOTE = """
[[note]]
id = "check"
when = { medicines = "lithium" }
text = "Have it checked."
contact = "clinic_today"
sources = ["checked"]
"""

PLANTED: list[tuple[Kind, list[Fault], dict[str, Any], str, str]] = [
    ("later", [("red_flags.toml", CLOT, CLOT.replace("emergency", "same_day"))],
     {"danger": ("breath",)}, "emergency", "same_day"),
    ("later", [("red_flags.toml", BACK, f"{BACK}\nwithin_days = 42")],
     {"danger": ("back",), "sitting": "little"}, "routine", "routine"),
    ("later", [("red_flags.toml", 'danger = ["swollen", "unsure"]', 'danger = "swollen"')],
     {"danger": ("unsure",)}, "same_day", "self_care"),
    ("sooner", [("red_flags.toml", SWOLLEN, SWOLLEN.replace("same_day", "emergency"))],
     {"danger": ("swollen",)}, "same_day", "emergency"),
    ("contact", [("red_flags.toml", SWOLLEN, f'{SWOLLEN}\ncontact = "eye_clinic"'),
                 ("contacts.toml", "[[contact]]", f"{EYE_CLINIC}[[contact]]")],
     {"danger": ("swollen",)}, "same_day", "same_day"),
    ("explanation", [("causes/sedentary.toml", "points = 3", "points = 1")],
     {"danger": ("none",), "sitting": "much", "feel": ("knot",)}, "self_care", "self_care"),
    ("flags", [("red_flags.toml", 'when = { danger = "back" }',
                'when = { danger = "back", age = { at_least = 65 } }')],
     {"danger": ("back",), "age": 16}, "routine", "self_care"),
    ("notes", [("notes.toml", "note = []", NOTE)],
     {"danger": ("none",), "medicines": ("lithium",)}, "self_care", "self_care"),
    ("mimics", [("mimics/restless_legs.toml", "criteria = [", "needed = 1\ncriteria = [")],
     {"danger": ("none",), "feel": ("knot", "urge")}, "self_care", "routine"),
    ("causes", [("medicines.toml", '"aspirin" = []\n', ""),
                ("medicines.toml", '"hydrochlorothiazide" = []',
                 '"aspirin" = []\n"hydrochlorothiazide" = []')],
     {"danger": ("none",), "medicines": ("aspirin",)}, "self_care", "self_care"),
    ("advice", [("causes/sedentary.toml", 'text = "Stand up',
                 'when = { age = { at_least = 60 } }\ntext = "Stand up')],
     {"danger": ("none",), "sitting": "much", "age": 16}, "self_care", "self_care"),
    ("tests", [("causes/sedentary.toml", 'text = "Often nothing',
                'when = { feel = "urge" }\ntext = "Often nothing')],
     {"danger": ("none",), "sitting": "much", "feel": ("knot",)}, "self_care", "self_care"),
    ("asked", [("questions/habits.toml", 'text = "How many hours a day do you sit?"',
                'text = "How many hours a day do you sit?"\nwhen = { age = { at_least = 18 } }')],
     {"danger": ("none",), "age": 16}, "self_care", "self_care"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "faults", "answers", "old", "new"),
    PLANTED,
    ids=[f"{one[0]}-{n}" for n, one in enumerate(PLANTED)],
)
def test_a_change_is_found_with_the_smallest_patient(
    tmp_path: Path, kind: Kind, faults: list[Fault], answers: dict[str, Any], old: str, new: str
) -> None:
    diff = compared(tmp_path, *faults)

    change = change_of(diff, kind)
    witness = change.witness
    assert (change.verdict, change.by) == ("found", "solver")
    assert witness is not None
    assert witness.smallest
    assert witness.played
    assert {name: witness.new_answers.get(name) for name in answers} == answers
    assert (witness.old.urgency, witness.new.urgency) == (old, new)
    assert diff.waits_longer is (change_of(diff, "later").verdict == "found")


@pytest.mark.parametrize(
    ("kind", "faults"),
    [one[:2] for one in PLANTED],
    ids=[f"{one[0]}-{n}" for n, one in enumerate(PLANTED)],
)
def test_both_versions_take_the_file_of_the_patient(
    tmp_path: Path, kind: Kind, faults: list[Fault]
) -> None:
    folders = versions(tmp_path, *faults)
    witness = change_of(compare(*folders, Locale(), Sampled(0, 0)), kind).witness
    assert witness is not None

    said = zip(
        folders,
        (witness.old_answers, witness.new_answers),
        (witness.old, witness.new),
        strict=True,
    )
    for folder, answers, result in said:
        pack = load_pack(folder)
        found = assess(pack, read_answers(pack, answers))
        assert (found.urgency.name, found.leading) == (result.urgency, result.leading)
        assert not found.missing


def test_a_version_without_a_change_is_proved_to_change_nothing(tmp_path: Path) -> None:
    diff = compared(tmp_path)

    assert {(change.verdict, change.by) for change in diff.changes} == {("none", "same")}
    assert [change.kind for change in diff.changes] == list(KINDS)
    assert (diff.waits_longer, diff.sentences, diff.rules) == (False, (), ())


def test_a_change_of_wording_changes_no_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "z3", None)  # it needs no solver

    diff = compared(tmp_path, ("red_flags.toml", "blood clot in the lungs", "clot in the lungs"))

    assert {(change.verdict, change.by) for change in diff.changes} == {("none", "same")}
    (edit,) = diff.sentences
    assert (edit.file, edit.line, edit.name) == ("red_flags.toml", 4, "flag/clot/means")
    assert (edit.old, edit.new) == (
        "That can be a blood clot in the lungs.",
        "That can be a clot in the lungs.",
    )
    assert edit.readers == ("“Do you have any of these today?” is answered “New trouble breathing”")


@pytest.mark.parametrize(
    ("rule", "same"),
    [
        ('when = { danger = "breath" }', 'when = { any = [{ danger = "breath" }] }'),
        (
            'when = { danger = ["swollen", "unsure"] }',
            'when = { any = [{danger = "swollen"}, {danger = "unsure", not = {danger = "back"}}] }',
        ),
        (
            'when = { danger = "back" }',
            'when = { danger = "back", not = { age = { under = 20, over = 30 } } }',
        ),
    ],
    ids=["the same formula", "what cannot be ticked together", "a range that nothing is in"],
)
def test_a_rule_written_in_another_way_is_proved_to_change_nothing(
    tmp_path: Path, rule: str, same: str
) -> None:
    diff = compared(tmp_path, ("red_flags.toml", rule, same), people=30)

    assert len(diff.rules) == 1
    verdicts = {change.kind: change.verdict for change in diff.changes}
    assert verdicts.pop("explanation") == "not_found"  # which flag speaks first is not proved
    assert verdicts.pop("asked") == "not_found"
    assert set(verdicts.values()) == {"none"}


def test_who_chooses_a_new_answer_gave_another_one_before(tmp_path: Path) -> None:
    diff = compared(
        tmp_path,
        ("questions/habits.toml", '    { id = "much"',
         '    { id = "never_up", label = "I never get up" },\n    { id = "much"'),
        ("red_flags.toml", 'when = { danger = "back" }',
         'when = { any = [{ danger = "back" }, { sitting = "never_up" }] }'),
    )  # fmt: skip

    witness = change_of(diff, "sooner").witness
    assert witness is not None
    assert witness.new_answers["sitting"] == "never_up"
    assert witness.old_answers["sitting"] in ("little", "much", "unsure")
    assert (witness.old.urgency, witness.new.urgency) == ("self_care", "routine")
    assert change_of(diff, "later").verdict == "none"


def test_a_new_danger_sign_was_no_danger_sign_before(tmp_path: Path) -> None:
    diff = compared(
        tmp_path,
        ("questions/red_flags.toml", '    { id = "back"',
         '    { id = "fever", label = "Fever" },\n    { id = "back"'),
        ("red_flags.toml", 'when = { danger = ["swollen"', 'when = { danger = ["fever", "swollen"'),
    )  # fmt: skip

    witness = change_of(diff, "sooner").witness
    assert witness is not None
    assert witness.new_answers["danger"] == ("fever",)
    assert witness.old_answers["danger"] == ("none",)
    assert change_of(diff, "later").verdict == "none"


def test_versions_that_nobody_can_answer_both_are_not_called_equal(tmp_path: Path) -> None:
    nothing = 'id = "x"\nkind = "single"\ntext = "What?"\nwhy = "So."\nsources = ["checked"]'
    diff = compared(
        tmp_path,
        ("questions/red_flags.toml", "[[question]]", f"[[question]]\n{nothing}\n\n[[question]]"),
    )

    assert change_of(diff, "later").verdict == "unknown"
    assert diff.waits_longer


def test_an_old_version_may_lack_words_of_a_newer_program(tmp_path: Path) -> None:
    old, new = versions(tmp_path, PLANTED[0][1][0])
    words = (old / "words.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    key = next(line for line in words if line.startswith("ambiguous"))
    (old / "words.toml").write_text("".join(w for w in words if w != key), encoding="utf-8")

    diff = compare(old, new, Locale(), Sampled(0, 0))

    assert diff.old.hash == ""
    assert change_of(diff, "later").verdict == "found"
    assert [(edit.name.rpartition("/")[2], edit.old) for edit in diff.sentences] == [
        ("ambiguous", "")
    ]


def test_a_new_version_may_not(tmp_path: Path) -> None:
    old, new = versions(tmp_path)
    (new / "words.toml").write_text("", encoding="utf-8")

    with pytest.raises(PackError, match=r"new/words\.toml"):
        compare(old, new, Locale(), Sampled(0, 0))


def test_it_says_how_many_of_the_population_a_change_reaches(tmp_path: Path) -> None:
    diff = compared(tmp_path, PLANTED[0][1][0], people=400)

    count = change_of(diff, "later").count
    assert count is not None
    assert count.of == 400
    assert 70 < count.people < 130  # a quarter has the sign
    assert change_of(diff, "sooner").count is not None
    assert diff.population == "People of a test."


def test_the_same_seed_counts_the_same_people(tmp_path: Path) -> None:
    folders = versions(tmp_path, PLANTED[0][1][0])

    first, second, other = (
        compare(*folders, Locale(), Sampled(60, seed)).changes for seed in (1, 1, 2)
    )

    assert first == second
    assert [one.count for one in first] != [one.count for one in other]


def test_the_whole_pack_with_one_rule_changed(tmp_path: Path) -> None:
    new = lean_copy(tmp_path / "new")
    stroke = 'id = "stroke"\nurgency = "emergency"'
    plant(new, "red_flags.toml", stroke, stroke.replace("emergency", "same_day"))
    plant(new, "es/red_flags.toml", 'text = "', 'text = "Y: ')

    diff = compare(CONTENT, new, Locale(), Sampled(0, 0))

    witness = change_of(diff, "later").witness
    assert witness is not None
    assert set(witness.new_answers["sudden_danger"]) <= {"face", "speech", "one_side"}
    assert witness.played
    assert change_of(diff, "sooner").verdict == "none"
    assert change_of(diff, "advice").verdict == "none"
    assert [edit.language for edit in diff.sentences] == ["es"]
