"""No urgency without the safety questions, and no weight for what would not be asked."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nightcramp.cli.main import main
from nightcramp.exchange.formats import data_maker
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.condition import Choice, Condition, read_condition
from nightcramp.pack.load import content_folder
from nightcramp.pack.model import RED_FLAGS, Criterion, Mimic, RedFlag
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import render_text
from nightcramp.reports.plain import render_plain
from nightcramp.reports.qr_summary import qr_summary
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.applicable import still_valid
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.safety import Safety, safety_questions
from nightcramp.triage.what_if import Changes, smallest_changes
from tests.calm import calm, calmed
from tests.conditions import conditions
from tests.content import PACK, VIGNETTES, WORDS
from tests.strategies import any_answers, interviews, values

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.triage import Answers

SAFETY = Safety(PACK)
PATIENTS = {v.id: read_answers(PACK, v.answers) for v in VIGNETTES}


def _may_hold(condition: Condition, answers: Answers) -> bool:
    may = ConditionalItems([(True, SAFETY._may_hold(condition))])
    return bool(may.held(derive_facts(PACK, answers)))


def _with_fewer(data: st.DataObject) -> dict[str, Any]:
    """A patient's answers, without some of them."""
    answers = PATIENTS[data.draw(st.sampled_from(sorted(PATIENTS)))]
    gone = data.draw(st.sets(st.sampled_from(sorted(answers))))
    return {name: value for name, value in answers.items() if name not in gone}


# ---- what is missing


@given(st.data())
def test_without_safety_answers_there_is_an_urgent_result_or_none(data: st.DataObject) -> None:
    some = data.draw(any_answers(PACK))
    answers = read_answers(PACK, some) if data.draw(st.booleans()) else _with_fewer(data)
    found = assess(PACK, answers)

    assert found.incomplete == (bool(found.missing) and not found.urgent)
    assert set(found.missing) <= set(found.not_asked)
    if found.incomplete:
        assert (found.leading, found.within_days) == ("incomplete", 0)


@given(st.data())
def test_what_is_not_missing_cannot_make_it_more_urgent(data: st.DataObject) -> None:
    """Whatever the rest of the interview is answered with, the result was no false calm."""
    answers = still_valid(PACK, _with_fewer(data))
    if not data.draw(st.booleans()):
        # What was asked again is left out: calm answers do not lead there.
        kept = {k: v for k, v in answers.items() if not k.endswith("_again")}
        answers = still_valid(PACK, calmed(PACK, kept))
    found = assess(PACK, answers)
    assume(not found.missing and found.urgency is not Urgency.emergency)
    interview = Interview.begin(PACK, answers)
    while (question := interview.question) is not None:
        interview = interview.answer(data.draw(values(PACK, question, interview.answers)))
    assume(answers.keys() <= interview.answers.keys())

    after = assess(PACK, interview.answers).urgency
    assert after <= found.urgency or after < Urgency.same_day


@given(interviews(PACK))
def test_whoever_is_asked_to_the_end_lacks_nothing(interview: Interview) -> None:
    for _ in range(60):
        question = interview.question
        if question is None:
            break
        offered = [option.id for option in interview.choices]
        number = question.kind == "number"
        interview = interview.answer(question.minimum if number else [offered[-1]])

    assert assess(PACK, interview.answers).missing == ()


@given(st.data())
def test_what_holds_may_hold_and_what_may_not_never_will(data: st.DataObject) -> None:
    condition = data.draw(conditions(PACK, list(PACK.questions[:25])))
    interview = data.draw(interviews(PACK))
    now = interview.answers
    may = _may_hold(condition, now)
    assert may or not derive_facts(PACK, now).holds(condition)
    while (question := interview.question) is not None:
        interview = interview.answer(data.draw(values(PACK, question, interview.answers)))
    if now.keys() <= interview.answers.keys():
        assert may or not derive_facts(PACK, interview.answers).holds(condition)


