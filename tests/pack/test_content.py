"""What the pack must say: the starting page's own statements, and the hard safety rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli

from nightcramp.answering.search import search
from nightcramp.check.patients import given
from nightcramp.pack.condition import Choice
from nightcramp.pack.model import UNSURE, RedFlag
from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import choices
from tests.content import pack_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack
    from nightcramp.pack.condition import Condition
    from nightcramp.pack.model import Cause


def said(pack: Pack, cause_id: str) -> str:
    """Everything a cause says, or those of a group, in small letters."""
    causes = [cause for cause in pack.causes if cause_id in (cause.id, cause.group)]
    assert causes
    return " ".join(line for cause in causes for line in _lines(cause)).lower()


def _lines(cause: Cause) -> list[str]:
    lines = [cause.title, cause.summary, cause.how, cause.doubt]
    lines += [item.because for item in cause.evidence]
    return lines + [line.text for line in cause.advice] + [test.text for test in cause.tests]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("sedentary", ["sit", "slouch", "point", "bed", "walk"]),
        ("strain", ["exercise", "standing", "walking", "stretch", "before and after"]),
        ("nutrients", ["potassium", "b12", "thiamin", "folate", "calcium", "magnesium", "blood"]),
        ("alcohol", ["nerves", "vitamin", "drink"]),
        ("pregnancy", ["second or third trimester", "midwife"]),
        ("medication", ["water tablet", "statin", "inhaler"]),
        ("medical_condition", ["diabetes", "kidney", "arteries", "thyroid"]),
        ("shoes", ["tight", "narrow", "comfortable"]),
    ],
)
def test_a_cause_says_what_it_must(pack: Pack, cause: str, words: list[str]) -> None:
    text = said(pack, cause)
    assert [word for word in words if word not in text] == []


def test_prevention_is_light_exercise_stretching_water_food_and_shoes(pack: Pack) -> None:
    text = " ".join(line.text for line in pack.advice).lower() + said(pack, "nutrients")
    assert "pharmacist before you change any" in text
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
        "shaking_and_stiff",
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
        ("tonic water", "tonic_water"),
        ("water tablet", "indapamide"),
    ],
)
def test_medicines_have_brands_and_everyday_names(pack: Pack, typed: str, found: str) -> None:
    offered = choices(pack, pack.question("medicines"), {})
    words = {option.id: " ".join((*option.words, *option.groups)).lower() for option in offered}
    assert typed.lower() in words[found]


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "water", "water_tablet_name_not_known"),
        ("en", "water pill", "water_tablet_name_not_known"),
        ("en", "blood pressure", "blood_pressure_or_heart_tablet_name_not_known"),
        ("en", "heart pill", "blood_pressure_or_heart_tablet_name_not_known"),
        ("en", "inhaler", "inhaler_name_not_known"),
        ("en", "stomach", "stomach_acid_tablet_name_not_known"),
        ("en", "blood thinner", "blood_thinner_name_not_known"),
        ("es", "orinar", "water_tablet_name_not_known"),
        ("es", "diurético", "water_tablet_name_not_known"),
        ("es", "tensión", "blood_pressure_or_heart_tablet_name_not_known"),
        ("es", "inhalador", "inhaler_name_not_known"),
        ("es", "acidez", "stomach_acid_tablet_name_not_known"),
        ("es", "colesterol", "statin_name_not_known"),
    ],
)
def test_who_knows_no_name_finds_the_everyday_one_first(
    language: str, typed: str, found: str
) -> None:
    pack = pack_of(language=language)
    assert search(choices(pack, pack.question("medicines"), {}), typed)[0].id == found


def test_in_spanish_a_name_not_known_is_said_in_one_way() -> None:
    pack = pack_of(language="es")
    unknown = [m for m in pack.medicines if re.search("(name|type)_not_known$", m.id)]
    assert len(unknown) >= 13
    assert [m.name for m in unknown if not re.search(r"\(no sé el (nombre|tipo)\)$", m.name)] == []


def _advised(pack: Pack, *medicines: str, **others: object) -> set[str]:
    """Ids of all that is advised to someone with cramps who takes these."""
    answers = {"age": 70, "feel": ["knot"], "conditions": ["none"], "diet": ["poor"], **others}
    found = assess(pack, read_answers(pack, {**answers, "medicines": list(medicines)}))
    return given(found)


@pytest.mark.parametrize(
    ("unknown", "could_be"),
    [
        ("water_tablet_name_not_known", ["spironolactone", "indapamide", "furosemide"]),
        ("blood_pressure_or_heart_tablet_name_not_known", ["ramipril", "losartan", "amlodipine"]),
        ("inhaler_name_not_known", ["salmeterol", "fluticasone_with_salmeterol", "albuterol"]),
        ("blood_thinner_name_not_known", ["warfarin", "apixaban"]),
        ("stomach_acid_tablet_name_not_known", ["omeprazole", "famotidine"]),
    ],
)
@pytest.mark.parametrize("conditions", [["none"], ["liver"]])
def test_a_medicine_of_unknown_name_is_as_careful_as_any_it_could_be(
    pack: Pack, unknown: str, could_be: list[str], conditions: list[str]
) -> None:
    """What any of them forbids is not said, and what any of them warns of is."""
    topics = {"fluids", "potassium-foods", "pickle-juice"}
    lines = [*pack.advice, *(line for cause in pack.causes for line in cause.advice)]
    risky = {line.id for line in lines if topics.intersection(line.recommends)}
    warnings = {"no-salts-unasked", "vitamin-k2-unsettled", "keep-inhaler"}
    advised = _advised(pack, unknown, conditions=conditions)
    known = [_advised(pack, one, conditions=conditions) for one in could_be]
    assert advised & risky <= set.intersection(*known)
    assert set.union(*known) & warnings <= advised


def test_restless_legs_without_a_cramp_hear_no_advice_against_cramps(pack: Pack) -> None:
    restless = {"feel": ["urge"], "restless": ["rest", "moving", "evening"]}
    advised = _advised(pack, "none", conditions=["liver"], **restless)
    assert "rls-iron" in advised
    against_cramps = {"bedtime-stretch", "no-quinine", "magnesium-helps-little", "pull-toes-up"}
    against_cramps |= {"drink-enough", "pickle-juice-liver", "comfortable-shoes"}
    assert advised & against_cramps == set()
    knots = {"feel": ["knot", "urge"], "where": ["calf", "foot"], "how_often": "some"}
    both = _advised(pack, "none", conditions=["liver"], age=70, **knots)
    assert against_cramps - both == {"drink-enough"}  # not with a scarred liver


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
    pack = pack_of(country)
    assert number in pack.headline("emergency", "ambulance").title
    assert "{" not in " ".join(step for flag in pack.red_flags for step in flag.do)


def test_the_pack_does_not_claim_review(pack: Pack) -> None:
    assert not pack.reviewed
    assert "does not diagnose" in pack.about.intended_use


# ---- what is said must be no more, and no less, than what was answered ----

CONTENT = Path(__file__).parents[2] / "content"


def conditions_of(condition: Condition) -> Iterator[Condition]:
    """The condition and its parts, but not what it denies."""
    yield condition
    for part in (*condition.any, *condition.all):
        yield from conditions_of(part)


def not_sure_raises(flag: RedFlag) -> bool:
    """Whether a person who is not sure can raise the flag."""
    tests = [test for part in conditions_of(flag.when) for test in part.tests]
    return any(isinstance(test, Choice) and UNSURE in test.any_of for test in tests)


def test_a_flag_that_not_sure_can_raise_says_may(pack: Pack) -> None:
    """Who was not sure is never told "you have".

    `medicine_new` says of a medicine that it was new, also where that is not sure.
    """
    raised = [flag for flag in pack.red_flags if not_sure_raises(flag)]
    assert len(raised) >= 20
    careful = re.compile(r"\b(may|can|might|should|needs?)\b")
    assert [f.id for f in raised if not careful.search(f.means)] == ["medicine_new"]
    assert [f.id for f in raised if re.search(r"\byou (have|had|are)\b", f.means.lower())] == []


def test_no_flag_says_what_a_person_told(pack: Pack) -> None:
    """That is read back from the answers, in the person's own items."""
    said = {option.said or option.label for q in pack.questions for option in q.options}
    assert [flag.id for flag in pack.red_flags if said & {flag.means, *flag.do}] == []
    assert not {field for field in RedFlag.__struct_fields__ if field == "because"}


