"""Whom to call and whom to go to: by country, by urgency, in both languages."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from nightcramp.cli.main import main
from nightcramp.errors import PackError
from nightcramp.exchange.formats import data_maker
from nightcramp.pack import load_pack
from nightcramp.pack.load import read_document
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import RedFlag, Urgency, contact_of
from nightcramp.pack.placeholders import FILLED_LATER, PLACEHOLDER
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage import assess, read_answers
from nightcramp.triage.what_if import smallest_changes
from tests.calm import calm
from tests.content import pack_of, sample
from tests.edited_packs import CONTENT, lean_copy, plant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack.model import Pack
    from nightcramp.triage.assessment import Assessment

ABOUT = pack_of().about
COUNTRIES = ("", *ABOUT.countries)
LANGUAGES = tuple(ABOUT.languages)
NUMBERS = re.compile(r"(?<![\w-])(911|999|112|988)(?!\w)")
PLACES = list(itertools.product(COUNTRIES, LANGUAGES))
NORTH_AMERICAN = {"US", "CA", "MX", "EC"}
"""Countries of the pack whose number is 911."""


def sentences(pack: Pack) -> Iterator[str]:
    """What a pack says to someone: questions, results, advice, and the program's own words."""
    parts = (pack.about.urgency, pack.contacts, pack.red_flags, pack.advice, pack.questions)
    said = msgspec.to_builtins((parts, pack.words), enc_hook=lambda _: None)
    waiting = [said]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)


def result_of(pack: Pack, **answers: object) -> Assessment:
    return assess(pack, read_answers(pack, answers))


# ---- an unknown country ----


