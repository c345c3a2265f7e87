"""Patients from outside: what their files may say, and that what comes of them is not enforced."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.check.patients import check_patients
from nightcramp.check.rated_vignettes import play_outside, report_outside
from nightcramp.cli.main import main
from nightcramp.errors import PackError
from nightcramp.pack.load import content_folder
from nightcramp.pack.model import Urgency
from nightcramp.pack.vignettes import Raters, Rating, load_rated, load_vignettes
from tests.pilot import small_pack

if TYPE_CHECKING:
    from nightcramp.check.finding import Finding

ROOT = Path(__file__).parents[2]
CALM = 'danger = ["none"]\nage = 45\nsitting = "much"\nfeel = ["knot"]\nmedicines = ["none"]\n'
"""Comes out at self-care; with a swollen leg today, with trouble breathing at once."""
SWOLLEN = 'danger = ["swollen"]\nage = 45\n'
BREATHLESS = 'danger = ["breath"]\n'
OURS = """
title = "A man"
story = "."
why = "."
expected = { urgency = "self_care", at_least = "self_care", at_most = "routine", first = ["none"] }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small pack, without patients."""
    target = tmp_path / "pack"
    shutil.copytree(ROOT / "tests" / "packs" / "small", target)
    (target / "words.toml").write_bytes((content_folder() / "words.toml").read_bytes())
    (target / "vignettes" / "cases").mkdir(parents=True)
    return target


def rating(least: str, right: str = "", most: str = "") -> str:
    """What one rater accepts, in TOML; one urgency alone where the others are left out."""
    return f'{{ least = "{least}", right = "{right or least}", most = "{most or right or least}" }}'


def put(folder: Path, name: str, answers: str, first: str, second: str, more: str = "") -> Path:
    """Put a patient from outside into a pack."""
    path = folder / "vignettes" / "cases" / f"{name.lower()}.toml"
    path.write_text(
        f'id = "{name}"\nstory = "A story."\nwhy = "A reason."\norigin = "ordinary"\n{more}\n'
        f"[raters]\nfirst = {first}\nsecond = {second}\n\n[answers]\n{answers}",
        encoding="utf-8",
    )
    return path


def found_in(folder: Path) -> list[Finding]:
    return list(check_patients(small_pack(), folder))


def test_sub_folders_are_read_and_the_two_kinds_told_apart(folder: Path) -> None:
    (folder / "vignettes" / "a.toml").write_text(f'id = "A"{OURS}\n[answers]\n{CALM}')
    put(folder, "X", CALM, rating("self_care"), rating("routine"), 'accepted = "So says NICE."')
    assert [one.id for one in load_vignettes(folder)] == ["A"]
    [patient] = load_rated(folder)
    assert (patient.id, patient.origin, patient.accepted) == ("X", "ordinary", "So says NICE.")
    assert patient.raters.second.right == "routine"


def test_what_either_and_both_raters_accept() -> None:
    near = Raters(
        first=Rating(least="self_care", right="routine", most="routine"),
        second=Rating(least="routine", right="routine", most="same_day"),
    )
    assert near.either == (Urgency.self_care, Urgency.same_day)
    assert near.both == (Urgency.routine, Urgency.routine)
    one = Rating(least="self_care", right="self_care", most="self_care")
    other = Rating(least="same_day", right="same_day", most="emergency")
    assert Raters(first=one, second=other).both is None


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('least = "self_care"', 'least = "same_day"', 7, "least, right and most must rise"),
        ('right = "self_care"', 'right = "later"', 7, "'later'"),
        ("origin = ", "orgin = ", 4, "orgin"),
        ("[raters]", f"{OURS.splitlines()[-1]}\n[raters]", 7, "has both [expected] and [raters]"),
    ],
)
def test_a_wrong_file_is_a_sentence_with_its_line(
    folder: Path, old: str, new: str, line: int, problem: str
) -> None:
    path = put(folder, "X", CALM, rating("self_care"), rating("self_care"))
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(PackError, match=r"vignettes/cases/x\.toml") as caught:
        load_rated(folder)
    assert (caught.value.line, problem in caught.value.problem) == (line, True)
    assert [(f.file, f.line) for f in found_in(folder)] == [("vignettes/cases/x.toml", line)]


def test_no_result_of_a_patient_from_outside_fails_the_check(folder: Path) -> None:
    put(folder, "UNDER", CALM, rating("emergency"), rating("emergency"))
    put(folder, "OVER", BREATHLESS, rating("self_care"), rating("self_care"))
    assert found_in(folder) == []


def test_answers_may_end_where_the_questions_do(folder: Path) -> None:
    put(folder, "X", BREATHLESS, rating("emergency"), rating("emergency"))
    [outcome], stale = play_outside(small_pack(), folder)
    assert (outcome.urgency, stale) == (Urgency.emergency, {})


def test_an_answer_that_is_not_asked_for_any_more_is_passed_over(folder: Path) -> None:
    put(folder, "X", f"{BREATHLESS}age = 45\n", rating("emergency"), rating("emergency"))
    assert found_in(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "question", "line"),
    [
        ("age = 45\n", "", "age", 10),
        ('sitting = "much"', 'sitting = "a lot"', "sitting", 13),
        ("age = 45", "years = 45", "years", 12),
    ],
)
def test_answers_that_no_longer_fit_are_stale_and_the_question_is_named(
    folder: Path, old: str, new: str, question: str, line: int
) -> None:
    put(folder, "X", CALM.replace(old, new), rating("self_care"), rating("self_care"))
    [finding] = found_in(folder)
    assert (finding.rule, finding.level) == ("vignette-stale", "error")
    assert (finding.file, finding.line) == ("vignettes/cases/x.toml", line)
    assert f" {question}: " in finding.problem
    told = report_outside(small_pack(), folder)
    assert "Not played, and not counted, for the questions have changed (1):" in told
    assert f"  X: {question}: " in told


def test_under_over_exact_and_inside_both(folder: Path) -> None:
    wide = rating("self_care", "routine", "same_day")
    put(folder, "A", CALM, rating("routine"), rating("emergency"))  # under
    put(folder, "B", CALM, rating("routine"), wide)  # either accepts it; neither holds it right
    put(folder, "C", CALM, rating("self_care", "self_care", "routine"), wide)  # exact, inside both
    put(folder, "D", SWOLLEN, rating("same_day"), rating("self_care"))  # exact, not inside both
    put(folder, "E", BREATHLESS, wide, rating("routine"))  # over
    outcomes, _ = play_outside(small_pack(), folder)
    names = {
        what: "".join(o.patient.id for o in outcomes if getattr(o, what))
        for what in ("under", "over", "exact", "inside_both")
    }
    assert names == {"under": "A", "over": "E", "exact": "CD", "inside_both": "C"}


def test_the_report_counts_by_rater_and_origin_and_names_who_is_outside(folder: Path) -> None:
    wide = rating("self_care", "routine", "same_day")
    put(folder, "A", CALM, rating("routine"), rating("same_day"), 'accepted = "NICE says so."')
    put(folder, "B", CALM, rating("self_care"), wide)
    path = put(folder, "C", BREATHLESS, rating("self_care"), wide)
    path.write_text(path.read_text().replace('origin = "ordinary"', 'origin = "published"'))
    told = report_outside(small_pack(), folder)
    rows = {" ".join(line.split()) for line in told.splitlines()}
    assert "3 patients from outside; share and 95 % interval (Wilson 1927)" in rows
    # exact and inside both, then under and over; Wilson's interval of 1/2 is 9 to 91
    assert {"self_care 1/2 = 50 % (9-91) 1/2 = 50 % (9-91)", "emergency none none"} <= rows
    assert {"all 1/3 = 33 % (6-79) 1/3 = 33 % (6-79)"} <= rows
    assert "from: ordinary 1/2 = 50 % (9-91) 0/2 = 0 % (0-66)" in rows
    assert "from: published 0/1 = 0 % (0-79) 1/1 = 100 % (21-100)" in rows
    assert "safe urgency 2/3 = 67 % (21-94)" in rows
    after = told[told.index("Under-triaged (1):") :].splitlines()
    assert after == [
        "Under-triaged (1):",
        "  A: self_care, where the raters accept routine to same_day",
        "    the raters are believed wrong: NICE says so.",
        "Over-triaged (1):",
        "  C: emergency, where the raters accept self_care to same_day",
    ]


def test_the_report_says_who_rated_and_stands_beside_published_figures(folder: Path) -> None:
    put(folder, "A", CALM, rating("self_care"), rating("self_care"))
    told = " ".join(report_outside(small_pack(), folder).split())
    assert "Neither rater is a registered clinician" in told
    assert "answers were given by players who knew only the story." in told
    for figure in ("accurate 91 %, safe 94 %", "safe urgency 97 %", "right urgency 57 %"):
        assert figure in told


def test_without_patients_from_outside_nothing_is_said_of_them(folder: Path) -> None:
    assert report_outside(small_pack(), folder) == ""


def test_the_command_tells_them_apart_from_ours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "vignettes" / "a.toml").write_text(f'id = "A"{OURS}\n[answers]\n{CALM}')
    put(folder, "X", CALM, rating("emergency"), rating("emergency"))
    assert main(["check", str(folder), "--vignettes"]) == 0
    ours, _, theirs = capsys.readouterr().out.partition("1 patients from outside")
    assert "1 patients; share" in ours
    assert "safe urgency             1/1" in ours
    assert "safe urgency             0/1" in theirs