@pytest.mark.parametrize(("language", "quoted"), [("en", r'"([^"]+)"'), ("es", "«([^»]+)»")])
def test_a_hint_quotes_an_answer_by_its_own_words(language: str, quoted: str) -> None:
    pack = pack_of(language=language)
    said = [
        (words, {option.label for option in choices(pack, question, {})})
        for question in pack.questions
        for words in re.findall(quoted, question.hint)
    ]
    assert len(said) >= 11
    assert [words for words, labels in said if words not in labels] == []


# ---- Spanish ----

ALSO_A_COMMAND = re.compile(
    r"(?:^|[.:;] )(?:Bebe|Camina|Come|Cruza|Deja|Duerme|Fuma|Lleva|Pasa|Recibe|Siente|Toma|"
    r"Trabaja|Usa)\b",
    re.IGNORECASE,
)
"""Forms that say "you drink" and "drink!" alike, where no "usted" goes before them."""


def spanish(*names: str) -> dict[str, str]:
    """The sentences of these files or folders in Spanish."""
    files = [file for name in names for file in sorted((CONTENT / "es").glob(name))]
    return {
        f"{file.name}: {name}": sentence["text"]
        for file in files
        for name, sentence in tomli.loads(file.read_text(encoding="utf-8")).items()
    }