@pytest.mark.parametrize(
    ("answers", "condition", "may"),
    [
        ({"where": ["calf"]}, {"where": "toes"}, False),
        ({"where": ["calf"]}, {"where": "calf", "pregnant": "pregnant"}, True),
        ({"pregnant": "no"}, {"weeks": {"over": 20}}, False),
        ({}, {"weeks": {"over": 20}}, True),
        ({"pregnant": "pregnant", "weeks": "unsure"}, {"weeks": {"over": 20}}, False),
        ({"leg_danger": ["none"]}, {"leg_danger": "swollen"}, False),
        ({"leg_danger": ["unsure"]}, {"leg_danger": "swollen"}, True),
        (
            {"leg_danger": ["unsure"], "leg_danger_again": ["none"]},
            {"leg_danger": "hot"},
            False,
        ),
        ({}, {"statin": "taken"}, True),
        ({"medicines": ["ramipril"]}, {"statin": "taken"}, False),
        ({"medicines": ["none"]}, {"statin": "taken"}, False),
        ({"medicines": ["hydrochlorothiazide"]}, {"thiazide_like": "recent"}, True),
        ({"leg_danger": ["hot", "unsure"]}, {"leg_danger": "swollen"}, True),
        ({"alcohol_often": "never"}, {"audit_c": {"at_least": 5}}, False),
        ({"alcohol_often": "most_days"}, {"audit_c": {"at_least": 5}}, True),
        ({"feel": ["urge"]}, {"restless_legs_criteria": {"at_least": 5}}, True),
        ({"age": 10}, {"not": {"age": {"under": 16}}}, False),
        ({"age": 10}, {"sitting": "8_or_more"}, False),
        ({}, {"country": "GB"}, False),
        ({"age": 10}, {"any": [{"sitting": "little"}, {"child_pain": "knot"}]}, True),
    ],
)
def test_what_may_still_hold(answers: Any, condition: Any, *, may: bool) -> None:
    assert _may_hold(read_condition(condition), read_answers(PACK, answers)) is may


@pytest.mark.parametrize(
    "name",
    [
        "age",
        "pregnant",
        "leg_danger",
        "danger_now",
        "sudden_danger",
        "nerve_danger",
        "spasm_danger",
        "body_danger",
        "leg_more",
        "medicines",
    ],
)
def test_one_safety_question_without_an_answer_is_enough(name: str) -> None:
    answers = {key: value for key, value in calm(PACK).items() if key != name}

    found = assess(PACK, answers)

    assert found.incomplete
    assert name in found.missing


def test_a_question_behind_a_rule_for_today_is_a_safety_question_wherever_it_stands() -> None:
    ill = calm(PACK, nerve_danger=["weaker"], medicines=["none"])
    assert not assess(PACK, ill).incomplete
    assert PACK.question("medicines").section != RED_FLAGS

    del ill["medicines"]
    found = assess(PACK, ill)

    assert found.missing == ("medicines",)  # a water tablet would make the weakness urgent
    assert found.incomplete


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        ({"leg_danger": ["swollen"]}, Urgency.same_day),
        ({"danger_now": ["breath"]}, Urgency.emergency),
    ],
)
def test_what_is_known_to_be_urgent_is_said(answers: Any, urgency: Urgency) -> None:
    found = assess(PACK, read_answers(PACK, answers))

    assert found.urgency is urgency
    assert found.urgent
    assert bool(found.missing) == (urgency is Urgency.same_day)


def test_a_mimic_for_the_same_day_asks_for_its_questions_too() -> None:
    criterion = Criterion(id="one", because="It is.", when=read_condition({"load": "slouch"}))
    mimic = Mimic(
        id="new", title="New", summary="", say="", criteria=(criterion,), sources=(),
        urgency="same_day",
    )  # fmt: skip
    answers = calm(PACK)
    answers.pop("load", None)
    without = {"red_flags": (), "mimics": (mimic,)}

    found = assess(msgspec.structs.replace(PACK, **without), answers)

    assert found.missing == ("load",)


