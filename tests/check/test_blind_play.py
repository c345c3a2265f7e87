"""The tools for patients from outside: blind play shows no result, and makes whole vignettes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.pack.model import Option
from nightcramp.pack.vignettes import RatedVignette, load_rated
from tests.cases import make as making
from tests.cases import play as playing
from tests.cases.make import make, read_cases
from tests.cases.play import form, next_questions, read_stories
from tests.cases.taking import _option, replay
from tests.pilot import small_pack

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

CALM: dict[str, Any] = {
    "danger": ["none"],
    "age": 45,
    "sitting": "much",
    "feel": ["knot"],
    "medicines": ["Lasix"],
    "started": ["furosemide"],
}
STORY: dict[str, Any] = {
    "id": "W01",
    "origin": "published",
    "story": 'She said "ouch"\nand \\ more: é.',
    "rater_1": {"min": "self_care", "tier": "routine", "max": "routine", "within_days": 28},
    "rater_2": {"min": "routine", "tier": "routine", "max": "same_day"},
    "safe": {"least": "self_care", "most": "same_day"},
    "both": {"least": "routine", "most": "routine"},
    "agreed": True,
    "explanations": ["strain"],
    "explanations_2": ["sitting"],
    "must_say": ["stretch"],
    "must_not_say": [],
    "why": "A reason.",
    "source": "A paper, 2014",
}


def cases(tmp_path: Path, **instead: Any) -> Path:
    """A file of one story."""
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"schema": "cramp-stories/1", "stories": [{**STORY, **instead}]}))
    return path


def asked(given: dict[str, Any], *, result: bool = False) -> str:
    """What one story is told by the small pack."""
    return next_questions(small_pack(), {"W01": given}, result=result)


def test_the_form_shows_each_question_in_order_with_its_options_and_ids() -> None:
    told = form(small_pack())
    heads = [line.split("]")[0][1:] for line in told.splitlines() if line.startswith("[")]
    assert heads == ["danger", "age", "sitting", "feel", "medicines", "started"]
    assert "[sitting] How many hours a day do you sit?\n  Count [work], travel and screens." in told
    assert "  1. Less than 4 hours (little)\n  2. 8 hours or more (much)\n" in told
    assert 'Takes a whole number, 1 to 120 years, or "unsure".' in told


def test_the_form_lists_what_can_be_picked_in_columns(pack: Pack) -> None:
    told = form(pack)
    assert "Varicose veins, or weak leg veins (varicose)" in told
    lists = [line for line in told.splitlines() if line.startswith("    ")]
    assert max(map(len, lists)) <= 120
    assert any("furosemide " in line and "venlafaxine" not in line for line in lists)
    names = [medicine.name for medicine in pack.medicines]
    assert [name for name in names if name not in told] == []
    assert len(lists) < len(names)


def test_the_form_tells_neither_rules_nor_reasons(pack: Pack) -> None:
    told = form(pack)
    assert [q.id for q in pack.questions if q.why in told] == []
    assert [note.id for note in pack.notes if note.text in told] == []
    assert [flag.id for flag in pack.red_flags if flag.means in told] == []
    assert not {"emergency", "same_day", "self_care"} & set(told.split())


def test_the_next_question_without_an_answer_is_shown() -> None:
    told = asked({"danger": ["none"], "age": 45})
    assert told.startswith("== W01: goes on\n[sitting] How many hours a day do you sit?\n")
    assert "  2. 8 hours or more (much)\n" in told


def test_the_medicines_picked_are_what_is_asked_about_next() -> None:
    told = asked({**CALM, "started": []})
    assert "[started] Which of these are new?" in told
    assert "  1. furosemide (furosemide)\n  2. None of these (none)\n" in told


def test_nothing_of_a_result_is_shown_unless_asked_for() -> None:
    plain = asked({"danger": ["breath"]})
    assert plain == "== W01: DONE\n"
    assert "emergency; clot; 'clot' leads" in asked({"danger": ["breath"]}, result=True)


def test_answers_to_what_is_never_asked_are_dropped_and_named() -> None:
    told = asked({"danger": ["breath"], "age": 45, "sitting": "much"})
    assert "never asked, and dropped: age, sitting" in told
    assert "dropped" not in asked({"danger": ["none"], "feel": ["knot"]})  # it may yet be asked


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"danger": ["breth"]}, "danger: has no answer 'breth'. Did you mean 'breath'? It has: "),
        ({"dangr": ["none"]}, "dangr: is no question. Did you mean 'danger'?"),
        ({"danger": ["none", "breath"]}, "danger: 'none' stands alone"),
        ({"danger": [3]}, "danger: 3 is no answer; write an id."),
        ({**CALM, "age": "45"}, "age: takes a whole number from 1 to 120"),
        ({**CALM, "sitting": ["much", "little"]}, "sitting: takes one answer, not 2."),
        ({**CALM, "medicines": ["furosemid"]}, "'furosemid' is not on the list. Nearest: "),
        ({**CALM, "medicines": ["vaxzeria"]}, "or leave it out ('none' if none is left)."),
    ],
)
def test_what_cannot_be_taken_is_named_and_asked_again(given: dict[str, Any], said: str) -> None:
    told = asked(given)
    assert told.startswith("== W01: goes on\n")
    assert said in told


def test_a_label_a_brand_and_an_everyday_name_are_taken_and_said() -> None:
    told = asked({**CALM, "sitting": "8 hours or more"})
    assert "sitting: '8 hours or more' was taken for much." in told
    assert "medicines: 'Lasix' was taken for furosemide." in told
    assert "== W01: DONE" in told
    assert replay(small_pack(), CALM).interview.answers["medicines"] == ("furosemide",)


def test_a_name_of_several_is_not_guessed() -> None:
    told = asked({**CALM, "medicines": ["water tablet"]})
    assert "can be any of: amiloride_with_furosemide, furosemide, hydrochlorothiazide." in told


def test_a_medicine_that_is_not_asked_about_is_dropped_and_said() -> None:
    """One that was not picked; of those that were, each can be said to be new."""
    told = asked({**CALM, "started": ["furosemide", "aspirin"]})
    assert "started: 'aspirin' is not among those asked about here; dropped." in told
    assert "== W01: DONE" in told
    assert "goes on" in asked({**CALM, "started": ["aspirin"]})
    both = ["furosemide", "aspirin"]
    assert "dropped" not in asked({**CALM, "medicines": both, "started": both})


def test_an_unknown_name_is_told_of_other_where_that_is_offered() -> None:
    question = next(q for q in small_pack().questions if q.id == "medicines")
    options = [Option(id="aspirin", label="aspirin"), Option(id="other", label="Another one")]
    found, said = _option(question, options, "vaxzeria")
    assert found is None
    assert said.endswith("Write the nearest that is right, or 'other'.")


def test_a_vignette_says_all_that_its_story_does(tmp_path: Path) -> None:
    folder = tmp_path / "vignettes" / "cases"
    stories = read_cases(cases(tmp_path))
    assert make(small_pack(), stories, {"W01": {**CALM, "unasked": 1}}, folder) == []
    [patient] = load_rated(tmp_path)
    first = {"least": "self_care", "right": "routine", "most": "routine", "within_days": 28}
    assert (folder / "w01.toml").read_text("utf-8") == (
        'id = "W01"\norigin = "published"\nsource = "A paper, 2014"\n'
        'story = "She said \\"ouch\\"\\nand \\\\ more: é."\nwhy = "A reason."\n'
        'explanations = ["strain"]\nexplanations_second = ["sitting"]\nmust_say = ["stretch"]\n'
        "\n[raters]\n"
        'first = { least = "self_care", right = "routine", most = "routine", within_days = 28 }\n'
        'second = { least = "routine", right = "routine", most = "same_day" }\n'
        '\n[answers]\ndanger = ["none"]\nage = 45\nsitting = "much"\nfeel = ["knot"]\n'
        'medicines = ["furosemide"]\nstarted = ["furosemide"]\n'
    )
    assert isinstance(patient, RatedVignette)
    assert patient.story == STORY["story"]
    assert {name: getattr(patient.raters.first, name) for name in first} == first


def test_made_again_it_is_the_same_and_keeps_what_is_accepted(tmp_path: Path) -> None:
    stories = read_cases(cases(tmp_path))
    make(small_pack(), stories, {"W01": CALM}, tmp_path)
    file = tmp_path / "w01.toml"
    accepted = file.read_text("utf-8").replace("\n[raters]", 'accepted = "NICE."\n\n[raters]')
    file.write_text(accepted, "utf-8")
    make(small_pack(), stories, {"W01": dict(reversed(CALM.items()))}, tmp_path)
    assert file.read_text("utf-8") == accepted


def test_only_whole_answers_make_a_vignette(tmp_path: Path) -> None:
    stories = read_cases(cases(tmp_path))
    given = {"W01": {"danger": ["none"]}, "W02": CALM}
    assert make(small_pack(), stories, given, tmp_path / "into") == [
        "W02: no story has this id.",
        "W01: 'age' is asked, and has no answer to use.",
    ]
    assert list((tmp_path / "into").iterdir()) == []


def test_ranges_that_do_not_fit_their_raters_are_refused(tmp_path: Path) -> None:
    stories = read_cases(cases(tmp_path, safe={"least": "routine", "most": "same_day"}))
    with pytest.raises(ValueError, match="W01: 'safe' is"):
        make(small_pack(), stories, {"W01": CALM}, tmp_path)


def test_the_commands_run_and_say_what_they_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"W01": {"age": 70, "leg_danger": ["cold"]}}')
    assert playing.main([str(answers)]) == 0
    assert capsys.readouterr().out.startswith("== W01: ")
    assert playing.main([str(answers), str(answers)]) == 2
    assert "W01 has answers in another file too" in capsys.readouterr().err
    assert making.main([str(cases(tmp_path)), str(answers), "--into", str(tmp_path / "x")]) == 0
    assert capsys.readouterr().out == "1 written; 0 stories have no answers\n"
    answers.write_text("[")
    with pytest.raises(ValueError, match="is not JSON"):
        read_stories([answers])
    assert making.main([str(cases(tmp_path)), str(answers)]) == 2
