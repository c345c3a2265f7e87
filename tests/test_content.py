"""What the pack must say: the starting page's own statements, and the hard safety rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage.answers import choices

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.model import Cause


def said(pack: Pack, cause_id: str) -> str:
    """Everything a cause says, in small letters."""
    cause: Cause = next(cause for cause in pack.causes if cause.id == cause_id)
    lines = [cause.title, cause.summary, cause.how, cause.doubt]
    lines += [item.because for item in cause.evidence]
    lines += [line.text for line in cause.advice] + [test.text for test in cause.tests]
    return " ".join(lines).lower()


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("sedentary", ["sit", "slouch", "point", "bed", "walk"]),
        ("strain", ["exercise", "standing", "walking", "stretch", "before and after"]),
        ("nutrients", ["potassium", "b12", "thiamin", "folate", "calcium", "magnesium", "blood"]),
        ("alcohol", ["nerves", "vitamin", "drink"]),
        ("pregnancy", ["second or third trimester", "midwife"]),
        ("medication", ["water tablet", "statin", "inhaler", "pharmacist"]),
        ("medical_condition", ["diabetes", "kidney", "arteries", "thyroid"]),
        ("shoes", ["tight", "narrow", "comfortable"]),
    ],
)
def test_a_cause_says_what_it_must(pack: Pack, cause: str, words: list[str]) -> None:
    text = said(pack, cause)
    assert [word for word in words if word not in text] == []


def test_prevention_is_light_exercise_stretching_water_food_and_shoes(pack: Pack) -> None:
    text = " ".join(line.text for line in pack.advice).lower() + said(pack, "nutrients")
    words = ["light exercise", "stretch before and after", "water", "mixed diet", "shoes"]
    assert [word for word in words if word not in text] == []


def test_every_mimic_of_the_design_is_there(pack: Pack) -> None:
    assert {mimic.id for mimic in pack.mimics} == {
        "restless_legs",
        "claudication",
        "neuropathy",
        "lumbar_stenosis",
        "limb_movements",
        "dystonia",
        "motor_neurone_disease",
        "growing_pains",
    }


def test_medicines_are_many(pack: Pack) -> None:
    assert len(pack.medicines) >= 200
    assert len(pack.medicine_classes) >= 25


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Advair", "fluticasone_with_salmeterol"),
        ("Lipitor", "atorvastatin"),
        ("tonic water", "quinine"),
        ("water tablet", "indapamide"),
    ],
)
def test_medicines_have_brands_and_everyday_names(pack: Pack, typed: str, found: str) -> None:
    offered = choices(pack, pack.question("medicines"), {})
    words = {option.id: " ".join(option.words).lower() for option in offered}
    assert typed.lower() in words[found]


def test_no_sentence_says_stop_a_medicine(pack: Pack) -> None:
    """Ask before you stop: "stop" stands only after "before", "not", "never" or the like."""
    lines = [medicine_class.note for medicine_class in pack.medicine_classes]
    lines.append(said(pack, "medication"))
    for line in lines:
        assert "stop taking" not in line.lower()
        assert not line.lower().startswith("stop ")


def test_tests_are_may_and_never_you_need(pack: Pack) -> None:
    tests = [test.text for cause in pack.causes for test in cause.tests]
    tests += [test.text for mimic in pack.mimics for test in mimic.tests]
    assert [text for text in tests if " may " not in text or "you need" in text] == []


def test_urgent_flags_name_what_to_do(pack: Pack) -> None:
    urgent = [flag for flag in pack.red_flags if flag.urgency != "routine"]
    assert [flag.id for flag in urgent if not flag.do] == []


@pytest.mark.parametrize(("country", "number"), [("US", "911"), ("GB", "999"), ("AU", "000")])
def test_the_emergency_number_is_the_country_s(country: str, number: str) -> None:
    pack = load_pack(locale=Locale(country))
    assert number in pack.about.urgency["emergency"].title
    assert "{" not in " ".join(step for flag in pack.red_flags for step in flag.do)


def test_the_pack_does_not_claim_review(pack: Pack) -> None:
    assert not pack.reviewed
    assert "does not diagnose" in pack.about.intended_use