def test_what_decides_whether_a_question_is_asked_is_one_too() -> None:
    """`dependence` hangs on what is drunk, and that on how often."""
    when = Condition(tests=(Choice("dependence", frozenset({"yes"})),))
    flag = RedFlag(id="new", urgency="same_day", means="It can.", when=when, sources=())
    pack = msgspec.structs.replace(PACK, red_flags=(flag,))
    answers = {name: value for name, value in calm(PACK).items() if "alcohol" not in name}

    found = assess(pack, answers)

    assert found.missing[:1] == ("alcohol_often",)


def test_nothing_is_more_urgent_than_an_emergency() -> None:
    assert safety_questions(PACK, derive_facts(PACK, {}), Urgency.emergency) == frozenset()


# ---- what is not weighed


@given(st.data())
def test_what_is_dropped_is_what_the_interview_drops(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))
    kept = still_valid(PACK, answers)

    found = assess(PACK, answers)

    assert set(found.dropped) == answers.keys() - kept.keys()
    alone = assess(PACK, kept)
    assert alone.dropped == ()
    assert msgspec.structs.replace(found, dropped=()) == alone


def test_what_an_urgent_result_would_have_skipped_is_weighed() -> None:
    answers = {**calm(PACK, sitting="8_or_more"), "leg_danger": ("swollen",)}

    found = assess(PACK, answers)

    assert found.urgent
    assert found.dropped == ()
    assert "sedentary" in [cause.cause.id for cause in found.causes]


def test_a_pregnancy_at_70_counts_for_nothing() -> None:
    old = calm(PACK, age=70)
    answers = {**old, "pregnant": "pregnant", "weeks": 30, "pregnancy_danger": ("headache",)}

    found = assess(PACK, answers)

    assert found.dropped == ("pregnant", "weeks", "pregnancy_danger")
    assert msgspec.structs.replace(found, dropped=()) == assess(PACK, old)


def test_a_start_of_what_is_not_taken_counts_for_nothing() -> None:
    answers = calm(PACK, medicines=["hydrochlorothiazide"])
    answers.pop("medicines_started", None)
    wrong = {**answers, "medicines_started": ("amlodipine",)}

    found = assess(PACK, wrong)

    assert found.dropped == ("medicines_started",)
    assert "medicines_started" in found.not_asked
    assert found.not_asked == assess(PACK, answers).not_asked


def test_what_clarifies_a_list_counts_for_it_but_does_not_answer_it() -> None:
    rest = {name: value for name, value in calm(PACK).items() if name != "body_danger"}

    told = assess(PACK, {**rest, "body_danger_again": ("dark_urine",)})
    nothing = assess(PACK, {**rest, "body_danger_again": ("none",)})

    assert (told.urgency, told.dropped) == (Urgency.emergency, ())
    assert (nothing.urgency, nothing.missing) == (Urgency.incomplete, ("body_danger",))


def test_what_clarifies_a_list_that_is_not_for_this_person_is_dropped() -> None:
    answers = {**calm(PACK, age=70), "pregnancy_danger_again": ("unsure",)}

    assert assess(PACK, answers).dropped == ("pregnancy_danger_again",)


@pytest.mark.parametrize("again", ["dark_urine", "unsure", "none"])
def test_what_clarifies_a_list_that_needs_no_clarifying_is_dropped(again: str) -> None:
    answers = {**calm(PACK), "body_danger_again": (again,)}

    assert assess(PACK, answers).dropped == ("body_danger_again",)


# ---- what is said


def _renderings(pack: Pack, answers: Answers) -> dict[str, str]:
    found = assess(pack, answers)
    result = build_result(pack, found)
    said = {
        "text": render_plain(result, 10_000),
        "leaflet": render_text(leaflet(pack, found)),
        "handover": " ".join(
            f"{block.text} {block.note}" for block in handover(pack, found).blocks
        ),
        "qr": qr_summary(pack, found),
    }
    for form in ("json", "fhir", "cds-card"):
        made = data_maker(form, pack)(found)
        entries = made["entry"][1:] if form == "fhir" else made
        said[form] = msgspec.json.encode(entries).decode()
    return said