@pytest.mark.parametrize(
    ("lang", "title"),
    sample(
        [
            ("en_US.UTF-8", "CALL 911 NOW"),
            ("en_CA.UTF-8", "CALL 911 NOW"),
            ("es_MX.UTF-8", "LLAME AL 911 AHORA"),
            ("es_AR.UTF-8", "LLAME AL 107 AHORA"),
            ("es_CO.UTF-8", "LLAME AL 123 AHORA"),
            ("es_CL.UTF-8", "LLAME AL 131 AHORA"),
            ("es_PE.UTF-8", "LLAME AL 106 AHORA"),
            ("fr_FR.UTF-8", "CALL 15 OR 112 NOW"),
            ("de_DE.UTF-8", "CALL 112 NOW"),
            ("en_IN.UTF-8", "CALL 112 NOW"),
            ("en_ZA.UTF-8", "CALL 112 OR 10177 NOW"),
            ("es_ZA.UTF-8", "LLAME AL 112 O AL 10177 AHORA"),
            ("C", "CALL YOUR EMERGENCY NUMBER NOW"),
            ("C.UTF-8", "CALL YOUR EMERGENCY NUMBER NOW"),
            ("sv_SE.UTF-8", "CALL YOUR EMERGENCY NUMBER NOW"),
            ("es_VE.UTF-8", "LLAME AL NÚMERO DE EMERGENCIAS AHORA"),
            ("es", "LLAME AL NÚMERO DE EMERGENCIAS AHORA"),
        ],
        3,
    ),
)
def test_who_is_called_follows_the_locale(
    lang: str,
    title: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", lang)
    file = tmp_path / "answers.toml"
    file.write_text('danger_now = ["breath"]\n', encoding="utf-8")

    assert main(["assess", str(file)]) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"{title}\n")
    assert ("911" in said) == ("911" in title or "NUMBER" in title or "NÚMERO" in title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_country_never_gets_a_number_of_one_country_alone(language: str) -> None:
    pack = pack_of("QQ", language)
    assert pack.country == ""
    said = [text for text in sentences(pack) if NUMBERS.search(text)]
    assert said
    assert [text for text in said if not ("112" in text and "911" in text)] == []
    lead = pack.headline("emergency", "ambulance").lead
    assert {"112", "911"} <= set(re.findall(r"\d+", lead))
    called = {"en": "call your emergency number now", "es": "llame al número de emergencias ahora"}
    assert called[language] in pack.words.welcome.what_not


@pytest.mark.parametrize(
    "country", sample([c for c in COUNTRIES[1:] if c not in NORTH_AMERICAN], 4)
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_911_is_said_only_where_it_works(country: str, language: str) -> None:
    assert [
        text for text in sentences(pack_of(country, language)) if "911" in NUMBERS.findall(text)
    ] == []


@pytest.mark.parametrize(("country", "found"), [("", True), ("QQ", True), ("GB", False)])
def test_alcohol_is_weighed_by_the_international_mark_where_the_country_is_not_known(
    country: str, *, found: bool
) -> None:
    answers = {"alcohol_often": "most_days", "alcohol_amount": "1_2", "alcohol_binge": "never"}
    clear = [c.cause.id for c in result_of(pack_of(country), **answers).clear_causes]
    assert ("alcohol" in clear) is found


def test_northern_ireland_is_told_that_it_has_no_111() -> None:
    assert "Northern Ireland" in pack_of("GB").headline("same_day", "clinic_today").lead
    assert "Irlanda del Norte" in pack_of("GB", "es").headline("same_day", "clinic_today").lead


# ---- placeholders ----


@pytest.mark.parametrize(("country", "language"), sample(PLACES, 4))
def test_no_placeholder_is_left(country: str, language: str) -> None:
    left = {name for text in sentences(pack_of(country, language)) for name in _names(text)}
    assert left <= set().union(*FILLED_LATER.values())


def _names(text: str) -> list[str]:
    return [found.strip("{}") for found in PLACEHOLDER.findall(text)]


@pytest.mark.parametrize(("country", "language"), sample(PLACES, 4))
def test_titles_are_in_capitals_and_leads_are_whole_sentences(country: str, language: str) -> None:
    for contact in pack_of(country, language).contacts:
        for said in filter(None, (contact.emergency, contact.same_day)):
            assert said.title == said.title.upper()
            assert len(said.title) <= 60
            assert said.lead.endswith(".")
            assert not re.search(r"\b(a el|de el|al la|al su|a a)\b|  |\.\.", said.lead.lower())


def test_what_the_program_fills_in_later_is_what_the_words_name() -> None:
    at_load = {"emergency_number", "next_language"}
    named = {
        "/".join(map(str, path)): set(_names(text)) - at_load
        for path, text in read_document(CONTENT, "words.toml").walk()
        if isinstance(text, str)
    }
    assert {place: names for place, names in named.items() if names} == FILLED_LATER


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("words.toml", "Pack {version}", "Pack {verzion}"),
        ("words.toml", "Pack {version}", "Pack {number}"),
        ("words.toml", "question {number} of", "question {number!r} of"),
        ("es/words.toml", "Contenido, versión {version}", "Contenido, versión {number}"),
    ],
)
def test_a_placeholder_that_would_not_be_filled_in_is_refused(
    folder: Path, file: str, old: str, new: str
) -> None:
    plant(folder, file, old, new)

    with pytest.raises(PackError, match="nothing fills in") as raised:
        load_pack(folder, Locale(language=file.partition("/")[0]))

    assert (raised.value.file, raised.value.rule) == (file, "unknown-placeholder")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to break."""
    return lean_copy(tmp_path / "content")


def test_elsewhere_says_all_that_a_country_may_leave_out(folder: Path) -> None:
    plant(folder, "pack.toml", 'clinic = "your doctor\'s office or clinic"', "")
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    line = text.split("\n[elsewhere]")[0].count("\n") + 2
    with pytest.raises(PackError, match=f"^pack.toml, line {line}: .* must say 'clinic'"):
        load_pack(folder)


def test_an_unknown_placeholder_in_a_translation_is_found_in_its_own_file(folder: Path) -> None:
    line = plant(folder, "es/contacts.toml", "{clinic_closed}", "{cerrado}")
    with pytest.raises(PackError, match=rf"^es/contacts.toml, line {line}: nothing fills in"):
        load_pack(folder, Locale("ES", "es"))
    load_pack(folder, Locale("ES", "en"))


def test_what_a_country_does_not_say_is_as_elsewhere() -> None:
    pack = pack_of("DE")
    assert "an emergency department" in pack.headline("same_day", "eye_clinic").lead
    assert "CALL YOUR MATERNITY UNIT NOW" in pack.headline("emergency", "maternity_unit").title


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("US", "Call 988"),
        ("GB", "Call Samaritans on 116 123"),
        ("IE", "Call Samaritans on 116 123"),
        ("ES", "Call 024"),
        ("MX", "800 911 2000"),
        ("", "Call a crisis line."),
    ],
)
def test_a_crisis_line_is_the_country_s(folder: Path, country: str, words: str) -> None:
    plant(folder, "advice.toml", 'text = "', 'text = "Call {crisis_line}. ')
    assert words in load_pack(folder, Locale(country)).advice[0].text


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("US", "en", "acetaminophen"),
        ("GB", "en", "paracetamol"),
        ("", "en", "acetaminophen"),
        ("US", "es", "paracetamol (acetaminofén)"),
    ],
)
def test_paracetamol_is_called_what_the_country_calls_it(
    country: str, language: str, name: str
) -> None:
    found = [m.name for m in pack_of(country, language).medicines if m.id == "acetaminophen"]
    assert found == [name]


# ---- contacts ----


def test_every_contact_that_the_design_names_is_there_in_the_order_that_leads() -> None:
    assert [contact.id for contact in pack_of("").contacts] == [
        "ambulance", "emergency_department", "crisis_line", "maternity_unit", "dialysis_unit",
        "cancer_team", "clinic_today", "foot_clinic", "eye_clinic", "pharmacist", "prescriber",
        "next_visit",
    ]  # fmt: skip


def test_a_lead_for_today_says_what_to_do_when_it_is_closed() -> None:
    """At three in the morning nobody answers at an office."""
    reached = re.compile(
        r"emergency room|urgent care|emergency department|A&E|111|811|out-of-hours|116 117|1450"
        r"|1800 022 222|0800 611 116|1733|808 24|call 15\b",
        re.IGNORECASE,
    )
    for country in COUNTRIES:
        pack = pack_of(country)
        leads = {one.id: one.same_day for one in pack.contacts if one.same_day}
        for name, said in leads.items():
            assert reached.search(f"{said.title} {said.lead}"), (country, name)


CASES = [
    ({"body_danger": ["dark_urine"]}, "emergency_department", "GO TO THE EMERGENCY ROOM NOW"),
    ({"leg_danger": ["tight"]}, "emergency_department", "GO TO THE EMERGENCY ROOM NOW"),
    ({"nerve_danger": ["saddle"]}, "emergency_department", "GO TO THE EMERGENCY ROOM NOW"),
    (
        {"effects": ["despair"], "how_often": "often", "despair": "yes"},
        "crisis_line",
        "TALK TO SOMEONE NOW",
    ),
    (
        {"pregnant": "pregnant", "weeks": 33, "pregnancy_danger": ["vision"]},
        "maternity_unit",
        "CALL LABOR AND DELIVERY NOW",
    ),
    (
        {"pregnant": "pregnant", "weeks": 12, "pregnancy_danger": ["vision"]},
        "maternity_unit",
        "CALL LABOR AND DELIVERY TODAY",
    ),
    (
        {"conditions": ["kidney"], "kidney_care": "missed"},
        "dialysis_unit",
        "CALL YOUR DIALYSIS UNIT TODAY",
    ),
    ({"body_danger": ["bruises"]}, "clinic_today", "SEE A CLINICIAN TODAY"),
    ({"danger_now": ["breath"]}, "ambulance", "CALL 911 NOW"),
    # Two flags of one urgency: the first in contacts.toml leads, in whatever order they stand.
    ({"nerve_danger": ["saddle"], "danger_now": ["heart"]}, "ambulance", "CALL 911 NOW"),
    (
        {"conditions": ["kidney"], "kidney_care": "missed", "body_danger": ["bruises"]},
        "dialysis_unit",
        "CALL YOUR DIALYSIS UNIT TODAY",
    ),
    # A flag of a lower urgency has no say.
    (
        {"conditions": ["kidney"], "kidney_care": "missed", "nerve_danger": ["saddle"]},
        "emergency_department",
        "",
    ),
    (calm(pack_of("US"), signs=["weight_loss"]), "", "MAKE AN APPOINTMENT"),
    (calm(pack_of("US")), "", "LOOK AFTER IT AT HOME"),
    # A safety question has no answer yet.
    ({"leg_danger": ["none"]}, "", "NOTHING CAN BE SAID YET"),
]


@pytest.mark.parametrize(("answers", "contact", "title"), CASES)
def test_whom_to_go_to_leads_the_result_everywhere(
    answers: dict[str, object], contact: str, title: str
) -> None:
    pack = pack_of("US")
    found = result_of(pack, **answers)
    assert found.contact == contact
    title = title or pack.headline(found.urgency.name, contact).title
    result = build_result(pack, found)
    assert result.title == title
    assert render_plain(result).startswith(title)
    if not found.urgent:
        return
    said = {}
    for form in ("json", "cds-card", "fhir"):
        made = data_maker(form, pack)(found)
        said[form] = json.loads(msgspec.json.encode(made))
    assert said["json"]["contact"] == contact
    assert said["json"]["urgency"]["title"] == title
    assert said["json"]["urgency"]["lead"] == result.lead
    assert said["cds-card"]["cards"][0]["summary"].startswith(f"{title}: ")
    made = {one["resource"]["resourceType"]: one["resource"] for one in said["fhir"]["entry"]}
    assert made["ServiceRequest"]["code"]["text"] == title
    assert made["RiskAssessment"]["mitigation"].startswith(f"{title}: ")


def test_a_mimic_for_today_names_whom_to_go_to_as_well() -> None:
    pack = pack_of("US")
    mimics = [
        msgspec.structs.replace(mimic, urgency="same_day", contact=contact)
        for mimic, contact in zip(pack.mimics, ("foot_clinic", ""), strict=False)
    ]
    changed = msgspec.structs.replace(pack, mimics=tuple(mimics))
    found = [
        assess(msgspec.structs.replace(changed, mimics=(always,)), {})
        for always in (msgspec.structs.replace(mimic, criteria=(), needed=0) for mimic in mimics)
    ]
    assert [one.urgency for one in found] == [Urgency.same_day] * 2
    assert [one.contact for one in found] == ["foot_clinic", "clinic_today"]


def test_what_would_change_the_urgency_is_said_by_whom_to_go_to() -> None:
    pack = pack_of("US")
    given = calm(pack)
    sooner = smallest_changes(pack, given).sooner
    assert sooner is not None
    changed = assess(pack, {**given, **dict(sooner.answers)})
    assert (sooner.urgency, sooner.contact) == (changed.urgency, changed.contact)


def test_one_result_gives_one_order(pack: Pack) -> None:
    """What to do until then names no other place to go to, but where it gets worse."""
    orders = re.compile(r"^(go to|call|see)\b|\b(emergency department|maternity unit|midwife)\b")
    steps = [
        (flag.id, step)
        for flag in pack.red_flags
        if flag.urgency != "routine"
        for step in flag.do
        if orders.search(step.lower()) and " at once if " not in step
    ]
    assert steps == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "red_flags.toml",
            'contact = "dialysis_unit"',
            'contact = "dialisys_unit"',
            "contact 'dialisys_unit' is not in contacts.toml. Did you mean 'dialysis_unit'?",
        ),
        (
            "red_flags.toml",
            'contact = "emergency_department"',
            'contact = "pharmacist"',
            "contact 'pharmacist' says nothing for 'emergency'. One of these does: ambulance",
        ),
        (
            "red_flags.toml",
            'urgency = "routine"',
            'urgency = "routine"\ncontact = "next_visit"',
            "contact 'next_visit' says nothing for 'routine'. Take it out.",
        ),
        (
            "mimics/claudication.toml",
            "within_days = 14",
            'within_days = 14\nurgency = "same_day"\ncontact = "foot"',
            "contact 'foot' is not in contacts.toml.",
        ),
        ("contacts.toml", 'id = "ambulance"', 'id = "ambulanse"', "contact 'ambulance' is not in"),
        ("contacts.toml", 'id = "eye_clinic"', 'id = "pharmacist"', "used twice"),
    ],
)
def test_a_contact_that_is_not_there_is_an_error_at_load(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    plant(folder, file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert says in str(caught.value)
    assert caught.value.rule == "unknown-id"
    assert caught.value.line > 0


def test_a_flag_that_names_none_is_for_the_usual_one() -> None:
    flag = pack_of("").red_flags[0]
    assert isinstance(flag, RedFlag)
    usual = {
        urgency: contact_of(msgspec.structs.replace(flag, urgency=urgency, contact=""))
        for urgency in ("emergency", "same_day", "routine")
    }
    assert usual == {"emergency": "ambulance", "same_day": "clinic_today", "routine": ""}
