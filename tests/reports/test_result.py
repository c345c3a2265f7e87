"""What a result says, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.pack import Urgency
from nightcramp.reports.answered import answer_lines
from nightcramp.reports.explanations import explain_topic
from nightcramp.reports.result import NOTES, Result, build_result
from nightcramp.reports.topics import MEDICINES, cause_title
from nightcramp.triage import assess, read_answers
from nightcramp.triage.derive import derive_facts
from tests.calm import calm
from tests.content import PACK, VIGNETTES
from tests.strategies import any_answers, interviews

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words


def result_of(pack: Pack, **answers: Any) -> Result:
    """The result of these answers, and of calm ones to the safety questions left open."""
    return build_result(pack, assess(pack, calm(pack, **answers)))


def test_an_urgent_result_says_first_what_to_do(pack: Pack) -> None:
    result = result_of(pack, leg_danger=["cold"])
    assert [reason.id for reason in result.reasons] == ["steps", "told", "means"]
    assert result.topics == ()


def texts(result: Result, reason: str) -> list[str]:
    """What one reason says."""
    return [line.text for one in result.reasons if one.id == reason for line in one.lines]


def meaning(pack: Pack, flag: str) -> str:
    return next(one.means for one in pack.red_flags if one.id == flag)


def test_an_urgent_result_explains_only_the_most_urgent_and_tells_every_sign(pack: Pack) -> None:
    result = result_of(pack, age=40, leg_danger=["cold", "swollen"])
    assert texts(result, "means") == [meaning(pack, "blocked_artery")]
    assert texts(result, "told") == [
        "Age: 40",
        "One leg or foot suddenly cold, pale or blue",
        "One leg newly swollen",
    ]


def test_a_flag_that_says_more_covers_one_that_says_less(pack: Pack) -> None:
    found = assess(pack, calm(pack, leg_danger=["swollen"], danger_now=["breath"]))
    assert {one.flag.id for one in found.flags} >= {"clot_in_lungs", "chest_or_breathing"}
    result = build_result(pack, found)
    assert texts(result, "means") == [meaning(pack, "clot_in_lungs")]
    assert texts(result, "told") == ["One leg newly swollen", "New trouble breathing"]


@given(st.one_of(interviews(PACK).map(lambda i: i.answers), any_answers(PACK)))
def test_at_most_three_meanings_are_told_and_none_that_is_covered(table: Any) -> None:
    found = assess(PACK, read_answers(PACK, table))
    told = texts(build_result(PACK, found), "means")
    flags = [
        one.flag
        for one in found.flags
        if not found.urgent or one.flag.urgency == found.urgency.name
    ]
    covered = {name for flag in flags for name in flag.covers}
    better = {flag.means for flag in flags if flag.id not in covered}
    assert len(told) <= 3
    assert len(set(told)) == len(told)
    assert not {flag.means for flag in flags if flag.id in covered} - better & set(told)


def test_many_flags_and_mimics_are_told_whole_but_explained_in_three_lines(pack: Pack) -> None:
    found = assess(
        pack,
        calm(
            pack,
            age=65,
            signs=["numb", "weight_loss", "thirst"],
            feel=["urge", "burning"],
            restless=["rest", "moving", "evening", "own"],
        ),
    )
    assert (found.urgency, len(found.flags) > 2, len(found.mimics) > 1) == (
        Urgency.routine,
        True,
        True,
    )
    result = build_result(pack, found)
    facts = [one for flag in found.flags for one in flag.items]
    facts += [one for mimic in found.mimics for one in mimic.items]
    assert len(texts(result, "means")) == 3
    assert texts(result, "told") == [*answer_lines(pack, sorted(facts))]


def test_a_calm_result_has_its_notes_with_whom_to_ask_and_how_soon(pack: Pack) -> None:
    result = result_of(pack, medicines=["other"])
    assert result.topics
    note = next(one for one in pack.notes if one.id == "medicine_missed_from_list")
    whole = f"Another medicine. {note.text} Ask your pharmacist within 7 days."
    assert texts(result, NOTES) == [whole]


def test_a_routine_result_says_why_this_soon_and_for_what(pack: Pack) -> None:
    result = result_of(pack, signs=["numb"])
    assert (result.urgency, result.limit) == (Urgency.routine, "within 2 weeks")
    assert [reason.id for reason in result.reasons] == ["told", "means"]


def test_a_mimic_alone_says_what_it_is(pack: Pack) -> None:
    restless = ["rest", "moving", "evening", "own"]
    result = result_of(pack, feel=["urge"], restless=restless)
    summary = next(mimic.summary for mimic in pack.mimics if mimic.id == "restless_legs")
    assert [reason.id for reason in result.reasons] == ["told"]
    assert len(texts(result, "told")) == 5
    assert result.topics[0].id == "restless_legs"
    assert result.topics[0].lines[0].text == summary


@pytest.mark.parametrize("feel", [["urge"], ["urge", "knot"]], ids=["no cramps", "cramps too"])
def test_restless_legs_without_cramps_have_no_next_one(
    pack: Pack, words: Words, feel: list[str]
) -> None:
    restless = ["rest", "moving", "evening", "own"]
    result = result_of(pack, feel=feel, restless=restless)
    titles = {topic.title for topic in result.topics}
    expected = {words.result.prevent} if "knot" in feel else {words.result.good_for_legs}
    assert titles & {words.result.prevent, words.result.good_for_legs} == expected


def test_only_a_patient_with_cramps_is_told_how_to_prevent_the_next_one(
    pack: Pack, words: Words
) -> None:
    seen = set()
    for vignette in VIGNETTES:
        answers = read_answers(pack, vignette.answers)
        result = build_result(pack, assess(pack, answers))
        titles = {topic.title for topic in result.topics if topic.id == "prevent"}
        has_cramps = derive_facts(pack, answers).holds(pack.about.cramp_when)
        expected = words.result.prevent if has_cramps else words.result.good_for_legs
        assert titles <= {expected}, vignette.id
        seen |= titles
    assert seen == {words.result.prevent, words.result.good_for_legs}


def test_no_clear_cause_comes_first_and_weak_hints_after(pack: Pack) -> None:
    result = result_of(pack, conditions=["arthritis"])
    assert [t.id for t in result.topics[:2]] == ["no_clear_cause", "arthritis"]


@pytest.mark.parametrize(
    ("feel", "order"),
    [
        ("urge", ["restless_legs", "neuropathy", "diabetes", "sedentary"]),
        ("knot", ["diabetes", "sedentary", "restless_legs", "neuropathy"]),
    ],
    ids=["no cramp", "a cramp"],
)
def test_a_mimic_stands_before_causes_only_where_it_leads(
    pack: Pack, feel: str, order: list[str]
) -> None:
    result = result_of(
        pack,
        age=65,
        feel=sorted({feel, "urge", "burning"}),
        restless=["rest", "moving", "evening", "own"],
        signs=["numb"],
        conditions=["diabetes"],
        sitting="8_or_more",
        exercise_days=0,
    )
    assert [topic.id for topic in result.topics if topic.ranked] == order


def test_what_a_mimic_means_is_said_once_with_the_mimic(pack: Pack) -> None:
    restless = ["rest", "moving", "evening", "own"]
    found = assess(pack, calm(pack, feel=["urge"], restless=restless, signs=["numb"]))
    result = build_result(pack, found)
    assert texts(result, "means") == [one.flag.means for one in found.flags]
    summaries = [one.mimic.summary for one in found.mimics]
    assert summaries == [topic.lines[0].text for topic in result.topics[: len(summaries)]]


def test_every_topic_of_a_whole_result_is_there_in_order(pack: Pack) -> None:
    result = result_of(
        pack,
        sitting="8_or_more",
        exercise_days=0,
        feel=["knot"],
        where=["unsure"],
        how_often="some",
    )
    ids = [topic.id for topic in result.topics]
    ranked = ["sedentary", "during", "prevent", "talk", "safety_net"]
    assert ids == [*ranked, "looked_for", "unsure", "not_asked"]


def test_certainty_is_said_on_request_and_of_no_person(pack: Pack, words: Words) -> None:
    answers = calm(pack, conditions=["diabetes"], feel=["knot"])
    found = assess(pack, answers)
    result = build_result(pack, found)
    (diabetes,) = (topic for topic in result.topics if topic.id == "diabetes")
    shown = " ".join(f"{line.text} {line.note}" for line in diabetes.lines)
    assert words.result.certainty_very_low not in shown

    asked = explain_topic(pack, found, "diabetes")
    notes = {block.text: block.note for block in asked if block.kind == "heading"}
    (because,) = (e.evidence.because for c in found.causes for e in c.evidence)
    assert notes[because] == words.result.certainty_very_low


def test_a_reason_quotes_each_answer_once(pack: Pack) -> None:
    drinks = {"alcohol_often": "most_days", "alcohol_amount": "7_9", "alcohol_binge": "weekly"}
    result = result_of(pack, **drinks, dependence="no", signs=["numb"], feel=["knot"])
    (alcohol,) = (topic for topic in result.topics if topic.id == "alcohol")
    reasons = " ".join(line.text for line in alcohol.lines if line.kind == "for")
    assert reasons.count("7 to 9 drinks on such a day") == 1
    assert "Numb or tingling" in reasons


def test_a_cause_is_called_by_the_medicine_that_speaks_for_it(pack: Pack, words: Words) -> None:
    def titles(*medicines: str) -> dict[str, str]:
        result = result_of(pack, medicines=list(medicines), feel=["knot"])
        return {topic.id: topic.title for topic in result.topics}

    assert titles("simvastatin", "apixaban")["statin"] == "Your statin (simvastatin)"
    both = titles("furosemide", "spironolactone")["water_tablets"]
    assert both == "Your water tablet (furosemide and spironolactone)"
    found = assess(pack, calm(pack, medicines=["albuterol"], feel=["knot"]))
    (cause,) = found.causes
    shown = msgspec.structs.replace(cause.medicines[0], name="Ventolin (albuterol)")
    by_brand = msgspec.structs.replace(cause, medicines=(shown,))
    assert cause_title(words, by_brand) == "Your medicine (Ventolin)"
    (unknown,) = (m.id for m in pack.medicines if m.classes == ("diuretic_unknown",))
    assert titles(unknown)["water_tablet_unknown"] == "Your water tablet"


def test_an_illness_that_is_suspected_leaves_nothing_unclear(pack: Pack) -> None:
    result = result_of(pack, age=60, signs=["stiff"], head_signs=["none"], feel=["knot"])
    assert texts(result, "means")
    assert "no_clear_cause" not in {topic.id for topic in result.topics}


def test_a_cause_that_is_not_in_the_list_says_what_was_answered(pack: Pack) -> None:
    result = result_of(pack, alcohol_often="never", diet=["vegan"], feel=["knot"])
    (looked_for,) = (topic for topic in result.topics if topic.id == "looked_for")
    lines = [line.text for line in looked_for.lines]
    assert "Alcohol: You never drink alcohol" in lines
    assert not [line for line in lines if line.startswith("Lack of vitamins")]


def test_more_than_five_lines_of_advice_stand_under_more(pack: Pack, words: Words) -> None:
    everything = ["apixaban", "quinine", "furosemide", "ramipril"]
    result = result_of(
        pack, age=70, feel=["knot", "twitch"], medicines=everything, how_often="often"
    )
    (talk,) = (topic for topic in result.topics if topic.id == "talk")
    kinds = [line.kind for line in talk.lines]
    assert kinds[:6] == ["step"] * 5 + ["heading"]
    assert talk.lines[5].text == words.result.more


def test_a_bar_grows_with_the_points(pack: Pack) -> None:
    weak = result_of(pack, sitting="8_or_more")
    strong = result_of(pack, sitting="8_or_more", exercise_days=0)
    bars = [next(t.bar for t in r.topics if t.id == "sedentary") for r in (weak, strong)]
    assert 0 < bars[0] < bars[1] <= 10


def test_each_medicine_says_what_it_can_do(pack: Pack) -> None:
    result = result_of(pack, medicines=["simvastatin", "apixaban"])
    medicines = next(topic for topic in result.topics if topic.id == MEDICINES)
    assert [line.text.split(":")[0] for line in medicines.lines] == ["simvastatin", "apixaban"]
    assert all(len(line.text) > 40 for line in medicines.lines)


def test_a_child_s_result_does_not_speak_of_later_life(pack: Pack, words: Words) -> None:
    result = result_of(pack, age=12, child_pain="other")
    shown = " ".join(line.text for topic in result.topics for line in topic.lines)
    assert words.result.under_16_text in shown
    assert "later life" not in shown
    assert "A limp, or not wanting to walk" in shown


def test_a_child_with_an_ordinary_cramp_hears_what_to_do_and_not_to_see_a_clinician(
    pack: Pack, words: Words
) -> None:
    result = result_of(pack, age=14, child_pain="knot")
    shown = {topic.id: [line.text for line in topic.lines] for topic in result.topics}
    assert result.urgency is Urgency.self_care
    assert shown["no_clear_cause"]
    assert words.result.under_16_text not in shown["no_clear_cause"]
    assert shown["during"]
    assert shown["prevent"]


def test_what_one_cause_advises_stands_there_and_nowhere_else(pack: Pack) -> None:
    result = result_of(pack, feel=["knot"], conditions=["liver"])
    lines = [line.text for topic in result.topics for line in topic.lines]
    (pickle,) = (a.text for c in pack.causes for a in c.advice if a.id == "pickle-juice-liver")
    assert lines.count(pickle) == 1


def test_a_note_tells_what_it_rests_on_a_sentence_each(pack: Pack) -> None:
    both = ["levothyroxine", "magnesium_citrate"]
    (note,) = texts(result_of(pack, medicines=both), NOTES)
    assert note.startswith("You take levothyroxine. You take magnesium citrate. ")


@pytest.mark.parametrize(
    ("points", "match", "bar"),
    [(1, "slight", 2), (2, "moderate", 5), (3, "strong", 8), (6, "strong", 10)],
)
def test_a_bar_says_what_its_word_says(pack: Pack, points: int, match: str, bar: int) -> None:
    found = assess(pack, calm(pack, medicines=["hydrochlorothiazide"]))
    cause = msgspec.structs.replace(found.causes[0], points=points, band=match)
    found = msgspec.structs.replace(found, causes=(cause,))
    topic = next(t for t in build_result(pack, found).topics if t.id == cause.cause.id)
    assert (topic.match, topic.bar) == (f"{match} match", bar)
