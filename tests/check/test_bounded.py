"""A check always ends, and says where it did not look at everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.check.run import check_pack
from nightcramp.pack import load_pack
from nightcramp.triage import assess
from tests.edited_packs import CONTENT, TODAY, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path


def _with_condition(folder: Path, condition: str) -> Path:
    """A pack of which the whole second section has this condition."""
    pack = lean_copy(folder / "pack", "en")
    about = pack / "pack.toml"
    text = about.read_text(encoding="utf-8")
    old = "when = { not = { age = { under = 16 } } }"
    about.write_text(text.replace(old, f"when = {condition}", 1), encoding="utf-8")
    return pack


_ANY_SIGN = (
    '{ any = [{ danger_now = "chest" }, { danger_now = "fever" }, { leg_danger = "none" }] }'
)


def test_a_search_that_would_not_end_is_given_up_and_said(tmp_path: Path) -> None:
    pack = _with_condition(tmp_path, f"{{ all = [{', '.join([_ANY_SIGN] * 30)}] }}")

    found = [finding for finding in check_pack(pack, TODAY) if finding.rule == "not-exhausted"]

    [finding] = found
    assert finding.level == "warning"
    assert "searches were given up" in finding.problem


def test_what_cannot_be_searched_to_the_end_is_not_called_impossible(tmp_path: Path) -> None:
    pack = _with_condition(tmp_path, f"{{ all = [{', '.join([_ANY_SIGN] * 30)}] }}")

    rules = {finding.rule for finding in check_pack(pack, TODAY)}

    assert not rules & {"never-asked", "never-holds", "advice-never-given", "mimic-never-fits"}


def test_the_search_of_this_content_is_exhausted() -> None:
    assert "not-exhausted" not in {one.rule for one in check_pack(CONTENT, TODAY)}


def test_a_mimic_of_many_criteria_is_checked(tmp_path: Path) -> None:
    pack = lean_copy(tmp_path / "pack", "en")
    more = "".join(f'{{ id = "z{n}", when = {{ age = {{ over = {n} }} }} }}, ' for n in range(40))
    plant(pack, "mimics/claudication.toml", "criteria = [", f"needed = 20\ncriteria = [{more}")

    rules = {finding.rule for finding in check_pack(pack, TODAY)}

    assert rules <= {"contradiction", "not-exhausted"}


def _with_questions(folder: Path, count: int, *, all_before: bool) -> Path:
    """A pack of more questions, each asked after others, and an emergency behind the last."""
    pack = lean_copy(folder / "pack", "en")
    names = ["age"]
    with (pack / "questions" / "medical_context.toml").open("a", encoding="utf-8") as file:
        for number in range(count):
            before = names if all_before else names[-1:]
            tests = ", ".join(f'{{ {name} = "unsure" }}' for name in before)
            file.write(
                f'\n[[question]]\nid = "z{number}"\nkind = "number"\ntext = "z"\nwhy = "z"\n'
                f"maximum = 9\nwhen = {{ any = [{tests}] }}\n"
            )
            names.append(f"z{number}")
    with (pack / "red_flags.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[flag]]\nid = "z"\nurgency = "emergency"\nmeans = "z"\nsources = ["seed"]\n'
            f'when = {{ {names[-1]} = "unsure" }}\n'
        )
    return pack


def test_questions_that_look_at_all_before_them_are_assessed(tmp_path: Path) -> None:
    pack = load_pack(_with_questions(tmp_path, 60, all_before=True))

    assert assess(pack, {"age": 60}).incomplete


def test_many_questions_in_a_row_that_look_at_the_one_before_are_assessed(tmp_path: Path) -> None:
    pack = load_pack(_with_questions(tmp_path, 150, all_before=False))

    everything = {"age": "unsure", **{f"z{number}": "unsure" for number in range(150)}}

    assert assess(pack, {"age": 60}).incomplete
    assert "z" in {one.flag.id for one in assess(pack, everything).flags}