def test_no_spanish_sentence_about_a_person_reads_as_a_command() -> None:
    said = spanish("red_flags.toml", "measures.toml", "advice.toml", "causes/*", "mimics/*")
    assert len(said) > 300
    said |= {name: text for name, text in spanish("questions/*").items() if name.endswith("/said")}
    assert [name for name, text in said.items() if ALSO_A_COMMAND.search(text)] == []


def test_danger_signs_have_one_name_each_in_spanish() -> None:
    """Numb is "sin sensibilidad", unsteady is a form of "inestable", a clinic is no ED."""
    said = spanish("red_flags.toml", "questions/red_flags.toml")
    other = re.compile(r"dormid|adormec|poco firme|equilibrio al|servicio de urgencias")
    assert [name for name, text in said.items() if other.search(text)] == []


def test_what_a_country_says_reads_well_in_spanish_behind_the_verb() -> None:
    """ "Llame a" or "vaya a" goes before it: no article that would have to melt into "al".

    Behind "llame al" stands the emergency number, and behind a comma what else to do.
    """
    said = spanish("pack.toml").items()
    places = {name: text for name, text in said if "countries/" in name or "elsewhere/" in name}
    kinds = {
        ("clinic_closed",): r"(vaya|llame) a",
        ("emergency_number", "emergency_number_in_full"): r"número |\d+ o al \d+$",
        ("emergency_department", "maternity_unit", "clinic", "pharmacist", "crisis_line"): (
            r"(su|la|una|urgencias|emergencias|Samaritans|Lifeline)\b"
        ),
    }
    for keys, begins in kinds.items():
        lines = [text for name, text in places.items() if name.split("/")[-1] in keys]
        assert len(lines) > 2
        assert [line for line in lines if not re.match(begins, line)] == []


def test_an_english_medicine_name_is_found_in_spanish(pack: Pack) -> None:
    """A pack from abroad carries the English name."""
    there = pack_of(language="es")
    offered = {o.id: (o.label, *o.words) for o in choices(there, there.question("medicines"), {})}
    assert [m.name for m in pack.medicines if m.name not in offered[m.id]] == []