@given(st.data())
@settings(max_examples=20)  # many more in tests/slow/test_complete.py
def test_nothing_that_is_shown_before_the_safety_answers_says_an_urgency(
    data: st.DataObject,
) -> None:
    assert_no_urgency_is_said(data)


def assert_no_urgency_is_said(data: st.DataObject) -> None:
    answers = still_valid(PACK, _with_fewer(data))
    assume(assess(PACK, answers).incomplete)
    titles = [said.title for name, said in PACK.about.urgency.items() if name != "incomplete"]
    leads = [said.lead for name, said in PACK.about.urgency.items() if name != "incomplete"]
    limits = [limit for limit in PACK.about.time_limits.values() if " " in limit]
    short = [limit for limit in PACK.about.time_limits.values() if " " not in limit]

    for form, text in _renderings(PACK, answers).items():
        assert PACK.about.urgency["incomplete"].title in text, form
        assert [said for said in (*titles, *leads, *limits) if said in text] == [], form
        for limit in short:
            assert not re.search(rf'(?mi)^{limit}\.?$|: {limit}$|"limit": ?"{limit}"', text), form
        summaries = [*(c.summary for c in PACK.causes), *(m.summary for m in PACK.mimics)]
        assert [summary for summary in summaries if summary in text] == [], form


@pytest.mark.parametrize(
    ("form", "language"),
    [("text", "en"), ("text", "es"), ("json", "es"), ("fhir", "es"), ("cds-card", "es")],
)
def test_every_format_says_it_in_every_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, language: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text("{}", encoding="utf-8")

    assert main(["assess", str(file), "--format", form, "--lang", language, "--exit-urgency"]) == 14

    title = {"en": "NOTHING CAN BE SAID YET", "es": "TODAVÍA NO SE PUEDE DECIR NADA"}[language]
    assert title in capsys.readouterr().out


def test_a_leaflet_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.json"
    answers = {
        name: value for name, value in calm(PACK).items() if name not in ("age", "medicines")
    }
    file.write_text(json.dumps(answers), encoding="utf-8")
    missing = ", ".join(assess(PACK, answers).missing)

    assert main(["page", "leaflet", str(file)]) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        f"nightcramp: {file}: a leaflet needs an answer to these first: {missing}.\n"
    )
    assert "age" in missing


def test_a_handover_says_it_before_anything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"age": 70, "weeks": 30, "signs": ["numb"]}', encoding="utf-8")

    assert main(["page", "handover", str(file)]) == 0

    shown = capsys.readouterr()
    (banner,) = [line for line in shown.out.splitlines() if line.startswith("!!")]
    assert banner == f"!!  {WORDS.handover.incomplete}"
    assert "NOTHING CAN BE SAID YET" in shown.out
    assert WORDS.handover.no_flag not in shown.out
    assert WORDS.handover.changes not in shown.out
    assert "weeks" in shown.err
    assert PACK.question("weeks").text not in shown.out


def test_nothing_would_change_what_cannot_be_said() -> None:
    assert smallest_changes(PACK, {"age": 40}) == Changes(None, None)


def test_a_change_that_opens_a_safety_question_is_no_calmer_result() -> None:
    interview = Interview.begin(PACK).answer(40).answer("no").answer(["cold"])

    later = smallest_changes(PACK, interview.answers).later

    assert later
    assert later.urgency is Urgency.incomplete
    whole = calm(PACK, signs=["numb"])
    changes = smallest_changes(PACK, whole)
    assert changes.later
    assert changes.later.urgency is Urgency.self_care


def test_a_pack_without_words_for_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(str(content_folder()), folder)
    about = folder / "pack.toml"
    text = about.read_text(encoding="utf-8")
    about.write_text(re.sub(r"(?s)\[urgency.incomplete\].*?\n\n", "", text), encoding="utf-8")
    file = tmp_path / "answers.json"
    file.write_text("{}", encoding="utf-8")

    assert main(["assess", str(file), "--pack", str(folder)]) == 2

    assert "[urgency.incomplete] is missing" in capsys.readouterr().err
