"""Facts that must alarm together, and facts that must not: each pair of the pack is played."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from nightcramp.check.pairs import check_pairs, play_pair
from nightcramp.check.run import check_pack
from nightcramp.errors import AnswerError
from nightcramp.pack import Urgency
from nightcramp.pack.danger_pairs import DangerPair, load_danger_pairs
from nightcramp.triage import Interview
from tests.content import PACK, PAIRS, WELL
from tests.edited_packs import CONTENT, TODAY, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = """
[[pair]]
id = "X001"
facts = "A red patch that spreads"
verdict = "{verdict}"
{expected}
answers = {{ {answers} }}
"""


def _plant(
    folder: Path, expected: str, *, answers: str = 'leg_danger = ["red"]', verdict: str = "kept"
) -> list[str]:
    """What is found where the table holds this one pair."""
    text = (CONTENT / "danger_pairs.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[pair]]")]
    text += PLANTED.format(verdict=verdict, expected=expected, answers=answers)
    (folder / "danger_pairs.toml").write_text(text, encoding="utf-8")
    found = list(check_pairs(PACK, folder))
    assert {(f.file, f.rule, f.level) for f in found} <= {
        ("danger_pairs.toml", "pair-fails", "error")
    }
    return [finding.problem for finding in found]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_a_pair_is_as_urgent_as_its_verdict_says(pair: DangerPair) -> None:
    if pair.verdict == "refused":
        return
    found = play_pair(PACK, pair, WELL)
    least, most = pair.least or "self_care", pair.most or "emergency"
    assert Urgency[least] <= found.urgency <= Urgency[most]
    assert not pair.contact or found.contact == pair.contact
    assert set(pair.answers) <= set(found.answers)


def test_every_pair_is_there() -> None:
    kinds = Counter(pair.id[0] for pair in PAIRS)
    assert kinds["G"] + kinds["M"] == 176  # of two facts that alarm together
    assert (kinds["Q"], kinds["S"]) == (60, 50)  # that must not alarm; of one fact alone
    assert len({pair.id for pair in PAIRS}) == len(PAIRS) == 286


def test_every_pair_expects_something_and_whoever_expects_less_says_why() -> None:
    kept = [pair for pair in PAIRS if pair.verdict != "refused"]
    assert [pair.id for pair in kept if not (pair.least or pair.most)] == []
    assert [pair.id for pair in PAIRS if pair.verdict != "kept" and len(pair.why) < 20] == []
    assert [pair.id for pair in kept if pair.id[0] == "Q" and not pair.most] == []
    dangers = [pair for pair in kept if pair.id[0] != "Q"]
    assert [pair.id for pair in dangers if not pair.least] == []
    assert Counter(pair.verdict for pair in PAIRS)["refused"] <= 5


def test_a_well_person_is_well() -> None:
    """Else a pair would be as urgent as it is by what it does not name."""
    well = DangerPair(id="W", facts="none", verdict="kept", answers={})
    assert play_pair(PACK, well, WELL).urgency is Urgency.self_care


@pytest.mark.parametrize(
    ("expected", "problem"),
    [
        ('least = "emergency"', "'X001': The urgency is same_day; it must be at least emergency."),
        ('most = "routine"', "'X001': The urgency is same_day; it must be at most routine."),
        (
            'least = "same_day"\ncontact = "ambulance"',
            "'X001': It sends to 'clinic_today'; expected 'ambulance'.",
        ),
        ("", "'X001': It needs 'least' or 'most'."),
    ],
)
def test_a_planted_pair_that_fails_is_found(tmp_path: Path, expected: str, problem: str) -> None:
    assert _plant(tmp_path, expected) == [problem]


def test_a_planted_pair_that_holds_is_not(tmp_path: Path) -> None:
    assert _plant(tmp_path, 'least = "same_day"\nmost = "same_day"') == []


@pytest.mark.parametrize("verdict", ["softened", "refused"])
def test_a_verdict_without_a_reason_is_found(tmp_path: Path, verdict: str) -> None:
    found = _plant(tmp_path, 'least = "same_day"', verdict=verdict)
    assert found == [f"'X001': The verdict is '{verdict}'; say why."]


@pytest.mark.parametrize(
    "answers",
    ['head_knock = "days"', 'leg_danger = ["redd"]', 'dagner_now = ["chest"]'],
    ids=["not asked", "no such answer", "no such question"],
)
def test_facts_that_nobody_can_tell_are_found(tmp_path: Path, answers: str) -> None:
    [problem] = _plant(tmp_path, 'least = "self_care"', answers=answers)
    assert "The interview does not take these answers" in problem


def test_a_fact_that_is_not_asked_is_refused() -> None:
    pair = DangerPair(id="X", facts="-", verdict="kept", answers={"head_knock": "days"})
    with pytest.raises(AnswerError, match="is not asked of this person"):
        play_pair(PACK, pair, WELL)


def test_a_table_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "danger_pairs.toml").write_text("[[pair]]\nid = 3\n", encoding="utf-8")
    [finding] = check_pairs(PACK, tmp_path)
    assert (finding.file, finding.level) == ("danger_pairs.toml", "error")


def test_a_pack_without_pairs_has_no_finding(tmp_path: Path) -> None:
    assert load_danger_pairs(tmp_path) is None
    assert list(check_pairs(PACK, tmp_path)) == []


def test_the_whole_check_plays_the_pairs(tmp_path: Path) -> None:
    """A sign taken out of a red flag is found by the pairs that need it."""
    folder = lean_copy(tmp_path / "pack", "en")
    shutil.copy(CONTENT / "danger_pairs.toml", folder)
    cold_or_numb = 'when = { leg_danger = ["cold", "numb"] }'
    plant(folder, "red_flags.toml", cold_or_numb, 'when = { leg_danger = ["numb"] }')
    found = [f for f in check_pack(folder, TODAY) if f.rule == "pair-fails"]
    assert any("'S001'" in finding.problem for finding in found)


def test_no_interview_of_a_pair_is_cut_short() -> None:
    """Each is played to the end of its questions, not to the first that alarms."""
    pair = next(pair for pair in PAIRS if pair.id == "S003")
    found = play_pair(PACK, pair, WELL)
    assert Interview.begin(PACK, found.answers).finished
